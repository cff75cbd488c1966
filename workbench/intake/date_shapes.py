"""The ways in which people write a date, taken apart before day and month are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import polars as pl

from workbench.intake.date_tidying import tidied


class Order(StrEnum):
    """How a column of dates is read: one decision for all its rows."""

    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"
    YEAR_FIRST = "year-month-day"
    MONTH = "year and month only"
    QUARTER = "quarters"
    YEAR = "calendar years"
    FINANCIAL = "financial years, from April"
    SCHOOL = "school years, from September"
    SERIAL = "Excel day numbers"
    SERIAL_1904 = "Excel day numbers since 1904"
    EPOCH = "seconds or milliseconds since 1970"
    MONTH_NAME = "months, of the years in the names of columns"
    QUARTER_NAME = "quarters, of the years in the names of columns"
    WEEK_NAME = "weeks, of the years in the names of columns"


@dataclass(frozen=True)
class Shape:
    """A way of writing dates; ``orders`` say under which decisions it is read."""

    key: str
    pattern: str
    orders: tuple[Order, ...]


# 19:15, 1915 hrs, 7.15 pm, 7pm, 12 noon, midnight.
_TIME: Final = (
    r"(?:(?:T|[ ,]+(?:(?:at|@) ?|[-–] )?)(?:(?P<h>[0-9]{1,2})[:.]?(?P<mi>[0-9]{2})"
    r"(?:[:.](?P<s>[0-9]{2})(?:[.,][0-9]+)?)?\s*(?:(?P<ap>[AaPp])\.?[Mm]\.?|(?i:h|hrs?|hours)\.?)?"
    r"|(?P<hour>[0-9]{1,2})\s?(?P<half>[AaPp])\.?[Mm]\.?"
    r"|(?:12(?:[:.]00)? ?)?(?:(?P<noon>(?i:noon|mid-?day))|(?P<night>(?i:midnight)))))?"
    r"\s*(?P<z>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?$"
)
_CLOSE_TIME: Final = r"(?:[T ]?(?P<h>[0-9]{2}):?(?P<mi>[0-9]{2}):?(?P<s>[0-9]{2})?)?$"
_MONTH: Final = r"(?P<mon>(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
MONTH_NAME: Final = (
    r"^(?P<mon>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?$"
)
WEEK_NAME: Final = r"^(?i:week|wk)\.? ?(?P<serial>[1-9]|[0-4][0-9]|5[0-3])$"
QUARTER_NAME: Final = r"^(?i:q|qtr|quarter)\.? ?(?P<q>[1-4])$"
_WEEKDAY: Final = r"^(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +)?"
_YEAR: Final = r"(?P<y>(?:19|20)[0-9]{2})"
_DAY: Final = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH_NUMBER: Final = r"(?P<m>0?[1-9]|1[0-2])"
_DAYS: Final = (Order.DAY_FIRST, Order.MONTH_FIRST, Order.YEAR_FIRST)
_EITHER: Final = (Order.DAY_FIRST, Order.MONTH_FIRST)
_MONTHS: Final = (Order.MONTH,)
_YEARS: Final = (Order.FINANCIAL, Order.SCHOOL)
# Only a year and the one after it: 2011-13 is no financial year, and 2011-10 is a month.
_PAIRS: Final = "|".join(
    rf"{year}\s?[-/–]?\s?(?:{(year + 1) // 100})?{(year + 1) % 100:02}"
    for year in range(1950, 2099)
)
_PAIR: Final = rf"(?:(?i:fy) ?)?(?P<pair>{_PAIRS})"
_QUARTER: Final = r"(?i:q|qtr|quarter)\.? ?(?P<q>[1-4])"

SHAPES: Final = tuple(
    Shape(key, pattern, orders)
    for key, pattern, orders in (
        (
            "ymd",
            r"^(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})" + _TIME,
            (*_DAYS, Order.SERIAL, Order.SERIAL_1904),
        ),
        (
            "ab",
            r"^(?P<a>[0-9]{1,2})[-/. ](?P<b>[0-9]{1,2})[-/. ](?P<y>[0-9]{4}|[0-9]{2})" + _TIME,
            _EITHER,
        ),
        (
            "named",
            _WEEKDAY + _DAY + r"[- /]*" + _MONTH + r"[- /,]*(?P<y>[0-9]{4}|[0-9]{2})" + _TIME,
            _DAYS,
        ),
        ("named us", _WEEKDAY + _MONTH + r"[- ]" + _DAY + r",? +(?P<y>[0-9]{4})" + _TIME, _DAYS),
        ("ym", "^" + _YEAR + r"[-/. ]?" + _MONTH_NUMBER + "$", _MONTHS),
        ("my", "^" + _MONTH_NUMBER + r"[-/. ]" + _YEAR + "$", _MONTHS),
        ("month named", "^" + _MONTH + r"[- /]*'?(?P<y>[0-9]{4}|[0-9]{2})$", _MONTHS),
        ("pair", f"^{_PAIR}$", _YEARS),
        ("year", r"^(?:(?i:cy) ?)?" + _YEAR + r"(?:\.0)?$", (Order.YEAR,)),
        (
            "ending",
            r"^(?i:years?|12 months|ye) ?(?i:ending|ended|to)? (?:[0-9]{1,2}(?:st)? )?"
            + _MONTH
            + r" ?(?P<y>[0-9]{4})$",
            (Order.YEAR, *_YEARS),
        ),
        ("pair quarter", f"^{_PAIR}[-, /]*{_QUARTER}$", (Order.QUARTER,)),
        ("quarter pair", f"^{_QUARTER}[-, /]*{_PAIR}$", (Order.QUARTER,)),
        ("year quarter", f"^{_YEAR}[-, /]*{_QUARTER}$", (Order.QUARTER,)),
        ("quarter year", f"^{_QUARTER}[-, /]*{_YEAR}$", (Order.QUARTER,)),
        (
            "named quarter",
            "^" + _MONTH + r" ?(?:-|–|to|/) ?[A-Za-z]{3,9}\.?,? ?" + _YEAR + "$",
            (Order.QUARTER,),
        ),
        ("compact", "^" + _YEAR + r"(?P<m>[0-9]{2})(?P<d>[0-9]{2})" + _CLOSE_TIME, _DAYS),
        (
            "serial",
            r"^(?P<serial>[2-6][0-9]{4}(?:\.[0-9]+)?)$",
            (Order.SERIAL, Order.SERIAL_1904, *_DAYS),
        ),
        ("epoch", r"^(?P<serial>1[0-9]{9}(?:[0-9]{3}){0,2}(?:\.[0-9]+)?)$", (Order.EPOCH,)),
        ("month name", MONTH_NAME, (Order.MONTH_NAME,)),
        ("month number", r"^(?P<m>0?[1-9]|1[0-2])(?:\.0)?$", (Order.MONTH_NAME,)),
        ("week name", WEEK_NAME, (Order.WEEK_NAME,)),
        ("quarter name", QUARTER_NAME, (Order.QUARTER_NAME,)),
    )
)
_NUMBERS: Final = ("y", "m", "d", "a", "b", "h", "mi", "s")
LETTERS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_LEADS: Final = {
    "serial": "serial", "epoch": "serial",
    "month name": "mon", "month number": "m", "quarter name": "q", "week name": "serial",
    "pair": "pair", "pair quarter": "pair", "quarter pair": "pair",
}  # fmt: skip
FIRST_WEEK: Final = 36_528.0  # 3 January 2000, from which weeks are kept whose year is elsewhere
NO_YEAR: Final = 2000  # under which months are kept whose year stands elsewhere
_TWO_DIGITS: Final = 70  # 70 is 1970, 69 is 2069
_SCHEMA: Final = {
    "v": pl.String,
    "shape": pl.String,
    **dict.fromkeys(_NUMBERS, pl.Int32),
    "offset": pl.Int32,
    "serial": pl.Float64,
}


# Whatever holds a year and the next fits this, and so does a little more: it is tried far sooner.
_PAIRLIKE: Final = (
    r"^(?i:fy ?)?(?:19|20)[0-9]{2}\s?[-/–]?\s?(?:[0-9]{2})?[0-9]{2}(?:$|[-, /]*(?i:q))|^(?i:q)"
)


def surely(text: pl.Expr, keys: tuple[str, ...]) -> pl.Expr:
    """Tell which cells are written in one of some shapes, those of two years left aside."""
    return text.str.contains(_together(keys))


def perhaps(text: pl.Expr, keys: tuple[str, ...]) -> pl.Expr:
    """Tell which of the other cells may be written in a shape of two years."""
    if not any("pair" in key for key in keys):
        return text.is_null() & text.is_not_null()
    return text.str.contains(_PAIRLIKE) & ~surely(text, keys)


@cache
def _together(keys: tuple[str, ...]) -> str:
    """One pattern for several shapes, which is tried in the time of one."""
    plain = [shape.pattern for shape in SHAPES if shape.key in keys and "pair" not in shape.key]
    return "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in plain) or r"[^\s\S]"


def written(text: pl.Expr, keys: tuple[str, ...]) -> pl.Expr:
    """Tell which cells are written in one of some shapes."""
    chosen = (shape.pattern for shape in SHAPES if shape.key in keys)
    return pl.any_horizontal(text.str.contains(pattern) for pattern in chosen)


def apart(values: pl.Series, *, alone: bool = True) -> pl.DataFrame:
    """Take texts apart into year, month, day or the two numbers that may be either, and time.

    Args:
        values: unlike texts named ``v``, stripped, none of them null.
        alone: whether they are the whole of their column.

    Returns:
        One row per text, in any order: ``v``, ``shape`` (null where none fits), the numbers,
        ``offset`` from UTC in minutes where one is written, and ``serial``.
    """
    done, rest = _tried(values, alone=alone)
    tidy = rest.with_columns(tidied(pl.col("v")).alias("t")).filter(pl.col("t") != pl.col("v"))
    if tidy.height:
        parts, _ = _tried(tidy["t"].unique().alias("v"), alone=alone)
        for part in parts:
            known = tidy.join(part.rename({"v": "t"}), on="t").drop("t")
            done.append(known)
            rest = rest.join(known, on="v", how="anti")
    nothing = [pl.lit(None, kind).alias(name) for name, kind in _SCHEMA.items() if name != "v"]
    return pl.concat([*done, rest.with_columns(nothing)], how="vertical")


def _tried(values: pl.Series, *, alone: bool) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Texts that fit a shape, taken apart, and the texts that fit none."""
    rest = values.to_frame("v")
    done: list[pl.DataFrame] = []
    for shape in _likely_first(values, alone=alone) if len(values) else ():
        if rest.is_empty():
            break
        tried = rest.with_columns(pl.col("v").str.extract_groups(shape.pattern).alias("g"))
        lead = pl.col("g").struct.field(_LEADS.get(shape.key, "y"))
        tried = tried.with_columns(lead.is_not_null().alias("fits"))
        rest = tried.filter(~pl.col("fits")).select("v")
        if rest.height < tried.height:
            done.append(_numbers(tried.filter("fits").drop("fits"), shape))
    return done, rest


def _likely_first(values: pl.Series, *, alone: bool) -> tuple[Shape, ...]:
    """The shapes, those that fit most of a few texts first: most columns have one shape."""
    few = values.gather_every(max(1, len(values) // 50)).head(50).to_frame("v")
    fits = [pl.col("v").str.contains(shape.pattern).sum().alias(shape.key) for shape in SHAPES]
    seen = few.select(fits).row(0, named=True)
    # One "2011-12" alone is a month; where every text is a year and the next, they are years.
    several = few.height > 1 or not alone
    return tuple(
        sorted(SHAPES, key=lambda each: (-int(seen[each.key] or 0), several and each.key == "ym"))
    )


def _numbers(frame: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """Groups of a pattern as numbers, in the columns of ``_SCHEMA``."""
    frame = frame.unnest("g")
    here = set(frame.columns)
    columns: dict[str, pl.Expr] = {
        name: pl.col(name).cast(pl.Int32) if name in here else pl.lit(None, pl.Int32)
        for name in _NUMBERS
    }
    if "y" in here:
        columns["y"] = _full_year(pl.col("y"))
    if "mon" in here:
        letters = pl.col("mon").str.slice(0, 3).str.to_lowercase()
        columns["m"] = letters.replace_strict(LETTERS, default=None, return_dtype=pl.Int32)
    if "pair" in here:
        columns["y"] = pl.col("pair").str.slice(0, 4).cast(pl.Int32)
    if "q" in here:  # the fourth quarter of a financial year lies in the next calendar year
        month = 3 * pl.col("q").cast(pl.Int32) + (1 if "pair" in here else -2)
        columns["y"] = columns["y"] + (month > 12).cast(pl.Int32)
        columns["m"] = (month - 1) % 12 + 1
    if "ap" in here and frame["ap"].null_count() < frame.height:
        columns["h"] = _on_24_hours(columns["h"], pl.col("ap").str.to_lowercase())
    if "hour" in here:
        columns["h"] = pl.coalesce(columns["h"], _told_in_words())
    offset = pl.lit(None, pl.Int32)
    if "z" in here and frame["z"].null_count() < frame.height:
        offset = _minutes_ahead(pl.col("z"))
        columns["y"] = pl.when(_is_offset(offset)).then(columns["y"])
    serial, zone = _serial(shape.key, here)
    offset = zone if zone is not None else offset
    if shape.key in {"month name", "month number", "quarter name"}:
        columns["y"] = pl.lit(NO_YEAR, pl.Int32)
    return frame.select(
        "v",
        pl.lit(shape.key).alias("shape"),
        *(number.alias(name) for name, number in columns.items()),
        offset.cast(pl.Int32).alias("offset"),
        serial.alias("serial"),
    )


def _serial(shape: str, here: set[str]) -> tuple[pl.Expr, pl.Expr | None]:
    """Day numbers, seconds since 1970, or the day number of a week; and the offset they have."""
    if "serial" not in here:
        return pl.lit(None, pl.Float64), None
    number = pl.col("serial").cast(pl.Float64)
    if shape == "week name":
        return FIRST_WEEK + 7 * (number - 1), None
    if shape != "epoch":
        return number, None
    # Milliseconds have three digits more than seconds.
    scale = pl.col("serial").str.extract("^([0-9]+)").str.len_bytes().cast(pl.Int32) - 10
    return number / pl.lit(10.0).pow(scale), pl.lit(0, pl.Int32)


def _full_year(written: pl.Expr) -> pl.Expr:
    """A year of two digits is of this century or the last; 0024 is the year 24."""
    year = written.cast(pl.Int32)
    century = pl.when(year < _TWO_DIGITS).then(2000).otherwise(1900).cast(pl.Int32)
    return pl.when(written.str.len_bytes() == 2).then(year + century).otherwise(year)


def _on_24_hours(hour: pl.Expr, half: pl.Expr) -> pl.Expr:
    """12-hour clock to 24; 13 pm stays 13 and 13 am is no time."""
    noon = pl.when(half == "p").then(hour % 12 + 12).when(half == "a").then(hour % 12)
    return pl.when(half.is_null()).then(hour).when(hour > 12).then(hour).otherwise(noon)


def _told_in_words() -> pl.Expr:
    """The hour of 7pm, noon and midnight; midnight is taken for the one that begins the day."""
    hour = _on_24_hours(pl.col("hour").cast(pl.Int32), pl.col("half").str.to_lowercase())
    noon = pl.when(pl.col("noon").is_not_null()).then(12)
    return pl.coalesce(hour, noon, pl.when(pl.col("night").is_not_null()).then(0)).cast(pl.Int32)


def _is_offset(ahead: pl.Expr) -> pl.Expr:
    """Tell an offset from the end of a span: 22:15-23:00 has none.

    Without seconds only those of the UK are taken for one.
    """
    uk = ahead.is_null() | ahead.is_in([0, 60])
    return uk | (pl.col("s").is_not_null() & (ahead.abs() <= 14 * 60))


def _minutes_ahead(written: pl.Expr) -> pl.Expr:
    """+01:00 as 60, Z as 0, nothing as null."""
    digits = written.str.replace_all("[^0-9]", "").str.pad_end(4, "0")
    ahead = digits.str.slice(0, 2).cast(pl.Int32) * 60 + digits.str.slice(2, 2).cast(pl.Int32)
    return pl.when(written.str.starts_with("-")).then(-ahead).otherwise(ahead)
