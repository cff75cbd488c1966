"""Bringing in: wholly or not at all, and one undo takes it back."""

from __future__ import annotations

import pytest

from workbench.domain.data import Boundaries, Dataset, Edition, Recipe
from workbench.errors import CancelledError, NotFoundError, UnreadableFileError
from workbench.intake.columns import propose
from workbench.intake.opening import open_file
from workbench.services import bringing_in, records


class StopAt:
    """Progress that is stopped at its nth report."""

    def __init__(self, at: int) -> None:
        self.left = at

    def report(self, done: int, total: int, note: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise CancelledError


def bring(casebook, dataset, path, **how):
    source = open_file(path)
    return bringing_in.bring_in(casebook, dataset, source, propose(source), **how)


def test_rows_come_back_as_they_came_in(casebook, dataset, shelf, export) -> None:
    bring(casebook, dataset, export("a.csv"))
    (edition,) = records.all_of(casebook, Edition)
    assert (edition.rows_read, edition.rows_in, edition.number) == (84, 84, 1)
    incidents = shelf.incidents(edition.id)
    assert incidents.n == 84
    assert incidents.source == "Force export, edition 1"
    assert incidents.frame["reference"].n_unique() == 84


def test_next_file_is_the_next_edition(casebook, dataset, export) -> None:
    bring(casebook, dataset, export("a.csv"))
    bring(casebook, dataset, export("b.csv", extra=3))
    numbers = [edition.number for edition in records.all_of(casebook, Edition)]
    assert numbers == [1, 2]
    assert len(records.all_of(casebook, Dataset)) == 1


def test_stopped_at_any_report_nothing_is_kept(casebook, dataset, export) -> None:
    path = export("a.csv")
    for at in range(30):
        try:
            bring(casebook, dataset, path, progress=StopAt(at))
        except CancelledError:
            assert records.all_of(casebook, Edition) == []
            assert records.all_of(casebook, Dataset) == []
            continue
        break
    assert at > 5, "it can be stopped at several points"
    assert len(records.all_of(casebook, Edition)) == 1


def test_one_undo_takes_the_import_back_and_redo_brings_it_again(
    casebook, dataset, shelf, export
) -> None:
    changes = bring(casebook, dataset, export("a.csv"), recipe_name="Ours")
    assert [recipe.name for recipe in records.all_of(casebook, Recipe)] == ["Ours"]
    undone = records.make_again(casebook, changes.undone())
    for kind in (Dataset, Edition, Recipe):
        assert records.all_of(casebook, kind) == []
    records.make_again(casebook, undone.undone())
    (edition,) = records.all_of(casebook, Edition)
    assert shelf.incidents(edition.id).n == 84


def test_recipe_of_one_name_is_kept_once(casebook, dataset, export) -> None:
    bring(casebook, dataset, export("a.csv"), recipe_name="Ours")
    bring(casebook, dataset, export("b.csv"), recipe_name="Ours")
    assert [choices.name for choices in bringing_in.recipes(casebook)] == ["Ours"]


def test_code_key_is_made_once_and_kept(casebook) -> None:
    first = bringing_in.code_key(casebook)
    assert len(first) == 32
    assert bringing_in.code_key(casebook) == first


def test_boundaries_are_kept_with_their_shapes(casebook, problem, shelf, sample) -> None:
    path = sample / "main-job" / "small_areas.geojson"
    bringing_in.bring_in_boundaries(casebook, problem, path)
    (kept,) = records.all_of(casebook, Boundaries)
    shapes = shelf.shapes(kept.id)
    assert kept.count == len(shapes.codes) == 20
    assert kept.edition == "2021"


def test_file_that_is_no_boundary_is_said_and_nothing_kept(casebook, problem, tmp_path) -> None:
    path = tmp_path / "junk.geojson"
    path.write_bytes(b"\x00\x01 nothing")
    with pytest.raises(UnreadableFileError):
        bringing_in.bring_in_boundaries(casebook, problem, path)
    assert records.all_of(casebook, Boundaries) == []


def test_edition_that_is_gone_is_said(casebook, dataset, shelf, export) -> None:
    changes = bring(casebook, dataset, export("a.csv"))
    (edition,) = records.all_of(casebook, Edition)
    records.make_again(casebook, changes.undone())
    with pytest.raises(NotFoundError, match="no longer in the casebook"):
        shelf.incidents(edition.id)
