"""Counts of every small area by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents
from workbench.analysis.months import Monthly, index, last_day
from workbench.domain.data import Role

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AreaMonths:
    """Counts of each area by month, NaN where there are no data."""

    codes: tuple[str, ...]
    counts: Floats


def placed() -> pl.Expr:
    """Whether a row says in which small area it lies."""
    code = pl.col(Role.AREA)
    return code.is_not_null() & (code.cast(pl.String).str.strip_chars() != "")


def by_area(rows: Incidents, found: Monthly) -> AreaMonths:
    """Counts by area and month, areas in the order of their codes."""
    if not found.months:
        return AreaMonths((), np.zeros((0, 0)))
    start, first = pl.col(Role.START), index(found.months[0])
    place = start.dt.year().cast(pl.Int64) * 12 + start.dt.month().cast(pl.Int64) - 1 - first
    weight = pl.col(Role.COUNT).fill_null(0) if rows.summed else pl.lit(1)
    low = datetime.combine(found.months[0], time.min)
    high = datetime.combine(last_day(found.months[-1]), time.max)
    codes = rows.frame[Role.AREA].unique().sort()
    summed = (
        rows.frame.filter(start.is_between(low, high))
        .select(pl.col(Role.AREA).alias("code"), place.alias("at"), weight.alias("n"))
        .group_by("code", "at")
        .agg(pl.col("n").cast(pl.Int64).sum())
    )
    row = codes.search_sorted(summed["code"]).to_numpy()
    counts = np.zeros((codes.len(), len(found.months)))
    counts[row, summed["at"].to_numpy()] = summed["n"].to_numpy()
    counts[:, np.isnan(found.counts)] = np.nan
    return AreaMonths(tuple(codes.to_list()), counts)
