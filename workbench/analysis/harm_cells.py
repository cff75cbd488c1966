"""Incidents of each kind that has a weight, by kind alone, by month, or by small area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import area_counts, membership
from workbench.analysis.dispersion import ASSUMED, Dispersion, dispersion
from workbench.analysis.incidents import Incidents
from workbench.analysis.months import index, monthly
from workbench.analysis.reference import Reference
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import listed, month
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Reasons = tuple[tuple[str, int], ...]

NO_WEIGHT: Final = "of a kind without a weight"
NO_KIND: Final = "no kind of incident"


@dataclass(frozen=True)
class Weighted:
    """The rows whose kind has a weight, and what was left out; kinds of most incidents first."""

    rows: Incidents
    kinds: tuple[str, ...]
    counts: Whole  # incidents of each
    weights: Floats
    without: Reasons  # kinds that the table lacks, and their incidents
    unknown: int  # incidents whose kind is not told

    def parts(self) -> tuple[Incidents, ...]:
        """The rows of each kind, taken apart at once."""
        found = self.rows.frame.partition_by(Role.TYPE.value, as_dict=True)
        return tuple(replace(self.rows, frame=found[(kind,)]) for kind in self.kinds)

    @property
    def left_out(self) -> Reasons:
        """Reasons and incidents, for the basis of a result."""
        return ((NO_WEIGHT, sum(n for _, n in self.without)), (NO_KIND, self.unknown))


@dataclass(frozen=True)
class Cells:
    """Incidents by cell and kind, shape (cells, kinds); ``days`` are the months, where they are."""

    names: tuple[str, ...]
    counts: Whole
    days: tuple[date, ...] = ()
    gaps: tuple[date, ...] = ()
    partial: tuple[date, ...] = ()
    left_out: Reasons = ()


def weighted(rows: Incidents, table: Reference) -> Weighted:
    """Set the kinds of the rows against the table.

    Raises:
        CannotAnswerError: there is no row, or the table knows none of its kinds.
    """
    n = pl.col(Role.COUNT).fill_null(0).sum() if rows.summed else pl.len()
    kind = pl.col("kind").cast(pl.String).str.strip_chars()
    # Counted as they are written first: there are far fewer kinds to tidy than rows.
    found = (
        rows.frame.group_by(pl.col(Role.TYPE).alias("kind"))
        .agg(n.cast(pl.Int64).alias("n"))
        .group_by(kind)
        .agg(pl.col("n").sum())
        .filter(pl.col("n") > 0)
        .sort("n", "kind", descending=[True, False])
    )
    if found.is_empty():
        raise CannotAnswerError(
            "There are no incidents in these rows, so there is no harm to weigh. Choose other rows."
        )
    named = found.filter(pl.col("kind").is_not_null() & (pl.col("kind") != ""))
    kinds = tuple(str(one) for one in named["kind"])
    unknown = int(found["n"].sum()) - int(named["n"].sum())
    weights = table.values_of(kinds)
    has = ~np.isnan(weights)
    if not has.any():
        raise CannotAnswerError(_nothing_fits(kinds, table))
    pairs = list(zip(kinds, (int(one) for one in named["n"]), strict=True))
    kept = tuple(kinds[at] for at in np.flatnonzero(has))
    return Weighted(
        _lean(rows, kept, everything=bool(has.all()) and not unknown),
        kept,
        named["n"].to_numpy()[has].astype(np.int64),
        weights[has],
        tuple(pairs[at] for at in np.flatnonzero(~has)),
        unknown,
    )


_LOOKED_AT: Final = (
    Role.TYPE, Role.START, Role.AREA, Role.AREA_NAME, Role.EASTING, Role.NORTHING, Role.COUNT,
)  # fmt: skip


def _lean(rows: Incidents, kinds: tuple[str, ...], *, everything: bool) -> Incidents:
    """The rows of these kinds, with only the columns that harm looks at and kinds written alike.

    What the edition covers is known before.
    """
    names = [role.value for role in _LOOKED_AT if rows.has(role)]
    names += [membership.HOW] if membership.HOW in rows.frame.columns else []
    frame = rows.frame.select(names)
    there = frame[Role.TYPE.value].drop_nulls().unique().cast(pl.String).to_list()
    if any(one != one.strip() for one in there):
        plain = pl.col(Role.TYPE).cast(pl.String).str.strip_chars()
        frame = frame.with_columns(plain.alias(Role.TYPE.value))
    if not everything:
        frame = frame.filter(pl.col(Role.TYPE).is_in(list(kinds)))
    return replace(rows, frame=frame, coverage=rows.covered())


def _nothing_fits(kinds: tuple[str, ...], table: Reference) -> str:
    ours = listed([f"“{one}”" for one in kinds[:2]]) or "none"
    theirs = listed([f"“{one}”" for one in table.keys[:2]])
    return (
        f"None of the kinds of incident in these rows is in the table “{table.name}”: the rows "
        f"have kinds such as {ours}, the table such as {theirs}. Bring in a table that names the "
        "kinds as the rows do, or choose another."
    )


def by_type(found: Weighted) -> Cells:
    """Each kind in a cell of its own."""
    return Cells(found.kinds, np.diag(found.counts))


def by_month(found: Weighted) -> Cells:
    """Each complete month in a cell; months without data are gaps, with a count of -1.

    Raises:
        CannotAnswerError: there is no complete month.
    """
    series = [monthly(part) for part in found.parts()]
    one = series[0]
    if not one.months:
        raise CannotAnswerError(
            "There is no complete month in these rows, so harm cannot be shown by month. "
            "Choose more months, or weigh it by kind of incident."
        )
    counts = np.column_stack([np.nan_to_num(each.counts, nan=-1).astype(np.int64)
                              for each in series])  # fmt: skip
    together: dict[str, int] = {}
    for each in series:
        for reason, n in each.left_out:
            together[reason] = together.get(reason, 0) + n
    names = tuple(month(day) for day in one.months)
    return Cells(names, counts, one.months, one.gaps, one.partial, tuple(together.items()))


def by_area(found: Weighted, shapes: Shapes | None) -> Cells:
    """Each small area with an incident in a cell.

    Raises:
        CannotAnswerError: the rows cannot be put into areas.
    """
    everything, parts = area_counts.of_kinds(found.rows, found.kinds, shapes)
    there = np.flatnonzero(everything.counts > 0)
    at = {everything.codes[one]: cell for cell, one in enumerate(there)}
    counts = np.zeros((there.size, len(found.kinds)), np.int64)
    for column, part in enumerate(parts):
        for code, n in zip(part.codes, part.counts, strict=True):
            if n and code in at:
                counts[at[code], column] = n
    names = tuple(everything.names[one] for one in there)
    lost = (("no small area", everything.nowhere), ("outside the boundaries", everything.beyond))
    return Cells(names, counts, left_out=lost)


def spread(found: Weighted) -> Dispersion:
    """How much more the months' counts vary than chance alone; assumed where they are few."""
    if not found.rows.has(Role.START):
        return Dispersion(ASSUMED, False, 0)
    series = monthly(found.rows)
    return dispersion([series.counts], [index(day) for day in series.months])
