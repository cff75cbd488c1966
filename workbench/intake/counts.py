"""Columns of counts become rows of a kind, a period and a count; withheld cells stay unknown."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from workbench.domain.data import Precision, Role
from workbench.intake import periods
from workbench.intake.cells import MARKS, UNDER, WITHHELD
from workbench.intake.date_shapes import Order
from workbench.intake.recipe import Choices

_FIRST_WEEK: Final = date(2000, 1, 3)
_WITHIN: Final = {
    Order.MONTH_NAME: Precision.MONTH,
    Order.QUARTER_NAME: Precision.QUARTER,
    Order.WEEK_NAME: Precision.DAY,
}
IN_THE_NAMES: Final = (
    Order.MONTH_NAME,
    Order.QUARTER_NAME,
    Order.WEEK_NAME,
)  # whose years stand in names
WHY_NONE: Final = "why no count"  # the column that keeps why a count is not known
NO_COUNT: Final = r"(?i)^\W*(average|mean|median|percent(age)?s?|proportion|rates?|ratio)\b|%"
_APART: Final = r"^[0-9]{1,3}(?: [0-9]{3})+$"  # 1 234, as some write thousands
_NUMERIC: Final = r"^[-+.,0-9]"  # whatever can be read as a number begins so
_OLD_TYPE: Final = "\u0001type"


def melted(
    kept: pl.DataFrame, raw: pl.DataFrame, choices: Choices
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add ``count`` to rows that are totals; several columns of counts become rows of their own.

    Args:
        kept: the rows brought in, with all columns but counts.
        raw: the same rows as text.
        choices: which columns are counts, of what, and of which period.
    """
    names = choices.of(Role.COUNT)
    if not choices.summed or not names:
        return kept, ()
    numbers = raw.select(figure(pl.col(name)).alias(name) for name in names)
    whys = raw.select(_why(name, numbers[name]) for name in names)
    if len(names) == 1 and not choices.column(names[0]).period:
        unknown = [whys.to_series().alias(WHY_NONE)] if whys.to_series().count() else []
        counted = kept.with_columns(numbers.to_series().alias(Role.COUNT.value), *unknown)
        return counted, _said(raw, numbers, names)
    several = f"Each row of the file holds {len(names)} counts; each became a row of its own."
    whole = _long(kept, numbers, whys, choices)
    long = _without_ahead(whole, choices)
    gone = whole.height - long.height
    cells = "1 blank cell" if gone == 1 else f"{gone:,} blank cells"
    ahead = (f"{cells} after the last count: no counts, for the table ends there.",) if gone else ()
    return long, (several, *_said(raw, numbers, names, ahead=gone), *ahead)


def _without_ahead(long: pl.DataFrame, choices: Choices) -> pl.DataFrame:
    """Leave out blank cells after the last count of a grid of months by years, or days by weeks."""
    told = [choices.column(name).period for name in choices.of(Role.COUNT)]
    grid = choices.start.order in IN_THE_NAMES or any(each.startswith("weekday") for each in told)
    start, count = Role.START.value, Role.COUNT.value
    if not grid or WHY_NONE not in long.columns or not choices.of(Role.START):
        return long
    last = long.filter(pl.col(count).is_not_null())[start].max()
    after = (pl.col(start) > last) & (pl.col(WHY_NONE) == "blank")
    return long.filter(~after.fill_null(value=False))


def _long(
    kept: pl.DataFrame, numbers: pl.DataFrame, whys: pl.DataFrame, choices: Choices
) -> pl.DataFrame:
    """One row for each count, in the order of the columns of counts."""
    if Role.TYPE.value in kept.columns:
        kept = kept.rename({Role.TYPE.value: _OLD_TYPE})
    chosen = [choices.column(name) for name in numbers.columns]
    dated = all(choice.period for choice in chosen)
    kinds = {choice.kind for choice in chosen}
    parts = []
    for choice in chosen:
        kind = choice.kind if dated and len(kinds) == 1 else choice.kind or choice.name
        columns = [numbers[choice.name].alias(Role.COUNT.value)]
        if any(whys[name].count() for name in whys.columns):
            columns.append(whys[choice.name].alias(WHY_NONE))
        part = kept.with_columns(pl.lit(kind or None, pl.String).alias(Role.TYPE.value), *columns)
        parts.append(_dated(part, choice.period, choices))
    long = pl.concat(parts)
    if _OLD_TYPE in long.columns:
        both = pl.concat_str([_OLD_TYPE, Role.TYPE.value], separator=": ", ignore_nulls=True)
        long = long.with_columns(both.alias(Role.TYPE.value)).drop(_OLD_TYPE)
    empty = not long[Role.TYPE.value].count()
    return long.drop(Role.TYPE.value) if empty and dated else long


def _dated(part: pl.DataFrame, period: str, choices: Choices) -> pl.DataFrame:
    """Put rows at the period of their column, or at that of the row within or around it."""
    if not period:
        return part
    first, months, within = periods.read(period)
    start = pl.col(Role.START.value)
    month = start.dt.month().cast(pl.Int32)
    inside = choices.start.order in IN_THE_NAMES and bool(choices.of(Role.START))
    if isinstance(first, date) and inside and choices.start.order is Order.WEEK_NAME:
        monday = date.fromisocalendar(first.year, 1, 1) if first.month == 1 else first
        at = pl.lit(monday).cast(pl.Datetime("us")) + (
            start - pl.lit(_FIRST_WEEK).cast(pl.Datetime("us"))
        )
    elif isinstance(first, date) and inside:
        quarter = choices.start.order is Order.QUARTER_NAME
        ahead = month - 1 if quarter else (month - first.month) % 12
        at = pl.lit(first).cast(pl.Datetime("us")).dt.offset_by(_as_offset(ahead, "mo"))
    elif isinstance(first, date):
        at = pl.lit(first).cast(pl.Datetime("us"))
    elif months == 3:
        at = start.dt.offset_by(f"{3 * (within - 1)}mo")
    elif months:  # a financial year starts in April, so its January lies in the next
        at = start.dt.offset_by(_as_offset((within - month) % 12, "mo"))
    else:
        weekday = start.dt.weekday().cast(pl.Int32) - 1
        ahead = (within - weekday) % 7 if within >= 0 else -((weekday - within) % 7)
        at = start.dt.offset_by(_as_offset(ahead, "d"))
    return part.with_columns(at.alias(Role.START.value))


def _as_offset(number: pl.Expr, unit: str) -> pl.Expr:
    return pl.concat_str(number.fill_null(0), pl.lit(unit))


def precision(choices: Choices) -> Precision | None:
    """How exactly times are known that stand in the names of columns; None when they do not."""
    told = [choices.column(name).period for name in choices.of(Role.COUNT)]
    found = next((period for period in told if period), "")
    if not choices.summed or not found:
        return None
    if choices.start.order in IN_THE_NAMES and choices.of(Role.START):
        return _WITHIN[choices.start.order]
    return periods.PRECISIONS[periods.read(found)[1]]


def suppressed(text: pl.Expr) -> pl.Expr:
    """Tell which cells hold a code by which their source withholds a number."""
    plain = text.str.strip_chars().str.to_lowercase()
    return plain.is_in(list(WITHHELD)) | plain.str.contains(UNDER)


def figure(text: pl.Expr) -> pl.Expr:
    """A cell as a whole number; 1,954, 3.0 and 3* are forgiven, anything else is unknown."""
    number = amount(text)
    return pl.when(whole(number) & ~suppressed(text)).then(number).cast(pl.Int64)


def amount(text: pl.Expr) -> pl.Expr:
    """A cell as a number, without the commas in it and without a note behind it."""
    plain = text.str.strip_chars()
    apart = plain.str.contains(_APART)
    joined = pl.when(apart).then(plain.str.replace_all(" ", "", literal=True)).otherwise(plain)
    numeric = pl.when(joined.str.contains(_NUMERIC)).then(joined)
    return (
        numeric.str.replace(MARKS, "")
        .str.replace_all(",", "", literal=True)
        .str.strip_chars()
        .cast(pl.Float64, strict=False)
    )


def whole(number: pl.Expr) -> pl.Expr:
    """Tell which numbers can be counts."""
    return (number >= 0) & (number == number.floor()) & (number < 1e12)


def _why(name: str, number: pl.Series) -> pl.Expr:
    """Why a count is not known: withheld in one of three ways, blank, or no count at all."""
    plain = pl.col(name).str.strip_chars().str.to_lowercase().replace("", None)
    told = plain.replace_strict(WITHHELD, default=None, return_dtype=pl.String)
    under = pl.when(plain.str.contains(UNDER)).then(pl.lit("suppressed"))
    other = pl.when(plain.is_null()).then(pl.lit("blank")).otherwise(pl.lit("no count"))
    return pl.when(pl.lit(number.is_null())).then(pl.coalesce(told, under, other)).alias(name)


def _said(
    raw: pl.DataFrame, numbers: pl.DataFrame, names: tuple[str, ...], ahead: int = 0
) -> tuple[str, ...]:
    """How many cells are withheld and by which codes, blank (but not ahead), or no count at all."""
    codes: dict[str, int] = {}
    blank = odd = 0
    for name in names:
        unknown = raw[name].filter(numbers[name].is_null()).str.strip_chars().replace("", None)
        held = suppressed(pl.col("v"))
        counted = unknown.alias("v").value_counts(name="n")
        for value, n in counted.filter(held).iter_rows():
            codes[value.lower()] = codes.get(value.lower(), 0) + n
        blank += unknown.null_count()
        odd += int(counted.filter(~held & pl.col("v").is_not_null())["n"].sum())
    said = []
    if codes:
        some = sorted(codes.items(), key=lambda each: -each[1])
        told = ", ".join(f"“{code}” {n:,}" for code, n in some[:6])
        more = f" and {len(some) - 6} more codes" if len(some) > 6 else ""
        said.append(
            f"{_counts(sum(codes.values()))} suppressed or not available ({told}{more}); kept as "
            "unknown, never as zero, so totals are too low."
        )
    blank -= ahead
    if blank > 0:
        said.append(f"{_counts(blank)} blank; kept as unknown, not as zero.")
    if odd:
        said.append(
            f"{odd:,} cells of counts are no count (below zero, or not whole) and are kept as "
            "unknown."
        )
    return tuple(said)


def _counts(n: int) -> str:
    return "1 count is" if n == 1 else f"{n:,} counts are"
