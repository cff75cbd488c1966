"""What the cells of columns are like, all columns of a sample looked at together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake import dates, places
from workbench.intake.counts import amount, suppressed, whole
from workbench.intake.date_shapes import (
    MONTH_NAME,
    QUARTER_NAME,
    WEEK_NAME,
    perhaps,
    surely,
    written,
)
from workbench.intake.date_tidying import tidied

_AREA: Final = r"^[EWSN][0-9]{8}$"
_POSTCODE: Final = r"^(?i:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})$"
_BARE: Final = ("serial", "epoch", "compact", "ym", "year", "pair")


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
    numbered: float = 0  # day numbers of a workbook, or seconds since 1970
    month_named: float = 0  # months or quarters without a year


_NUMBER, _AMOUNT, _WITHHELD, _DAY = "number ", "amount ", "withheld ", "day "
_NOTHING: Final = Facts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def facts_of(sample: pl.DataFrame) -> dict[str, Facts]:
    """The facts about each column of a sample of text."""
    plain = pl.all().str.strip_chars()
    text = sample.select(pl.when(plain.str.len_bytes() > 0).then(plain).name.keep())
    text.columns = [f"c{number}" for number in range(text.width)]  # names may say what they like
    days = text.select(tidied(pl.all()).name.prefix(_DAY))
    cells = text.hstack(days).with_columns(  # polars would read a number again at each look
        places.number(pl.col(text.columns)).name.prefix(_NUMBER),
        amount(pl.col(text.columns)).name.prefix(_AMOUNT),
        suppressed(pl.col(text.columns)).name.prefix(_WITHHELD),
    )
    facts = cells.select(pl.struct(_facts(name)).alias(name) for name in text.columns).row(0)
    told = (_told(text[name], known) for name, known in zip(text.columns, facts, strict=True))
    return dict(zip(sample.columns, told, strict=True))


def _facts(name: str) -> list[pl.Expr]:
    """Numbers of cells, of those that are filled."""
    kinds = ("", _NUMBER, _WITHHELD, _DAY)
    cell, number, withheld, day = (pl.col(f"{kind}{name}") for kind in kinds)
    facts = {
        "filled": cell.count(),
        "unlike": cell.drop_nulls().n_unique(),
        "numeric": number.is_finite().sum(),
        "low": number.quantile(0.02),
        "high": number.quantile(0.98),
        "whole": (whole(pl.col(f"{_AMOUNT}{name}")) & ~withheld).sum(),
        "withheld": withheld.sum(),
        "dated": surely(day, dates.NAMED).sum(),
        "perhaps dated": perhaps(day, dates.NAMED).sum(),
        "bare_dated": surely(day, _BARE).sum(),
        "perhaps bare_dated": perhaps(day, _BARE).sum(),
        "numbered": surely(day, ("serial", "epoch")).sum(),
        "month_named": cell.str.contains(f"{MONTH_NAME}|{QUARTER_NAME}|{WEEK_NAME}").sum(),
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
        numbered=known["numbered"] / filled,
        month_named=known["month_named"] / filled,
        area=known["area"] / filled,
        postcode=known["postcode"] / filled,
        low=known["low"] or 0.0,
        high=known["high"] or 0.0,
    )
