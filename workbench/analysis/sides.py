"""What rows can be told apart by in a cross-table: a number for each row, a name for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import membership
from workbench.analysis.crossing import told_apart
from workbench.analysis.incidents import Incidents
from workbench.analysis.months import at, index, partial_ends
from workbench.analysis.places import located
from workbench.analysis.places import told_apart as places_told_apart
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import LONG_DAYS, listed, month
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

NOT_KNOWN: Final = "Not known"
WORDS: Final = {
    "kind": "kind of incident", "area": "area", "place": "place", "outcome": "outcome",
    "month": "month", "year": "year", "weekday": "day of the week", "hour": "hour",
}  # fmt: skip
IN_TIME: Final = ("month", "year", "weekday", "hour")  # these have an order of their own
_WORDED: Final = {"kind": Role.TYPE, "outcome": Role.OUTCOME}
_HOUR: Final = 3_600_000_000  # microseconds
_BLOCK: Final = 1 << 13  # rows at once
_MONDAY: Final = 3  # days from the Monday before 1 January 1970 to it


@dataclass(frozen=True)
class Side:
    """One side of a cross-table.

    ``numbers`` has a number for each row, or for each of few things that a row may be, which
    ``keys`` then points to; either way a number is a place in ``names``. The last name is
    ``NOT_KNOWN`` where some rows cannot be told.
    """

    way: str
    names: tuple[str, ...]
    numbers: Whole
    keys: NDArray[np.integer[Any]] | None = None
    snap: bool = False  # places that are anonymised map points
    gaps: tuple[int, ...] = ()  # months in which the file has no row of any kind
    partial: tuple[int, ...] = ()  # months that the file covers only in part
    by_point: bool = False  # areas by where points lie, though the rows have codes of others

    @property
    def in_order(self) -> bool:
        """Whether the names have an order of their own."""
        return self.way in IN_TIME

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.numbers if self.keys is None else self.keys)

    def scaled(self, step: int, part: slice) -> Whole:
        """The numbers of a part of the rows, times a step."""
        if self.keys is None:
            return self.numbers[part] * step
        return (self.numbers * step).take(self.keys[part])


def ways(rows: Incidents, shapes: Shapes | None) -> tuple[str, ...]:
    """What the rows can be told apart by, in the order in which it is offered."""
    pointed, coded = membership.pointed(rows), membership.coded(rows)
    timed = rows.has(Role.START)
    daily = timed and not rows.precision.months and not rows.summed
    there = {
        "kind": rows.has(Role.TYPE), "area": coded or (shapes is not None and pointed),
        "place": rows.has(Role.PLACE), "outcome": rows.has(Role.OUTCOME),
        "month": timed and rows.precision.months < 2, "year": timed, "weekday": daily,
        "hour": daily and rows.precision is Precision.MINUTE,
    }  # fmt: skip
    return tuple(way for way in WORDS if there[way])


def side(rows: Incidents, way: str, shapes: Shapes | None = None) -> Side:
    """Tell rows apart by one of their columns.

    Args:
        rows: with a column that bears it.
        way: one of ``ways``.
        shapes: boundaries whose areas are counted, where there are some.

    Raises:
        CannotAnswerError: the rows cannot be told apart in this way.
    """
    can = ways(rows, shapes)
    if way not in can:
        others = listed([WORDS[one] for one in can], "or")
        instead = f" Choose {others} instead, or bring in" if others else " Bring in"
        raise CannotAnswerError(
            f"This file does not give the {WORDS[way]} of each incident, so nothing can be counted "
            f"by it. Nothing was changed.{instead} a file that has it."
        )
    if way in _WORDED:
        return _worded(rows, way)
    made: Callable[[Incidents, Shapes | None], Side] = {
        "area": _areas, "place": _places, "month": _months, "year": _years,
        "weekday": _weekdays, "hour": _hours,
    }[way]  # fmt: skip
    return made(rows, shapes)


def _worded(rows: Incidents, way: str) -> Side:
    keys, first, words = _codes(rows.frame[_WORDED[way].value])
    return _named(way, keys, len(first), np.flatnonzero(first >= 0), words, words)


def _areas(rows: Incidents, shapes: Shapes | None) -> Side:
    """By the areas of the boundaries, or those that the rows name."""
    named = membership.labelled(rows, shapes)
    keys, first, codes = _codes(_area_words(named))
    there = np.flatnonzero(first >= 0)
    called = list(codes)
    if named.has(Role.AREA) and named.has(Role.AREA_NAME):
        words = named.frame[Role.AREA_NAME.value].gather(first[there]).cast(pl.String).to_list()
        called = [str(name or "").strip() or code for name, code in zip(words, codes, strict=True)]
    found = _named("area", keys, len(first), there, codes, called)
    return replace(found, by_point=membership.coded(rows) and _by_point(named.frame))


def _by_point(frame: pl.DataFrame) -> bool:
    """Whether most rows lie in their area by their point."""
    if membership.HOW not in frame.columns:
        return False
    how = np.bincount(frame[membership.HOW].to_numpy(), minlength=membership.UNKNOWN + 1)
    return bool(how[membership.BY_POINT] > how[membership.BY_CODE])


def _area_words(rows: Incidents) -> pl.Series:
    """The code of each row's area; its name where it has no code, or the rows have none."""
    if not rows.has(Role.AREA):
        return rows.frame[Role.AREA_NAME.value]
    given = rows.frame[Role.AREA.value]
    if not rows.has(Role.AREA_NAME) or not _some_blank(given):
        return given
    both = rows.frame.select(
        pl.col(Role.AREA, Role.AREA_NAME).cast(pl.String).str.strip_chars().replace("", None)
    )
    code, name = pl.col(Role.AREA), pl.col(Role.AREA_NAME)
    known = both.drop_nulls().group_by(name).agg(code.unique())
    known = known.filter(code.list.len() == 1).select(name, code.list.first().alias("of"))
    joined = both.join(known, on=Role.AREA_NAME, how="left", maintain_order="left")
    return joined.select(pl.coalesce(code, "of", name)).to_series()


def _some_blank(words: pl.Series) -> bool:
    there = words.unique().cast(pl.String)
    return bool(there.null_count() or (there.str.strip_chars() == "").any())


def _places(rows: Incidents, _: Shapes | None) -> Side:
    places, which = located(rows, "place")
    names = places_told_apart(places)
    number = np.where(which < 0, len(names), which)
    return _with_unknown("place", names, number, snap=places.snap)


def _codes(column: pl.Series) -> tuple[NDArray[np.integer[Any]], Whole, list[str]]:
    """The number of each row's words; a row that has each number, else -1; the words of each.

    Rows without words have the last number.
    """
    told = column if column.dtype == pl.Categorical else column.cast(pl.Categorical)
    codes = told.to_physical()
    size = int(codes.max() or 0) + 1  # type: ignore[arg-type]
    keys = (codes.fill_null(size) if codes.null_count() else codes).to_numpy()
    first = np.full(size + 1, -1, np.int64)
    least = int(codes.min() or 0)  # type: ignore[arg-type]
    last = size + (codes.null_count() > 0)
    for low in range(0, len(keys), _BLOCK):
        part = keys[low : low + _BLOCK]
        if (first[least:last] >= 0).all():
            break
        there = np.flatnonzero(np.bincount(part, minlength=size + 1))
        if (new := there[first[there] < 0]).size:  # all are soon met, so this is seldom done
            row = np.full(size + 1, -1, np.int64)
            row[part] = np.arange(low, low + len(part))
            first[new] = row[new]
    words = told.gather(first[first >= 0]).cast(pl.String).fill_null("").to_list()
    return keys, first, [word.strip() for word in words]


def _named(
    way: str, keys: NDArray[np.integer[Any]], size: int, there: Whole, codes: Sequence[str],
    called: Sequence[str],
) -> Side:  # fmt: skip
    """A side of words: alike but for blanks is one, and none at all is not known."""
    name_of: dict[str, str] = {}
    for code, name in zip(codes, called, strict=True):
        if code and name_of.get(code, code) == code:
            name_of[code] = name
    every = sorted(name_of)
    place = {code: at for at, code in enumerate(every)}
    numbers = np.full(size, len(every), np.int64)
    numbers[there] = [place.get(code, len(every)) for code in codes]
    names = told_apart([name_of[code] for code in every], every)
    known = all(codes)
    return Side(way, (*names, *(() if known else (NOT_KNOWN,))), numbers, keys)


def _with_unknown(way: str, names: Sequence[str], number: Whole, *, snap: bool = False) -> Side:
    """A side of which some rows, with the number after the last name, are not known."""
    unknown = bool((number == len(names)).any())
    every = (*names, *((NOT_KNOWN,) if unknown else ()))
    return Side(way, every, number.astype(np.int64), snap=snap)


def _days(rows: Incidents) -> tuple[NDArray[np.integer[Any]], date, int, bool]:
    """The day of each row from the first on; that day; how many days there are; any without one."""
    start = rows.frame[Role.START.value]
    some = bool(start.null_count())
    day, low = rows.days
    if not day.size:
        return np.zeros(len(rows), np.int64), date(1970, 1, 1), 0, True
    many = int(day.max()) + 1
    if some:
        every = np.full(len(rows), many, day.dtype)
        every[start.is_not_null().to_numpy()] = day
        day = every
    return day, date(1970, 1, 1) + timedelta(days=low), many, some


def _calendar(first: date, many: int) -> NDArray[np.datetime64]:
    return np.datetime64(first, "D") + np.arange(many)


def _by_day(
    rows: Incidents, way: str, table: Callable[[NDArray[np.datetime64]], Whole],
    named: Callable[[int], str], covered: Sequence[int] = (),
) -> Side:  # fmt: skip
    """A side that follows from the day: looked up, which is faster than a calendar for each row.

    ``covered`` are numbers that have a name, whether or not one of the rows has them.
    """
    keys, first, many, some = _days(rows)
    number = table(_calendar(first, many))
    ends = [*number[:1].tolist(), *number[-1:].tolist(), *covered]
    low, high = min(ends, default=0), max(ends, default=-1)
    names = [named(one) for one in range(low, high + 1)]
    numbers = np.append(number - low, len(names))
    return Side(way, (*names, *((NOT_KNOWN,) if some else ())), numbers, keys)


def _months(rows: Incidents, _: Shapes | None) -> Side:
    """Calendar months without a break; those without any row, or covered in part, are told."""
    whole = rows.covered()
    covered = [index(one) for one in whole.months]

    def number(days: NDArray[np.datetime64]) -> Whole:
        return days.astype("datetime64[M]").astype(np.int64) + 12 * 1970

    found = _by_day(rows, "month", number, lambda one: month(at(one)), covered)
    if not covered:
        return found
    first, last = covered[0], covered[-1]
    before, after = partial_ends(replace(rows, coverage=whole), whole.months)
    there = set(covered)
    gaps = tuple(one - first for one in range(first, last + 1) if one not in there)
    partial = (0,) * before + (last - first,) * after
    return replace(found, gaps=gaps, partial=partial)


def _years(rows: Incidents, _: Shapes | None) -> Side:
    """Calendar years without a break; those without any row, or covered in part, are told."""
    covered = rows.covered().months

    def number(days: NDArray[np.datetime64]) -> Whole:
        return days.astype("datetime64[Y]").astype(np.int64) + 1970

    found = _by_day(rows, "year", number, str, [one.year for one in covered])
    many = Counter(one.year for one in covered)
    years = [int(name) for name in found.names if name != NOT_KNOWN]
    gaps = tuple(at for at, year in enumerate(years) if not many[year])
    full = 12 // max(1, rows.precision.months)
    partial = tuple(at for at, year in enumerate(years) if 0 < many[year] < full)
    return replace(found, gaps=gaps, partial=partial)


def _weekdays(rows: Incidents, _: Shapes | None) -> Side:
    keys, first, many, some = _days(rows)
    number = (_calendar(first, many).astype(np.int64) + _MONDAY) % 7
    return Side(
        "weekday", (*LONG_DAYS, *((NOT_KNOWN,) if some else ())), np.append(number, 7), keys
    )


def _hours(rows: Incidents, _: Shapes | None) -> Side:
    start = rows.frame[Role.START.value].cast(pl.Datetime("us"))
    known = start.is_not_null().to_numpy()
    hour = start.to_physical().fill_null(0).to_numpy() // _HOUR % 24
    names = [f"{one:02d}:00" for one in range(24)]
    return _with_unknown("hour", names, np.where(known, hour, 24))
