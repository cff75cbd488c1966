"""Difference in differences: against a regression with a column for every area and month."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workbench.analysis.comparison import rirr
from workbench.analysis.differences import (
    LAG,
    difference_of_means,
    panel_difference,
    trend_difference,
)
from workbench.analysis.fixed_effects import fixed_effects

Floats = NDArray[np.float64]


def made(areas: int, months: int, ratio: float = 1.0, seed: int = 1, vary: float = 1.0) -> Floats:
    """Counts; the first third is treated, and falls by ``ratio`` after two thirds of the months."""
    rng = np.random.default_rng(seed)
    level = np.exp(rng.normal(2, 0.5, areas))[:, None]
    mean = level * np.exp(0.2 * np.sin(2 * np.pi * np.arange(months) / 12))
    done = np.arange(areas)[:, None] < areas // 3
    mean = mean * np.where(done & (np.arange(months) >= 2 * months // 3), ratio, 1)
    if vary > 1:
        return rng.negative_binomial(mean / (vary - 1), 1 / vary).astype(float)
    return rng.poisson(mean).astype(float)


def sides(areas: int, months: int) -> tuple[Floats, Floats]:
    treated = (np.arange(areas) < areas // 3).astype(float)
    return treated, (np.arange(months) >= 2 * months // 3).astype(float)


def test_two_areas_and_two_periods_are_the_ratio_of_ratios() -> None:
    found = panel_difference([[50, 30], [60, 55]], [1, 0], [0, 1])
    known = rirr((50, 30), (60, 55))
    assert found is not None
    assert known is not None
    for end in ("estimate", "low", "high"):
        assert getattr(found.ratio, end) == pytest.approx(getattr(known, end), rel=1e-12)
    assert found.dispersion is None


@settings(max_examples=80, deadline=None)
@example([1, 7, 258, 1])
@given(st.lists(st.integers(1, 5000), min_size=4, max_size=4))
def test_the_ratio_of_ratios_for_all_counts(four: list[int]) -> None:
    a, b, c, d = four
    found, known = panel_difference([[a, b], [c, d]], [1, 0], [0, 1]), rirr((a, b), (c, d))
    assert found is not None
    assert known is not None
    assert found.ratio.estimate == pytest.approx(known.estimate, rel=1e-8)
    assert found.ratio.high == pytest.approx(known.high, rel=1e-7)


@pytest.mark.parametrize("offset", [False, True])
@pytest.mark.parametrize("holes", [False, True])
def test_it_agrees_with_a_column_for_every_area_and_month(offset: bool, holes: bool) -> None:
    import statsmodels.api as sm

    areas, months = 12, 15
    counts, (treated, post) = made(areas, months, 0.7), sides(areas, months)
    rng = np.random.default_rng(3)
    exposure = np.log(rng.uniform(50, 200, (areas, months))) if offset else np.zeros(counts.shape)
    if holes:
        counts[2, 3] = counts[5, 11] = np.nan
    x = np.stack([treated[:, None] * post[None, :], rng.normal(size=counts.shape)])
    found = fixed_effects(counts, x, exposure)
    assert found is not None

    keep = ~np.isnan(counts).ravel()
    at_area, at_month = np.repeat(np.arange(areas), months), np.tile(np.arange(months), areas)
    full = np.column_stack(
        [*x.reshape(2, -1), np.eye(areas)[at_area], np.eye(months)[at_month][:, 1:]]
    )[keep]
    model = sm.GLM(
        counts.ravel()[keep], full, family=sm.families.Poisson(), offset=exposure.ravel()[keep]
    )
    plain = model.fit(tol=1e-13, maxiter=200)
    assert found.coefficients == pytest.approx(plain.params[:2], rel=1e-6, abs=1e-8)
    assert np.sqrt(np.diag(found.spread)) == pytest.approx(plain.bse[:2], rel=1e-6)
    scale = plain.pearson_chi2 / plain.df_resid
    assert found.dispersion == pytest.approx(scale, rel=1e-6)
    for kind, ours, how in (
        ("cluster", found.clustered(small_sample=False), {"groups": at_area[keep]}),
        ("hac-groupsum", found.leaning(LAG), {"time": at_month[keep], "maxlags": LAG}),
    ):
        robust = model.fit(
            tol=1e-13, maxiter=200, cov_type=kind, cov_kwds={**how, "use_correction": False}
        )
        assert ours == pytest.approx(robust.cov_params()[:2, :2], rel=1e-5, abs=1e-10)
    assert found.clustered() == pytest.approx(found.clustered(small_sample=False) * 12 / 11)


def test_areas_of_a_group_may_be_added_up() -> None:
    counts, (treated, post) = made(30, 24, 0.6), sides(30, 24)
    many = panel_difference(counts, treated, post)
    done = treated > 0
    two = panel_difference(np.stack([counts[done].sum(0), counts[~done].sum(0)]), [1, 0], post)
    assert many is not None
    assert two is not None
    assert many.ratio.estimate == pytest.approx(two.ratio.estimate, rel=1e-9)
    assert many.errors in {"area", "spread"}
    assert two.errors in {"month", "spread"}


def test_areas_and_months_without_a_count_change_nothing() -> None:
    counts, (treated, post) = made(12, 18, 0.6), sides(12, 18)
    plain = panel_difference(counts, treated, post)
    more = np.vstack([counts, np.zeros((2, 18))])
    wide = np.column_stack([more, np.zeros(14), np.full(14, np.nan)])
    padded = panel_difference(wide, [*treated, 1, 0], [*post, 1, 1])
    assert plain is not None
    assert padded is not None
    assert padded.ratio.estimate == pytest.approx(plain.ratio.estimate, rel=1e-10)
    assert padded.areas == plain.areas


def test_a_constant_exposure_falls_out() -> None:
    counts, (treated, post) = made(12, 18), sides(12, 18)
    plain = panel_difference(counts, treated, post)
    people = np.log(np.linspace(100, 900, 12))[:, None]
    with_people = panel_difference(counts, treated, post, people)
    assert plain is not None
    assert with_people is not None
    assert with_people.ratio.low == pytest.approx(plain.ratio.low, rel=1e-9)


def test_what_cannot_be_compared_is_none() -> None:
    counts = made(6, 12)
    treated, post = sides(6, 12)
    assert panel_difference(counts, np.zeros(6), post) is None
    assert panel_difference(counts, np.ones(6), post) is None
    assert panel_difference(counts, treated, np.ones(12)) is None
    assert panel_difference(counts * (1 - treated[:, None] * post), treated, post) is None
    assert panel_difference(np.zeros((6, 12)), treated, post) is None
    assert trend_difference(counts[:, :11], treated, np.arange(11)) is None
    assert fixed_effects(counts, np.ones((6, 12))) is None  # the same everywhere: a level


@pytest.mark.parametrize(("areas", "treated"), [(20, 1), (6, 2), (40, 13)])
def test_chance_is_seldom_called_a_change(areas: int, treated: int) -> None:
    calls = []
    for seed in range(120):
        counts = made(areas, 30, seed=seed, vary=2.0)
        done = np.arange(areas) < treated
        found = panel_difference(counts, done, np.arange(30) >= 20)
        assert found is not None
        calls.append(found.ratio.excludes(1))
    assert np.mean(calls) < 0.12


def test_one_treated_area_is_not_clustered() -> None:
    counts = made(20, 30, seed=4, vary=2.0)
    done = np.arange(20) < 1
    post = np.arange(30) >= 20
    safe = panel_difference(counts, done, post)
    naive = panel_difference(counts, done, post, errors="area")
    assert safe is not None
    assert naive is not None
    assert safe.errors != "area"
    assert naive.ratio.high / naive.ratio.low < 1.5 * safe.ratio.high / safe.ratio.low


def test_a_planted_trend_is_found() -> None:
    time = np.arange(36)
    rng = np.random.default_rng(2)
    treated = np.arange(12) < 5
    slope = np.where(treated[:, None], 0.02, 0.0) * time
    counts = rng.poisson(20 * np.exp(slope)).astype(float)
    gap = trend_difference(counts, treated, time)
    assert gap is not None
    assert gap.low < np.exp(12 * 0.02) < gap.high
    assert gap.excludes(1)


def test_means_of_a_published_table() -> None:
    # Card & Krueger (1994), table 3: 2.76 with a standard error of 1.36, from those of the changes
    found = difference_of_means((20.44, 21.03), (23.33, 21.17), ((0.54,), (1.25,)))
    assert found.estimate == pytest.approx(2.76, abs=0.02)
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(1.36, abs=0.005)
    bare = difference_of_means((1, 2), (1, 1))
    assert (bare.low, bare.high) == (1, 1)


@pytest.fixture(scope="module")
def merseyside(shared: Path) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    folder = shared / "data" / "evaluation"
    with gzip.open(folder / "merseyside_lsoa_crime_all.csv.gz") as file:
        rows = pl.read_csv(file.read())
    matched = pl.read_csv(folder / "merseyside_lsoa_crime_matched_treated_control.csv")
    treated = matched.filter(pl.col("treatment") == 1)["id"].unique().to_list()
    wide = rows.pivot("month", index="id", values="ttl_sac_viol_cd").fill_null(0)
    months = [name for name in wide.columns if name != "id"]
    counts = wide.select(months).to_numpy().astype(float)
    return counts, wide["id"].is_in(treated).to_numpy(), np.array([m >= "2023" for m in months])


def test_923_areas_by_58_months_are_compared(
    merseyside: tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]],
) -> None:
    counts, treated, post = merseyside
    assert counts.shape == (923, 58)
    found = panel_difference(counts, treated, post)
    assert found is not None
    assert found.errors == "area"
    four = [counts[side][:, when].sum() for side in (treated, ~treated) for when in (~post, post)]
    # not the ratio of the four sums exactly, for months differ; but near it, and no wider by chance
    assert found.ratio.estimate == pytest.approx(four[1] / four[0] / (four[3] / four[2]), rel=0.01)
    gap = trend_difference(counts[:, ~post], treated, np.flatnonzero(~post))
    assert gap is not None
    assert gap.low < gap.estimate < gap.high
