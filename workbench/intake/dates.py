"""Dates: one decision per column over all its rows, day first, with proof and misfits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from workbench.domain.data import Precision
from workbench.intake.amounts import rows
from workbench.intake.clocks import as_clock, is_clock
from workbench.intake.column_words import DATE_PARTS, QUARTERS, YEARS
from workbench.intake.date_rows import rows_apart
from workbench.intake.date_shapes import SHAPES, Order, apart
from workbench.intake.moments import moments
from workbench.intake.words import spaced

_FEW: Final = 8
_BARE: Final = frozenset({"serial", "compact", "year"})  # numbers that need not be dates
_LONG: Final = {
    Order.MONTH: Precision.MONTH,
    Order.QUARTER: Precision.QUARTER,
    Order.YEAR: Precision.YEAR,
    Order.FINANCIAL: Precision.YEAR,
    Order.SCHOOL: Precision.YEAR,
}


@dataclass(frozen=True)
class DateChoice:
    """How the column, or columns, of a date are read; ``local`` turns offsets into UK time."""

    order: Order = Order.DAY_FIRST
    local: bool = True


@dataclass(frozen=True)
class DateFinding:
    """What was found in a column of dates, over all its rows.

    ``proof`` pairs what is written with what is read. ``ambiguous`` rows could be read day first
    or month first; ``day_only`` and ``month_only`` can be read one way only. ``misfits`` pairs
    texts that do not fit the decision with their number of rows. ``swapped`` rows were
    probably turned round by a spreadsheet before the file was saved.
    """

    choice: DateChoice
    rows: int
    blank: int
    read: int
    proof: tuple[tuple[str, datetime], ...]
    misfits: tuple[tuple[str, int], ...]
    unread: int
    ambiguous: int
    day_only: int
    month_only: int
    swapped: int
    offset: bool
    precision: Precision
    first: date | None
    last: date | None

    @property
    def settled(self) -> bool:
        """Tell whether the rows themselves settle the order of day and month."""
        return not self.ambiguous or bool(self.day_only) != bool(self.month_only)

    @property
    def mixed(self) -> bool:
        """Tell whether some rows fit only day first and others only month first."""
        return self.day_only > 0 and self.month_only > 0

    def sentences(self) -> tuple[str, ...]:
        """The decision and its doubts in plain words."""
        said = [f"Read as {self.choice.order.value}."]
        if self.mixed:
            said.append(
                "This column mixes two ways of writing dates: "
                f"{rows(self.day_only, 'fits', 'fit')} only day first and "
                f"{rows(self.month_only, 'fits', 'fit')} only month first. "
                f"{rows(self.ambiguous, 'fits', 'fit')} both, so some of them may be wrong. Ask "
                "for the export with one way of writing dates."
            )
        elif self.ambiguous and not self.settled:
            said.append(
                f"{rows(self.ambiguous)} could be read day first or month first, and no row "
                "settles it. UK files write the day first, so that is how they are read: check "
                "the proof."
            )
        elif self.ambiguous:
            sure = self.day_only or self.month_only
            said.append(f"{rows(sure)} can be read only this way, which settles the others.")
        if self.swapped:
            said.append(
                f"In {rows(self.swapped)} a spreadsheet has probably swapped day and month: every "
                "date left as text has a day above 12 and no other date has. Ask for the export "
                "as it was before it was opened in Excel."
            )
        if self.unread:
            said.append(
                f"{rows(self.unread, 'holds', 'hold')} something that is no date in this order."
            )
        if self.blank:
            said.append(f"{rows(self.blank, 'is', 'are')} blank.")
        if self.offset and self.choice.local:
            said.append("Times are written with an offset from UTC; they are turned into UK time.")
        said.append(_KNOWN[self.precision])
        return tuple(sentence for sentence in said if sentence)


_KNOWN: Final = {
    Precision.YEAR: "Each row stands for a whole year.",
    Precision.QUARTER: "Each row stands for a whole quarter.",
    Precision.MONTH: "Only the month is known, not the day or the hour.",
    Precision.DAY: "No time of day is known.",
    Precision.MINUTE: "",
}


def looks_like(text: pl.Series) -> float:
    """The share of filled cells that are written like a date, 0 to 1; bare numbers are not."""
    filled = text.drop_nulls()
    if filled.is_empty():
        return 0.0
    patterns = [shape.pattern for shape in SHAPES if shape.key not in _BARE]
    frame = pl.DataFrame({"v": filled.str.strip_chars()})
    fits = pl.any_horizontal(pl.col("v").str.contains(pattern) for pattern in patterns)
    return float(frame.select(fits.mean()).item())


def decide(text: pl.Series, choice: DateChoice | None = None) -> DateFinding:
    """Decide how a column of dates is read, or describe a decision that was made.

    Args:
        text: the column as text, all its rows.
        choice: the person's decision; None to propose one.
    """
    return _decided(text, choice, rows_apart(text))[0]


def order_of(text: pl.Series) -> DateChoice:
    """The order that is proposed for a column, without reading it."""
    parts = rows_apart(text)
    if parts is not None:
        return DateChoice(_order(_weights(parts.with_columns(pl.lit(1, pl.UInt32).alias("n")))))
    return decide(text).choice


def decide_and_read(text: pl.Series, choice: DateChoice) -> tuple[DateFinding, pl.DataFrame]:
    """What ``decide`` and ``read`` give, with the column taken apart only once."""
    parts = rows_apart(text)
    finding, moved = _decided(text, choice, parts)
    return finding, read(text, choice) if parts is None else moved.select("at", "timed")


def _decided(
    text: pl.Series, choice: DateChoice | None, by_row: pl.DataFrame | None
) -> tuple[DateFinding, pl.DataFrame]:
    """The finding, and every text or row with its moment."""
    if by_row is None:
        tally = _tally(text)
        filled = tally.filter(pl.col("v").is_not_null()).group_by("v").agg(pl.col("n").sum())
        parts = apart(filled["v"]).join(filled, on="v")
    else:
        parts = by_row.with_columns(pl.lit(1, pl.UInt32).alias("n"))
    weights = _weights(parts)
    made = choice or DateChoice(_order(weights))
    moved = moments(parts, made.order, local=made.local)
    held = moved if by_row is None else moved.filter(pl.col("v").is_not_null())
    return _finding(text, made, weights, held), moved


def _finding(
    text: pl.Series, made: DateChoice, weights: dict[str, int], held: pl.DataFrame
) -> DateFinding:
    unread = held.filter(pl.col("at").is_null())
    known = held.filter(pl.col("at").is_not_null()) if not unread.is_empty() else held
    span = (known["at"].min(), known["at"].max()) if not known.is_empty() else (None, None)
    misfits = unread.group_by("v").agg(pl.col("n").sum())
    return DateFinding(
        choice=made,
        rows=len(text),
        blank=len(text) - int(held["n"].sum()),
        read=int(known["n"].sum()),
        proof=_proof(known),
        misfits=tuple(
            misfits.sort(["n", "v"], descending=[True, False])
            .select("v", "n")
            .head(_FEW)
            .iter_rows()
        ),
        unread=int(unread["n"].sum()),
        ambiguous=weights["either"],
        day_only=weights["day only"],
        month_only=weights["month only"],
        swapped=_swapped(weights),
        offset=weights["offset"] > 0,
        precision=_precision(known, made.order),
        first=span[0].date() if isinstance(span[0], datetime) else None,
        last=span[1].date() if isinstance(span[1], datetime) else None,
    )


def read(text: pl.Series, choice: DateChoice) -> pl.DataFrame:
    """Read a column: ``at`` as naive Datetime (null where it does not fit) and ``timed``."""
    by_row = rows_apart(text)
    if by_row is not None:
        return moments(by_row, choice.order, local=choice.local).select("at", "timed")
    tally = _tally(text)
    unlike = tally["v"].drop_nulls().unique()
    known = moments(apart(unlike), choice.order, local=choice.local).select("v", "at", "timed")
    known = tally.join(known, on="v").select("raw", "at", "timed")
    raw = text.cast(pl.String).alias("raw").to_frame()
    return raw.join(known, on="raw", how="left", maintain_order="left").drop("raw")


def _tally(text: pl.Series) -> pl.DataFrame:
    """Unlike texts ``raw``, their number of rows ``n``, and ``v``: stripped, null when blank."""
    tally = text.cast(pl.String).alias("raw").value_counts(name="n")
    plain = pl.col("raw").str.strip_chars()
    return tally.with_columns(pl.when(plain.str.len_bytes() > 0).then(plain).alias("v"))


def _weights(parts: pl.DataFrame) -> dict[str, int]:
    """Rows by the shape they are written in and by what that allows."""
    a, b, shape = pl.col("a"), pl.col("b"), pl.col("shape")
    facts = {
        "day only": (a > 12) & (b <= 12),
        "month only": (b > 12) & (a <= 12),
        "either": (a <= 12) & (b <= 12) & (a != b),
        "early": (shape == "ymd") & (pl.col("d") <= 12),
        "offset": pl.col("offset").is_not_null() & pl.col("h").is_not_null(),
    }
    sums = parts.select(
        (fact.fill_null(False) * pl.col("n")).sum().alias(name) for name, fact in facts.items()
    )
    shapes = dict.fromkeys((each.key for each in SHAPES), 0)
    counted = parts.group_by("shape").agg(pl.col("n").sum())
    shapes |= {key: int(n) for key, n in counted.iter_rows() if key is not None}
    return shapes | {name: int(value or 0) for name, value in sums.row(0, named=True).items()}


def _swapped(weights: dict[str, int]) -> int:
    """Rows that a spreadsheet read month first, leaving as text what it could not read so."""
    as_text, real = weights["ab"], weights["ymd"]
    sure = as_text >= _FEW and as_text == weights["day only"] and real == weights["early"]
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
    if weights["serial"] > days + weights["compact"]:
        return Order.SERIAL
    if weights["month only"] > weights["day only"]:
        return Order.MONTH_FIRST
    plain = days + weights["compact"]
    return Order.DAY_FIRST if weights["ab"] or not plain else Order.YEAR_FIRST


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


def _proof(read: pl.DataFrame) -> tuple[tuple[str, datetime], ...]:
    """Rows that show the decision: one with a day up to 12, one above, and the last."""
    if read.is_empty():
        return ()
    at = pl.col("at")
    low = at.dt.day() <= 12
    places = read.select(
        pl.when(low).then(at).arg_min().alias("doubtful"),
        pl.when(~low).then(at).arg_min().alias("telling"),
        at.arg_max().alias("last"),
    ).row(0)
    picked = [place for place in dict.fromkeys(places) if place is not None]
    rows = read[picked].unique("v", maintain_order=True)
    return tuple(rows.select("v", "at").iter_rows())


def _precision(read: pl.DataFrame, order: Order) -> Precision:
    """Month when only months are written or every date is the first of one; minute with times."""
    if order in _LONG:
        return _LONG[order]
    if read.is_empty():
        return Precision.DAY
    at = pl.col("at")
    midnight, first, days = read.select(
        (at.dt.truncate("1d") == at).all().alias("midnight"),
        (at.dt.day() == 1).all().alias("first"),
        (at.max().dt.date() > at.min().dt.date()).alias("days"),
    ).row(0)
    if not midnight:
        return Precision.MINUTE
    return Precision.MONTH if first and days else Precision.DAY


def joined(table: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    """The text of a date that lies in one column, in a date and a time, or in its parts."""
    if len(names) == 1:
        return table[names[0]].cast(pl.String)
    parts = parts_of(names)
    if parts:
        made = [
            pl.col(parts[part]).str.strip_chars().str.strip_suffix(".0").str.zfill(2)
            for part in ("year", "month", "day", "hour", "minute")
            if part in parts
        ]
        day = pl.concat_str(made[:3], separator="-")
        clock = pl.concat_str(made[3:], separator=":") if len(made) > 4 else None
        text = day if clock is None else pl.concat_str([day, clock], separator=" ")
        return table.select(text.alias("v")).to_series()
    clocks = [name for name in names if is_clock(table[name])]
    days = [name for name in names if name not in clocks] or list(names[:1])
    second = next((name for name in (*clocks, *names[1:]) if name != days[0]), names[-1])
    if any(re.fullmatch(QUARTERS, spaced(name)) for name in names):
        return _quarters(table, names)
    # A workbook writes a bare date with midnight.
    date_text = pl.col(days[0]).str.strip_chars().str.replace(r"[T ]00:00(:00)?$", "")
    both = pl.concat_str([date_text, as_clock(pl.col(second)).fill_null("")], separator=" ")
    return table.select(both.str.strip_chars().alias("v")).to_series()


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
