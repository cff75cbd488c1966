"""Changes of recording: all kinds of incident step together, or a kind begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.words import fewer, month
from workbench.domain.data import Role
from workbench.intake.quality_fact import Concern, Fact, Light, Material

Whole = NDArray[np.int64]

_SIDE: Final = 3  # months before and after a step
_STEP: Final = 1.2  # times as many, or as few
_KINDS: Final = 4  # that must step together
_ROWS: Final = 60  # of a kind on the two sides together
_MOST: Final = 40  # kinds looked at
_SILENT: Final = 3  # months without a row before or after it is a kind that began or ended
_EACH: Final = 5.0  # rows a month below which silence may be chance


@dataclass(frozen=True)
class _Grid:
    """Rows by kind (down) and month (across), months without any row included."""

    kinds: tuple[str, ...]
    months: tuple[date, ...]
    counts: Whole


def check(material: Material) -> Iterator[Fact]:
    """The facts about kinds of incident over time."""
    if not {Role.TYPE.value, Role.START.value} <= set(material.frame.columns):
        return
    grid = _grid(material)
    if grid is None:
        return
    yield from _stepping(grid)
    yield from _coming_and_going(grid)


def _grid(material: Material) -> _Grid | None:
    frame, kind, start = material.frame, Role.TYPE.value, Role.START.value
    weight = pl.col(Role.COUNT.value) if material.summed else pl.lit(1)
    at = pl.col(start).dt.year().cast(pl.Int32) * 12 + pl.col(start).dt.month().cast(pl.Int32) - 1
    found = frame.select(pl.col(kind), at.alias("at"), weight.cast(pl.Int64).alias("n"))
    found = found.drop_nulls().group_by(kind, "at").agg(pl.col("n").sum())
    if found.is_empty():
        return None
    totals = found.group_by(kind).agg(pl.col("n").sum()).sort(["n", kind], descending=[True, False])
    kinds = totals[kind].head(_MOST).to_list()
    first, last = int(found["at"].min() or 0), int(found["at"].max() or 0)  # type: ignore[arg-type]
    counts = np.zeros((len(kinds), last - first + 1), dtype=np.int64)
    place = {name: at for at, name in enumerate(kinds)}
    for name, at, n in found.iter_rows():
        if name in place:
            counts[place[name], at - first] = n
    months = tuple(date(i // 12, i % 12 + 1, 1) for i in range(first, last + 1))
    return _Grid(tuple(kinds), months, counts)


def _stepping(grid: _Grid) -> Iterator[Fact]:
    """The sharpest month at which nearly all kinds change together by a fifth or more."""
    best: tuple[float, int, int, int, float] | None = None
    covered = grid.counts.sum(axis=0) > 0
    for at in range(_SIDE, len(grid.months) - _SIDE + 1):
        if not covered[at - _SIDE : at + _SIDE].all():
            continue
        before = grid.counts[:, at - _SIDE : at].sum(axis=1)
        after = grid.counts[:, at : at + _SIDE].sum(axis=1)
        big = before + after >= _ROWS
        if big.sum() < _KINDS:
            continue
        ratio = np.log((after[big] + 0.5) / (before[big] + 0.5))
        sign = 1 if np.median(ratio) > 0 else -1
        together = int((sign * ratio > np.log(_STEP)).sum())
        size = abs(float(np.median(ratio)))
        if together >= 0.9 * big.sum() and (best is None or size > best[0]):
            whole = float(after[big].sum() / max(1, before[big].sum()))
            best = (size, at, together, int(big.sum()), whole)
    if best is None:
        yield Fact(Light.GREEN, "All kinds change together", 0, 1, "none", (Concern.MONTHS,))
        return
    _, at, together, big_kinds, whole = best
    yield Fact(
        Light.AMBER,
        f"From {month(grid.months[at])} {together} of {big_kinds} kinds change together: "
        f"{fewer(whole)} in three months",
        together,
        big_kinds,
        "recording, the area, or the whole of life may have changed, not one problem",
        (Concern.MONTHS, Concern.TYPES),
    )


def _coming_and_going(grid: _Grid) -> Iterator[Fact]:
    """Kinds that end or begin within the file: perhaps renamed, split or joined."""
    covered = np.flatnonzero(grid.counts.sum(axis=0) > 0)
    ended, begun = [], []
    never = [name for name, row in zip(grid.kinds, grid.counts, strict=True) if not row.any()]
    yield Fact(
        Light.AMBER if never else Light.GREEN,
        f"Kinds that are nought throughout: {_some(never)}" if never else "Kinds without any",
        len(never),
        len(grid.kinds),
        "a fact, unless the source withholds them or records them elsewhere" if never else "none",
        (Concern.TYPES,),
    )
    for name, row in zip(grid.kinds, grid.counts[:, covered], strict=True):
        there = np.flatnonzero(row)
        if not len(there):
            continue
        low, high = int(there[0]), int(there[-1])
        if row[low : high + 1].mean() < _EACH:
            continue
        if len(row) - 1 - high >= _SILENT:
            ended.append(f"{name} after {month(grid.months[covered[high]])}")
        if low >= _SILENT:
            begun.append(f"{name} from {month(grid.months[covered[low]])}")
    for found, what in ((ended, "Kinds that end"), (begun, "Kinds that begin")):
        yield Fact(
            Light.AMBER if found else Light.GREEN,
            f"{what}: {_some(found)}" if found else what,
            len(found),
            len(grid.kinds),
            "renamed, split or joined? Then compare them together" if found else "none",
            (Concern.TYPES, Concern.MONTHS),
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
