"""Arrivals: what keys and mouse do in a window, heard before any of its widgets does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

Heard = Callable[[QEvent], bool]


class Arrivals(QObject):
    """Hears a window where its events arrive; a filter on every widget would cost too much.

    A listener that returns True keeps the event from the widgets.
    """

    def __init__(self, window: QWidget, heard: Heard) -> None:
        super().__init__(window)
        self._heard = heard
        self._window = window
        self._handle: QWindow | None = None
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._handle:
            return self._heard(event)
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._listen()
        return False

    def _listen(self) -> None:
        """A window that is shown again may be another to the system."""
        handle = self._window.windowHandle()
        if handle is not self._handle and handle is not None:
            handle.installEventFilter(self)
            self._handle = handle
