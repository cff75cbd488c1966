"""What the cells of columns are like, all columns of a sample looked at together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake import dates, places
from workbench.intake.counts import figure, suppressed
from workbench.intake.date_shapes import perhaps, surely, written

_AREA: Final = r"^[EWSN]\d{8}$"
_POSTCODE: Final = r"^(?i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$"
_BARE: Final = ("serial", "compact", "ym", "year", "pair")


@dataclass(frozen=True)
class Facts:
    """What a sample of a column's cells is like; shares are 0 to 1 of the filled cells."""

    filled: int
    unlike: int
    numeric: float
    whole: float
    counted: float
    dated: float
    bare_dated: float
    area: float
    postcode: float
    low: float
    high: float


_NOTHING: Final = Facts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def facts_of(sample: pl.DataFrame) -> dict[str, Facts]:
    """The facts about each column of a sample of text."""
    plain = pl.all().str.strip_chars()
    text = sample.select(pl.when(plain.str.len_bytes() > 0).then(plain).name.keep())
    text.columns = [f"c{number}" for number in range(text.width)]  # names may say what they like
    numbers = text.select(places.number(pl.all()))
    facts = text.select(pl.struct(_facts(name)).alias(name) for name in text.columns).row(0)
    spans = numbers.select(pl.struct(_span(name)).alias(name) for name in text.columns).row(0)
    told = (
        _told(text[name], {**fact, **span})
        for name, fact, span in zip(text.columns, facts, spans, strict=True)
    )
    return dict(zip(sample.columns, told, strict=True))


def _span(name: str) -> list[pl.Expr]:
    """How many cells are numbers, and between which nearly all of them lie."""
    number = pl.col(name)
    return [
        number.is_finite().sum().alias("numeric"),
        number.quantile(0.02).alias("low"),
        number.quantile(0.98).alias("high"),
    ]


def _facts(name: str) -> list[pl.Expr]:
    """Numbers of cells, of those that are filled."""
    cell = pl.col(name)
    facts = {
        "filled": cell.count(),
        "unlike": cell.drop_nulls().n_unique(),
        "whole": figure(cell).is_not_null().sum(),
        "withheld": suppressed(cell).sum(),
        "dated": surely(cell, dates.NAMED).sum(),
        "perhaps dated": perhaps(cell, dates.NAMED).sum(),
        "bare_dated": surely(cell, _BARE).sum(),
        "perhaps bare_dated": perhaps(cell, _BARE).sum(),
        "area": cell.str.contains(_AREA).sum(),
        "postcode": cell.str.contains(_POSTCODE).sum(),
    }
    return [fact.alias(key) for key, fact in facts.items()]


def _told(text: pl.Series, known: dict[str, float]) -> Facts:
    """Numbers as shares; cells that may be two years are looked at again where there are any."""
    filled = int(known["filled"])
    if not filled:
        return _NOTHING
    for fact, keys in (("dated", dates.NAMED), ("bare_dated", _BARE)):
        if known[f"perhaps {fact}"]:
            known[fact] = int(text.to_frame("v").select(written(pl.col("v"), keys).sum()).item())
    return Facts(
        filled=filled,
        unlike=int(known["unlike"]),
        numeric=known["numeric"] / filled,
        whole=known["whole"] / filled,
        counted=(known["whole"] + known["withheld"]) / filled,
        dated=known["dated"] / filled,
        bare_dated=known["bare_dated"] / filled,
        area=known["area"] / filled,
        postcode=known["postcode"] / filled,
        low=known["low"] or 0.0,
        high=known["high"] or 0.0,
    )
