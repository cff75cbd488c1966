"""When repeats come back (time_course): published tables, a check by hand, and the words."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.codec import pack, unpack
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import time_course as kind
from workbench.analysis.survival import kaplan_meier, time_course, waits
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError
from workbench.services import asking

# R's survival::aml, group Maintained, as summary(survfit(...)) prints it.
AML = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
SEEN = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
EVENTS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6)), max_size=60)


def test_the_published_table_of_leukaemia_patients() -> None:
    found = kaplan_meier(AML, SEEN)
    assert found.times.tolist() == [9, 13, 18, 23, 31, 34, 48]
    assert found.at_risk.tolist() == [11, 10, 8, 7, 5, 4, 2]
    assert found.survival == pytest.approx(
        [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184], abs=6e-4
    )
    assert found.error == pytest.approx(
        [0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535], abs=6e-5
    )
    assert found.low == pytest.approx(
        [0.7541, 0.6192, 0.4884, 0.3769, 0.2549, 0.1549, 0.0359], abs=6e-5
    )
    assert found.high == pytest.approx([1, 1, 1, 0.999, 0.946, 0.875, 0.944], abs=6e-4)
    assert found.median == 31


def test_it_agrees_with_statsmodels_where_nobody_and_where_some_are_lost() -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    dice = np.random.default_rng(4)
    times, seen = dice.integers(1, 60, 300), dice.random(300) < 0.6
    theirs = SurvfuncRight(times.astype(float), seen.astype(int))
    ours = kaplan_meier(times, seen)
    assert ours.times == pytest.approx(theirs.surv_times)
    assert ours.survival == pytest.approx(theirs.surv_prob)
    known = np.isfinite(ours.error)
    assert ours.error[known] == pytest.approx(theirs.surv_prob_se[known])


@pytest.mark.parametrize("scale", ["log", "plain", "log-log"])
def test_ranges_enclose_the_share_on_every_scale(scale: str) -> None:
    found = kaplan_meier(AML, SEEN, scale=scale)
    inside = (found.low <= found.survival + 1e-12) & (found.survival <= found.high + 1e-12)
    assert inside.all()
    with pytest.raises(ValueError, match="scale"):
        kaplan_meier([1], [1], scale="odd")
    with pytest.raises(ValueError, match="known"):
        kaplan_meier([np.nan], [1])


def by_hand(events: list[tuple[int, int]], end: int, low: int, high: int) -> dict[str, Any]:
    """Every count of one interval, from the definition, event by event."""
    order = sorted(range(len(events)), key=lambda at: (events[at][1], events[at][0]))
    every, watched, waiting, hits, days, whole = 0, 0, 0, 0, 0, 0
    for place, at in enumerate(order):
        day, whom = events[at]
        after = order[place + 1] if place + 1 < len(order) else None
        gap = events[after][0] - day if after is not None and events[after][1] == whom else None
        every += gap is not None
        if end - day < high:
            continue
        watched += 1
        if gap is not None and gap < low:
            continue
        waiting += 1
        hit = gap is not None and gap < high
        hits += hit
        whole += high - low
        days += gap - low if hit and gap is not None else high - low
    return {"watched": watched, "waiting": waiting, "hits": hits, "days": days, "whole": whole}


@settings(max_examples=150)
@given(EVENTS, st.integers(400, 500))
def test_intervals_are_counted_as_defined(events: list[tuple[int, int]], end: int) -> None:
    edges = [0, 7, 14, 28, 61, 122]
    found = waits([day for day, _ in events], [whom for _, whom in events], end)
    assert found.victims == len({whom for _, whom in events})
    spec = time_course(found, edges, waiting=False, until_hit=False)
    ours = time_course(found, edges)
    for at, (low, high) in enumerate(pairwise(edges)):
        told = by_hand(events, end, low, high)
        assert spec.at_risk[at] == told["watched"]
        assert ours.at_risk[at] == told["waiting"]
        assert spec.events[at] == ours.events[at] == told["hits"]
        assert ours.days[at] == pytest.approx(told["days"])
        assert spec.days[at] == told["watched"] * (high - low)
        if told["watched"]:
            rate = told["hits"] / (told["watched"] * (high - low))
            assert spec.hazard[at] == pytest.approx(rate, nan_ok=True)


def test_one_less_the_curve_is_the_product_over_intervals_when_all_are_watched() -> None:
    """With nobody lost within the edges, 1-KM is 1 less the product of (1 - d/n)."""
    dice = np.random.default_rng(3)
    days, whom = dice.integers(0, 100, 200), dice.integers(0, 60, 200)
    found = waits(days, whom, 1_000)
    course = time_course(found, np.arange(0, 101))
    product = np.cumprod(1 - course.events / course.at_risk)
    curve = kaplan_meier(found.days, found.again)
    assert 1 - product[-1] == pytest.approx(1 - curve.at(99))


def test_a_steady_risk_is_flat_however_high_it_is() -> None:
    """Counting those already hit, as plain tallies of gaps do, would make it seem to fall."""
    dice = np.random.default_rng(1)
    days, whom = [], []
    for place in range(400):
        many = dice.poisson(15)
        days += list(dice.uniform(0, 1_095, many))
        whom += [place] * many
    found = waits(days, whom, 1_095)
    flat = time_course(found, kind.EDGES)
    outside = (flat.ratio_low > 1) | (flat.ratio_high < 1)
    assert outside.sum() <= 2
    assert time_course(found, kind.EDGES, waiting=False).ratio[-1] < 0.2


def test_ranges_hold_the_truth_about_as_often_as_they_say() -> None:
    dice, missed = np.random.default_rng(9), 0
    for _ in range(200):
        days = dice.uniform(0, 730, 400)
        found = waits(days, dice.integers(0, 200, 400), 730)
        course = time_course(found, [0, 7, 28])
        missed += bool(course.ratio_low[0] > 1 or course.ratio_high[0] < 1)
    assert missed <= 20


def test_edges_must_rise_and_events_lie_before_the_end() -> None:
    with pytest.raises(ValueError, match="rise"):
        time_course(waits([1], [1], 5), [0, 7, 7])
    with pytest.raises(ValueError, match="end"):
        waits([9], [1], 5)
    assert waits([], [], 5).victims == 0
    nothing = time_course(waits([], [], 5), [0, 7])
    assert np.isnan(nothing.ratio[0])


# --- the question ---------------------------------------------------------------------------


def hit(boost: float, places: int = 200, **more: Any) -> Incidents:
    """Three years at so many places; a share of incidents brings another within days."""
    dice, rows = np.random.default_rng(2), []
    for place in range(places):
        for day in dice.uniform(0, 1_095, dice.poisson(3)):
            rows.append((f"{place + 1} High Street, NE1 1AA", float(day)))
            if dice.random() < boost:
                rows.append((f"{place + 1} High St, ne11aa", float(day + dice.exponential(7))))
    start = datetime(2022, 1, 1)
    frame = pl.DataFrame(
        {"place": [place for place, _ in rows],
         "start": [start + timedelta(days=day) for _, day in rows]}
    ).filter(pl.col("start") < datetime(2024, 12, 31)).sort("start")  # fmt: skip
    return Incidents(frame, Precision.MINUTE, source="made for tests", **more)


def test_a_planted_return_is_found_and_said_and_spellings_are_one() -> None:
    found = kind.run(Asked(hit(0.4)))
    said = kind.reading(found)
    assert said.finding.startswith("All incidents: in the first")
    assert "times as often as usual at the same place" in said.finding
    assert (said.says, said.tone) == ("Soon after", "change")
    assert found.course.ratio_low[0] > 2
    assert found.joined.spelt > 0
    assert any("written otherwise" in sentence for sentence in said.sentences)
    assert "flag" in said.caveat
    assert "boost" in said.caveat
    assert [row[0] for row in kind.table(found).rows][3:6] == ["Week 4", "Month 2", "Month 3"]
    assert kind.table(found).rows[0][9] == "more often than usual"
    kept = unpack(pack(found), kind.TimeCourse)
    assert pack(kept) == pack(found)
    assert kind.reading(kept) == said


def test_none_is_found_where_none_was_planted() -> None:
    said = kind.reading(kind.run(Asked(hit(0))))
    assert said.finding == "All incidents: no time after an incident is clearly riskier"
    assert said.tone == "same"


def test_persons_can_be_followed_too() -> None:
    rows = hit(0.4)
    code = pl.col("place").str.extract("^([0-9]+)").alias("person")
    named = Incidents(rows.frame.select("start", code), Precision.DAY, source="made")
    found = kind.run(Asked(named))
    assert found.by == "person"
    assert "to the same person" in kind.reading(found).finding


def test_month_only_rows_totals_and_few_repeats_are_refused_in_words(casebook: Any) -> None:
    rows = hit(0.4)
    months = Incidents(rows.frame, Precision.MONTH)
    with pytest.raises(CannotAnswerError, match="give only the month"):
        kind.run(Asked(months))
    totals = Incidents(rows.frame.with_columns(count=pl.lit(2)), Precision.DAY, summed=True)
    with pytest.raises(CannotAnswerError, match="are totals"):
        kind.run(Asked(totals))
    with pytest.raises(CannotAnswerError, match="a time course needs 20"):
        kind.run(Asked(Incidents(rows.frame.head(12), Precision.MINUTE)))
    with pytest.raises(CannotAnswerError, match="no place"):
        kind.run(Asked(Incidents(rows.frame.drop("place"), Precision.MINUTE)))
    assert asking.known_question("time_course").precision is Precision.DAY


def test_the_same_event_twice_and_sorts_of_place_are_left_out() -> None:
    rows = hit(0.4)
    twice = pl.concat([rows.frame, rows.frame.head(30)]).with_columns(type=pl.lit("Burglary"))
    generic = twice.with_columns(
        place=pl.when(pl.int_range(pl.len()) % 50 == 7)
        .then(pl.lit("Supermarket"))
        .otherwise("place")
    )
    found = kind.run(Asked(Incidents(generic, Precision.MINUTE)))
    assert found.duplicates > 0
    assert found.generic > 0
    shown = kind.run(Asked(Incidents(generic, Precision.MINUTE), {"generic": "show"}))
    assert shown.basis.n > found.basis.n
    assert dict(found.basis.left_out)["only the sort of place is known"] == found.generic


def test_missing_days_and_points_are_told_never_a_traceback() -> None:
    rows = hit(0.4)
    frame = rows.frame.with_columns(
        start=pl.when(pl.int_range(pl.len()) % 40 == 0).then(None).otherwise("start"),
        easting=pl.lit(float("nan")), northing=pl.lit(float("nan")),
    )  # fmt: skip
    found = kind.run(Asked(Incidents(frame, Precision.MINUTE)))
    assert dict(found.basis.left_out)["no day"] > 0
    one_day = frame.with_columns(start=pl.lit(datetime(2024, 3, 1, 12)))
    said = kind.reading(kind.run(Asked(Incidents(one_day, Precision.MINUTE))))
    assert said.finding


def test_small_counts_are_withheld_outside() -> None:
    found = kind.run(Asked(hit(0.4, places=40)))
    shown = kind.outside(found, 5)
    assert (shown.course.events == -1).any()
    told = [row[3] for row in kind.table(shown).rows]
    assert "fewer than 5" in told
    assert not any(isinstance(count, int) and 0 < count < 5 for count in told)
    kind.reading(shown)
    assert pack(unpack(pack(shown), kind.TimeCourse)) == pack(shown)
    assert kind.outside(shown, 5) is shown


@pytest.mark.parametrize("people", [20, 40, 60, 400])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_outside_tells_how_many_were_followed_in_a_hidden_interval(
    people: int, seed: int
) -> None:
    dice = np.random.default_rng(seed)
    days = dice.integers(0, 500, people * 4)
    frame = pl.DataFrame({
        "person": [f"P{one}" for one in dice.integers(0, people, people * 4)],
        "start": [datetime(2024, 1, 1) + timedelta(days=int(day)) for day in days],
    })  # fmt: skip
    found = kind.run(Asked(Incidents(frame, Precision.DAY)))
    shown, exact = kind.outside(found, 5), found.course
    few = (exact.events > 0) & (exact.events < 5)
    hidden = shown.course.events < 0
    assert hidden[few].all()
    assert not few[~hidden].any()
    first = int(hidden.argmax()) if hidden.any() else hidden.size
    watched = exact.at_risk > 0
    assert hidden[first:][watched[first:]].all()  # none that comes after tells what came before
    for name in ("days", "hazard", "ratio", "ratio_low", "ratio_high"):
        assert np.isnan(getattr(shown.course, name)[hidden]).all()
    assert (shown.course.at_risk[hidden] < 0).all()
    reach = exact.high[first - 1] if first else 0
    assert all(days <= reach for days, _ in shown.shares) or not hidden.any()
    # What is left of all repeats is none, or enough for each small one to be anything from 1 to 4.
    rest = found.repeats - int(exact.events[:first].sum())
    assert not rest or rest >= max(5, 3 + int(few.sum()))
    cells = [cell for row in kind.table(shown).rows[first:] for cell in row[2:9]]
    assert {cell for cell in cells if cell is not None} <= {"fewer than 5", "withheld"}


def test_the_first_week_hidden_takes_the_shares_with_it() -> None:
    # 60 people: three are followed within a week, twenty after two months.
    start = datetime(2024, 1, 1)
    rows = [(f"P{one}", start + timedelta(days=one)) for one in range(60)]
    rows += [(f"P{one}", start + timedelta(days=one + 3)) for one in range(3)]
    rows += [(f"P{one}", start + timedelta(days=one + 65)) for one in range(20, 40)]
    rows += [("end", start + timedelta(days=900))]
    frame = pl.DataFrame(rows, ["person", "start"], orient="row")
    found = kind.run(Asked(Incidents(frame, Precision.DAY)))
    assert int(found.course.events[0]) == 3
    shown = kind.outside(found, 5)
    assert shown.shares == ()
    assert (shown.course.events < 0).all()
    said = kind.reading(shown)
    assert "too few" in said.finding
    assert "%" not in " ".join(said.sentences)


def test_a_million_rows_are_answered() -> None:
    dice = np.random.default_rng(1)
    frame = pl.DataFrame({
        "person": pl.Series(dice.integers(0, 200_000, 1_000_000)).cast(pl.String),
        "start": pl.Series(dice.integers(0, 1_000, 1_000_000)).cast(pl.Date).cast(pl.Datetime),
    })  # fmt: skip
    found = kind.run(Asked(Incidents(frame, Precision.DAY)))
    assert found.basis.n == 1_000_000
