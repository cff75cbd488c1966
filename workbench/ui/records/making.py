"""Chooses the editor for a field from its type and what the record says of it."""

from __future__ import annotations

from dataclasses import Field
from datetime import date
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints
from uuid import UUID

from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.lists import choices, label_of
from workbench.ui.commands import called
from workbench.ui.records.days import month_written, written
from workbench.ui.records.editors import (
    Choice,
    Choices,
    Day,
    Editor,
    Line,
    Lines,
    Month,
    Number,
    Tick,
    Ticks,
)

NOTHING = "Not said yet"
_LISTS = {
    "hypothesis": "hypotheses",
    "objective": "objectives",
    "response": "responses",
    "partner": "partners",
    "evidence_card": "cards",
    "edition": "editions",
    "dataset": "datasets",
    "boundaries": "boundaries",
    "area": "areas",
}  # kind of record: where the contents of a problem keep it


def editor(kind: type[Record], part: Field[Any], contents: Contents | None) -> Editor:
    """The editor of one field of a kind of record."""
    real, optional = _type(kind, part.name)
    listed = _listed(part, real, contents)
    if listed is not None:
        return listed
    if isinstance(real, type) and issubclass(real, Enum):
        none: Choices = ((None, NOTHING),) if optional else ()
        return Choice([*none, *((one, word(one)) for one in real)])
    if real is bool:
        return Tick(str(part.metadata["label"]))
    if real is str:
        return Lines() if part.metadata.get("long") else Line()
    if real is date:
        return Month() if part.metadata.get("month") else Day()
    return Number()


def _listed(part: Field[Any], real: Any, contents: Contents | None) -> Editor | None:
    told = part.metadata
    if told.get("refers"):
        return Choice(references(str(told["refers"]), contents))
    if told.get("choices") and real is not str:
        return Ticks(choices(told["choices"]))
    if told.get("choices"):
        blank: Choices = () if part.default not in ("", None) else (("", NOTHING),)
        return Choice([*blank, *choices(told["choices"])])
    return None


def references(kind: str, contents: Contents | None) -> Choices:
    """The records of a problem that a field can point at."""
    there = getattr(contents, _LISTS.get(kind, ""), ()) if contents else ()
    return [(None, NOTHING), *((one.id, called(one)) for one in there)]


def word(value: Enum) -> str:
    """A value of a list as it is shown: its own word, or its value as words."""
    own = getattr(value, "word", None)
    if isinstance(own, str):
        return own
    said = str(value.value)
    return said if said.isupper() else said[:1].upper() + said[1:]


def shown(value: Any, part: Field[Any], contents: Contents | None = None) -> str:
    """A value of a field in words, as for the history."""
    if value is None or value in {"", ()}:
        return "nothing"
    if isinstance(value, UUID):
        return dict(references(str(part.metadata.get("refers")), contents)).get(value, "a record")
    if part.metadata.get("month") and isinstance(value, date):
        return month_written(value)
    listed = str(part.metadata.get("choices") or "")
    if listed and isinstance(value, str) and not isinstance(value, Enum):
        return label_of(listed, value)
    return plainly(value)


def plainly(value: Any) -> str:
    """A value in words, whatever it is."""
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return written(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


_HINTS: dict[type[Record], dict[str, Any]] = {}  # they take long to resolve


def _type(kind: type[Record], name: str) -> tuple[Any, bool]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    hint = _HINTS[kind][name]
    parts = get_args(hint)
    real = [one for one in parts if one is not NoneType]
    if NoneType in parts and len(real) == 1:
        return real[0], True
    return hint, False
