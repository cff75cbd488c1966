"""Moved elsewhere (displacement): the quotient, the gate that keeps phantoms out, the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_two_periods import noisy, series
from workbench.analysis.codec import pack, unpack
from workbench.analysis.comparison import wdd, weighted_sum
from workbench.analysis.displacing import Displacement, Shift, beside, quotient, read_wdq
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Value
from workbench.analysis.kinds.displacement import KIND
from workbench.analysis.reference import Reference
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

PAIRS = st.tuples(st.integers(0, 500), st.integers(0, 500))
WHEN: dict[str, Value] = {
    "treated": ("A",), "buffer": ("B",), "control": ("C",),
    "before_first": "2021-01", "before_last": "2022-12",
    "after_first": "2023-01", "after_last": "2023-12",
}  # fmt: skip


def areas(*counts: Sequence[int]) -> Incidents:
    """A row a month of each area: A is treated, B the buffer, C the control."""
    frames = [
        series(one).frame.with_columns(area=pl.lit(name), type=pl.lit("Burglary"))
        for name, one in zip("ABC", counts, strict=True)
    ]
    return Incidents(pl.concat(frames), Precision.MONTH, "none", True, "Made up")


def ask(treated: Sequence[int], buffer: Sequence[int], control: Sequence[int]) -> Displacement:
    return KIND.run(Asked(areas(treated, buffer, control), WHEN))


def moved(before: float, after: float, seed: int) -> list[int]:
    return noisy(before, 24, seed) + noisy(after, 12, seed + 50)


STEADY = moved(80, 80, 3)


def test_philadelphia_by_exact_fractions() -> None:
    r, d, c = (207, 110), (178, 157), (308, 318)
    found = quotient(r, d, c)
    success = Fraction(110, 318) - Fraction(207, 308)
    buffer = Fraction(157, 318) - Fraction(178, 308)
    assert found.gross == 97
    assert found.success == pytest.approx(float(success), rel=1e-14)
    assert found.buffer == pytest.approx(float(buffer), rel=1e-14)
    assert found.wdq == pytest.approx(float(buffer / success), rel=1e-13)
    assert found.total_net == pytest.approx(130.5, rel=1e-14)


@settings(max_examples=300, deadline=None)
@given(PAIRS, PAIRS, PAIRS)
def test_quotient_is_given_only_with_a_fall(
    treated: tuple[int, int], buffer: tuple[int, int], control: tuple[int, int]
) -> None:
    found = quotient(treated, buffer, control)
    assert found.gross == treated[0] - treated[1]
    if 0 in control:
        assert (found.net, found.success, found.wdq, found.total_net) == (None,) * 4
        return
    assert found.net == -found.success  # type: ignore[operator]
    assert (found.wdq is not None) == found.fell
    # the total net effect is what the differences beside the control add up to
    both = (treated[0] + buffer[0], treated[1] + buffer[1])
    if (moved := beside(both, control)) is not None:
        assert found.total_net == pytest.approx(-moved.total.estimate, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(PAIRS, st.tuples(st.integers(1, 500), st.integers(0, 500)))
def test_beside_the_control_is_what_its_change_suggests(
    area: tuple[int, int], control: tuple[int, int]
) -> None:
    found, twice = beside(area, control), beside(area, control, 4.0)
    if min(control) < 5:  # its own chance cannot be told from so few
        assert found is None
        return
    assert found is not None
    assert twice is not None
    expected = area[0] * control[1] / control[0]
    assert found.total.estimate == pytest.approx(area[1] - expected, abs=1e-6)
    assert found.error >= 0
    if area[0] == control[0] == control[1]:
        assert found.total.high == pytest.approx(wdd(area, control).total.high)
    assert twice.error == pytest.approx(2 * found.error)


@pytest.mark.parametrize("change", [0.6, 1.0, 1.7])
def test_its_range_misses_the_truth_in_one_of_twenty(change: float) -> None:
    """Brute force: 4,000 areas in which nothing but the common trend changed."""
    rng = np.random.default_rng(7)
    means = np.array([150, 150 * change, 250, 250 * change])
    draws = rng.poisson(means, (4000, 4)).tolist()
    found = [beside((a, b), (c, d)) for a, b, c, d in draws]
    missed = np.mean([one is not None and one.total.excludes(0) for one in found])
    assert missed == pytest.approx(0.05, abs=0.012)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1.4, "fell against the control too, by more"),
        (0.3, "fell against the control too, by less"),
        (0.0, "moved with the control"),
        (-0.3, "rose against the control, by less"),
        (-1.4, "rose against the control by more"),
    ],
)
def test_quotient_is_read_as_its_bands_say(value: float, says: str) -> None:
    assert says in read_wdq(value)


@pytest.mark.parametrize(
    ("treated", "buffer", "shift", "finding"),
    [
        (moved(60, 35, 1), moved(40, 55, 2), Shift.MOVED, "Some incidents may have moved: about "),
        (moved(60, 35, 1), moved(40, 25, 2), Shift.SPREAD, "the benefit may have spread"),
        (moved(60, 35, 1), moved(40, 40, 2), Shift.UNSURE, "we cannot tell"),
        (moved(60, 75, 1), moved(40, 25, 2), Shift.NO_FALL, "no fall that could have moved"),
        (moved(60, 53, 1), moved(40, 60, 2), Shift.FALL_UNSURE, "too unsure a fall"),
    ],
    ids=["moved", "spread", "unsure", "no fall", "fall within chance"],
)
def test_each_outcome_has_its_words(
    treated: list[int], buffer: list[int], shift: Shift, finding: str
) -> None:
    result = ask(treated, buffer, STEADY)
    reading = KIND.reading(result)
    words = " ".join((reading.finding, *reading.sentences, reading.caveat))
    assert result.shift is shift
    assert finding in reading.finding
    assert ("displacement" in words) == (shift in (Shift.MOVED, Shift.SPREAD, Shift.UNSURE))
    assert "proved" not in words
    assert "never certain" in reading.caveat
    if shift is Shift.NO_FALL:
        assert "phantom" in words
        assert result.quotient.wdq is None


def test_no_phantom_from_equal_areas() -> None:
    """Nothing was done in 200 towns: movement must be spoken of in hardly any."""
    rng = np.random.default_rng(11)
    spoken = 0
    for _ in range(200):
        draws = rng.poisson(12, (3, 36)).tolist()
        spoken += ask(*draws).shift in (Shift.MOVED, Shift.SPREAD)
    assert spoken <= 4


def test_total_is_the_sum_and_the_range_of_both_is_wider_than_of_one() -> None:
    result = ask(moved(60, 35, 1), moved(40, 55, 2), STEADY)
    assert result.prevented is not None
    assert result.shifted is not None
    assert result.together is not None
    parts = result.prevented.total.estimate + result.shifted.total.estimate
    assert result.together.total.estimate == pytest.approx(parts)
    assert result.quotient.total_net == pytest.approx(-parts)
    assert result.together.error > max(result.prevented.error, result.shifted.error)
    rows = KIND.table(result).rows
    assert [row[0] for row in rows] == [
        "Treated area", "Buffer", "Treated area and buffer", "Control",
    ]  # fmt: skip
    assert rows[2][1] == rows[0][1] + rows[1][1]


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"buffer": ()}, "No buffer area"),
        ({"buffer": ("A",)}, "in the treated area and in the buffer"),
        ({"buffer": ("C", "B")}, "in the control and in the buffer"),
        ({"control": ("A",)}, "in the treated area and in the control"),
        ({"buffer": ("Z",)}, "lies in the buffer area"),
        ({"after_last": None}, "not all chosen"),
    ],
)
def test_areas_that_cannot_be_compared_are_refused(given_: dict[str, Value], says: str) -> None:
    with pytest.raises(CannotAnswerError, match=says):
        KIND.run(Asked(areas(STEADY, STEADY, STEADY), {**WHEN, **given_}))


@pytest.mark.parametrize(
    "counts",
    [
        ([0] * 36, [0] * 36, [0] * 36),
        ([3] * 36, [2] * 36, [0] * 36),
        ([0] * 24 + [3] * 12, [1] * 36, [0] * 24 + [1] * 12),
        ([1] + [0] * 35, [0] * 36, [1] + [0] * 35),
        ([10**7] * 36, [10**7] * 36, [10**7] * 36),
    ],
)
def test_strange_counts_are_answered_in_words_and_kept_exactly(
    counts: tuple[list[int], ...],
) -> None:
    result = ask(*counts)
    reading = KIND.reading(result)
    words = " ".join((reading.finding, *reading.sentences, *reading.working))
    assert "nan" not in words
    assert "inf" not in words.replace("information", "")
    assert result.shift in (Shift.NO_FALL, Shift.FALL_UNSURE)
    back = unpack(pack(result), Displacement)
    assert KIND.reading(back) == reading
    assert pack(back) == pack(result)


def test_the_clearest_fall_is_no_unsure_one() -> None:
    gone = ask([5] * 24 + [0] * 12, [1] * 24 + [4] * 12, [4] * 36)
    assert gone.effect.ratio is not None
    assert gone.effect.ratio.high < 1
    assert gone.shift is Shift.MOVED
    assert "may have moved" in KIND.reading(gone).finding


def test_an_empty_buffer_has_no_range() -> None:
    result = ask([5] * 24 + [0] * 12, [0] * 36, [4] * 36)
    words = " ".join(KIND.reading(result).sentences)
    assert result.shift is Shift.UNSURE
    assert "The buffer had no incident before or after" in words
    assert "none more or fewer to none" not in words
    assert KIND.table(result).rows[1][-3:] == (None, None, None)


@pytest.mark.parametrize(
    ("control", "says"),
    [
        ([0] * 36, "The control had no incident before"),
        ([1] * 24 + [0] * 12, "The control had no incident after"),
        ([1] * 24 + [1, 1, 1] + [0] * 9, "The control had fewer than five incidents after"),
    ],
)
def test_a_control_with_too_few_is_named_as_the_reason(control: list[int], says: str) -> None:
    result = ask([5] * 24 + [0] * 12, [2] * 36, control)
    reading = KIND.reading(result)
    words = " ".join(reading.sentences)
    assert result.few
    assert says in words
    assert "likely" not in words
    assert "too unsure" not in reading.finding
    assert all(row[-2:] == (None, None) for row in KIND.table(result).rows)
    lacking = sum(control[:24]) < 20
    assert ("oo few incidents lie before" in words) == lacking
    assert "oo few months" not in words


def test_an_older_answer_without_a_ratio_gives_the_true_reason() -> None:
    gone = ask([5] * 24 + [0] * 12, [1] * 24 + [4] * 12, [4] * 36)
    older = replace(gone, effect=replace(gone.effect, ratio=None))
    reading = KIND.reading(older)
    assert older.shift is Shift.FALL_UNSURE
    assert "too unsure" not in reading.finding
    assert "A ratio needs five incidents in each area and period" in " ".join(reading.sentences)


def test_readers_outside_see_no_count_where_one_is_small() -> None:
    large = ask(moved(60, 35, 1), moved(40, 55, 2), STEADY)
    assert KIND.outside is not None
    assert KIND.outside(large, 5) == large
    small = ask(moved(60, 35, 1), [0] * 24 + [1, 2] + [0] * 10, STEADY)
    hidden = KIND.outside(small, 5)
    assert KIND.table(hidden).rows == ()
    said = KIND.reading(hidden)
    assert "below 5" in said.finding
    assert not said.sentences
    assert not said.working


def test_harm_is_the_difference_of_each_kind_times_its_weight() -> None:
    rows = areas(moved(80, 40, 5), moved(80, 80, 6), STEADY)
    graver = areas(moved(4, 2, 7), moved(4, 4, 8), moved(4, 4, 9)).frame.with_columns(
        type=pl.lit("Robbery")
    )
    other = graver.with_columns(type=pl.lit("Unknown"))
    rows = replace(rows, frame=pl.concat([rows.frame, graver, other]))
    table = Reference(
        "Weights", ("burglary", "Robbery"), np.array([10.0, 500.0]), "days", "Made up"
    )
    found = KIND.run(Asked(rows, WHEN, reference=table))
    assert found.harm is not None
    parts = []
    for kind in ("Burglary", "Robbery"):
        frame = rows.frame.filter(pl.col("type") == kind)
        pairs = []
        for code in "ABC":
            part = frame.filter(pl.col("area") == code).sort("start")["count"].to_numpy()
            pairs.append((int(part[:24].sum()), int(part[24:].sum())))
        days = found.effect.before.days / found.effect.after.days
        parts.append(wdd(pairs[0], pairs[2], (pairs[1], (0, 0)), weights=(days, 1),
                         phi=found.effect.factor))  # fmt: skip
    expected = weighted_sum(parts, [10, 500])
    assert found.harm.difference.total.estimate == pytest.approx(expected.total.estimate)
    assert found.harm.difference.error == pytest.approx(expected.error)
    assert found.harm.unweighed == other["count"].sum()
    said = " ".join(KIND.reading(found).sentences)
    assert "Weighed by harm (Weights, no date, Made up)" in said
    assert "days in both areas" in said
    assert unpack(pack(found), Displacement) == found
    assert KIND.run(Asked(rows, WHEN)).harm is None
