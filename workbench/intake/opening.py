"""Opening what somebody hands in: files, zips, workbooks and folders become one table of text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from workbench.domain.progress import SILENT, Progress
from workbench.errors import UnreadableFileError
from workbench.intake import dress, finding, printed, tables
from workbench.intake.cells import Cell
from workbench.intake.cells import kind as cell_kind
from workbench.intake.readers import kinds
from workbench.intake.readers.delimited import DELIMITERS
from workbench.intake.refusals import header_only, in_words, no_table, one_column, short
from workbench.intake.source import FILE, Aside, Cells, Edges, Grid, Part, Sheet, Source

_AT_ONCE = 3
_LOOK = 0.2  # seconds between looks at whether it is to be stopped
_TIMES = frozenset({Cell.YEAR, Cell.PERIOD, Cell.DATE})
DELIMITER_WORDS = dict(
    zip(DELIMITERS, ("comma", "tab", "semicolon", "bar", "tilde", "caret"), strict=True)
)


@dataclass(frozen=True)
class _Candidate:
    """A table as far as its first rows tell."""

    path: Path
    sheet: Sheet
    names: tuple[str, ...]
    edges: Edges
    top: Cells
    several: bool  # one of several files, so its name needs that of its file
    number: int = 0  # which table of its sheet, from the top
    cells: int = 0  # about how many it has

    @property
    def name(self) -> str:
        rows = f", from row {self.edges.names[0] + 1}" if self.number else ""
        if self.sheet.name == self.path.name.removesuffix(".gz"):
            return f"{self.path.name}{rows}"
        name = f"{self.sheet.name}{rows}"
        return f"{self.path.name}: {name}" if self.several else name

    @property
    def in_workbook(self) -> bool:
        return self.path.suffix.lower() in kinds.BOOKS

    @property
    def layout(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self.names)

    @property
    def dated(self) -> bool:
        """Tell whether its first rows hold times, in its names or under them."""
        rows = self.top[self.edges.names.start : self.edges.header + 9]
        return any(cell_kind(cell) in _TIMES for row in rows for cell in row)


ALONE = "a list of one column, beside tables of more"


def open_file(
    paths: Path | Sequence[Path],
    progress: Progress = SILENT,
    choice: str = "",
    edges: Edges | None = None,
) -> Source:
    """Read a file, or several of one layout, as one table of text.

    Args:
        paths: a file, several files, or folders of files.
        progress: told after each file or member; each report is a stopping point.
        choice: one of the ``options`` of an earlier reading, to take another sheet or layout.
        edges: where the table lies, when the person moved its edges.

    Raises:
        UnreadableFileError: in words that can be shown as they are.
    """
    handed = [paths] if isinstance(paths, Path) else list(paths)
    found = kinds.files(handed)
    progress.report(0, 1, "Looking at the file")
    with ThreadPoolExecutor(1) as beside:  # text is hashed as it is read, anything else meanwhile
        packed = [path for path in found if not kinds.is_text(path)]
        hashing = beside.submit(lambda: {path: kinds.fingerprint(path) for path in packed})
        candidates, parts, kind = _candidates(found)
    groups = _groups(candidates)
    chosen = choice if choice in groups else _largest(groups)
    taken, copies = _without_copies(groups[chosen])
    known = {each.name for each in taken} | {part.name for part in copies}
    rest = [each for each in candidates if each.name not in known]
    parts += copies + [
        Part(each.name, taken=False, why=_why_left(each, kind, taken)) for each in rest
    ]
    source = Source(
        name=_name(handed, found),
        sha256="",
        kind=kind,
        table=pl.DataFrame(),
        columns=(),
        parts=tuple(parts),
        options=tuple(groups),
        chosen=chosen,
    )
    prints = hashing.result()
    read = _read(source, taken, edges, progress, prints)
    return replace(read, sha256=_hash(found, prints))


def _candidates(found: list[Path]) -> tuple[list[_Candidate], list[Part], str]:
    """Every table in the files as far as its first rows tell, and the parts that are none."""
    candidates: list[_Candidate] = []
    parts: list[Part] = []
    seen: dict[bytes, _Candidate] = {}
    kind = ""
    for path in found:
        try:
            kind, sheets, others = kinds.tables(path)
            several = len(found) > 1
            parts += [replace(p, name=f"{path.name}: {p.name}") if several else p for p in others]
            only = not several and len(sheets) == 1
            heads = [
                head for each in sheets for head in _alike(path, each, seen, several, only=only)
            ]
        except UnreadableFileError as error:
            if len(found) == 1:
                raise
            parts.append(Part(path.name, taken=False, why=short(error)))
            continue
        candidates += [head for head in heads if isinstance(head, _Candidate)]
    if any(len(each.names) > 1 for each in candidates):  # lists of dates are taken alone only
        parts += [Part(each.name, taken=False, why=ALONE) for each in candidates
                  if len(each.names) == 1]  # fmt: skip
        candidates = [each for each in candidates if len(each.names) > 1]
        parts += [head for head in heads if isinstance(head, Part)]
    if not candidates:
        raise no_table(found[0].name)
    return candidates, parts, kind if len(found) == 1 else "several"


def _alike(
    path: Path, sheet: Sheet, seen: dict[bytes, _Candidate], several: bool, *, only: bool
) -> list[_Candidate] | list[Part]:
    """A table whose first line is the line of names of one seen before needs no second look."""
    with in_words(path):
        line, _, rest = sheet.start().partition(b"\n")
    known = seen.get(line) if rest.strip() else None
    if known is not None:
        return [replace(known, path=path, sheet=sheet, several=several)]
    found = _found_in(path, sheet, several, only=only)
    head = found[0]
    alone = len(found) == 1 and isinstance(head, _Candidate) and head.edges.names == range(1)
    if alone and isinstance(head, _Candidate) and len(line) > len(head.names):
        seen[line] = head
    return found


def _found_in(
    path: Path, sheet: Sheet, several: bool, *, only: bool
) -> list[_Candidate] | list[Part]:
    """The tables of a sheet, or why it has none; where there is no other, the reason is raised."""
    try:
        with in_words(path):
            grid = printed.unfolded(dress.off(sheet.head()))
        top = grid.top(finding.LOOKED_AT)
        alone = finding.dates_alone(top) if grid.width < 2 else None
        if grid.width < 2 and alone is None:
            raise one_column(sheet.name) if len(top) > 1 else no_table(sheet.name)
        edges = [alone] if alone else _of_one_layout(grid, finding.tables(top))
        if grid.frame.height <= edges[0].header + 1:
            raise header_only(sheet.name)
    except UnreadableFileError as error:
        if only:
            raise
        name = f"{path.name}: {sheet.name}" if several else sheet.name
        return [Part(name, taken=False, why=short(error))]
    return [
        _Candidate(
            path, sheet, tables.names(grid, each), each, top, several, number, _cells(grid, each)
        )
        for number, each in enumerate(edges)
    ]


def _of_one_layout(grid: Grid, found: list[Edges]) -> list[Edges]:
    """Tables under each other that have the same names are blocks of one table."""
    merged: list[Edges] = []
    layouts: list[tuple[str, ...]] = []
    for edges in found:
        names = tables.names(grid, edges)
        if names in layouts:
            at = layouts.index(names)
            merged[at:], layouts[at:] = [replace(merged[at], last=edges.last)], [names]
        else:
            merged.append(edges)
            layouts.append(names)
    return merged


def _cells(grid: Grid, edges: Edges) -> int:
    """About how many cells of a table are filled, told from its first rows."""
    begin, end = edges.header + 1, edges.last + 1 if edges.last >= 0 else grid.frame.height
    rows = grid.top(end)[begin:]
    filled = sum(1 for row in rows for cell in row if cell)
    more = max(grid.of - grid.frame.height, 0) if edges.last < 0 else 0
    return filled + round(more * filled / max(len(rows), 1))


def _groups(candidates: list[_Candidate]) -> dict[str, list[_Candidate]]:
    """Tables of the same layout together, under the name of the first.

    Sheets of a workbook stand each by itself; those that are alike, a sheet a month, may be taken
    together as well.
    """
    groups: dict[str, list[_Candidate]] = {}
    alike: dict[tuple[bool, frozenset[str]], list[_Candidate]] = {}
    for each in candidates:
        if each.in_workbook and not each.several:
            groups[each.name] = [each]
        if each.number:  # another table lower down on its sheet stands by itself
            groups[each.name] = [each]
            continue
        alike.setdefault((each.in_workbook and each.sheet.hidden, each.layout), []).append(each)
    for (hidden, _), group in alike.items():
        if not group[0].in_workbook or group[0].several:
            groups[group[0].name] = group
        elif len(group) > 1 and not hidden and _most(group, candidates):
            groups[f"All {len(group)} sheets like {group[0].name}"] = group
    return groups


def _most(group: list[_Candidate], candidates: list[_Candidate]) -> bool:
    """Tell whether sheets that are alike make up a workbook, and by names, not for want of them."""
    shown = sum(1 for each in candidates if not each.sheet.hidden)
    nameless = sum(1 for name in group[0].names if name.startswith("Column "))
    return len(group) > shown / 2 and nameless < len(group[0].names) / 3


def _largest(groups: dict[str, list[_Candidate]]) -> str:
    """The layout to take first: street files, times, most cells; hidden sheets come last."""

    def weight(name: str) -> tuple[int, int, int, int]:
        group = groups[name]
        shown = sum(1 for each in group if not each.sheet.hidden)
        street = sum(1 for each in group if {"crime type", "month"} <= each.layout)
        dated = group[0].in_workbook and any(each.dated for each in group)
        return shown and 1, street, int(dated), sum(each.cells for each in group)

    return max(groups, key=weight)


def _without_copies(group: list[_Candidate]) -> tuple[list[_Candidate], list[Part]]:
    """Leave out a table that is handed in twice, as a loose file and in a zip."""
    kept: list[_Candidate] = []
    copies: list[Part] = []
    for each in group:
        twin = next((k for k in kept if k.top == each.top and _same_name(k, each)), None)
        if twin is None:
            kept.append(each)
        else:
            copies.append(Part(each.name, 0, False, f"the same rows as {twin.name}"))
    return kept, copies


def _same_name(one: _Candidate, other: _Candidate) -> bool:
    """Tell whether two tables that begin alike are one: one file twice, or a copied sheet."""
    sheets = one.in_workbook and one.path == other.path
    return sheets or Path(one.sheet.name).name == Path(other.sheet.name).name


def _why_left(each: _Candidate, kind: str, taken: list[_Candidate]) -> str:
    if each.sheet.hidden:
        return "a hidden sheet"
    if any(each.sheet is other.sheet for other in taken):
        return "another table of the same sheet"
    return "another sheet" if kind == "workbook" else "its columns are not those of the others"


def _read(
    source: Source,
    taken: list[_Candidate],
    edges: Edges | None,
    progress: Progress,
    prints: dict[Path, str],
) -> Source:
    """Read each table whole and stack them; hashes taken in reading are added to ``prints``."""
    frames: list[pl.DataFrame] = []
    parts: list[Part] = []
    notes: dict[str, None] = {}
    asides: list[Aside] = []
    spaces: str | None = ""
    grid = Grid(pl.DataFrame())
    notes.update(dict.fromkeys(_open_elsewhere(taken)))
    for number, (each, grid) in enumerate(_grids(taken, progress), start=1):
        progress.report(number, len(taken), f"Read {each.name}")
        if grid.sha256:
            prints[each.path] = grid.sha256
        spaces = _both(spaces, grid.spaces)
        table = tables.cut(grid, edges or each.edges)
        frame = table.frame
        asides += (*table.asides, *grid.said)
        several = len(taken) > 1
        notes.update(
            {
                f"{each.name}: {note}" if several else note: None
                for note in (*grid.notes, *table.notes)
            }
        )
        named = pl.Series(FILE, [each.name]).new_from_index(0, frame.height)
        frames.append(frame.hstack([named]))
        parts.append(Part(each.name, frame.height))
    stacked = _aligned(frames)
    same = all(frame.schema == stacked[0].schema for frame in stacked)
    table = pl.concat(stacked, how="vertical" if same else "diagonal")
    if table.is_empty():
        raise header_only(source.name)
    return replace(
        source,
        table=table,
        columns=tuple(name for name in table.columns if not name.startswith("\u0001")),
        parts=(*parts, *source.parts),
        top=taken[0].top,
        edges=edges or taken[0].edges,
        encoding=grid.encoding,
        delimiter=DELIMITER_WORDS.get(grid.delimiter, ""),
        notes=tuple(notes),
        spaces=spaces,
        since_1904=grid.since_1904,
        asides=tuple(asides),
    )


def _both(spaces: str | None, others: str | None) -> str | None:
    """The white space that either of two tables may hold; None where it is not known of one."""
    return None if spaces is None or others is None else "".join(sorted({*spaces, *others}))


def _grids(taken: list[_Candidate], progress: Progress) -> Iterator[tuple[_Candidate, Grid]]:
    """Each table whole, in order; while one is taken apart the next are unpacked."""
    progress.report(0, len(taken), f"Reading {taken[0].name}")
    pool = ThreadPoolExecutor(_AT_ONCE)
    ahead = [pool.submit(each.sheet.read) for each in taken]
    try:
        for number, (each, grid) in enumerate(zip(taken, ahead, strict=True)):
            while not wait([grid], timeout=_LOOK).done:  # it can be stopped meanwhile
                progress.report(number, len(taken), f"Reading {each.name}")
            with in_words(each.path):
                yield each, printed.unfolded(dress.off(grid.result()))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _open_elsewhere(taken: list[_Candidate]) -> list[str]:
    """Files beside which Excel keeps its note that they are open."""
    return [
        f"{path.name} is open in Excel: what was last saved was read"
        for path in dict.fromkeys(each.path for each in taken)
        if path.with_name(f"~${path.name}").exists()
    ]


def _aligned(frames: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Names that differ only in capitals become those of the first table."""
    if all(frame.columns == frames[0].columns for frame in frames):
        return frames
    first = {name.casefold(): name for name in frames[0].columns}
    return [
        frame.rename({name: first.get(name.casefold(), name) for name in frame.columns})
        for frame in frames
    ]


def _name(handed: list[Path], found: list[Path]) -> str:
    if len(found) == 1:
        return found[0].name
    if len(handed) == 1:
        return f"{handed[0].name} ({len(found)} files)"
    return f"{found[0].name} and {len(found) - 1} more"


def _hash(found: list[Path], known: dict[Path, str]) -> str:
    """The SHA-256 of the file; of several, that of their own in order."""
    prints = [known.get(path) or kinds.fingerprint(path) for path in found]
    if len(prints) == 1:
        return prints[0]
    return hashlib.sha256("".join(sorted(prints)).encode()).hexdigest()
