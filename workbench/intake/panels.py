"""Tables of counts: wide or long, by area or not, with the time in rows or in names of columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates, periods
from workbench.intake.column_words import (
    CODES,
    COUNTED,
    FLAGS,
    LABELS,
    NOT_COUNTS,
    ROW_NUMBERS,
    TOTALS,
)
from workbench.intake.counts import figure, suppressed
from workbench.intake.recipe import ColumnChoice
from workbench.intake.source import Source
from workbench.intake.words import spaced

_INCIDENTS: Final = {Role.REFERENCE, Role.LONGITUDE, Role.EASTING, Role.END, Role.PERSON}
_SUMMED: Final = 40  # columns among which a sum of the others is looked for
_FLAG: Final = "it marks areas or months, it counts nothing"
_NO_COUNT: Final = "a rate, an average or an amount, not a count"
_TOTAL: Final = "a total of other columns: with it they would count twice"


@dataclass(frozen=True)
class Panel:
    """Whether the rows are totals, and what that makes of the columns."""

    summed: bool
    columns: dict[str, ColumnChoice] = field(default_factory=dict)


def find(
    source: Source,
    taken: dict[str, ColumnChoice],
    counts: Callable[[str], bool],
) -> Panel:
    """Recognise a table of counts.

    Long: one column is called a count. Wide: the names of two or more columns of counts hold
    periods; or a time, or an area and a time, or an area alone, occurs once and columns of whole
    numbers stand beside it. Flags, totals and rates are told apart.
    """
    by_role = {choice.role: name for name, choice in taken.items()}
    called = by_role.get(Role.COUNT)
    demoted = {
        called: ColumnChoice(called, Role.OTHER, "a number, but the rows are not totals")
        for called in (called,)
        if called
    }
    incidents = bool(by_role.keys() & _INCIDENTS)
    free = [name for name in source.columns if name not in taken and counts(name)]
    dated = _dated(source, free, taken, by_role)
    if dated and not incidents:
        return Panel(True, {**demoted, **dated})
    if called and not incidents:
        beside = {
            name: ColumnChoice(name, Role.COUNT, f"the number of “{name}” in each row")
            for name in free
            if re.search(COUNTED, spaced(name)) and not _rate(name)
        }
        return Panel(True, {**beside, **_labelled(source, {**taken, **beside})})
    if incidents or not _unlike(source, taken, by_role):
        return Panel(False, demoted)
    columns = _told_apart(source, free, by_role)
    found = [name for name, choice in columns.items() if choice.role is Role.COUNT]
    for name in _sums(source, found):
        columns[name] = ColumnChoice(name, Role.LEFT_OUT, _TOTAL, meant=Role.COUNT)
    timed = Role.START in by_role
    area = by_role.get(Role.AREA) or by_role.get(Role.AREA_NAME)
    enough = len(found) > (1 if timed and area else 0)
    if enough and (timed or any(_counted(source, name) for name in found)):
        return Panel(True, {**columns, **_labelled(source, {**taken, **columns})})
    return Panel(False, demoted)


def _dated(
    source: Source,
    free: list[str],
    taken: dict[str, ColumnChoice],
    by_role: dict[Role, str],
) -> dict[str, ColumnChoice]:
    """Columns of counts with a period in their names, and what the columns beside them are."""
    found = periods.periods(name for name in free if not _rate(name))
    bare = any(period.first is None for period in found.values())
    if len({period.text for period in found.values()}) < 2 or (bare and Role.START not in by_role):
        return {}
    columns = {
        name: ColumnChoice(
            name,
            Role.COUNT,
            "a count of the period in its name",
            period=period.text,
            kind=period.rest,
        )
        for name, period in found.items()
    }
    for name in free:
        if name not in columns and not re.fullmatch(CODES, spaced(name)):
            total = re.fullmatch(TOTALS, spaced(name)) or name.startswith("Column ")
            why = _TOTAL if total else _NO_COUNT if _rate(name) else "no period is in its name"
            columns[name] = ColumnChoice(name, Role.LEFT_OUT, why, meant=Role.COUNT)
    start = by_role.get(Role.START)
    if start and not bare:
        why = "the periods stand in the names of the columns"
        columns[start] = ColumnChoice(start, Role.OTHER, why)
    return {**columns, **_labelled(source, {**taken, **columns})}


def _labelled(source: Source, taken: dict[str, ColumnChoice]) -> dict[str, ColumnChoice]:
    """What is counted and where, from columns of words that no role was found for."""
    roles = {choice.role for choice in taken.values()}
    found: dict[str, ColumnChoice] = {}
    words = [name for name in source.columns if name not in taken and _words(source, name)]
    for role, pattern, why in LABELS:
        name = next((n for n in words if n not in found and re.search(pattern, spaced(n))), None)
        if role not in roles and name is not None:
            found[name] = ColumnChoice(name, role, why)
    first = next((name for name in words if name not in found), None)
    placeless = not roles & {Role.AREA, Role.AREA_NAME} and all(
        each.role is not Role.AREA_NAME for each in found.values()
    )
    if placeless and first is not None and first.startswith("Column "):
        found[first] = ColumnChoice(first, Role.AREA_NAME, "it labels the rows")
    return found


def _words(source: Source, name: str) -> bool:
    filled = source.table[name].drop_nulls().head(400)
    return bool(len(filled)) and int(filled.str.contains(r"[A-Za-z]{3}").sum()) > 0.8 * len(filled)


def _unlike(source: Source, taken: dict[str, ColumnChoice], by_role: dict[Role, str]) -> bool:
    """Tell whether an area, a time, or both together, occur once each."""
    area = by_role.get(Role.AREA) or by_role.get(Role.AREA_NAME)
    keys = [source.table[area].alias("area")] if area else []
    starts = tuple(name for name, choice in taken.items() if choice.role is Role.START)
    if starts:
        text = dates.joined(source.table, starts)
        if dates.decide(text.head(500)).read < 0.9 * min(500, source.rows):
            return False
        keys.append(text.alias("start"))
    if not keys:
        keys = [source.table[name] for name in source.columns if _words(source, name)]
    return bool(keys) and pl.DataFrame(keys).n_unique() >= (0.99 if starts else 0.97) * source.rows


def _told_apart(
    source: Source, free: list[str], by_role: dict[Role, str]
) -> dict[str, ColumnChoice]:
    keys = [by_role[role] for role in (Role.AREA, Role.AREA_NAME, Role.START) if role in by_role]
    columns: dict[str, ColumnChoice] = {}
    for name in free:
        plain = spaced(name)
        if re.fullmatch(FLAGS, plain) or _is_flag(source, name, keys):
            columns[name] = ColumnChoice(name, Role.OTHER, _FLAG)
        elif re.fullmatch(TOTALS, plain):
            columns[name] = ColumnChoice(name, Role.LEFT_OUT, _TOTAL, meant=Role.COUNT)
        elif not _rate(name) and not _numbers_rows(source, name):
            why = f"the number of “{name}” in each row"
            columns[name] = ColumnChoice(name, Role.COUNT, why)
    return columns


def _rate(name: str) -> bool:
    """Tell whether a name speaks of a rate, a code or an amount, not of a count."""
    last = spaced(name.rpartition(" / ")[2])
    if re.match(r"(number|no|count)s?( of)? \w", last):
        return False
    return bool(re.fullmatch(NOT_COUNTS, spaced(name))) or "%" in name


def _sums(source: Source, names: list[str]) -> list[str]:
    """Columns that are the sum of all the others in nearly every row."""
    if not 2 < len(names) <= _SUMMED:
        return []
    numbers = source.table.head(2_000).select(figure(pl.col(name)) for name in names).drop_nulls()
    if numbers.height < 3:
        return []
    whole = numbers.sum_horizontal()
    return [name for name in names if int((2 * numbers[name] == whole).sum()) > 0.9 * len(whole)]


def _counted(source: Source, name: str) -> bool:
    """Tell whether a column says that it counts, by its name or by figures that are withheld."""
    if re.search(COUNTED, spaced(name)):
        return True
    return bool(source.table.select(suppressed(pl.col(name)).any()).item())


def _numbers_rows(source: Source, name: str) -> bool:
    """Tell whether a column only numbers the rows: 1, 2, 3 ..."""
    text = source.table[name].head(50)
    number = text.cast(pl.Int64, strict=False)
    step = number.diff().drop_nulls()
    named = re.fullmatch(ROW_NUMBERS, spaced(name)) is not None
    return named or (len(step) > 5 and bool((step == 1).all()))


def _is_flag(source: Source, name: str, keys: list[str]) -> bool:
    """Tell whether a column of noughts and ones is the same all over an area or a month."""
    table = source.table
    values = set(table[name].unique().drop_nulls().to_list())
    if not values <= {"0", "1"}:
        return False
    if len(keys) == 1:  # in a series it goes from 0 to 1 once, or back
        changes = int((table[name] != table[name].shift()).sum())
        return changes <= 2
    return any(
        table.group_by(key).agg(pl.col(name).n_unique()).select(pl.col(name).max()).item() == 1
        for key in keys
    )
