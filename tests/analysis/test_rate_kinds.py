"""Rates by area and the funnel: what is counted, what is refused, what readers outside see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis import codec, hiding
from workbench.analysis.area_rates import AreaRates, conceal
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import funnel, rates
from workbench.analysis.outlines import from_geometry
from workbench.analysis.reference import Reference
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


def rows(counts: list[int], prefix: str = "E0100") -> Incidents:
    codes = [f"{prefix}{at:04d}" for at, n in enumerate(counts) for _ in range(n)]
    frame = pl.DataFrame(
        {"area": codes, "area_name": [f"Place {code[-4:]}" for code in codes],
         "start": [datetime(2024, 1, 1 + i % 28) for i in range(len(codes))]},
        schema_overrides={"area": pl.String, "area_name": pl.String, "start": pl.Datetime},
    )  # fmt: skip
    return Incidents(frame, Precision.DAY, "none", source="made for tests")


def residents(sizes: list[float], prefix: str = "E0100") -> Reference:
    keys = tuple(f"{prefix}{at:04d}" for at in range(len(sizes)))
    return Reference("Census", keys, np.array(sizes, float), "residents", "ONS", date(2021, 3, 21))


def asked(counts: list[int], sizes: list[float], **settings: Any) -> AreaRates:
    return rates.KIND.run(Asked(rows(counts), settings, reference=residents(sizes)))


def test_a_rate_is_incidents_over_residents() -> None:
    found = asked([30, 10, 0, 12], [1000, 2000, 500, 1500])
    assert found.codes == ("E01000000", "E01000001", "E01000003", "E01000002")
    assert found.rate * 1000 == pytest.approx([30, 5, 8, 0])
    assert found.mean == pytest.approx(52 / 5000)
    assert found.zeros == "table"
    assert found.basis.n == 52
    words = rates.KIND.reading(found)
    assert words.finding == "Place 0000 has the highest rate: 30.0 per 1,000 residents, against " \
        "10.4 over all"  # fmt: skip
    assert "Census, 21 Mar 2021, ONS" in words.measure
    assert "town centres" in words.caveat
    assert codec.unpack(codec.pack(found), AreaRates).names == found.names


def test_areas_with_few_incidents_have_a_range_and_no_rank() -> None:
    found = asked([30, 9, 25], [1000, 50, 1000])
    assert list(found.rank > 0) == [True, False, True]
    table = rates.KIND.table(found)
    few = next(row for row in table.rows if row[1] == "E01000001")
    assert few[2] == 9
    assert few[4] == pytest.approx(180)
    assert few[8:] == (None, None, None)
    words = rates.KIND.reading(found)
    assert "1 area of 3 has fewer than 10 incidents and no rank." in words.sentences


def test_empty_areas_count_as_nought_only_where_the_data_cover_them() -> None:
    sizes = [1000.0] * 50
    assert asked([30, 20], sizes).zeros == "none"
    assert len(asked([30, 20], sizes).codes) == 2
    assert len(asked([30, 20], sizes, zeros="table").codes) == 50
    boxes = np.array([shapely.box(i, 0, i + 1, 1) for i in range(8)], dtype=object)
    codes = [f"E0100{i:04d}" for i in range(8)]
    shapes = from_geometry(boxes, codes, [f"Testham {i}" for i in range(8)])
    bounded = rates.KIND.run(Asked(rows([30, 20]), {}, shapes, reference=residents(sizes)))
    assert (bounded.zeros, len(bounded.codes)) == ("boundaries", 8)
    assert bounded.names[1] == "Testham 1"
    assert "left out" in " ".join(rates.KIND.reading(asked([30, 20], sizes)).working)


def test_boundaries_of_other_areas_are_not_used() -> None:
    box = np.array([shapely.box(0, 0, 1, 1)], dtype=object)
    wards = from_geometry(box, ["E05000001"], ["A ward"])
    found = rates.KIND.run(Asked(rows([30, 20]), {}, wards, reference=residents([900, 800])))
    assert len(found.codes) == 2


def test_areas_the_table_lacks_are_listed_and_never_nought() -> None:
    found = asked([30, 20, 9, 300], [1000, 1000])
    assert found.lacking == (("E01000003", 300), ("E01000002", 9))
    assert found.lacking_incidents == 309
    assert dict(found.basis.left_out) == {"in areas that the table lacks": 309}
    words = rates.KIND.reading(found)
    assert words.says == "Table does not fit"
    assert words.caveat.startswith("309 incidents (86%) in 2 areas have no rate")


def test_a_table_of_another_edition_is_noticed() -> None:
    old = "E0100"
    counts = [20] * 40 + [0] * 60
    mixed = rows(counts, old)
    late = rows([20] * 30, "E0103")
    late = replace(late, frame=late.frame.with_columns(
        pl.concat_str(pl.lit("E0103"), (pl.col("area").str.slice(5).cast(pl.Int64) + 5000)
                      .cast(pl.String)).alias("area")))  # fmt: skip
    both = replace(mixed, frame=pl.concat([mixed.frame, late.frame]))
    found = rates.KIND.run(Asked(both, {}, reference=residents([1000.0] * 100, old)))
    assert (found.rows_edition, found.table_edition) == ("2021", "2011")
    assert found.lacking_areas == 30
    said = rates.KIND.reading(found).caveat
    assert "The rows use small areas of 2021, the table those of 2011" in said


@pytest.mark.parametrize("kind", [rates.KIND, funnel.KIND], ids=lambda kind: kind.key)
def test_what_cannot_be_answered_is_refused_in_words(kind: Any) -> None:
    table = residents([1000.0] * 6)
    with pytest.raises(CannotAnswerError, match="needs a table"):
        kind.run(Asked(rows([5, 5])))
    with pytest.raises(CannotAnswerError, match="no incident"):
        kind.run(Asked(rows([]), {}, reference=table))
    with pytest.raises(CannotAnswerError, match="None of the incidents lies in an area"):
        kind.run(Asked(rows([5, 5], "W0100"), {}, reference=table))
    bare = rows([5, 5])
    bare = replace(bare, frame=bare.frame.drop("area", "area_name"))
    with pytest.raises(CannotAnswerError, match="in which small area"):
        kind.run(Asked(bare, {}, reference=table))


def test_a_funnel_of_few_areas_is_refused() -> None:
    with pytest.raises(CannotAnswerError, match="Only 3 areas"):
        funnel.KIND.run(Asked(rows([20, 20, 20]), {}, reference=residents([900, 800, 700])))


def test_the_funnel_finds_the_area_that_differs() -> None:
    counts = [int(n) for n in np.random.default_rng(5).poisson(20, 30)]
    counts[7] = 70
    found = funnel.KIND.run(Asked(rows(counts), {}, reference=residents([1000.0] * 30)))
    assert [int(at) for at in np.flatnonzero(found.beyond == 3)] == [7]
    words = funnel.KIND.reading(found)
    assert words.finding == "1 of 30 areas lies above what chance allows"
    assert "Above: Place 0007 (70.0) per 1,000 residents." in words.sentences
    last = {row[1]: row[-1] for row in funnel.KIND.table(found).rows}
    assert last["E01000007"] == "above 3 SD"


def test_areas_without_residents_have_no_rate() -> None:
    found = asked([30, 20, 300], [1000, 1000, 0])
    assert found.lacking == (("E01000002", 300),)


areas = st.lists(
    st.tuples(st.integers(0, 60), st.integers(50, 4000)), min_size=2, max_size=20
).filter(lambda pairs: sum(n for n, _ in pairs) > 0)


@given(areas)
def test_each_range_holds_its_rate(told: Any) -> None:
    found = asked([n for n, _ in told], [float(size) for _, size in told], zeros="table")
    assert (found.low <= found.rate + 1e-12).all()
    assert (found.high >= found.rate).all()
    assert found.counts.sum() == sum(n for n, _ in told)


@given(areas, st.sampled_from([3, 5, 10]))
def test_no_small_count_can_be_reckoned_back(told: Any, below: int) -> None:
    found = asked([n for n, _ in told], [float(size) for _, size in told], zeros="table")
    lean = conceal(found, below)
    small = (found.counts > 0) & (found.counts < below)
    hidden = lean.counts < 0
    assert hidden[small].all()
    for name in ("low", "high", "shrunk", "shrunk_low", "shrunk_high", "rate"):
        column = getattr(lean, name)
        assert np.isnan(column[hidden]).all(), name
        assert np.isfinite(column[~hidden]).all(), name
    assert not lean.rank[hidden].any()
    assert not lean.beyond[hidden].any()
    assert hidden.sum() != 1 or not (found.counts[~hidden] > 0).any()
    table = rates.KIND.table(lean)
    for row in table.rows[:-1]:
        if isinstance(row[2], str):
            assert row[4:] == (None,) * 7
        else:
            assert not 0 < int(row[2]) < below  # type: ignore[arg-type]
    assert all(n == 0 or n >= below for _, n in lean.basis.left_out)


@given(areas)
def test_what_is_shown_outside_does_not_depend_on_how_hidden_counts_are_split(told: Any) -> None:
    """Limits, shrinking and ranks would otherwise tell the hidden counts of one total apart."""
    counts = [n for n, _ in told] + [1, 3, 40, 40]
    other = [n for n, _ in told] + [2, 2, 40, 40]
    sizes = [float(size) for _, size in told] + [500.0, 500.0, 900.0, 900.0]
    one, two = (conceal(asked(part, sizes, zeros="table"), 5) for part in (counts, other))
    if (one.counts != two.counts).any():
        return
    assert codec.pack(one) == codec.pack(two)


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(2, 8))
def test_hiding_hides_every_small_count_and_never_one_alone(counts: Any, below: int) -> None:
    told = np.array(counts, np.int64)
    found = hiding.hidden(told, below)
    small = (told > 0) & (told < below)
    assert (found[small] == hiding.SMALL).all()
    assert (found[~small] != hiding.SMALL).all()
    assert ((found == told) | (found < 0)).all()
    gone = found < 0
    if small.any() and (found > 0).any():  # else everything is hidden already
        total, many, others = told[gone].sum(), small.sum(), (gone & ~small).sum()
        assert total - (many - 1) - others * below >= below - 1


def test_merseyside_against_both_editions(shared: Path) -> None:
    """The trap of SOURCES.md: 2024 rows fit the 2021 table but for a few, 2018 rows do not."""
    folder = shared / "data"
    census = pl.read_csv(folder / "reference-tables" / "merseyside_lsoa_census.csv")
    table = Reference(
        "Census 2021", tuple(census["census_code"]),
        census["residents"].cast(pl.Float64).to_numpy(), "residents", "ONS", date(2021, 3, 21),
    )  # fmt: skip
    path = folder / "police-uk" / "merseyside" / "2018-10" / "2018-10-merseyside-street.csv"
    old = pl.read_csv(path).select(area=pl.col("LSOA code"), area_name=pl.col("LSOA name"))
    found = rates.KIND.run(Asked(Incidents(old, Precision.MONTH), {}, reference=table))
    assert 837 <= found.lacking_incidents <= 1163
    assert (found.rows_edition, found.table_edition) == ("2011", "2021")
    assert "bring in a table of 2011" in rates.KIND.reading(found).caveat


def test_rows_with_points_alone_are_put_into_the_boundaries() -> None:
    boxes = np.array([shapely.box(1000 * i, 0, 1000 * i + 1000, 900) for i in range(3)], object)
    codes = [f"E0100{i:04d}" for i in range(3)]
    shapes = from_geometry(boxes, codes, ["One", "Two", "Three"])
    frame = pl.DataFrame({"easting": [500.0] * 12 + [1500.0] * 3 + [9e5, 0.0], "northing":
                          [400.0] * 15 + [400.0, 0.0]})  # fmt: skip
    pointed = Incidents(frame, Precision.DAY, "bng")
    table = residents([1000, 1000, 1000])
    found = rates.KIND.run(Asked(pointed, {}, shapes, reference=table))
    assert list(found.counts) == [12, 3, 0]
    assert dict(found.basis.left_out) == {"no small area": 1, "outside the boundaries": 1}
    with pytest.raises(CannotAnswerError, match="bring those in too"):
        rates.KIND.run(Asked(pointed, {}, reference=table))


def test_totals_count_as_many_as_they_say() -> None:
    frame = pl.DataFrame({"area": ["E01000000", "E01000001", "E01000000"], "count": [20, 5, None]})
    told = Incidents(frame, Precision.MONTH, "none", summed=True)
    found = rates.KIND.run(Asked(told, {}, reference=residents([1000, 1000])))
    assert list(found.counts) == [20, 5]
