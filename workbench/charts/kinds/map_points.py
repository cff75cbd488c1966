"""Where is each one? Incidents as circles, larger where several share a point."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.ground import inside
from workbench.analysis.kind import Reading
from workbench.analysis.kinds.map_points import MapPoints
from workbench.analysis.sharing import HIDDEN
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.map_base import Key, furniture, map_axes, outline, seen
from workbench.charts.page import open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, PAPER, Theme

RASTER = 5_000  # more circles than this become dots in a PDF, or it would not open
AT_ONCE = 100_000  # circles drawn in one go; matplotlib lets nothing else run meanwhile
# Up to so many circles: points across for one incident in markers, and for the largest.
SIZES = ((150, 1.3, 20.0), (1_500, 0.62, 18.0), (5_000, 0.4, 15.0), (1 << 62, 0.28, 12.0))


def draw(result: MapPoints, reading: Reading, theme: Theme) -> Figure:
    """Area of a circle is its count; the largest are drawn first so that none is hidden."""
    words = caption(reading, result.basis)
    if not result.counts.size:
        nothing = "No incident here has a place that can be mapped."
        if result.basis.n:
            nothing = "No place here holds enough incidents to be shown."
        return say(theme, words, nothing)
    page = open_page(theme, words)
    axes, x = map_axes(page, result.ground)
    outline(axes, page, result.ground)
    keys = []
    if (result.counts > 0).any():
        unit = _unit(result, theme)
        _circles(axes, result, theme, unit)
        top, least = int(result.counts.max()), max(1, result.threshold)
        shown = sorted({least, max(least, _round(top / 4)), _round(top)})
        keys = [Key(FOCUS, number(count), dot=max(0.9, unit * count**0.5)) for count in shown]
    if (result.counts == HIDDEN).any():
        _hollow(axes, result, theme)
        keys.append(Key(PAPER, "Number not shown", dot=theme.marker, edge=FOCUS))
    title = (
        f"Incidents in {result.blurred:,} m squares" if result.blurred else "Incidents at a point"
    )
    title = "Incidents in a street" if result.streets else title
    furniture(page, axes, result.ground, x, title, keys)
    return page.figure


def _unit(result: MapPoints, theme: Theme) -> float:
    """Points across for one incident: small among many, and the largest no giant."""
    _, alone, largest = next(size for size in SIZES if len(result.counts) <= size[0])
    return float(min(theme.marker * alone, largest / result.counts.max() ** 0.5))


def _circles(axes: Axes, result: MapPoints, theme: Theme, unit: float) -> None:
    """Circles of like size are drawn at once: a hundred times faster than one by one."""
    shown = inside(seen(axes), result.easting, result.northing) & (result.counts > 0)
    east, north = result.easting[shown], result.northing[shown]
    across = np.maximum(np.round(unit * result.counts[shown] ** 0.5 / 0.3) * 0.3, 0.9)
    many = len(across) > RASTER
    for size in np.unique(across)[::-1]:
        same = np.flatnonzero(across == size)
        edge = theme.thin * 0.5 if size > 3 else 0.0
        for part in np.array_split(same, len(same) // AT_ONCE + 1):
            axes.plot(east[part], north[part], "o", ms=size, mfc=FOCUS, mec=PAPER, mew=edge,
                      alpha=0.45 if many else 0.72, zorder=3, rasterized=many)  # fmt: skip


def _hollow(axes: Axes, result: MapPoints, theme: Theme) -> None:
    """Where a count is hidden: one size, so that it tells no more than that there is one."""
    shown = (result.counts == HIDDEN) & inside(seen(axes), result.easting, result.northing)
    axes.plot(result.easting[shown], result.northing[shown], "o", ms=theme.marker * 0.8, mfc="none",
              mec=FOCUS, mew=theme.thin, alpha=0.8, zorder=2.9,
              rasterized=int(shown.sum()) > RASTER)  # fmt: skip


def _round(count: float) -> int:
    """A count near this one that is easy to read; never above it."""
    power = 10 ** int(np.floor(np.log10(max(count, 1))))
    steps = [s * power for s in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9) if s * power <= count]
    return max(1, int(steps[-1])) if steps else 1


KIND = ChartKind[MapPoints](key="map_points", draw=draw)
