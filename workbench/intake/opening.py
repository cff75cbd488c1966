"""Opening what somebody hands in: files, zips, workbooks and folders become one table of text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import polars as pl

from workbench.domain.progress import SILENT, Progress
from workbench.intake import candidates, dress, printed, tables
from workbench.intake.candidates import Candidate
from workbench.intake.readers import kinds
from workbench.intake.readers.delimited import DELIMITERS
from workbench.intake.refusals import header_only, in_words
from workbench.intake.source import FILE, Aside, Edges, Grid, Part, Source

_AT_ONCE = 3
_LOOK = 0.2  # seconds between looks at whether it is to be stopped
DELIMITER_WORDS = dict(
    zip(DELIMITERS, ("comma", "tab", "semicolon", "bar", "tilde", "caret"), strict=True)
)


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
        every, parts, kind = candidates.found_in(found)
    groups = candidates.groups(every)
    chosen = choice if choice in groups else candidates.largest(groups)
    taken, copies = candidates.without_copies(groups[chosen])
    known = {each.name for each in taken} | {part.name for part in copies}
    rest = [each for each in every if each.name not in known]
    parts += copies + [
        Part(each.name, taken=False, why=candidates.why_left(each, kind, taken)) for each in rest
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


def _read(
    source: Source,
    taken: list[Candidate],
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
        found = tables.cut(grid, edges or each.edges)
        asides += (*found.asides, *grid.said)
        several = len(taken) > 1
        notes.update(
            {
                f"{each.name}: {note}" if several else note: None
                for note in (*grid.notes, *found.notes)
            }
        )
        named = pl.Series(FILE, [each.name]).new_from_index(0, found.frame.height)
        frames.append(found.frame.hstack([named]))
        parts.append(Part(each.name, found.frame.height))
    table = _stacked(frames, source.name)
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


def _stacked(frames: list[pl.DataFrame], name: str) -> pl.DataFrame:
    """The rows of all tables under each other."""
    aligned = _aligned(frames)
    same = all(frame.schema == aligned[0].schema for frame in aligned)
    table = pl.concat(aligned, how="vertical" if same else "diagonal")
    if table.is_empty():
        raise header_only(name)
    return table


def _both(spaces: str | None, others: str | None) -> str | None:
    """The white space that either of two tables may hold; None where it is not known of one."""
    return None if spaces is None or others is None else "".join(sorted({*spaces, *others}))


def _grids(taken: list[Candidate], progress: Progress) -> Iterator[tuple[Candidate, Grid]]:
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


def _open_elsewhere(taken: list[Candidate]) -> list[str]:
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
