"""Where tables lie in a sheet: titles above them, rows of names, notes below, others beneath."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from workbench.intake import records
from workbench.intake.cells import Cell, kind
from workbench.intake.source import Cells, Edges

LOOKED_AT: Final = 400  # rows; a table that goes on below them ends where the sheet does
_VALUES: Final = frozenset({Cell.NUMBER, Cell.CODE, Cell.YEAR, Cell.PERIOD, Cell.DATE})
_TIMES: Final = frozenset({Cell.YEAR, Cell.PERIOD, Cell.DATE})
_DAYS: Final = frozenset({Cell.DATE, Cell.PERIOD})
_HEADERS: Final = 6  # rows of names at most
_GAP: Final = 3  # blank rows between rows of names, or between them and the first row


@dataclass(frozen=True)
class _Looks:
    """What the columns of a table are like: which hold values, and which of those hold times."""

    values: frozenset[int]
    times: frozenset[int]
    label: int  # the first column that names each row, or -1
    usual: int  # cells filled in most rows


def tables(rows: Cells) -> list[Edges]:
    """The tables among the first rows of a sheet, from the top; at least one."""
    kinds = [[kind(cell) for cell in row] for row in rows]
    found: list[Edges] = []
    at = 0
    while at < len(rows):
        edges, end = _one(rows, kinds, at)
        if edges is None:
            break
        found.append(edges)
        if edges.last < 0:
            break
        at = end
    return found or [Edges(header=0)]


def dates_alone(rows: Cells) -> Edges | None:
    """Where a list of dates lies in a sheet of one column; None where it holds no dates."""
    kinds = [kind(cell) for row in rows for cell in row]
    first = next((at for at, one in enumerate(kinds) if one in _DAYS), -1)
    cells = [one for one in kinds[first:] if one is not Cell.BLANK] if first >= 0 else []
    if not cells or sum(one in _DAYS for one in cells) <= 0.8 * len(cells):
        return None
    words = [at for at in range(first) if kinds[at] is not Cell.BLANK]
    return Edges(header=words[-1] if words else -1)


def first(rows: Cells) -> Edges:
    """The first table, to the end of the sheet."""
    return replace(tables(rows)[0], last=-1)


def _one(rows: Cells, kinds: Sequence[Sequence[Cell]], start: int) -> tuple[Edges | None, int]:
    """The first table from a row on, and where to look for the next."""
    looks = _looks(kinds[start:])
    body = _body(kinds, start, looks)
    if body < 0:
        header = _first_full(kinds, start, looks)
        if header >= 0 and header == start == 0 and records.is_one(rows, header):
            return Edges(header=-1), len(rows)  # a list without names
        return (None if start and header < 0 else Edges(header=max(header, start))), len(rows)
    top_of = max((at + 1 for at in range(start, body) if records.is_box(rows[at])), default=start)
    header, top = _header(kinds, top_of, body, looks)
    while header >= 0 and records.is_one(rows, header, body):
        header, body = header - 1, header
        top = min(top, header)
        if header < top_of or not _filled(kinds[header]):
            header = -1
    if header < 0:
        return Edges(header=body - 1), len(rows)
    below = _times_below(kinds, body, looks)
    if below > 0:  # a row of totals stands between two rows of names
        top = header if top < 0 else top
        header, body = below, below + 1
    looks = _looks(kinds[body : body + 60])
    end, following = _end(kinds, body, looks)
    last = end if following < len(rows) else -1
    return Edges(header=header, first=top, last=last), following


def _times_below(kinds: Sequence[Sequence[Cell]], body: int, looks: _Looks) -> int:
    """A row of times alone over the figures, a row or two under the first of data; or -1."""
    for at in range(body + 1, min(body + 3, len(kinds) - 2)):
        filled = [column for column, each in enumerate(kinds[at]) if each is not Cell.BLANK]
        times = len(filled) > 1 and all(kinds[at][column] in _TIMES for column in filled)
        figures = looks.values.issuperset(filled) and not looks.times.intersection(filled)
        if times and figures and 0 not in filled and _holds_data(kinds[at + 1], looks):
            return at
    return -1


def _looks(kinds: Sequence[Sequence[Cell]]) -> _Looks:
    """Columns by what most of their cells are, over rows that are about as full as usual."""
    filled = [_filled(row) for row in kinds]
    usual = Counter(n for n in filled if n > 1).most_common(1)
    enough = max(2, round(0.5 * (usual[0][0] if usual else 1)))
    full = [row for row, n in zip(kinds, filled, strict=True) if n >= enough]
    values, times, label = set(), set(), -1
    for column in range(max((len(row) for row in full), default=0)):
        held = Counter(row[column] for row in full if row[column] is not Cell.BLANK)
        n = held.total()
        if n and sum(held[each] for each in _VALUES) > 0.6 * n:
            values.add(column)
            if sum(held[each] for each in _TIMES) > 0.6 * n:
                times.add(column)
        elif label < 0 and n > 0.8 * len(full):
            label = column
    return _Looks(frozenset(values), frozenset(times), label, usual[0][0] if usual else 0)


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for each in row if each is not Cell.BLANK)


def _holds_data(row: Sequence[Cell], looks: _Looks) -> bool:
    """Tell whether a row holds values where values are held.

    A row of years over columns of figures is a row of names.
    """
    hits = [column for column in looks.values if row[column] in _VALUES]
    misses = sum(1 for column in looks.values if row[column] is Cell.WORDS)
    if not hits or misses >= len(hits):
        return False
    figures = [column for column in hits if column not in looks.times]
    return not (figures and all(row[column] in _TIMES for column in figures)) or (
        len(figures) == 1 and len(hits) > 1
    )


def _body(kinds: Sequence[Sequence[Cell]], start: int, looks: _Looks) -> int:
    """The first row of data: it holds values, and so do most rows under it; -1 without any.

    Figures without a label, with names under them, belong to the names: "of 632,185 in all".
    """
    at = _data(kinds, start, looks)
    if at <= start or _filled(kinds[at - 1]) >= 0.9 * looks.usual or looks.label < 0:
        return at
    if kinds[at][looks.label] is not Cell.BLANK:
        return at
    labelled = (n for n in range(at, min(at + _HEADERS, len(kinds))) if _labelled(kinds[n], looks))
    names = next(labelled, -1)
    return at if names < 0 or _holds_data(kinds[names], looks) else _data(kinds, names, looks)


def _labelled(row: Sequence[Cell], looks: _Looks) -> bool:
    return row[looks.label] is not Cell.BLANK


def _data(kinds: Sequence[Sequence[Cell]], start: int, looks: _Looks) -> int:
    """The first row from ``start`` that holds values, as do most under it; -1 without any."""
    if not looks.values:
        return -1
    for at in range(start, len(kinds)):
        if _holds_data(kinds[at], looks) and not _names_of_codes(kinds, start, at, looks):
            under = [row for row in kinds[at : at + 12] if _filled(row) > 1][:6]
            if sum(_holds_data(row, looks) for row in under) > len(under) / 2:
                return at
    return -1


def _names_of_codes(kinds: Sequence[Sequence[Cell]], start: int, at: int, looks: _Looks) -> bool:
    """Tell whether the very first row only looks like codes: "x" and "y" are names there."""
    hits = [kinds[at][column] for column in looks.values]
    above = any(_filled(row) for row in kinds[start:at])
    return not above and all(each in {Cell.CODE, Cell.BLANK} for each in hits)


def _first_full(kinds: Sequence[Sequence[Cell]], start: int, looks: _Looks) -> int:
    """Without columns of values: the first row that is about as full as the others."""
    enough = max(2, round(0.6 * looks.usual))
    rows = range(start, len(kinds))
    return next((at for at in rows if _filled(kinds[at]) >= enough), -1)


def _header(
    kinds: Sequence[Sequence[Cell]], start: int, body: int, looks: _Looks
) -> tuple[int, int]:
    """The last and the first row of names above the data; -1 where there is none."""
    above = [at for at in range(start, body) if _filled(kinds[at]) > 0]
    wide = max((_filled(row) for row in kinds[body : body + 6]), default=0)
    named = [at for at in above if _names(kinds[at], wide)]
    if not named:
        return -1, -1
    header = top = named[-1]
    for at in reversed(named[:-1]):
        between = range(at + 1, top)
        if len(between) > _GAP or any(_filled(kinds[row]) for row in between):
            break
        if header - at > 3 * _HEADERS or _aside(kinds[at]):
            break
        top = at
    if _plain(kinds[header], looks) and top < header and not _spans(kinds[top:header], looks):
        top = header
    return header, top


def _names(row: Sequence[Cell], wide: int) -> bool:
    """Tell whether a row can hold names: several cells, or one that does not stand first."""
    filled = [at for at, each in enumerate(row) if each is not Cell.BLANK]
    if len(filled) > 1 or wide <= 1:
        return True
    return bool(filled) and 0 < filled[0] < len(row) - 1


def _aside(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds only a title at its left and a unit at its right."""
    filled = {at for at, each in enumerate(row) if each is not Cell.BLANK}
    return filled <= {0, len(row) - 1}


def _plain(row: Sequence[Cell], looks: _Looks) -> bool:
    """Tell whether a row names every column by itself."""
    return _filled(row) >= max(looks.usual, 2)


def _spans(rows: Sequence[Sequence[Cell]], looks: _Looks) -> bool:
    """Tell whether rows above the names stand over columns of values, as headings do."""
    return any(row[column] is not Cell.BLANK for row in rows for column in looks.values)


def _end(kinds: Sequence[Sequence[Cell]], body: int, looks: _Looks) -> tuple[int, int]:
    """The last row of the table that starts at ``body``, and where the next may start.

    Another table begins where, after a blank row or a line, names stand over the columns of
    values and rows of data follow.
    """
    last, pause = body, False
    for at in range(body, len(kinds)):
        row = kinds[at]
        if _filled(row) <= 1:
            pause = True
        elif pause and _names_again(kinds, at, looks):
            return last, max(last + 1, at - 1)
        else:
            last, pause = at, False
    return last, len(kinds)


def _names_again(kinds: Sequence[Sequence[Cell]], at: int, looks: _Looks) -> bool:
    row = kinds[at]
    over = [column for column in range(1, len(row)) if row[column] is not Cell.BLANK]
    told = [column for column in over if row[column] in {Cell.WORDS, *_TIMES}]
    if not over or len(told) < len(over) or _holds_data(row, looks):
        return False
    if not any(column in looks.values for column in told):
        return False
    if any(row[column] in _TIMES for column in looks.times):
        return False
    under = [row for row in kinds[at + 1 : at + 8] if _filled(row) > 1]
    usual = Counter(map(_filled, under)).most_common(1)
    if usual and _filled(row) < 0.6 * usual[0][0] and not any(_wide(one, usual) for one in under):
        return False  # a note of a few cells; names stand over each column
    return any(sum(1 for each in row if each in _VALUES) > 0 for row in under)


def _wide(row: Sequence[Cell], usual: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a row names most columns in words or times, as names under a heading do."""
    named = sum(1 for each in row if each in {Cell.WORDS, *_TIMES})
    return named == _filled(row) >= 0.6 * usual[0][0]
