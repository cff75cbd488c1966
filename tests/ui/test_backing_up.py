"""Backups come by themselves while the window is open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from workbench.store import backups
from workbench.store.casebook import Casebook
from workbench.ui.main_window import MainWindow


def test_an_hours_changes_are_copied_without_asking(
    qtbot, tmp_path: Path, open_window: Callable[[Casebook], MainWindow]
) -> None:
    now = [datetime(2026, 11, 22, 9, 0)]
    path = tmp_path / "Team.psolve"
    casebook = Casebook.create(path, "lantern harbour violet mend", "PC A", lambda: now[0])
    window = open_window(casebook)
    assert window.backing_up.timer.isActive()
    folder = backups.folder_of(path)
    for copies in (1, 2):
        casebook.checkpoint("Something was done")
        with qtbot.waitSignal(window.backing_up.done, timeout=20_000) as looked:
            window.backing_up.look()
        assert looked.args[0] is not None
        assert len(backups.found(path, folder)) == copies
        now[0] += timedelta(hours=1)


def test_a_copy_that_cannot_be_made_is_said_once(qtbot, tmp_path: Path, window: MainWindow) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    window.preferences.backups = blocked / "inside"
    said: list[str] = []
    window.backing_up.failed.connect(lambda error: said.append(str(error)))
    for _ in range(2):
        window.backing_up.look()
        qtbot.waitUntil(lambda: window.session.jobs.idle, timeout=20_000)
    assert len(said) == 1
    assert "could not be made" in said[0]
    assert "The casebook itself is safe" in said[0]
    window.preferences.backups = None


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_casebook_that_goes_is_noticed_and_can_be_kept(
    qtbot,
    tmp_path: Path,
    open_window: Callable[[Casebook], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [datetime(2026, 11, 22, 9, 0)]
    path = tmp_path / "Team.psolve"
    casebook = Casebook.create(path, "lantern harbour violet mend", "PC A", lambda: now[0])
    window = open_window(casebook)
    assert window.status.saved.words.startswith("Saved")
    with qtbot.waitSignal(window.backing_up.gone, timeout=5_000) as gone:
        path.rename(tmp_path / "moved.psolve")
    assert "no longer in" in str(gone.args[0])
    assert not window.status.saved.words
    window.read()
    assert not window.status.saved.words
    target = tmp_path / "kept.psolve"
    monkeypatch.setattr(
        "workbench.ui.doings.QFileDialog.getSaveFileName", lambda *_: (str(target), "")
    )
    window.doings.keep_copy()
    qtbot.waitUntil(lambda: target.exists() and window.session.jobs.idle, timeout=20_000)
    again = Casebook.open(target, "lantern harbour violet mend", "PC A", lambda: now[0])
    assert again.faults() == []
    again.close()
    (tmp_path / "moved.psolve").rename(path)
    window.backing_up.watch()
    window.read()
    assert window.status.saved.words.startswith("Saved")


def test_closing_the_window_lets_go_of_the_casebook(
    casebook: Casebook, open_window: Callable[[Casebook], MainWindow], phrase: str
) -> None:
    window = open_window(casebook)
    window.close()
    again = Casebook.open(casebook.path, phrase, "Sgt Hall", window.session.clock)
    again.close()
