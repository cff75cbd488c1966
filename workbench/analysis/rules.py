"""Patterns that say a process changed: Nelson's eight rules and the Western Electric four."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Found = dict[int, tuple[int, ...]]

# A point on a limit is no signal, even where rounding puts it a hair beyond.
_HAIR: Final = 1e-9

WESTERN, NELSON = "western", "nelson"
NAMES: Final = {
    WESTERN: {
        1: "outside the limits",
        2: "two of three far out on one side",
        3: "four of five well out on one side",
        4: "eight in a row on one side",
    },
    NELSON: {
        1: "outside the limits",
        2: "nine in a row on one side",
        3: "six in a row rising or falling",
        4: "fourteen in a row up and down in turn",
        5: "two of three far out on one side",
        6: "four of five well out on one side",
        7: "fifteen in a row close to the mean",
        8: "eight in a row away from the mean",
    },
}


@dataclass(frozen=True)
class Pattern:
    """The places at which patterns of one rule end."""

    rule: int
    ends: tuple[int, ...]


def nelson(
    values: ArrayLike, mean: ArrayLike, sigma: ArrayLike, side: int = 9, steady: int = 6
) -> Found:
    """Find the patterns of Nelson's eight rules.

    1 one point beyond 3 sigma; 2 nine in a row on one side of the mean; 3 six in a row steadily
    rising or falling; 4 fourteen in a row up and down in turn; 5 two of three beyond 2 sigma on
    one side; 6 four of five beyond 1 sigma on one side; 7 fifteen in a row within 1 sigma;
    8 eight in a row beyond 1 sigma, on either side.

    Args:
        values: shape (n,), in time order; NaN is a gap, which every pattern breaks off at.
        mean: a number, or shape (n,).
        sigma: likewise, above 0; of an XmR chart the mean moving range / 1.128.
        side: points of rule 2; some use 7 or 8.
        steady: points of rule 3; some use 7.

    Returns:
        For each rule the places of the last point of each pattern. A point exactly on a limit, on
        the mean, or level with its neighbour belongs to no pattern. The last point of rules 5
        and 6 is itself beyond; at the start of a series two of two, or four of four, are enough.

    Source: Nelson (1984) J Quality Technology 16:237.
    """
    series, z = _scaled(values, mean, sigma)
    away = np.abs(z)
    rising, falling = _steps(series)
    turning = (rising & np.roll(falling, 1)) | (falling & np.roll(rising, 1))
    turning[:2] = False  # the third point is the first that can turn
    return {
        1: _places(away > 3 + _HAIR),
        2: _places(_row(z > _HAIR, side) | _row(z < -_HAIR, side)),
        3: _places(_row(rising, steady - 1) | _row(falling, steady - 1)),
        4: _places(_row(turning, 12)),
        5: _places(_some(z, 2, 2, 3)),
        6: _places(_some(z, 1, 4, 5)),
        7: _places(_row(away < 1 - _HAIR, 15)),
        8: _places(_row(away > 1 + _HAIR, 8)),
    }


def western_electric(values: ArrayLike, mean: ArrayLike, sigma: ArrayLike, side: int = 8) -> Found:
    """Find the patterns of the four Western Electric rules.

    1 one point beyond 3 sigma; 2 two of three beyond 2 sigma on one side; 3 four of five beyond 1
    sigma on one side; 4 eight in a row on one side of the mean. Arguments and places as for
    ``nelson``.

    Source: Western Electric, Statistical Quality Control Handbook (1956), pages 25 to 28.
    """
    _, z = _scaled(values, mean, sigma)
    return {
        1: _places(np.abs(z) > 3 + _HAIR),
        2: _places(_some(z, 2, 2, 3)),
        3: _places(_some(z, 1, 4, 5)),
        4: _places(_row(z > _HAIR, side) | _row(z < -_HAIR, side)),
    }


def patterns(chosen: str, values: ArrayLike, mean: ArrayLike, sigma: ArrayLike) -> Found:
    """What the chosen rules find; nothing under another name."""
    if chosen == NELSON:
        return nelson(values, mean, sigma)
    return western_electric(values, mean, sigma) if chosen == WESTERN else {}


def _scaled(values: ArrayLike, mean: ArrayLike, sigma: ArrayLike) -> tuple[Floats, Floats]:
    series = np.asarray(values, np.float64).ravel()
    spread = np.broadcast_to(np.asarray(sigma, np.float64), series.shape)
    return series, (series - np.asarray(mean, np.float64)) / np.where(spread > 0, spread, np.nan)


def _steps(series: Floats) -> tuple[Flags, Flags]:
    """Whether each point lies above the one before it, and whether below; the first does not."""
    step = np.diff(series, prepend=np.nan)
    return step > 0, step < 0


def _row(met: Flags, length: int) -> Flags:
    """Whether so many in a row, up to and with each point, meet the condition."""
    count = np.arange(1, met.size + 1)
    since = np.maximum.accumulate(np.where(met, 0, count)) if met.size else count
    return np.asarray(count - since >= length)


def _some(z: Floats, sigmas: float, needed: int, of: int) -> Flags:
    """Whether a point and enough of those just before it lie so far out on its side."""
    found = np.zeros(z.size, np.bool_)
    for side in (z, -z):
        beyond = side > sigmas + _HAIR
        sums = np.cumsum(np.concatenate([np.zeros(of, np.int64), beyond]))
        found |= beyond & (sums[of:] - sums[:-of] >= needed)
    return found


def _places(met: Flags) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(met))
