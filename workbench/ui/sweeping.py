"""Sweeper: clears up Python's reference cycles on the window's thread, and nowhere else.

Widgets often hang in cycles. Left to itself, Python clears them up on whichever thread happens to
run, and a widget that is destroyed on a worker's thread takes the program down with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000  # milliseconds
YOUNG, MIDDLE, OLD = 2_000, 20, 20  # new objects, and sweeps of each age, worth the while


class Sweeper(QObject):
    """From when it is made until it is stopped, nothing else clears up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
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


def settle() -> None:
    """Set aside what has been imported: it stays, so that no sweep need look at it."""
    gc.freeze()
