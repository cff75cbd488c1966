"""Limits of counts and of counts per unit, where chance alone or a little more moves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SPREAD: Final = 1.3  # variance over mean, above which chance alone is not believed
_D2 = 1.128  # mean range of pairs from a normal, in sigmas
_HAIR = 1e-9


@dataclass(frozen=True)
class CountLimits:
    """A centre line with limits at three sigma about it, which are stepped when sizes differ."""

    centre: float
    lower: Floats  # (n,)
    upper: Floats  # (n,)
    sigma_z: float = 1.0  # how many times chance's own spread was allowed

    def signals(self, values: ArrayLike) -> tuple[int, ...]:
        """Places of the values outside; one exactly on a limit is no signal, nor is a gap.

        Args:
            values: counts for c, counts over sizes for u, shape (n,).
        """
        given = np.asarray(values, np.float64)
        hair = _HAIR * max(1.0, self.centre)
        outside = (given < self.lower - hair) | (given > self.upper + hair)
        return tuple(int(place) for place in np.flatnonzero(outside))


def c_limits(counts: ArrayLike, baseline: int | None = None) -> CountLimits | None:
    """Limits of counts from equal units (c chart): mean plus and minus 3 sqrt(mean).

    Args:
        counts: shape (n,); NaN is a gap.
        baseline: how many of the first known counts set the limits; None for all.

    Returns:
        The limits for all n, the lower never below 0; None without a count above 0.

    Source: NIST/SEMATECH e-Handbook 6.3.3.1.
    """
    given = np.asarray(counts, np.float64).ravel()
    return u_limits(given, np.ones_like(given), baseline)


def u_limits(
    counts: ArrayLike, sizes: ArrayLike, baseline: int | None = None
) -> CountLimits | None:
    """Limits of counts per unit (u chart): ubar plus and minus 3 sqrt(ubar / size).

    Args:
        counts: shape (n,); NaN is a gap.
        sizes: units behind each count, above 0: days, or thousands of residents.
        baseline: how many of the first known counts set the limits; None for all.

    Returns:
        Limits in counts per unit, stepped where sizes differ; None without a count above 0.

    Raises:
        ValueError: a size is not above 0.

    Source: NIST/SEMATECH e-Handbook 6.3.3.1.
    """
    return _limits(counts, sizes, baseline, 1.0)


def laney_limits(
    counts: ArrayLike, sizes: ArrayLike, baseline: int | None = None
) -> CountLimits | None:
    """Limits of counts per unit that vary more than chance alone (Laney's u' chart).

    As ``u_limits``, with the reach times sigma_z: the mean moving range of the z-scores over
    1.128. It may be under 1, where counts vary less than chance. No range is taken across a gap.

    Args:
        counts: shape (n,); NaN is a gap.
        sizes: units behind each count, above 0.
        baseline: how many of the first known counts set the limits; None for all.

    Returns:
        None where there are no limits, or no two neighbouring counts, or nothing moves.

    Raises:
        ValueError: a size is not above 0.

    Source: Laney (2002) Quality Engineering 14:531.
    """
    chance = u_limits(counts, sizes, baseline)
    if chance is None:
        return None
    given, size, base = _based(counts, sizes, baseline)
    scores = (given / size - chance.centre) / np.sqrt(chance.centre / size)
    ranges = np.abs(np.diff(np.where(base, scores, np.nan)))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size or ranges.mean() <= _HAIR:
        return None
    return _limits(counts, sizes, baseline, float(ranges.mean()) / _D2)


def spread(counts: ArrayLike, sizes: ArrayLike | None = None) -> float | None:
    """Variance over mean: about 1 when chance alone moves the counts.

    With sizes, Pearson's chi-squared about one rate over its freedom, which is the same thing
    when they are equal.

    Args:
        counts: shape (n,); NaN is passed over.
        sizes: units behind each, above 0.

    Returns:
        None with fewer than two counts, or none above 0.
    """
    given, size, _ = _based(counts, np.ones(np.size(counts)) if sizes is None else sizes, None)
    known = ~np.isnan(given)
    given, size = given[known], size[known]
    if given.size < 2 or given.sum() <= 0:
        return None
    expected = size * given.sum() / size.sum()
    return float(((given - expected) ** 2 / expected).sum() / (given.size - 1))


def _based(
    counts: ArrayLike, sizes: ArrayLike, baseline: int | None
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Counts, sizes, and which of them set the limits."""
    given = np.asarray(counts, np.float64).ravel()
    size = np.broadcast_to(np.asarray(sizes, np.float64), given.shape)
    if not (size > 0).all():
        raise ValueError("every size must be above 0")
    known = ~np.isnan(given)
    return given, size, known & (np.cumsum(known) <= (baseline or known.sum()))


def _limits(
    counts: ArrayLike, sizes: ArrayLike, baseline: int | None, sigma_z: float
) -> CountLimits | None:
    given, size, base = _based(counts, sizes, baseline)
    total = float(given[base].sum())
    if total <= 0:
        return None
    centre = total / float(size[base].sum())
    reach = 3 * sigma_z * np.sqrt(centre / size)
    return CountLimits(centre, np.maximum(0.0, centre - reach), centre + reach, sigma_z)
