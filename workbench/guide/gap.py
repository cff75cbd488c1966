"""A place where the golden thread is broken, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Gap:
    """One gap: what is missing, what to do, and where.

    ``kind`` is the key of the record kind to open (``hypothesis``, ``response`` ...),
    ``record_id`` the record, None to add one; ``field`` the form field to put the cursor in.
    ``starts`` is what a record that is added begins with, so that it mends just this gap; ``of``
    is the record that lacks something, where another has to be added to mend it.
    """

    key: str
    says: str
    fix: str
    kind: str
    record_id: UUID | None = None
    field: str = ""
    starts: tuple[tuple[str, object], ...] = ()
    of: UUID | None = None

    @property
    def question(self) -> str:
        """Under what an ``Answer`` keeps the reason why this gap may stay."""
        about = self.of or self.record_id
        return f"gap:{self.key}:{about}" if about else f"gap:{self.key}"
