"""start.py: sets up once, then at once; says what is wrong in a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


def loaded(path: Path) -> ModuleType:
    spec = spec_from_file_location("start", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    """A copy of start.py in a folder of its own, set up by hand with this very Python."""
    shutil.copy(ROOT / "start.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return loaded(tmp_path / "start.py")


def set_up_by_hand(start: ModuleType) -> None:
    start.python().parent.mkdir(parents=True)
    start.python().symlink_to(sys.executable)
    (start.VENV / "set-up-run.txt").write_text(start.mark(), "utf-8")


def test_it_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", "import runpy; runpy.run_path('start.py')"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="makes a stand-in for .venv with a link")
def test_what_is_set_up_is_not_set_up_again(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up_by_hand(start)
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(start, "run", lambda *words: ran.append(words) or 0)
    begun = time.monotonic()
    start.set_up()
    assert time.monotonic() - begun < 0.5
    assert ran == []
    with (start.ROOT / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n# one more part is needed\n")
    start.set_up()
    assert [words[:3] for words in ran] == [("-m", "pip", "install")]


@pytest.mark.skipif(os.name == "nt", reason="makes a stand-in for .venv with a link")
def test_without_a_screen_the_practice_briefing_becomes_files(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_by_hand(start)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for prefix in ("PYTHONHOME", "VIRTUAL_ENV"):
        monkeypatch.delenv(prefix, raising=False)
    # The stand-in finds the libraries of the environment that runs this test.
    libraries = os.pathsep.join([str(ROOT), *(p for p in sys.path if "site-packages" in p)])
    monkeypatch.setenv("PYTHONPATH", libraries)
    assert start.main([]) == 0
    made = sorted(path.name for path in (start.ROOT / "practice-pack").iterdir())
    assert {name.rpartition(".")[2] for name in made} == {"docx", "pdf"}
    assert all(name.startswith("PRACTICE ") for name in made)
    told = capfd.readouterr().out
    assert "There is no screen here" in told
    for name in made:
        assert name in told


def test_an_old_python_is_told_so(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "OLDEST", (99, 0))
    assert start.main([]) == 1
    told = capsys.readouterr().err
    assert "needs 3.11 or later" in told
    assert "Nothing was changed" in told


@pytest.mark.slow
def test_no_network_is_said_and_the_next_try_goes_on(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert start.main(["check"]) == 1
    told = capsys.readouterr().err
    assert "could not be installed" in told
    assert "No casebook was touched" in told
    assert start.works(), "the environment that was made is used again"
    assert not list(start.VENV.glob("set-up-*"))


def test_missing_libraries_are_one_line_for_who_is_not_root(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    missing = {"libNoSuchThing.so.9": "libnosuchthing9", **start.DRAWING}
    with pytest.raises(start.CannotStartError) as told:
        start.need_libraries(missing)
    lines = str(told.value).splitlines()
    assert lines[1].startswith("sudo apt-get install --yes libnosuchthing9")


def test_libraries_are_those_that_qt_asks_for(start: ModuleType) -> None:
    """Every library that Qt's screen plugin names and does not bring is on the list."""
    from PySide6.QtCore import QLibraryInfo

    if not sys.platform.startswith("linux") or shutil.which("readelf") is None:
        pytest.skip("readelf is not here")
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    own = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath))
    files = [plugins / "libqxcb.so", *(own / f"libQt6{n}.so.6" for n in ("XcbQpa", "Gui", "Core"))]
    told = subprocess.run(
        ["readelf", "--dynamic", *map(str, files)], capture_output=True, text=True, check=True
    ).stdout
    needed = {line.rpartition("[")[2].strip("]") for line in told.splitlines() if "NEEDED" in line}
    brought = {path.name for path in own.iterdir()}
    always = ("ld-linux", "libc.so", "libm.so", "libgcc_s", "libstdc++", "libpthread", "libdl.",
              "librt.", "libz.so", "libzstd", "libxcb.so", "libxcb-render.so", "libxcb-shm.so",
              "libgthread")  # fmt: skip
    wanted = {name for name in needed - brought if not name.startswith(always)}
    assert wanted <= set(start.DRAWING) | set(start.SCREEN)
