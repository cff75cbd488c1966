"""The command line, run as people run it; and a window that is there at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from workbench.app import main
from workbench.domain.briefing import BriefingFile
from workbench.services import records
from workbench.services.practice.building import PASSPHRASE, build
from workbench.store.casebook import Casebook

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("sqlalchemy", "sqlcipher3", "matplotlib", "polars", "numpy", "scipy", "statsmodels",
         "docx", "reportlab", "shapely", "pyogrio", "pyproj", "openpyxl", "pypdfium2")  # fmt: skip
NOW = datetime(2026, 11, 22, 9, 0)
FIRST_PAINT = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
from workbench.app import main
import workbench.ui.run as run
from workbench.ui.preferences import Preferences
app = QApplication([])
with tempfile.TemporaryDirectory() as folder:
    desktop = run.Desktop(app, Preferences(Path(folder) / "preferences.ini"))
    desktop.begin()
    app.processEvents()
    assert desktop.start.isVisible()
    print(" ".join(sys.modules))
    desktop.start.close()
"""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook with the practice problems, closed."""
    path = tmp_path_factory.mktemp("casebook") / "team.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", lambda: NOW)
    build(casebook)
    casebook.close()
    return path


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{PASSPHRASE}\n", "utf-8")
    return path


def made(told: str) -> list[Path]:
    return [Path(line.removeprefix("Made ")) for line in told.splitlines() if line[:5] == "Made "]


def test_the_first_window_needs_nothing_but_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], cwd=ROOT, capture_output=True, encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    there = {name.partition(".")[0] for name in done.stdout.split()}
    assert sorted(there & set(HEAVY)) == []


def test_the_self_test_tries_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--self-test"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Every part of the program works."
    assert len(lines) == 7
    assert all(line.startswith("ok ") for line in lines[:-1])


@pytest.mark.slow
def test_a_failed_part_is_named_and_the_rest_is_still_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from workbench import paths

    monkeypatch.setattr(paths, "template", lambda name: tmp_path / name)
    assert main(["--self-test"]) == 1
    told = capsys.readouterr().out
    assert "FAILED  files that ship with it: FaultError: not shipped: house.docx" in told
    assert re.search(r"^ok +charts", told, re.MULTILINE)
    assert "of the parts failed." in told


def test_a_briefing_is_made_and_recorded(
    practice: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["brief", str(practice), "three children's homes", "--preset", "council"]
    out = tmp_path / "out"
    assert main([*words, "--out", str(out), "--passphrase-file", str(passphrase)]) == 0
    files = made(capsys.readouterr().out)
    assert [path.suffix for path in files] == [".docx", ".pdf"]
    assert all(path.is_file() and path.name.startswith("PRACTICE ") for path in files)
    casebook = Casebook.open(practice, PASSPHRASE, "PC A Khan", lambda: NOW)
    kept = {file.file_name for file in records.all_of(casebook, BriefingFile)}
    casebook.close()
    assert {path.name for path in files} <= kept


def test_the_passphrase_can_come_from_a_setting(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", PASSPHRASE)
    words = ["brief", str(practice), "bike", "--out", str(tmp_path), "--form", "pdf"]
    assert main(words) == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["brief", "{casebook}", "no such problem"], "No problem is called “no such problem”"),
        (["brief", "{casebook}", "e"], "More than one problem is called “e”"),
        (["brief", "{casebook}", "bike", "--preset", "parish"], "“parish” is not among"),
        (["brief", "{folder}/gone.psolve", "bike"], "There is no casebook at"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(
    words: list[str], says: str, practice: Path, passphrase: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    given = [word.format(casebook=practice, folder=tmp_path) for word in words]
    out = tmp_path / "out"
    assert main([*given, "--out", str(out), "--passphrase-file", str(passphrase)]) == 1
    told = capsys.readouterr()
    assert says in told.err
    assert "Traceback" not in told.err
    assert not out.exists()


def test_a_wrong_passphrase_harms_nothing(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    before = practice.read_bytes()
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "something else")
    assert main(["brief", str(practice), "bike", "--out", str(tmp_path)]) == 1
    assert "passphrase" in capsys.readouterr().err
    assert practice.read_bytes() == before


def test_the_disclosure_check_stops_a_paper_for_outside(
    practice: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A child's name in the concern keeps the council's paper from being made; ours is made."""
    from dataclasses import replace

    from workbench.domain.problem import Problem

    path = tmp_path / "leak.psolve"
    path.write_bytes(practice.read_bytes())
    casebook = Casebook.open(path, PASSPHRASE, "PC A Khan", lambda: NOW)
    problem = next(p for p in records.all_of(casebook, Problem) if "bike" in p.name.lower())
    leak = "Mrs Margaret Okonkwo rang on 07700 900123 about her son, born 4 March 2011."
    with casebook.changing("Leak") as unit:
        unit.replace(replace(problem, statement=leak, concern=leak))
    casebook.close()
    out = tmp_path / "out"
    words = ["brief", str(path), problem.reference, "--passphrase-file", str(passphrase)]
    assert main([*words, "--preset", "council", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "cannot be shared outside yet" in told
    assert "No file was made" in told
    assert any(line.startswith("- ") and "07700 900123" in line for line in told.splitlines())
    assert not out.exists()
    assert main([*words, "--preset", "internal", "--out", str(out), "--form", "pdf"]) == 0


@pytest.mark.slow
def test_practice_replaces_its_own_files_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "mine.txt"
    kept.write_text("mine", "utf-8")
    assert main(["practice", str(tmp_path)]) == 0
    first = made(capsys.readouterr().out)
    first[0].write_bytes(b"spoiled")
    assert main(["practice", str(tmp_path)]) == 0
    assert made(capsys.readouterr().out) == first
    assert first[0].read_bytes() != b"spoiled"
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", *(p.name for p in first)}


@pytest.mark.slow
def test_screens_are_pictures_of_every_page(tmp_path: Path) -> None:
    from workbench.registry import Registry
    from workbench.ui import pages
    from workbench.ui.page import PageKind

    done = subprocess.run(
        [sys.executable, "-m", "workbench", "screens", str(tmp_path)], cwd=ROOT,
        capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    there = {path.name for path in tmp_path.iterdir()}
    for key in Registry(pages, PageKind):
        for theme in ("light", "dark", "contrast"):
            for width in (1366, 1920):
                assert f"{key}-{theme}-{width}.png" in there
