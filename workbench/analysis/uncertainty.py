"""The one policy for every comparison of periods: how much wider than chance its range must be.

A ratio of counts of two periods varies by chance alone as one over each count. Real months vary
more, stay high or low for a while, and drift, and all of that is learnt from a limited number of
months. The policy sums this up as one factor on the variance by chance alone, so that every
published formula for a range stays as it is and takes the factor where it takes a dispersion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.dispersion import ASSUMED, MONTHS_NEEDED, quasi_poisson
from workbench.analysis.serial import Learnt, Part, correlations, learn

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEVEL: Final = 0.95
# A fall is called probable from this range on. With falls named so, rises named by the 95% range,
# and the care of what is learnt here, about five verdicts in a hundred are wrong where nothing
# changed: benchmarks/calibration.py.
WEAK: Final = 0.92
WEAK_MONTHS: Final = 36  # to learn from; with fewer only the 95% range counts
PARTS: Final = 12  # that a control is cut into at most, to learn from
LIKE: Final = 0.6  # of the treated area's incidents, that each of them should have


@dataclass(frozen=True)
class Variation:
    """How much more a comparison varies than chance alone, and what that rests on."""

    factor: float  # of the variance by chance alone, for a range of 95%
    weak: float  # the same for a range of ``WEAK``
    phi: float  # variance over mean of single months
    lean: float  # correlation of one month with the next
    months: int  # that it was learnt from
    series: int  # of areas, likewise
    calibrated: float = 1.0  # how much wider ranges were made by what untouched areas showed

    @property
    def learnt(self) -> bool:
        """Whether the months are enough to say how they vary; else caution says it."""
        return self.months >= MONTHS_NEEDED

    def wider(self, times: float) -> Variation:
        """The same with ranges so many times as wide."""
        if times <= 1:
            return self
        square = times**2
        return Variation(
            self.factor * square, self.weak * square, self.phi, self.lean, self.months,
            self.series, self.calibrated * times,
        )  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """The months of a comparison: where they stand in time and which are compared.

    Arrays of shape (n,). ``learn`` marks the months that may be learnt from; those compared after
    the start are always taken too, with a level of their own.
    """

    places: NDArray[np.int64]
    before: Mask
    after: Mask
    learn: Mask

    @property
    def used(self) -> Mask:
        """Every month that the policy looks at."""
        return self.before | self.after | self.learn


def unknown(series: int) -> Variation:
    """What is assumed where there is no incident to learn from."""
    return Variation(ASSUMED, ASSUMED, ASSUMED, 0.0, 0, series)


def beside(treated: ArrayLike, control: ArrayLike, layout: Layout) -> Variation:
    """How a treated area's change against a control varies, learnt from both.

    What moves all areas alike, the season too, is taken out month by month; what is left is how
    areas differ. The control is cut into parts about as large as the treated area, so that there
    is more to learn from.

    Args:
        treated: monthly counts, shape (n,); NaN are gaps.
        control: the same months of each small area of the control, shape (areas, n).
        layout: which months are compared and which may be learnt from.
    """
    first, others = np.asarray(treated, np.float64), np.atleast_2d(np.asarray(control, np.float64))
    known = layout.used & ~np.isnan(first) & ~np.isnan(others).any(axis=0)
    before, after = layout.before[known], layout.after[known]
    parts = _parts(others[:, known], float(first[known][~after].sum()))
    counts = np.vstack([first[known], parts])
    if not counts.sum():
        return unknown(len(counts))
    places = _places(layout, known)
    means, level = _fitted(counts, after)
    learnt = learn(_against_others(counts, means, level, after), places)
    shapes = _Shapes.of(level, before, after, places)
    pairs = [(before, counts[0]), (before, counts[1:].sum(axis=0))]
    sums = [(_sum(row, before), _sum(row, after)) for _, row in pairs]
    return _variation(learnt, shapes, sums, len(places), len(counts))


def alone(counts: ArrayLike, layout: Layout) -> Variation:
    """How a change of one series varies, learnt from its own months.

    A season is taken out where there are two years to see it in; a trend is not, for what drifts
    slowly is just what passes for a change.

    Args:
        counts: monthly counts, shape (n,); NaN are gaps.
        layout: which months are compared and which may be learnt from.
    """
    series = np.asarray(counts, np.float64)
    known = layout.used & ~np.isnan(series)
    y, before, after = series[known], layout.before[known], layout.after[known]
    if not y.sum():
        return unknown(1)
    places = _places(layout, known)
    design = _level_and_season(np.array(places), after)
    fit = quasi_poisson(y, design)
    if fit is None:
        design = design[:, :2] if after.any() and not after.all() else design[:, :1]
        means = np.where(after, _mean(y[after]), _mean(y[~after]))
    else:
        means = fit.means
    means = np.maximum(means, 1e-6)
    root = np.sqrt(means)
    learnt = learn([Part((y - means) / root, design * root[:, None])], places)
    shapes = _Shapes.of(means, before, after, places)
    return _variation(learnt, shapes, [(_sum(y, before), _sum(y, after))], len(places), 1)


def planned(
    treated: ArrayLike, control: ArrayLike | None, layout: Layout, longest: int
) -> tuple[Variation, ...]:
    """How a comparison will vary after each number of months, learnt from the months before.

    Args:
        treated: monthly counts, shape (n,); NaN are gaps.
        control: the same months of each small area of the control, shape (areas, n); None without.
        layout: the months before that will be compared, and those that may be learnt from.
        longest: months after, at most.

    Returns:
        One for each of 1 to ``longest`` months after, which follow the last month before.
    """
    first = np.asarray(treated, np.float64)
    others = None if control is None else np.atleast_2d(np.asarray(control, np.float64))
    known = layout.used & ~np.isnan(first)
    if others is not None:
        known &= ~np.isnan(others).any(axis=0)
    rows = first[None, known]
    if others is not None:
        rows = np.vstack([rows, _parts(others[:, known], float(rows.sum()))])
    if not rows.sum():
        return (unknown(len(rows)),) * longest
    places, before = layout.places[known], layout.before[known]
    learnt = learn(_unstepped(rows, places), tuple(int(at) for at in places - places[0]))
    last = int(places[before][-1]) if before.any() else int(places[-1])
    ahead = np.append(places[places <= last], last + 1 + np.arange(longest))
    n = int((places <= last).sum())
    then = np.append(before[:n], np.zeros(longest, bool))
    where = tuple(int(at) for at in ahead - ahead[0])
    sums = [rows[0, before].sum()] + ([rows[1:, before].sum()] if len(rows) > 1 else [])
    found = []
    for months in range(1, longest + 1):
        after = (ahead > last) & (ahead <= last + months)
        shapes = _Shapes.of(np.ones(len(ahead)), then, after, where)
        long = months / max(1, int(before.sum()))
        pairs = [(max(float(one), 1.0), max(float(one) * long, 1.0)) for one in sums]
        found.append(_variation(learnt, shapes, pairs, len(places), len(rows)))
    return tuple(found)


def _unstepped(rows: Floats, places: NDArray[np.int64]) -> list[Part]:
    """Series for learning where nothing was done yet: against others, or one with its season."""
    none = np.zeros(len(places), bool)
    if len(rows) > 1:
        means, level = _fitted(rows, none)
        return _against_others(rows, means, level, none)
    design = _level_and_season(places, none)
    fit = quasi_poisson(rows[0], design)
    means = np.full(len(places), _mean(rows[0])) if fit is None else fit.means
    root = np.sqrt(np.maximum(means, 1e-6))
    return [Part((rows[0] - means) / root, (design if fit else design[:, :1]) * root[:, None])]


def level_factor(first: ArrayLike, second: ArrayLike, places: ArrayLike) -> Variation:
    """How the ratio of two series over the same months varies.

    What moves both alike is taken out month by month, and a season of their ratio where there are
    two years to see it in.

    Args:
        first: monthly counts, shape (n,); NaN are gaps.
        second: the same months of the other.
        places: where they stand in time, shape (n,).
    """
    one, other = (np.asarray(row, np.float64) for row in (first, second))
    known = ~(np.isnan(one) | np.isnan(other))
    counts = np.vstack([one[known], other[known]])
    if not counts.sum():
        return unknown(2)
    where = np.asarray(places, np.int64)[known]
    none = np.zeros(len(where), bool)
    means, level = _fitted(counts, none)
    left = _against_others(counts, means, level, none)[0].residuals
    root = np.sqrt(level)
    parts = [Part(left, _level_and_season(where, none) * root[:, None])]
    factors = [coefficient_factor(parts, where, root, part) for part in (LEVEL, WEAK)]
    learnt = learn(parts, tuple(int(at) for at in where - where[0]))
    return Variation(factors[0], factors[1], learnt.phi, learnt.lean, len(where), 2)


def coefficient_factor(
    parts: Sequence[Part], places: NDArray[np.int64], influence: Floats, level: float = LEVEL
) -> float:
    """The factor for an estimate that is a weighted sum of one series' residuals.

    Args:
        parts: the series, the first of which is weighed; residuals of variance alike.
        places: where their months stand in time, shape (n,).
        influence: what each residual of the first adds to the estimate, shape (n,).
        level: coverage of the range, 0 to 1.

    Returns:
        What the variance by chance alone, the sum of the squared influences, is multiplied with.
    """
    where = tuple(int(one) for one in places - places[0])
    learnt, plain = learn(parts, where), float(influence @ influence)
    matrices = correlations(where).matrices
    turned = np.einsum("t,gts,s->g", influence, matrices, influence)
    variances = np.maximum(np.maximum(learnt.first, 1.0) * turned, plain)
    reach = learnt.half_width(np.asarray(variances, np.float64), level)
    return max(1.0, (reach / normal_quantile(0.5 + level / 2)) ** 2 / plain)


def _places(layout: Layout, known: Mask) -> tuple[int, ...]:
    places = layout.places[known]
    return tuple(int(one) for one in places - places[0])


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else 0.0


def _sum(row: Floats, months: Mask) -> float:
    return max(float(row[months].sum()), 1.0)


def _level_and_season(places: NDArray[np.int64], after: Mask) -> Floats:
    """A level before, a step after, and waves of the year where two years can show them."""
    harmonics = 2 if len(places) >= MONTHS_NEEDED else 0
    angle = 2 * np.pi * places / 12
    waves = [f(k * angle) for k in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    step = [after.astype(np.float64)] if after.any() and not after.all() else []
    return np.column_stack([np.ones(len(places)), *step, *waves])


def _parts(control: Floats, like: float) -> Floats:
    """The control's rows added up, neighbours together, into parts about as large as ``like``."""
    least = max(LIKE * like, float(control.sum()) / PARTS, 1.0)
    rows, held = [], np.zeros(control.shape[1])
    for row in control:
        held = held + row
        if held.sum() >= least:
            rows.append(held)
            held = np.zeros(control.shape[1])
    if held.any():
        if rows:
            rows[-1] = rows[-1] + held
        else:
            rows = [held]
    return np.array(rows) if rows else control.sum(axis=0, keepdims=True)


def _fitted(counts: Floats, after: Mask) -> tuple[Floats, Floats]:
    """Means as area times month, with a step of the first area after; and the month's part."""
    size = counts.sum(axis=1) + 1e-9
    step = np.ones_like(counts)
    month = np.ones(counts.shape[1])
    for _ in range(40):
        month = counts.sum(axis=0) / (size[:, None] * step).sum(axis=0)
        expected = float((size[0] * month[after]).sum())
        step[0, after] = float(counts[0, after].sum()) / expected if expected > 0 else 1.0
        total = (step * month).sum(axis=1)
        size = np.where(total > 0, counts.sum(axis=1) / np.maximum(total, 1e-12), 0.0)
    return size[:, None] * month * step, np.maximum(month, 1e-9)


def _against_others(counts: Floats, means: Floats, level: Floats, after: Mask) -> list[Part]:
    """Residuals of the first area against the others, and of the others among themselves.

    An orthonormal turn of the areas' residuals takes out what all have in common in a month. Its
    first direction is the treated area against the rest.
    """
    residuals = (counts - means) / np.sqrt(np.maximum(means, 1e-9))
    residuals[means < 1e-9] = 0.0
    shares = np.sqrt(counts.sum(axis=1) / counts.sum()) if counts.sum() else np.ones(len(counts))
    against = -shares * shares[0]
    against[0] += 1
    turn = np.linalg.qr(np.column_stack([shares, against, np.eye(len(counts))[:, 1:]]))[0]
    turned = turn[:, 1 : len(counts)].T @ residuals
    root = np.sqrt(level)
    own = (
        np.column_stack([root, root * after]) if after.any() and not after.all() else root[:, None]
    )
    return [Part(row, own if not place else root[:, None]) for place, row in enumerate(turned)]


@dataclass(frozen=True)
class _Shapes:
    """Variances of the means of both periods under each combination, were each month's 1."""

    before: Floats  # (g,)
    after: Floats
    both: Floats  # their covariance

    @staticmethod
    def of(level: Floats, before: Mask, after: Mask, places: tuple[int, ...]) -> _Shapes:
        """Months weigh as their usual level does."""
        rows = []
        for months in (before, after):
            root = np.where(months, np.sqrt(level), 0.0)
            rows.append(root / max(float(np.sqrt((root**2).sum())), 1e-12))
        matrices = correlations(places).matrices
        one, other = (
            np.asarray(np.einsum("t,gts,s->g", row, matrices, row), np.float64) for row in rows
        )
        both = np.asarray(np.einsum("t,gts,s->g", rows[0], matrices, rows[1]), np.float64)
        return _Shapes(one, other, both)

    def variance(self, before: float, after: float) -> Floats:
        """Of the log of the ratio of two counts, in units of the spread, shape (g,)."""
        joint = 2 * self.both / np.sqrt(before * after)
        return np.asarray(self.before / before + self.after / after - joint, np.float64)


def _variation(
    learnt: Learnt,
    shapes: _Shapes,
    sums: Sequence[tuple[float, float]],
    months: int,
    series: int,
) -> Variation:
    """The factor on the variance by chance alone, never below 1."""
    chance = sum(1 / before + 1 / after for before, after in sums)
    spreads = [learnt.first, *([learnt.spread] * (len(sums) - 1))]
    variances = np.maximum(
        sum(
            np.maximum(spread, 1.0) * shapes.variance(*pair)
            for spread, pair in zip(spreads, sums, strict=True)
        ),
        chance,
    )
    factors = [
        max(1.0, (learnt.half_width(variances, level) / normal_quantile(0.5 + level / 2)) ** 2
            / chance)
        for level in (LEVEL, WEAK)
    ]  # fmt: skip
    return Variation(factors[0], factors[1], learnt.phi, learnt.lean, months, series)
