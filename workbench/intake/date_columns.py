"""The text of a date that lies in one column, in a date and a time, or in its parts."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from workbench.intake.clocks import as_clock, is_clock, is_hour, says_time
from workbench.intake.column_words import DATE_PARTS, QUARTERS, WEEKS, YEARS
from workbench.intake.date_shapes import LETTERS
from workbench.intake.words import spaced

MIDNIGHT: Final = r"(?i)(?:[T ]+0?0:00(?::00(?:\.0+)?)?| +12:00(?::00)? ?am)$"  # of a bare date


def joined(table: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    """The text of a date that lies in one column, in a date and a time, or in its parts."""
    if len(names) == 1:
        alone = table[names[0]].cast(pl.String)
        return _weeks(alone) if re.fullmatch(WEEKS, spaced(names[0])) else alone
    parts = parts_of(names)
    if parts:
        made = [
            _part(pl.col(parts[part]), part)
            for part in ("year", "month", "day", "hour", "minute")
            if part in parts
        ]
        day = pl.concat_str(made[:3], separator="-")
        clock = pl.concat_str(made[3:], separator=":") if len(made) > 4 else None
        text = day if clock is None else pl.concat_str([day, clock], separator=" ")
        return table.select(text.alias("v")).to_series()
    clocks = [name for name in names if is_clock(table[name], name)]
    days = [name for name in names if name not in clocks] or list(names[:1])
    second = next((name for name in (*clocks, *names[1:]) if name != days[0]), names[-1])
    if any(re.fullmatch(QUARTERS, spaced(name)) for name in names):
        return _quarters(table, names)
    # A workbook writes a bare date with midnight.
    date_text = pl.col(days[0]).str.strip_chars().str.replace(MIDNIGHT, "")
    hours, sure = is_hour(table[second], second), second in clocks or says_time(second)
    clock = as_clock(pl.col(second), hours=hours, sure=sure).fill_null("")
    both = pl.concat_str([date_text, clock], separator=" ")
    return table.select(both.str.strip_chars().alias("v")).to_series()


def _weeks(text: pl.Series) -> pl.Series:
    """Numbers of weeks with the word before them, for 7 alone may be anything."""
    cell = pl.col("v").str.strip_chars().str.strip_suffix(".0")
    number = cell.str.contains("^[0-9]{1,2}$")
    worded = pl.when(number).then(pl.concat_str(pl.lit("Week "), cell)).otherwise(pl.col("v"))
    return text.alias("v").to_frame().select(worded).to_series()


def _part(cell: pl.Expr, part: str) -> pl.Expr:
    """A part of a date as two digits, or as it is; the name of a month as its number."""
    plain = cell.str.strip_chars().str.strip_suffix(".0").str.zfill(2)
    if part != "month":
        return plain
    named = cell.str.strip_chars().str.head(3).str.to_lowercase()
    numbers = {name: f"{number:02}" for name, number in LETTERS.items()}
    return pl.coalesce(named.replace_strict(numbers, default=None, return_dtype=pl.String), plain)


def _quarters(table: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    """A year and a quarter beside it as one text: 2012/13 Q1."""
    quarter = next(name for name in names if re.fullmatch(QUARTERS, spaced(name)))
    year = next((name for name in names if re.fullmatch(YEARS, spaced(name))), names[0])
    number = pl.col(quarter).str.extract(r"([1-4])")
    text = pl.concat_str([pl.col(year).str.strip_chars(), number], separator=" Q")
    return table.select(text.alias("v")).to_series()


def parts_of(names: tuple[str, ...]) -> dict[str, str]:
    """Which column holds which part of a date split over columns; empty when it is not split."""
    parts: dict[str, str] = {}
    for part, pattern in DATE_PARTS.items():
        for name in names:
            if re.fullmatch(pattern, spaced(name)):
                parts.setdefault(part, name)
    return parts if {"year", "month"} <= parts.keys() else {}
