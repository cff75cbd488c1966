"""What was chosen above a chart or the map, so that the other shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Taken:
    """Data, boundaries and rows; nothing chosen is all of them."""

    edition_id: UUID | None
    boundaries_id: UUID | None
    chose: bool = False  # a person chose the boundaries
    kinds: tuple[str, ...] = ()
    first: date | None = None  # the first day of the first month
    last: date | None = None  # and of the last


class Shared:
    """The last choice of any page; ``turn`` tells a page whether it has seen it."""

    def __init__(self) -> None:
        self.now: Taken | None = None
        self.turn = 0

    def put(self, taken: Taken | None) -> None:
        """Choose for all pages; None forgets."""
        self.now = taken
        self.turn += 1
