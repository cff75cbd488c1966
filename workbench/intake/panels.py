"""Tables of counts: wide or long, by area or not, with the time in rows or in names of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates, periods, shape
from workbench.intake.column_facts import Facts
from workbench.intake.column_words import (
    CODES,
    COUNTED,
    FLAGS,
    KINDS_COUNTED,
    LABELS,
    MONTHS,
    NOT_COUNTS,
    ROW_NUMBERS,
    TOTALS,
    WEEKS,
)
from workbench.intake.counts import figure, suppressed
from workbench.intake.misspelt import plain_words
from workbench.intake.recipe import ColumnChoice
from workbench.intake.source import Source
from workbench.intake.words import spaced

_SUMMED: Final = 40  # columns among which a sum of the others is looked for
_FLAG: Final = "it marks areas or months, it counts nothing"
_NO_COUNT: Final = "a rate, an average or an amount, not a count"
_TOTAL: Final = "a total of other columns: with it they would count twice"


@dataclass(frozen=True)
class Panel:
    """Whether the rows are totals, why, and what that makes of the columns."""

    summed: bool
    why: str
    columns: dict[str, ColumnChoice] = field(default_factory=dict)
    doubt: str = ""


@dataclass(frozen=True)
class _Seen:
    """What is known of a file before its shape is decided."""

    source: Source
    taken: dict[str, ColumnChoice]
    facts: dict[str, Facts]
    by_role: dict[Role, str]
    free: list[str]  # columns of whole numbers that have no role

    def counts(self, name: str) -> bool:
        """Tell whether a column holds whole numbers, or codes where its source hid some."""
        return self.facts[name].counted > 0.8 and self.facts[name].whole > 0.2


def find(
    source: Source,
    taken: dict[str, ColumnChoice],
    facts: dict[str, Facts],
    wanted: bool | None = None,
) -> Panel:
    """Decide whether the rows are figures, and which columns then count.

    Long: one column is called a count. Wide: the names of two or more columns of counts hold
    periods; or a time, or an area and a time, or an area alone, occurs once and columns of whole
    numbers stand beside it. Flags, totals and rates are told apart.

    Args:
        source: the file.
        taken: the roles that were found for its columns.
        facts: what their cells are like.
        wanted: True or False where a person says that the rows are figures, or are incidents.
    """
    by_role = {choice.role: name for name, choice in reversed(taken.items())}
    free = [n for n in source.columns if n not in taken]
    seen = _Seen(source, taken, facts, by_role, free)
    seen = replace(seen, free=[name for name in free if seen.counts(name)])
    found = shape.signs(source, taken, facts)
    called = by_role.get(Role.COUNT)
    incidents = found.incidents or found.points
    figures = None if wanted is False else _figures(seen, found, called, forced=wanted is True)
    if figures is not None and (wanted or not incidents or _surely(seen, found, called)):
        return figures
    demoted = {
        called: ColumnChoice(called, Role.OTHER, "a number, but each row is one incident")
        for called in (called,)
        if called
    }
    if wanted is False:
        first = find(source, taken, facts)
        doubt = f"{first.why} It was read as incidents by hand." if first.summed else ""
        return Panel(False, "Each row is one incident: chosen by hand.", demoted, doubt)
    doubt = shape.doubt(source, taken, facts, found)
    return Panel(False, shape.why_incidents(found), demoted, doubt)


def _surely(seen: _Seen, found: shape.Signs, called: str | None) -> bool:
    """Tell whether a point in each row is but the middle of an area that is counted."""
    area = seen.by_role.get(Role.AREA) or seen.by_role.get(Role.AREA_NAME)
    if found.incidents or area is None or not found.single:
        return False
    each = seen.source.table[area].n_unique() == seen.source.rows and Role.START not in seen.by_role
    return each or bool(called and shape.strong(called))


def _figures(seen: _Seen, found: shape.Signs, called: str | None, *, forced: bool) -> Panel | None:
    """The table of figures that the columns make; None where they make none."""
    if dated := _dated(seen):
        names = [name for name, choice in dated.items() if choice.period]
        why = (
            f"A table of figures: {len(names)} columns of whole numbers are named after times "
            f"(“{names[0]}” to “{names[-1]}”)."
        )
        if called:  # its figures are of no period, or of all
            dated[called] = ColumnChoice(called, Role.LEFT_OUT, _TOTAL, meant=Role.COUNT)
        return Panel(True, why, dated)
    ones = called is not None and not found.regular and shape.all_one(seen.source, called)
    sure = called is not None and shape.strong(called) and not ones
    if called and (forced or sure or (found.single and found.regular)):
        beside = {
            name: ColumnChoice(name, Role.COUNT, f"the number of “{name}” in each row")
            for name in seen.free
            if re.search(COUNTED, spaced(name)) and not _rate(name)
        }
        beside |= _labelled(seen, beside)
        once = " and no two rows have the same labels" if found.single else ""
        return Panel(True, f"A table of figures: “{called}” counts{once}.", beside)
    return _beside_labels(seen, found, forced=forced)


def _beside_labels(seen: _Seen, found: shape.Signs, *, forced: bool) -> Panel | None:
    """Columns of whole numbers beside labels that occur once each."""
    source, taken, by_role = seen.source, seen.taken, seen.by_role
    single = found.single or _unlike(source, taken, by_role)
    if not forced and not (single and found.regular):
        return None
    columns = _told_apart(source, seen.free, by_role)
    counted = [name for name, choice in columns.items() if choice.role is Role.COUNT]
    totals = [name for name, choice in columns.items() if choice.why == _TOTAL]
    if not counted and totals:  # a total alone is what is counted
        columns[totals[0]] = ColumnChoice(totals[0], Role.COUNT, "the only column that counts")
        counted = totals[:1]
    for name in _sums(source, counted):
        columns[name] = ColumnChoice(name, Role.LEFT_OUT, _TOTAL, meant=Role.COUNT)
    timed = Role.START in by_role
    area = by_role.get(Role.AREA) or by_role.get(Role.AREA_NAME)
    enough = len(counted) > (1 if timed and area and not forced else 0)
    told = totals or any(_counted(source, name) for name in counted)
    if not counted or not (forced or (enough and (timed or told))):
        return None
    why = (
        f"A table of figures: no two rows have the same labels, and {_some(counted)} "
        f"{'holds' if len(counted) == 1 else 'hold'} whole numbers."
    )
    return Panel(True, why, {**columns, **_labelled(seen, columns)})


def _some(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _dated(seen: _Seen) -> dict[str, ColumnChoice]:
    """Columns of counts with a period in their names, and what the columns beside them are."""
    source, taken, by_role, free = seen.source, seen.taken, seen.by_role, seen.free
    start = by_role.get(Role.START)
    hidden = [n for n, f in seen.facts.items() if n not in taken and f.filled and f.counted > 0.8]
    ending = bool(start and re.search(r"\b(ending|ended|w e)\b", spaced(start)))
    found = periods.periods((n for n in hidden if not _rate(n)), ending=ending)
    if not any(name in free for name in found):
        return {}
    bare = any(period.first is None for period in found.values())
    if len({period.text for period in found.values()}) < 2 or (bare and start is None):
        return {}
    if start and not bare and _flags(source, list(found)):
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
    if start and not bare:
        why = "the periods stand in the names of the columns"
        columns[start] = ColumnChoice(start, Role.OTHER, why)
    columns |= _down_the_side(seen, found)
    return {**columns, **_labelled(seen, columns)}


def _down_the_side(seen: _Seen, found: dict[str, periods.Period]) -> dict[str, ColumnChoice]:
    """A column of months or quarters without a year, whose years stand in the names."""
    if any(period.months != 12 for period in found.values()):
        return {}
    name = next((n for n, f in seen.facts.items() if n not in found and _months(n, f)), None)
    if name is None:
        return {}
    return {name: ColumnChoice(name, Role.START, "months or quarters of the years in the names")}


def _months(name: str, facts: Facts) -> bool:
    """Tell whether a column holds months, quarters or weeks without a year."""
    numbers = facts.whole == 1 and 1 <= facts.low <= facts.high <= 12
    called = re.fullmatch(MONTHS, plain_words(name)) is not None
    weeks = facts.whole == 1 and 1 <= facts.low <= facts.high <= 53
    week = re.fullmatch(WEEKS, plain_words(name)) is not None
    return facts.month_named > 0.7 or (numbers and called) or (weeks and week)


def _flags(source: Source, names: list[str]) -> bool:
    """Tell whether columns hold but noughts and ones, each of a year that stands in the rows."""
    table = source.table.select(pl.col(names).str.strip_chars())
    return table.select(pl.all_horizontal(pl.col(names).is_in(["0", "1"]).all())).item() is True


def _labelled(seen: _Seen, columns: dict[str, ColumnChoice]) -> dict[str, ColumnChoice]:
    """What is counted and where, from columns of words that no role was found for."""
    source, taken = seen.source, {**seen.taken, **columns}
    roles = {choice.role for choice in taken.values()}
    found: dict[str, ColumnChoice] = {}
    words = [name for name in source.columns if name not in taken and _words(source, name)]
    for role, pattern, why in LABELS:
        fit = [n for n in words if n not in found and re.search(pattern, spaced(n))]
        if role not in roles and fit:  # of region and force the smaller is the more telling
            area = role is Role.AREA_NAME
            name = max(fit, key=lambda n: seen.facts[n].unlike) if area else fit[0]
            found[name] = ColumnChoice(name, role, why)
    first = next((name for name in words if name not in found), None)
    placeless = not roles & {Role.AREA, Role.AREA_NAME} and all(
        each.role is not Role.AREA_NAME for each in found.values()
    )
    if placeless and first is not None and first.startswith("Column "):
        role = Role.TYPE if _kinds(source, first) and Role.TYPE not in roles else Role.AREA_NAME
        found[first] = ColumnChoice(first, role, "it labels the rows")
    roles |= {choice.role for choice in found.values()}
    where = {Role.AREA, Role.AREA_NAME, Role.PLACE, Role.START, Role.TYPE}
    left = [n for n in shape.label_columns(source, taken, seen.facts) if n not in {*taken, *found}]
    if left and not roles & where:  # nothing else says what a row counts
        found[left[0]] = ColumnChoice(left[0], Role.TYPE, "it says what each row counts")
    return found


def _kinds(source: Source, name: str) -> bool:
    """Tell whether cells are kinds of crime."""
    cells = source.table[name].drop_nulls().head(400).str.to_lowercase()
    return 2 * int(cells.str.contains(KINDS_COUNTED).sum()) > len(cells)


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
    if re.search(COUNTED, spaced(name)) or re.search(KINDS_COUNTED, spaced(name)):
        return True
    return bool(source.table.select(suppressed(pl.col(name)).any()).item())


def _numbers_rows(source: Source, name: str) -> bool:
    """Tell whether a column only numbers the rows: 1, 2, 3 ..."""
    text = source.table[name].head(50)
    number = text.cast(pl.Int64, strict=False)
    step = number.diff().drop_nulls()
    named = re.fullmatch(ROW_NUMBERS, spaced(name)) is not None
    first = name == source.columns[0] or re.fullmatch(CODES, spaced(name)) is not None
    return named or (first and len(step) > 5 and bool((step == 1).all()))


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
