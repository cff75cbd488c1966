"""A place where the golden thread is broken, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Gap:
    """One gap: what is missing, what to do, and where.

    ``kind`` is the key of the record kind to open (``hypothesis``, ``response`` ...),
    ``record_id`` the record, None to add one; ``field`` the form field to put the cursor in.
    """

    key: str
    says: str
    fix: str
    kind: str
    record_id: UUID | None = None
    field: str = ""

    @property
    def question(self) -> str:
        """Under what an ``Answer`` keeps the reason why this gap may stay."""
        return f"gap:{self.key}:{self.record_id}" if self.record_id else f"gap:{self.key}"
