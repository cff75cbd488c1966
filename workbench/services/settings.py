"""The rules that a casebook keeps to: read, and changed as a unit of work like anything else."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from workbench.domain.changes import Changes
from workbench.domain.setting import Setting
from workbench.store.casebook import Casebook

SMALLEST_COUNT: Final = "threshold"  # as it has been stored from the first
USUAL_COUNT: Final = 5


def smallest_count(casebook: Casebook) -> int:
    """Counts below it are not shown outside."""
    with casebook.reading() as reader:
        found = reader.all(Setting, key=SMALLEST_COUNT)
    kept = found[0].value if found else ""
    return int(kept) if kept.isdigit() else USUAL_COUNT


def set_smallest_count(casebook: Casebook, count: int) -> Changes:
    """Hide counts below another number from outsiders."""
    with casebook.changing("Set the smallest count") as unit:
        found = unit.all(Setting, key=SMALLEST_COUNT)
        if found:
            unit.replace(replace(found[0], value=str(count)))
        elif count != USUAL_COUNT:
            unit.add(Setting(key=SMALLEST_COUNT, value=str(count)))
    return unit.changes
