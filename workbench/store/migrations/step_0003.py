"""Schema 3: the version of a file that was made, and the state of its paper."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from workbench.store.migrations.tables import Plan, extend

MORE: Final[Plan] = {"briefing_file": ("version whole", "state text !")}


def up(connection: Connection) -> None:
    """Add the columns; files that were made before keep no version."""
    extend(connection, MORE)
