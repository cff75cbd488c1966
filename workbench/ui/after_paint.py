"""after_paint: work that may wait until what is on show can be seen.

Reading the numerical libraries in a worker takes turns with the window, which is then built and
painted at half its pace. So it begins when the page that wants them has been painted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class _Watch(QObject):
    """Hears of the next paint of a widget, or of its window, and is gone after it."""

    def __init__(self, widget: QWidget, do: Callable[[], object]) -> None:
        super().__init__(widget)
        self.widget, self.do, self.forgotten = widget, do, False
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        both = (self.widget, self.widget.window())  # a part that is scrolled away is not painted
        seen = next((one for one in both if not one.visibleRegion().isEmpty()), None)
        if seen is None:
            self._end()
            return
        seen.installEventFilter(self)
        seen.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Hide):
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._end)
        return False

    def _end(self) -> None:
        self.deleteLater()
        if not self.forgotten:
            self.do()


def after_paint(widget: QWidget, do: Callable[[], object]) -> None:
    """Do something once the widget, or its window, has been painted; soon where neither is seen.

    Nothing is done if the widget goes first.
    """
    _Watch(widget, do)


def forget(part: QWidget) -> None:
    """Do nothing any more of what waits for a part of the window to be painted."""
    for watch in part.findChildren(_Watch):
        watch.forgotten = True
