"""Times of day that stand in a column of their own, beside the date.

Words in such a column, "unknown" and the like, say that no time is known: the day stands alone.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from workbench.intake.misspelt import plain_words
from workbench.intake.words import spaced

_CLOCK: Final = (
    r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?"
    r"(?:[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?\s?(?i:[ap]\.?m\.?|h|hrs?|hours)?\.?"
    r"|[0-9]{4} ?(?i:h|hrs?|hours)\.?|[0-9]{1,2} ?(?i:[ap]\.?m\.?)"
    r"|(?:12(?:[:.]00)? ?)?(?i:noon|mid-?day|midnight))$"
)
_WORDS: Final = r"^[^0-9]*$"
_DIGITS: Final = r"^[0-9]{3,4}$"
_BARE: Final = r"^[0-9]{1,4}$"  # 0005 is 5 once a spreadsheet has taken it for a number
_FRACTION: Final = r"^0?\.[0-9]+$|^0$"
_SAYS_TIME: Final = re.compile(
    r"(?:(?:time|from|to|start|end|first|last|earliest|latest|of|day|offen[cs]e|incident|crime"
    r"|event|occurrence|committed|occurred|started|ended|reported|recorded|received|created|logged"
    r"|call|found|missing|opened|discovered|24|hh ?mm|hours?|hrs?) ?)+"
)
_SAYS_HOUR: Final = re.compile(r".*\b(?:hour|hr)\b.*")
_DAY_ALONE: Final = r"^(?:1899|1900|1904)-"  # what a workbook writes before a bare time


def says_time(name: str) -> bool:
    """Tell whether a name says time of day; "Response time" and "Hours lost" are lengths."""
    plain = plain_words(name)
    return bool(_SAYS_TIME.fullmatch(plain) and re.search(r"\b(time|hours?|hrs?|hh ?mm)\b", plain))


def is_clock(text: pl.Series, name: str = "") -> bool:
    """Tell whether a column holds times of day: 22:15, 10.15 pm, 2215, or 0.927 of a day.

    Args:
        text: the column, or a sample of it.
        name: what it is called: where that says time, 5 among 1030 and 945 is 00:05.
    """
    filled = text.drop_nulls().str.strip_chars()
    filled = filled.filter(filled != "").head(2_000)
    told = filled.filter(~filled.str.contains(_WORDS) | filled.str.contains(_CLOCK))
    if told.is_empty() or (2 * len(told) < len(filled) and not says_time(name)):
        return False
    filled = told
    frame = filled.to_frame("v")
    value = pl.col("v")
    dated = value.str.contains(r"^[0-9]{4}-") & ~value.str.contains(_DAY_ALONE)
    written = value.str.contains(_CLOCK) & ~dated
    digits = value.str.contains(_DIGITS) & _on_the_clock(value)
    fraction = value.str.contains(_FRACTION)
    tests = {"written": written, "digits": digits, "fraction": fraction}
    shares = frame.select(test.mean().alias(name) for name, test in tests.items()).row(0)
    if max(float(share or 0) for share in shares) > 0.9:
        return True
    if not says_time(name):
        return False
    bare = bool((filled.str.contains(_BARE) & frame.select(_on_the_clock(value))["v"]).all())
    return bare and (bool(filled.str.contains(_DIGITS).any()) or is_hour(text, name))


def is_hour(text: pl.Series, name: str) -> bool:
    """Tell whether a column holds bare hours, 0 to 23, and is called so."""
    filled = text.drop_nulls().str.strip_chars()
    filled = filled.filter(filled != "").head(2_000)
    hours = filled.str.contains(r"^(?:[01]?[0-9]|2[0-3])$")
    return len(filled) > 0 and bool(_SAYS_HOUR.fullmatch(spaced(name))) and bool(hours.all())


def as_clock(text: pl.Expr, *, hours: bool = False, sure: bool = True) -> pl.Expr:
    """A time of day as 22:15, whichever way it is written; 25:10 stays, and fits no date.

    Args:
        text: the cells.
        hours: whether 5 is five o'clock, and not 00:05.
        sure: whether the column holds times, so that words in it say that none is known.
    """
    plain = text.str.strip_chars().str.replace(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", "")
    four = plain.str.pad_start(2, "0") + "00" if hours else plain.str.zfill(4)
    seconds = (plain.cast(pl.Float64, strict=False) * 86_400).round().cast(pl.Int64)
    clock = (pl.datetime(2000, 1, 1) + pl.duration(seconds=seconds)).dt.strftime("%H:%M:%S")
    return (
        pl.when(plain.str.contains(_BARE))
        .then(pl.concat_str(four.str.slice(0, 2), pl.lit(":"), four.str.slice(2, 2)))
        .when(plain.str.contains(_FRACTION))
        .then(clock)
        .when(pl.lit(sure) & plain.str.contains(_WORDS) & ~plain.str.contains(_CLOCK))
        .then(pl.lit(""))
        .otherwise(plain)
    )


def _on_the_clock(value: pl.Expr) -> pl.Expr:
    number = value.cast(pl.Int32, strict=False).fill_null(9_999)
    return (number // 100 < 24) & (number % 100 < 60)
