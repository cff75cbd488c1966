"""ComingIn: the keyboard is always somewhere in the window, and on a new page in that page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from workbench.ui.widgets.tabbing import first

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


class ComingIn(QObject):
    """Puts the keyboard into the page on show when it is on nothing that can be seen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def now(self) -> None:
        """Come into the page; what has the keyboard and is still to be seen keeps it."""
        window = self.window
        held: QWidget | None = window.focusWidget()
        if held is not None and held is not window and held.isVisibleTo(window):
            return
        there = window.page.entrance() if window.page is not None else None
        if there is None or not there.isVisibleTo(window) or not there.isEnabled():
            parts = (window.deck.currentWidget(), window.middle, window)
            there = next((one for part in parts if part and (one := first(part))), None)
        if there is not None:
            there.setFocus(Qt.FocusReason.OtherFocusReason)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What had the keyboard has gone, as when the part it lay in was made anew."""
        if new is None and isValid(self.window) and self.window.isActiveWindow():
            QTimer.singleShot(0, self, self.now)
