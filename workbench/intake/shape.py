"""What speaks for a table of figures, and what for a list of incidents: decided on all evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates
from workbench.intake.column_facts import Facts
from workbench.intake.column_words import LABELS_IN_NUMBERS, ROW_NUMBERS, WEAK_COUNTS
from workbench.intake.misspelt import plain_words
from workbench.intake.recipe import ColumnChoice
from workbench.intake.source import Source
from workbench.intake.words import spaced

_LOOKED_AT: Final = 500  # rows of times
_CLOCKED: Final = 0.2  # of the times that are not on the hour: no table of figures has them
_ALIKE: Final = 0.97  # of the rows whose labels occur once
_STEPS: Final = (1, 7, 14)  # days from one row of a table of figures to the next
_WITHIN_AN_HOUR: Final = tuple(timedelta(minutes=n) for n in (5, 10, 15, 20, 30, 60))
_DENSE: Final = 0.8  # of the days of a span, or of the cells of a grid, that a table has


@dataclass(frozen=True)
class Signs:
    """What was found: ``own`` marks of a single incident in each row, ``points`` apart.

    ``single`` tells that no two rows have the same labels, ``regular`` that times (and areas)
    follow each other without gaps.
    """

    own: tuple[str, ...]
    points: bool
    single: bool
    regular: bool
    numbered: str = ""  # a reference that may but number the rows

    @property
    def incidents(self) -> bool:
        """Tell whether each row is surely an incident."""
        return bool(self.own)


def signs(source: Source, taken: Mapping[str, ColumnChoice], facts: Mapping[str, Facts]) -> Signs:
    """Look at everything that tells a list of incidents from a table of figures."""
    by_role: dict[Role, str] = {}
    for name, choice in taken.items():
        by_role.setdefault(choice.role, name)
    starts = tuple(name for name, choice in taken.items() if choice.role is Role.START)
    at = _moments(source, starts)
    own = []
    reference = by_role.get(Role.REFERENCE)
    numbered = reference if reference and _only_numbers(source, reference) else ""
    if reference and not numbered:
        own.append(f"a reference (“{reference}”)")
    if Role.PERSON in by_role:
        own.append(f"a person (“{by_role[Role.PERSON]}”)")
    if Role.END in by_role:
        own.append("a start and an end")
    if _clocked(at):
        own.append("a time of day to the minute")
    points = bool({Role.LONGITUDE, Role.EASTING, Role.POINT} & by_role.keys())
    labels = label_columns(source, taken, facts)
    single, regular = _single(source, labels), _regular(source, at, by_role)
    return Signs(tuple(own), points, single, regular, numbered)


def label_columns(
    source: Source, taken: Mapping[str, ColumnChoice], facts: Mapping[str, Facts]
) -> list[str]:
    """The columns that say what, where and when a row counts, numbers left aside."""
    numbers = {Role.COUNT, Role.LATITUDE, Role.LONGITUDE, Role.EASTING, Role.NORTHING}
    found = []
    for name in source.columns:
        choice, known = taken.get(name), facts[name]
        if not known.filled or (choice and choice.role in numbers):
            continue
        numbers_only = (choice is None and known.counted > 0.8) or known.numeric > 0.8
        if (
            numbers_only
            and known.bare_dated < 0.8
            and not re.fullmatch(LABELS_IN_NUMBERS, plain_words(name))
        ):
            continue
        found.append(name)
    return found


def strong(name: str) -> bool:
    """Tell whether a name says count and nothing else; "Value" and "Number" may be anything."""
    return re.fullmatch(WEAK_COUNTS, spaced(name)) is None


def all_one(source: Source, name: str) -> bool:
    """Tell whether a column counts 1 in every row, as a list of incidents may."""
    return source.table[name].str.strip_chars().drop_nulls().unique().to_list() == ["1"]


def _moments(source: Source, starts: tuple[str, ...]) -> pl.Series | None:
    """When rows start, of a sample; None without dates that can be read."""
    if not starts:
        return None
    step = max(1, source.rows // _LOOKED_AT)
    text = dates.joined(source.table.gather_every(step).head(_LOOKED_AT), starts)
    at = dates.read(text, dates.order_of(text))["at"].drop_nulls()
    return at if len(at) > 0.5 * len(text) else None


def _clocked(at: pl.Series | None) -> bool:
    if at is None or len(at) < 2:
        return False
    steps = at.unique().sort().diff().drop_nulls()
    usual = steps.mode()[0] if len(steps) > 2 else None
    if usual in _WITHIN_AN_HOUR and float((steps == usual).mean() or 0) > _DENSE:
        return False  # a figure every quarter of an hour
    minutes = at.dt.minute()
    return bool((minutes != 0).mean() > _CLOCKED) and minutes.n_unique() > 2  # type: ignore[operator]


def _only_numbers(source: Source, name: str) -> bool:
    """Tell whether a column but numbers the rows, or gives each area a code."""
    if re.fullmatch(ROW_NUMBERS, spaced(name)):
        return True
    number = source.table[name].head(50).cast(pl.Int64, strict=False)
    step = number.diff().drop_nulls()
    return not number.null_count() and len(step) > 2 and bool((step == 1).all())


def _single(source: Source, labels: list[str]) -> bool:
    """Tell whether no two rows say the same of what, where and when they count."""
    if not labels:
        return False
    return source.table.select(labels).n_unique() >= _ALIKE * source.rows


def _regular(source: Source, at: pl.Series | None, by_role: Mapping[Role, str]) -> bool:
    """Tell whether days follow each other without gaps, or make a whole grid with areas."""
    if at is None:
        return True
    days = at.dt.date().unique().sort()
    if len(days) < 2 or bool((days.dt.day() == 1).all()):
        return True
    steps = days.diff().drop_nulls().dt.total_days()
    usual = steps.mode().to_list()[0]
    even = bool(((steps == usual).mean() or 0) > _DENSE) and (usual in _STEPS or usual > 27)
    area = by_role.get(Role.AREA) or by_role.get(Role.AREA_NAME) or by_role.get(Role.TYPE)
    if area is None or len(at) < source.rows:
        return even
    several = source.table[area].n_unique()
    return even or (several > 1 and source.rows >= _DENSE * len(days) * several)


def why_incidents(found: Signs) -> str:
    """Why each row is taken for one incident."""
    told = [*found.own, *(("a point on the map",) if found.points else ())]
    if not told and found.numbered:
        told = [f"a number of its own (“{found.numbered}”)"]
    if told:
        return f"Each row is one incident: it has {_listed(told)}."
    if not found.single:
        return "Each row is one incident: the same labels come again in several rows."
    return "Each row is one incident: no column of counts was found."


def doubt(
    source: Source,
    taken: Mapping[str, ColumnChoice],
    facts: Mapping[str, Facts],
    found: Signs,
) -> str:
    """Why rows that come in as incidents may be figures after all; empty where they may not."""
    if found.own or found.points or not found.single or source.rows < 2:
        return ""
    places = {Role.LATITUDE, Role.LONGITUDE, Role.EASTING, Role.NORTHING}
    numbers = [
        name
        for name, known in facts.items()
        if known.numeric > 0.8 and not known.bare_dated > 0.9
        and (name not in taken or taken[name].role not in places)
        and not re.fullmatch(r"(.* )?(age|id|no|ref|code|beat|ward)", plain_words(name))
    ]  # fmt: skip
    if not numbers or not found.regular:
        return ""
    return (
        f"This may be a table of figures: no two rows have the same labels, and {_some(numbers)} "
        "holds numbers. Each row would count as one incident. Say which column counts, or read it "
        "as a table of figures; weights and residents belong under Tables and events."
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _some(names: list[str]) -> str:
    return f"“{names[0]}”" + (f" (as do {len(names) - 1} more)" if len(names) > 1 else "")
