"""Addresses that look alike: proposed to a person, answered, and counted as one when confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.changes import Changes
from workbench.domain.data import Edition, SamePlace
from workbench.domain.progress import SILENT, Progress
from workbench.errors import CannotAnswerError
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

if TYPE_CHECKING:
    from workbench.analysis.look_alikes import Alike

_NO_ADDRESSES = (
    "These rows hold no addresses, so there are none to compare. An address may be personal data "
    "and is left out unless somebody says why it is kept: bring the file in again and keep it to "
    "find one place spelt in two ways."
)
_NO_POSTCODES = (
    "No address in these rows has a postcode, and addresses are compared only within one postcode: "
    "one street name occurs in many towns. Bring in a file with postcodes to compare them."
)
_NONE = "No two addresses look alike. Spellings that plainly mean the same are counted as one."
_ANSWERED = "Every pair of addresses that look alike has been answered."


@dataclass(frozen=True)
class LookAlikes:
    """Pairs still to be answered, most incidents first, and those answered, newest first.

    ``says`` is what there is to know where no pair is left; ``joined`` is what was counted as one
    already.
    """

    edition_id: UUID
    dataset_id: UUID
    pairs: tuple[Alike, ...]
    answered: tuple[SamePlace, ...]
    says: str
    joined: str


def look_alikes(shelf: Shelf, edition_id: UUID, progress: Progress = SILENT) -> LookAlikes:
    """What looks alike in an edition and has not been answered; for a worker.

    Args:
        shelf: where the rows are kept at hand.
        edition_id: whose addresses.
        progress: told after each postcode.

    Raises:
        NotFoundError: the edition is no longer in the casebook.
    """
    from workbench.analysis.look_alikes import key_of, one_place
    from workbench.analysis.place_words import said_joined
    from workbench.analysis.places import gather

    dataset_id = shelf.edition(edition_id).dataset_id
    with shelf.casebook.reading() as reader:
        answered = tuple(reversed(reader.all(SamePlace, dataset_id=dataset_id)))
    rows = shelf.incidents(edition_id)
    by = worded(shelf.edition(edition_id))
    if not by:
        return LookAlikes(edition_id, dataset_id, (), answered, _NO_ADDRESSES, "")
    found, any_code = shelf.drawn(
        ("look alikes", edition_id), lambda: _every(shelf, edition_id, by, progress)
    )
    known = {key_of(one.first, one.second) for one in answered}
    leads = one_place(rows.same, rows.apart)
    left = []
    for pair in found:
        first, second = pair.keys
        one = leads.get(first, first) == leads.get(second, second)  # by way of a third
        if not one and (first, second) not in known:
            left.append(pair)
    says = "" if left else _ANSWERED if found else _NONE if any_code else _NO_POSTCODES
    joined = shelf.drawn(
        ("joined", edition_id, rows.same, rows.apart), lambda: gather(rows, by).joined
    )
    return LookAlikes(edition_id, dataset_id, tuple(left), answered, says, said_joined(joined))


def _every(
    shelf: Shelf, edition_id: UUID, by: str, progress: Progress
) -> tuple[tuple[Alike, ...], bool]:
    """All pairs that look alike, and whether any address has a postcode."""
    from workbench.analysis.look_alikes import alike
    from workbench.analysis.place_groups import spellings

    addresses, counts = spellings(shelf.incidents(edition_id), by)
    return alike(addresses, counts, progress), bool(addresses)


def worded(edition: Edition) -> str:
    """Which column of an edition holds its addresses: "address", "place", or "" for neither."""
    return next((name for name in ("address", "place") if name in edition.columns), "")


def answer(casebook: Casebook, dataset_id: UUID, pair: Alike, same: bool) -> Changes:
    """Keep what a person said of two addresses; it replaces what was said of them before.

    Args:
        casebook: where it is kept.
        dataset_id: of the addresses; it holds for all editions.
        pair: the two addresses.
        same: whether they are the same place.

    Raises:
        CannotAnswerError: the answer goes against others; these are named, and nothing is kept.
    """
    from workbench.analysis.look_alikes import key_of

    with casebook.changing("Same place" if same else "Different places") as unit:
        told = SamePlace(dataset_id=dataset_id, first=pair.first, second=pair.second, same=same)
        others = []
        for before in unit.all(SamePlace, dataset_id=dataset_id):
            if key_of(before.first, before.second) == pair.keys:
                unit.remove(before)
            else:
                others.append(before)
        _refuse_against(others, told)
        unit.add(told)
    return unit.changes


def _refuse_against(others: Sequence[SamePlace], told: SamePlace) -> None:
    """Refuse an answer by which two addresses would be both one place and different places."""
    from workbench.analysis.look_alikes import key_of, one_place

    same = [(one.first, one.second) for one in others if one.same]
    apart = [(one.first, one.second) for one in others if not one.same]
    leads = one_place(same, apart)

    def ends(first: str, second: str) -> set[str]:
        return {leads.get(key, key) for key in key_of(first, second)}

    both = ends(told.first, told.second)
    if not told.same and len(both) == 1:
        first, second = next(pair for pair in same if ends(*pair) == both)
        raise CannotAnswerError(
            f"By other answers “{told.first}” and “{told.second}” are one place: among them "
            f"“{first}” and “{second}”. Nothing was changed. Choose Ask again beside the answer "
            "that is wrong, then answer this one."
        )
    clash = next((pair for pair in apart if ends(*pair) == both), None)
    if told.same and len(both) == 2 and clash is not None:
        raise CannotAnswerError(
            f"“{clash[0]}” and “{clash[1]}” were said to be different places, and this answer "
            "would make them one. Nothing was changed. If they are one place, choose Ask again "
            "beside that answer first; if not, these two are different places."
        )


def take_back(casebook: Casebook, told: SamePlace) -> Changes:
    """Forget what was said of two addresses, so that they are asked about again."""
    with casebook.changing("Ask about two addresses again") as unit:
        unit.remove(unit.get(SamePlace, told.id))
    return unit.changes
