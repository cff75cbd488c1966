"""Which way text runs: Arabic and Hebrew run from the right."""

from __future__ import annotations

import unicodedata
from typing import Final

_FROM_RIGHT: Final = frozenset(("R", "AL"))


def has_rtl(text: str) -> bool:
    """Whether any letter of a text is of a script that runs from the right."""
    return not text.isascii() and any(
        letter > "\u0590" and unicodedata.bidirectional(letter) in _FROM_RIGHT for letter in text
    )


def runs_from_right(text: str) -> bool:
    """Whether a text as a whole runs from the right: its first letter does."""
    for letter in text:
        if (way := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return way != "L"
    return False
