"""Tables of counts: an area and a month a row, and a column for each kind of incident."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates
from workbench.intake.column_words import FLAGS, NOT_COUNTS, TOTALS
from workbench.intake.recipe import ColumnChoice
from workbench.intake.source import Source
from workbench.intake.words import spaced


@dataclass(frozen=True)
class Panel:
    """Whether the rows are totals, and what that makes of the columns."""

    summed: bool
    columns: dict[str, ColumnChoice] = field(default_factory=dict)


def find(
    source: Source,
    taken: dict[str, ColumnChoice],
    facts_are_counts: Callable[[str], bool],
) -> Panel:
    """Recognise a table of counts.

    Long: one column of counts and no reference. Wide: an area and a month occur once each, and
    two or more columns of whole numbers stand beside them; flags and totals are told apart.
    """
    by_role = {choice.role: name for name, choice in taken.items()}
    if Role.COUNT in by_role and Role.REFERENCE not in by_role:
        return Panel(True)
    demoted = {
        name: ColumnChoice(name, Role.OTHER, "a number, but the rows are not totals")
        for name in (by_role.get(Role.COUNT),)
        if name
    }
    area = by_role.get(Role.AREA) or by_role.get(Role.AREA_NAME)
    start = by_role.get(Role.START)
    if not area or not start or by_role.keys() & {Role.REFERENCE, Role.LONGITUDE, Role.EASTING}:
        return Panel(False, demoted)
    if dates.looks_like(source.table[start].head(500)) < 0.9 or _repeats(source, area, start):
        return Panel(False, demoted)
    free = [name for name in source.columns if name not in taken and facts_are_counts(name)]
    columns = _told_apart(source, free, area, start)
    counts = [name for name, choice in columns.items() if choice.role is Role.COUNT]
    return Panel(True, columns) if len(counts) > 1 else Panel(False, demoted)


def _repeats(source: Source, area: str, start: str) -> bool:
    """Tell whether an area has more than one row for the same time."""
    pairs = int(source.table.select(pl.struct(area, start).n_unique()).item())
    return pairs < 0.99 * source.rows


def _told_apart(source: Source, free: list[str], area: str, start: str) -> dict[str, ColumnChoice]:
    columns: dict[str, ColumnChoice] = {}
    for name in free:
        plain = spaced(name)
        if re.fullmatch(FLAGS, plain) or _is_flag(source, name, area, start):
            why = "it marks areas or months, it counts nothing"
            columns[name] = ColumnChoice(name, Role.OTHER, why)
        elif re.fullmatch(TOTALS, plain):
            why = "a total of other columns: with it they would count twice"
            columns[name] = ColumnChoice(name, Role.LEFT_OUT, why, meant=Role.COUNT)
        elif not re.fullmatch(NOT_COUNTS, plain):
            columns[name] = ColumnChoice(name, Role.COUNT, f"the number of “{name}” in each row")
    return columns


def _is_flag(source: Source, name: str, area: str, start: str) -> bool:
    """Tell whether a column of noughts and ones is the same all over an area or a month."""
    table = source.table
    if not set(table[name].unique().drop_nulls().to_list()) <= {"0", "1"}:
        return False
    return any(
        table.group_by(key).agg(pl.col(name).n_unique()).select(pl.col(name).max()).item() == 1
        for key in (area, start)
    )
