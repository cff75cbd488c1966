"""Hot and cold cells (hot_cells): the study area, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis import cells as laid
from workbench.analysis.cells import OFF, STRAYS, Cells
from workbench.analysis.codec import pack, unpack
from workbench.analysis.ground import extent, reach
from workbench.analysis.hot_spots import COLD, HOT, NEITHER, OUTSIDE
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import hot_cells, hot_spot_accuracy
from workbench.analysis.outlines import from_geometry, to_geometry
from workbench.analysis.points import coordinates_of
from workbench.analysis.raster import covered
from workbench.analysis.shapes import Shapes
from workbench.analysis.shared_cells import coarser
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose

# the study area


def boxes(side: int = 4, size: float = 1_000.0, at: float = 0.0) -> Shapes:
    made = [shapely.box(at + x * size, at + y * size, at + (x + 1) * size, at + (y + 1) * size)
            for y in range(side) for x in range(side)]  # fmt: skip
    codes = [f"E0100{k:04d}" for k in range(len(made))]
    names = [f"Testham {k + 1:03d}A" for k in range(len(made))]
    return from_geometry(np.array(made, dtype=object), codes, names, "2011", "made for tests")


@given(st.integers(0, 10_000), st.floats(3, 40))
def test_cells_within_areas_are_those_whose_middle_is(seed: int, step: float) -> None:
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(3):
        middle = rng.uniform(0, 300, 2)
        turn = np.sort(rng.uniform(0, 2 * np.pi, 9))
        ring = middle + rng.uniform(20, 120, (9, 1)) * np.column_stack([np.cos(turn), np.sin(turn)])
        whole = shapely.make_valid(shapely.polygons(ring))
        parts.append(whole.difference(shapely.Point(middle).buffer(15)))
    shapes = from_geometry(np.array(parts, dtype=object), list("abc"), list("abc"))
    x, y = np.arange(-50, 350, step), np.arange(-40, 340, step)
    together = shapely.union_all(to_geometry(shapes))
    across, up = np.meshgrid(x, y)
    expected = shapely.contains_xy(together, across, up)
    near = shapely.distance(shapely.points(across, up), shapely.boundary(together)) < 1e-6
    assert ((covered(shapes, x, y) == expected) | near).all()
    assert not covered(shapes, x + 10_000, y).any()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=400))
def test_the_box_round_incidents_is_the_same_joined_or_one_by_one(east: list[int]) -> None:
    along = np.array(east, float)
    spots, times = np.unique(along, return_counts=True)
    for box in (reach, extent):
        assert box(along, along, None) == box(spots, spots, times)


@given(st.lists(st.integers(0, 3_000), min_size=2, max_size=8), st.integers(1, 5))
def test_only_incidents_past_wide_empty_ground_are_strays(gaps: list[int], strays: int) -> None:
    town_ = np.linspace(0, 1_000, 2_000)
    rural = 1_000 + np.cumsum(gaps).astype(float)  # the step to each from the one before
    along = np.concatenate([town_, rural, rural[-1:] + 50_000 + np.arange(strays)])
    left, _, right, _ = extent(along, along * 0, None)
    low, high = along[int(np.ceil(0.005 * along.size)) - 1], along[-1 - along.size // 200]
    expected = float(high)
    for spot in along[along > high]:
        if spot - expected > 2 * (high - low):
            break
        expected = float(spot)
    assert (left, right) == (0, expected)
    assert right <= rural[-1], "what lies 50 km off is a stray"
    assert extent(-along, along * 0, None)[0] == -right, "likewise to the west"


def test_incidents_of_the_rural_side_are_of_the_study_area(shared: Path) -> None:
    source = open_file(shared / "data/incident-level/northumbria_asb.tab")
    made = make(source, propose(source))
    told = Incidents(made.frame, made.precision, made.places)
    result = ask(told)
    assert (result.off, result.basis.n) == (0, coordinates_of(told).total)
    tried = hot_spot_accuracy.run(Asked(told))
    assert not {OFF, STRAYS} & dict(tried.basis.left_out).keys()
    # Three rows given a place in another country are strays, and are said to be.
    far = pl.when(pl.int_range(pl.len()) < 3).then(180_000.0).otherwise("northing")
    astray = replace(told, frame=told.frame.with_columns(northing=far))
    strayed = ask(astray)
    said = hot_cells.reading(strayed).sentences
    assert dict(strayed.basis.left_out)[STRAYS] == strayed.off == 3
    assert any("between the outermost incidents, strays apart" in one for one in said)
    assert "3 incidents far from all others, across empty ground, were left out." in said
    again = hot_spot_accuracy.reading(hot_spot_accuracy.run(Asked(astray)))
    assert f"3 incidents left out: {STRAYS}." in again.sentences
    # A result kept from before left out more, and called none of them a stray.
    left_out = tuple((OFF if why == STRAYS else why, n) for why, n in strayed.basis.left_out)
    before = replace(strayed, basis=replace(strayed.basis, left_out=left_out))
    told_then = " ".join(hot_cells.reading(unpack(pack(before), hot_cells.HotCells)).sentences)
    assert "the ground where nearly all the incidents lie" in told_then
    assert "3 incidents outside the study area were left out." in told_then


def rows(points: list[tuple[float, float, int]], place: str = "") -> Incidents:
    """So many incidents at each point."""
    frame = pl.DataFrame(
        {
            "easting": [x for x, _, n in points for _ in range(n)],
            "northing": [y for _, y, n in points for _ in range(n)],
            "place": [f"{place}Street {x:.0f}" for x, _, n in points for _ in range(n)],
        },
        schema={"easting": pl.Float64, "northing": pl.Float64, "place": pl.String},
    ).with_columns(start=pl.lit(datetime(2024, 1, 5)))
    return Incidents(frame, Precision.DAY, "bng", source="made for tests")


def town(hot: int = 30, seed: int = 3) -> Incidents:
    """Twenty by twenty cells of 100 m with about two incidents each, and one hot corner."""
    rng = np.random.default_rng(seed)
    points = [(50.0 + 100 * x, 50.0 + 100 * y, int(rng.poisson(2))) for x in range(20)
              for y in range(20)]  # fmt: skip
    return rows([*points, *((x, y, hot) for x in (1_550.0, 1_650.0) for y in (1_550.0, 1_650.0))])


def ask(told: Incidents, shapes: Shapes | None = None, **given_: Any) -> hot_cells.HotCells:
    return hot_cells.run(Asked(told, given_, shapes))


def test_a_planted_hot_spot_is_found_named_and_said() -> None:
    result = ask(town(), side=100)
    assert result.hot_spots == 1
    four = result.signs[15:17, 15:17] == HOT
    assert four.all()
    assert 4 < result.hot <= 16  # and of those that touch them the ones that touch two
    spot = result.spots[0]
    assert (spot.hot, spot.cells, spot.near) == (True, result.hot, "Street 1550")
    assert 1_500 < spot.easting < 1_700
    assert spot.incidents == result.hot_incidents == result.counts[result.signs == HOT].sum()
    said = hot_cells.reading(result)
    assert said.finding.startswith("One hot spot holds ")
    assert said.finding.endswith("on 3% of the ground")
    assert said.tone == "change"
    row = hot_cells.table(result).rows[0]
    assert row[1:3] == ("Hot", "Street 1550")
    assert row[5] == pytest.approx(result.hot / 100)
    assert row[6] == spot.incidents


def test_an_even_scatter_has_no_hot_spot() -> None:
    result = ask(town(hot=2), side=100)
    assert result.hot_spots == result.cold_spots == 0
    said = hot_cells.reading(result)
    assert said.finding == "No cell is hotter than chance would leave"
    assert said.tone == "same"
    (hot, cold, neither, whole) = hot_cells.table(result).rows
    assert (hot[6], cold[6]) == (0, 0)
    assert neither[5:8] == whole[5:8]
    assert whole[6] == result.basis.n


def test_a_hole_in_a_busy_town_is_cold() -> None:
    rng = np.random.default_rng(9)
    points = [(50.0 + 100 * x, 50.0 + 100 * y, int(rng.poisson(9))) for x in range(20)
              for y in range(20) if not (6 <= x < 11 and 6 <= y < 11)]  # fmt: skip
    result = ask(rows(points), side=100)
    assert result.cold_spots == 1
    assert (result.signs[6:10, 6:11] == COLD).all()
    assert not (result.signs[12:] == COLD).any()
    spot = result.spots[-1]
    assert not spot.hot
    assert any("colder" in sentence for sentence in hot_cells.reading(result).sentences)


def test_boundaries_are_the_study_area() -> None:
    shapes = boxes(2)  # 0 to 2,000 m both ways
    free, bound = ask(town(), side=100), ask(town(), shapes, side=100)
    assert bound.areas == 4
    assert bound.cells.n == 400
    assert free.areas == 0
    half = from_geometry(to_geometry(shapes)[:2], shapes.codes[:2], shapes.names[:2])
    cut = ask(town(), half, side=100)
    assert cut.cells.n == 200
    below = town().frame["northing"].to_numpy() < 1_000
    assert cut.basis.n == below.sum()
    assert dict(cut.basis.left_out) == {OFF: int((~below).sum())}
    assert (cut.signs[:10, :20] != OUTSIDE).all()
    assert not (cut.signs[10:] != OUTSIDE).any()


def test_an_incident_at_the_edge_is_never_lost() -> None:
    coast = shapely.Polygon([(0, 0), (2_000, 0), (2_000, 2_030), (0, 2_030)])
    shapes = from_geometry(np.array([coast], dtype=object), ["A"], ["A"])
    extra = rows([(1_010.0, 2_020.0, 5), (1_010.0, 2_045.0, 3)])
    told = replace(town(), frame=pl.concat([town().frame, extra.frame]))
    result = ask(told, shapes, side=100)
    assert result.cells.n == 401  # the row that the edge cuts below its middle has one cell more
    assert result.off == 0  # the three beyond lie in that same cell
    beyond = replace(told, frame=pl.concat([town().frame, rows([(310.0, 2_045.0, 3)]).frame]))
    assert ask(beyond, shapes, side=100).off == 3


def test_of_a_large_file_only_the_areas_that_incidents_reach_count() -> None:
    result = ask(town(), boxes(30, 1_000.0), side=100)
    assert result.areas == 4
    with pytest.raises(CannotAnswerError, match="None of the incidents lies within"):
        ask(town(), boxes(3, 1_000.0, 50_000.0))


def test_without_boundaries_the_hull_is_the_study_area() -> None:
    triangle = [(100.0 * x + 50, 100.0 * y + 50, 2) for x in range(30) for y in range(30 - x)]
    result = ask(rows(triangle), side=100)
    inside = result.signs != OUTSIDE
    assert inside.sum() == pytest.approx(465, abs=30)
    assert not inside[29, 29]
    local = ask(replace(rows(triangle), places="local"), boxes(4), side=100)
    assert local.areas == 0
    assert local.ground.local


@pytest.mark.parametrize(
    ("square_km", "incidents", "side"), [(400, 1_000_000, 100), (1, 240, 100), (10, 50, 400),
                                         (5_000, 369_323, 250), (0.1, 5_000, 25)]
)  # fmt: skip
def test_the_side_of_a_cell_suits_ground_and_number(
    square_km: float, incidents: int, side: int
) -> None:
    longest = (square_km * 1e6) ** 0.5 * 1.6
    assert laid.suited(square_km * 1e6, incidents, longest) == side
    assert square_km * 1e6 / side**2 >= laid.FEWEST


# what is refused, and what is kept


def test_refusals_say_what_to_do_instead() -> None:
    with pytest.raises(CannotAnswerError, match="cells? of 2,000 m, and hot spots need 30"):
        ask(town(), side=2_000)
    with pytest.raises(CannotAnswerError, match=r"a cell, and 0\.3 are needed"):
        ask(
            rows([(0.0, 0.0, 1), (5_000.0, 5_000.0, 4), (40.0, 5_000.0, 3), (5_000.0, 70.0, 2)]),
            side=200,
        )
    with pytest.raises(CannotAnswerError, match="are too many for ground"):
        ask(town(), side=1)
    with pytest.raises(CannotAnswerError, match="no cell of 100 m has a neighbour"):
        ask(town(), side=100, band=50)
    with pytest.raises(CannotAnswerError, match="no neighbourhood"):
        ask(town(), side=100, band=6_000)
    with pytest.raises(CannotAnswerError, match="no easting"):
        ask(replace(town(), frame=town().frame.drop("easting")))
    with pytest.raises(CannotAnswerError, match="No incident here has a place"):
        ask(rows([(0.0, 0.0, 4)]))
    with pytest.raises(CannotAnswerError, match="cells"):
        ask(rows([(400.0, 300.0, 4)]))


def test_incidents_without_a_place_are_counted() -> None:
    told = town()
    extra = pl.DataFrame({"easting": [0.0, None, float("nan")], "northing": [0.0, 5.0, 5.0]})
    frame = pl.concat([told.frame, extra], how="diagonal")
    result = ask(replace(told, frame=frame), side=100)
    assert (result.unplaced, result.at_zero) == (2, 1)
    assert result.basis.n == told.n
    found = coordinates_of(replace(told, frame=frame))
    assert found.total == told.n


def test_totals_count_as_many_as_they_say() -> None:
    told = town()
    summed = told.frame.group_by("easting", "northing", "place", "start").agg(
        pl.len().cast(pl.Int64).alias("count")
    )
    one, other = ask(told, side=100), ask(replace(told, frame=summed, summed=True), side=100)
    assert one.signs.tolist() == other.signs.tolist()
    assert one.counts.tolist() == other.counts.tolist()
    assert other.basis.n == told.n
    assert one.spots == other.spots


def test_results_are_kept_exactly_and_order_does_not_matter() -> None:
    result = ask(town(), boxes(2), side=100)
    kept = unpack(pack(result), hot_cells.HotCells)
    assert pack(kept) == pack(result)
    assert hot_cells.reading(kept) == hot_cells.reading(result)
    mixed = replace(town(), frame=town().frame.sample(fraction=1, shuffle=True, seed=2))
    assert pack(ask(mixed, boxes(2), side=100)) == pack(result)


def test_a_band_reaches_further_than_the_cells_that_touch() -> None:
    near, far = ask(town(), side=100), ask(town(), side=100, band=300)
    assert far.hot > near.hot
    assert "within 300 m" in hot_cells.reading(far).measure


def test_readers_outside_see_no_small_hot_spot_and_no_address() -> None:
    points = [(50.0 + 200 * x, 50.0 + 200 * y, 1) for x in range(17) for y in range(17)]
    told = rows(points, "12 ")
    three = rows([(850.0, 850.0, 40), (2_650.0, 2_650.0, 1), (2_750.0, 2_650.0, 2)], "12 ")
    result = ask(replace(told, frame=pl.concat([told.frame, three.frame])), side=100)
    shown = hot_cells.outside(result, 60)
    held = [spot.incidents for spot in shown.spots if spot.hot]
    assert all(count >= 60 for count in held)
    assert sum(held) == shown.hot_incidents
    assert shown.hot_spots <= result.hot_spots
    assert not shown.counts.any()
    assert np.isnan(shown.scores).all()
    gone = (result.signs == HOT) & (shown.signs == NEITHER)
    assert gone.any() == (shown.hot_spots < result.hot_spots)
    five = hot_cells.outside(result, 5)
    assert {spot.near for spot in five.spots} <= {"", *(f"Street {x:.0f}" for x, _, _ in points),
                                                   "Street 850"}  # fmt: skip
    assert pack(unpack(pack(five), hot_cells.HotCells)) == pack(five)
    assert hot_cells.outside(five, 5) is five
    none = hot_cells.outside(result, 10_000)
    assert hot_cells.reading(none).finding == "No hot spot holds 10000 incidents or more"
    *parts, whole = hot_cells.table(none).rows
    assert whole[6] == result.basis.n
    assert not any(isinstance(row[6], int) and 0 < row[6] < result.basis.n for row in parts)


@pytest.mark.parametrize("side", [20, 25, 30, 50, 60])
@pytest.mark.parametrize("band", [0, 60])
def test_no_cell_below_100_m_is_shown_outside(side: int, band: int) -> None:
    points = [(400_010.0 + 20 * x, 300_010.0 + 20 * y, 1) for x in range(60) for y in range(60)]
    told = rows([*points, (400_410.0, 300_590.0, 60)], "12 ")
    exact = ask(told, side=side, band=band)
    shown = hot_cells.outside(exact, 5)
    assert shown.side >= 100
    assert shown.left % shown.side == shown.bottom % shown.side == 0
    assert shown.signs.shape == shown.counts.shape == shown.scores.shape
    assert shown.basis.n == exact.basis.n
    (spot,) = (one for one in shown.spots if one.hot)
    assert spot.easting % shown.side == spot.northing % shown.side == shown.side / 2
    assert spot.incidents > 60
    assert spot.near in {"", "Street 400410"}
    assert f"cells of {shown.side} m" in hot_cells.reading(shown).measure
    assert pack(unpack(pack(shown), hot_cells.HotCells)) == pack(shown)
    assert hot_cells.outside(shown, 5) is shown
    again = ask(told, side=shown.side, band=shown.band)
    assert shown.hot_spots == again.hot_spots
    assert shown.hot_incidents == again.hot_incidents


def test_where_100_m_leave_too_few_cells_no_spot_is_shown_and_it_says_so() -> None:
    points = [(400_010.0 + 20 * x, 300_010.0 + 20 * y, 1) for x in range(15) for y in range(15)]
    exact = ask(rows([*points, (400_110.0, 300_110.0, 60)]), side=20)
    assert exact.hot_spots
    shown = hot_cells.outside(exact, 5)
    assert not (shown.signs == HOT).any()
    assert shown.spots == ()
    assert "Too little ground" in hot_cells.reading(shown).finding
    hot_cells.table(shown)


@given(
    side=st.integers(1, 250), left=st.integers(0, 3_000), bottom=st.integers(0, 3_000),
    counts=st.lists(st.integers(0, 9), min_size=6, max_size=6),
)  # fmt: skip
def test_joined_cells_hold_all_that_the_small_ones_held(
    side: int, left: int, bottom: int, counts: list[int]
) -> None:
    held = np.array(counts, np.int64).reshape(2, 3)
    small = Cells(float(left * side), float(bottom * side), side, held > 2, 0)
    joined, told = coarser(small, held)
    assert joined.side >= 100 or side >= 100
    assert told.sum() == held.sum()
    assert told.shape == joined.inside.shape
    for row in range(2):
        for column in range(3):
            at = joined.index(small.x[column : column + 1], small.y[row : row + 1])
            assert not small.inside[row, column] or at[0] >= 0


def test_a_spot_that_is_hot_for_its_neighbours_alone_claims_no_share() -> None:
    from tests.charts.extremes import rows, shapes

    result = hot_cells.KIND.run(
        Asked(rows("a year, one kind"), hot_cells.KIND.settings({}), shapes())
    )
    assert result.hot_spots == 1
    assert result.hot_incidents == 0
    finding = hot_cells.KIND.reading(result).finding
    assert finding == "One hot spot lies beside busier cells, hot for those round it"
    fuller = replace(result, hot_incidents=200)
    assert "holds 50% of incidents (200 of 400)" in hot_cells.KIND.reading(fuller).finding
