"""The street of an address, and nothing that tells one address in it from the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.address_words import (
    BESIDE,
    BUILDINGS,
    FIGURES,
    PARTS,
    SHORT,
    SIDES,
    SLASHED,
    SURE_STREETS,
    UNSURE_STREETS,
)
from workbench.analysis.places import is_generic, is_nowhere, is_snap, shown

_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][a-z]{2}\b", re.IGNORECASE)
_NUMBER: Final = r"\b[0-9]+[A-Za-z]?\b"
_PART_OF_LINE: Final = re.compile(r"[,;:/|()\[\]\n\r\t]+|\s[-–—]+\s|\bcar\s+park\b", re.IGNORECASE)
_ORDINAL: Final = re.compile(r"^[0-9]+(?:st|nd|rd|th)$", re.IGNORECASE)
_ROAD_NUMBER: Final = re.compile(r"^[ABM][0-9]{1,4}(?:\(M\))?$")
_SLASHED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), full) for pattern, full in SLASHED.items()
)
_WAYS: Final = re.compile(r"^[A-Z]{4,}(?:WAY|GATE)$")  # Kingsway, Eastgate
_NUMBERS: Final = frozenset({"NO", "NOS", "NUM", "NUMBER", "NUMBERS"})
_COMPASS: Final = frozenset({"NORTH", "SOUTH", "EAST", "WEST"})
_FLOORS: Final = frozenset({"BASEMENT", "FLAT", "FLATS", "FLOOR", "MAISONETTE"})


def street_of(place: str, *, snapped: bool = False) -> str:
    """The street of an address.

    Args:
        place: the words of a place, such as "Flat 2, 12a High Street, NE1 1AA".
        snapped: whether they are those of an anonymised map point, which names a street and never
            an address: then a name without a word for a street will do ("Quayside"), and the
            number of a road ("A167").

    Returns:
        The street as it is written, without house, number, flat, town and postcode; "" where the
        words name a sort of place ("Supermarket"), or no street can be told. To take the street
        of it again changes nothing.
    """
    return _street(re.sub(_NUMBER, "0", place), snapped or is_snap(place))


def streets_of(places: Sequence[str], *, snapped: bool = False) -> NDArray[np.object_]:
    """The street of each of many addresses; those that differ by number are read once."""
    plain = pl.Series("place", places, dtype=pl.String).str.replace_all(_NUMBER, "0")
    known = {place: street_of(place, snapped=snapped) for place in plain.unique()}
    return np.array([known[place] for place in plain], dtype=object)


def without_addresses(places: Sequence[str], *, snapped: bool) -> tuple[str, ...]:
    """Places in a list as readers outside may see them: their streets, told apart by a number.

    Args:
        places: addresses or names, most incidents first.
        snapped: whether they are anonymised map points, which stay as they are.

    Returns:
        As many different names; "Place 3" where no street can be told of the third.
    """
    if snapped:
        return tuple(places)
    streets = [street_of(place) for place in places]
    times: Counter[str] = Counter()
    found = []
    for rank, street in enumerate(streets, 1):
        times[street] += 1
        again = f" ({times[street]})" if times[street] > 1 else ""
        found.append(f"{street}{again}" if street else f"Place {rank}")
    return tuple(found)


@lru_cache(maxsize=100_000)
def _street(place: str, snapped: bool) -> str:
    words = shown(place)
    if is_generic(words) or is_nowhere(words):
        return ""
    plain = _POSTCODE.sub(",", words)
    for pattern, full in _SLASHED:
        plain = pattern.sub(f" {full} ", plain)
    if snapped and (_ROAD_NUMBER.match(words) or _is_name(plain)):
        return words
    parts = [part.split() for part in _PART_OF_LINE.split(plain.replace("&", " and "))]
    parts = [part for part in parts if _bare(" ".join(part))]
    found = [_read(part, len(parts) == 1) for part in parts]
    # A numbered street is the one of the address; else the last, for towns have unsure names.
    best = max(((rank, at) for at, (rank, _) in enumerate(found)), default=(0, 0))
    return found[best[1]][1] if best[0] else ""


def _is_name(words: str) -> bool:
    """Whether a line has neither commas nor figures."""
    return not re.search(r"[,;\n]", words) and not any(map(_figured, words.split()))


def _read(words: list[str], alone: bool) -> tuple[int, str]:
    """The street that a part of a line names, and how surely it does; 0 is not at all."""
    full = [SHORT.get(_bare(word), _bare(word)) for word in words]
    unsure = [at for at, word in enumerate(full) if word in UNSURE_STREETS or _WAYS.match(word)]
    last = max(unsure, default=0)
    sure = [at for at, word in enumerate(full)
            if word in SURE_STREETS or (word == "ST" and at > last)]  # fmt: skip
    for ends, rank in ((sure, 3), (unsure, 1)):
        for end in reversed(ends):
            start, numbered = _start(words, full, end)
            if start > end or (start == end and not _stands_alone(full[end])):
                continue
            if rank == 1 and not (numbered or alone):
                continue
            if any(word in BUILDINGS for word in full[end + 1 : end + 2]):
                return 0, ""
            told = words[start : end + 1]
            if full[end + 1 : end + 2] and full[end + 1] in _COMPASS:
                told = words[start : end + 2]
            if not any(map(_figured, told)):
                return rank + numbered, " ".join(told).strip(' ."*#')
    return 0, ""


def _start(words: list[str], full: list[str], end: int) -> tuple[int, bool]:
    """Where the name begins of the street that ends here, and whether a house number stood before.

    All before the last number, letter, floor, flat, house name or word of place is left out.
    """
    start, numbered = 0, False
    for at in range(end):
        before = full[at - 1] if at else ""
        if _figured(words[at]):
            numbered = before not in PARTS and before not in _FLOORS
            start = at + 1
        elif _leads(full, at, start) or _names_house(full, at, start, end):
            start = at + 1
    if start + 1 < end and full[start] == "THE" and start and full[start - 1] in BUILDINGS:
        start += 1
    return start, numbered


def _leads(full: list[str], at: int, start: int) -> bool:
    """Whether a word only leads to a street: a letter, a floor, a flat, where a spot lies."""
    word, before = full[at], full[at - 1] if at else ""
    if word in FIGURES:
        return before in PARTS or before in _NUMBERS
    if len(word) == 1:
        return at == start or before in PARTS or before in _NUMBERS
    if word == "AND":
        return at == start or before in SURE_STREETS or before in UNSURE_STREETS
    beside = word in BESIDE or (word == "OF" and before in SIDES)
    return beside or word in _NUMBERS or word in _FLOORS or "FLAT" in word.split()


def _names_house(full: list[str], at: int, start: int, end: int) -> bool:
    """Whether a house's name ends here: "Rose Cottage Mill Lane", but not "Cottage Lane"."""
    return full[at] in BUILDINGS and start < at < end - 1


def _stands_alone(word: str) -> bool:
    """Whether a word is a street by itself: Broadway."""
    return bool(_WAYS.match(word)) or word in {"PROMENADE", "ESPLANADE", "QUAYSIDE", "STRAND"}


def _bare(word: str) -> str:
    """A word in capitals, without punctuation."""
    return re.sub(r"[^\w-]+", "", word.upper()).strip("-")


def _figured(word: str) -> bool:
    return any(letter.isnumeric() for letter in word) and not _ORDINAL.match(_bare(word))
