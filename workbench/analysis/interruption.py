"""A monthly series with and without the response: what was expected, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.chosen_areas import codes_of, keep_apart, rows_in
from workbench.analysis.comparison import FEW, POWER, Interval
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.months import Monthly, days_in, index, monthly, parse
from workbench.analysis.regression import newey_west_lag
from workbench.analysis.segmented import Errors, Segmented, Shape, controlled, segmented
from workbench.analysis.state_space import state_space_ratio
from workbench.analysis.straight import Straight, segmented_linear
from workbench.analysis.subject import basis_of, subject
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import counted, month, number, period
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Model = Segmented | Straight

BEFORE: Final = 24  # months with data, at least
AFTER: Final = 6
BENDING: Final = 12  # months after; from so many on the trend may change too
CLOSE: Final = 2  # months from the start within which another event is told
PHASE_IN: Final = 12  # months that may be left out, at most
COUNTS, STRAIGHT = "counts", "straight"  # quasi-Poisson regression, or least squares


@dataclass(frozen=True)
class Way:
    """One way to take the trend on, and what it makes of the response.

    ``key`` is "no trend", "trend", "trend and slope", "control" or "state space".
    """

    key: str
    overall: Interval  # seen over expected, all months after
    level: Interval | None  # the change at the start; None where the way knows no step
    expected: float


@dataclass(frozen=True)
class Expected:
    """What each month would have brought without the response, and how sure that is."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    single_low: tuple[float, ...]  # of a single month's count
    single_high: tuple[float, ...]


@dataclass(frozen=True)
class Interruption:
    """A series, what was expected of it without the response, and what may be said."""

    basis: Basis
    incident_type: str
    areas: int  # small areas that are counted; 0 is all rows
    controls: int
    months: tuple[date, ...]
    counts: tuple[int | None, ...]  # None: no data
    start: date
    phase_in: int  # months from the start on that are left out
    expected: Expected
    observed: int  # in the months after that are counted
    overall: Interval
    level: Interval
    slope: Interval | None  # how the trend changed, a month
    trend: Interval  # before, a year
    prevented: Interval
    bends: bool  # whether the trend may change in the answer
    advanced: bool  # whether a state-space model was asked for as well
    ways: tuple[Way, ...]
    dispersion: float  # as found; what is used is at least 1
    autocorrelation: tuple[float, ...]
    durbin_watson: float
    lag: int | None  # of the Newey-West errors; None where the model's own are used
    near: tuple[Event, ...]  # others within two months of the start
    gaps: tuple[date, ...]
    partial: tuple[date, ...]
    in_partial: int
    events: tuple[Event, ...]
    model: str = COUNTS  # or "straight"
    lean: float | None = None  # the autocorrelation of the errors; None where they have a lag

    @property
    def masked(self) -> tuple[int, ...]:
        """Places of the months in which the response was only coming in."""
        low = index(self.start)
        return tuple(
            i for i, day in enumerate(self.months) if low <= index(day) < low + self.phase_in
        )

    @property
    def after(self) -> tuple[int, ...]:
        """Places of the months after, with data, that are counted."""
        first = index(self.start) + self.phase_in
        return tuple(
            i
            for i, (day, count) in enumerate(zip(self.months, self.counts, strict=True))
            if index(day) >= first and count is not None
        )

    @property
    def before(self) -> tuple[int, ...]:
        """Places of the months before the start, with data."""
        return tuple(
            i
            for i, (day, count) in enumerate(zip(self.months, self.counts, strict=True))
            if day < self.start and count is not None
        )

    @property
    def controlled(self) -> Way | None:
        """The answer against the control, where one was chosen and could be fitted."""
        return next((way for way in self.ways if way.key == "control"), None)

    @property
    def move(self) -> Move:
        """Fell, rose or cannot tell; with a control, only what both say."""
        held = self.controlled
        return move(self.overall, *([held.overall] if held else []))

    @property
    def agree(self) -> bool:
        """Whether every way to take the trend says the same."""
        return len({move(way.overall) for way in self.ways}) == 1

    @property
    def detectable(self) -> float:
        """The mildest fall, as a ratio, that would have been shown four times in five."""
        error = log(self.overall.high / self.overall.low) / (2 * normal_quantile(0.975))
        return exp(-(normal_quantile(0.975) + normal_quantile(POWER)) * error)


def interruption_of(asked: Asked, given: Mapping[str, Value]) -> Interruption:
    """Hold the months after a start against what those before it make one expect.

    Args:
        asked: rows with a start; with a small area where areas are chosen.
        given: the settings of the question, complete: ``start``, ``phase_in``, ``type``,
            ``treated`` and ``control`` codes, ``model``, ``advanced`` and ``empty``.

    Raises:
        CannotAnswerError: no start, too few months, or nothing to compare.
    """
    start = parse(given["start"])
    if start is None:
        raise CannotAnswerError(
            "The first month of the response is not chosen, so there is no before and after. "
            "Nothing was changed. Choose the month in which it started."
        )
    wanted, empty = str(given["type"] or ""), str(given["empty"])
    phase_in = int(given["phase_in"]) if isinstance(given["phase_in"], (int, float)) else 0
    treated, control = codes_of(given["treated"]), codes_of(given["control"])
    keep_apart(treated, control, ("the treated area", "the control"))
    rows = _treated(asked.incidents, treated, control)
    found = monthly(rows, wanted, empty=empty)
    _need_months(found, start, phase_in)
    other = None
    if control:
        there = rows_in(asked.incidents, control, "control")
        other = monthly(there, wanted, empty=empty).counts
    areas = len(treated), len(control)
    chosen = _Chosen(wanted, areas, start, phase_in, bool(given["advanced"]), str(given["model"]))
    return _interruption(asked, chosen, found, other)


def _treated(incidents: Incidents, treated: tuple[str, ...], control: tuple[str, ...]) -> Incidents:
    """The rows of the treated area; all but the control's where none is chosen."""
    if treated or control:
        incidents.need(Role.AREA)
    if treated:
        return rows_in(incidents, treated, "treated")
    if control:
        inside_ = pl.col(Role.AREA).is_in(list(control)).fill_null(value=False)
        return incidents.only(~inside_)
    return incidents


def _need_months(found: Monthly, start: date, phase_in: int) -> None:
    """Refuse when months are too few, and say what could be asked instead."""
    known = [m for m, c in zip(found.months, found.counts, strict=True) if not np.isnan(c)]
    before = sum(m < start for m in known)
    after = sum(index(m) >= index(start) + phase_in for m in known)
    if before >= BEFORE and after >= AFTER:
        return
    has = period(known[0], known[-1]) if known else "no month"
    left_out = f", once {counted(phase_in, 'month')} of coming in are left out" if phase_in else ""
    raise CannotAnswerError(
        f"An interrupted series needs at least {BEFORE} months with data before the start and "
        f"{AFTER} after it. With a start in {month(start)} there are {number(before)} before and "
        f"{number(after)} after{left_out}: the file holds {has}. Nothing was changed. Bring in "
        "more months, or ask “Treated and control”, or without a control “Before and after only”."
    )


@dataclass(frozen=True)
class _Chosen:
    """What was asked for."""

    wanted: str
    areas: tuple[int, int]
    start: date
    phase_in: int
    advanced: bool
    model: str


def _interruption(
    asked: Asked, chosen: _Chosen, found: Monthly, control: Floats | None
) -> Interruption:
    """Fit, and put the answer together."""
    wanted, start, phase_in = chosen.wanted, chosen.start, chosen.phase_in
    series = _Series.of(found, control, start, phase_in, chosen.model)
    main, lag = _main(series, wanted)
    how = _errors(lag) if isinstance(main, Straight) else _errors(None)
    low, high = index(found.months[0]), index(found.months[-1])
    shown = sorted((e for e in asked.events if low <= index(e.day) <= high), key=_day)
    return Interruption(
        basis_of(asked.incidents.source, found), wanted, *chosen.areas, found.months,
        tuple(None if np.isnan(c) else int(c) for c in found.counts), start, phase_in,
        _expected(main), int(main.observed), main.overall, main.level, main.slope,
        main.yearly or Interval(1.0, 1.0, 1.0), main.prevented,
        series.bends, chosen.advanced, _ways(series, how, chosen.advanced),
        _found_dispersion(main), main.autocorrelation, main.durbin_watson, lag, _near(shown, start),
        found.gaps, found.partial, found.in_partial, tuple(shown), chosen.model,
        None if isinstance(main, Straight) else main.lean,
    )  # fmt: skip


def _found_dispersion(main: Model) -> float:
    """Variance over mean as it was found, without a least."""
    return main.dispersion if isinstance(main, Straight) else main.fit.dispersion


def _expected(main: Model) -> Expected:
    """The expectation as it is kept."""
    arrays = (main.expected, main.low, main.high, main.single_low, main.single_high)
    mean, low, high, single_low, single_high = (tuple(part.tolist()) for part in arrays)
    return Expected(mean, low, high, single_low, single_high)


@dataclass(frozen=True)
class _Series:
    """What the regressions are given."""

    counts: Floats  # NaN where there are no data, or the response was coming in
    control: Floats | None
    time: Floats
    post: Floats
    offset: Floats  # log of days
    bends: bool
    model: str

    @classmethod
    def of(
        cls, found: Monthly, control: Floats | None, start: date, phase_in: int, model: str
    ) -> _Series:
        number_of = np.array([index(m) for m in found.months])
        post = number_of >= index(start)
        coming = post & (number_of < index(start) + phase_in)
        counts = np.where(coming, np.nan, found.counts)
        days = np.array([days_in([m]) for m in found.months], np.float64)
        bends = int((post & ~np.isnan(counts)).sum()) >= BENDING
        other = None if control is None else np.where(np.isnan(counts), np.nan, control)
        time = (number_of - number_of[0]).astype(np.float64)
        return cls(counts, other, time, post.astype(np.float64), np.log(days), bends, model)

    def fit(self, errors: Errors, *, trend: bool = True, slope: bool = False) -> Model | None:
        """The regression of the treated series alone."""
        if self.model == STRAIGHT:
            return self._straight(errors, self._shape(trend, slope))
        return segmented(
            self.counts, self.time, self.post, self.offset, shape=self._shape(trend, slope),
            errors=errors,
        )  # fmt: skip

    def against(self, errors: Errors) -> Model | None:
        """The regression of the treated series against the control."""
        if self.control is None:
            return None
        if any(np.nansum(self.control[self.post == side]) < FEW for side in (0, 1)):
            return None
        if self.model == STRAIGHT:
            return self._straight(errors, self._shape(True, self.bends), self.control)
        return controlled(
            self.counts, self.control, self.time, self.post, self.offset,
            shape=self._shape(True, self.bends), errors=errors,
        )  # fmt: skip

    def _straight(
        self, errors: Errors, shape: Shape, control: Floats | None = None
    ) -> Straight | None:
        """By straight lines, of incidents in a month of mean length."""
        months = np.exp(self.offset - self.offset.mean())
        return segmented_linear(
            self.counts, self.time, self.post, months, shape=shape, errors=errors, control=control
        )

    def _shape(self, trend: bool, slope: bool) -> Shape:
        first = self.time[(self.post > 0) & ~np.isnan(self.counts)].min()
        return Shape(trend, slope, float(first))


def _main(series: _Series, wanted: str) -> tuple[Model, int | None]:
    """The regression that is answered with, and the lag of its errors.

    Raises:
        CannotAnswerError: it cannot be fitted.
    """
    before, after = (int(np.nansum(series.counts[series.post == side])) for side in (0, 1))
    found = None
    lag = newey_west_lag(int((~np.isnan(series.counts)).sum()))
    always = series.model == STRAIGHT  # in which errors of a lag are the rule
    if min(before, after) >= FEW:
        how = _errors(lag if always else None)
        found = series.fit(how, slope=series.bends)
    if found is None:
        raise CannotAnswerError(
            f"{subject(wanted)}: {number(before)} before the start and {number(after)} after it "
            "are too few to say what was to be expected. Nothing was "
            "changed. Ask of more kinds or a larger area, or ask “Treated and control”."
        )
    return found, lag if always else None


def _errors(lag: int | None) -> Errors:
    """Never narrower than the model's own; months are never taken to go against each other."""
    return Errors(lag, small_sample=True, least=1.0, leaning=lag is None)


def _ways(series: _Series, errors: Errors, advanced: bool) -> tuple[Way, ...]:
    """Each way to take the trend on, so that nobody relies on one of them unseen."""
    found = {
        "no trend": series.fit(errors, trend=False),
        "trend": series.fit(errors),
        "trend and slope": series.fit(errors, slope=True),
        "control": series.against(errors),
    }
    ways = [
        Way(key, fit.overall, fit.level, fit.observed / fit.overall.estimate)
        for key, fit in found.items()
        if fit is not None
    ]
    if advanced and series.control is not None:
        per_day = np.exp(series.offset.mean() - series.offset)
        ratio = state_space_ratio(series.counts * per_day, series.control * per_day, series.post)
        if ratio is not None:
            seen = float(np.nansum(series.counts[series.post == 1]))
            ways.append(Way("state space", ratio, None, seen / ratio.estimate))
    return tuple(ways)


def _day(event: Event) -> date:
    return event.day


def _near(events: Sequence[Event], start: date) -> tuple[Event, ...]:
    """Events close to the start; one alone in its month is taken to be the response itself."""
    close = [e for e in events if abs(index(e.day) - index(start)) <= CLOSE]
    own = [e for e in close if index(e.day) == index(start)]
    return tuple(e for e in close if len(own) != 1 or e is not own[0])
