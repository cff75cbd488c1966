"""What one unit of work changed, record by record, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.domain.record import Record


@dataclass(frozen=True)
class Change:
    """A record before and after; ``None`` where there was none."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record as it is, or as it last was."""
        record = self.after or self.before
        assert record is not None, "a change has a before or an after"
        return record

    def undone(self) -> Change:
        """Return the change that takes this one back."""
        return Change(before=self.after, after=self.before)


@dataclass(frozen=True)
class Changes:
    """Everything one unit of work changed, in order, and what a person would call it."""

    label: str
    made: tuple[Change, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.made)

    def __bool__(self) -> bool:
        return bool(self.made)

    def undone(self) -> Changes:
        """Return the changes that take these back."""
        return Changes(f"Undo: {self.label}", tuple(c.undone() for c in reversed(self.made)))

    def touch(self, *kinds: type[Record]) -> bool:
        """Tell whether a record of any of the kinds changed."""
        return any(isinstance(change.record, kinds) for change in self.made)
