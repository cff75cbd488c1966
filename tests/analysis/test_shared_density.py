"""What readers outside see of a density map (map_density): nothing that gives one incident away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import label

from workbench.analysis.codec import pack, unpack
from workbench.analysis.density import levels, quartic
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import map_density
from workbench.analysis.shared_density import blurred, lowered, shareable, spread, within
from workbench.domain.data import Precision

COUNTS = arrays(
    np.int64, st.tuples(st.integers(4, 25), st.integers(4, 25)),
    elements=st.sampled_from([0] * 12 + [1, 1, 2, 9]),
)  # fmt: skip


@settings(max_examples=60)
@given(COUNTS, st.integers(2, 9))
def test_no_step_stands_on_too_few(counts: np.ndarray, threshold: int) -> None:
    density, kept = shareable(counts, 50.0, 200.0, threshold)
    assert kept.sum() <= counts.sum()
    assert (density >= 0).all()
    if not density.any():
        return
    for edge in levels(float(density.max()))[:-1]:
        parts, count = label(density >= edge)
        held = np.bincount(parts.ravel(), kept.ravel(), count + 1)[1:]
        assert (held >= threshold).all()


@given(COUNTS, st.sampled_from([20.0, 40.0, 50.0, 120.0]))
def test_blurring_keeps_the_total(counts: np.ndarray, cell: float) -> None:
    moved = blurred(counts, cell)
    assert moved.sum() == counts.sum()
    row, column = np.nonzero(moved)
    gaps = [np.diff(np.unique(axis)) for axis in (row, column)]
    inner = [gap[:-1] for gap in gaps]  # the last square may be cut off by the edge
    assert all((gap * cell >= 100).all() for gap in inner)


@given(COUNTS)
def test_density_and_neighbours_agree_with_counting_pairs(counts: np.ndarray) -> None:
    cell, wide = 50.0, 180.0
    row, column = np.nonzero(counts)
    points = np.repeat(np.column_stack([column, row]), counts[row, column], axis=0) * cell
    down, across = np.indices(counts.shape)
    where = np.column_stack([across.ravel(), down.ravel()]) * cell
    apart = np.hypot(*(where[:, None] - points[None]).transpose(2, 0, 1))
    exact = quartic(apart, wide).sum(axis=1)
    assert spread(counts, cell, wide).ravel() == pytest.approx(exact, abs=1e-12)
    assert within(counts, cell, wide).ravel().tolist() == (apart < wide).sum(axis=1).tolist()


def test_lowering_leaves_what_may_be_seen() -> None:
    density = np.zeros((20, 20))
    density[2:6, 2:6], density[3, 3], density[15, 15] = 1.0, 4.0, 2.0
    counts = np.zeros((20, 20), np.int64)
    counts[2:6, 2:6], counts[3, 3], counts[15, 15] = 1, 2, 3
    found = lowered(density, counts, 5)
    assert found[15, 15] == 0  # three alone
    assert (found[2:6, 2:6] > 0).all()  # seventeen together
    assert found[3, 3] <= 1.0  # two of them do not make a step of their own
    assert lowered(np.zeros((3, 3)), np.zeros((3, 3), np.int64), 5).tolist() == [[0] * 3] * 3


@given(st.floats(1e-6, 1e6))
def test_steps_enclose_the_highest(highest: float) -> None:
    edges = levels(highest)
    assert highest <= edges[-1] * (1 + 1e-8)
    assert edges[-1] < 2.6 * highest
    assert edges == sorted(edges)


def rows(spots: list[tuple[float, float, int, str]]) -> Incidents:
    frame = pl.DataFrame(
        [{"easting": x, "northing": y, "place": words} for x, y, n, words in spots
         for _ in range(n)]
    ).with_columns(start=pl.lit(datetime(2024, 1, 1)))  # fmt: skip
    return Incidents(frame, Precision.DAY, "bng", source="made for tests")


VILLAGE = [(400_000.0, 300_000.0, 6, "12 Mill Lane"), (400_030.0, 300_010.0, 4, "14 Mill Lane")]
FARM = [(406_000.0, 304_000.0, 1, "Top Farm, 3 Moor Road")]


def ask(told: Incidents) -> map_density.MapDensity:
    return map_density.run(Asked(told, {"bandwidth": 300}))


def test_a_lone_incident_does_not_show_outside() -> None:
    exact = ask(rows(VILLAGE + FARM))
    assert any(abs(peak.easting - 406_000) < 100 for peak in exact.peaks)
    shown = map_density.for_outside(exact, 5)
    column = np.abs(shown.x - 406_000) < 400
    assert not shown.density[:, column].any()
    assert shown.density.any()
    assert [peak.near for peak in shown.peaks] == ["Mill Lane"]
    assert shown.peaks[0].incidents == 10
    assert shown.peaks[0].easting % 50 == 0
    assert not shown.counts.size
    said = map_density.reading(shown)
    assert "Top Farm" not in str(map_density.table(shown)) + str(said)
    assert "no address is shown" in said.caveat
    assert pack(unpack(pack(shown), map_density.MapDensity)) == pack(shown)
    assert map_density.for_outside(shown, 5) is shown


def test_the_shape_of_a_stain_does_not_give_the_address() -> None:
    here = map_density.for_outside(ask(rows([(400_020.0, 300_020.0, 9, "1 High Street")])), 5)
    there = map_density.for_outside(ask(rows([(400_031.0, 300_024.0, 9, "9 High Street")])), 5)
    spots = [
        (one.x[np.nonzero(one.density)[1]].mean(), one.y[np.nonzero(one.density)[0]].mean())
        for one in (here, there)
    ]
    assert abs(spots[0][0] - 400_020) < 100
    exact = [np.hypot(spots[0][0] - 400_020, spots[0][1] - 300_020),
             np.hypot(spots[1][0] - 400_031, spots[1][1] - 300_024)]  # fmt: skip
    assert max(exact) > 5


def test_where_all_are_few_nothing_is_shown_and_that_is_said() -> None:
    shown = map_density.for_outside(ask(rows(FARM)), 5)
    assert not shown.density.any()
    assert shown.peaks == ()
    said = map_density.reading(shown)
    assert said.finding == "No spot that may be shown holds 5 incidents or more"
    kept_before = replace(ask(rows(VILLAGE)), counts=np.zeros((0, 0), np.int32))
    assert map_density.for_outside(kept_before, 5).peaks == ()


def test_cells_hold_every_incident_of_the_window() -> None:
    exact = ask(rows(VILLAGE + FARM))
    assert exact.counts.sum() == exact.basis.n - exact.outside == 11
    columns = np.nonzero(exact.counts.any(axis=0))[0]
    spots = np.array([400_000, 400_030, 406_000])
    assert all(np.abs(spots - exact.x[at]).min() <= exact.cell / 2 for at in columns)
