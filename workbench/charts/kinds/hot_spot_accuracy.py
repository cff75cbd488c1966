"""Would the hot spots have held? Later incidents held, against how much ground is searched."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.hot_spot_accuracy import FEW, HotSpotAccuracy
from workbench.analysis.words import percent, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import (
    DASHES,
    FOCUS,
    INK,
    MUTED,
    PAPER,
    SERIES,
    SERIES_TEXT,
    SOFT,
    Theme,
)
from workbench.charts.words import widest

Floats = NDArray[np.float64]

NAMES = {"density": "By density", "counts": "By counts"}
BEST, EVEN = "Best choice", "Even spread"
LOW = 0.2  # share below which the words stand above the spot
ENOUGH = 0.8  # of the later incidents: the picture shows the ground that holds so many


def draw(result: HotSpotAccuracy, reading: Reading, theme: Theme) -> Figure:
    """Both forecasts between an even spread and the best choice, and the chosen share marked."""
    page = open_page(theme, caption(reading, result.basis))
    right = widest([*NAMES.values(), BEST, EVEN], theme, bold=True) + 16
    below = theme.leading * 1.1
    axes = page.chart(scale(1.0), percent, right=right, top=theme.leading, bottom=below)
    reach = _reach(result)
    axes.set_xlim(0, reach)
    marks = scale(100 * reach)
    marks = [at for at in marks if at <= 100 * reach + 1e-9]
    axes.set_xticks([at / 100 for at in marks], [f"{tick(at)}%" for at in marks])
    labels = _lines(axes, result, theme, reach)
    _mark(page, axes, result)
    end_labels(page, axes, reach, labels)
    x, _ = page.points(axes, 0, 0)
    page.text(x, page.bottom, "Share of the ground searched, hottest first", color=SOFT)
    page.text(page.left, page.top - theme.text, "Share of later incidents held", color=SOFT)
    return page.figure


def _reach(result: HotSpotAccuracy) -> float:
    """How much of the ground is shown: what holds most incidents, and the chosen share well in."""
    curves = result.curves
    held = curves.density if result.method == "density" else curves.counts
    full = np.flatnonzero(np.nan_to_num(held) >= ENOUGH)
    wanted = max(float(curves.share[full[0]]) if full.size else 1.0, 2.5 * result.step.share)
    return min(1.0, scale(100 * wanted)[-1] / 100)


def _lines(axes: Axes, result: HotSpotAccuracy, theme: Theme, reach: float) -> list[EndLabel]:
    """The four lines, the chosen forecast strongest, and the words at their ends."""
    curves, chosen = result.curves, result.method
    other = "counts" if chosen == "density" else "density"
    told = (
        (curves.share, EVEN, MUTED, SOFT, DASHES[2], theme.thin * 1.4),
        (curves.best, BEST, MUTED, SOFT, DASHES[0], theme.thin * 1.4),
        (getattr(curves, other), NAMES[other], SERIES[1], SERIES_TEXT[1], DASHES[1], theme.line),
        (getattr(curves, chosen), NAMES[chosen], FOCUS, INK, DASHES[0], theme.line * 1.3),
    )
    labels = []
    for at, (held, name, colour, words, dash, wide) in enumerate(told):
        axes.plot(curves.share, held, color=colour, ls=dash, lw=wide, zorder=3 + at,
                  solid_capstyle="butt")  # fmt: skip
        end = float(np.interp(reach, curves.share, held))
        if np.isfinite(end):
            labels.append(EndLabel(end, name, words, bold=name == NAMES[chosen]))
    return labels


def _mark(page: Page, axes: Axes, result: HotSpotAccuracy) -> None:
    """The share of the ground that the finding tells of."""
    step, theme = result.step, page.theme
    held = step.by(result.method).incidents
    if held < 0:
        return
    share = held / result.n_later
    axes.plot([step.share, step.share, 0], [0, share, share], color=INK, lw=theme.thin,
              ls=DASHES[1], zorder=2.5)  # fmt: skip
    axes.plot([step.share], [share], "o", ms=theme.marker * 1.5, mfc=FOCUS, mec=PAPER,
              mew=theme.thin, zorder=8, clip_on=False)  # fmt: skip
    x, y = page.points(axes, step.share, share)
    places = 0 if abs(100 * step.share - round(100 * step.share)) < 0.05 else 1
    told = percent(share) if result.n_later >= FEW else f"{held} of {result.n_later}"
    words = f"{told} on {percent(step.share, places)} of the ground"
    if share < LOW:
        page.text(x + 8, y + theme.text, words, bold=True, halo=True)
        return
    both = (result.curves.density, result.curves.counts)
    lower = min(float(np.interp(step.share * 1.1, result.curves.share, one)) for one in both)
    under = page.points(axes, step.share, min(share, max(lower, LOW)))[1]
    page.text(x + 8, under - theme.text * 1.5, words, bold=True, halo=True)


KIND = ChartKind[HotSpotAccuracy](key="hot_spot_accuracy", draw=draw)
