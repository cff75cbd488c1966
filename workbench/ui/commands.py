"""What Find or do can find: the entries of the menus, the pages, the problems and the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from workbench.domain.record import kind_name
from workbench.guide.gap import Gap
from workbench.ui.page import PageKind
from workbench.ui.widgets.palette import Command

if TYPE_CHECKING:
    from uuid import UUID

    from workbench.domain.problem import Problem
    from workbench.domain.record import Record
    from workbench.guide.contents import Contents

Go = Callable[[object], object]


def of_menus(entries: Iterable[tuple[QAction, str]]) -> Iterator[Command]:
    """The entries of the menus that can be done now."""
    form = QKeySequence.SequenceFormat.NativeText
    for action, icon in entries:
        words = action.text().replace("&", "").removesuffix("...").strip()
        yield Command(words, icon, action.trigger, action.shortcut().toString(form))


def of_pages(kinds: Iterable[PageKind], go: Go) -> Iterator[Command]:
    """The pages that can be shown."""
    for kind in kinds:
        yield Command(f"Go to {kind.words}", kind.icon, partial(go, kind.key))


def of_problems(problems: Iterable[Problem], take: Callable[[UUID], object]) -> Iterator[Command]:
    """The problems of the casebook."""
    for problem in problems:
        words = f"Problem: {problem.reference} {problem.name}"
        yield Command(words, "file", partial(take, problem.id))


def of_records(contents: Contents, go: Go) -> Iterator[Command]:
    """The records of the problem in hand, by what they are called."""
    for word, icon, records in (
        ("Hypothesis", "hypothesis", contents.hypotheses),
        ("Response", "respond", contents.responses),
        ("Objective", "scan", contents.objectives),
        ("Action", "actions", contents.actions),
        ("Partner", "partners", contents.partners),
        ("Factor", "triangle", contents.factors),
        ("Evidence", "evidence", contents.cards),
        ("Briefing", "briefing", contents.briefings),
        ("Table", "table", contents.references),
        ("Event", "calendar", contents.annotations),
    ):
        for record in records:
            yield Command(f"{word}: {called(record)}", icon, partial(go, _at(record)))


NAMED_BY = (
    "name",
    "title",
    "statement",
    "text",
    "what",
    "words",
    "note",
    "question",
    "stage",
    "file_name",
)


def called(record: Record) -> str:
    """What a record is called in a list: its code and its first words."""
    code = getattr(record, "code", "")
    for field in NAMED_BY:
        words = str(getattr(record, field, "")).strip()
        if words:
            short = words if len(words) <= 80 else words[:77].rstrip() + "..."
            return f"{code} {short}".strip()
    return str(code)


def _at(record: Record) -> Gap:
    return Gap("found", "", "", kind_name(type(record)), record.id)
