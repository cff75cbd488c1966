"""Boxes that leave the wheel to the page they lie in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox


def unwheeled(box: QComboBox | QAbstractSpinBox) -> None:
    """Turned over a box in a page that scrolls, the wheel would change its value unseen."""
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.wheelEvent = _pass  # type: ignore[method-assign]


def _pass(event: QWheelEvent) -> None:
    event.ignore()
