"""Times of day that stand in a column of their own, beside the date."""

from __future__ import annotations

from typing import Final

import polars as pl

_CLOCK: Final = (
    r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?"
    r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?\s?(?i:[ap]\.?m\.?)?$"
)
_DIGITS: Final = r"^[0-9]{3,4}$"
_FRACTION: Final = r"^0?\.[0-9]+$|^0$"
_DAY_ALONE: Final = r"^(?:1899|1900|1904)-"  # what a workbook writes before a bare time


def is_clock(text: pl.Series) -> bool:
    """Tell whether a column holds times of day: 22:15, 10.15 pm, 2215, or 0.927 of a day."""
    filled = text.drop_nulls().str.strip_chars()
    filled = filled.filter(filled != "").head(2_000)
    if filled.is_empty():
        return False
    frame = filled.to_frame("v")
    value = pl.col("v")
    dated = value.str.contains(r"^[0-9]{4}-") & ~value.str.contains(_DAY_ALONE)
    written = value.str.contains(_CLOCK) & ~dated
    digits = value.str.contains(_DIGITS) & _on_the_clock(value)
    fraction = value.str.contains(_FRACTION)
    tests = {"written": written, "digits": digits, "fraction": fraction}
    shares = frame.select(test.mean().alias(name) for name, test in tests.items()).row(0)
    return max(float(share or 0) for share in shares) > 0.9


def as_clock(text: pl.Expr) -> pl.Expr:
    """A time of day as 22:15, whichever way it is written; what is none stays as it is."""
    plain = text.str.strip_chars().str.replace(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", "")
    four = plain.str.zfill(4)
    seconds = (plain.cast(pl.Float64, strict=False) * 86_400).round().cast(pl.Int64)
    clock = (pl.datetime(2000, 1, 1) + pl.duration(seconds=seconds)).dt.strftime("%H:%M:%S")
    return (
        pl.when(plain.str.contains(_DIGITS))
        .then(pl.concat_str(four.str.slice(0, 2), pl.lit(":"), four.str.slice(2, 2)))
        .when(plain.str.contains(_FRACTION))
        .then(clock)
        .otherwise(plain)
    )


def _on_the_clock(value: pl.Expr) -> pl.Expr:
    number = value.cast(pl.Int32, strict=False).fill_null(9_999)
    return (number // 100 < 24) & (number % 100 < 60)
