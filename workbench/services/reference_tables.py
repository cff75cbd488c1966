"""Bringing in tables of weights and residents: dated and sourced, wholly or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.domain.changes import Changes
from workbench.domain.data import Role
from workbench.domain.progress import SILENT, Progress
from workbench.domain.reference import Purpose, ReferenceTable
from workbench.errors import WorkbenchError
from workbench.intake.opening import open_file
from workbench.intake.reference_columns import Proposal, Rows, propose, read
from workbench.intake.source import Source
from workbench.store.casebook import Casebook

if TYPE_CHECKING:
    from workbench.guide.contents import Contents
    from workbench.services.shelf import Shelf

_KINDS = 200  # of the data, that a table is compared with


@dataclass(frozen=True)
class Known:
    """The keys of the newest data, with which a table is compared."""

    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    def of(self, purpose: Purpose) -> tuple[str, ...]:
        """The keys that a table for this purpose should have."""
        return self.kinds if purpose is Purpose.WEIGHTS else self.areas


@dataclass(frozen=True)
class Draft:
    """A file that was opened, what it seems to hold, and the keys it is compared with."""

    source: Source
    proposal: Proposal
    known: Known


@dataclass(frozen=True)
class Told:
    """What the person confirms; a date and a source are compulsory."""

    name: str
    purpose: Purpose
    key: str
    value: str
    unit: str
    source: str
    dated: date | None


def known(shelf: Shelf, contents: Contents) -> Known:
    """The kinds and small areas of the newest edition; nothing without data."""
    if not contents.editions:
        return Known()
    frame = shelf.incidents(contents.editions[-1].id).frame

    def values(role: Role, most: int) -> tuple[str, ...]:
        if role.value not in frame.columns:
            return ()
        counted = frame[role.value].drop_nulls().value_counts(sort=True).head(most)
        return tuple(str(one) for one in counted[role.value])

    return Known(values(Role.TYPE, _KINDS), values(Role.AREA, frame.height))


def look(
    path: Path, known: Known | None = None, progress: Progress = SILENT, choice: str = ""
) -> Draft:
    """Open a file and propose what its columns are.

    Args:
        path: CSV, xlsx, xls or ods.
        known: the keys of the data.
        progress: told as the file is read.
        choice: one of the sheets of an earlier look, to take another.

    Raises:
        UnreadableFileError: in words, when it cannot be read or is no such table.
    """
    there = known or Known()
    source = open_file(path, progress, choice)
    return Draft(source, propose(source, there.kinds, there.areas), there)


def rows(draft: Draft, key: str, value: str) -> Rows:
    """The rows of a file by the columns chosen.

    Raises:
        UnreadableFileError: in words, when they make no table.
    """
    return read(draft.source, key, value)


def bring_in(casebook: Casebook, draft: Draft, told: Told) -> Changes:
    """Keep a table as the person confirmed it.

    Raises:
        WorkbenchError: name, source or date is missing, or the columns make no table.
    """
    from workbench.analysis.codec import pack
    from workbench.analysis.reference import Reference

    _need(told, casebook.now().date())
    made = read(draft.source, told.key, told.value)
    plain = replace(told, name=told.name.strip(), source=told.source.strip())
    packed = pack(
        Reference(plain.name, made.keys, made.values, plain.unit.strip(), plain.source, plain.dated)
    )
    with casebook.changing(f"Bring in table {plain.name}") as unit:
        unit.add(
            ReferenceTable(
                name=plain.name,
                purpose=plain.purpose,
                unit=plain.unit.strip(),
                source=plain.source,
                dated=plain.dated,
                count=len(made.keys),
                content=unit.put([packed]),
                file_name=draft.source.name,
            )
        )
    return unit.changes


def _need(told: Told, today: date) -> None:
    """A table without a name, a source and a date is not kept."""
    lacks = [
        words
        for words, there in (
            ("a name", told.name.strip()),
            ("a source", told.source.strip()),
            ("a date", told.dated),
        )
        if not there
    ]
    if lacks:
        both = " and ".join(lacks) if len(lacks) < 3 else "a name, a source and a date"
        raise WorkbenchError(
            f"The table still needs {both}. Nothing was kept. Say where the numbers come from and "
            "when they were published or counted: figures that rest on them carry both."
        )
    if told.dated is not None and told.dated > today:
        raise WorkbenchError(
            "The date of the table lies in the future. Nothing was kept. Write the day on which "
            "its numbers were published or counted."
        )
