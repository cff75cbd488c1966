"""A further edition: rows new, gone and changed, and what it means."""

from __future__ import annotations

import random
from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.test_bringing_in import bring
from workbench.domain.data import Edition
from workbench.intake.difference import Changed, difference
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services import editions, records


def rows_of(*rows: tuple[str | None, int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "reference": [one[0] for one in rows],
            "start": [datetime(2026, 3, one[1]) for one in rows],
            "outcome": [one[2] for one in rows],
            "row": list(range(2, len(rows) + 2)),
        },
        schema_overrides={"reference": pl.String},
    )


OLD = rows_of(("A1", 1, "Open"), ("A2", 2, "Open"), ("A3", 3, "Open"))


def test_by_reference_rows_are_new_gone_and_changed() -> None:
    found = difference(OLD, rows_of(("A3", 3, "Closed"), ("A1", 1, "Open"), ("A4", 9, "Open")))
    assert (found.by, found.new, found.gone, found.changed, found.same) == ("reference", 1, 1, 1, 1)
    assert found.changes == (Changed("A3", "outcome", "Open", "Closed"),)
    assert found.new_rows == ("A4, 09/03/2026",)
    assert found.gone_rows == ("A2, 02/03/2026",)
    said = found.sentences()
    assert said[0] == "Against the edition before: 1 new, 1 gone, 1 changed, 1 the same."
    assert "What changed most: outcome (1)." in said
    assert found.warning == ""


def test_rows_without_a_reference_are_a_multiset() -> None:
    old = rows_of(("A1", 1, "Open"), (None, 5, ""), (None, 5, ""), (None, 6, ""))
    new = rows_of(("A1", 1, "Open"), (None, 5, ""), (None, 5, ""), (None, 5, ""), (None, 7, ""))
    found = difference(old, new)
    assert (found.by, found.new, found.gone, found.changed) == ("both", 2, 1, 0)
    assert "those without one by everything in them" in found.sentences()[1]


def test_references_that_occur_twice_cannot_tell_rows_apart() -> None:
    found = difference(rows_of(("A1", 1, "Open"), ("A1", 1, "Open")), rows_of(("A1", 1, "Closed")))
    assert (found.by, found.new, found.gone, found.changed) == ("content", 1, 2, 0)


def test_a_file_of_other_months_is_told_as_a_mistake() -> None:
    later = rows_of(("B1", 1, "Open")).with_columns(pl.lit(datetime(2026, 4, 1)).alias("start"))
    found = difference(OLD, later)
    assert "covers Apr 2026, the edition before covered Mar 2026" in found.warning
    assert "bring in the files of all months together" in found.warning
    part = difference(OLD, rows_of(("A1", 1, "Open")))
    assert "Check that it is the whole export" in part.warning


def test_columns_that_came_and_went_are_told() -> None:
    later = OLD.rename({"outcome": "Result"})
    found = difference(OLD, later)
    assert (found.added, found.dropped) == (("Result",), ("outcome",))
    assert (found.changed, found.same) == (0, 3)
    assert "Column no longer there: “outcome”." in found.sentences()


ROW = st.tuples(
    st.one_of(st.none(), st.sampled_from("ABCDEFG")), st.integers(1, 3), st.sampled_from(["", "x"])
)


@given(st.lists(ROW, max_size=12), st.lists(ROW, max_size=12), st.integers())
def test_the_sums_agree_and_order_does_not_matter(old, new, seed) -> None:
    found = difference(rows_of(*old), rows_of(*new))
    assert found.earlier == len(old) == found.gone + found.changed + found.same
    assert found.later == len(new) == found.new + found.changed + found.same
    assert min(found.new, found.gone, found.changed, found.same) >= 0
    mixed = random.Random(seed).sample(new, len(new))
    again = difference(rows_of(*old), rows_of(*mixed))
    assert (again.new, again.gone, again.changed) == (found.new, found.gone, found.changed)
    none = difference(rows_of(*new), rows_of(*mixed))
    assert (none.new, none.gone, none.changed) == (0, 0, 0)


def test_compared_before_it_is_kept_and_afterwards(casebook, dataset, shelf, export) -> None:
    bring(casebook, dataset, export("a.csv"))
    (first,) = records.all_of(casebook, Edition)
    source = open_file(export("b.csv", extra=4))
    ahead = editions.compare(shelf, first.id, make(source, propose(source)).frame)
    assert (ahead.by, ahead.new, ahead.gone, ahead.changed) == ("reference", 4, 0, 0)
    bring(casebook, dataset, export("b.csv", extra=4))
    both = records.all_of(casebook, Edition)
    assert editions.newest(both, dataset.id) == both[1]
    assert editions.before(both, both[1]) == first
    assert editions.before(both, first) is None
    assert editions.between(shelf, first.id, both[1].id) == ahead


@pytest.mark.slow
def test_a_year_and_more_against_itself(shared) -> None:
    zipped = "data/police-uk/northumbria/northumbria-2020-05-to-2022-04-street.zip"
    source = open_file(shared / zipped)
    frame = make(source, propose(source)).frame
    found = difference(frame.head(-1_000), frame)
    assert (found.by, found.new, found.gone, found.changed) == ("both", 1_000, 0, 0)
