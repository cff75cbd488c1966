"""Columns of counts become rows of a kind and a count; suppressed cells stay unknown."""

from __future__ import annotations

from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake.recipe import Choices

SUPPRESSED: Final = ("c", "x", "z", "k", "*", "..", ".", "-", ":", "~", "n/a", "na", "null", "low")
_UNDER: Final = r"^(?:<|&lt;|under|fewer than|less than)\s*\d+$"


def melted(
    kept: pl.DataFrame, raw: pl.DataFrame, choices: Choices
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add ``count`` to rows that are totals; several columns of counts become rows of their own.

    Args:
        kept: the rows brought in, with all columns but counts.
        raw: the same rows as text.
        choices: which columns are counts.
    """
    names = choices.of(Role.COUNT)
    if not choices.summed or not names:
        return kept, ()
    numbers = raw.select(_number(name) for name in names)
    notes = _said(raw, numbers, names)
    if len(names) == 1:
        return kept.with_columns(numbers.to_series().alias(Role.COUNT.value)), notes
    if Role.TYPE.value in kept.columns:
        kept = kept.rename({Role.TYPE.value: "\u0001type"})
    clash = {name: f"\u0001{name}" for name in names if name in kept.columns}
    wide = pl.concat([kept, numbers.rename(clash)], how="horizontal")
    long = wide.unpivot(
        on=[clash.get(name, name) for name in names],
        index=kept.columns,
        variable_name=Role.TYPE.value,
        value_name=Role.COUNT.value,
    ).with_columns(pl.col(Role.TYPE.value).str.strip_prefix("\u0001"))
    if "\u0001type" in long.columns:
        both = pl.concat_str(["\u0001type", Role.TYPE.value], separator=": ", ignore_nulls=True)
        long = long.with_columns(both.alias(Role.TYPE.value)).drop("\u0001type")
    return long, (
        f"Each row of the file holds {len(names)} counts; each became a row of its own.",
        *notes,
    )


def suppressed(text: pl.Expr) -> pl.Expr:
    """Tell which cells hold a code by which their source hides a number."""
    plain = text.str.to_lowercase()
    return plain.is_in(list(SUPPRESSED)) | plain.str.contains(_UNDER)


def _number(name: str) -> pl.Expr:
    """A cell as a whole number; 1,954 and 3.0 are forgiven, anything else is unknown."""
    plain = pl.col(name).str.strip_chars().str.replace_all(",", "")
    number = plain.cast(pl.Float64, strict=False)
    whole = (number >= 0) & (number == number.floor()) & (number < 1e12)
    return pl.when(whole).then(number).cast(pl.Int64).alias(name)


def _said(raw: pl.DataFrame, numbers: pl.DataFrame, names: tuple[str, ...]) -> tuple[str, ...]:
    """How many cells are suppressed, blank, or no count at all."""
    hidden = blank = odd = 0
    for name in names:
        text = raw[name].str.strip_chars().replace("", None)
        unknown = text.filter(numbers[name].is_null()).to_frame("v")
        row = unknown.select(
            suppressed(pl.col("v")).sum().alias("hidden"), pl.col("v").null_count().alias("blank")
        )
        h, b = row.row(0)
        hidden, blank, odd = hidden + h, blank + b, odd + unknown.height - h - b
    said = []
    if hidden:
        said.append(
            f"{hidden:,} counts are suppressed by their source; they are kept as unknown, never "
            "as zero, so totals are too low."
        )
    if blank:
        said.append(f"{blank:,} counts are blank; they are kept as unknown, not as zero.")
    if odd:
        said.append(f"{odd:,} cells of counts are no whole number and are kept as unknown.")
    return tuple(said)
