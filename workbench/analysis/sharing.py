"""What a partner may be shown in place of exact points: streets, and no small counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import hiding
from workbench.analysis.grid import blur
from workbench.analysis.points import Points
from workbench.analysis.shared_density import SQUARE
from workbench.analysis.streets import streets_of
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

HIDDEN: Final = -1  # stands for a small count that is not told
NEIGHBOURHOOD: Final = 5_000.0  # metres; a street of the same name further off is another street


def by_street(found: Points) -> tuple[Points, int]:
    """Every point moved to one spot of its street.

    Args:
        found: points with their words.

    Returns:
        One point for each street within a square of 5 km, since many towns have a High Street: the
        middle of the square of 100 m that the mean of its incidents lies in, for all of them may
        have been at one address; and how many incidents name no street.

    Raises:
        CannotAnswerError: no row names a street.
    """
    street = streets_of(found.names, snapped=found.snap)
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
    middle = [np.bincount(which, axis[named] * own) / counts
              for axis in (found.easting, found.northing)]  # fmt: skip
    east, north = blur(middle[0], middle[1], SQUARE)
    names = street[named][first].astype(str)
    order = np.lexsort((names, -counts))
    made = replace(
        found,
        easting=east[order],
        northing=north[order],
        counts=counts[order],
        names=tuple(names[order].tolist()),
    )
    return made, int(found.counts[~named].sum())


def withhold(counts: Whole, threshold: int) -> Whole:
    """Counts with the small ones hidden.

    Args:
        counts: (n,) incidents.
        threshold: counts of 1 to one less are hidden; 0 or 1 hides nothing.

    Returns:
        (n,) with -1 where hidden. Larger ones are hidden with them until the total, which readers
        know, narrows no small one down; none at all when even that does not help.
    """
    made = hiding.hidden(counts, threshold)
    if hiding.gives_back(counts, made, threshold):
        return np.empty(0, np.int64)
    return np.where(made < 0, HIDDEN, made)
