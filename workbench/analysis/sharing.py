"""What a partner may be shown in place of exact points: streets, and no small counts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.places import is_generic, is_nowhere
from workbench.analysis.points import Points
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

HIDDEN: Final = -1  # stands for a small count that is not told
NEIGHBOURHOOD: Final = 5_000.0  # metres; a street of the same name further off is another street
_HOUSE = re.compile(
    r"^\s*(?:(?:flat|apartment|unit|room)\s+)?\d+\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?\b[,\s]*",
    re.IGNORECASE,
)


def street_of(place: str) -> str:
    """The street of an address, without its house number.

    Args:
        place: the words of a place, such as "12a High Street".

    Returns:
        The street; "" where the words name a sort of place ("Supermarket") or none.
    """
    words = place
    while (rest := _HOUSE.sub("", words, count=1)) != words:
        words = rest
    words = words.strip(" ,")
    return "" if is_generic(words) or is_nowhere(words) else words


def by_street(found: Points) -> tuple[Points, int]:
    """Every point moved to one spot of its street.

    Args:
        found: points with their words.

    Returns:
        One point for each street within a square of 5 km, since many towns have a High Street: the
        mean of its incidents, to the metre; and how many incidents name no street.

    Raises:
        CannotAnswerError: no row names a street.
    """
    street = np.array([street_of(name) for name in found.names], dtype=object)
    named = street != ""
    if not named.any():
        raise CannotAnswerError(
            "This file names no streets, so its incidents cannot be shown by street. Nothing is "
            "wrong with the data. Choose squares instead."
        )
    town = np.column_stack([found.easting, found.northing])[named] // NEIGHBOURHOOD
    keys = [f"{name}|{x:.0f}|{y:.0f}" for name, (x, y) in zip(street[named], town, strict=True)]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    own = found.counts[named]
    counts = np.bincount(which, own).astype(np.int64)
    east, north = (
        np.round(np.bincount(which, axis[named] * own) / counts)
        for axis in (found.easting, found.northing)
    )
    names = street[named][first].astype(str)
    order = np.lexsort((names, -counts))
    made = replace(
        found,
        easting=east[order],
        northing=north[order],
        counts=counts[order],
        names=tuple(names[order].tolist()),
        snap=False,
    )
    return made, int(found.counts[~named].sum())


def withhold(counts: Whole, threshold: int) -> Whole:
    """Counts with the small ones hidden.

    Args:
        counts: (n,) incidents.
        threshold: counts of 1 to one less are hidden; 0 or 1 hides nothing.

    Returns:
        (n,) with -1 where hidden. When only one would be hidden it could be worked out from the
        total, so the next smallest is hidden too.
    """
    made = counts.copy()
    made[(made > 0) & (made < threshold)] = HIDDEN
    if (made == HIDDEN).sum() == 1 and (made > 0).any():
        made[np.flatnonzero(made == made[made > 0].min())[0]] = HIDDEN
    return made
