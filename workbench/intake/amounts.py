"""Numbers of rows in words."""

from __future__ import annotations


def rows(n: int, one: str = "", many: str = "") -> str:
    """1 row, 12 rows; with a verb that agrees: 1 row is, 12 rows are."""
    verb = one if n == 1 else many
    return f"{n:,} {'row' if n == 1 else 'rows'}" + (f" {verb}" if verb else "")
