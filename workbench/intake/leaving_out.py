"""When rows happened, and why a row cannot be brought in: each with one reason, none silently."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import polars as pl

from workbench.domain.data import Precision, Role
from workbench.intake import counts, dates, labels, levels, units
from workbench.intake.amounts import rows
from workbench.intake.blanks import surely_filled
from workbench.intake.date_finding import DateChoice, DateFinding
from workbench.intake.recipe import Choices
from workbench.intake.source import HIDDEN, SPILL, Source

WHY: Final = "\u0001why"
_SURE, _MANY = 60, 8  # sum of all figures, and rows where there is one column, that leave no doubt
_LEAST, _MOST = 4, 5_000  # rows among which one is looked for that is the sum of the others
_LABELS: Final = (Role.TYPE, Role.AREA_NAME, Role.PLACE, Role.OTHER)
_LEVEL: Final = "\u0001level"
_TEXT, _START = "\u0001text", "\u0001start"
_TIME_OF_DAY: Final = (
    r"[T ,]+[0-9]{1,2}[:.]?[0-9]{2}(?:[:.][0-9.]+)?(?:\s?(?i:[ap]\.?m|h|hrs?|hours)\.?)?$"
)
_TOTALS: Final = r"^\s*(?i:(grand |sub)? ?totals?)\s*$"
_TOTALS_OF: Final = (
    r"^(?i:\W*(?:grand |sub-?|overall )?totals?\b.*|.*\btotals?\W*"
    r"|\W*all (?:police )?(?:forces|areas|(?:local )?authorities|offences|crimes?|incidents|ages"
    r"|persons|wards|districts|boroughs|beats|regions|sectors|schools|types|kinds|groups|months"
    r"|years))\W*$"
)


def states(source: Source, choices: Choices) -> pl.Series:
    """Why each row would be left out, null for rows that come in."""
    source = labels.filled_down(source, choices)
    start, end, _, _ = times(source, choices)
    return reasons(source.table, source.columns, choices, start, end)


def times(
    source: Source, choices: Choices
) -> tuple[pl.Series | None, pl.Series | None, Precision, tuple[str, ...]]:
    """Starts and ends, how exactly starts are known, and notes."""
    names, ends = choices.of(Role.START), choices.of(Role.END)
    in_names = counts.precision(choices)
    if in_names is not None and not names:
        return None, None, in_names, ("The times stand in the names of the columns of counts.",)
    if not names:
        return None, None, Precision.MONTH, ("No dates: questions about time cannot be answered.",)
    with ThreadPoolExecutor(1) as beside:  # ends need nothing of starts
        ending = beside.submit(_read, source, ends, choices.end) if ends else None
        finding, read = _read(source, names, choices.start)
    start = read["at"].alias(Role.START.value)
    notes = [f"Start date: {sentence}" for sentence in finding.sentences()]
    if ending is None:
        return start, None, in_names or finding.precision, tuple(notes)
    end_finding, end_read = ending.result()
    end = _to_the_end_of_day(end_read, timed=finding.precision is Precision.MINUTE)
    if end_finding.unread:
        notes.append(
            f"{rows(end_finding.unread)} with an end date that cannot be read: kept without an end."
        )
    return start, end.alias(Role.END.value), finding.precision, tuple(notes)


def _read(
    source: Source, names: tuple[str, ...], choice: DateChoice
) -> tuple[DateFinding, pl.DataFrame]:
    return dates.decide_and_read(dates.column(source, names), choice)


def _to_the_end_of_day(read: pl.DataFrame, *, timed: bool) -> pl.Series:
    """An end without a time, beside starts with one, runs to the end of its day."""
    if not timed or bool(read["timed"].any()):
        return read["at"]
    return read["at"].dt.offset_by("23h59m")


def reasons(
    table: pl.DataFrame,
    columns: tuple[str, ...],
    choices: Choices,
    start: pl.Series | None,
    end: pl.Series | None,
) -> pl.Series:
    """Why each row is left out, the first reason that holds; null for rows that come in.

    Args:
        table: the rows as text.
        columns: the file's own columns in it.
        choices: what they are.
        start: when each row started, null where that cannot be read; None without dates.
        end: when each row ended; None without ends.
    """
    tests: list[tuple[str, pl.Expr]] = []
    if not _surely_filled(table, columns):
        tests.append(("blank row", ~pl.any_horizontal(_filled(name) for name in columns)))
    if SPILL in table.columns:
        spilt = "more cells than there are columns, so its values are out of place"
        tests.append((spilt, pl.col(SPILL)))
    total = _totals(table[columns[0]])
    if total.any():
        tests.append(("a row of totals", pl.lit(total)))
    if choices.summed:
        tests += _of_totals(table, columns, choices)
    if start is not None and start.null_count():
        text = dates.joined(table, choices.of(Role.START)).alias(_TEXT)
        table = table.with_columns(start.alias(_START), text)
        tests += _of_starts(table, choices.start)
    if start is not None and end is not None:
        before = end < start
        if before.any():
            tests.append(("the end is before the start", pl.lit(before)))
    tests += _of_choices(table, columns, choices, start)
    if not tests:
        return pl.Series(WHY, [None], dtype=pl.String).new_from_index(0, table.height)
    nothing = pl.lit(None, pl.String)
    first = pl.coalesce(*(pl.when(test).then(pl.lit(reason)) for reason, test in tests), nothing)
    return table.select(first.alias(WHY)).to_series()


def _of_choices(
    table: pl.DataFrame, columns: tuple[str, ...], choices: Choices, start: pl.Series | None
) -> list[tuple[str, pl.Expr]]:
    """Rows that a person, or what is proposed, leaves out: hidden ones, further lines, copies."""
    tests: list[tuple[str, pl.Expr]] = []
    if choices.without_hidden and HIDDEN in table.columns:
        tests.append(("hidden in the workbook, as by a filter", pl.col(HIDDEN).fill_null(False)))
    if choices.one_of in columns:
        known = _filled(choices.one_of)
        if start is not None:
            known &= pl.lit(start.is_not_null())
        number = pl.col(choices.one_of).str.strip_chars()
        first = pl.struct(number, known.alias("known")).is_first_distinct()
        tests.append((units.REASON, known & ~first))
    if choices.without_copies and (reference := choices.of(Role.REFERENCE)):
        copy = pl.struct(columns).is_first_distinct().not_() & _filled(reference[0])
        tests.append(("a copy of a row with the same reference", copy))
    return tests


def _of_starts(table: pl.DataFrame, choice: DateChoice) -> list[tuple[str, pl.Expr]]:
    """Rows without a start: none is written, its time is none, or it cannot be read."""
    tests = [("no start date", ~_filled(_TEXT))]
    if untimely := _untimely(table, choice):
        tests.append(("a time of day that does not exist", pl.col(_TEXT).is_in(untimely)))
    unread = f"a start date that cannot be read as {choice.order.value}"
    return [*tests, (unread, pl.col(_START).is_null())]


def _untimely(table: pl.DataFrame, choice: DateChoice) -> list[str]:
    """Texts that would be read but for their time of day, such as 03/04/2024 25:10."""
    unread = table.filter(pl.col(_START).is_null()).select(pl.col(_TEXT).unique().drop_nulls())
    days = unread.select(pl.col(_TEXT).str.strip_chars().str.replace(_TIME_OF_DAY, ""))[_TEXT]
    known = dates.read(days, choice)["at"].is_not_null() & (days != unread[_TEXT])
    return unread[_TEXT].filter(known).to_list()


def _of_totals(
    table: pl.DataFrame, columns: tuple[str, ...], choices: Choices
) -> list[tuple[str, pl.Expr]]:
    """Rows of a table of counts that would count twice, or count nothing."""
    tests: list[tuple[str, pl.Expr]] = []
    figures = choices.of(Role.COUNT)
    for column in choices.columns:
        if column.role in _LABELS and column.name in table.columns:
            total = pl.col(column.name).str.strip_chars().str.contains(_TOTALS_OF).fill_null(False)
            if 0 < int(table.select(total.sum()).item()) < 0.9 * table.height:
                tests.append(("a row of totals", total))
            rate = pl.col(column.name).str.contains(counts.NO_COUNT).fill_null(False)
            if column.role is Role.TYPE and not table.select(rate.all()).item():
                tests.append(("an average, a rate or a percentage, not a count", rate))
    tests += _adding_up(table, figures, [test for _, test in tests])
    if choices.level and choices.level_of in table.columns:
        level = levels.of(table[choices.level_of]).alias(_LEVEL)
        for other in level.drop_nulls().unique().sort().to_list():
            if other != choices.level:
                reason = f"a figure of another level ({other}), which holds the others again"
                tests.append((reason, pl.lit(level == other).fill_null(False)))
    if figures and len(columns) > len(figures):
        nothing = ~pl.any_horizontal(_filled(name) for name in figures)
        tests.append(("a line without any figure", nothing))
    return tests


def _adding_up(
    table: pl.DataFrame, figures: tuple[str, ...], known: list[pl.Expr]
) -> list[tuple[str, pl.Expr]]:
    """The one row whose figures are the sums of all the others, whatever it is called."""
    if not figures or not _LEAST <= table.height <= _MOST:
        return []
    out = table.select(pl.any_horizontal(known)).to_series() if known else None
    numbers = table.select(counts.figure(pl.col(name)).fill_null(0).alias(name) for name in figures)
    if out is not None:
        numbers = numbers.with_columns(pl.when(~out).then(pl.all()).otherwise(0))
    sums = numbers.sum().row(0)
    several = sum(each > 0 for each in sums) > 1 or table.height >= _MANY
    if sum(sums) < _SURE or not several:  # of small figures one may be the sum by chance
        return []
    whole = numbers.select(
        pl.all_horizontal(
            pl.col(name) * 2 == total for name, total in zip(figures, sums, strict=True)
        )
    ).to_series()
    at = whole.arg_true().to_list()
    inside = numbers.select(pl.any_horizontal(pl.all() > 0)).to_series().arg_true().to_list()
    if len(at) != 1 or at[0] not in (inside[0], inside[-1]):
        return []
    return [("a row of totals, to which the others add up", pl.lit(whole))]


def _surely_filled(table: pl.DataFrame, columns: tuple[str, ...]) -> bool:
    """Tell cheaply whether no row is blank: its fullest column is filled all over."""
    fullest = min(columns, key=lambda name: table[name].null_count())
    if surely_filled(table[fullest]):
        return True
    return bool(table.select(_filled(fullest).all()).item())


def _totals(text: pl.Series) -> pl.Series:
    """Tell which cells say total and nothing else; only short ones can."""
    short = text.str.len_bytes().is_between(5, 20)
    if not short.any() or ((text >= "!") & (text < "G")).all():  # grand total, subtotal, total
        return pl.repeat(False, len(text), eager=True)
    return short & text.str.contains(_TOTALS)


def _filled(name: str) -> pl.Expr:
    """Tell whether a cell holds more than blanks."""
    return (pl.col(name).str.strip_chars().str.len_bytes() > 0).fill_null(value=False)
