"""Which areas differ by more than chance? Rates by size of area, with the limits of chance."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.area_rates import LIMITS, AreaRates, Whole
from workbench.analysis.kind import Reading
from workbench.analysis.rate_words import rate, units
from workbench.analysis.rates import control_limits
from workbench.analysis.words import capital, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, place
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, MUTED, PAPER, SOFT, Theme
from workbench.charts.words import widest, width

NAMED = 8  # areas beyond the outer limit
FINE = 400  # points of a limit
USUAL = 0.98  # of many areas lie on the scale
FAR = 2.0  # times as high as that, and the scale does not go so far
MANY = 4_000  # dots, after which a file holds them as a picture


def draw(result: AreaRates, reading: Reading, theme: Theme) -> Figure:
    """A dot an area; those beyond the outer limit stand out, and the highest are named."""
    words = caption(reading, result.basis)
    shown = np.flatnonzero(result.counts >= 0)
    if not shown.size:
        return say(theme, words, "All counts here are small, so none is shown.")
    page = open_page(theme, words)
    ends = [(f"{z:g} SD", z) for z in LIMITS]
    right = widest([name for name, _ in ends] + [_mean(result)], theme, bold=True) + 18
    size = result.exposure[shown]
    top = _top(result, shown)
    ticks = scale(top)
    top = ticks[-1]
    axes = page.chart(ticks, right=right, bottom=theme.leading * 1.1)
    capped = (result.rate[shown] * result.per > top).any()
    if capped:  # room for their names
        axes.set_ylim(0, top * 1.16)
    least, most = _ends(float(size.min()), float(size.max()))
    _sizes(page, axes, (least, most), right)
    labels = _limits(axes, result, (least, most), theme)
    _dots(axes, result, shown, top, theme)
    end_labels(page, axes, most, [one for one in labels if one.y <= top])
    middle = (page.left + page.right - right) / 2
    below = capital(f"{units(result)} in the area")
    if capped:
        below += "; triangles lie above the scale"
    page.text(middle, page.bottom + 2, below, color=SOFT, ha="center")
    _names(page, axes, result, top)
    return page.figure


def _top(result: AreaRates, shown: Whole) -> float:
    """The end of the scale of rates; a few areas far above all others do not set it."""
    own = result.rate[shown] * result.per
    _, high = control_limits(result.exposure[shown], result.mean, LIMITS[-1], result.phi)
    usual = max(float(np.quantile(own, USUAL)), float(np.median(high)) * result.per) * 1.3
    most = float(max(own.max(), result.mean * result.per * 1.5))
    return usual if shown.size >= 50 and most > FAR * usual else most


def _mean(result: AreaRates) -> str:
    return f"All areas {rate(result, result.mean)}"


def _ends(low: float, high: float) -> tuple[float, float]:
    """From nought where sizes differ much; else from a little below the smallest."""
    return (0.0 if low < 0.25 * high else low * 0.92), high * 1.03


def _sizes(page: Page, axes: Axes, ends: tuple[float, float], right: float) -> None:
    """The scale of sizes."""
    room = page.width - right
    count = max(2, min(6, int(room / (width(tick(ends[1]), page.theme) + 18))))
    ticks = [value for value in scale(ends[1], ends[0], count) if ends[0] <= value <= ends[1]]
    axes.set_xlim(*ends)
    axes.set_xticks(ticks, [tick(value) for value in ticks])


def _limits(
    axes: Axes, result: AreaRates, ends: tuple[float, float], theme: Theme
) -> list[EndLabel]:
    """The rate of all areas and the limits of chance round it; returns their names."""
    sizes = np.linspace(max(ends[0], ends[1] / FINE), ends[1], FINE)
    mean, per = result.mean, result.per
    axes.plot(ends, [mean * per] * 2, color=FOCUS, lw=theme.thin * 1.6, zorder=2)
    labels = [EndLabel(mean * per, _mean(result), INK, bold=True)]
    for z, dash in zip(LIMITS, ((2, 2), (6, 3)), strict=True):
        low, high = control_limits(sizes, mean, z, result.phi)
        for side in (low, high):
            axes.plot(sizes, side * per, color=SOFT, lw=theme.thin * 1.3, dashes=dash, zorder=2)
        labels.append(EndLabel(float(high[-1]) * per, f"{z:g} SD", SOFT))
    return labels


def _dots(axes: Axes, result: AreaRates, shown: Whole, top: float, theme: Theme) -> None:
    """Areas within chance in grey, between the limits in navy, beyond them in orange."""
    beyond = np.abs(result.beyond[shown])
    small = theme.marker * (0.55 if shown.size > 300 else 0.9)
    for level, colour, mark in ((0, MUTED, small), (2, FOCUS, small), (3, ALERT, theme.marker)):
        at = shown[beyond == level]
        rates = result.rate[at] * result.per
        for shape, those in (("o", rates <= top), ("^", rates > top)):
            axes.plot(
                result.exposure[at][those], np.minimum(rates[those], top * 1.06), shape, ms=mark,
                mfc=colour, mec=INK if level == 3 else PAPER,
                mew=theme.thin * (0.8 if level == 3 else 0.4), ls="",
                zorder=3 + level, clip_on=False, rasterized=shown.size > MANY,
            )  # fmt: skip


def _names(page: Page, axes: Axes, result: AreaRates, top: float) -> None:
    """The areas beyond the outer limit, farthest off first; those above the scale with it."""
    beyond = np.flatnonzero((np.abs(result.beyond) == 3) & (result.counts >= 0))
    far = np.abs(result.rate[beyond] - result.mean) * np.sqrt(result.exposure[beyond])
    order = beyond[np.argsort(-far, kind="stable")][:NAMED]
    own = result.rate * result.per
    if (own[order] > top).any():
        order = order[own[order] > top]
    marks = np.column_stack([result.exposure, np.minimum(own, top * 1.06)])
    told = [f" {rate(result, float(result.rate[at]))}" if own[at] > top else "" for at in order]
    spots = [
        (float(marks[at, 0]), float(marks[at, 1]), f"{result.names[at]}{value}")
        for at, value in zip(order, told, strict=True)
    ]
    place(page, axes, spots, marks[result.counts >= 0])


KIND = ChartKind[AreaRates](key="funnel", draw=draw)
