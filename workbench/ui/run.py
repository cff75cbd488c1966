"""Opens the window: the first one, and then the main window on whatever casebook was opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from workbench.ui import icons, theme
from workbench.ui.preferences import Preferences
from workbench.ui.unlock import StartWindow

if TYPE_CHECKING:
    from workbench.store.casebook import Casebook
    from workbench.ui.errors import ErrorDesk
    from workbench.ui.main_window import MainWindow


class Desktop(QObject):
    """Holds the windows; one casebook is open at a time."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        super().__init__(app)
        self.app, self.preferences = app, preferences
        self.start: StartWindow | None = None
        self.window: MainWindow | None = None
        self.desk: ErrorDesk | None = None
        theme.show(app, preferences.theme, preferences.scale)
        app.setWindowIcon(icons.application())
        app.setApplicationDisplayName("Workbench")
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def begin(self, path: Path | None = None, practice: bool = False) -> None:
        """Show the first window; go straight to a casebook, or to the practice problem."""
        self.start = StartWindow(self.preferences)
        self.start.opened.connect(self.show_casebook)
        self.start.show()
        if practice:
            self.start.practise()
        elif path is not None:
            self.start.ask(path)

    def show_casebook(self, casebook: Casebook) -> None:
        """Open the main window on a casebook."""
        from workbench.ui.errors import ErrorDesk
        from workbench.ui.main_window import MainWindow
        from workbench.ui.session import Session

        if self.desk is None:
            self.desk = ErrorDesk(self)
            self.desk.install()
        self.window = MainWindow(Session(casebook, preferences=self.preferences), self.desk)
        self.window.left.connect(self._leave)
        self.window.resize(1366, 768)
        self.window.showMaximized()
        if self.start is not None:
            self.start.close()
            self.start = None

    def _leave(self) -> None:
        """Close this casebook and offer another."""
        window, self.window = self.window, None
        self.begin()
        if window is not None:
            window.close()
            window.deleteLater()

    def _follow(self) -> None:
        """The system went from light to dark or back."""
        if self.preferences.theme == "system":
            theme.show(self.app, "system", self.preferences.scale)


def run(path: Path | None = None, practice: bool = False) -> int:
    """Show the workbench until its last window is closed."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication), "a window needs a QApplication"
    desktop = Desktop(app, Preferences())
    desktop.begin(path, practice)
    return app.exec()
