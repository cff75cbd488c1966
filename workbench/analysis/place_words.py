"""What places are called in findings, captions and tables: one noun, counted and in shares."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analysis.place_groups import WORDED, Joined
from workbench.analysis.words import counted, listed, number, percent, small

SORT_OF_PLACE = "sort of place"
GENERIC_OUT = "only the sort of place is known"
NO_PLACE = "no place"
SNAP_POINTS = "A map point is anonymised: it stands for a street or spot and all addresses near it."

_NOUNS = {
    "address": ("address", "addresses"),
    "area": ("area", "areas"),
    "small": ("small area", "small areas"),
    "person": ("person", "people"),
    "point": ("map point", "map points"),
    "place": ("place", "places"),
}


def nouns(by: str, snap: bool, tiny: bool = False) -> tuple[str, str]:
    """One and several of what incidents were put into.

    Args:
        by: "address", "place", "point", "area" or "person".
        snap: whether the places are anonymised map points, which are never called places.
        tiny: whether the areas are small areas by their codes; a county never is one.
    """
    if by == "area" and tiny:
        return _NOUNS["small"]
    return _NOUNS["point" if snap and by in WORDED else by]


def portion(part: float, whole: float) -> str:
    """A share as a percentage that never says all or none when it is not."""
    if not whole:
        return "\u2013"
    value = part / whole
    if 0 < value < 0.005:
        return "less than 1%"
    return "more than 99%" if 0.995 <= value < 1 else percent(value)


def as_many(counts: Sequence[int], noun: tuple[str, str]) -> str:
    """A part of a sentence that says how many others share the first place; "" when none does.

    Args:
        counts: incidents of the places that are kept by name, most first.
        noun: one and several of them.
    """
    others = sum(count == counts[0] for count in counts[1:])
    if not others:
        return ""
    more = " or more" if others == len(counts) - 1 and others > 8 else ""
    return f", as at {small(others)}{more} other {noun[others != 1]}"


def incidents(count: int) -> str:
    """1 incident, 2 incidents."""
    return counted(count, "incident")


def were(count: int) -> str:
    """The verb that goes with a count."""
    return "was" if count == 1 else "were"


def of_all(count: int, everything: int, noun: tuple[str, str]) -> str:
    """15% of map points (3,053 of 20,302); counts alone when they are few."""
    if everything < 20:
        return f"{number(count)} of {counted(everything, *noun)}"
    return f"{portion(count, everything)} of {noun[1]} ({number(count)} of {number(everything)})"


def said_joined(joined: Joined) -> str:
    """A sentence on incidents whose address is spelt otherwise; empty when there are none."""
    if not joined.all:
        return ""
    why = [
        (joined.spelt, "because only the spelling differs"),
        (joined.confirmed, "because somebody said that it is the same place"),
        (joined.uprn, "because the property number (UPRN) is the same"),
    ]
    told = [(rows, words) for rows, words in why if rows]
    what = f"{incidents(joined.all)} {were(joined.all)} counted with an address written otherwise"
    if len(told) == 1:
        return f"{what}, {told[0][1]}."
    return f"{what}: {listed([f'{number(rows)} {words}' for rows, words in told])}."
