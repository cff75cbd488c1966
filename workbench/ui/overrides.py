"""Overrides of Qt's methods never raise: PySide on Python 3.11 then ends the program.

An exception that C code raises (a part that Qt has deleted, a text that is no number) is only made
whole when Python looks at it. PySide looks before that, at what is not there yet. So each method of
ours that Qt may call is wrapped as its class is made: what it raises is reported as any other
fault, and Qt's own method is done instead.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, Final

from PySide6.QtCore import QObject

# What a person asked for: when it fails, it was not done, and Qt's own must not pass for it.
ASKED: Final = ("accept", "done", "reject")


def guard() -> None:
    """Wrap the overrides of every class that is made from now on."""
    QObject.__init_subclass__ = classmethod(_wrap_all)  # type: ignore[assignment,method-assign]


def guarded(method: Any) -> bool:
    """Whether a method is wrapped."""
    return bool(getattr(method, "guarded", False))


def _wrap_all(cls: Any, /, **_options: Any) -> None:
    for name, method in list(vars(cls).items()):
        own = isinstance(method, FunctionType) and not name.startswith("_")
        base = next((b for b in cls.__mro__[1:] if _is_qt(b) and name in vars(b)), None)
        if own and base is not None and not guarded(method):
            setattr(cls, name, _wrapped(method, getattr(base, name)))


def _is_qt(base: type) -> bool:
    return base.__module__.startswith("PySide6.")


def _wrapped(method: FunctionType, qts: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(self: QObject, *given: Any) -> Any:
        try:
            return method(self, *given)
        except Exception:  # noqa: BLE001 - reported whole; nothing may pass through Qt
            sys.excepthook(*sys.exc_info())
        if method.__name__ in ASKED:
            return None
        try:
            return qts(self, *given)
        except Exception:  # noqa: BLE001 - the object has gone, or Qt has no method of its own
            return None

    call.guarded = True  # type: ignore[attr-defined]
    return call
