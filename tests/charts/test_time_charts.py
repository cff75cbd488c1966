"""The time charts at their emptiest, usual and fullest, in every medium."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnyKind, Asked, Event, Value
from workbench.analysis.kinds import hour_week, treated_control, trend, year_on_year
from workbench.charts.kind import AnyChart
from workbench.charts.kinds import hour_week as hour_week_chart
from workbench.charts.kinds import treated_control as treated_chart
from workbench.charts.kinds import trend as trend_chart
from workbench.charts.kinds import year_on_year as year_chart
from workbench.charts.labels import plan_events, spread
from workbench.charts.sheet import picture
from workbench.charts.theme import ALERT, PAGE, SCREEN, WALL, Theme
from workbench.charts.words import shorten, width, wrap
from workbench.domain.data import Precision

LONG = "Lighting mended in the park behind the leisure centre, number"


def totals(counts: Sequence[int | None], area: str = "A") -> pl.DataFrame:
    months = [datetime(2020 + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    return pl.DataFrame(
        {"start": [m for m, _ in kept], "count": [c for _, c in kept], "area": [area] * len(kept)},
        schema={"start": pl.Datetime, "count": pl.Int64, "area": pl.String},
    )


def months(*counts: int | None) -> Incidents:
    return Incidents(totals(counts), Precision.MONTH, "none", True, "Made up")


def some(count: int, mean: float = 40) -> list[int]:
    return np.random.default_rng(1).poisson(mean, count).tolist()


def hours(count: int) -> Incidents:
    start = [datetime(2024, 1, 1) + timedelta(minutes=397 * i) for i in range(count)]
    frame = pl.DataFrame(
        {"start": start, "end": [s + timedelta(hours=i % 30) for i, s in enumerate(start)]},
        schema={"start": pl.Datetime, "end": pl.Datetime},
    )
    return Incidents(frame, source="Made up")


def both(treated: list[int], control: list[int]) -> Incidents:
    frame = pl.concat([totals(treated, "A"), totals(control, "B")])
    return Incidents(frame, Precision.MONTH, "none", True, "Made up")


WHEN: dict[str, Value] = {
    "treated": ("A",), "control": ("B",),
    "before_first": "2020-01", "before_last": "2021-12",
    "after_first": "2022-01", "after_last": "2022-12",
}  # fmt: skip
EVENTS = tuple(Event(date(2020 + i // 12, i % 12 + 1, 9), f"{LONG} {i}") for i in range(56))
STEP: dict[str, Value] = {"step_at": "2022-06", "step_reason": "New rules"}

Drawing = tuple[AnyKind, AnyChart, Incidents, dict[str, Value], tuple[Event, ...]]
T = (trend.KIND, trend_chart.KIND)
H = (hour_week.KIND, hour_week_chart.KIND)
Y = (year_on_year.KIND, year_chart.KIND)
C = (treated_control.KIND, treated_chart.KIND)
DRAWINGS: dict[str, Drawing] = {
    "trend empty": (*T, months(), {}, ()),
    "trend one month": (*T, months(1), {}, ()),
    "trend of noughts": (*T, months(*[0] * 12), {}, ()),
    "trend twelve months": (*T, months(*some(12)), {}, EVENTS[:2]),
    "trend with gaps": (*T, months(*some(14), None, None, 40, None, 41), {}, EVENTS[:1]),
    "trend sixty months, forty events": (*T, months(*some(60)), {}, EVENTS[:40]),
    "trend with a step": (*T, months(*some(30), *some(30, 90)), STEP, ()),
    "trend with patterns": (*T, months(*some(20), *some(16, 46)), {"rules": "nelson"}, EVENTS[:2]),
    "trend of medians": (
        *T,
        months(*some(20), *some(40, 46)),
        {"rules": "western", "limits": "median"},
        EVENTS,
    ),
    "hours empty": (*H, hours(0), {}, ()),
    "hours one row": (*H, hours(1), {}, ()),
    "hours usual": (*H, hours(900), {}, ()),
    "hours many": (*H, hours(90_000), {"show": "known"}, ()),
    "years empty": (*Y, months(), {}, ()),
    "years two months": (*Y, months(*[5] * 14), {}, ()),
    "years with gaps": (*Y, months(*some(12), 9, None, 8, 7, None), {}, ()),
    "years five": (*Y, months(*some(58)), {}, ()),
    "years with events": (*Y, months(*some(58)), {}, EVENTS[48:53]),
    "years with many events": (*Y, months(*some(58)), {}, EVENTS[48:] * 4),
    "areas usual": (*C, both(some(36), some(36, 80)), WHEN, EVENTS[:30]),
    "areas large": (*C, both(some(36, 90_000), some(36, 800_000)), WHEN, ()),
    "areas small": (*C, both([0, 1, 0] * 12, [0] * 36), WHEN, ()),
    "areas without a row": (*C, both([0] * 36, [0] * 36), WHEN, ()),
}


def drawn(name: str, theme: Theme) -> tuple[Figure, Any, AnyKind]:
    kind, chart, rows, given, events = DRAWINGS[name]
    result = kind.run(Asked(rows, given, events=events))
    return chart.draw(result, kind.reading(result), theme), result, kind


def words_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("theme", [SCREEN, PAGE, WALL], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", DRAWINGS, ids=str)
def test_every_word_lies_on_the_sheet(name: str, theme: Theme) -> None:
    figure, _, _ = drawn(name, theme)
    figure.canvas.draw()
    across, up = figure.get_size_inches() * figure.dpi
    texts = [*figure.texts]
    for axes in figure.axes:
        texts += [*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]
    for text in texts:
        if not (text.get_text().strip() and text.get_visible()):
            continue
        box = text.get_window_extent()
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= across + 1, text
        assert box.y1 <= up + 1, text
        assert text.get_fontsize() >= 8, text


@pytest.mark.parametrize("name", DRAWINGS, ids=str)
def test_words_do_not_meet(name: str) -> None:
    figure, _, _ = drawn(name, SCREEN)
    figure.canvas.draw()
    boxes = [(t.get_text(), t.get_window_extent()) for t in figure.texts if t.get_text().strip()]
    for index, (one, box) in enumerate(boxes):
        for other, beside in boxes[index + 1 :]:
            wide = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            high = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert wide <= 1 or high <= 3, f"{one!r} meets {other!r}"


@pytest.mark.parametrize("name", DRAWINGS, ids=str)
def test_the_title_is_the_finding_and_the_foot_says_n(name: str) -> None:
    figure, result, kind = drawn(name, SCREEN)
    said = " ".join(words_of(figure))
    reading = kind.reading(result)
    empty = "Nothing to show" in said
    title = "Nothing to show" if empty else reading.finding
    assert said.startswith(title)
    shown = result.n if kind is hour_week.KIND else result.basis.n
    assert f"n = {0 if empty else shown:,}." in said
    assert "Source: Made up" in said or result.basis.source == ""
    assert str(figure.get_label()).startswith(title)


@pytest.mark.parametrize("name", ["trend with gaps", "areas usual"])
def test_a_picture_repeats_and_carries_its_alt_text(name: str) -> None:
    one, again = picture(drawn(name, PAGE)[0]), picture(drawn(name, PAGE)[0])
    assert one == again
    assert one.png.startswith(b"\x89PNG")
    assert b"<svg" in one.svg
    assert one.pdf.startswith(b"%PDF")
    assert one.alt
    assert (round(one.width_mm), round(one.height_mm)) == (160, 90)


@pytest.mark.parametrize("name", ["trend with patterns", "trend of medians"])
def test_patterns_are_ringed_and_each_rule_has_its_row(name: str) -> None:
    figure, result, _ = drawn(name, SCREEN)
    ends = {end for one in result.patterns for end in one.ends}
    rings = [line for line in figure.axes[0].lines if line.get_markeredgecolor() == ALERT]
    assert [len(ring.get_xdata()) for ring in rings] == [len(ends)]
    named = [word for word in words_of(figure) if word.startswith("Rule ")]
    assert sorted(named) == [f"Rule {one.rule}" for one in result.patterns] != []
    assert len(figure.artists) == sum(len(one.ends) for one in result.patterns)
    assert ("Median" in " ".join(words_of(figure))) is result.medians


def test_a_gap_breaks_the_line() -> None:
    figure, result, _ = drawn("trend with gaps", SCREEN)
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == len(result.months)]
    assert np.isnan(np.asarray(lines[0].get_ydata(), float)).sum() == len(result.gaps)


@pytest.mark.parametrize(
    "name", ["trend twelve months", "areas usual", "years with events"], ids=str
)
def test_events_stand_on_their_days(name: str) -> None:
    figure, result, _ = drawn(name, SCREEN)
    assert result.events
    days = {
        round(float(line.get_xdata()[0]))
        for axes in figure.axes
        for line in axes.lines
        if len(line.get_xdata()) == 2 and line.get_xdata()[0] == line.get_xdata()[1]
    }
    assert {event.day.toordinal() for event in result.events} <= days


def test_labels_are_spread_the_least() -> None:
    placed = spread([10, 11, 50], 10, 0, 100)
    assert placed == pytest.approx([5.5, 15.5, 50])
    assert spread([99, 99], 10, 0, 100) == pytest.approx([90, 100])


def test_events_become_numbers_when_their_words_do_not_fit() -> None:
    limits = (date(2020, 1, 1).toordinal(), date(2023, 6, 1).toordinal())
    named = plan_events(EVENTS[:1], SCREEN, limits, 0, 400)
    numbered = plan_events(EVENTS, SCREEN, limits, 0, 400)
    assert named.texts[0].startswith("Lighting")
    assert numbered.texts[0] == "1"
    assert plan_events((), SCREEN, limits, 0, 400).height == 0


@pytest.mark.parametrize("day", range(1, 360, 20))
def test_long_words_of_an_event_stay_between_the_edges(day: int) -> None:
    start = date(2023, 1, 1)
    limits = (start.toordinal(), start.toordinal() + 364)
    lanes = plan_events((Event(start + timedelta(days=day), LONG * 3),), SCREEN, limits, 20, 300)
    x, long = 20 + day / 364 * 280, width(lanes.texts[0], SCREEN)
    if lanes.flipped[0]:
        assert x - long >= 20
    else:
        assert x + long <= 300


def test_words_are_cut_to_fit() -> None:
    room = width("Twelve letters", SCREEN)
    cut = shorten("A very long name of a street, Liverpool", SCREEN, room)
    assert width(cut, SCREEN) <= room
    assert cut.endswith("verpool")
    assert len(wrap("one two three four five six seven", SCREEN, room, 2)) == 2


def test_the_theme_finds_a_font() -> None:
    for theme in (SCREEN, PAGE, WALL):
        assert theme.family in (*theme.families, "DejaVu Sans")
