"""Nothing is shown before it has a place: a part without one would flash as a window of its own."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from workbench.ui.preferences import Preferences
from workbench.ui.unlock import StartWindow


class Watch(QObject):
    """Notes every window that opens, and from where."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowFlags() & Qt.WindowType.WindowType_Mask
            if kind in (Qt.WindowType.Window, Qt.WindowType.Widget):
                ours = [line for line in traceback.extract_stack() if "workbench" in line.filename]
                where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "a test"
                self.seen.append(f"{type(watched).__name__} from {where}")
        return False


def watched(app: QApplication, do: Any) -> list[str]:
    watch = Watch()
    app.installEventFilter(watch)
    try:
        do()
        app.processEvents()
    finally:
        app.removeEventFilter(watch)
    return watch.seen


def test_the_first_window_is_one_window(
    qapp: QApplication, qtbot: Any, preferences: Preferences
) -> None:
    def do() -> None:
        window = StartWindow(preferences)
        qtbot.addWidget(window)
        window.show()
        for show in (window.show_new, window.show_restore, window.show_choose):
            show()
        window.ask(Path("team.psolve"))

    seen = watched(qapp, do)
    assert len(seen) == 1, seen
    assert seen[0].startswith("StartWindow")


def test_no_page_opens_a_window(qapp: QApplication, filled: Any) -> None:
    def do() -> None:
        for key in filled.kinds:
            filled.go(key)
            qapp.processEvents()

    seen = watched(qapp, do)
    assert not seen, "\n".join(seen)
