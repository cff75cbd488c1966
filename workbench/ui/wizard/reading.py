"""What the wizard works out in a job: the file, the proof of its dates and places, the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.domain.data import Boundaries, Precision, Recipe, Role
from workbench.ui.sweeping import settle

if TYPE_CHECKING:
    import polars as pl

    from workbench.domain.progress import Progress
    from workbench.intake.date_finding import DateFinding
    from workbench.intake.layouts import Change
    from workbench.intake.places import Placed
    from workbench.intake.quality_fact import Fact
    from workbench.intake.recipe import Choices
    from workbench.intake.source import Edges, Source
    from workbench.services.shelf import Shelf

SHOWN = 150  # rows of proof
SAMPLES, CUT = 3, 26  # values of a column, and letters of each


@dataclass(frozen=True)
class Opened:
    """A file that was read, the choices proposed for it, and the recipe they come from."""

    source: Source
    choices: Choices
    known: str = ""
    change: Change | None = None
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ProofRow:
    """One row: in the file, as it is read, and why it would not come in."""

    number: int
    written: str
    read: str
    easting: str
    northing: str
    why: str = ""
    placed: bool = True


@dataclass(frozen=True)
class Proof:
    """How dates and places are read, with rows that show it."""

    start: DateFinding | None
    end: DateFinding | None
    places: Placed | None
    rows: tuple[ProofRow, ...]
    unread: tuple[ProofRow, ...]
    left_out: int


@dataclass(frozen=True)
class Account:
    """What would become of the rows of a file, and what is known of their quality."""

    rows_read: int
    rows_in: int
    left_out: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None
    precision: Precision
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    frame: pl.DataFrame
    asides: tuple[tuple[str, int], ...] = ()
    total: int | None = None


@dataclass(frozen=True)
class Added:
    """What comes of some choices, in words."""

    choices: Choices
    words: str


def opened(
    paths: Sequence[Path],
    sheet: str,
    saved: Sequence[Recipe],
    progress: Progress,
    edges: Edges | None = None,
) -> Opened:
    """Open a file; a recipe that fits it is taken, else the columns are proposed."""
    from workbench.intake import levels

    settle("reading files")
    found = _opened(paths, sheet, _kept(saved), progress, edges)
    if not found.choices.level:
        return found
    known = levels.find(found.source, (found.choices.level_of,))
    return replace(found, levels=known.rows) if known else found


def _opened(
    paths: Sequence[Path],
    sheet: str,
    kept: Sequence[Choices],
    progress: Progress,
    edges: Edges | None,
) -> Opened:
    from workbench.intake import columns, layouts, opening, recipe
    from workbench.services import bringing_in

    assert bringing_in is not None  # read here, so that it is at hand at the last step
    source = opening.open_file(list(paths), progress, sheet, edges)
    if edges is not None:  # the person shows where the table lies, so nothing is known of it
        proposed = replace(columns.propose(source), cut=layouts.cut_of(source))
        return Opened(source, proposed, samples=_samples(source))
    found = recipe.known(source, kept)
    if found is None:
        source, found = _by_its_edges(source, paths, kept, progress)
    if found is not None:
        return Opened(source, found, found.name, samples=_samples(source))
    change = layouts.nearest(source, kept)
    return Opened(source, columns.propose(source), "", change, _samples(source))


def _kept(saved: Sequence[Recipe]) -> list[Choices]:
    """The recipes of the casebook; one made by a newer version is passed over."""
    from workbench.errors import WorkbenchError
    from workbench.intake import recipe

    kept: list[Choices] = []
    for one in saved:
        try:
            kept.append(replace(recipe.from_json(one.layout), name=one.name))
        except WorkbenchError:
            continue  # the columns are proposed instead
    return kept


def _by_its_edges(
    source: Source, paths: Sequence[Path], kept: Sequence[Choices], progress: Progress
) -> tuple[Source, Choices | None]:
    """A recipe whose edges were moved by hand: its names are looked for in the sheet."""
    from workbench.intake import layouts, opening, recipe

    for choices in kept:
        edges = layouts.edges_of(choices, source.top)
        if edges is None:
            continue
        again = opening.open_file(list(paths), progress, source.chosen, edges)
        if not recipe.difference(choices, again):
            return again, recipe.adapted(choices, again)
    return source, None


def _samples(source: Source) -> dict[str, tuple[str, ...]]:
    """A few different values of each column; cut, for a cell of free text may be a page long."""
    top = source.table.head(2_000)
    found = {}
    for name in source.columns:
        filled = top[name].drop_nulls().unique(maintain_order=True).head(12).to_list()
        values = [value.strip() for value in filled if value.strip()][:SAMPLES]
        found[name] = tuple(v if len(v) <= CUT else f"{v[: CUT - 1]}\u2026" for v in values)
    return found


def proof(source: Source, choices: Choices) -> Proof:
    """Read the dates and places of all rows, and show some of them."""
    import polars as pl

    from workbench.intake import dates, labels, leaving_out, preview

    source = labels.filled_down(source, choices)
    why = leaving_out.states(source, choices)
    names = choices.of(Role.START)
    text = dates.joined(source.table, names) if names else None
    start, end = preview.start_dates(source, choices), preview.end_dates(source, choices)
    places = preview.places(source, choices)
    bad = why.is_not_null()
    if places is not None and places.kind != "none":
        bad = bad | places.easting.is_null()
    doubtful = bad.arg_true().head(SHOWN)
    first = pl.Series(range(min(SHOWN, source.rows)), dtype=pl.UInt32)
    precision = start.precision if start else Precision.MONTH
    found = [_rows(source, choices, (text, why, places), at, precision) for at in (first, doubtful)]
    return Proof(start, end, places, found[0], found[1], int(why.is_not_null().sum()))


def account(
    shelf: Shelf,
    boundaries: Sequence[Boundaries],
    source: Source,
    choices: Choices,
    progress: Progress,
) -> Account:
    """Read the whole file by the choices and hold it against the boundaries; nothing is kept."""
    from workbench.services import bringing_in, quality

    made = bringing_in.ahead(shelf.casebook, source, choices, progress)
    return Account(
        made.rows_read,
        made.rows_in,
        made.left_out,
        made.first,
        made.last,
        made.precision,
        made.notes,
        quality.ahead(shelf, made, boundaries),
        made.frame,
        made.asides,
        made.total,
    )


def outcome(source: Source, choices: Choices) -> Added:
    """How many rows come in by the choices, and the sum of what they count."""
    from workbench.intake import by_hand

    return Added(choices, by_hand.outcome(source, choices).words())


def switched(source: Source, choices: Choices) -> Choices:
    """The choices for the same file as incidents instead of figures, or the other way round."""
    from workbench.intake import by_hand

    return by_hand.switched(choices, source)


def written(at: datetime, precision: Precision) -> str:
    """A moment as exactly as it is known."""
    from workbench.analysis.words import day_month, month

    if precision is Precision.MONTH:
        return month(at.date())
    said = day_month(at.date())
    return f"{said}, {at:%H:%M}" if precision is Precision.MINUTE else said


def _rows(
    source: Source,
    choices: Choices,
    facts: tuple[pl.Series | None, pl.Series, Placed | None],
    at: pl.Series,
    precision: Precision,
) -> tuple[ProofRow, ...]:
    from workbench.intake import dates
    from workbench.intake.source import ROW

    text, why, places = facts
    said: list[Any] = [None] * len(at)
    read: list[Any] = [None] * len(at)
    if text is not None:
        part = text.gather(at)
        said, read = part.to_list(), dates.read(part, choices.start)["at"].to_list()
    with_place = places is not None and places.kind != "none"
    east = places.easting.gather(at).to_list() if places and with_place else [None] * len(at)
    north = places.northing.gather(at).to_list() if places and with_place else [None] * len(at)
    numbers, reasons = source.table[ROW].gather(at).to_list(), why.gather(at).to_list()
    return tuple(
        ProofRow(
            int(numbers[n]),
            said[n] or "",
            written(read[n], precision) if read[n] is not None else "",
            "" if east[n] is None else f"{east[n]:.0f}",
            "" if north[n] is None else f"{north[n]:.0f}",
            reasons[n] or "",
            not with_place or east[n] is not None,
        )
        for n in range(len(at))
    )
