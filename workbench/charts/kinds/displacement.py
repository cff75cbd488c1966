"""Did it move elsewhere? Three slopes, and each area beside what the control suggests."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.comparison import Difference, Interval
from workbench.analysis.displacing import Displacement
from workbench.analysis.effect import Side
from workbench.analysis.kind import Reading
from workbench.analysis.verdict import Move
from workbench.analysis.words import number, signed
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.ranges import Row, amounts, draw_rows
from workbench.charts.sheet import caption
from workbench.charts.theme import DASHES, MARKERS, PAPER, SERIES, SERIES_TEXT, SOFT, Theme
from workbench.charts.words import widest

SLOPES = 0.47  # of the width
NARROW = 45  # times the size of words: on a sheet of less width one stands above the other


def draw(result: Displacement, reading: Reading, theme: Theme) -> Figure:
    """Slopes with their counts at the left; what lies beyond the control at the right or below."""
    words = caption(reading, result.basis)
    if result.withheld:
        return say(theme, words, f"A count of one of these areas is below {result.withheld}.")
    if not result.basis.n:
        return say(theme, words, "None of the three areas has an incident in these months.")
    page = open_page(theme, words)
    if page.width < theme.text * NARROW:
        under = page.bottom + theme.leading * 6.2
        _slopes(replace(page, bottom=under + theme.leading * 0.5), result)
        _rows(replace(page, top=under), result)
        return page.figure
    middle = page.left + page.width * SLOPES
    gap = theme.text * 2
    _slopes(Page(page.figure, theme, page.left, page.bottom, middle, page.top), result)
    _rows(Page(page.figure, theme, middle + gap, page.bottom, page.right, page.top), result)
    return page.figure


def _sides(result: Displacement) -> tuple[tuple[str, Side], ...]:
    effect = result.effect
    return ("Treated", effect.treated), ("Buffer", result.buffer), ("Control", effect.control)


def _slopes(page: Page, result: Displacement) -> None:
    """Each area from 100 before to what it was after, per day, with its range."""
    theme = page.theme
    drawn = [(at, name, side) for at, (name, side) in enumerate(_sides(result)) if side.exact]
    if not drawn:
        page.text(page.left, page.top - theme.text, "No area had an incident before.", color=SOFT)
        return
    page.text(page.left, page.top - theme.text, "Per day, before = 100", color=SOFT)
    lower = replace(page, top=page.top - theme.leading * 1.6)
    tops = [100 * min(side.change.high, 3 * max(1, side.change.estimate))
            for _, _, side in drawn if side.change]  # fmt: skip
    names = {
        at: f"{name} {number(side.before)} to {number(side.after)}" for at, name, side in drawn
    }
    right = widest(list(names.values()), theme, bold=True) + 16
    axes = lower.chart(scale(max(100, *tops), 0, 4), lambda value: f"{value:.0f}", right=right)
    axes.set_xlim(-0.3, 1.3)
    axes.set_xticks([0, 1], ["Before", "After"])
    ends = []
    for at, _, side in drawn:
        assert side.change is not None
        _slope(axes, at, side.change, theme)
        ends.append(EndLabel(100 * side.change.estimate, names[at], SERIES_TEXT[at], bold=True))
    end_labels(lower, axes, 1.3, ends)


def _slope(axes: Axes, at: int, span: Interval, theme: Theme) -> None:
    """One line with its end's range beside those of the others."""
    place, colour = 1 + 0.08 * (at - 1), SERIES[at]
    top = min(100 * span.high, axes.get_ylim()[1])
    axes.plot([place] * 2, [100 * span.low, top], color=colour, lw=theme.thin * 1.6, zorder=3)
    axes.plot([0, place], [100, 100 * span.estimate], color=colour, ls=DASHES[at], lw=theme.line,
              zorder=4)  # fmt: skip
    axes.plot(place, 100 * span.estimate, MARKERS[at], color=colour, ms=theme.marker, mec=PAPER,
              mew=theme.thin, zorder=5, clip_on=False)  # fmt: skip


def _rows(page: Page, result: Displacement) -> None:
    """Incidents more or fewer than the control suggests, with their ranges."""
    theme = page.theme
    note = "Incidents beyond what the control suggests"
    page.text(page.left, page.top - theme.text, note, color=SOFT)
    found = (result.prevented, result.shifted, result.together)
    rows = [
        Row(name, _cells(one, result), _span(one, result), at == 1, _word(one, result))
        for at, (name, one) in enumerate(zip(("Treated", "Buffer", "Both"), found, strict=True))
    ]
    lower = replace(page, top=page.top - theme.leading * 1.3)
    draw_rows(lower, rows, ("Beyond",), 0.0, amounts(rows, signed))


def _cells(found: Difference | None, result: Displacement) -> tuple[str]:
    """How many beyond what the control suggests."""
    span = _span(found, result)
    return (signed(span.estimate) if span else "",)


def _span(found: Difference | None, result: Displacement) -> Interval | None:
    return None if found is None or result.few or not found.error else found.total


def _word(found: Difference | None, result: Displacement) -> str | None:
    """Fell, rose or cannot tell, against the control."""
    span = _span(found, result)
    if span is None:
        return None
    if span.high < 0:
        return Move.FELL.value
    return Move.ROSE.value if span.low > 0 else Move.UNSURE.value


KIND = ChartKind[Displacement](key="displacement", draw=draw)
