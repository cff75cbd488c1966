"""Labels of a nested table that stand only in the first row of their block hold for all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from workbench.intake.recipe import Choices
from workbench.intake.source import Source

_BLANK: Final = 0.2  # of the rows, at least, that leave a label to the row above
_NESTED: Final = 0.9  # of the rows with a label that have those within it too
_TOTAL: Final = r"(?i)\btotals?\b"


def left_blank(source: Source, numbers: set[str]) -> tuple[str, ...]:
    """The leading columns whose labels stand in the first row of each block alone.

    Args:
        source: the file.
        numbers: its columns of counts, at which labels end.
    """
    leading: list[str] = []
    for name in source.columns:
        if name in numbers:
            break
        leading.append(name)
    if len(leading) < 1 or not numbers:
        return ()
    filled = source.table.select(_filled(name) for name in leading)
    total = source.table.select(
        pl.any_horizontal(pl.col(leading).str.contains(_TOTAL).fill_null(value=False))
    ).to_series()
    counted = source.table.select(pl.any_horizontal(_filled(name) for name in numbers)).to_series()
    filled = filled.filter(~total & counted)
    found: list[str] = []
    for at, name in enumerate(leading):
        here = filled[name]
        blank = 1 - float(here.mean() or 0)  # type: ignore[arg-type]
        if blank < _BLANK or not len(here) or not here[0]:
            break
        inner = leading[at + 1] if at + 1 < len(leading) else None
        if inner is not None and filled.filter(here)[inner].mean() < _NESTED:  # type: ignore[operator]
            break
        found.append(name)
    return tuple(found)


def filled_down(source: Source, choices: Choices) -> Source:
    """The file with those labels in every row they hold for."""
    names = [name for name in choices.filled_down if name in source.columns]
    if not names:
        return source
    bare = (pl.col(name).str.strip_chars().replace("", None).alias(name) for name in names)
    table = source.table.with_columns(bare).with_columns(pl.col(names).forward_fill())
    return replace(source, table=table, dates={})


def said(choices: Choices) -> tuple[str, ...]:
    """Which labels were filled down."""
    if not choices.filled_down:
        return ()
    names = ", ".join(f"“{name}”" for name in choices.filled_down)
    return (f"Labels stood only in the first row of their block and were filled down: {names}.",)


def _filled(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars().str.len_bytes() > 0).fill_null(value=False)
