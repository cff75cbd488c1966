"""Is it fewer than before? Two ranges of the change, and the months they come from."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.two_periods import TwoPeriods
from workbench.analysis.words import number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.month_lines import Lines, draw_months
from workbench.charts.page import open_page, say
from workbench.charts.ranges import Row, draw_rows, rows_height, snug
from workbench.charts.sheet import caption
from workbench.charts.theme import SOFT, Theme


def draw(result: TwoPeriods, reading: Reading, theme: Theme) -> Figure:
    """The change as a dot with its range, twice; below, month by month with both means."""
    words = caption(reading, result.basis)
    if not result.basis.n:
        return say(theme, words, "There is no incident in either period.")
    page = open_page(theme, words)
    months = min(len(result.before.months), len(result.after.months)) >= 2
    rows = _rows(result)
    high = rows_height(rows, theme, snug(page) if months else 2.6)
    draw_rows(page, rows, ("Before", "After"), page.height - high)
    if months:
        draw_months(page, _lines(result), high + theme.leading * 0.9)
    else:
        page.text(page.left, page.top - high - theme.leading * 2,
                  "Too few months to draw month by month.", color=SOFT)  # fmt: skip
    return page.figure


def _rows(result: TwoPeriods) -> list[Row]:
    """Chance alone, and the range that is believed."""
    word = None if result.exact else result.move.value
    counts = (number(result.then), number(result.now))
    return [
        Row(
            "By chance alone", counts, result.exact, word=None if result.exact else "no percentage"
        ),
        Row("As months here vary", ("", ""), result.cautious, True, word),
    ]


def _lines(result: TwoPeriods) -> Lines:
    counts = np.array([np.nan if c is None else c for c in result.counts], np.float64)
    return Lines(
        result.months,
        (counts,),
        ("",),
        "Incidents by month; a level line is the mean of its months",
        tick,
        result.events,
        (result.before, result.after),
        (result.then / len(result.before.months), result.now / len(result.after.months)),
    )


KIND = ChartKind[TwoPeriods](key="two_periods", draw=draw)
