"""Two areas or two kinds over the same months: counts, their ratio, and their course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from workbench.analysis.chances import normal_quantile
from workbench.analysis.chosen_areas import keep_apart, need_codes, series_of
from workbench.analysis.comparison import Interval, cautious_ratio, rate_ratio
from workbench.analysis.dispersion import Dispersion
from workbench.analysis.equal_rates import equal_rates
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.months import Monthly, index, last_day, monthly, parse
from workbench.analysis.spans import Span, count_in, shown, span_of
from workbench.analysis.trend_gaps import trend_gap
from workbench.analysis.uncertainty import Variation, level_factor
from workbench.analysis.verdict import Move, from_nought, move
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

FEWEST: Final = 12  # steps from month to month, to say whether two series move together


@dataclass(frozen=True)
class Part:
    """One of the two: its name, what it is, and its counts."""

    name: str
    codes: tuple[str, ...]  # of its small areas; empty for a kind
    kind: str
    n: int
    share: float | None  # of all that the file has in these months
    size: float  # people or homes there; 0 where not given
    by_month: tuple[int | None, ...]


@dataclass(frozen=True)
class SideBySide:
    """Two series over the same months, the first set against the second."""

    basis: Basis
    incident_type: str
    by: str  # "area" or "kind"
    first: Part
    second: Part
    months: tuple[date, ...]
    span: Span
    exact: Interval | None  # chance alone; None where the second has none
    cautious: Interval | None  # as months vary
    from_nought: bool  # the first has more than nothing by more than months vary
    phi: Dispersion
    test: str
    p: float
    gap: Interval | None  # how the first's yearly trend differed from the second's
    together: Interval | None  # correlation of their steps from month to month
    partial: tuple[date, ...]
    in_partial: int
    events: tuple[Event, ...]
    withheld: int = 0  # counts are not shown, for one is below this
    variation: Variation | None = None  # None in answers from before it was told

    @property
    def sized(self) -> bool:
        """Whether rates are compared, and not counts."""
        return self.first.size > 0 and self.second.size > 0

    @property
    def move(self) -> Move:
        """Whether the first has fewer (fell) or more (rose) than the second."""
        return Move.ROSE if self.from_nought else move(self.exact, self.cautious)

    def rate(self, part: Part) -> float:
        """Incidents a year for each thousand there."""
        return part.n / part.size * 1000 * 365.25 / self.span.days


def steps_together(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Interval | None:
    """Correlation of two series' steps from month to month, on the square-root scale.

    Args:
        first: counts, shape (n,); NaN are gaps.
        second: the same months of the other.
        level: coverage, 0 to 1.

    Returns:
        From -1 to 1; None with fewer than 12 steps between neighbouring months, or where one
        series never moves. Steps of independent counts have an autocorrelation of -1/2, so that
        the variance of their correlation is 1.5 times what it would be: the range allows for that.

    Source: Fisher's z; Bartlett (1946) J Royal Stat Soc suppl. 8:27 for the variance.
    """
    one, other = (np.diff(np.sqrt(np.asarray(part, np.float64))) for part in (first, second))
    known = ~(np.isnan(one) | np.isnan(other))
    one, other = one[known], other[known]
    if one.size < FEWEST or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return None
    found = float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))
    centre = np.arctanh(np.clip(found, -1 + 1e-12, 1 - 1e-12))
    reach = normal_quantile(0.5 + level / 2) / sqrt(one.size / 1.5 - 3)
    return Interval(found, float(np.tanh(centre - reach)), float(np.tanh(centre + reach)))


def side_by_side(asked: Asked, given: Mapping[str, Value]) -> SideBySide:
    """Compare two areas, or else two kinds of incident.

    Args:
        asked: rows with start, and small area or kind; rows or totals.
        given: the settings, complete: codes ``one`` and ``other``, kinds ``type`` and ``against``,
            months ``first`` and ``last``, names and sizes.

    Raises:
        CannotAnswerError: only one is chosen, they overlap, or there are no data.
    """
    areas = bool(given["one"] or given["other"])
    found = _areas(asked.incidents, given) if areas else _kinds(asked.incidents, given)
    whole, parts = found
    first, last = parse(given["first"]), parse(given["last"])
    if first and last and first > last:
        raise CannotAnswerError(
            "The first month is after the last. Nothing was changed. Choose them in order."
        )
    if not whole.months:
        raise CannotAnswerError(
            "The data hold no complete month, so nothing can be compared. Nothing was changed. "
            "Bring in more months."
        )
    span = span_of(whole, first or whole.months[0], last or whole.months[-1])
    total = count_in(whole, span)
    one, other = (
        Part(name, codes, kind, n := count_in(series, span), n / total if total else None, size,
             shown(series, span.first, span.last))
        for name, codes, kind, size, series in parts
    )  # fmt: skip
    return _compared(asked, "area" if areas else "kind", (one, other), span, whole)


Named = tuple[str, tuple[str, ...], str, float, Monthly]


def _areas(incidents: Incidents, given: Mapping[str, Value]) -> tuple[Monthly, list[Named]]:
    """All rows by month, and the two areas."""
    incidents.need(Role.AREA)
    if given["against"]:
        raise CannotAnswerError(
            "Two areas and a second kind are chosen, and only one pair can be compared at a time. "
            "Nothing was changed. Leave out the areas, or the second kind."
        )
    codes = need_codes(given["one"], "first"), need_codes(given["other"], "second")
    keep_apart(*codes, ("the first area", "the second"))
    wanted = str(given["type"] or "")
    parts = [
        (_called(given, key, part, incidents, f"{place} area"), part, wanted, _size(given, key),
         series_of(incidents, part, wanted, place.lower()))
        for key, part, place in zip(("one", "other"), codes, ("First", "Second"), strict=True)
    ]  # fmt: skip
    return monthly(incidents, wanted), parts


def _kinds(incidents: Incidents, given: Mapping[str, Value]) -> tuple[Monthly, list[Named]]:
    """All rows by month, and the two kinds; the commonest where none is chosen."""
    if not incidents.has(Role.TYPE):
        raise CannotAnswerError(
            "No two areas are chosen, and this file does not say what kind each incident is, so "
            "there are no two things to compare. Nothing was changed. Choose two areas."
        )
    chosen = [str(given[key]) for key in ("type", "against") if given[key]]
    if len(chosen) == 2 and chosen[0] == chosen[1]:
        raise CannotAnswerError(
            f"“{chosen[0]}” cannot be compared with itself. Nothing was changed. Choose another "
            "second kind."
        )
    for kind in _commonest(incidents):
        if len(chosen) < 2 and kind not in chosen:
            chosen = [*chosen, kind] if given["type"] or not given["against"] else [kind, *chosen]
    if len(chosen) < 2:
        raise CannotAnswerError(
            "The data hold fewer than two kinds of incident, so none can be compared. Nothing was "
            "changed. Choose two areas, or bring in a file with more kinds."
        )
    one, other = chosen
    return monthly(incidents), [
        (one, (), one, _size(given, "one"), monthly(incidents, one)),
        (other, (), other, _size(given, "other"), monthly(incidents, other)),
    ]


def _commonest(incidents: Incidents) -> list[str]:
    """Kinds of incident, the commonest first."""
    weight = pl.col(Role.COUNT).sum() if incidents.summed else pl.len()
    kinds = incidents.frame.group_by(pl.col(Role.TYPE).cast(pl.String)).agg(weight.alias("n"))
    ordered = kinds.drop_nulls().sort("n", Role.TYPE, descending=[True, False])
    return [str(kind) for kind in ordered[Role.TYPE.value].head(3) if str(kind).strip()]


def _size(given: Mapping[str, Value], key: str) -> float:
    """How many people or homes; less than one is none, as when nothing was said."""
    value = given[f"size_{key}"]
    return float(value) if isinstance(value, (int, float)) and value >= 1 else 0.0


def _called(
    given: Mapping[str, Value], key: str, codes: tuple[str, ...], incidents: Incidents, place: str
) -> str:
    """What a person calls an area; else the name or code of a single small area."""
    if name := str(given[f"name_{key}"] or "").strip():
        return name
    if len(codes) > 1:
        return place
    if incidents.has(Role.AREA_NAME):
        named = incidents.frame.filter(pl.col(Role.AREA) == codes[0])[Role.AREA_NAME.value]
        found = named.drop_nulls()
        return str(found[0]) if len(found) else codes[0]
    return codes[0]


def _compared(
    asked: Asked, by: str, parts: tuple[Part, Part], span: Span, whole: Monthly
) -> SideBySide:
    """Put counts, ranges and course together."""
    one, other = parts
    first, second = (
        np.array([np.nan if c is None else c for c in part.by_month], np.float64) for part in parts
    )
    months = tuple(m for m in whole.months if span.first <= m <= span.last)
    time = np.array([index(m) for m in months], np.float64)
    varies = level_factor(first, second, time)
    sizes = (one.size, other.size) if one.size and other.size else (1.0, 1.0)
    exact = rate_ratio(one.n, other.n, *sizes)
    test, p = equal_rates(one.n, other.n, *sizes)
    return SideBySide(
        Basis(asked.incidents.source, one.n + other.n, span.months[0], last_day(span.months[-1]),
              whole.left_out),
        one.kind if by == "area" else "",
        by, one, other, months, span, exact,
        exact if varies.factor == 1 else cautious_ratio(one.n, other.n, varies.factor, *sizes),
        not other.n and from_nought(one.n, varies.factor, *sizes),
        Dispersion(varies.phi, varies.learnt, varies.months), test, p,
        trend_gap(first, second, time),
        steps_together(first, second),
        whole.partial, whole.in_partial,
        tuple(e for e in asked.events if months[0] <= e.day <= last_day(months[-1])),
        variation=varies,
    )  # fmt: skip
