"""The cross-table (cross_table): counts as they stand, what is kept, and what outsiders see."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.extremes import rows, shapes
from workbench.analysis.codec import pack, unpack
from workbench.analysis.cross_tables import KEPT, CrossTable
from workbench.analysis.hiding import WITHHELD, hidden_in_table
from workbench.analysis.incidents import Incidents, with_categories
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import cross_table as kind
from workbench.analysis.sides import NOT_KNOWN, side
from workbench.analysis.tally import tally
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

WAYS = ("kind", "area", "place", "outcome", "month", "year", "weekday", "hour")


def ask(told: Incidents, **given: Any) -> CrossTable:
    return kind.run(Asked(told, given, shapes()))


def made(cells: list[tuple[Any, ...]], **more: Any) -> Incidents:
    """Rows of start, kind and area."""
    columns = {"start": pl.Datetime("us"), "type": pl.String, "area": pl.String}
    frame = pl.DataFrame(cells, schema=columns, orient="row")
    return Incidents(frame, Precision.MINUTE, "bng", source="made for tests", **more)


def cells_of(found: CrossTable) -> dict[tuple[str, ...], int]:
    return {
        (*names, column): int(found.counts[at, across])
        for at, names in enumerate(found.names)
        for across, column in enumerate(found.columns)
        if found.counts[at, across]
    }


CELLS = st.tuples(
    st.one_of(st.none(), st.datetimes(datetime(2023, 11, 1), datetime(2024, 3, 1))),
    st.sampled_from(("Theft", " Theft", "Arson", "", None)),
    st.sampled_from(("E1", "E2", "E3 ", "E3", None)),
)


@settings(max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=40), st.booleans())
def test_every_row_is_counted_once_in_its_own_cell(
    cells: list[tuple[Any, ...]], categories: bool
) -> None:
    told = made(cells)
    if categories:
        told = replace(told, frame=with_categories(told.frame))
    found = ask(told, down="area", split="kind", across="month")

    def name(word: str | None) -> str:
        return (word or "").strip() or NOT_KNOWN

    by_hand = Counter(
        (name(area), name(what), start.strftime("%b %Y") if start else NOT_KNOWN)
        for start, what, area in cells
    )
    assert cells_of(found) == dict(by_hand)
    assert found.basis.n == len(cells) == found.row_totals.sum() == found.column_totals.sum()
    whole = Counter({names[0]: 0 for names in found.names})
    for names, total in zip(found.names, found.row_totals, strict=True):
        whole[names[0]] += int(total)
    areas = list(dict.fromkeys(names[0] for names in found.names))
    assert [whole[area] for area in areas] == sorted(whole.values(), reverse=True)
    runs = [names[0] for at, names in enumerate(found.names) if at == 0
            or names[0] != found.names[at - 1][0]]  # fmt: skip
    assert runs == areas, "the parts of a row stay together"
    assert unpack(pack(found), CrossTable).counts.tolist() == found.counts.tolist()


@pytest.mark.parametrize("down", WAYS)
@pytest.mark.parametrize("across", WAYS)
def test_any_two_agree_with_polars(down: str, across: str) -> None:
    told = rows("four years")
    if {down, across} == {"year", "month"}:
        with pytest.raises(CannotAnswerError, match="one year only"):
            ask(told, down=down, across=across)
        return
    if down == across:
        with pytest.raises(CannotAnswerError, match="twice"):
            ask(told, down=down, across=across)
        return
    found = ask(told, down=down, across=across)
    start = pl.col("start")
    by = {
        "kind": pl.col("type"), "area": pl.col("area").replace(dict(zip(shapes().codes,
        shapes().names, strict=True))), "place": pl.col("place"),
        "outcome": pl.col("outcome").fill_null(NOT_KNOWN), "month": start.dt.strftime("%b %Y"),
        "year": start.dt.strftime("%Y"), "weekday": start.dt.strftime("%A"),
        "hour": start.dt.strftime("%H:00"),
    }  # fmt: skip
    pairs = told.frame.group_by(by[down].alias("d"), by[across].alias("a")).len().iter_rows()
    theirs = {(d, a): n for d, a, n in pairs}
    ours = cells_of(found)
    assert ours.items() <= theirs.items() or "All others" in found.columns
    if not found.others and "All others" not in found.columns:
        assert ours == theirs
    assert found.counts.sum() + found.rest.sum() == len(told)


def test_totals_count_as_many_as_they_say_and_points_fall_into_boundaries() -> None:
    frame = pl.DataFrame({
        "start": [datetime(2024, 1, 1), datetime(2024, 1, 1), datetime(2024, 2, 1)],
        "area": ["E1", "E2", "E1"], "count": [40, None, 2],
    }, schema_overrides={"count": pl.Int64})  # fmt: skip
    summed = Incidents(frame, Precision.MONTH, "none", summed=True, source="made for tests")
    found = ask(summed)
    assert cells_of(found) == {("E1", "Jan 2024"): 40, ("E1", "Feb 2024"): 2}
    assert found.basis.n == 42
    told = rows("four years")
    coded = ask(told, down="area", across="year")
    pointed = ask(replace(told, frame=told.frame.drop("area")), down="area", across="year")
    assert pointed.basis.n == coded.basis.n
    inside = {key: n for key, n in cells_of(pointed).items() if key[0] != NOT_KNOWN}
    assert sum(inside.values()) > 0.9 * len(told)
    exact = {key: n for key, n in cells_of(coded).items() if key[0] == "Testham 014"}
    assert exact.items() <= inside.items()


def test_more_cells_than_room_are_counted_by_the_lines_that_occur(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = rows("four years")
    sides = [side(told, way, shapes()) for way in ("place", "kind", "month")]
    whole = tally(sides)
    monkeypatch.setattr("workbench.analysis.tally._ROOM", 10)
    for weights in (None, np.ones(len(told))):
        few = tally(sides, weights)
        assert few.lines.tolist() == whole.lines.tolist()
        assert few.counts.tolist() == whole.counts.tolist()


def test_months_without_any_row_are_empty_and_half_months_are_marked() -> None:
    days = [datetime(2024, m, d) for m in (1, 2, 4, 5) for d in range(1, 29) for _ in range(4)]
    days = [day for day in days if day < datetime(2024, 5, 12)]
    found = ask(made([(day, "Theft", "E1") for day in days]))
    assert found.columns == ("Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024")
    assert found.gaps == (2,)
    assert found.partial == (4,)
    told = kind.table(found)
    assert [one.name for one in told.columns][-2:] == ["May 2024 (part)", "All"]
    assert told.rows[0] == ("Theft", 112, 112, None, 112, 44, 380)
    said = " ".join(kind.reading(found).sentences)
    assert "There are no rows for Mar 2024: left empty, not counted as 0." in said
    assert "The file covers only part of May 2024." in said
    assert "fewest" not in said, "full months are all alike"


def test_one_kind_keeps_the_months_that_the_file_covers() -> None:
    days = [datetime(2024, m, d) for m in (1, 2, 3) for d in range(1, 29)]
    told = made([*((day, "Theft", "E1") for day in days), (days[3], "Arson", "E2")])
    found = ask(told, type="Arson")
    assert found.ways == ("area", "month")
    assert found.columns == ("Jan 2024", "Feb 2024", "Mar 2024")
    assert found.counts.tolist() == [[1, 0, 0]]
    assert kind.reading(found).finding == "The only incident: E2"


def test_stray_rows_long_before_do_not_make_the_months_many() -> None:
    days = [datetime(2024, m, d) for m in range(1, 13) for d in range(1, 29) for _ in range(3)]
    found = ask(made([(day, "Theft", "E1") for day in [datetime(1999, 5, 1), *days]]))
    assert len(found.columns) == 12
    assert found.basis.left_out == (("Long before the rest", 1),)
    assert "1 incident long before the rest was left out." in kind.reading(found).sentences


def test_many_lines_and_columns_are_folded_and_the_sums_stay() -> None:
    told = rows("a great many").frame.head(60_000)
    found = ask(Incidents(told, Precision.MINUTE, "bng", source="x"), down="place", across="area")
    assert len(found.names) == KEPT
    assert found.others > 1_000
    assert found.counts.sum() + found.rest.sum() == found.basis.n
    shown = kind.table(replace(found, top=10))
    assert len(shown.rows) == 12
    assert sum(int(row[-1]) for row in shown.rows[:-1]) == shown.rows[-1][-1] == found.basis.n  # type: ignore[arg-type]
    wide = ask(Incidents(told, Precision.MINUTE, "bng", source="x"), down="area", across="place")
    assert len(wide.columns) == 61
    assert wide.columns[-1] == "All others"
    assert wide.column_totals.sum() == wide.basis.n


@pytest.mark.parametrize("show", ["row", "column"])
def test_shares_are_of_their_row_or_column(show: str) -> None:
    found = ask(rows("a year"), down="area", across="kind", show=show)
    sums = np.nansum(found.shares, axis=1 if show == "row" else 0)
    assert sums == pytest.approx(np.ones(sums.size))
    told = kind.table(found)
    assert all(one.percent for one in told.columns[1:-1])
    last = [float(one) for one in told.rows[-1][1:-1]]  # type: ignore[arg-type]
    assert sum(last) == pytest.approx(1.0 if show == "row" else len(last))


def test_shares_name_the_cell_that_stands_out_most() -> None:
    day = datetime(2024, 1, 1)
    cells = [(day, kind_, area) for kind_, area, n in
             (("Theft", "E1", 30), ("Theft", "E2", 30), ("Arson", "E1", 5), ("Arson", "E2", 35))
             for _ in range(n)]  # fmt: skip
    given_ = {"down": "kind", "across": "area"}
    found = kind.reading(ask(made(cells), show="row", **given_))
    assert found.finding == "Theft: 50% in E1, where all rows have 35%"
    found = kind.reading(ask(made(cells), show="column", **given_))
    assert found.finding == "E1: 86% is Theft, which is 60% of all"
    assert kind.reading(ask(made(cells), **given_)).finding.startswith("Theft has most: 60%")
    hidden = kind.conceal(ask(made(cells[:64]), show="row", **given_), 5)
    assert "where all rows" not in kind.reading(hidden).finding


def test_what_is_set_against_what_when_nothing_is_chosen() -> None:
    told = rows("a year")
    for columns, ways in (
        (["start", "type", "area"], ("kind", "month")), (["start"], ("weekday", "hour")),
        (["type", "area"], ("kind", "area")), (["start", "area", "place"], ("area", "month")),
    ):  # fmt: skip
        assert ask(replace(told, frame=told.frame.select(columns))).ways == ways
    assert ask(told, down="month").ways == ("month", "kind")


def test_what_a_file_cannot_be_counted_by_is_said() -> None:
    told = rows("a year")
    monthly = replace(told, precision=Precision.MONTH)
    with pytest.raises(CannotAnswerError, match="does not give the hour of each incident"):
        ask(monthly, across="hour")
    only = Incidents(told.frame.select("type"), source="x")
    with pytest.raises(CannotAnswerError, match="one way only"):
        ask(only)
    with pytest.raises(CannotAnswerError, match="no incidents in these rows"):
        ask(told, type="No such kind")


# what outsiders see


TABLES = st.integers(1, 4).flatmap(
    lambda wide: st.lists(
        st.lists(st.integers(0, 12), min_size=wide, max_size=wide), min_size=1, max_size=4
    )
)


@given(TABLES)
def test_no_cell_is_shown_where_one_is_small(cells: list[list[int]]) -> None:
    counts = np.array(cells)
    table, across, down = hidden_in_table(counts, 5)
    if not ((counts > 0) & (counts < 5)).any():
        assert table.tolist() == cells
        return
    assert (table == WITHHELD).all()
    for edge, true in ((across, counts.sum(axis=1)), (down, counts.sum(axis=0))):
        assert (edge[(true > 0) & (true < 5)] == WITHHELD).all()
        assert (edge == np.where(edge == WITHHELD, WITHHELD, true)).all()
        assert (edge == WITHHELD).sum() != 1 or (true > 0).sum() == 1


def test_what_is_hidden_stands_last_by_name_and_words_of_no_place_stay() -> None:
    day = datetime(2024, 1, 1)
    cells = [(day, "Theft", area) for area, n in
             (("E1", 9), ("E4", 3), ("E2", 4), (None, 20)) for _ in range(n)]  # fmt: skip
    found = kind.conceal(ask(made(cells), down="area", across="kind"), 5)
    assert [names[0] for names in found.names] == [NOT_KNOWN, "E1", "E2", "E4"]
    assert found.row_totals.tolist() == [20, *[WITHHELD] * 3]
    said = " ".join(kind.reading(found).sentences)
    assert "fewest" not in said
    assert "fullest" not in said
    assert "no area" not in said, "it would give a hidden count back"


def test_figures_that_the_source_withholds_are_empty_and_told() -> None:
    frame = pl.DataFrame({
        "start": [datetime(year, 1, 1) for year in (2021, 2022, 2021, 2022)],
        "area": ["E1", "E1", "E2", "E2"], "count": [40, None, None, None],
    }, schema_overrides={"count": pl.Int64})  # fmt: skip
    found = ask(Incidents(frame, Precision.YEAR, "none", summed=True, source="made"))
    assert found.names == (("E1",), ("E2",))
    assert found.untold.tolist() == [[False, True], [True, True]]
    assert kind.table(found).rows[0] == ("E1", 40, None, 40)
    assert "3 figures are withheld or missing in the source" in " ".join(
        kind.reading(found).sentences
    )


def test_years_without_data_are_empty_and_part_years_are_marked() -> None:
    days = [datetime(2018, m, d) for m in (10, 11, 12) for d in range(1, 29)]
    days += [datetime(2020, m, d) for m in range(1, 13) for d in range(1, 29)]
    found = ask(made([(day, "Theft", "E1") for day in days]), down="kind", across="year")
    assert (found.columns, found.gaps, found.partial) == (("2018", "2019", "2020"), (1,), (0,))
    assert "fewest" not in " ".join(kind.reading(found).sentences)


def test_what_is_not_known_is_counted_wherever_it_stands() -> None:
    day = datetime(2024, 1, 1)
    cells = [(day, None, "E1")] * 7 + [(day, "Theft", "E1")] * 2 + [(day, "Arson", None)] * 3
    found = ask(made(cells), down="area", across="kind")
    assert found.columns == (NOT_KNOWN, "Arson", "Theft")
    said = " ".join(kind.reading(found).sentences)
    assert "7 incidents have no kind of incident in the file" in said
    assert "3 incidents have no area in the file" in said
    quarters = replace(made(cells), precision=Precision.QUARTER)
    with pytest.raises(CannotAnswerError, match="does not give the month"):
        ask(quarters, across="month")


def test_months_down_without_any_row_are_empty_too() -> None:
    days = [datetime(2024, m, d) for m in (1, 2, 4, 5) for d in range(1, 29) for _ in range(4)]
    days = [day for day in days if day < datetime(2024, 5, 12)]
    told = made([(day, "Theft" if day.month != 2 else "Arson", "E1") for day in days])
    found = ask(told, down="month", across="kind")
    assert [names[0] for names in found.names] == [
        "Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024",
    ]  # fmt: skip
    assert (found.row_gaps, found.row_partial, found.gaps, found.partial) == ((2,), (4,), (), ())
    lines = kind.table(found).rows
    assert lines[2] == ("Mar 2024", None, None, None)
    assert lines[4] == ("May 2024 (part)", 44, 0, 44)
    said = " ".join(kind.reading(found).sentences)
    assert "There are no rows for Mar 2024: left empty, not counted as 0." in said
    assert "The file covers only part of May 2024." in said
    one = ask(told, type="Arson", down="month", across="area")
    assert one.counts.tolist() == [[0], [112], [0], [0], [0]], "the file covers the others"
    assert one.row_gaps == (2,)
    hours = ask(told, down="hour", across="kind")
    assert len(hours.names) == 24
    assert "when incidents start" in kind.reading(hours).caveat


def test_an_area_without_a_code_goes_by_its_name() -> None:
    start = [datetime(2024, 1, 1)] * 6
    frame = pl.DataFrame({
        "start": start, "area": ["E1", "", None, "E2", None, ""],
        "area_name": ["North", "North", "North ", "South", "East", None],
    })  # fmt: skip
    told = Incidents(frame, Precision.MONTH, "none", source="made for tests")
    for each in (told, replace(told, frame=with_categories(frame))):
        found = kind.run(Asked(each, {"down": "area", "across": "month"}))
        assert cells_of(found) == {
            ("North", "Jan 2024"): 3, ("South", "Jan 2024"): 1, ("East", "Jan 2024"): 1,
            (NOT_KNOWN, "Jan 2024"): 1,
        }  # fmt: skip


def test_codes_of_other_areas_give_way_to_the_boundaries_chosen() -> None:
    told = rows("four years")
    other = pl.col("area").cast(pl.String).str.replace("^.", "X")
    coded = ask(replace(told, frame=told.frame.with_columns(other)), down="area", across="year")
    pointed = ask(replace(told, frame=told.frame.drop("area")), down="area", across="year")
    assert cells_of(coded) == cells_of(pointed)
    alone = kind.run(Asked(told, {"down": "area", "across": "year"}))
    own = set(told.frame["area"].cast(pl.String).unique().to_list())
    assert {names[0] for names in alone.names} <= own, "without boundaries codes stay"


def test_what_is_not_known_is_never_what_stands_out() -> None:
    day = datetime(2024, 1, 1)
    cells = [(day, "Theft", "E1")] * 40 + [(day, "Arson", "E1")] * 30 + [(day, "Theft", "E2")] * 20
    cells += [(day, "Arson", None)] * 25
    found = ask(made(cells), down="area", across="kind", show="row")
    assert NOT_KNOWN not in kind.reading(found).finding


def test_what_is_not_known_is_not_said_to_have_most() -> None:
    day = datetime(2024, 1, 1)
    some = [(day, "Theft", None)] * 9 + [(day, "Theft", "E1")] * 3 + [(day, "Arson", "E2")] * 2
    said = kind.reading(ask(made(some), down="area", across="kind")).finding
    assert said == "Of what is known, E1 has most: 21% of all incidents (3 of 14)"
    none = [(day, "Theft", None)] * 4 + [(day, "Arson", None)] * 3
    assert kind.reading(ask(made(none), down="area", across="kind")).finding == (
        "All 7 incidents: Not known"
    )


def test_codes_stay_on_the_rows_that_points_do_not_place() -> None:
    told = rows("four years")
    few = pl.when(pl.int_range(pl.len()) < 5).then(pl.col("easting"))
    code = pl.col("area").cast(pl.String).str.replace("^.", "X")
    told = replace(told, frame=told.frame.with_columns(few.alias("easting"), code))
    found = ask(told, down="area", across="year")
    placed = [at for at, (name,) in enumerate(found.names) if not name.startswith("X")]
    assert len(placed) < len(found.names)
    assert int(found.counts[placed].sum()) == 5
