"""Counts by month or week against a level that is held: what a baseline leads one to expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import periods
from workbench.analysis.chances import f_at_least
from workbench.analysis.dispersion import (
    ASSUMED,
    MONTHS_NEEDED,
    Fit,
    quasi_poisson,
    season_and_trend,
)
from workbench.analysis.kind import Asked, Basis, Event, Parameter, Value
from workbench.analysis.months import parse
from workbench.analysis.periods import UNIT, Periods, by_period
from workbench.analysis.subject import EMPTY, TYPE
from workbench.analysis.words import number
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

FEWEST: Final = 12  # periods with data
USUAL: Final = {"month": 12, "week": 26}  # periods in a baseline
YEAR: Final = 365.25  # days
LEVEL: Final = 0.05
LEAST: Final = 1.0  # expected of a period at its time of year; below it no count can be evened

BASELINE = Parameter(
    "baseline", "Months or weeks in the baseline", "whole", None, low=FEWEST, high=160,
    hint="Empty: 12 months, or 26 weeks.",
)  # fmt: skip
BASELINE_FIRST = Parameter(
    "baseline_first", "Baseline starts", "month", None, hint="Empty: with the first month."
)
SEASON = Parameter(
    "season", "Time of year", "choice", "auto",
    (("auto", "Allow for it when two years of baseline show it"), ("no", "Do not allow for it")),
)  # fmt: skip
PARAMETERS: Final = (TYPE, UNIT, BASELINE, BASELINE_FIRST, SEASON, EMPTY)


@dataclass(frozen=True)
class Monitored:
    """Counts by period, what was to be expected of each, and how much they vary.

    ``expected`` holds the level of the baseline for the days of each period, and for its time of
    year where that was allowed for. ``counts`` is None where there are no data.
    """

    basis: Basis
    incident_type: str
    unit: str
    starts: tuple[date, ...]
    counts: tuple[int | None, ...]
    partial: tuple[date, ...]
    expected: Floats
    level: float  # expected in a period of usual length
    base_first: int  # places, both included
    base_last: int
    base_n: int  # with data
    phi: float
    assumed: bool  # phi is a cautious guess, for the baseline is short
    season: bool  # allowed for
    swings: bool  # the whole series changes with the time of year, and that was not allowed for
    locked: bool  # the person chose where the baseline starts
    events: tuple[Event, ...]

    @property
    def known(self) -> NDArray[np.int64]:
        """Places of the periods with data."""
        return np.flatnonzero([count is not None for count in self.counts])

    @property
    def values(self) -> Floats:
        """The counts, NaN where there are no data."""
        return np.array([np.nan if c is None else c for c in self.counts], np.float64)

    @property
    def evened(self) -> Floats:
        """Counts as they would be in a period of usual length and time of year."""
        return self.values * self.level / self.expected

    @property
    def sigma(self) -> float:
        """Standard deviation of a count at the level."""
        return float(np.sqrt(self.phi * self.level))

    @property
    def evened_sigma(self) -> Floats:
        """Standard deviation of each evened count: larger where the time of year gives few."""
        usual = self.expected if self.season else np.full(len(self.starts), self.level)
        spread: Floats = self.level * np.sqrt(self.phi / usual)
        return spread

    def mean(self, places: slice) -> float:
        """Counts of these as in a period of usual length and time of year: a ratio of sums."""
        counts = self.values[places]
        known = ~np.isnan(counts)
        whole = float(self.expected[places][known].sum())
        return self.level * float(counts[known].sum()) / whole if whole else float("nan")

    @property
    def gaps(self) -> tuple[date, ...]:
        """Periods without data."""
        return tuple(s for s, c in zip(self.starts, self.counts, strict=True) if c is None)


def monitored(asked: Asked, given: Mapping[str, Value]) -> Monitored:
    """Count, and set what is expected from the baseline.

    Args:
        asked: the rows and events.
        given: the settings of the question, complete.

    Raises:
        CannotAnswerError: too few complete periods, a baseline outside them, or one that is empty.
    """
    wanted, unit = str(given["type"] or ""), str(given["unit"])
    found = by_period(asked.incidents, wanted, unit, str(given["empty"]))
    known = found.known
    if known.size < FEWEST:
        raise CannotAnswerError(
            f"This chart needs at least {FEWEST} complete {unit}s, and the data have "
            f"{number(known.size)}. Nothing was changed. Bring in earlier {unit}s"
            + (", or count by week." if unit == "month" else ".")
        )
    base = _baseline(given, found)
    level, expected, season = _expected(found, base, str(given["season"]))
    phi, assumed = _spread(found, base, expected)
    return Monitored(
        Basis(asked.incidents.source, found.n, found.starts[0],
              periods.end(found.starts[-1], unit), found.left_out),
        wanted, unit, found.starts,
        tuple(None if np.isnan(c) else int(c) for c in found.counts),
        found.partial, expected, level, int(base[0]), int(base[-1]), base.size, phi, assumed,
        season, not season and _swings(found), bool(given["baseline_first"]),
        tuple(e for e in asked.events if periods.within(e.day, found.starts, unit)),
    )  # fmt: skip


def _baseline(given: Mapping[str, Value], found: Periods) -> NDArray[np.int64]:
    """Places of the periods with data that set the level."""
    unit, known = found.unit, found.known
    wanted = given["baseline"]
    most = int(wanted) if isinstance(wanted, (int, float, str)) and wanted else USUAL[unit]
    first = parse(given["baseline_first"])
    if first is not None:
        known = known[[found.starts[at] >= first for at in known]]
        if known.size < FEWEST or first < found.starts[0].replace(day=1):
            span = periods.spanned(found.starts[0], found.starts[-1], unit)
            raise CannotAnswerError(
                f"A baseline from {periods.named(first, 'month')} would have "
                f"{number(known.size)} of the {FEWEST} {unit}s that it needs: the data are of "
                f"{span}. Nothing was changed. Choose an earlier month, or leave it empty."
                if known.size < FEWEST
                else f"The baseline starts in {periods.named(first, 'month')}, and the data are "
                f"of {span}. Nothing was changed. Choose a month within, or leave it empty."
            )
    base = known[: max(most, FEWEST)]
    if not found.counts[base].sum():
        raise CannotAnswerError(
            f"Nothing happened in the {base.size} {unit}s of the baseline, so it sets no level to "
            "compare with. Nothing was changed. Choose a later baseline, or look at the monthly "
            "trend."
        )
    return base


def _expected(found: Periods, base: NDArray[np.int64], wanted: str) -> tuple[float, Floats, bool]:
    """The level, what is expected of each period, and whether it has a season.

    Raises:
        CannotAnswerError: a season leaves next to nothing for part of the year. A count over so
            small an expected one has no meaning, and the plain level would signal every year.
    """
    counts, days = found.counts[base], found.days
    flat = quasi_poisson(counts, np.ones((base.size, 1)), np.log(days[base]))
    if flat is None:  # not with a count and twelve periods
        raise CannotAnswerError("The baseline sets no level. Nothing was changed. Choose another.")
    daily = float(np.exp(flat.coefficients[0]))
    level = daily * (7.0 if found.unit == "week" else YEAR / 12)
    if wanted == "auto" and _long(found, base):
        waves = np.delete(season_and_trend(_time(found)), 1, axis=1)  # no trend: a level is held
        fit = quasi_poisson(counts, waves[base], np.log(days[base]))
        if fit is not None and _seasonal(flat, fit):
            expected = np.exp(np.clip(waves @ fit.coefficients, -30, 30)) * days
            if expected.min() < LEAST:
                raise CannotAnswerError(_next_to_none(found, expected))
            return level, expected, True
    return level, daily * days, False


def _next_to_none(found: Periods, expected: Floats) -> str:
    """What to say of a kind that is nearly nil for part of the year, and what to ask instead."""
    unit = found.unit
    quietest = periods.named(found.starts[int(expected.argmin())], unit)
    return (
        f"There is next to none of this for part of the year: fewer than one is expected in some "
        f"{unit}s, such as {quietest}. Counts cannot be allowed for the time of year then. Nothing "
        "was changed. Ask \u201cUnusually high now\u201d, which compares with the same time of "
        "earlier years, or choose not to allow for the time of year."
    )


def _time(found: Periods) -> Floats:
    """When each period begins, in months."""
    return np.array([s.year * 12 + s.month - 1 + (s.day - 1) / 31 for s in found.starts])


def _long(found: Periods, places: NDArray[np.int64]) -> bool:
    """Whether these periods span two years, which a season needs to show."""
    span = (found.starts[places[-1]] - found.starts[places[0]]).days + found.days[places[-1]]
    return bool(span >= 2 * YEAR - 8)


def _swings(found: Periods) -> bool:
    """Whether the counts change with the time of year, once a straight trend is taken out."""
    known = found.known
    if not _long(found, known):
        return False
    design, days = season_and_trend(_time(found))[known], np.log(found.days[known])
    flat = quasi_poisson(found.counts[known], design[:, :2], days)
    fit = quasi_poisson(found.counts[known], design, days)
    return flat is not None and fit is not None and _seasonal(flat, fit)


def _seasonal(flat: Fit, fit: Fit) -> bool:
    """Whether the time of year explains more than chance would (F test of the waves)."""
    more = flat.freedom - fit.freedom
    ratio = (flat.chi_squared - fit.chi_squared) / more / max(1.0, fit.dispersion)
    return ratio > 0 and f_at_least(ratio, more, fit.freedom) < LEVEL


def _spread(found: Periods, base: NDArray[np.int64], expected: Floats) -> tuple[float, bool]:
    """How much periods vary beyond chance, from neighbours in the baseline, cautiously if few.

    Half the mean squared difference of neighbours' standardised counts: as with moving ranges, a
    shift within the baseline does not hide itself by widening the spread.

    Source: von Neumann et al. (1941) Ann Math Statistics 12:153.
    """
    z = (found.counts[base] - expected[base]) / np.sqrt(expected[base])
    steps = np.diff(z)[np.diff(base) == 1]
    own = max(1.0, float((steps**2).mean() / 2)) if steps.size else ASSUMED
    short = base.size < MONTHS_NEEDED
    return (ASSUMED, True) if short and own < ASSUMED else (own, False)
