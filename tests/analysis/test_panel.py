"""Treated against many areas (panel): what is found, refused and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from workbench.analysis import codec
from workbench.analysis.differences import panel_difference
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import panel as kind
from workbench.analysis.panels import Panel
from workbench.analysis.verdict import Move
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

Counts = Mapping[str, Sequence[int | None]]
TREATED = ("T0", "T1", "T2", "T3", "T4", "T5")


def made(areas: int = 18, months: int = 48, at: int = 36, fall: float = 1.0, seed: int = 2,
         drift: float = 0.0) -> dict[str, list[int | None]]:  # fmt: skip
    """Counts of six treated areas and others."""
    rng, time = np.random.default_rng(seed), np.arange(months)
    found: dict[str, list[int | None]] = {}
    for place in range(areas):
        treated = place < 6
        mean = (8 + place) * np.exp(0.2 * np.sin(2 * np.pi * time / 12))
        if treated:
            mean = mean * np.where(time >= at, fall, 1) * np.exp(drift * time)
        found[f"T{place}" if treated else f"C{place}"] = rng.poisson(mean).tolist()
    return found


def totals(counts: Counts) -> Incidents:
    rows = [
        (datetime(2018 + i // 12, i % 12 + 1, 1), area, n, "Burglary")
        for area, series in counts.items()
        for i, n in enumerate(series)
        if n is not None
    ]
    columns = {"start": pl.Datetime, "area": pl.String, "count": pl.Int64, "type": pl.String}
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return Incidents(frame, Precision.MONTH, "none", True, "Made for tests")


def ask(incidents: Incidents, events: tuple[Event, ...] = (), **given: Any) -> Panel:
    settings = {"start": "2021-01", "treated": TREATED, **given}
    found = kind.run(Asked(incidents, settings, events=events))
    packed = codec.pack(found)
    assert codec.pack(codec.unpack(packed, Panel)) == packed
    return found


def test_a_planted_fall_is_found_and_said() -> None:
    counts = made(fall=0.6)
    found = ask(totals(counts))
    assert found.move is Move.FELL
    assert found.ratio.low < 0.6 < found.ratio.high
    said = kind.reading(found)
    fewer = round(100 * (1 - found.ratio.estimate))
    assert said.finding == (
        f"All incidents fell in the treated areas against the others: {fewer}% fewer than expected"
    )
    assert (said.says, said.tone) == ("Fell", "change")
    matrix = np.array([counts[code] for code in sorted(counts)], float)
    done = np.array([code in TREATED for code in sorted(counts)])
    direct = panel_difference(matrix, done, np.arange(48) >= 36)
    assert direct is not None
    assert found.ratio.estimate == direct.ratio.estimate
    assert found.ratio.low <= direct.ratio.low
    assert found.ratio.high >= direct.ratio.high
    assert found.treated.before == matrix[done][:, :36].sum()
    assert found.control.after == matrix[~done][:, 36:].sum()
    assert found.basis.n == matrix.sum()
    rows = kind.table(found).rows
    assert [row[0] for row in rows] == [
        "Treated areas", "All other areas", "Treated against the others",
        "Before the start, a year", "Their own trend taken on",
    ]  # fmt: skip
    assert rows[2][4] == pytest.approx(found.ratio.estimate - 1)


def test_rows_and_totals_give_the_same_answer() -> None:
    summed = totals(made(fall=0.6))
    each = np.repeat(np.arange(summed.frame.height), summed.frame["count"])
    rows = Incidents(summed.frame[each].drop("count"), Precision.MONTH, source="Made for tests")
    assert rows.n == summed.n
    assert ask(rows).ratio == ask(summed).ratio
    assert ask(rows, type="Burglary").ratio == ask(summed).ratio


def test_a_rise_is_said_as_one() -> None:
    said = kind.reading(ask(totals(made(fall=1.6)), type="Burglary"))
    assert said.finding.startswith("Burglary rose in the treated areas against the others: ")


def test_cannot_tell_says_what_could_have_been_seen() -> None:
    found = ask(totals(made(areas=9, seed=3)), treated=("T0",))
    said = kind.reading(found)
    assert found.move is Move.UNSURE
    assert said.finding.endswith("in the treated areas, but we cannot tell")
    assert "We cannot say the response worked or failed" in said.sentences[1]
    assert "could have been shown" in said.sentences[1]


def test_areas_that_moved_apart_before_cannot_be_compared() -> None:
    found = ask(totals(made(fall=1.0, drift=-0.03)))
    assert found.ratio.high < 1
    assert found.alike_before is False
    assert found.move is Move.UNSURE
    said = kind.reading(found)
    assert said.finding.endswith("but the treated areas were moving apart from others before")
    assert "the comparison is not a fair one" in " ".join(said.sentences)
    assert "Chance alone is an unlikely" not in " ".join(said.sentences)
    # a fall far beyond that trend still stands
    deep = ask(totals(made(fall=0.3, drift=-0.03)))
    assert deep.alike_before is False
    assert deep.trended is not None
    assert deep.trended.low < 0.3 < deep.trended.high
    assert kind.reading(deep).finding == (
        "All incidents fell in the treated areas, beyond the trend they had before"
    )


def test_a_named_control_is_the_only_control() -> None:
    counts = made(fall=0.6)
    control = tuple(code for code in counts if code.startswith("C"))[:4]
    found = ask(totals(counts), control=control)
    fewer = ask(totals({c: n for c, n in counts.items() if c in (*TREATED, *control)}))
    assert found.ratio == fewer.ratio
    assert (found.control.areas, found.all_others) == (4, False)
    assert kind.table(found).rows[1][0] == "Control areas"


def test_months_of_coming_in_and_gaps_are_left_out() -> None:
    counts = made(fall=0.6)
    for series in counts.values():
        series[10] = None
        series[36] = 900
    found = ask(totals(counts), phase_in=1)
    assert found.known == (35, 11)
    assert found.gaps == (date(2018, 11, 1),)
    assert found.masked == (36,)
    said = " ".join(kind.reading(found).sentences)
    assert "Jan 2021 are left out" not in said
    assert "Jan 2021 is left out, for the response was only coming in" in said
    assert "no rows for Nov 2018" in said
    assert found.move is Move.FELL


def test_rows_without_an_area_are_told() -> None:
    rows = totals(made(fall=0.6))
    lost = rows.frame.head(40).with_columns(area=pl.lit(None, pl.String))
    blank = rows.frame.head(2).with_columns(area=pl.lit(" "))
    found = ask(Incidents(pl.concat([rows.frame, lost, blank]), rows.precision, "none", True))
    n = int(lost["count"].sum() + blank["count"].sum())
    assert ("No small area", n) in found.basis.left_out
    assert f"{n} incidents have no small area" in " ".join(kind.reading(found).sentences)
    assert found.control.areas == 12
    assert found.ratio == ask(rows).ratio


def test_few_months_leave_the_trend_unchecked() -> None:
    counts = {code: series[30:42] for code, series in made(fall=0.5).items()}
    found = ask(totals(counts), start="2018-07")
    assert found.before_gap is None
    assert "Too few months lie before the start to check" in " ".join(kind.reading(found).sentences)
    assert len(kind.table(found).rows) == 3


NOTHING = {code: [0] * 48 for code in (*TREATED, "C1", "C2")}
REFUSED: list[tuple[Counts, dict[str, Any], str]] = [
    (made(), {"treated": ()}, "No treated area is chosen"),
    (made(), {"start": None}, "first month of the response is not chosen"),
    (made(), {"treated": ("Z",)}, "No row of this file lies in the treated area"),
    (made(), {"control": ("Z",)}, "No row of this file lies in the control area"),
    (made(), {"control": ("T1",)}, "in the treated area and in the control"),
    (made(6), {}, "Every row with a small area lies in the treated area"),
    (made(), {"start": "2018-02"}, "1 complete months before and 47 after"),
    (made(), {"start": "2030-01"}, "48 complete months before and 0 after"),
    (made(), {"phase_in": 11}, "36 complete months before and 1 after"),
    (NOTHING, {}, "0 before and 0 after in the treated areas"),
    (made(fall=0.0), {}, "and 0 after in the treated areas"),
]


@pytest.mark.parametrize(("counts", "given", "words"), REFUSED)
def test_what_cannot_be_asked_is_refused_in_words(
    counts: Counts, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotAnswerError, match="Nothing was changed") as told:
        ask(totals(counts), **given)
    assert words in str(told.value)


@pytest.mark.parametrize("n", [3, 10**6])
def test_equal_counts_are_no_change(n: int) -> None:
    found = ask(totals({code: [n] * 48 for code in made()}))
    assert found.ratio.estimate == pytest.approx(1, rel=1e-9)
    said = kind.reading(found)
    assert not any("nan" in one for one in (*said.sentences, *said.working))


def test_merseyside_is_answered(shared: Path) -> None:
    folder = shared / "data" / "evaluation"
    rows = pl.read_csv(folder / "merseyside_lsoa_crime_all.csv.gz", try_parse_dates=True)
    frame = rows.select(
        start=pl.col("month").cast(pl.Datetime), count=pl.col("burglary").cast(pl.Int64), area="id"
    )
    matched = pl.read_csv(folder / "merseyside_lsoa_crime_matched_treated_control.csv")
    treated = matched.filter(pl.col("treatment") == 1)["id"].unique().to_list()
    incidents = Incidents(frame, Precision.MONTH, "none", True, "Merseyside")
    found = ask(incidents, start="2023-01", treated=treated)
    assert (found.treated.areas, found.control.areas) == (13, 910)
    assert found.known == (36, 22)
    assert found.move is Move.UNSURE
    assert len(codec.pack(found)) < 20_000


def test_areas_that_stay_as_they_were_neither_fall_nor_rise() -> None:
    dates = {"A": [40] * 24, "B": [80] * 23 + [81]}
    found = ask(totals(dates), treated=("A",), start="2019-01")
    said = kind.reading(found).sentences[0]
    assert "stayed at 480 in the one treated small area" in said
    assert "went from 960 to 961 in the one other small area" in said
    assert "fell" not in said
    assert "rose" not in said


def test_the_difference_in_plain_means_stands_beside_the_ratio() -> None:
    counts = made(fall=0.6)
    found = ask(totals(counts))
    assert found.plain is not None
    days = (365 * 3 + 0, 365)
    sums = {
        name: (sum(c or 0 for c in months[:36]), sum(c or 0 for c in months[36:]))
        for name, months in counts.items()
    }
    changes = {
        name: (after / days[1] - before / days[0]) * 365.25 / 12
        for name, (before, after) in sums.items()
    }
    own = [value for name, value in changes.items() if name in TREATED]
    other = [value for name, value in changes.items() if name not in TREATED]
    expected = np.mean(own) - np.mean(other)
    assert found.plain.difference.estimate == pytest.approx(expected, rel=2e-3)  # a leap day
    error = np.hypot(np.std(own, ddof=1) / 6**0.5, np.std(other, ddof=1) / 12**0.5)
    reach = found.plain.difference.high - found.plain.difference.estimate
    assert reach == pytest.approx(1.959964 * error, rel=2e-3)
    assert found.plain.ranged
    assert not found.opposed
    said = " ".join(kind.reading(found).working)
    assert "In plain means, without a model: a treated area went from" in said
    assert f"less the other is {-found.plain.difference.estimate:.1f} fewer a month" in said


def test_plain_means_of_two_areas_have_no_range() -> None:
    # two areas, two years alike in length: 10 to 5 a month, and 20 to 18
    series = {"T0": [10] * 12 + [5] * 12, "C0": [20] * 12 + [18] * 12}
    found = ask(totals(series), treated=("T0",), start="2019-01")
    assert found.plain is not None
    assert not found.plain.ranged
    assert found.plain.difference.estimate == pytest.approx(-3, rel=1e-3)
    assert found.plain.difference.low == found.plain.difference.high
    assert "3.0 fewer a month for each treated area." in " ".join(kind.reading(found).working)


def test_plain_numbers_that_point_the_other_way_are_told() -> None:
    # a small area that halves, while a large one loses a tenth: fewer by share, more by number
    series = {"T0": [20] * 24 + [10] * 12, "C0": [300] * 24 + [270] * 12}
    found = ask(totals(series), treated=("T0",), start="2020-01")
    assert found.move is Move.FELL
    assert found.opposed
    said = " ".join(kind.reading(found).sentences)
    assert "In plain numbers it points the other way (20" in said
