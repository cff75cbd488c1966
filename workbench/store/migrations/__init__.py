"""Numbered steps from one schema to the next, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, inspect, text

from workbench.errors import CasebookError, DamagedError
from workbench.store.migrations import step_0001, step_0002, step_0003, step_0004

Step = Callable[[Connection], None]
STEPS: Final[tuple[Step, ...]] = (step_0001.up, step_0002.up, step_0003.up, step_0004.up)
NEWEST: Final = len(STEPS)


def version(connection: Connection) -> int:
    """The schema number of an open casebook; 0 when it is empty."""
    if not inspect(connection).has_table("about"):
        return 0
    found = connection.execute(text("SELECT value FROM about WHERE key = 'schema'")).scalar()
    try:
        return int(found or 0)
    except ValueError:
        raise DamagedError(
            f"The casebook says that its schema is “{found}”, which is no number: it is damaged or "
            "was altered. Nothing was changed. Restore a backup."
        ) from None


def check(number: int) -> None:
    """Refuse a casebook of a newer program.

    Raises:
        CasebookError: in words.
    """
    if number > NEWEST:
        raise CasebookError(
            "This casebook was kept by a newer version of the workbench. It was not opened and "
            "nothing was changed. Ask IT for the newer version."
        )


def step(connection: Connection, number: int) -> None:
    """Bring an open casebook from schema ``number`` to the next, in the caller's transaction."""
    STEPS[number](connection)
    if number == 0:
        connection.execute(text("INSERT INTO about (key, value) VALUES ('schema', '1')"))
    else:
        connection.execute(
            text("UPDATE about SET value = :next WHERE key = 'schema'"), {"next": str(number + 1)}
        )
