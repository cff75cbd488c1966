"""How the rows of one edition differ from those of the edition before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from workbench.analysis.words import listed, month
from workbench.domain.data import Role
from workbench.intake.amounts import rows

LISTED: Final = 20  # rows of each kind that are shown
_LONG: Final = 40  # letters of a cell that are shown
_REFERENCE: Final = Role.REFERENCE.value
_START: Final = Role.START.value
_NOT_TOLD: Final = frozenset({"row", "file", "no place"})
_SHOWN: Final = tuple(
    role.value for role in (Role.REFERENCE, Role.START, Role.TYPE, Role.PLACE, Role.AREA)
)


@dataclass(frozen=True)
class Changed:
    """One cell of a row that is in both editions."""

    reference: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """Rows by what became of them; earlier = gone + changed + same, later = new + changed + same.

    ``by`` is "reference", "content", or "both" where only some rows have a reference. ``elsewhen``
    are the rows gone in months of which the later edition has none.
    """

    by: str
    earlier: int
    later: int
    new: int
    gone: int
    changed: int
    elsewhen: int
    columns: tuple[tuple[str, int], ...]  # of changed cells, most first
    added: tuple[str, ...]  # columns that only the later edition has
    dropped: tuple[str, ...]
    new_rows: tuple[str, ...]
    gone_rows: tuple[str, ...]
    changes: tuple[Changed, ...]
    months: tuple[str, str]  # first to last of the earlier and of the later, in words

    @property
    def same(self) -> int:
        """Rows that are in both as they were."""
        return self.later - self.new - self.changed

    @property
    def warning(self) -> str:
        """What is likely a mistake; empty when the later edition goes on from the earlier."""
        if not self.earlier or self.gone < 0.5 * self.earlier:
            return ""
        was, is_now = self.months
        if self.elsewhen >= 0.9 * self.gone:
            return (
                f"This file covers {is_now or 'other rows'}, the edition before covered "
                f"{was or 'others'}: {rows(self.gone, 'is', 'are')} not in it. A new edition "
                "replaces the one before, so bring in the files of all months together."
            )
        return (
            f"{rows(self.gone)} of {self.earlier:,} in the edition before {_are(self.gone)} not in "
            "this file. Check that it is the whole export, and of the same data."
        )

    def sentences(self) -> tuple[str, ...]:
        """The account, and how rows were told apart."""
        parts = [
            f"{self.new:,} new", f"{self.gone:,} gone", f"{self.changed:,} changed",
            f"{self.same:,} the same",
        ]  # fmt: skip
        how = {
            "reference": "Rows were told apart by their reference.",
            "content": "Rows were told apart by everything in them, since references are missing "
            "or not unique: a row that changed counts as one gone and one new.",
            "both": "Rows were told apart by their reference; those without one by everything in "
            "them, so that a change in one counts as one gone and one new.",
        }[self.by]
        said = [f"Against the edition before: {', '.join(parts)}.", how]
        if self.columns:
            most = listed([f"{column} ({n:,})" for column, n in self.columns[:4]])
            said.append(f"What changed most: {most}.")
        for names, words in ((self.added, "only in this file"), (self.dropped, "no longer there")):
            if names:
                noun = "Column" if len(names) == 1 else "Columns"
                said.append(f"{noun} {words}: {listed([f'“{name}”' for name in names[:5]])}.")
        return tuple(said)


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def difference(earlier: pl.DataFrame, later: pl.DataFrame) -> Difference:
    """Compare two frames of editions.

    Rows are matched by their reference where every reference is there once in each frame, and
    by all the columns that both have, as a multiset, where there is none.

    Args:
        earlier: the edition before.
        later: the edition that follows it.
    """
    shared = [n for n in earlier.columns if n in later.columns and n not in _NOT_TOLD]
    before, after = _alike(earlier, later, shared)
    keyed = _REFERENCE in shared and all(_unique(frame) for frame in (before, after))
    named = [frame.filter(_has(keyed=keyed)) for frame in (before, after)]
    bare = [frame.filter(~_has(keyed=keyed)) for frame in (before, after)]
    cells, changed = _changes(named[0], named[1], shared) if keyed else ((), 0)
    tally: dict[str, int] = {}
    for cell in cells:
        tally[cell.column] = tally.get(cell.column, 0) + 1
    gone = pl.concat([_unmatched(*named), _left_over(*bare)])
    new = pl.concat([_unmatched(*named[::-1]), _left_over(*bare[::-1])])
    return Difference(
        by="content" if not keyed else "both" if bare[0].height + bare[1].height else "reference",
        earlier=earlier.height,
        later=later.height,
        new=new.height,
        gone=gone.height,
        changed=changed,
        elsewhen=_elsewhen(gone, later),
        columns=tuple(sorted(tally.items(), key=lambda one: (-one[1], one[0]))),
        added=_only(later, earlier),
        dropped=_only(earlier, later),
        new_rows=_told(new),
        gone_rows=_told(gone),
        changes=cells[:LISTED],
        months=(_span(earlier), _span(later)),
    )


def _alike(
    earlier: pl.DataFrame, later: pl.DataFrame, shared: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The shared columns with the same types, metres to a tenth."""
    chosen = []
    for frame, other in ((earlier, later), (later, earlier)):
        columns = []
        for name in shared:
            one = pl.col(name)
            if frame.schema[name] != other.schema[name]:
                one = one.cast(pl.String)
            elif frame.schema[name].is_float():
                one = one.round(1)
            columns.append(one)
        chosen.append(frame.select(columns))
    return chosen[0], chosen[1]


def _has(*, keyed: bool) -> pl.Expr:
    """Rows that are matched by their reference."""
    return pl.col(_REFERENCE).is_not_null() if keyed else pl.lit(value=False)


def _unique(frame: pl.DataFrame) -> bool:
    filled = frame[_REFERENCE].drop_nulls()
    return bool(len(filled)) and filled.n_unique() == len(filled)


def _unmatched(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Rows whose reference the other frame does not have."""
    if _REFERENCE not in one.columns or one.is_empty():
        return one.clear()
    return one.join(other.select(_REFERENCE), on=_REFERENCE, how="anti", maintain_order="left")


def _left_over(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Rows that occur more often here than in the other frame; the first of each are matched."""
    if one.is_empty() or not one.columns:
        return one.clear()
    at = pl.int_range(pl.len()).over("key").alias("at")
    mine = pl.DataFrame({"key": one.hash_rows()}).with_columns(at)
    theirs = other.hash_rows().value_counts(name="times").rename({other.hash_rows().name: "key"})
    joined = mine.join(theirs, on="key", how="left", maintain_order="left")
    return one.filter(joined["at"] >= joined["times"].fill_null(0))


def _changes(
    before: pl.DataFrame, after: pl.DataFrame, shared: Sequence[str]
) -> tuple[tuple[Changed, ...], int]:
    """Every cell that differs in rows that both have, and the number of such rows."""
    told = [name for name in shared if name != _REFERENCE]
    both = before.join(after, on=_REFERENCE, how="inner", suffix="\0", maintain_order="right")
    if not told or both.is_empty():
        return (), 0
    unlike = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}\0")) for name in told)
    moved = both.filter(unlike)
    cells = [
        Changed(str(reference), name, _cell(old), _cell(now))
        for name in told
        for reference, old, now in moved.filter(pl.col(name).ne_missing(pl.col(f"{name}\0")))
        .select(_REFERENCE, name, f"{name}\0")
        .iter_rows()
    ]
    order = {reference: at for at, reference in enumerate(moved[_REFERENCE].to_list())}
    return tuple(sorted(cells, key=lambda cell: order[cell.reference])), moved.height


def short(reference: str) -> str:
    """The start of a reference that is too long to be read, as those of data.police.uk are."""
    return reference if len(reference) <= 20 else f"{reference[:10]}…"


def _cell(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, datetime):
        timed = bool(value.hour or value.minute)
        return f"{value:%d/%m/%Y %H:%M}" if timed else f"{value:%d/%m/%Y}"
    words = f"{value:.0f}" if isinstance(value, float) else str(value)
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"


def _elsewhen(gone: pl.DataFrame, later: pl.DataFrame) -> int:
    """Rows gone in months of which the later edition has no row."""
    if not ({_START} <= set(gone.columns) and {_START} <= set(later.columns)) or gone.is_empty():
        return 0
    if gone.schema[_START] != later.schema[_START]:
        return 0
    there = later[_START].drop_nulls().dt.truncate("1mo").unique()
    return int((~gone[_START].drop_nulls().dt.truncate("1mo").is_in(there.to_list())).sum())


def _only(frame: pl.DataFrame, other: pl.DataFrame) -> tuple[str, ...]:
    return tuple(n for n in frame.columns if n not in other.columns and n not in _NOT_TOLD)


def _told(frame: pl.DataFrame) -> tuple[str, ...]:
    """The first rows, each in a few words."""
    names = [name for name in _SHOWN if name in frame.columns]
    return tuple(
        ", ".join(
            short(value) if name == _REFERENCE else _cell(value)
            for name, value in zip(names, row, strict=True)
            if value is not None
        )
        for row in frame.select(names).head(LISTED).iter_rows()
    )


def _span(frame: pl.DataFrame) -> str:
    """The months of a frame in words."""
    if _START not in frame.columns or frame.schema[_START] == pl.String:
        return ""
    low, high = frame[_START].min(), frame[_START].max()
    if not isinstance(low, datetime) or not isinstance(high, datetime):
        return ""
    ends = (month(low.date()), month(high.date()))
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
