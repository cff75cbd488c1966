"""What an edition holds, as far as the choices beside a chart need to know; read in a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from workbench.domain.data import Boundaries
    from workbench.services.shelf import Shelf

MOST = 200  # kinds of incident offered


@dataclass(frozen=True)
class Facts:
    """Kinds of incident with their counts, most first, and the months from first to last."""

    edition_id: UUID
    types: tuple[tuple[str, int], ...] = ()
    months: tuple[date, ...] = ()
    fitting: UUID | None = None  # the boundaries in which the rows lie


def facts(shelf: Shelf, edition_id: UUID, boundaries: Sequence[Boundaries] = ()) -> Facts:
    """Count the kinds of incident of an edition, list its months, find boundaries for it."""
    from workbench.domain.data import Role
    from workbench.services.fitting import fitting

    incidents = shelf.incidents(edition_id)
    types: tuple[tuple[str, int], ...] = ()
    if incidents.has(Role.TYPE):
        column: Any = incidents.frame[Role.TYPE.value]
        counted = column.drop_nulls().value_counts(sort=True).head(MOST)
        types = tuple((str(kind), int(count)) for kind, count in counted.iter_rows())
    span = incidents.span()
    found = fitting(shelf, edition_id, boundaries)
    return Facts(edition_id, types, months(*span) if span else (), found)


def months(first: date, last: date) -> tuple[date, ...]:
    """The first day of every month from one day to another."""
    low, high = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple(date(at // 12, at % 12 + 1, 1) for at in range(low, high + 1))


def month_end(day: date) -> date:
    """The last day of the month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
