"""The first window: opening, making and restoring a casebook, and its passphrase."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from workbench.services.clock import local_time
from workbench.store.casebook import Casebook
from workbench.ui import theme
from workbench.ui.passphrase import ChangePassphrase, strength
from workbench.ui.preferences import Preferences
from workbench.ui.unlock import StartWindow

HEAVY = ("sqlalchemy", "sqlcipher3", "argon2", "numpy", "polars", "matplotlib", "scipy", "docx")


@pytest.fixture
def start(qtbot: Any, preferences: Preferences, tmp_path: Path) -> Any:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.show(app, "light", 1.0)
    preferences.folder = lambda: tmp_path / "kept"  # type: ignore[method-assign]
    window = StartWindow(preferences)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def made(window: StartWindow, qtbot: Any, phrase: str) -> Casebook:
    window.choose.made.emit()
    window.new.name.setText("Eastmoor team")
    window.new.phrase.line.setText(phrase)
    window.new.phrase.again.setText(phrase)
    with qtbot.waitSignal(window.opened, timeout=20000) as opened:
        window.new.submit()
    casebook = opened.args[0]
    assert isinstance(casebook, Casebook)
    return casebook


def test_a_new_casebook_is_made_and_opened(start: StartWindow, qtbot: Any, phrase: str) -> None:
    casebook = made(start, qtbot, phrase)
    assert casebook.path.name == "Eastmoor team.psolve"
    assert start.preferences.recent == [casebook.path]
    casebook.close()
    start.show_choose()
    assert start.choose.list.count() == 1


def test_a_wrong_passphrase_is_a_sentence_and_harms_nothing(
    start: StartWindow, qtbot: Any, phrase: str
) -> None:
    casebook = made(start, qtbot, phrase)
    casebook.close()
    before = casebook.path.read_bytes()
    start.ask(casebook.path)
    start.unlock.phrase.setText("not the phrase")
    start.unlock.submit()
    qtbot.waitUntil(lambda: bool(start.unlock.field.problem.text()), timeout=20000)
    said = start.unlock.field.problem.text()
    assert "passphrase" in said.lower()
    assert "traceback" not in said.lower()
    assert casebook.path.read_bytes() == before
    assert start.unlock.phrase.selectedText()
    start.unlock.phrase.setText(phrase)
    qtbot.waitUntil(start.unlock.go.isEnabled)
    with qtbot.waitSignal(start.opened, timeout=20000) as opened:
        start.unlock.submit()
    opened.args[0].close()


def test_a_casebook_that_is_open_names_who_holds_it(
    start: StartWindow, qtbot: Any, phrase: str
) -> None:
    casebook = made(start, qtbot, phrase)
    start.ask(casebook.path)
    start.unlock.phrase.setText(phrase)
    start.unlock.submit()
    qtbot.waitUntil(lambda: "open already" in start.unlock.said.text(), timeout=20000)
    assert "PC A Khan" in start.unlock.said.text()
    casebook.close()


def test_a_synchronised_folder_is_refused_with_the_reason(
    start: StartWindow, qtbot: Any, phrase: str, tmp_path: Path
) -> None:
    start.show_new()
    start.new._set_folder(tmp_path / "OneDrive" / "Work")
    start.new.name.setText("Team")
    start.new.phrase.line.setText(phrase)
    start.new.phrase.again.setText(phrase)
    start.new.submit()
    qtbot.waitUntil(lambda: "OneDrive" in start.new.said.text(), timeout=20000)
    assert not (tmp_path / "OneDrive").exists()


def test_a_weak_or_mistyped_passphrase_is_not_taken(start: StartWindow) -> None:
    start.show_new()
    start.new.name.setText("Team")
    start.new.phrase.line.setText("short")
    start.new.submit()
    assert "more characters" in start.new.phrase.first.problem.text()
    start.new.phrase.line.setText("lantern harbour violet")
    start.new.phrase.again.setText("lantern harbour violets")
    start.new.submit()
    assert start.new.phrase.second.problem.text() == "The two are not the same."


def test_a_backup_is_put_back(start: StartWindow, qtbot: Any, phrase: str) -> None:
    casebook = made(start, qtbot, phrase)
    backup = casebook.back_up()
    casebook.checkpoint("After the backup")
    casebook.close()
    assert backup is not None
    start.show_restore()
    assert start.restore.casebook.text() == str(casebook.path)
    start.restore.submit()
    assert start.restore.fields[0].problem.text() == "Choose a backup."
    start.restore.backup.setText(str(backup))
    start.restore.phrase.setText(phrase)
    start.restore.submit()
    qtbot.waitUntil(lambda: start.stack.currentWidget() is start.unlock, timeout=20000)
    assert "is in place" in start.unlock.said.text()
    again = Casebook.open(casebook.path, phrase, "Sgt Hall", local_time)
    again.close()


def test_the_passphrase_can_be_changed(qtbot: Any, casebook: Casebook, phrase: str) -> None:
    dialog = ChangePassphrase(None, casebook)
    qtbot.addWidget(dialog)
    new = "copper ladder meadow nine"
    dialog.now.setText("wrong")
    dialog.new.line.setText(new)
    dialog.new.again.setText(new)
    dialog.accept()
    assert dialog.present.problem.text()
    dialog.now.setText(phrase)
    dialog.accept()
    assert dialog.result() == 1
    casebook.close()


@pytest.mark.parametrize(
    ("words", "enough"),
    [
        ("", False),
        ("elevenchars", False),
        ("111111111111111", False),
        ("aaaaaaaaaaaaaaaaaaa", False),
        ("lantern harbour", True),
        ("lantern harbour violet mend", True),
    ],
)
def test_strength_is_said_in_words(words: str, enough: bool) -> None:
    judged = strength(words)
    assert judged.enough is enough
    assert judged.advice


def test_nothing_but_qt_is_imported_before_the_first_window(tmp_path: Path) -> None:
    program = f"""
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from workbench.ui.preferences import Preferences
from workbench.ui.run import Desktop
desktop = Desktop(app, Preferences(Path(sys.argv[1])))
desktop.begin()
app.processEvents()
heavy = [name for name in {HEAVY!r} if name in sys.modules]
assert not heavy, heavy
assert desktop.start.isVisible()
desktop.start.close()
"""
    path = tmp_path / "preferences.ini"
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
