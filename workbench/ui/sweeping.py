"""Sweeper: clears up Python's reference cycles on the window's thread, and nowhere else.

Widgets often hang in cycles. Left to itself, Python clears them up on whichever thread happens to
run, and a widget that is destroyed on a worker's thread takes the program down with it.
"""

from __future__ import annotations

import gc
import sys
from functools import cache

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000  # milliseconds
YOUNG, MIDDLE, OLD = 2_000, 20, 20  # new objects, and sweeps of each age, worth the while

PATIENCE = 0.001  # seconds after which a worker makes way for the window


class Sweeper(QObject):
    """From when it is made until it is stopped, nothing else clears up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        sys.setswitchinterval(PATIENCE)
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.sweep)
        self.timer.start()

    def sweep(self) -> None:
        """Clear up what is young; what is older now and then."""
        young, middle, old = gc.get_count()
        if young > YOUNG:
            gc.collect(0 if middle <= MIDDLE else 1 if old <= OLD else 2)

    def stop(self) -> None:
        """Let Python clear up by itself again."""
        self.timer.stop()
        gc.enable()


@cache
def settle(_after: str) -> None:
    """Set aside what has been imported, once after each large import, so that no sweep sees it."""
    gc.freeze()
