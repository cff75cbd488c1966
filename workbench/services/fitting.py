"""Which boundary file an edition is shown in unless somebody chooses: one that its rows lie in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from workbench.domain.data import Boundaries, Role

if TYPE_CHECKING:
    from workbench.analysis.incidents import Incidents
    from workbench.analysis.shapes import Shapes
    from workbench.services.shelf import Shelf

_SAMPLE: Final = 1_000  # rows that are looked at
_MOST: Final = 0.5  # of them, with which a newer file goes before one that more lie in


def fitting(shelf: Shelf, edition_id: UUID, boundaries: Sequence[Boundaries]) -> UUID | None:
    """The newest file in which most rows find an area, else that with most; for a worker.

    Args:
        shelf: where rows and shapes are kept at hand.
        edition_id: whose rows.
        boundaries: the files, oldest first.

    Returns:
        None where no row lies in any of them.
    """
    if len(boundaries) < 2:
        return boundaries[0].id if boundaries else None
    key = ("fitting", edition_id, tuple((one.id, one.content) for one in boundaries))
    return shelf.drawn(key, lambda: _best(shelf, edition_id, boundaries))


def _best(shelf: Shelf, edition_id: UUID, boundaries: Sequence[Boundaries]) -> UUID | None:
    rows = shelf.incidents(edition_id)
    shares = {one.id: _share(rows, shelf.shapes(one.id)) for one in reversed(boundaries)}
    enough = (key for key, share in shares.items() if share >= _MOST)
    best = max(shares, key=lambda key: shares[key])
    return next(enough, best if shares[best] else None)


def _share(rows: Incidents, shapes: Shapes) -> float:
    """The part of some rows that find an area by code or point, 0 to 1."""
    import polars as pl

    from workbench.analysis import joining
    from workbench.analysis.membership import area_of, pointed

    some = rows.only(pl.int_range(pl.len()) % max(1, len(rows) // _SAMPLE) == 0)
    found = [0.0]
    role = next((one for one in (Role.AREA, Role.AREA_NAME) if some.has(one)), None)
    if role is not None:
        codes = some.frame[role.value].cast(pl.String).to_list()
        found.append(float((joining.by_code(codes, shapes) >= 0).mean()))
    if pointed(some):
        found.append(float((area_of(some, shapes) >= 0).mean()))
    return max(found) if len(some) else 0.0
