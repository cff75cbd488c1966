"""Dates: one decision per column over all its rows, day first, with proof and misfits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from workbench.domain.data import Precision
from workbench.intake.date_columns import MIDNIGHT, joined, parts_of
from workbench.intake.date_finding import DateChoice, DateFinding
from workbench.intake.date_rows import DateText, Rows, rows_apart
from workbench.intake.date_shapes import SHAPES, Order, apart, perhaps, surely, written
from workbench.intake.date_tidying import tidied
from workbench.intake.moments import moments
from workbench.intake.row_moments import RowMoments, moments_of
from workbench.intake.source import Source

__all__ = [
    "MIDNIGHT",
    "DateChoice",
    "DateFinding",
    "column",
    "decide",
    "decide_and_read",
    "joined",
    "looks_like",
    "order_of",
    "parts_of",
    "read",
]

_FEW: Final = 8
_BARE: Final = frozenset(
    {
        "serial",
        "epoch",
        "compact",
        "year",
        "month name",
        "month number",
        "quarter name",
        "week name",
    }
)  # numbers that need not be dates
NAMED: Final = tuple(shape.key for shape in SHAPES if shape.key not in _BARE)  # shapes of dates
_IN_THE_NAMES: Final = {
    "month name": Order.MONTH_NAME,
    "month number": Order.MONTH_NAME,
    "quarter name": Order.QUARTER_NAME,
    "week name": Order.WEEK_NAME,
}
_WRITTEN_OUT: Final = (Order.DAY_FIRST, Order.MONTH_FIRST, Order.YEAR_FIRST)
_LONG: Final = {
    Order.MONTH_NAME: Precision.MONTH,
    Order.QUARTER_NAME: Precision.QUARTER,
    Order.MONTH: Precision.MONTH,
    Order.QUARTER: Precision.QUARTER,
    Order.YEAR: Precision.YEAR,
    Order.FINANCIAL: Precision.YEAR,
    Order.SCHOOL: Precision.YEAR,
}


def looks_like(text: pl.Series) -> float:
    """The share of filled cells that are written like a date, 0 to 1; bare numbers are not."""
    filled = text.drop_nulls()
    if filled.is_empty():
        return 0.0
    frame = filled.alias("v").to_frame().select(tidied(pl.col("v")))
    cell = pl.col("v")
    share, more = frame.select(
        surely(cell, NAMED).mean().alias("surely"), perhaps(cell, NAMED).any().alias("perhaps")
    ).row(0)
    return float(frame.select(written(cell, NAMED).mean()).item() if more else share)


def column(source: Source, names: tuple[str, ...]) -> DateText:
    """The date that lies in one or several columns of a file, taken apart where that can be done.

    A file remembers it, for each step of bringing it in asks for it again.
    """
    held = source.dates.get(names)
    if held is None or held[0] is not source.table:
        held = source.table, _taken_apart(joined(source.table, names))
        source.dates[names] = held
    return held[1]


def _taken_apart(text: pl.Series | DateText) -> DateText:
    return text if isinstance(text, DateText) else DateText(text, rows_apart(text))


def decide(text: pl.Series | DateText, choice: DateChoice | None = None) -> DateFinding:
    """Decide how a column of dates is read, or describe a decision that was made.

    Args:
        text: the column as text, all its rows.
        choice: the person's decision; None to propose one.
    """
    known = _taken_apart(text)
    if known.rows is None:
        return _of_unlike(known.text, choice)
    return _of_rows(known.rows, choice)[0]


def order_of(text: pl.Series | DateText) -> DateChoice:
    """The order that is proposed for a column, without reading it."""
    known = _taken_apart(text)
    if known.rows is None:
        return decide(known).choice
    return DateChoice(_order(_weights_of(known.rows)))


def decide_and_read(
    text: pl.Series | DateText, choice: DateChoice
) -> tuple[DateFinding, pl.DataFrame]:
    """What ``decide`` and ``read`` give, with the column taken apart only once."""
    known = _taken_apart(text)
    if known.rows is None:
        return _of_unlike(known.text, choice), read(known.text, choice)
    finding, moved = _of_rows(known.rows, choice)
    return finding, pl.DataFrame([moved.at, moved.timed])


def _of_rows(rows: Rows, choice: DateChoice | None) -> tuple[DateFinding, RowMoments]:
    """The finding about a column that was taken apart row by row, and each row's moment."""
    weights = _weights_of(rows)
    made = choice or DateChoice(_order(weights))
    moved = moments_of(rows, made.order, local=made.local, since_1904=made.since_1904)
    others = rows.text.filter(moved.at.is_null()) if moved.at.null_count() else rows.text.head(0)
    shown = list(moved.shown)
    proof = pl.DataFrame(
        {"v": rows.text.gather(shown).str.strip_chars(), "at": moved.at.gather(shown)}
    )
    held = _Held(
        read=len(moved.at) - moved.at.null_count(),
        unread=_tally(others).drop_nulls("v").group_by("v").agg(pl.col("n").sum()),
        proof=proof,
        first=moved.at.min(),  # type: ignore[arg-type]
        last=moved.at.max(),  # type: ignore[arg-type]
        midnight=moved.midnight,
        first_of_month=moved.first_of_month,
    )
    return _finding(len(rows.text), made, weights, held), moved


def _of_unlike(text: pl.Series, choice: DateChoice | None) -> DateFinding:
    """The finding about a column whose unlike texts are taken apart."""
    tally = _tally(text)
    filled = tally.filter(pl.col("v").is_not_null()).group_by("v").agg(pl.col("n").sum())
    parts = apart(filled["v"]).join(filled, on="v")
    weights = _weights(parts)
    made = choice or DateChoice(_order(weights))
    moved = moments(parts, made.order, local=made.local, since_1904=made.since_1904)
    known = moved.filter(pl.col("at").is_not_null())
    at = known["at"]
    held = _Held(
        read=int(known["n"].sum()),
        unread=moved.filter(pl.col("at").is_null()).group_by("v").agg(pl.col("n").sum()),
        proof=_shown(known),
        first=at.min(),  # type: ignore[arg-type]
        last=at.max(),  # type: ignore[arg-type]
        midnight=bool((at.dt.truncate("1d") == at).all()),
        first_of_month=bool((at.dt.day() == 1).all()),
    )
    return _finding(len(text), made, weights, held)


@dataclass(frozen=True)
class _Held:
    """What a column holds once it is read: see ``DateFinding``."""

    read: int
    unread: pl.DataFrame  # unlike texts ``v`` that do not fit, and their rows ``n``
    proof: pl.DataFrame  # ``v`` and ``at``
    first: datetime | None
    last: datetime | None
    midnight: bool  # of all that were read
    first_of_month: bool


def _finding(rows: int, made: DateChoice, weights: dict[str, int], held: _Held) -> DateFinding:
    unread = int(held.unread["n"].sum())
    misfits = held.unread.sort(["n", "v"], descending=[True, False]).select("v", "n").head(_FEW)
    return DateFinding(
        choice=made,
        rows=rows,
        blank=rows - held.read - unread,
        read=held.read,
        proof=tuple(held.proof.unique("v", maintain_order=True).select("v", "at").iter_rows()),
        misfits=tuple(misfits.iter_rows()),
        unread=unread,
        ambiguous=weights["either"],
        day_only=weights["day only"],
        month_only=weights["month only"],
        swapped=_swapped(weights),
        offset=weights["offset"] > 0 or made.order is Order.EPOCH,
        numbers=weights["serial"] if made.order in _WRITTEN_OUT else 0,
        precision=_precision(held, made.order),
        first=held.first.date() if held.first else None,
        last=held.last.date() if held.last else None,
    )


def read(text: pl.Series, choice: DateChoice) -> pl.DataFrame:
    """Read a column: ``at`` as naive Datetime (null where it does not fit) and ``timed``."""
    rows = rows_apart(text)
    if rows is not None:
        moved = moments_of(rows, choice.order, local=choice.local, since_1904=choice.since_1904)
        return pl.DataFrame([moved.at, moved.timed])
    tally = _tally(text)
    unlike = tally["v"].drop_nulls().unique()
    known = moments(
        apart(unlike), choice.order, local=choice.local, since_1904=choice.since_1904
    ).select("v", "at", "timed")
    known = tally.join(known, on="v").select("raw", "at", "timed")
    raw = text.cast(pl.String).alias("raw").to_frame()
    return raw.join(known, on="raw", how="left", maintain_order="left").drop("raw")


def _tally(text: pl.Series) -> pl.DataFrame:
    """Unlike texts ``raw``, their number of rows ``n``, and ``v``: stripped, null when blank."""
    tally = text.cast(pl.String).alias("raw").value_counts(name="n")
    plain = pl.col("raw").str.strip_chars()
    return tally.with_columns(pl.when(plain.str.len_bytes() > 0).then(plain).alias("v"))


_WEIGHED: Final = (
    *(shape.key for shape in SHAPES), "day only", "month only", "either", "early", "offset",
)  # fmt: skip


def _weights(parts: pl.DataFrame) -> dict[str, int]:
    """Rows by the shape they are written in and by what that allows."""
    a, b, shape = pl.col("a"), pl.col("b"), pl.col("shape")
    facts = {
        "day only": (a > 12) & (b <= 12),
        "month only": (b > 12) & (a <= 12),
        "either": (a <= 12) & (b <= 12) & (a != b),
        "early": ((shape == "ymd") & (pl.col("d") <= 12)) | _early_number(),
        "offset": pl.col("offset").is_not_null() & pl.col("h").is_not_null(),
    }
    sums = parts.select(
        (fact.fill_null(False) * pl.col("n")).sum().alias(name) for name, fact in facts.items()
    )
    shapes = dict.fromkeys((each.key for each in SHAPES), 0)
    counted = parts.group_by("shape").agg(pl.col("n").sum())
    shapes |= {key: int(n) for key, n in counted.iter_rows() if key is not None}
    return shapes | {name: int(value or 0) for name, value in sums.row(0, named=True).items()}


def _early_number() -> pl.Expr:
    """Tell which day numbers are of the first twelve days of a month."""
    days = pl.when(pl.col("shape") == "serial").then(pl.col("serial")).floor().cast(pl.Int32)
    return (pl.lit(date(1899, 12, 30)) + pl.duration(days=days)).dt.day() <= 12


def _weights_of(rows: Rows) -> dict[str, int]:
    """The same of a column that was taken apart row by row."""
    rest = rows.rest.drop_nulls("v")
    weights = _weights(rest.with_columns(n=1)) if rest.height else dict.fromkeys(_WEIGHED, 0)
    one, two = rows.one, rows.two
    facts = {"early": rows.alike & (one <= 12)}
    if rows.shape == "ab":
        low, early = one <= 12, two <= 12
        facts = {
            "day only": rows.alike & ~low & early,
            "month only": rows.alike & low & ~early,
            "either": rows.alike & low & early & (one != two),
        }
    facts[rows.shape] = rows.alike
    return weights | {name: weights[name] + int(fact.sum()) for name, fact in facts.items()}


def _swapped(weights: dict[str, int]) -> int:
    """Rows that a spreadsheet read month first, leaving as text what it could not read so."""
    as_text, real = weights["ab"], weights["ymd"] + weights["serial"]
    told = as_text in (weights["day only"], weights["month only"])
    sure = as_text >= _FEW and told and real == weights["early"]
    return real if sure and real >= _FEW else 0


def _order(weights: dict[str, int]) -> Order:
    """The one decision: what most rows are written in; day first unless the rows say otherwise."""
    longer = _longer(weights)
    if longer is not None:
        return longer
    months = weights["ym"] + weights["my"] + weights["month named"]
    days = weights["ymd"] + weights["ab"] + weights["named"] + weights["named us"]
    if months > days and months >= weights["compact"]:
        return Order.MONTH
    counted = _counted(weights, days + weights["compact"], days + months)
    if counted is not None:
        return counted
    if weights["month only"] > weights["day only"]:
        return Order.MONTH_FIRST
    named = weights["named"] + weights["named us"]
    year_first = weights["ymd"] + weights["compact"]
    return (
        Order.DAY_FIRST
        if weights["ab"] or named > year_first or not year_first
        else Order.YEAR_FIRST
    )


def _counted(weights: dict[str, int], days: int, dates: int) -> Order | None:
    """Seconds since 1970, day numbers, or months whose year stands elsewhere; None otherwise."""
    if weights["epoch"] > days + weights["serial"]:
        return Order.EPOCH
    written = weights["ab"] + weights["named"] + weights["named us"]
    if weights["serial"] > days and not written:
        return Order.SERIAL
    named = max(_IN_THE_NAMES, key=lambda key: weights[key])
    return _IN_THE_NAMES[named] if weights[named] > dates else None


def _longer(weights: dict[str, int]) -> Order | None:
    """Quarters or years, when more rows are written so than in any other way."""
    quarters = sum(n for key, n in weights.items() if key.endswith((" quarter", "quarter pair")))
    quarters += weights["quarter year"]
    years = {
        Order.QUARTER: quarters,
        Order.FINANCIAL: weights["pair"],
        Order.YEAR: weights["year"] + weights["ending"],
    }
    most = max(years, key=lambda order: years[order])
    shapes = sum(weights[shape.key] for shape in SHAPES)
    return most if years[most] > shapes / 2 else None


def _shown(read: pl.DataFrame) -> pl.DataFrame:
    """Rows that show the decision: one with a day up to 12, one above, and the last."""
    if read.is_empty():
        return read
    at = pl.col("at")
    low = at.dt.day() <= 12
    places = read.select(
        pl.when(low).then(at).arg_min().alias("doubtful"),
        pl.when(~low).then(at).arg_min().alias("telling"),
        at.arg_max().alias("last"),
    ).row(0)
    return read[[place for place in dict.fromkeys(places) if place is not None]]


def _precision(held: _Held, order: Order) -> Precision:
    """Month when only months are written or every date is the first of one; minute with times."""
    if order in _LONG:
        return _LONG[order]
    if held.first is None or held.last is None:
        return Precision.DAY
    if not held.midnight:
        return Precision.MINUTE
    days = held.last.date() > held.first.date()
    return Precision.MONTH if held.first_of_month and days else Precision.DAY
