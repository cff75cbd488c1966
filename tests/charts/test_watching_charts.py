"""The charts of cusum, ewma, exceedance and scan_window say what their results hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure

from tests.analysis.test_cusum import BASE, ROSE, monthly
from tests.analysis.test_exceedance import KINDS, USUAL, rows
from tests.analysis.test_periods import daily
from tests.analysis.test_scan_window import robberies
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import cusum, ewma, exceedance, scan_window
from workbench.charts.kinds.cusum import KIND as CUSUM
from workbench.charts.kinds.ewma import KIND as EWMA
from workbench.charts.kinds.exceedance import KIND as EXCEEDANCE
from workbench.charts.kinds.scan_window import KIND as SCAN
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme
from workbench.charts.words import width

THEMES = pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
EVENTS = tuple(Event(date(2022, 1, 10) + timedelta(days=20 * at), f"Event {at}") for at in range(4))
GAP = Incidents(
    monthly(ROSE).frame.filter(pl.col("start").dt.month() != 9), monthly(ROSE).precision
)
ALIKE = {f"A kind of incident with quite a long name, number {i:02d}": [*USUAL, 6 + (i < 30) * 40]
         for i in range(40)}  # fmt: skip


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def on_the_sheet(figure: Figure, theme: Theme) -> None:
    """Nothing written beside the axes reaches over an edge."""
    for text in figure.texts:
        x, _ = text.get_position()
        bold = text.get_fontweight() == "bold"
        long = width(text.get_text(), theme, bold, text.get_fontsize())
        start = {"left": x, "right": x - long, "center": x - long / 2}[text.get_ha()]
        assert start >= -0.5, text.get_text()
        assert start + long <= theme.width * 72 + 0.5, text.get_text()


def drawn(kind: Any, chart: Any, asked: Asked, theme: Theme) -> tuple[Any, Figure]:
    result = kind.run(asked)
    figure = chart.draw(result, kind.reading(result), theme)
    on_the_sheet(figure, theme)
    assert png(figure).startswith(b"\x89PNG")
    return result, figure


@THEMES
@pytest.mark.parametrize("made", [monthly(ROSE), monthly(BASE), GAP, monthly([90_000, 1] * 8)],
                         ids=["rose", "shortest", "gaps", "wild"])  # fmt: skip
def test_cusum_draws_both_sums_below_the_counts(made: Incidents, theme: Theme) -> None:
    result, figure = drawn(cusum, CUSUM, Asked(made, events=EVENTS), theme)
    upper, lower = figure.axes
    assert upper.get_position().y0 > lower.get_position().y1
    assert upper.get_xlim() == lower.get_xlim()
    assert upper.get_ylim()[0] == 0
    highs = [line for line in lower.lines if len(line.get_ydata()) == result.known.size]
    np.testing.assert_allclose(highs[0].get_ydata(), result.high[result.known])
    np.testing.assert_allclose(highs[1].get_ydata(), -result.low[result.known])
    marks = [
        line for line in lower.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1
    ]
    assert len(marks) == len(result.shifts)
    assert {"Sum above", "Sum below", "Signal: rose", "Signal: fell"} <= set(words(figure))
    assert not result.events or {"Event 0", "1"} & set(words(figure))


@THEMES
@pytest.mark.parametrize("made", [monthly(ROSE), monthly(BASE), GAP, monthly([90_000, 1] * 8)],
                         ids=["rose", "shortest", "gaps", "wild"])  # fmt: skip
def test_ewma_draws_the_average_and_its_limits(made: Incidents, theme: Theme) -> None:
    result, figure = drawn(ewma, EWMA, Asked(made, events=EVENTS), theme)
    (axes,) = figure.axes
    assert axes.get_ylim()[0] == 0
    lines = [line.get_ydata() for line in axes.lines if len(line.get_ydata()) == len(result.starts)]
    assert any(np.array_equal(line, result.smoothed, equal_nan=True) for line in lines)
    for start in ("Upper limit", "Lower limit", "Expected", "Average"):
        assert any(word.startswith(start) for word in words(figure))


@THEMES
def test_ewma_and_cusum_draw_years_of_weeks(theme: Theme) -> None:
    made = daily(np.random.default_rng(1).poisson(3, 1500).tolist(), date(2022, 1, 3))
    for kind, chart in ((cusum, CUSUM), (ewma, EWMA)):
        drawn(kind, chart, Asked(made, {"unit": "week"}, events=EVENTS), theme)


@THEMES
@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (KINDS, []),
        ({"A": [1, 1, 1, 1]}, []),
        (ALIKE, ["unusually high", "within what is usual"]),
        ({"Small": [*USUAL, 5], "Large": [n * 900 for n in (*USUAL, 6)]}, []),
    ],
    ids=["usual", "one", "forty", "far apart"],
)
def test_exceedance_draws_counts_over_their_ranges(
    made: dict[str, list[int]], shown: list[str], theme: Theme
) -> None:
    result, figure = drawn(exceedance, EXCEEDANCE, Asked(rows(made)), theme)
    (axes,) = figure.axes
    assert axes.get_xlim()[0] == 0
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert 1 <= len(dots) <= 15
    drawn_counts = [int(line.get_xdata()[0]) for line in dots]
    assert drawn_counts == result.counts[: len(dots)].tolist()
    tail = [word for word in words(figure) if word.startswith("Not shown")]
    for part in shown:
        assert part in tail[0]
    hidden = result.family - len(dots)
    assert sum(int(n) for n in "".join(tail).replace(",", "").split() if n.isdigit()) == hidden


def test_exceedance_of_small_counts_only_says_so() -> None:
    result = exceedance.run(Asked(rows({"A": [1, 1, 1, 1], "B": [1, 0, 0, 2]})))
    hidden = exceedance.KIND.outside(result, 5)  # type: ignore[misc]
    figure = EXCEEDANCE.draw(hidden, exceedance.reading(hidden), PAGE)
    assert "Nothing to show" in words(figure)


@THEMES
@pytest.mark.parametrize(
    ("made", "days"),
    [
        (robberies(), 7),
        (robberies([1, 2, 20]), 1),
        (robberies([day for day in range(150) if not 31 <= day < 59]), 7),
        (daily([1, 0, 40] * 500), 1),
        (robberies([0, 0, 0, 30]), 3),
        (robberies([0, 30, 30, 30]), 3),
    ],
    ids=["series", "few", "gap", "years", "first days", "last days"],
)
def test_scan_window_marks_the_busiest_days(made: Incidents, days: int, theme: Theme) -> None:
    result, figure = drawn(scan_window, SCAN, Asked(made, {"days": days}, events=EVENTS), theme)
    (axes,) = figure.axes
    assert axes.get_ylim()[0] == 0
    bars = [segments.get_segments() for segments in axes.collections
            if hasattr(segments, "get_segments")]  # fmt: skip
    heights = [sum(float(one[:, 1].max()) for one in group) for group in bars]
    assert sum(heights) == result.basis.n
    assert heights[1] == result.count
    assert any(word == str(result.count) or word.startswith(f"{result.count}: ")
               for word in words(figure))  # fmt: skip


def test_words_over_the_window_are_not_cut_by_an_event() -> None:
    event = Event(date(2022, 2, 28), "Arrest")
    result = scan_window.run(Asked(robberies(), events=(event,)))
    figure = SCAN.draw(result, scan_window.reading(result), PAGE)
    (axes,) = figure.axes
    line = axes.transData.transform((event.day.toordinal(), 0))[0] * 72 / figure.dpi
    (label,) = [text for text in figure.texts if text.get_text().startswith("6")]
    start = label.get_position()[0]
    assert not start <= line <= start + width(label.get_text(), PAGE, bold=True)
