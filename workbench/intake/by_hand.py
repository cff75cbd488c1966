"""What a person sets by hand is honoured, through to dates, coordinates and levels of geography."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake import columns, dates, labels, leaving_out
from workbench.intake.counts import figure
from workbench.intake.recipe import Choices
from workbench.intake.source import HIDDEN, Source

_DECIDED: Final = frozenset(
    {
        Role.START, Role.END, Role.COUNT, Role.EASTING, Role.NORTHING, Role.LATITUDE,
        Role.LONGITUDE, Role.POINT, Role.AREA, Role.AREA_NAME,
    }
)  # fmt: skip
_BY_HAND: Final = "chosen by hand"


@dataclass(frozen=True)
class Outcome:
    """What comes of some choices: rows brought in and left out, and the sum of their counts."""

    rows_in: int
    left_out: int
    total: int | None

    def words(self) -> str:
        """As it is told beside the choice."""
        left = f"; {self.left_out:,} left out" if self.left_out else ""
        if self.total is None:
            one = "1 incident" if self.rows_in == 1 else f"{self.rows_in:,} incidents"
            return f"{one} in all{left}."
        rows = "1 row counts" if self.rows_in == 1 else f"{self.rows_in:,} rows count"
        return f"{rows} {self.total:,} in all{left}."


def with_role(choices: Choices, source: Source, name: str, role: Role) -> Choices:
    """Choices in which one column has another role, and what follows from that.

    Args:
        choices: as they were.
        source: the file.
        name: of the column.
        role: what the person says that it is.
    """
    old = choices.column(name)
    changed = replace(old, role=role, why=_BY_HAND, meant=role, like="")
    if role is Role.LEFT_OUT:
        changed = replace(changed, meant=old.meant, why="left out by hand")
    if role is not Role.COUNT:
        changed = replace(changed, period="", kind="")
    made = choices.with_column(changed)
    if not {old.role, role} & _DECIDED:
        return made
    counted = bool(made.of(Role.COUNT))
    if counted != choices.summed:
        why = f"A table of figures: “{name}” counts, as was {_BY_HAND}."
        none = f"Each row is one incident: no column counts, as was {_BY_HAND}."
        made = replace(made, summed=counted, shape_why=why if counted else none, doubt="")
    decided = columns.decided(made, source)
    # A decision that does not hang on this column stays as the person made it.
    if Role.START not in {old.role, role}:
        decided = replace(decided, start=choices.start)
    if Role.END not in {old.role, role}:
        decided = replace(decided, end=choices.end)
    return decided


def with_order(choices: Choices, source: Source, role: Role) -> Choices:
    """Choices in which dates are read as their column is written, after another was chosen."""
    names = choices.of(role)
    if not names:
        return choices
    filled = labels.filled_down(source, choices)
    order = dates.order_of(dates.column(filled, names)).order
    if role is Role.END:
        return replace(choices, end=replace(choices.end, order=order))
    return replace(choices, start=replace(choices.start, order=order))


def switched(choices: Choices, source: Source) -> Choices:
    """The same file as incidents where it was taken for figures, or the other way round."""
    other = columns.propose(source, figures=not choices.summed)
    kept = {column.name: column for column in choices.columns if column.personal}
    made = tuple(kept.get(column.name, column) for column in other.columns)
    return replace(
        other,
        columns=made,
        cut=choices.cut,
        without_hidden=choices.without_hidden,
        sheet=choices.sheet,
    )


def outcome(source: Source, choices: Choices) -> Outcome:
    """How many rows come in by some choices, and the sum of what they count."""
    source = labels.filled_down(source, choices)
    inside = leaving_out.states(source, replace(choices, filled_down=())).is_null()
    rows = int(inside.sum())
    names = choices.of(Role.COUNT) if choices.summed else ()
    if not names:
        return Outcome(rows, source.rows - rows, None)
    table = source.table.filter(inside)
    sums = table.select(figure(pl.col(name)).sum().alias(name) for name in names).row(0)
    return Outcome(rows, source.rows - rows, sum(int(each or 0) for each in sums))


def hidden_rows(source: Source) -> int:
    """How many rows the workbook hides."""
    return int(source.table[HIDDEN].sum()) if HIDDEN in source.table.columns else 0
