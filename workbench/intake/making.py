"""Making an edition: the rows of a file as incidents, and an account of every row that is not."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from workbench.domain.data import Precision, Role
from workbench.domain.progress import SILENT, Progress
from workbench.errors import WorkbenchError
from workbench.intake import labels, personal, points, units, unused
from workbench.intake.amounts import rows
from workbench.intake.blanks import stripped
from workbench.intake.counts import melted
from workbench.intake.leaving_out import WHY, reasons, times
from workbench.intake.places import UNPLACED, Placed
from workbench.intake.recipe import Choices
from workbench.intake.source import FILE, HIDDEN, ROW, Source

STEPS: Final = 6
_SAMPLED: Final = 200
NOTHING: Final = ("NULL", "null", "(null)", "#N/A", "NaN", "nan")  # what databases write for blank
_LONGEST: Final = max(map(len, NOTHING))
_ONCE: Final = (
    Role.TYPE,
    Role.PLACE,
    Role.REFERENCE,
    Role.OUTCOME,
    Role.PERSON,
    Role.AREA,
    Role.AREA_NAME,
    Role.POSTCODE,
    Role.ADDRESS,
)


_AXES: Final = frozenset(
    {Role.EASTING, Role.NORTHING, Role.LATITUDE, Role.LONGITUDE, Role.POINT}
)  # which stay as text where no place is read from them
Times = tuple[pl.Series | None, pl.Series | None, Precision, tuple[str, ...]]


@dataclass(frozen=True)
class Made:
    """An edition before it is stored; ``rows_read`` = ``rows_in`` + all of ``left_out``.

    ``frame`` is as ``analysis.incidents.Incidents`` wants it, with ``row`` and ``file``. When the
    file has several columns of counts a row of it becomes several of the frame; ``rows_in``
    counts rows of the file. ``gone`` holds the first rows left out, as they stand in the file,
    with ``row``, ``file`` and ``why``. ``asides`` has the lines that are no rows, by what they are;
    ``doubt`` says why rows that come in as incidents may be figures.
    """

    frame: pl.DataFrame
    rows_read: int
    rows_in: int
    left_out: tuple[tuple[str, int], ...]
    precision: Precision
    places: str
    summed: bool
    first: date | None
    last: date | None
    notes: tuple[str, ...]
    gone: pl.DataFrame
    placed: Placed | None = None
    asides: tuple[tuple[str, int], ...] = ()
    doubt: str = ""

    def __post_init__(self) -> None:
        """Refuse an account that does not add up."""
        lost = sum(n for _, n in self.left_out)
        if self.rows_read != self.rows_in + lost:
            raise AssertionError(f"{self.rows_read} read, {self.rows_in} in, {lost} left out")

    @property
    def total(self) -> int | None:
        """The sum of the counts; None where each row is one incident."""
        if not self.summed or Role.COUNT.value not in self.frame.columns:
            return None
        return int(self.frame[Role.COUNT.value].sum())

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the frame's columns."""
        return tuple(self.frame.columns)


def make(
    source: Source, choices: Choices, progress: Progress = SILENT, key: bytes | None = None
) -> Made:
    """Read a source by the choices made.

    Args:
        source: the file as text.
        choices: what its columns are.
        progress: told after each step; each report is a stopping point.
        key: the casebook's secret, for columns replaced by codes.

    Raises:
        WorkbenchError: when a personal column would be kept without a reason, or no row is left.
    """
    _refuse_unexplained(choices)
    source = labels.filled_down(source, choices)
    table = source.table
    (start, end, precision, notes), why, placed, texts = _worked_out(source, choices, key, progress)
    kept = _columns(table, texts, (start, end, *_metres(placed)))
    progress.report(4, STEPS, "Counting")
    inside = why.is_null()
    if why.null_count() < table.height:
        kept, table = kept.filter(inside), table.filter(inside)
    frame, said = melted(kept, table, choices)
    progress.report(5, STEPS, "Checking the account")
    _refuse_nothing(frame, why)
    left = _tally(why)
    dated = Role.START.value in frame.columns
    span = (frame[Role.START].min(), frame[Role.START].max()) if dated else (None, None)
    made = Made(
        frame=frame,
        rows_read=source.rows,
        rows_in=int(inside.sum()),
        left_out=left,
        precision=precision,
        places=placed.kind if placed else "none",
        summed=choices.summed,
        first=span[0].date() if isinstance(span[0], datetime) else None,
        last=precision.through(span[1].date()) if isinstance(span[1], datetime) else None,
        notes=(*_of_the_file(source, choices), *notes, *_said_of(placed, choices), *said),
        gone=_gone(source.table, source.columns, why),
        placed=placed,
        asides=_told_aside(source),
        doubt=choices.doubt,
    )
    progress.report(STEPS, STEPS, "Read")
    return made


def _worked_out(
    source: Source, choices: Choices, key: bytes | None, progress: Progress
) -> tuple[Times, pl.Series, Placed | None, list[pl.Series]]:
    """When and where each row was, why a row cannot be used, and its texts, which need no dates."""
    table = source.table
    with ThreadPoolExecutor(1) as beside:
        placing = beside.submit(points.placed, table, choices)
        writing = beside.submit(lambda: list(_text_columns(choices, table, key, source.spaces)))
        progress.report(0, STEPS, "Reading dates")
        found = times(source, choices)
        progress.report(1, STEPS, "Finding rows that cannot be used")
        why = reasons(table, source.columns, choices, found[0], found[1])
        progress.report(2, STEPS, "Placing rows on the map")
        placed = placing.result()
        progress.report(3, STEPS, "Reading the other columns")
        return found, why, placed, writing.result()


def _columns(
    table: pl.DataFrame, texts: list[pl.Series], worked_out: tuple[pl.Series | None, ...]
) -> pl.DataFrame:
    """The columns of an edition, with the row and the file that each came from."""
    return table.select(
        *texts,
        *(series for series in worked_out if series is not None),
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.col(FILE).alias("file"),
    )


def _told_aside(source: Source) -> tuple[tuple[str, int], ...]:
    """Lines that are no rows, by what they are, in the order in which they first stand."""
    told: dict[str, int] = {}
    for aside in source.asides:
        told[aside.what] = told.get(aside.what, 0) + aside.lines
    return tuple(told.items())


def _hidden(source: Source, choices: Choices) -> tuple[str, ...]:
    """How many rows the workbook hides, and whether they came in."""
    hidden = int(source.table[HIDDEN].sum()) if HIDDEN in source.table.columns else 0
    if not hidden:
        return ()
    what = "left out" if choices.without_hidden else "brought in"
    verb = f"{rows(hidden, 'is', 'are')} hidden in the workbook, as by a filter, and"
    return (f"{verb} {'was' if hidden == 1 else 'were'} {what}.",)


def _of_the_file(source: Source, choices: Choices) -> tuple[str, ...]:
    """What was done in opening the file, and what was left out of it or filled in."""
    chosen = (*labels.said(choices), *units.said(choices), *_hidden(source, choices))
    return (*source.notes, *_parts_left(source), *chosen)


def _said_of(placed: Placed | None, choices: Choices) -> tuple[str, ...]:
    """What is known of places, and the columns that look like more than they are used for."""
    return (*(placed.notes if placed else ()), *unused.sentences(choices))


def _refuse_unexplained(choices: Choices) -> None:
    bare = choices.unexplained()
    if bare:
        raise WorkbenchError(
            f"{', '.join(f'“{c.name}”' for c in bare)} may hold personal data and would be kept "
            "without a reason. Nothing has been brought in. Leave it out, replace it with a code, "
            "or write down why it must be kept."
        )


def _metres(placed: Placed | None) -> tuple[pl.Series | None, ...]:
    """Easting and northing, and why some rows have neither."""
    if placed is None:
        return ()
    points = () if placed.kind == "none" else (placed.easting, placed.northing)
    return (*points, placed.why)


def _text_columns(
    choices: Choices, table: pl.DataFrame, key: bytes | None, spaces: str | None
) -> Iterator[pl.Series]:
    """Every kept column as stripped text, named by its role, or by its own name."""
    used = {role.value for role in Role} | {"row", "file", UNPLACED}
    placing = points.used(choices)
    for choice in choices.columns:
        idle = choice.role in _AXES and choice.name not in placing
        if choice.role is not Role.OTHER and choice.role not in _ONCE and not idle:
            continue
        first = choice.role in _ONCE and choices.of(choice.role)[0] == choice.name
        name = choice.role.value if first else choice.name
        if not first and name in used:
            name = f"{name} (in the file)"
        used.add(name)
        if choice.coded:
            yield personal.coded(table[choice.name], key or b"").alias(name)
        else:
            yield _cells(table[choice.name], spaces).alias(name)


def _cells(text: pl.Series, spaces: str | None) -> pl.Series:
    """Text without white space round it, null where it says nothing; no copy where it need not."""
    bare = stripped(text, spaces)
    if not (bare.str.len_bytes() <= _LONGEST).any():
        return bare
    nothing = bare.is_in(NOTHING)
    if not nothing.any():
        return bare
    return pl.select(pl.when(~nothing).then(bare)).to_series()


def _parts_left(source: Source) -> Iterator[str]:
    """What of the file was left out whole; sheets that were not chosen in one line."""
    left = [part for part in source.parts if not part.taken]
    sheets = [part for part in left if part.why in {"another sheet", "a hidden sheet"}]
    if sheets:
        yield f"The sheet {source.chosen} was read; {len(sheets)} others were not."
    rest = [part for part in left if part not in sheets]
    for part in rest[:20]:
        yield f"{part.name} was left out: {part.why}."
    if len(rest) > 20:
        yield f"{len(rest) - 20} more tables were left out."


def _refuse_nothing(frame: pl.DataFrame, why: pl.Series) -> None:
    if frame.is_empty():
        reasons = "; ".join(f"{rows(n)}: {reason}" for reason, n in _tally(why))
        raise WorkbenchError(
            f"No row of this file can be brought in ({reasons}). Nothing has been changed. Go back "
            "and check the date column and its order, or choose another file."
        )


def _tally(why: pl.Series) -> tuple[tuple[str, int], ...]:
    counted = why.drop_nulls().value_counts(name="n").sort(["n", WHY], descending=[True, False])
    return tuple((str(reason), int(n)) for reason, n in counted.iter_rows())


def _gone(table: pl.DataFrame, columns: tuple[str, ...], why: pl.Series) -> pl.DataFrame:
    lost = table.with_columns(why)[why.is_not_null().arg_true().head(_SAMPLED)]
    return lost.select(
        pl.col(ROW).alias("row"),
        pl.col(FILE).alias("file"),
        pl.col(WHY).alias("why"),
        *(pl.col(name).alias(name) for name in columns if name not in {"row", "file", "why"}),
    )
