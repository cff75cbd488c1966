"""What is handed to people: the wheel, the bundle and the installer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
INSTALLER = (ROOT / "installer.iss").read_text("utf-8")


def ran(*words: str | Path, cwd: Path = ROOT, **setting: str) -> str:
    """Run a program without a screen, from elsewhere than the source, and return what it said."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": "", **setting}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def worked(told: str) -> None:
    """The self test went well, from the first part to the last."""
    assert "FAILED" not in told
    assert "Warning" not in told
    assert told.rstrip().endswith("Every part of the program works.")
    for part in ("what is on offer", "casebook", "charts", "Word and PDF", "pages of the window"):
        assert re.search(rf"^ok +{part}", told, re.MULTILINE), part


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without asking a registry for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    ran(*pip, "--disable-pip-version-check", "--wheel-dir", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_what_the_program_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for kept, inside in (
        (ROOT / "resources", "workbench/_data/resources"),
        (ROOT / "reports" / "templates", "workbench/_data/reports/templates"),
        (ROOT / "workbench", "workbench"),
    ):
        files = [path for path in kept.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        wanted = {f"{inside}/{path.relative_to(kept).as_posix()}" for path in files}
        assert wanted <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"workbench"}


@pytest.mark.slow
def test_the_wheel_works_where_the_source_is_not(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, which borrows only the libraries of this one."""
    home = tmp_path / "home"
    ran(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (libraries,) = home.rglob("site-packages")
    target = ("--target", libraries, "--no-deps", "--no-index", "--quiet")
    ran(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *target, wheel)
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (libraries / "borrowed.pth").write_text("\n".join(borrowed), "utf-8")
    look = "import workbench.paths as p; print(p.shipped())"
    assert str(libraries) in ran(python, "-c", look, cwd=tmp_path)
    worked(ran(python, "-m", "workbench", "--self-test", cwd=tmp_path))


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_bundle_works_without_python(tmp_path: Path) -> None:
    folders = ("--distpath", tmp_path / "dist", "--workpath", tmp_path / "build")
    build = (sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR")
    ran(*build, *folders, ROOT / "workbench.spec")
    end = ".exe" if os.name == "nt" else ""
    made = tmp_path / "dist" / "workbench"
    assert (made / f"workbench{end}").is_file()
    console = made / f"workbench-console{end}"
    away = tmp_path / "away"
    away.mkdir()
    worked(ran(console, "--self-test", cwd=away, PATH="", VIRTUAL_ENV=""))
    assert ran(console, "--help", cwd=away).startswith("usage: workbench")


def section(name: str) -> list[str]:
    """The lines of a section of the installer, without remarks."""
    found = re.search(rf"^\[{name}\]\n(.*?)(?=^\[|\Z)", INSTALLER, re.MULTILINE | re.DOTALL)
    lines = found.group(1).splitlines() if found else []
    return [line for line in lines if line.strip() and not line.startswith(";")]


def setting(name: str) -> str:
    (line,) = [line for line in section("Setup") if line.startswith(f"{name}=")]
    return line.partition("=")[2]


def test_the_installer_asks_for_no_administrator() -> None:
    assert setting("PrivilegesRequired") == "lowest"
    assert setting("DefaultDirName").startswith("{localappdata}")
    assert not re.search(r"Root: (?:HKLM|HKCR)", INSTALLER)
    assert "{commonpf" not in INSTALLER
    assert "{autopf" not in INSTALLER


def test_the_installer_knows_casebooks_and_the_start_menu() -> None:
    entries = "\n".join(section("Registry"))
    assert r'Software\Classes\.psolve"' in entries
    assert (
        r'shell\open\command"; ValueType: string; ValueData: """{app}\workbench.exe"" ""%1"""'
        in (entries)
    )
    assert setting("ChangesAssociations") == "yes"
    assert any(line.startswith('Name: "{group}\\') for line in section("Icons"))
    assert all("uninsdelete" in line for line in section("Registry") if "shell" not in line
               and "DefaultIcon" not in line)  # fmt: skip


def test_the_uninstaller_never_touches_a_casebook() -> None:
    assert section("UninstallDelete") == []
    assert section("UninstallRun") == []
    assert section("Code") == []
    deleted = section("InstallDelete")
    assert deleted == ['Type: filesandordirs; Name: "{app}\\_internal"']
    # Casebooks are offered a place in {localappdata}\Workbench: not where the program lies.
    assert setting("DefaultDirName") == r"{localappdata}\Programs\{#Name}"


def test_the_installer_is_of_this_version() -> None:
    assert f'#define Version "{PROJECT["version"]}"' in INSTALLER
    spec = (ROOT / "workbench.spec").read_text("utf-8")
    assert 'name="workbench"' in spec
    assert r"dist\workbench\*" in "\n".join(section("Files"))
    assert setting("SetupIconFile") == r"build\workbench\workbench.ico"
