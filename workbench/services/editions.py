"""What a further edition changes in the rows, before it is kept and afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.data import Edition
from workbench.services.shelf import Shelf

if TYPE_CHECKING:
    import polars as pl

    from workbench.intake.difference import Difference


def newest(editions: Iterable[Edition], dataset_id: UUID) -> Edition | None:
    """The edition of a dataset that a further one would follow."""
    own = [one for one in editions if one.dataset_id == dataset_id]
    return max(own, key=lambda one: one.number, default=None)


def before(editions: Iterable[Edition], edition: Edition) -> Edition | None:
    """The edition that this one followed; None for the first that is still there."""
    own = [one for one in editions if one.dataset_id == edition.dataset_id]
    return newest([one for one in own if one.number < edition.number], edition.dataset_id)


def compare(shelf: Shelf, earlier_id: UUID, frame: pl.DataFrame) -> Difference:
    """How rows that are about to come in differ from an edition; for a worker.

    Args:
        shelf: where the earlier rows are kept at hand.
        earlier_id: the edition that they would follow.
        frame: the rows as ``making.make`` made them.

    Raises:
        NotFoundError: the earlier edition is no longer in the casebook.
    """
    from workbench.intake.difference import difference

    return difference(shelf.incidents(earlier_id).frame, frame)


def between(shelf: Shelf, earlier_id: UUID, later_id: UUID) -> Difference:
    """How one edition differs from another, worked out once; for a worker.

    Raises:
        NotFoundError: one of them is no longer in the casebook.
    """
    key = ("difference", earlier_id, later_id)
    return shelf.drawn(key, lambda: compare(shelf, earlier_id, shelf.incidents(later_id).frame))
