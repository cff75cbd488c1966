"""Addresses that look alike are proposed, answered, counted as one, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from workbench.analysis.look_alikes import Alike
from workbench.domain.data import Dataset, Edition, Role, SamePlace
from workbench.domain.problem import Problem
from workbench.errors import CannotAnswerError
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services import asking, records, same_places
from workbench.services.asking import Request
from workbench.services.bringing_in import bring_in
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

PLACES = (
    [("Care Home, 12 High St", "NE1 1AA")] * 4
    + [("Care Home, 12 High Street", "ne11aa")] * 3
    + [("Care Hoem, 12 High Street", "NE1 1AA")] * 2
    + [("Care Home, 14 High Street", "NE1 1AA")]
    + [("Corner shop, 3 Mill Lane", "NE1 2AA")] * 2
    + [("Corner shp, 3 Mill Lane", "NE1 2AA")]
)


def brought_in(casebook: Casebook, folder: Path, places: Any = PLACES) -> UUID:
    """An edition of rows at these places."""
    path = folder / "Export.csv"
    lines = [
        f'C{at},{at % 28 + 1:02d}/03/2025 1{at % 9}:20,Burglary,"{place}",{code}'
        for at, (place, code) in enumerate(places)
    ]
    path.write_text("\n".join(["Crime no,Date,Offence,Premises,Postcode", *lines]), "utf-8")
    problem = Problem(name="Burglary")
    records.add(casebook, problem)
    source = open_file(path)
    changes = bring_in(casebook, Dataset(problem_id=problem.id, name="Crime"), source,
                       propose(source))  # fmt: skip
    return next(one.after.id for one in changes if isinstance(one.after, Edition))


def counts(shelf: Shelf, edition: UUID) -> list[int]:
    return list(asking.ask(shelf, Request("top_places", edition)).result.counts)


def test_a_pair_is_proposed_confirmed_counted_and_undone(
    casebook: Casebook, tmp_path: Path
) -> None:
    edition = brought_in(casebook, tmp_path)
    shelf = Shelf(casebook)
    found = same_places.look_alikes(shelf, edition)
    assert [(pair.first_count, pair.second_count) for pair in found.pairs] == [(7, 2), (2, 1)]
    assert found.joined.startswith("3 incidents were counted with an address written otherwise")
    assert counts(shelf, edition) == [7, 2, 2, 1, 1], "one spelling at once, without asking"
    pair = found.pairs[0]
    made = same_places.answer(casebook, found.dataset_id, pair, same=True)
    again = same_places.look_alikes(shelf, edition)
    assert [one.keys for one in again.pairs] == [found.pairs[1].keys]
    assert again.answered[0].same
    assert counts(shelf, edition) == [9, 2, 1, 1]
    records.make_again(casebook, made.undone())
    assert counts(shelf, edition) == [7, 2, 2, 1, 1]
    assert same_places.look_alikes(shelf, edition).pairs == found.pairs


def test_different_places_are_not_asked_about_again_until_that_is_taken_back(
    casebook: Casebook, tmp_path: Path
) -> None:
    edition = brought_in(casebook, tmp_path)
    shelf = Shelf(casebook)
    found = same_places.look_alikes(shelf, edition)
    for pair in found.pairs:
        same_places.answer(casebook, found.dataset_id, pair, same=False)
    done = same_places.look_alikes(shelf, edition)
    assert done.pairs == ()
    assert done.says == "Every pair of addresses that look alike has been answered."
    assert counts(shelf, edition) == [7, 2, 2, 1, 1]
    same_places.answer(casebook, found.dataset_id, found.pairs[0], same=True)
    told = records.all_of(casebook, SamePlace)
    assert len(told) == 2, "the later answer stands in place of the earlier"
    assert counts(shelf, edition) == [9, 2, 1, 1]
    same_places.take_back(casebook, told[-1])
    assert same_places.look_alikes(shelf, edition).pairs == found.pairs[:1]


def test_what_holds_for_one_edition_holds_for_the_next(casebook: Casebook, tmp_path: Path) -> None:
    edition = brought_in(casebook, tmp_path)
    shelf = Shelf(casebook)
    found = same_places.look_alikes(shelf, edition)
    same_places.answer(casebook, found.dataset_id, found.pairs[0], same=True)
    dataset = records.get(casebook, Dataset, found.dataset_id)
    path = tmp_path / "Later.csv"
    path.write_text(
        "Crime no,Date,Offence,Premises,Postcode\n"
        'C1,01/04/2025 12:10,Burglary,"CARE HOME, 12, High St.",NE11AA\n'
        'C2,02/04/2025 12:10,Burglary,"Care Hoem, 12 High St",NE1 1AA\n',
        "utf-8",
    )
    source = open_file(path)
    changes = bring_in(casebook, dataset, source, propose(source))
    later = next(one.after.id for one in changes if isinstance(one.after, Edition))
    assert counts(shelf, later) == [2]


@pytest.mark.parametrize(
    ("places", "says"),
    [
        ([("High Street", ""), ("High St", "")], "No address in these rows has a postcode"),
        ([("Post office", "NE1 1AA"), ("Mill House", "NE1 1AA")], "No two addresses look alike"),
    ],
)
def test_nothing_to_ask_is_said_in_a_sentence(
    casebook: Casebook, tmp_path: Path, places: Any, says: str
) -> None:
    found = same_places.look_alikes(Shelf(casebook), brought_in(casebook, tmp_path, places))
    assert found.pairs == ()
    assert found.says.startswith(says)
    assert found.says.endswith(".")


def test_a_file_without_places_has_none_to_compare(casebook: Casebook, tmp_path: Path) -> None:
    path = tmp_path / "Export.csv"
    path.write_text("Crime no,Date,Offence\n1,01/02/2025,Burglary\n2,03/02/2025,Theft\n", "utf-8")
    problem = Problem(name="Burglary")
    records.add(casebook, problem)
    source = open_file(path)
    changes = bring_in(casebook, Dataset(problem_id=problem.id, name="Crime"), source,
                       propose(source))  # fmt: skip
    edition = next(one.after for one in changes if isinstance(one.after, Edition))
    assert Role.PLACE.value not in edition.columns
    found = same_places.look_alikes(Shelf(casebook), edition.id)
    assert found.says.startswith("These rows hold no addresses")


def test_a_pair_of_two_houses_never_counts_as_one(casebook: Casebook, tmp_path: Path) -> None:
    edition = brought_in(casebook, tmp_path)
    shelf = Shelf(casebook)
    found = same_places.look_alikes(shelf, edition)
    wrong = Alike("Care Home, 12 High St, NE1 1AA", "Care Home, 14 High Street, NE1 1AA", 7, 1, 95)
    same_places.answer(casebook, found.dataset_id, wrong, same=True)
    assert counts(shelf, edition) == [7, 2, 2, 1, 1]


CHAIN = [(f"Care {word}, 12 High Street", "NE1 1AA") for word in ("Home", "Hoem", "Homes")]


def chained(casebook: Casebook, folder: Path) -> tuple[Shelf, UUID, UUID, dict[str, Alike]]:
    """An edition of three addresses that look alike, and their pairs by what is left out."""
    edition = brought_in(casebook, folder, [(at, code) for at, code in CHAIN for _ in range(2)])
    shelf = Shelf(casebook)
    found = same_places.look_alikes(shelf, edition)
    words = {"Home,", "Hoem,", "Homes,"}
    pairs = {
        (words - set(f"{pair.first} {pair.second}".split())).pop().strip(","): pair
        for pair in found.pairs
    }
    return shelf, edition, found.dataset_id, pairs


def test_an_answer_that_goes_against_others_is_refused_in_words(
    casebook: Casebook, tmp_path: Path
) -> None:
    shelf, edition, dataset, pair = chained(casebook, tmp_path)
    same_places.answer(casebook, dataset, pair["Hoem"], same=False)
    same_places.answer(casebook, dataset, pair["Homes"], same=True)
    with pytest.raises(CannotAnswerError, match="were said to be different places, and this"):
        same_places.answer(casebook, dataset, pair["Home"], same=True)
    assert counts(shelf, edition) == [4, 2]
    assert len(records.all_of(casebook, SamePlace)) == 2
    same_places.answer(casebook, dataset, pair["Home"], same=False)
    assert same_places.look_alikes(shelf, edition).pairs == ()


def test_two_that_are_one_by_way_of_a_third_cannot_differ(
    casebook: Casebook, tmp_path: Path
) -> None:
    shelf, edition, dataset, pair = chained(casebook, tmp_path)
    same_places.answer(casebook, dataset, pair["Home"], same=True)
    same_places.answer(casebook, dataset, pair["Homes"], same=True)
    with pytest.raises(CannotAnswerError, match="By other answers .* are one place: among them"):
        same_places.answer(casebook, dataset, pair["Hoem"], same=False)
    assert counts(shelf, edition) == [6]
    same_places.answer(casebook, dataset, pair["Home"], same=False)  # its own answer it may change
    assert counts(shelf, edition) == [4, 2]


def test_answers_kept_before_that_go_against_each_other_keep_apart_what_differs(
    casebook: Casebook, tmp_path: Path
) -> None:
    shelf, edition, dataset, pair = chained(casebook, tmp_path)
    for left, same in (("Home", True), ("Homes", True), ("Hoem", False)):
        told = SamePlace(dataset_id=dataset, first=pair[left].first, second=pair[left].second,
                         same=same)  # fmt: skip
        records.add(casebook, told)
    assert counts(shelf, edition) == [4, 2]
    found = same_places.look_alikes(shelf, edition)
    assert found.pairs == ()
    assert found.joined.startswith("2 incidents were counted with an address written otherwise")
