"""How unequally incidents fall on places: 80/20 tables, Lorenz curves and Gini, with chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

DRAWS: Final = 999
SEED: Final = 20_240_101


def _counts(counts: ArrayLike) -> Floats:
    """Counts as numbers, refused when below 0."""
    found = np.asarray(counts, dtype=np.float64).ravel()
    if found.size and (not np.isfinite(found).all() or found.min() < 0):
        raise ValueError("counts of incidents must be 0 or more")
    return found


def gini(counts: ArrayLike) -> float:
    """Gini coefficient of incidents over places.

    Args:
        counts: incidents at each place, any length; places without any as 0.

    Returns:
        0 (every place the same) to nearly 1; not a number when there is no incident.

    Raises:
        ValueError: when a count is below 0 or not known.

    Source: G = 2 sum(i x_i) / (n sum x) - (n + 1) / n, x ascending (Bernasco and Steenbeek 2017).
    """
    x = np.sort(_counts(counts))
    n, total = x.size, x.sum()
    if total <= 0:
        return float("nan")
    rank = np.arange(1, n + 1)
    return float(2 * (rank * x).sum() / (n * total) - (n + 1) / n)


def generalised_gini(counts: ArrayLike, *, unbiased: bool = False) -> float:
    """Gini that is 0 when few incidents are spread as evenly as whole numbers can be.

    Args:
        counts: incidents at each place; places without any as 0.
        unbiased: multiplied with m / (m - 1), m the smaller of places and incidents, so that it
            can reach 1 when all incidents lie at one place; not a number where m is 1.

    Returns:
        0 to 1; not a number when there is no incident.

    Raises:
        ValueError: when a count is below 0 or not known.

    Source: Bernasco and Steenbeek 2017, G' = max(1, n / c)(G - 1) + 1, c incidents in n places.
    """
    x = _counts(counts)
    total = x.sum()
    if total <= 0:
        return float("nan")
    found = float(max(1.0, x.size / total) * (gini(x) - 1) + 1)
    least = min(x.size, total)
    if not unbiased:
        return found
    return found * least / (least - 1) if least > 1 else float("nan")


@dataclass(frozen=True)
class Pareto:
    """Places by count, most first; ``order`` are indices into what was given."""

    order: Whole
    counts: Floats
    share: Floats  # of all incidents, 0 to 1
    running: Floats  # 0 to 1


def pareto(counts: ArrayLike) -> Pareto:
    """Rank places and add up their shares; ties keep the order given.

    Args:
        counts: incidents at each place.

    Returns:
        The ranking; shares are 0 when there is no incident.

    Raises:
        ValueError: when a count is below 0 or not known.
    """
    x = _counts(counts)
    order = np.argsort(-x, kind="stable").astype(np.int64)
    ranked = x[order]
    total = ranked.sum()
    share = ranked / total if total > 0 else np.zeros_like(ranked)
    running = np.minimum(np.cumsum(ranked) / total, 1.0) if total > 0 else np.zeros_like(ranked)
    return Pareto(order, ranked, share, running)


def few_hold(counts: ArrayLike, part: float) -> int:
    """The fewest places that together hold this part of the incidents.

    Args:
        counts: incidents at each place.
        part: 0 to 1.

    Returns:
        A number of places; 0 when there is no incident.
    """
    ranked = pareto(counts)
    if not ranked.counts.sum():
        return 0
    return int(np.searchsorted(ranked.running, part - 1e-9)) + 1


def held_by(counts: ArrayLike, part: float) -> float:
    """The share of incidents in the worst ``part`` of places, between places in proportion.

    Args:
        counts: incidents at each place.
        part: share of places, 0 to 1.

    Returns:
        A share, 0 to 1; not a number when there is no incident.
    """
    places, held = lorenz(counts)
    return float(np.interp(part, places, held)) if held.size > 1 else float("nan")


def lorenz(counts: ArrayLike) -> tuple[Floats, Floats]:
    """The Lorenz curve with the worst places first.

    Args:
        counts: incidents at each place.

    Returns:
        Shares of places and of incidents, each from 0 to 1 and one longer than ``counts``;
        only the start when there is no incident.
    """
    ranked = pareto(counts)
    if not ranked.counts.sum():
        return np.zeros(1), np.zeros(1)
    places = np.arange(ranked.counts.size + 1) / ranked.counts.size
    return places, np.concatenate([[0.0], ranked.running])


def _tally_gini(values: Floats, tally: Floats) -> Floats:
    """Gini of many histograms: ``values`` (k,) ascending, ``tally`` (draws, k) of places."""
    places, total = tally.sum(axis=1), tally @ values
    below = np.cumsum(tally, axis=1) - tally
    # The t places of one count have the ranks below + 1 ... below + t.
    ranks = tally * (below + (tally + 1) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * (ranks @ values) / (places * total) - (places + 1) / places)


@dataclass(frozen=True)
class Spread:
    """A mean, and where 95% of the draws lie."""

    middle: float
    low: float
    high: float


def _spread(values: Floats) -> Spread:
    known = values[np.isfinite(values)]
    if not known.size:
        return Spread(float("nan"), float("nan"), float("nan"))
    low, high = np.percentile(known, (2.5, 97.5))
    return Spread(float(known.mean()), float(low), float(high))


def gini_range(counts: ArrayLike, draws: int = DRAWS, seed: int = SEED) -> Spread:
    """Bootstrap range of the Gini: places drawn again with replacement.

    Args:
        counts: incidents at each place.
        draws: number of resamples.
        seed: of the generator, kept with the result.

    Returns:
        The Gini as counted and its 95% percentile range.
    """
    values, tally = np.unique(_counts(counts), return_counts=True)
    if not values.size or values[-1] <= 0:
        return _spread(np.empty(0))
    rng = np.random.default_rng(seed)
    again = rng.multinomial(tally.sum(), tally / tally.sum(), size=draws).astype(np.float64)
    found = _spread(_tally_gini(values, again))
    return Spread(gini(counts), found.low, found.high)


def chance_gini(
    total: int, places: int, every_place_known: bool, draws: int = DRAWS, seed: int = SEED
) -> Spread:
    """The Gini that chance alone would give if every place had the same risk.

    Args:
        total: number of incidents.
        places: number of places.
        every_place_known: whether places without an incident are among them; if not, the draws
            leave out such places too, so that like is compared with like.
        draws: number of simulations.
        seed: of the generator, kept with the result.

    Returns:
        Mean and 95% range of the simulated Gini; not a number without incidents or places.

    Source: Poisson simulation of equal risk, truncated at 1 where places at 0 cannot be seen.
    """
    if total <= 0 or places <= 0 or (not every_place_known and total < places):
        return _spread(np.empty(0))
    values, chances = _equal_risk(total / places, every_place_known)
    rng = np.random.default_rng(seed)
    tally = rng.multinomial(places, chances / chances.sum(), size=draws).astype(np.float64)
    return _spread(_tally_gini(values, tally))


def chance_lorenz(total: int, places: int, every_place_known: bool) -> tuple[Floats, Floats]:
    """The Lorenz curve, worst places first, that chance alone gives when all have the same risk.

    Args:
        total: number of incidents.
        places: number of places.
        every_place_known: whether places without an incident are among them; if not, the curve is
            that of the places that chance hits.

    Returns:
        Shares of places and of incidents, each rising from 0 to 1; only the start without incidents
        or places.

    Source: expected shares by count under Poisson incidents, truncated at 1 where places at 0
    cannot be seen.
    """
    if total <= 0 or places <= 0 or (not every_place_known and total < places):
        return np.zeros(1), np.zeros(1)
    values, chances = _equal_risk(total / places, every_place_known)
    worst, share = values[::-1], chances[::-1] / chances.sum()
    held = np.cumsum(worst * share)
    return np.append(0.0, np.cumsum(share)), np.append(0.0, held / held[-1])


def _equal_risk(mean: float, every_place_known: bool) -> tuple[Floats, Floats]:
    """Counts, and their chances up to a factor, when all places have the same risk."""
    rate = mean if every_place_known else _rate_above_zero(mean)
    values = np.arange(int(rate + 12 * np.sqrt(rate) + 12) + 1, dtype=np.float64)
    chances = _poisson(values, rate)
    return (values, chances) if every_place_known else (values[1:], chances[1:])


def _poisson(values: Floats, rate: float) -> Floats:
    """Poisson chances of 0, 1, 2 ..., up to a common factor."""
    if rate <= 0:
        return np.asarray(values <= 1, dtype=np.float64)
    steps = np.concatenate([[0.0], np.log(rate / values[1:])])
    logs = np.cumsum(steps)
    return np.asarray(np.exp(logs - logs.max()))


def _rate_above_zero(mean: float) -> float:
    """The Poisson rate whose counts of 1 or more have this mean, by halving."""
    low, high = 0.0, mean
    for _ in range(80):
        middle = (low + high) / 2
        if middle / max(-np.expm1(-middle), 1e-300) < mean:
            low = middle
        else:
            high = middle
    return high if mean > 1 else 0.0
