"""Schema 2: reference tables, annotations, matched addresses, drawn areas."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from workbench.store.migrations.tables import Plan, create, extend

NEW: Final[Plan] = {
    "same_place": (
        "id id *",
        "dataset_id id ! >dataset @",
        "first text !",
        "second text !",
        "same yes !",
    ),
    "reference_table": (
        "id id *",
        "name text !",
        "purpose text !",
        "unit text !",
        "source text !",
        "dated day",
        "count whole !",
        "content text !",
        "file_name text !",
    ),
    "annotation": (
        "id id *",
        "problem_id id ! >problem @",
        "day day !",
        "words text !",
        "kind text !",
        "notes text !",
    ),
}
MORE: Final[Plan] = {
    "edition": ("area_codes text !",),
    "area": ("outline text !",),
    "evidence_card": ("reference_id id >reference_table @",),
    "assessment": ("buffer_id id >area @",),
}


def up(connection: Connection) -> None:
    """Make the new tables, then the columns of old tables, which refer to them."""
    create(connection, NEW)
    extend(connection, MORE)
