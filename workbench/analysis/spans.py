"""The periods that were chosen for a comparison, and what the data hold of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.dispersion import MONTHS_NEEDED
from workbench.analysis.kind import Parameter, Value
from workbench.analysis.months import Monthly, days_in, index, parse
from workbench.analysis.uncertainty import Layout
from workbench.analysis.words import month, period
from workbench.errors import CannotAnswerError

PERIODS = (
    Parameter("before_first", "Before: first month", "month", None),
    Parameter("before_last", "Before: last month", "month", None),
    Parameter("after_first", "After: first month", "month", None),
    Parameter("after_last", "After: last month", "month", None),
)
Limits = tuple[date, date, date, date]


@dataclass(frozen=True)
class Span:
    """A period: its first and last month, and those of them with data."""

    first: date
    last: date
    months: tuple[date, ...]
    asked: tuple[date, date] | None = None  # as it was chosen, where the data hold less of it

    @property
    def words(self) -> str:
        """Jan 2020 to Dec 2021."""
        return period(self.first, self.last)

    @property
    def days(self) -> int:
        """Days of the months with data."""
        return days_in(self.months)


def limits_of(given: Mapping[str, Value]) -> Limits:
    """The four months of ``PERIODS``, in order.

    Raises:
        CannotAnswerError: one is missing, or they overlap or run backwards.
    """
    found = tuple(parse(given[one.key]) for one in PERIODS)
    a, b, c, d = found
    if a is None or b is None or c is None or d is None:
        raise CannotAnswerError(
            "The months before and after are not all chosen, so nothing can be compared. "
            "Nothing was changed. Choose the first and last month of both periods."
        )
    if not (a <= b < c <= d):
        raise CannotAnswerError(
            f"Before is {month(a)} to {month(b)} and after is {month(c)} to {month(d)}: the "
            "periods overlap or run backwards. Nothing was changed. Choose months in order."
        )
    return a, b, c, d


def latest(found: Monthly) -> Limits:
    """The last year of complete months against the year before; less where the data hold less.

    Between one and two years: the months of the second year against the same of the first. Up to
    a year: the later half against the earlier.

    Raises:
        CannotAnswerError: there are not two months.
    """
    months = found.months
    if len(months) < 2:
        raise CannotAnswerError(
            f"Two periods need at least two complete months, and the data have {len(months)}. "
            "Nothing was changed. Bring in earlier months."
        )
    long = min(12, len(months) - 12) if len(months) > 12 else len(months) // 2
    back = 12 if len(months) > 12 else long
    start = len(months) - long
    return months[start - back], months[start - back + long - 1], months[start], months[-1]


def even_seasons(before: Sequence[date], after: Sequence[date]) -> bool:
    """Whether both periods hold each month of the year in the same proportion."""
    one, other = (
        np.bincount([m.month for m in months], minlength=13) / len(months)
        for months in (before, after)
    )
    return bool(np.allclose(one, other))


def matched(before: Span, after: Span) -> tuple[Span, Span]:
    """Both periods with only those months of the year that both hold; as they were if none is."""
    both = {m.month for m in before.months} & {m.month for m in after.months}
    if not both:
        return before, after
    one, other = (
        replace(span, months=tuple(m for m in span.months if m.month in both))
        for span in (before, after)
    )
    return one, other


def span_of(found: Monthly, first: date, last: date) -> Span:
    """The months of a period that have data.

    Raises:
        CannotAnswerError: none has.
    """
    inside = tuple(
        m
        for m, c in zip(found.months, found.counts, strict=True)
        if first <= m <= last and not np.isnan(c)
    )
    if not inside:
        has = period(found.months[0], found.months[-1]) if found.months else "no month"
        raise CannotAnswerError(
            f"There is no complete month of data in {period(first, last)}: the file holds {has}. "
            "Nothing was changed. Choose months that it holds."
        )
    low, high = max(first, found.months[0]), min(last, found.months[-1])
    return Span(low, high, inside, None if (low, high) == (first, last) else (first, last))


def count_in(found: Monthly, span: Span) -> int:
    """Incidents in the months of a period."""
    known = dict(zip(found.months, found.counts.tolist(), strict=True))
    return int(sum(known[m] for m in span.months))


def shown(found: Monthly, first: date, last: date) -> tuple[int | None, ...]:
    """Counts of every month from one to another; None where there are no data."""
    pairs = zip(found.months, found.counts, strict=True)
    return tuple(None if np.isnan(c) else int(c) for m, c in pairs if first <= m <= last)


def gaps_in(months: Sequence[date], spans: Sequence[Span]) -> tuple[date, ...]:
    """Months of the periods without data."""
    return tuple(
        m
        for span in spans
        for m in months
        if index(span.first) <= index(m) <= index(span.last) and m not in span.months
    )


def usable_before(found: Monthly, before: Span) -> NDArray[np.bool_]:
    """The months from which the usual ups and downs are learnt, shape (months,).

    The chosen period is used when it has two years; otherwise every month of data up to its end.
    """
    upto = np.array([m <= before.last for m in found.months], bool)
    chosen = upto & np.array([m >= before.first for m in found.months], bool)
    known = ~np.isnan(found.counts)
    return chosen if (chosen & known).sum() >= MONTHS_NEEDED else upto


def layout_of(found: Monthly, before: Span, after: Span) -> Layout:
    """The months that are compared, and those before that may be learnt from."""
    first, second = set(before.months), set(after.months)
    return Layout(
        np.array([index(m) for m in found.months], np.int64),
        np.array([m in first for m in found.months], bool),
        np.array([m in second for m in found.months], bool),
        usable_before(found, before),
    )


def said_asked(span: Span, name: str) -> str:
    """What a period was chosen to be, where the data hold less of it; empty where they hold all."""
    if span.asked is None:
        return ""
    return (
        f"The period {name} was chosen as {period(*span.asked)}, but the data hold only "
        f"{span.words} of it"
    )
