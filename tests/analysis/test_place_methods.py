"""Shares add up, order does not matter, density keeps every incident, areas hold their points."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis import density, joining
from workbench.analysis.classes import class_edges, class_of, said_classes
from workbench.analysis.concentration import (
    chance_gini,
    few_hold,
    generalised_gini,
    gini,
    gini_range,
    held_by,
    lorenz,
    pareto,
)
from workbench.analysis.ground import inside, squared, window_of
from workbench.analysis.incidents import Incidents
from workbench.analysis.outlines import (
    bounds,
    districts,
    from_geometry,
    simplified,
    to_geometry,
    within,
)
from workbench.analysis.places import (
    gather,
    is_generic,
    is_nowhere,
    is_snap,
    plain,
    shown,
    told_apart,
)
from workbench.analysis.repetition import repetition
from workbench.domain.data import Precision

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=60)
SOME = COUNTS.filter(lambda counts: sum(counts) > 0)


# --- concentration -----------------------------------------------------------------------------


@given(SOME)
def test_shares_sum_to_one_and_never_rise(counts: list[int]) -> None:
    ranked = pareto(counts)
    assert ranked.share.sum() == pytest.approx(1)
    assert ranked.running[-1] == pytest.approx(1)
    assert (np.diff(ranked.share) <= 1e-12).all()
    places, held = lorenz(counts)
    assert (held + 1e-9 >= places).all()  # worst first lies above the line of equality


@given(SOME, st.randoms(use_true_random=False))
def test_order_does_not_matter(counts: list[int], chance: object) -> None:
    mixed = counts.copy()
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert gini(mixed) == pytest.approx(gini(counts))
    assert generalised_gini(mixed) == pytest.approx(generalised_gini(counts))
    assert few_hold(mixed, 0.8) == few_hold(counts, 0.8)
    assert held_by(mixed, 0.1) == pytest.approx(held_by(counts, 0.1))


@given(SOME)
def test_gini_by_pairs(counts: list[int]) -> None:
    """The mean absolute difference over twice the mean, which is what Gini defined."""
    x = np.array(counts, float)
    pairs = np.abs(x[:, None] - x[None, :]).mean()
    assert gini(counts) == pytest.approx(pairs / (2 * x.mean()), abs=1e-9)
    assert 0 <= gini(counts) < 1
    assert -1e-9 <= generalised_gini(counts) <= gini(counts) + 1e-9


@given(st.integers(1, 80), st.integers(1, 60))
def test_even_spread_is_not_concentrated(total: int, places: int) -> None:
    counts = [total // places + (index < total % places) for index in range(places)]
    if total <= places:  # nothing is more even than one each
        assert generalised_gini(counts) == pytest.approx(0, abs=1e-9)


@given(SOME, st.floats(0.01, 1))
def test_few_are_the_fewest(counts: list[int], part: float) -> None:
    few, ranked = few_hold(counts, part), sorted(counts, reverse=True)
    assert sum(ranked[:few]) >= part * sum(counts) - 1e-6 * sum(counts)
    assert sum(ranked[: few - 1]) < part * sum(counts)


def test_nothing_to_share_is_not_a_number() -> None:
    assert np.isnan(gini([0, 0]))
    assert np.isnan(generalised_gini([]))
    assert np.isnan(gini_range([0]).middle)
    assert few_hold([], 0.5) == 0
    with pytest.raises(ValueError, match="0 or more"):
        gini([1, -1])


def test_chance_agrees_with_simulation_place_by_place() -> None:
    rng = np.random.default_rng(5)
    plain_draws = [gini(rng.poisson(3, 200)) for _ in range(400)]
    assert chance_gini(600, 200, every_place_known=True).middle == pytest.approx(
        np.mean(plain_draws), abs=0.005
    )
    hit = [draw[draw > 0] for draw in (rng.poisson(1.5, 400) for _ in range(400))]
    seen = [gini(draw) for draw in hit]
    mean_places = int(np.mean([len(draw) for draw in hit]))
    mean_total = int(np.mean([draw.sum() for draw in hit]))
    found = chance_gini(mean_total, mean_places, every_place_known=False)
    assert found.middle == pytest.approx(np.mean(seen), abs=0.01)
    assert found.low < found.middle < found.high


def test_bootstrap_range_holds_what_was_counted() -> None:
    counts = np.random.default_rng(1).geometric(0.1, 300)
    found = gini_range(counts)
    assert found.middle == pytest.approx(gini(counts))
    assert found.low < found.middle < found.high


# --- repeats -----------------------------------------------------------------------------------


@given(COUNTS)
def test_repeats_add_up(counts: list[int]) -> None:
    found = repetition(counts, population=len(counts))
    assert found.total == sum(counts)
    assert found.hit == sum(count > 0 for count in counts)
    if found.total:
        assert found.concentration == pytest.approx(found.incidence / found.prevalence)
        assert found.repeat_incidents == pytest.approx(1 - found.hit / found.total)


def test_repeats_by_hand() -> None:
    found = repetition([1, 1, 1, 2, 3, 7], population=10)
    assert found.victims == (3, 1, 1, 0, 1)
    assert found.incidents == (3, 2, 3, 0, 7)
    assert (found.prevalence, found.incidence, found.concentration) == (0.6, 1.5, 2.5)
    assert (found.repeat_victims, found.repeat_incidents) == (0.5, 0.6)
    with pytest.raises(ValueError, match="more were hit"):
        repetition([1, 1], population=1)


def rows(precision: Precision = Precision.MINUTE, **columns: list[object]) -> Incidents:
    frame = pl.DataFrame({"row": range(len(next(iter(columns.values())))), **columns})
    return Incidents(frame, precision)


# --- places ------------------------------------------------------------------------------------


def test_words_of_places() -> None:
    assert shown("On or near  High Street ") == "High Street"
    assert is_snap("ON OR NEAR High Street")
    assert is_generic("On or near Parking Area")
    assert not is_generic("On or near Park Avenue")
    assert is_nowhere("No Location")
    assert is_nowhere("On or near ")
    assert is_nowhere(None)
    assert plain(" High  STREET") == "high street"


def test_one_street_name_in_two_towns_is_two_places() -> None:
    told = rows(
        place=["High Street"] * 3 + ["HIGH  street", "", "Unknown"],
        easting=[1000.0, 1000.2, 9000.0, 1000.0, 5.0, 0.0],
        northing=[1000.0, 1000.0, 9000.0, 1000.0, 5.0, 0.0],
        area_name=["Town A", "Town A", "Town B", "Town A", "C", "C"],
    )
    found = gather(told, "place")
    assert found.counts.tolist() == [3, 1, 1]
    assert told_apart(found) == ("High Street, Town A", "High Street, Town B", "Point 5, 5")
    assert found.nowhere == 1


@given(st.lists(st.tuples(st.sampled_from(["A", "b", "B ", "", "No location"]),
                          st.sampled_from([0.0, 10.0, 20.0, float("nan")])), max_size=40),
       st.randoms(use_true_random=False))  # fmt: skip
def test_every_incident_is_at_a_place_or_nowhere(
    given_rows: list[tuple[str, float]], chance: object
) -> None:
    def told(of: list[tuple[str, float]]) -> Incidents:
        schema = {"place": pl.String, "easting": pl.Float64, "northing": pl.Float64}
        return Incidents(pl.DataFrame([(a, x, x) for a, x in of], schema, orient="row"))

    found = gather(told(given_rows), "place")
    assert int(found.counts.sum()) + found.nowhere == len(given_rows)
    assert len(set(told_apart(found))) == len(found)
    mixed = given_rows.copy()
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert gather(told(mixed), "place").counts.tolist() == found.counts.tolist()


# --- density -----------------------------------------------------------------------------------

POINTS = st.lists(st.tuples(st.floats(0, 5_000), st.floats(0, 5_000)), min_size=1, max_size=30)


@settings(deadline=None, max_examples=30)
@given(POINTS, st.integers(100, 800))
def test_density_adds_up_to_every_incident(points: list[tuple[float, float]], reach: int) -> None:
    window = (-1_000.0, -1_000.0, 6_000.0, 6_000.0)
    cell = reach / 10
    laid = density.surface(points, [2] * len(points), window, reach, cell)
    assert laid.density.sum() * cell**2 == pytest.approx(2 * len(points), rel=0.01)
    assert (laid.density >= 0).all()


@settings(deadline=None, max_examples=20)
@given(POINTS, st.integers(200, 800))
def test_binned_is_close_to_exact(points: list[tuple[float, float]], reach: int) -> None:
    given_points, ones = np.array(points), np.ones(len(points))
    shape, cell = (120, 120), max(50.0, reach / 5)  # as the map takes them
    exact = density._exact(given_points, ones, shape, reach, cell)
    binned = density._binned(given_points, ones, shape, reach, cell)
    assert np.abs(exact - binned).max() <= 0.2 * exact.max()
    assert np.corrcoef(exact.ravel(), binned.ravel())[0, 1] > 0.99


def test_density_needs_a_bandwidth() -> None:
    with pytest.raises(ValueError, match="above 0"):
        density.quartic([1.0], 0)
    with pytest.raises(ValueError, match="above 0"):
        density.surface([(0, 0)], [1], (0, 0, 10, 10), 5, 0)


# --- shapes ------------------------------------------------------------------------------------


def squares(side: int = 3, size: float = 1_000.0) -> object:
    boxes = [shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size)
             for y in range(side) for x in range(side)]  # fmt: skip
    codes = [f"E0100{index:04d}" for index in range(side * side)]
    names = [f"Testham {1 + index:03d}A" for index in range(side * side)]
    return from_geometry(np.array(boxes, dtype=object), codes, names)


def with_hole() -> object:
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    two = shapely.union_all([ring, shapely.box(200, 0, 210, 10)])
    return from_geometry(
        np.array([two, shapely.box(40, 40, 60, 60)], dtype=object), ["A", "B"], ["a", "b"]
    )


def test_shapes_come_back_as_they_were() -> None:
    shapes = with_hole()
    again = from_geometry(to_geometry(shapes), shapes.codes, shapes.names)
    assert again.codes == shapes.codes
    assert np.array_equal(again.coordinates, shapes.coordinates)
    assert again.hole.tolist() == shapes.hole.tolist()
    assert shapely.area(to_geometry(shapes)).tolist() == [100 * 100 - 400 + 100, 400]
    assert bounds(shapes) == (0, 0, 210, 100)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.floats(-10, 220), st.floats(-10, 110)), max_size=40))
def test_point_in_area_equals_brute_force(points: list[tuple[float, float]]) -> None:
    shapes = with_hole()
    geometry = to_geometry(shapes)
    east = [x for x, _ in points] + [float("nan")]
    north = [y for _, y in points] + [1.0]
    brute = [
        next((i for i, area in enumerate(geometry) if area.intersects(shapely.Point(p))), -1)
        for p in points
    ]
    assert joining.by_place(east, north, shapes).tolist() == [*brute, -1]


def test_points_moved_to_their_area_tell_no_more_than_the_area() -> None:
    shapes = squares()
    east, north = joining.centred([10, 990, 1_500, -5], [10, 990, 10, 5], shapes)
    assert east[0] == east[1]
    assert joining.by_place(east, north, shapes).tolist() == [0, 0, 1, -1]


def test_what_is_no_polygon_is_dropped_and_what_crosses_itself_is_mended() -> None:
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    mixed = shapely.GeometryCollection([shapely.Point(1, 1), shapely.box(0, 0, 5, 5)])
    given_shapes = np.array([bow, None, shapely.Point(1, 1), mixed], dtype=object)
    found = from_geometry(given_shapes, ["bow", "none", "point", "mixed"], ["b", "n", "p", "m"])
    assert found.codes == ("bow", "mixed")
    assert shapely.is_valid(to_geometry(found)).all()
    assert shapely.area(to_geometry(found)).tolist() == [50.0, 25.0]


def test_simplifying_keeps_every_area_and_districts_join_them() -> None:
    shapes = squares()
    assert simplified(shapes, 50.0).codes == shapes.codes
    joined = districts(shapes)
    assert joined.names == ("Testham",)
    assert shapely.area(to_geometry(joined)).tolist() == [9e6]
    assert within(shapes, (100, 100, 200, 200)).codes == shapes.codes[:1]
    named = from_geometry(to_geometry(shapes), shapes.codes, ["Ward"] * 9)
    assert districts(named).codes == ()


def test_editions_of_small_area_codes() -> None:
    old = [f"E01{index:06d}" for index in range(6_412, 6_512)]
    assert joining.edition(old) == "2011"
    assert joining.edition([*old, "E01033769"]) == "2021"
    assert joining.edition(old[:10]) == ""
    assert joining.edition(["E05000001"] * 100) == ""
    assert joining.edition(["W01001959"]) == "2021"


def test_codes_find_their_area_whatever_their_blanks_and_capitals() -> None:
    shapes = squares()
    codes = [" e01000000", "E01000008 ", "testham 002a", "E99", None, ""]
    assert joining.by_code(codes, shapes).tolist() == [0, 8, 1, -1, -1, -1]


# --- windows and classes -----------------------------------------------------------------------


@given(POINTS)
def test_a_window_shows_nearly_everything(points: list[tuple[float, float]]) -> None:
    east, north = np.array(points).T
    window = window_of(east, north, np.ones(len(points), np.int64))
    assert window is not None
    assert inside(window, east, north).mean() >= 0.97 or len(points) < 100
    assert 0.79 <= (window[2] - window[0]) / (window[3] - window[1]) <= 1.71


def test_strays_do_not_shrink_the_map() -> None:
    rng = np.random.default_rng(2)
    east = np.append(rng.uniform(0, 1_000, 999), 900_000.0)
    window = window_of(east, east * 0 + rng.uniform(0, 1_000, 1000), np.ones(1000, np.int64))
    assert window is not None
    assert window[2] < 2_500
    assert window_of(east[:0], east[:0], np.empty(0, np.int64)) is None
    assert squared((0, 0, 10, 1))[3] > 1


@given(COUNTS, st.integers(2, 5))
def test_every_count_has_one_class(counts: list[int], most: int) -> None:
    edges = class_edges(counts, most)
    classes = said_classes(edges)
    assert len(classes) <= most
    for count in counts:
        if count:
            low, high = classes[class_of(count, edges)]
            assert low <= count <= high
