"""What the cells of columns are like, all columns of a sample looked at together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake import dates, places
from workbench.intake.counts import amount, suppressed, whole
from workbench.intake.date_shapes import perhaps, surely, written

_AREA: Final = r"^[EWSN][0-9]{8}$"
_POSTCODE: Final = r"^(?i:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})$"
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


_NUMBER, _AMOUNT, _WITHHELD = "number ", "amount ", "withheld "
_NOTHING: Final = Facts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def facts_of(sample: pl.DataFrame) -> dict[str, Facts]:
    """The facts about each column of a sample of text."""
    plain = pl.all().str.strip_chars()
    text = sample.select(pl.when(plain.str.len_bytes() > 0).then(plain).name.keep())
    text.columns = [f"c{number}" for number in range(text.width)]  # names may say what they like
    cells = text.with_columns(  # polars would read a number again for each look at it
        places.number(pl.all()).name.prefix(_NUMBER),
        amount(pl.all()).name.prefix(_AMOUNT),
        suppressed(pl.all()).name.prefix(_WITHHELD),
    )
    facts = cells.select(pl.struct(_facts(name)).alias(name) for name in text.columns).row(0)
    told = (_told(text[name], known) for name, known in zip(text.columns, facts, strict=True))
    return dict(zip(sample.columns, told, strict=True))


def _facts(name: str) -> list[pl.Expr]:
    """Numbers of cells, of those that are filled."""
    cell, number, withheld = (pl.col(f"{kind}{name}") for kind in ("", _NUMBER, _WITHHELD))
    facts = {
        "filled": cell.count(),
        "unlike": cell.drop_nulls().n_unique(),
        "numeric": number.is_finite().sum(),
        "low": number.quantile(0.02),
        "high": number.quantile(0.98),
        "whole": (whole(pl.col(f"{_AMOUNT}{name}")) & ~withheld).sum(),
        "withheld": withheld.sum(),
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
