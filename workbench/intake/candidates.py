"""The tables among what was handed in, as far as their first rows tell, and those of one layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import UnreadableFileError
from workbench.intake import dress, finding, printed, tables
from workbench.intake.cells import Cell
from workbench.intake.cells import kind as cell_kind
from workbench.intake.readers import kinds
from workbench.intake.refusals import header_only, in_words, no_table, one_column, short
from workbench.intake.source import Cells, Edges, Grid, Part, Sheet

_TIMES = frozenset({Cell.YEAR, Cell.PERIOD, Cell.DATE})
ALONE = "a list of one column, beside tables of more"


@dataclass(frozen=True)
class Candidate:
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
        """What it is called among the others."""
        rows = f", from row {self.edges.names[0] + 1}" if self.number else ""
        if self.sheet.name == self.path.name.removesuffix(".gz"):
            return f"{self.path.name}{rows}"
        name = f"{self.sheet.name}{rows}"
        return f"{self.path.name}: {name}" if self.several else name

    @property
    def in_workbook(self) -> bool:
        """Tell whether it is a sheet."""
        return self.path.suffix.lower() in kinds.BOOKS

    @property
    def layout(self) -> frozenset[str]:
        """The names of its columns, whatever their order and capitals."""
        return frozenset(name.casefold() for name in self.names)

    @property
    def dated(self) -> bool:
        """Tell whether its first rows hold times, in its names or under them."""
        rows = self.top[self.edges.names.start : self.edges.header + 9]
        return any(cell_kind(cell) in _TIMES for row in rows for cell in row)


def found_in(found: list[Path]) -> tuple[list[Candidate], list[Part], str]:
    """Every table in the files as far as its first rows tell, and the parts that are none."""
    candidates: list[Candidate] = []
    parts: list[Part] = []
    seen: dict[bytes, Candidate] = {}
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
        candidates += [head for head in heads if isinstance(head, Candidate)]
    if any(len(each.names) > 1 for each in candidates):  # lists of dates are taken alone only
        parts += [Part(each.name, taken=False, why=ALONE) for each in candidates
                  if len(each.names) == 1]  # fmt: skip
        candidates = [each for each in candidates if len(each.names) > 1]
        parts += [head for head in heads if isinstance(head, Part)]
    if not candidates:
        raise no_table(found[0].name)
    return candidates, parts, kind if len(found) == 1 else "several"


def _alike(
    path: Path, sheet: Sheet, seen: dict[bytes, Candidate], several: bool, *, only: bool
) -> list[Candidate] | list[Part]:
    """A table whose first line is the line of names of one seen before needs no second look."""
    with in_words(path):
        line, _, rest = sheet.start().partition(b"\n")
    known = seen.get(line) if rest.strip() else None
    if known is not None:
        return [replace(known, path=path, sheet=sheet, several=several)]
    found = _found_in(path, sheet, several, only=only)
    head = found[0]
    alone = len(found) == 1 and isinstance(head, Candidate) and head.edges.names == range(1)
    if alone and isinstance(head, Candidate) and len(line) > len(head.names):
        seen[line] = head
    return found


def _found_in(
    path: Path, sheet: Sheet, several: bool, *, only: bool
) -> list[Candidate] | list[Part]:
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
        Candidate(
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


def groups(candidates: list[Candidate]) -> dict[str, list[Candidate]]:
    """Tables of the same layout together, under the name of the first.

    Sheets of a workbook stand each by itself; those that are alike, a sheet a month, may be taken
    together as well.
    """
    groups: dict[str, list[Candidate]] = {}
    alike: dict[tuple[bool, frozenset[str]], list[Candidate]] = {}
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


def _most(group: list[Candidate], candidates: list[Candidate]) -> bool:
    """Tell whether sheets that are alike make up a workbook, and by names, not for want of them."""
    shown = sum(1 for each in candidates if not each.sheet.hidden)
    nameless = sum(1 for name in group[0].names if name.startswith("Column "))
    return len(group) > shown / 2 and nameless < len(group[0].names) / 3


def largest(groups: dict[str, list[Candidate]]) -> str:
    """The layout to take first: street files, times, most cells; hidden sheets come last."""

    def weight(name: str) -> tuple[int, int, int, int]:
        group = groups[name]
        shown = sum(1 for each in group if not each.sheet.hidden)
        street = sum(1 for each in group if {"crime type", "month"} <= each.layout)
        dated = group[0].in_workbook and any(each.dated for each in group)
        return shown and 1, street, int(dated), sum(each.cells for each in group)

    return max(groups, key=weight)


def without_copies(group: list[Candidate]) -> tuple[list[Candidate], list[Part]]:
    """Leave out a table that is handed in twice, as a loose file and in a zip."""
    kept: list[Candidate] = []
    copies: list[Part] = []
    for each in group:
        twin = next((k for k in kept if k.top == each.top and _same_name(k, each)), None)
        if twin is None:
            kept.append(each)
        else:
            copies.append(Part(each.name, 0, False, f"the same rows as {twin.name}"))
    return kept, copies


def _same_name(one: Candidate, other: Candidate) -> bool:
    """Tell whether two tables that begin alike are one: one file twice, or a copied sheet."""
    sheets = one.in_workbook and one.path == other.path
    return sheets or Path(one.sheet.name).name == Path(other.sheet.name).name


def why_left(each: Candidate, kind: str, taken: list[Candidate]) -> str:
    """Why a table is not among those that are taken."""
    if each.sheet.hidden:
        return "a hidden sheet"
    if any(each.sheet is other.sheet for other in taken):
        return "another table of the same sheet"
    return "another sheet" if kind == "workbook" else "its columns are not those of the others"
