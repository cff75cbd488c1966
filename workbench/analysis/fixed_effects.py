"""Counts of many areas by month, each area and each month with a level of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import Interval
from workbench.analysis.regression import bartlett

Floats = NDArray[np.float64]

ROUNDS: Final = 100
HALVINGS: Final = 30


@dataclass(frozen=True)
class Absorbed:
    """A Poisson regression of a panel, its levels of areas and months taken out.

    Areas and months without a single count say nothing of change, and are left out: of ``areas``
    and ``months`` those that are in it are counted.
    """

    coefficients: Floats  # (k,)
    spread: Floats  # (k, k), covariance by chance alone
    dispersion: float | None  # Pearson chi-squared over freedom; None without freedom
    areas: int
    months: int
    freedom: int
    by_area: Floats  # (areas, k), scores summed over months
    by_month: Floats  # (months, k), scores summed over areas
    places: NDArray[np.int64]  # (months,), where each stands among those given

    def clustered(self, *, small_sample: bool = True) -> Floats:
        """Covariance that lets the months of one area go together in any way, shape (k, k).

        ``small_sample`` multiplies it by ``G / (G - 1)`` of the G areas.

        Source: Liang & Zeger (1986) Biometrika 73:13; Cameron & Miller (2015) J Hum Resour 50:317.
        """
        factor = self.areas / max(1, self.areas - 1) if small_sample else 1.0
        covariance: Floats = self.spread @ (self.by_area.T @ self.by_area) @ self.spread * factor
        return covariance

    def leaning(self, lag: int) -> Floats:
        """Covariance that lets neighbouring months and all areas go together, shape (k, k).

        Source: Driscoll & Kraay (1998) Rev Econ Stat 80:549, with Bartlett's weights.
        """
        return self.spread @ bartlett(self.by_month, lag, self.places) @ self.spread

    def ratio(self, which: int, covariance: Floats, level: float = 0.95) -> Interval:
        """A coefficient as a ratio, with its range by one of the covariances."""
        centre, error = self.coefficients[which], np.sqrt(covariance[which, which])
        reach = normal_quantile(0.5 + level / 2) * error
        low, mid, high = np.exp(np.clip([centre - reach, centre, centre + reach], -700, 700))
        return Interval(float(mid), float(low), float(high))


def fixed_effects(
    counts: ArrayLike, regressors: ArrayLike, offset: ArrayLike | None = None
) -> Absorbed | None:
    """Fit ``log(mean) = level of area + level of month + regressors x coefficients + offset``.

    The levels of areas are solved exactly within each step of Newton's method: given its total, an
    area's counts are multinomial over the months. The step solves for the months and regressors
    together; no column is made for an area, and areas that are treated alike are one.

    Args:
        counts: shape (areas, months); NaN are gaps.
        regressors: shape (areas, months) or (k, areas, months).
        offset: on the log scale, such as the log of people, shape (areas, months) or one that
            spreads to it; None for nought.

    Returns:
        None when there is nothing to fit, or no best fit.

    Source: Hausman, Hall & Griliches (1984) Econometrica 52:909; Santos Silva & Tenreyro (2010)
    for when a best fit exists.
    """
    panel = _Panel.of(counts, regressors, offset)
    if panel is None:
        return None
    solved = _solve(panel.together())
    if solved is None:
        return None
    months, beta = solved
    return _absorbed(panel, beta, panel.means(months, beta)[0])


@dataclass(frozen=True)
class _Panel:
    """What is fitted: areas and months with a count, and the known cells as weights of 0 or 1."""

    counts: Floats  # (a, t), 0 where a gap
    known: Floats  # (a, t)
    columns: Floats  # (k, a, t)
    offset: Floats  # (a, t)
    places: NDArray[np.int64]

    @classmethod
    def of(
        cls, counts: ArrayLike, regressors: ArrayLike, offset: ArrayLike | None
    ) -> _Panel | None:
        y = np.asarray(counts, np.float64)
        x = np.asarray(regressors, np.float64).reshape(-1, *y.shape)
        shift = np.broadcast_to(np.asarray(0.0 if offset is None else offset, np.float64), y.shape)
        known = ~np.isnan(y) & np.isfinite(shift)  # where nobody was exposed there is nothing
        y = np.where(known, y, 0.0)
        area, month = y.sum(1) > 0, y.sum(0) > 0
        if area.sum() < 2 or month.sum() < 2:
            return None
        pick = np.ix_(area, month)
        return cls(
            y[pick], known[pick].astype(np.float64), x[:, area][:, :, month],
            np.where(known, shift, 0.0)[pick],
            np.flatnonzero(month),
        )  # fmt: skip

    def together(self) -> _Panel:
        """The same with areas added up that differ in nothing but their counts.

        Given an area's total its counts are multinomial, so the likelihood is the same but for a
        constant.
        """
        own = np.where(self.known > 0, self.offset, 0.0)
        own = own - own.sum(1, keepdims=True) / self.known.sum(1, keepdims=True) * self.known
        pattern = np.ascontiguousarray(np.hstack([self.known, own, *self.columns]))
        rows = pattern.view(np.dtype((np.void, pattern.strides[0]))).ravel()
        _, first, group = np.unique(rows, return_index=True, return_inverse=True)
        counts = np.zeros((first.size, self.counts.shape[1]))
        np.add.at(counts, group, self.counts)
        return _Panel(counts, self.known[first], self.columns[:, first], own[first], self.places)

    def means(self, months: Floats, beta: Floats) -> tuple[Floats, float]:
        """Expected counts with each area's level solved, and the log-likelihood but a constant."""
        line = self.offset + months + np.tensordot(beta, self.columns, 1)
        line = np.where(self.known > 0, line, -np.inf)
        top = line.max(axis=1, keepdims=True)
        part = np.exp(line - top)
        whole = part.sum(axis=1, keepdims=True)
        total = self.counts.sum(axis=1, keepdims=True)
        share = np.where(self.known > 0, line - top - np.log(whole), 0.0)
        return total * part / whole, float((self.counts * share).sum())


def _solve(panel: _Panel) -> tuple[Floats, Floats] | None:
    """Newton's method with halved steps; levels of months and coefficients, or None."""
    k, months = panel.columns.shape[0], panel.counts.shape[1]
    beta = np.zeros(k)
    level = np.log(panel.counts.sum(0) / panel.known.sum(0))
    mean, fits = panel.means(level, beta)
    for _ in range(ROUNDS):
        slope, curve = _derivatives(panel, mean)
        if np.linalg.matrix_rank(curve, hermitian=True) < months - 1 + k:
            return None
        step = np.linalg.solve(curve, slope)
        # A step of more than e^3 may better the fit and yet land where nothing slopes any more.
        step *= min(1.0, 3.0 / max(float(np.max(np.abs(step))), 3.0))
        for halving in range(HALVINGS):
            part = step / 2.0**halving
            moved = level + np.append(0.0, part[: months - 1]), beta + part[months - 1 :]
            found, better = panel.means(*moved)
            if better >= fits - 1e-12 * abs(fits):
                break
        else:
            return None
        (level, beta), mean, fits = moved, found, better
        if float(np.max(np.abs(part))) < 1e-10:
            return level, beta
    return None


def _derivatives(panel: _Panel, mean: Floats) -> tuple[Floats, Floats]:
    """First and second derivatives by months (the first is fixed) and regressors."""
    left, total = panel.counts - mean, mean.sum(axis=1)
    weighted = panel.columns * mean  # (k, a, t)
    sums = weighted.sum(axis=2)  # (k, a)
    share = mean / total[:, None]
    months = np.diag(mean.sum(axis=0)) - mean.T @ share
    cross = weighted.sum(axis=1).T - share.T @ sums.T  # (t, k)
    own = np.tensordot(weighted, panel.columns, ([1, 2], [1, 2])) - (sums / total) @ sums.T
    curve = np.block([[months[1:, 1:], cross[1:]], [cross[1:].T, own]])
    slope = np.concatenate(
        [left.sum(axis=0)[1:], np.tensordot(panel.columns, left, ([1, 2], [0, 1]))]
    )
    return slope, curve


def _absorbed(panel: _Panel, beta: Floats, mean: Floats) -> Absorbed | None:
    """The regressors with areas and months taken out, and what follows from them."""
    pure = _taken_out(panel, mean)
    curve = np.einsum("iat,jat,at->ij", pure, pure, mean, optimize=True)
    if np.linalg.matrix_rank(curve, hermitian=True) < beta.size:
        return None
    left = panel.counts - mean
    a, t = left.shape
    freedom = int(panel.known.sum()) - a - (t - 1) - beta.size
    ratio = np.divide(left**2, mean, out=np.zeros_like(left), where=mean > 0)
    scores = pure * left
    return Absorbed(
        beta, np.asarray(np.linalg.inv(curve), np.float64),
        float(ratio.sum()) / freedom if freedom > 0 else None, a, t, freedom,
        scores.sum(axis=2).T, scores.sum(axis=1).T, panel.places,
    )  # fmt: skip


def _taken_out(panel: _Panel, mean: Floats) -> Floats:
    """Regressors less their best weighted levels of areas and months, shape (k, a, t)."""
    total = mean.sum(axis=1)
    share = mean / total[:, None]
    weighted = panel.columns * mean
    months = (np.diag(mean.sum(axis=0)) - mean.T @ share)[1:, 1:]
    cross = (weighted.sum(axis=1).T - share.T @ weighted.sum(axis=2).T)[1:]
    levels = np.vstack([np.zeros((1, len(panel.columns))), np.linalg.solve(months, cross)])
    less = panel.columns - levels.T[:, None, :]
    pure: Floats = less - ((less * mean).sum(axis=2) / total)[:, :, None]
    return pure
