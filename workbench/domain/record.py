"""What every kept thing is, and how its fields are told to people and to the store."""

from __future__ import annotations

import os
import re
import time
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any
from uuid import UUID

_last = 0


def new_id() -> UUID:
    """A version 7 id: later ids sort after earlier ones, so lists keep the order of adding."""
    global _last  # noqa: PLW0603 - one counter a process, so that ids of one moment keep their order
    _last = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
    stamp, counter = divmod(_last, 4096)
    chance = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=(stamp << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | chance)


@dataclass(frozen=True, kw_only=True)
class Record:
    """Something kept in the casebook; to change it, keep a changed copy."""

    id: UUID = field(default_factory=new_id)


def told(
    label: str,
    default: Any = MISSING,
    *,
    hint: str = "",
    long: bool = False,
    choices: str = "",
    month: bool = False,
) -> Any:
    """A field that people fill in.

    Args:
        label: its name on screens and in papers.
        default: what a new record holds; without one the field is compulsory.
        hint: one sentence under the field.
        long: takes several lines.
        choices: the list under ``resources`` whose keys it takes.
        month: a day that stands for its month, and is kept as the first of it.
    """
    metadata = {"label": label, "hint": hint, "long": long, "choices": choices, "month": month}
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def belongs(kind: str) -> Any:
    """The id of the record this one hangs on, and is removed with."""
    return field(metadata={"refers": kind, "label": ""})


def refers(kind: str, label: str = "", hint: str = "") -> Any:
    """The id of a record this one points at, emptied when that one is removed."""
    return field(default=None, metadata={"refers": kind, "label": label, "hint": hint})


def kept(default: Any = MISSING) -> Any:
    """A field the program fills in, never shown as a form field."""
    if default is MISSING:
        return field(metadata={"label": ""})
    return field(default=default, metadata={"label": ""})


def holds() -> Any:
    """The key of data kept beside the records; without such a field of a record it is swept out."""
    return field(default="", metadata={"label": "", "holds": True})


def kind_name(kind: type[Record]) -> str:
    """The key a kind of record is stored under: EvidenceCard is evidence_card."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def label(kind: type[Record], name: str) -> str:
    """What people call a field; its own name when it was given none."""
    found = next(part for part in fields(kind) if part.name == name)
    return str(found.metadata.get("label") or name.replace("_", " "))


def form_fields(kind: type[Record]) -> list[Field[Any]]:
    """The fields that people fill in, in the order of the form."""
    return [part for part in fields(kind) if part.metadata.get("label")]
