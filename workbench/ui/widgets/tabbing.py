"""Tab goes as the eye does: by how things are laid out, and not by when they were made."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QWidget


def step(window: QWidget, forward: bool) -> bool:
    """Move the keyboard to the next stop of a window, or the one before; False without any."""
    now = QApplication.focusWidget()
    order = [one for one in _seen(window) if one is now or stop(one)]
    if not any(one is not now for one in order):
        return False
    if now is None or now not in order:
        at = 0 if forward else len(order) - 1
    else:
        at = (order.index(now) + (1 if forward else -1)) % len(order)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    order[at].setFocus(reason)
    return True


def first(part: QWidget) -> QWidget | None:
    """The first stop in a part of a window, or None."""
    return next((one for one in _seen(part) if stop(one)), None)


def stop(widget: QWidget) -> bool:
    """Whether Tab stops at a widget."""
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.isEnabled() and widget.focusProxy() is None


def _seen(parent: QWidget) -> Iterator[QWidget]:
    """Every visible widget in a part of a window, in the order of reading."""
    for child in _children(parent):
        if not child.isHidden() and not child.isWindow():
            yield child
            yield from _seen(child)


def _children(parent: QWidget) -> list[QWidget]:
    """What is laid out, in its order; then the rest, line by line."""
    layout = parent.layout()
    laid = list(_laid(layout)) if layout is not None else []
    known = set(map(id, laid))
    others = [one for one in parent.children() if isinstance(one, QWidget) and id(one) not in known]
    return [*laid, *sorted(others, key=lambda one: (one.y(), one.x()))]


def _laid(layout: QLayout) -> Iterator[QWidget]:
    places = range(layout.count())
    if isinstance(layout, QGridLayout):
        grid = layout
        places = sorted(places, key=lambda at: grid.getItemPosition(at)[:2])  # type: ignore[assignment,index]
    for at in places:
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)
