"""Tab goes as the eye does: by how things are laid out, and not by when they were made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QWidget

Place = tuple[int, ...]


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
    children = [one for one in parent.children() if isinstance(one, QWidget)]
    layout = parent.layout()
    if layout is None:
        return sorted(children, key=lambda one: (one.y(), one.x()))
    places = _places(layout)
    return sorted(children, key=lambda one: (*_place(places, one), one.y(), one.x()))


def _places(layout: QLayout) -> list[tuple[QLayout, Place]]:
    """A layout and those within it, each with where it is; the innermost first.

    Nothing here asks for the items of a layout: Qt deletes them without telling Python, and what
    is then made in the same place is taken for them.
    """
    found: list[tuple[QLayout, Place]] = []
    for inner in layout.children():
        if isinstance(inner, QLayout):
            at = _at(layout, layout.indexOf(inner))
            found += [(one, (*at, *place)) for one, place in _places(inner)]
    return [*found, (layout, ())]


def _place(places: list[tuple[QLayout, Place]], widget: QWidget) -> tuple[bool, Place]:
    for layout, place in places:
        index = layout.indexOf(widget)
        if index >= 0:
            return False, (*place, *_at(layout, index))
    return True, ()


def _at(layout: QLayout, index: int) -> Place:
    """Where the item of an index is: its line and column, or its turn."""
    if isinstance(layout, QGridLayout):
        place: Any = layout.getItemPosition(index)
        return tuple(place[:2])
    return (index,)
