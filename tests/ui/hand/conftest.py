"""A window to be worked by hand: on the practice problem, on an empty one, at each size."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.hand.hand import Hand
from workbench.domain.audience import Marking
from workbench.services import problems
from workbench.services.practice.building import PASSPHRASE, build
from workbench.store.casebook import Casebook
from workbench.ui import theme
from workbench.ui.errors import ErrorDesk
from workbench.ui.main_window import MainWindow
from workbench.ui.preferences import Preferences
from workbench.ui.session import Session

Work = Callable[..., Hand]
CSV = "Crime no,Date,Offence,Street,X,Y\n" + "".join(
    f"C{n},{n % 28 + 1:02d}/{n % 12 + 1:02d}/2025,{('Burglary', 'Theft')[n % 2]},Street {n % 9},"
    f"{335000 + n % 9 * 40},{390000 + n % 7 * 55}\n"
    for n in range(60)
)


def clock() -> datetime:
    return datetime(2026, 11, 22, 14, 2)


@pytest.fixture(scope="session")
def practised(tmp_path_factory: Any) -> tuple[Path, Any]:
    """A casebook with the practice problem, closed, and the problem's id: to be copied."""
    path = tmp_path_factory.mktemp("practised") / "practice.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", clock)
    key = build(casebook)
    casebook.close()
    return path, key


@pytest.fixture
def work(qapp: QApplication, qtlog: Any, tmp_path: Path, request: Any) -> Iterator[Work]:
    """Opens a window on a kind of problem, at a size and a text size, and gives it a hand."""
    hands: list[Hand] = []
    hook = sys.excepthook

    def begin(
        problem: str = "practice",
        size: tuple[int, int] = (1366, 768),
        scale: float = 1.0,
        name: str = "Westbrook",
    ) -> Hand:
        theme.show(qapp, "light", scale)
        preferences = Preferences(tmp_path / "preferences.ini")
        preferences.theme, preferences.user, preferences.scale = "light", "PC A Khan", scale
        path = tmp_path / f"{name}.psolve"
        key = None
        if problem == "practice":
            kept, key = request.getfixturevalue("practised")
            shutil.copy(kept, path)
            casebook = Casebook.open(path, PASSPHRASE, "PC A Khan", clock)
        else:
            casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", clock)
            start = problems.Start("Vans", "Tools go.", "Eastmoor", "PC A Khan", Marking.OFFICIAL)
            key, _ = problems.start_problem(casebook, start, date(2026, 11, 1))
        desk = ErrorDesk()
        desk.install()
        window = HeldWindow(Session(casebook, clock, preferences=preferences), desk)
        window.resize(*size)
        window.show()
        window.activateWindow()
        window.take(key)
        hands.append(Hand(window, _files(tmp_path), qtlog))
        return hands[-1]

    yield begin
    for hand in hands:
        hand.end()
        assert isinstance(hand.window, HeldWindow)
        hand.window.held = False
        hand.window.close()
        hand.window.deleteLater()
    sys.excepthook = hook
    theme.show(qapp, "light", 1.0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class HeldWindow(MainWindow):
    """The window, which stays when the hand comes upon Exit by any way: there is more to do."""

    held = True

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's own name)
        if self.held:
            event.ignore()
        else:
            super().closeEvent(event)


def _files(folder: Path) -> Callable[[QFileDialog], Path]:
    """What is chosen where the program asks for a file or a folder."""
    (folder / "Crimes.csv").write_text(CSV, "utf-8")
    (folder / "Notes.txt").write_text("Said at the meeting", "utf-8")
    (folder / "out").mkdir(exist_ok=True)

    def choose(dialog: QFileDialog) -> Path:
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            return folder / "out"
        if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            return folder / "out" / "Saved.png"
        documents = "document" in dialog.windowTitle().lower()
        return folder / ("Notes.txt" if documents else "Crimes.csv")

    return choose
