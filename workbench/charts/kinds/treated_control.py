"""Did it change more than elsewhere? Two areas before and after, and their months beneath."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.effect import Effect, Side
from workbench.analysis.kind import Reading
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.month_lines import Lines, draw_months
from workbench.charts.page import open_page, say
from workbench.charts.ranges import Row, draw_rows, rows_height, snug
from workbench.charts.sheet import caption
from workbench.charts.theme import SOFT, Theme

Floats = NDArray[np.float64]


def draw(result: Effect, reading: Reading, theme: Theme) -> Figure:
    """A dot and its range a row, no change as a rule; below, both areas month by month."""
    words = caption(reading, result.basis)
    if not result.basis.n:
        return say(theme, words, "Neither area has an incident in these months.")
    page = open_page(theme, words)
    rows, months = _rows(result), _enough(result)
    high = rows_height(rows, theme, snug(page) if months else 2.6)
    draw_rows(page, rows, ("Before", "After"), page.height - high)
    if months:
        draw_months(page, _lines(result), high + theme.leading * 0.9)
    else:
        page.text(page.left, page.top - high - theme.leading * 2,
                  "Too few incidents or months to draw month by month.", color=SOFT)  # fmt: skip
    return page.figure


def _rows(result: Effect) -> list[Row]:
    """Treated, control, and the one against the other."""
    counted = [
        Row(name, (number(side.before), number(side.after)), side.change)
        for name, side in (("Treated area", result.treated), ("Control area", result.control))
    ]
    return [*counted, Row("Treated against control", ("", ""), result.ratio, True)]


def _enough(result: Effect) -> bool:
    """Whether months hold enough to be drawn: two each side, and one incident a month."""
    spans = (result.before, result.after)
    few = min(len(span.months) for span in spans) < 2
    return not few and result.treated.before >= len(result.before.months)


def _lines(result: Effect) -> Lines:
    """Both areas month by month, each as a share of its own mean before."""
    return Lines(
        result.months,
        (_indexed(result, result.treated), _indexed(result, result.control)),
        ("Treated", "Control"),
        "By month; each area's mean before = 100",
        lambda value: f"{value:.0f}",
        result.events,
        (result.before, result.after),
    )


def _indexed(result: Effect, side: Side) -> Floats:
    """Monthly counts as a percentage of the mean of the months before; NaN at gaps."""
    counts = np.array([np.nan if c is None else c for c in side.by_month], np.float64)
    return counts / max(side.before / len(result.before.months), 1e-9) * 100


KIND = ChartKind[Effect](key="treated_control", draw=draw)
