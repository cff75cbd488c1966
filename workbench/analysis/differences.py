"""Difference in differences: of means, and of many areas by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import Interval
from workbench.analysis.fixed_effects import Absorbed, fixed_effects

Floats = NDArray[np.float64]

CLUSTERS: Final = 10  # areas; from so many on errors are clustered by area
EACH_SIDE: Final = 5  # and so many of them on either side, for few clusters mislead
LAG: Final = 3  # months that lean on each other, with fewer areas
PRE_MONTHS: Final = 12  # before the start, for a difference of trends


def difference_of_means(
    treated: Sequence[float],
    control: Sequence[float],
    errors: tuple[Sequence[float], Sequence[float]] | None = None,
    level: float = 0.95,
) -> Interval:
    """Change of one mean less the change of another: ``(T1 - T0) - (C1 - C0)``.

    Args:
        treated: means before and after.
        control: means before and after.
        errors: standard errors of the treated and of the control means, or of their changes
            (one each); their squares are added. The range is the estimate alone when not given.
        level: coverage, 0 to 1.

    Returns:
        In the unit of the means.

    Source: Card & Krueger (1994) Am Econ Rev 84:772, table 3.
    """
    estimate = (treated[1] - treated[0]) - (control[1] - control[0])
    spread = [] if errors is None else [*errors[0], *errors[1]]
    reach = normal_quantile(0.5 + level / 2) * sqrt(sum(one**2 for one in spread))
    return Interval(estimate, estimate - reach, estimate + reach)


@dataclass(frozen=True)
class PanelDifference:
    """A change in treated areas beyond that in the others, as a ratio."""

    ratio: Interval
    chance: Interval  # the same, by chance alone
    errors: str  # "area": clustered by area; "month": leaning months; "spread": dispersion only
    dispersion: float | None
    areas: int  # with a count at all
    fit: Absorbed


def panel_difference(  # noqa: PLR0913 (the terms of the formula)
    counts: ArrayLike,
    treated: ArrayLike,
    post: ArrayLike,
    offset: ArrayLike | None = None,
    *,
    trend: ArrayLike | None = None,
    errors: str = "",
    level: float = 0.95,
) -> PanelDifference | None:
    """Difference in differences of counts of areas by month, by quasi-Poisson regression.

    ``log(mean) = level of area + level of month + b treated x post + offset``; exp(b) is given.
    With two areas and two months it is the relative incident rate ratio, exactly.

    Args:
        counts: shape (areas, months); NaN are gaps.
        treated: shape (areas,), 1 where something was done.
        post: shape (months,), 1 after the start; or (areas, months), where it began at different
            times.
        offset: log of exposure, shape (areas, months) or one that spreads to it.
        trend: time, shape (months,): the treated areas get a straight trend of their own.
        errors: "area" clusters by area; "month" lets neighbouring months lean on each other, and
            all areas of a month go together, with a lag of 3; "spread" is the model's, times the
            dispersion where it is above 1. Empty takes "area" with at least 10 areas, of which 5
            on each side, otherwise "month"; and "spread" where that is wider.
        level: coverage, 0 to 1.

    Returns:
        None when there is nothing to compare: a side without a count before or after.

    Source: Wooldridge (2023) Econom J 26:C31 for the Poisson form; Bertrand, Duflo & Mullainathan
    (2004) QJE 119:249 for clustering; MacKinnon & Webb (2017) on few treated clusters.
    """
    y, done = np.asarray(counts, np.float64), np.asarray(treated, np.float64) > 0
    after = np.broadcast_to(np.asarray(post, np.float64) > 0, y.shape)
    if not _both_known(y, done, after):
        return None
    columns = [(done[:, None] & after).astype(np.float64)]
    if trend is not None:
        time = np.asarray(trend, np.float64)
        columns.append(done[:, None] * (time - time.mean())[None, :] / 12)
    fit = fixed_effects(y, np.stack(columns), offset)
    if fit is None:
        return None
    name, covariance = _chosen(fit, errors, _with_counts(y, done))
    return PanelDifference(
        fit.ratio(0, covariance, level), fit.ratio(0, fit.spread, level), name, fit.dispersion,
        fit.areas, fit,
    )  # fmt: skip


def _both_known(counts: Floats, done: NDArray[np.bool_], after: NDArray[np.bool_]) -> bool:
    """Whether either side has a count before, and one after."""
    return all(
        np.nansum(np.where(side[:, None] & when, counts, 0)) > 0
        for side in (done, ~done)
        for when in (after, ~after)
    )


def _with_counts(counts: Floats, done: NDArray[np.bool_]) -> tuple[int, int]:
    """Areas with a count, treated and others."""
    there = np.nansum(counts, axis=1) > 0
    return int((there & done).sum()), int((there & ~done).sum())


def _chosen(fit: Absorbed, errors: str, sides: tuple[int, int]) -> tuple[str, Floats]:
    """The covariance asked for, or the one that can be trusted, never narrower than the model's."""
    spread = fit.spread * max(1.0, fit.dispersion or 1.0)
    many = fit.areas >= CLUSTERS and min(sides) >= EACH_SIDE
    wanted = errors or ("area" if many else "month")
    if wanted == "spread":
        return "spread", spread
    found = fit.clustered() if wanted == "area" else fit.leaning(LAG)
    if not errors and found[0, 0] < spread[0, 0]:
        return "spread", spread
    return wanted, found


def trend_difference(
    counts: ArrayLike,
    treated: ArrayLike,
    time: ArrayLike,
    offset: ArrayLike | None = None,
    *,
    errors: str = "",
    level: float = 0.95,
) -> Interval | None:
    """How the yearly trend of treated areas differed from the others', before the start.

    Args:
        counts: months before the start only, shape (areas, months); NaN are gaps.
        treated: shape (areas,).
        time: months, shape (months,).
        offset: as for ``panel_difference``.
        errors: as for ``panel_difference``.
        level: coverage, 0 to 1.

    Returns:
        The ratio of the yearly changes; 1 is alike. None with fewer than 12 months, or nothing to
        fit.

    Source: as ``panel_difference``, with time in the place of the response.
    """
    y, done = np.asarray(counts, np.float64), np.asarray(treated, np.float64) > 0
    if (np.nansum(y, axis=0) > 0).sum() < PRE_MONTHS or min(_with_counts(y, done)) < 1:
        return None
    years = np.asarray(time, np.float64) / 12
    fit = fixed_effects(y, done[:, None] * (years - years.mean())[None, :], offset)
    if fit is None:
        return None
    return fit.ratio(0, _chosen(fit, errors, _with_counts(y, done))[1], level)
