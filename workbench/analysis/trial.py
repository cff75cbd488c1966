"""A forecast of places tried out: made from earlier months, and set against the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.cells import SQUARE_KM, Cells
from workbench.analysis.density import surface
from workbench.analysis.hot_spot_accuracy import Ranked, best, ranked
from workbench.analysis.incidents import Incidents
from workbench.analysis.months import days_in, index, monthly
from workbench.analysis.points import Coordinates, coordinates_of
from workbench.analysis.words import counted
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Searches = tuple[Ranked, Ranked]  # by density and by counts

_STEPS: Final = 400  # along the curves


@dataclass(frozen=True)
class Held:
    """What a forecast held on so much ground; the numbers are NaN where they cannot be told."""

    incidents: int  # of the later ones; -1 is withheld
    pai: float
    pei: float
    rri: float
    per_km2: float


@dataclass(frozen=True)
class Step:
    """So much of the ground, searched in the order of each forecast."""

    percent: float  # as asked
    cells: int
    share: float  # of the ground, 0 to 1
    density: Held
    counts: Held
    best: int  # the most that as many cells could have held; -1 is withheld

    def by(self, method: str) -> Held:
        """What one of the two forecasts held."""
        return self.density if method == "density" else self.counts


@dataclass(frozen=True)
class Curves:
    """Shares of the later incidents held by rising shares of the ground; NaN where withheld."""

    share: Floats  # of the ground, 0 to 1
    density: Floats
    counts: Floats
    best: Floats


@dataclass(frozen=True)
class Split:
    """The months of either part, and its incidents."""

    earlier: tuple[date, ...]
    later: tuple[date, ...]
    first: Coordinates
    second: Coordinates
    undated: int

    @property
    def ratio(self) -> float:
        """Days of the later months for each of the earlier."""
        return days_in(self.later) / days_in(self.earlier)


def split(rows: Incidents, last: int) -> Split:
    """The rows with a place, of the last so many full months and of those before.

    Raises:
        CannotAnswerError: no coordinates or dates, or no month is left before.
    """
    found, place = monthly(rows), coordinates_of(rows)
    months = tuple(m for m, n in zip(found.months, found.counts, strict=True) if not np.isnan(n))
    if len(months) <= last:
        raise CannotAnswerError(
            f"The data have {counted(len(months), 'complete month')}, and {counted(last, 'month')} "
            "to try the forecast on leave none to make it from. Nothing was changed. Choose fewer "
            "months, or bring in earlier ones."
        )
    start = pl.col(Role.START)
    number_of = start.dt.year().cast(pl.Int32) * 12 + start.dt.month().cast(pl.Int32) - 1
    which = rows.frame.select(number_of.fill_null(-1).alias("m"))["m"].to_numpy()[place.which]
    edge, first, end = index(months[-last]), index(months[0]), index(months[-1])
    early, late = (which >= first) & (which < edge), (which >= edge) & (which <= end)
    parts = (_part(place, early), _part(place, late))
    lost = place.total - sum(part.total for part in parts)
    return Split(months[:-last], months[-last:], *parts, lost)


def _part(whole: Coordinates, use: NDArray[np.bool_]) -> Coordinates:
    counts = None if whole.counts is None else whole.counts[use]
    return replace(whole, easting=whole.easting[use], northing=whole.northing[use], counts=counts,
                   which=whole.which[use])  # fmt: skip


def together(first: Coordinates, second: Coordinates) -> Coordinates:
    """Both parts as one; refused when there is nothing."""
    if not first.total or not second.total:
        which = "earlier" if not first.total else "last"
        raise CannotAnswerError(
            f"No incident of the {which} months has a place that can be mapped, so no forecast "
            "can be tried. Nothing was changed. Choose other months or other rows."
        )
    counts = None
    if first.counts is not None and second.counts is not None:
        counts = np.concatenate([first.counts, second.counts])
    east, north, which_rows = (
        np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("easting", "northing", "which")
    )
    return replace(first, easting=east, northing=north, counts=counts, which=which_rows)


def refuse_none(before: Whole, after: Whole) -> None:
    """Refuse in words when one part has no incident in the study area."""
    if not before.sum() or not after.sum():
        raise CannotAnswerError(
            "Within the boundaries there is no incident of the earlier months, or none of the "
            "last. Nothing was changed. Choose other months or other boundaries."
        )


def density_of(found: Coordinates, cells: Cells, bandwidth: int) -> Floats:
    """The incidents that the density of the earlier ones puts into each cell."""
    points = np.column_stack([found.easting, found.northing])
    counts = np.ones(len(points)) if found.counts is None else found.counts
    laid = surface(points, counts, cells.box, bandwidth, float(cells.side))
    # Sums by FFT leave crumbs where there is nothing; they must not decide between equals.
    kept = np.where(laid.density > 1e-9 * laid.density.max(), laid.density, 0.0)
    return np.asarray(kept * cells.side**2, dtype=np.float64)


def searches(after: Whole, forecasts: tuple[Floats, Floats], cells: Cells) -> Searches:
    """The later incidents in the order in which either forecast would have searched the cells."""
    size = np.full(len(after), cells.side**2 / SQUARE_KM)
    return ranked(after, forecasts[0], size), ranked(after, forecasts[1], size)


def steps(percents: Sequence[float], after: Whole, found: Searches) -> tuple[Step, ...]:
    """What either forecast held on these percentages of the ground."""
    n = len(after)
    cells = [min(n, max(1, int(share / 100 * n + 1e-9))) for share in percents]
    most = np.cumsum(np.sort(after)[::-1])
    first, second = (_held(one, np.array(cells) - 1) for one in found)
    return tuple(
        Step(share, k, k / n, by_density, by_counts, int(most[k - 1]))
        for share, k, by_density, by_counts in zip(percents, cells, first, second, strict=True)
    )


def _held(found: Ranked, at: Whole) -> list[Held]:
    """What was held up to each of these places of the order."""
    numbers = (found.pai, found.pei, found.rri, found.search_efficiency)
    told = (one[at].tolist() for one in (found.observed.astype(np.int64), *numbers))
    return [Held(*one) for one in zip(*told, strict=True)]


def curves(after: Whole, found: Searches) -> Curves:
    """Shares of the ground, and of the later incidents by both forecasts and at best."""
    n, same = len(after), np.ones(len(after))
    # Finer where little ground is searched, for that is where one looks.
    cells = np.unique(np.round(n * np.linspace(0, 1, _STEPS + 1) ** 2).astype(np.int64))
    held = [np.concatenate([[0.0], one.observed])[cells] for one in found]
    held.append(best(after, same, cells))
    share = np.asarray(cells / n, dtype=np.float64)
    return Curves(share, *(np.asarray(one / after.sum(), dtype=np.float64) for one in held))
