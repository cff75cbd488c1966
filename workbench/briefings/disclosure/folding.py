"""Text as the patterns read it: odd spaces, dashes and hidden letters made plain."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007", " "),
        **dict.fromkeys("\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\v\f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
    }
)
_HIDDEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
MASK: Final = "\ufffc"


@dataclass(frozen=True)
class Folded:
    """Plain text, and for each of its letters the place it had."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where letters of the plain text were."""
        return self.places[start], self.places[end - 1] + 1

    def masked(self, spans: list[tuple[int, int]]) -> Folded:
        """The same with some letters made unreadable, because they may be there."""
        letters = list(self.text)
        for start, end in spans:
            letters[start:end] = MASK * (end - start)
        return Folded("".join(letters), self.places)


def folded(text: str) -> Folded:
    """Read the text as the patterns do."""
    letters, places = [], []
    for place, letter in enumerate(text.translate(_PLAIN)):
        if letter in _HIDDEN:
            continue
        plain = unicodedata.normalize("NFKC", letter)
        letters.append(plain if len(plain) == 1 else letter)
        places.append(place)
    return Folded("".join(letters), tuple(places))
