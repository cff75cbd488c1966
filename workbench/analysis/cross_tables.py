"""A cross-table: which lines and columns it has, in which order, and what outsiders may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.hiding import hidden_in_table, without_small
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Basis, Value
from workbench.analysis.months import EARLY, of_type
from workbench.analysis.shapes import Shapes
from workbench.analysis.sides import IN_TIME, NOT_KNOWN, WORDS, Side, side, ways
from workbench.analysis.streets import without_addresses
from workbench.analysis.tally import Tally, tally
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]

KEPT: Final = 400  # lines that a result holds, those with most incidents; the rest is in one sum
WIDE: Final = 60  # columns without an order of their own, likewise
OTHERS: Final = "All others"
AUTO: Final = "auto"
_DATES: Final = {"month", "year"}  # one follows from the other, and they go across by choice


@dataclass(frozen=True)
class CrossTable:
    """Counts by line and column; a line is a name, or two where it is split.

    ``counts`` has shape (lines, columns), ``rest`` (columns,) sums the lines that are not kept.
    Where counts are hidden they, and the sums that would give them back, are ``WITHHELD``.
    """

    basis: Basis
    incident_type: str
    ways: tuple[str, ...]  # what goes down, what splits it (or not), what goes across
    names: tuple[tuple[str, ...], ...]  # of each line
    columns: tuple[str, ...]
    counts: Whole
    rest: Whole
    others: int  # lines in ``rest``
    row_totals: Whole
    column_totals: Whole
    show: str  # "count", "row" or "column"
    top: int
    gaps: tuple[int, ...] = ()  # columns in which the file has no row of any kind
    partial: tuple[int, ...] = ()  # columns that it covers only in part
    snap: bool = False
    threshold: int = 0
    lost: Whole = field(default_factory=lambda: np.zeros((0, 0), np.int64))  # figures withheld
    unknown: tuple[int, ...] = ()  # incidents of which it is not known, by way
    row_gaps: tuple[int, ...] = ()  # lines in which the file has no row of any kind
    row_partial: tuple[int, ...] = ()  # lines that it covers only in part
    missing: tuple[str, ...] = ()  # months or years without any row, which no line stands for
    by_point: bool = False  # areas are told by points, for the codes are of other areas

    @property
    def few(self) -> bool:
        """Whether there are too few incidents in all for those who read it."""
        return 0 < self.basis.n < self.threshold

    @property
    def untold(self) -> NDArray[np.bool_]:
        """Cells of which the source gives no figure at all, shape (lines, columns)."""
        if self.lost.shape != self.counts.shape:
            return np.zeros(self.counts.shape, np.bool_)
        return np.asarray((self.lost > 0) & (self.counts == 0), np.bool_)

    @property
    def shares(self) -> Floats:
        """What is shown, shape (lines, columns); not a number where it is hidden or not covered."""
        shown = np.where(self.counts < 0, np.nan, self.counts.astype(np.float64))
        shown[:, list(self.gaps)] = np.nan
        shown[list(self.row_gaps)] = np.nan
        shown[self.untold] = np.nan
        if self.show == "count":
            return shown
        whole = self.row_totals[:, None] if self.show == "row" else self.column_totals[None, :]
        return np.where(whole > 0, shown / np.where(whole > 0, whole, 1), np.nan)

    def line(self, at: int) -> str:
        """What a line is called, in one."""
        return ", ".join(self.names[at])


def cross_table(asked: Asked, given: Mapping[str, Value]) -> CrossTable:
    """Count the rows by what was asked for.

    Args:
        asked: the rows, and boundaries to put them into where they have no code.
        given: the settings of the question, complete.

    Raises:
        CannotAnswerError: there are no rows, or they cannot be told apart in this way.
    """
    wanted = str(given["type"] or "")
    rows = of_type(asked.incidents, wanted)
    chosen = _chosen(given, rows, asked.shapes, wanted)
    rows, early = _without_early(rows, chosen)
    if not rows.n:
        raise CannotAnswerError(
            "There are no incidents in these rows, so there is nothing to count. Nothing was "
            "changed. Choose other rows."
        )
    asked.progress.report(0, 2, "Telling the rows apart")
    sides = [side(rows, way, asked.shapes) for way in chosen]
    asked.progress.report(1, 2, "Counting")
    found, lost = _tallied(rows, sides)
    first, last = rows.span() or (None, None)
    left_out = ((EARLY, early),) if early else ()
    basis = Basis(asked.incidents.source, rows.n, first, last, left_out)
    return _made(basis, wanted, sides, (found, lost), given)


def _tallied(rows: Incidents, sides: Sequence[Side]) -> tuple[Tally, Whole]:
    """The counts, and how many figures of each cell the source withholds."""
    if not rows.summed:
        found = tally(sides)
        return found, np.zeros_like(found.counts)
    count = rows.frame[Role.COUNT.value]
    gone = count.is_null().to_numpy().astype(np.float64)
    both = tally(sides, count.fill_null(0).to_numpy().astype(np.float64) + gone)
    lost = np.zeros_like(both.counts)
    if gone.any():
        none = tally(sides, gone)
        place = {tuple(line): at for at, line in enumerate(both.lines.tolist())}
        lost[[place[tuple(line)] for line in none.lines.tolist()]] = none.counts
    return Tally(both.lines, both.counts - lost), lost


def _chosen(
    given: Mapping[str, Value], rows: Incidents, shapes: Shapes | None, wanted: str
) -> tuple[str, ...]:
    """What goes down, what splits it, and what goes across; refused in words when two are one."""
    can = [way for way in ways(rows, shapes) if way != "kind" or not wanted]
    down, split, across = (str(given[key] or "") for key in ("down", "split", "across"))
    taken = [one for one in (down, split, across) if one not in {"", AUTO}]
    if down == AUTO:
        down = next((way for way in can if way not in taken and way not in _DATES), "")
        down = down or next((way for way in can if way not in taken), "")
        taken.append(down)
    if across == AUTO:
        free = [way for way in can if way not in taken and not {way, down} <= _DATES]
        first = "hour" if down == "weekday" else "month"
        across = first if first in free else next(iter(free), "")
    if not down or not across:
        raise CannotAnswerError(
            "This file tells its incidents apart in one way only, so there is nothing to set "
            "against it. Nothing was changed. Bring in a file with dates, kinds or areas as well."
        )
    every = [one for one in (down, split, across) if one]
    if twice := [one for one in every if every.count(one) > 1]:
        raise CannotAnswerError(
            f"The table would be by {WORDS[twice[0]]} twice. Nothing was changed. Choose something "
            "else for the rows, their parts or the columns."
        )
    if set(every) >= _DATES:
        raise CannotAnswerError(
            "A month lies in one year only, so a table of months by years says nothing. Nothing "
            "was changed. Choose months or years, and something else to set them against."
        )
    return tuple(every)


def _without_early(rows: Incidents, chosen: tuple[str, ...]) -> tuple[Incidents, int]:
    """Without stray rows long before the rest, which would make the months many and empty."""
    if not _DATES & set(chosen):
        return rows, 0
    whole = rows.covered()
    if not whole.lead:
        return rows, 0
    first = datetime.combine(whole.months[whole.lead], time.min)
    kept = rows.only((pl.col(Role.START) >= first).fill_null(value=True))
    held = replace(whole, months=whole.months[whole.lead :], lead=0, first=first.date())
    return replace(kept, coverage=held), rows.n - kept.n


def _in_order(found: Tally, sides: Sequence[Side]) -> tuple[Whole, Whole]:
    """Lines that are kept, most first or as the calendar has them; and those that are not.

    The parts of a split row stay together.
    """
    totals = found.counts.sum(axis=1)
    row = found.lines[:, 0]
    whole = np.bincount(row, totals)[row].astype(np.int64)
    first = row if sides[0].in_order else -whole
    part = found.lines[:, -1]
    own = part if sides[-2].in_order else -totals
    order = np.lexsort((part, own, row, first))
    if len(order) <= KEPT or not sides[0].in_order:
        return order[:KEPT], order[KEPT:]
    most = np.argsort(-totals, kind="stable")[:KEPT]  # rather than the first of a calendar
    use = np.isin(order, most)
    return order[use], order[~use]


def _made(
    basis: Basis, wanted: str, sides: Sequence[Side], counted: tuple[Tally, Whole],
    given: Mapping[str, Value],
) -> CrossTable:  # fmt: skip
    found, gone = _every_line(*counted, sides[0])
    across, (kept, rest) = sides[-1], _in_order(found, sides)
    first = found.lines[kept, 0]
    names = tuple(
        tuple(one.names[at] for one, at in zip(sides, line, strict=False))
        for line in found.lines[kept].tolist()
    )
    counts, columns, lost = _columns(found.counts, gone, across)
    return CrossTable(
        basis, wanted, tuple(one.way for one in sides), names, columns, counts[kept],
        counts[rest].sum(axis=0), len(rest), counts[kept].sum(axis=1), counts.sum(axis=0),
        str(given["show"]), int(str(given["top"])), across.gaps, across.partial,
        any(one.snap for one in sides), lost=lost[kept], unknown=_unknown(found, sides),
        row_gaps=tuple(np.flatnonzero(np.isin(first, sides[0].gaps)).tolist()),
        row_partial=tuple(np.flatnonzero(np.isin(first, sides[0].partial)).tolist()),
        missing=tuple(sides[0].names[at] for at in sides[0].gaps) if len(sides) > 2 else (),
        by_point=any(one.by_point for one in sides),
    )  # fmt: skip


def _every_line(found: Tally, gone: Whole, first: Side) -> tuple[Tally, Whole]:
    """With a line for each hour, day, month or year there is, whether or not it has a row."""
    if not first.in_order or found.lines.shape[1] > 1:
        return found, gone
    names = np.arange(len(first.names) - (first.names[-1:] == (NOT_KNOWN,)))
    none = np.setdiff1d(names, found.lines[:, 0])
    blank = np.zeros((none.size, found.counts.shape[1]), np.int64)
    lines = np.concatenate([found.lines, none[:, None]])
    return Tally(lines, np.vstack([found.counts, blank])), np.vstack([gone, blank])


def _unknown(found: Tally, sides: Sequence[Side]) -> tuple[int, ...]:
    """Incidents of which a side is not known, for each side."""
    told = []
    for at, one in enumerate(sides):
        none = one.names[-1:] == (NOT_KNOWN,)
        last = len(one.names) - 1
        if at == len(sides) - 1:
            part = found.counts[:, last]
        else:
            part = found.counts[found.lines[:, at] == last]
        told.append(int(part.sum()) if none else 0)
    return tuple(told)


def _columns(counts: Whole, lost: Whole, across: Side) -> tuple[Whole, tuple[str, ...], Whole]:
    """Columns that have a figure, most first, or all in their own order."""
    if across.in_order:
        return counts, across.names, lost
    totals, there = counts.sum(axis=0), (counts + lost).sum(axis=0) > 0
    order = np.lexsort((np.arange(totals.size), -totals))
    order = order[there[order]]
    first, rest = order[:WIDE], order[WIDE:]
    names = tuple(across.names[at] for at in first)
    if not rest.size:
        return counts[:, first], names, lost[:, first]
    folded = [np.column_stack([one[:, first], one[:, rest].sum(axis=1)]) for one in (counts, lost)]
    return folded[0], (*names, OTHERS), folded[1]


def conceal(result: CrossTable, threshold: int) -> CrossTable:
    """With small counts hidden, and what would give them back; streets in place of addresses.

    What is hidden stands last, by name: its place among the others would tell of its size.
    """
    every = np.vstack([result.counts, result.rest])
    counts, rows, columns = hidden_in_table(every, threshold)
    names = _without_addresses(result)
    across = result.columns
    if result.ways[-1] == "place":
        across = _streets(across, snapped=result.snap)
    down, over = np.arange(len(names)), np.arange(len(across))
    if result.ways[0] not in IN_TIME:
        down = np.array(sorted(down, key=lambda at: (-rows[at], names[at] if rows[at] < 0 else "")))
    if result.ways[-1] not in IN_TIME:
        over = np.array(sorted(over, key=lambda at: (
            across[at] == OTHERS, -columns[at], across[at] if columns[at] < 0 else "",
        )))  # fmt: skip
    safe = bool((rows >= 0).all() and (columns >= 0).all() and (counts >= 0).all())
    lost = result.lost[np.ix_(down, over)] if result.lost.size else result.lost
    return replace(
        result,
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        names=tuple(names[at] for at in down), columns=tuple(across[at] for at in over),
        counts=counts[:-1][np.ix_(down, over)], rest=counts[-1][over], row_totals=rows[:-1][down],
        column_totals=columns[over], threshold=threshold, lost=lost,
        unknown=result.unknown if safe else tuple(0 for _ in result.unknown),
    )  # fmt: skip


def _without_addresses(result: CrossTable) -> tuple[tuple[str, ...], ...]:
    """The names of the lines, with streets in place of addresses."""
    names = result.names
    for at, way in enumerate(result.ways[:-1]):
        if way == "place":
            every = tuple(dict.fromkeys(one[at] for one in names))
            street = dict(zip(every, _streets(every, snapped=result.snap), strict=True))
            names = tuple((*one[:at], street[one[at]], *one[at + 1 :]) for one in names)
    return names


def _streets(places: Sequence[str], *, snapped: bool) -> tuple[str, ...]:
    """Places as outsiders see them; what stands for no place or for many keeps its name."""
    own = [one for one in places if one not in {NOT_KNOWN, OTHERS}]
    told = dict(zip(own, without_addresses(own, snapped=snapped), strict=True))
    return tuple(told.get(one, one) for one in places)
