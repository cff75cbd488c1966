"""How rows look before and after: as they stand in the file, and as they would be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates, labels, points
from workbench.intake.date_finding import DateFinding
from workbench.intake.leaving_out import states
from workbench.intake.making import Made, make
from workbench.intake.places import Placed
from workbench.intake.recipe import Choices, ColumnChoice
from workbench.intake.source import FILE, ROW, Source

_NO_SECRET = bytes(32)  # codes shown before anything is kept; the real ones need the casebook's key


@dataclass(frozen=True)
class PreviewRow:
    """One row: its number and file, its cells as they stand, as read, and why it is left out.

    ``read`` is empty for a row that is left out; ``why`` is empty for one that comes in.
    """

    row: int
    file: str
    raw: tuple[str, ...]
    read: tuple[object, ...]
    why: str


@dataclass(frozen=True)
class Preview:
    """Rows as they stand under ``columns``, and as read under ``read_columns``."""

    columns: tuple[str, ...]
    read_columns: tuple[str, ...]
    rows: tuple[PreviewRow, ...]


def preview(source: Source, choices: Choices, rows: int = 50, *, troubled: bool = False) -> Preview:
    """The first rows, or with ``troubled`` the first rows that would be left out."""
    source = labels.filled_down(source, choices)
    choices = replace(choices, filled_down=())
    table = source.table
    if troubled:
        table = table.filter(states(source, choices).is_not_null())
    few = replace(source, table=table.head(rows))
    why = states(few, choices)
    explained = replace(choices, columns=tuple(_explained(c) for c in choices.columns))
    made = _made(few, replace(explained, summed=False)) if why.null_count() else None
    read = made.frame.drop("file") if made else pl.DataFrame()
    by_row = dict(zip(_keys(made), read.drop("row").iter_rows(), strict=True)) if made else {}
    return Preview(
        columns=source.columns,
        read_columns=tuple(name for name in read.columns if name != "row"),
        rows=tuple(
            PreviewRow(
                row=number,
                file=file,
                raw=tuple("" if cell is None else cell for cell in cells),
                read=by_row.get((file, number), ()),
                why=reason or "",
            )
            for number, file, cells, reason in zip(
                few.table[ROW].to_list(),
                few.table[FILE].to_list(),
                few.table.select(source.columns).iter_rows(),
                why.to_list(),
                strict=True,
            )
        ),
    )


def start_dates(source: Source, choices: Choices) -> DateFinding | None:
    """What is known about the start dates over all rows; None when there are none."""
    names = choices.of(Role.START)
    source = labels.filled_down(source, choices)
    return dates.decide(dates.column(source, names), choices.start) if names else None


def end_dates(source: Source, choices: Choices) -> DateFinding | None:
    """What is known about the end dates over all rows; None when there are none."""
    names = choices.of(Role.END)
    return dates.decide(dates.column(source, names), choices.end) if names else None


def places(source: Source, choices: Choices) -> Placed | None:
    """How many rows have a place, and why others have none; None without coordinates."""
    return points.placed(source.table, choices)


def _made(source: Source, choices: Choices) -> Made:
    return make(source, choices, key=_NO_SECRET)


def _keys(made: Made | None) -> list[tuple[str, int]]:
    if made is None:
        return []
    return list(zip(made.frame["file"].to_list(), made.frame["row"].to_list(), strict=True))


def _explained(choice: ColumnChoice) -> ColumnChoice:
    """A preview keeps nothing, so it needs no reason."""
    return replace(choice, reason=choice.reason or "preview") if choice.personal else choice
