"""Where is it thick? Kernel density in incidents per square kilometre."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from workbench.analysis.density import levels
from workbench.analysis.kind import Reading
from workbench.analysis.kinds.map_density import MapDensity
from workbench.analysis.words import tick
from workbench.charts.kind import ChartKind
from workbench.charts.map_base import Key, furniture, map_axes, outline
from workbench.charts.page import open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import INK, STEPS, WASH, Theme

SHADES = STEPS[1:]  # the lightest could not be told from land


def draw(result: MapDensity, reading: Reading, theme: Theme) -> Figure:
    """Four steps of one hue, dark is dense; what is under them is left as land."""
    words = caption(reading, result.basis)
    if not result.density.size or result.density.max() <= 0:
        few = f"No spot that may be shown holds {result.threshold} incidents or more."
        none = "No incident here has a place that can be mapped."
        return say(theme, words, few if result.threshold else none)
    page = open_page(theme, words)
    axes, x = map_axes(page, result.ground)
    edges = levels(float(result.density.max()))
    _shade(axes, result, edges)
    outline(axes, page, result.ground)
    for peak in result.peaks[:1]:
        axes.plot([peak.easting], [peak.northing], "s", ms=theme.marker * 2.4, mfc="none", mec=INK,
                  mew=theme.thin * 1.6, zorder=5)  # fmt: skip
    keys = [
        Key(colour, f"{tick(low)} to {tick(high)}")
        for low, high, colour in zip(edges[:-1], edges[1:], SHADES, strict=True)
    ][::-1]
    title = "Incidents per km\u00b2"
    furniture(page, axes, result.ground, x, title, [*keys, Key(WASH, f"under {tick(edges[0])}")])
    return page.figure


def _shade(axes: Axes, result: MapDensity, edges: list[float]) -> None:
    """The grid as one picture, smooth between cells; less than the lowest step is left clear."""
    half = result.cell / 2
    extent = (result.x[0] - half, result.x[-1] + half, result.y[0] - half, result.y[-1] + half)
    shown = np.asarray(result.density, dtype=float)
    colours = ListedColormap(list(SHADES)).with_extremes(under=(1, 1, 1, 0))
    window = axes.get_xlim(), axes.get_ylim()
    axes.imshow(shown, origin="lower", extent=extent, cmap=colours, interpolation="bilinear",
                norm=BoundaryNorm(edges, len(SHADES)), interpolation_stage="data", aspect="auto",
                zorder=1.5)  # fmt: skip
    axes.set(xlim=window[0], ylim=window[1])


KIND = ChartKind[MapDensity](key="map_density", draw=draw)
