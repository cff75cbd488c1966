"""How a file differs from the layout a recipe was made for, and where its table lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import polars as pl

from workbench.domain.data import Role
from workbench.intake import columns, finding, tables
from workbench.intake.recipe import Choices, ColumnChoice, Cut
from workbench.intake.source import Cells, Edges, Grid, Source
from workbench.intake.words import spaced

_ALIKE = 0.6  # of the names must be there for a recipe to be nearly that of a file
_LIKE = 0.55  # how like two names must be to be perhaps one


@dataclass(frozen=True)
class Change:
    """A recipe that nearly fits: columns gone and new, pairs that may be one renamed, and moved."""

    recipe: Choices
    gone: tuple[str, ...]
    new: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    moved: tuple[str, ...]

    def words(self) -> str:
        """The difference, for the person to confirm."""
        parts = [
            _listed("Not there any more", self.gone),
            _listed("New", self.new),
            _listed("Perhaps renamed", tuple(f"“{a}” to “{b}”" for a, b in self.renamed)),
            _listed("At another place", self.moved),
        ]
        return (
            f"This file is nearly one that the recipe “{self.recipe.name}” reads. "
            f"{' '.join(part for part in parts if part)} Nothing was guessed: use the recipe for "
            "the rest, or go on with what is proposed."
        )

    def adapted(self, source: Source, proposed: Choices) -> Choices:
        """The recipe for the columns it knows, renamed ones among them; proposals for new ones."""
        names = dict(self.renamed)
        ours = {names.get(c.name, c.name).casefold(): c for c in self.recipe.columns}
        made = tuple(
            replace(ours[name.casefold()], name=name)
            if name.casefold() in ours
            else replace(proposed.column(name), role=Role.LEFT_OUT, why="new in this file")
            for name in source.columns
        )
        return replace(self.recipe, columns=made, sheet=source.chosen)


def nearest(source: Source, saved: Sequence[Choices]) -> Change | None:
    """The saved recipe that most of a file's names belong to; None when none is near."""
    if not saved:
        return None
    change = max((_change(choices, source) for choices in saved), key=_share)
    return change if _share(change) >= _ALIKE else None


def _share(change: Change) -> float:
    """The share of the recipe's columns that are there, under their name or another."""
    kept = [column for column in change.recipe.columns if column.kept]
    return 1 - len(change.gone) / max(1, len(kept))


def _change(choices: Choices, source: Source) -> Change:
    theirs = {name.casefold(): name for name in source.columns}
    ours = {column.name.casefold(): column for column in choices.columns}
    gone = [column for key, column in ours.items() if key not in theirs and column.kept]
    new = [name for key, name in theirs.items() if key not in ours]
    renamed = _renamed(gone, new, source)
    told = {name for pair in renamed for name in pair}
    return Change(
        choices,
        tuple(column.name for column in gone if column.name not in told),
        tuple(name for name in new if name not in told),
        renamed,
        _moved(choices, source),
    )


def _renamed(
    gone: Sequence[ColumnChoice], new: Sequence[str], source: Source
) -> tuple[tuple[str, str], ...]:
    """Columns gone and new that may be one: names alike, or the same role by name and content."""
    if not gone or not new:
        return ()
    proposed = columns.propose(source)
    pairs = []
    free = list(new)
    for column in gone:
        scored = [(_likeness(column, name, proposed), name) for name in free]
        best = max(scored, default=(0.0, ""))
        if best[0] >= _LIKE:
            pairs.append((column.name, best[1]))
            free.remove(best[1])
    return tuple(pairs)


def _likeness(column: ColumnChoice, name: str, proposed: Choices) -> float:
    names = SequenceMatcher(None, spaced(column.name), spaced(name)).ratio()
    role = proposed.column(name).role
    same = role is column.role and role not in {Role.OTHER, Role.LEFT_OUT}
    return names + (0.5 if same else 0.0)


def _moved(choices: Choices, source: Source) -> tuple[str, ...]:
    """Columns that stand before others they used to follow."""
    theirs = [name.casefold() for name in source.columns]
    ours = [column.name.casefold() for column in choices.columns]
    both = [name for name in ours if name in theirs]
    now = [name for name in theirs if name in both]
    return tuple(
        source.columns[theirs.index(name)] for name, at in zip(both, now, strict=True) if name != at
    )


def _listed(words: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"{words}: {', '.join(names[:6])}{more}."


def cut_of(source: Source) -> Cut:
    """The edges of a table as a recipe keeps them: by what stands there, not by row numbers."""
    edges, rows = source.edges, source.top
    below = rows[edges.last + 1 : edges.last + 12] if edges.last >= 0 else ()
    before = next((cell.strip() for row in below for cell in row if cell.strip()), "")
    return Cut(len(edges.names), edges.left, edges.right, before)


def edges_of(choices: Choices, rows: Cells) -> Edges | None:
    """Where the names that a recipe knows stand in a sheet; None when they are not there."""
    cut = choices.cut
    if cut is None or not cut.rows:
        return None
    wanted = [column.name.casefold() for column in choices.columns]
    grid = _grid(rows)
    for header in range(cut.rows - 1, min(len(rows), finding.LOOKED_AT)):
        edges = Edges(header, -1, cut.left, cut.right, header - cut.rows + 1)
        found = {name.casefold() for name in tables.names(grid, edges)}
        if found.issuperset(wanted):
            return replace(edges, last=_last(cut, rows, header))
    return None


def _last(cut: Cut, rows: Cells, header: int) -> int:
    """The row above the line that stood under the table; the end where it is not there."""
    if not cut.before:
        return -1
    under = range(header + 2, len(rows))
    found = (at for at in under if any(cell.strip() == cut.before for cell in rows[at]))
    return next(found, 0) - 1


def _grid(rows: Cells) -> Grid:
    wide = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (wide - len(row))] for row in rows]
    schema = {f"c{at}": pl.String for at in range(wide)}
    return Grid(pl.DataFrame(padded, schema=schema, orient="row"))
