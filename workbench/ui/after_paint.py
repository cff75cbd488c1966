"""after_paint: work that may wait until what is on show can be seen.

Reading the numerical libraries in a worker takes turns with the window, which is then built and
painted at half its pace. So it begins when the page that wants them has been painted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class _Watch(QObject):
    """Hears of a widget's first paint, and is gone after it."""

    def __init__(self, widget: QWidget, do: Callable[[], object]) -> None:
        super().__init__(widget)
        self.widget, self.do = widget, do
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if self.widget.isVisible():
            self.widget.installEventFilter(self)
            self.widget.update()
        else:
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Hide):
            self.widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._end)
        return False

    def _end(self) -> None:
        self.deleteLater()
        self.do()


def after_paint(widget: QWidget, do: Callable[[], object]) -> None:
    """Do something once the widget has been painted; in the next turn where it is not on show.

    Nothing is done if the widget goes first.
    """
    _Watch(widget, do)
