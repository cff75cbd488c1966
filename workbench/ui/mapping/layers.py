"""Layers: what of the data is laid on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.ui.mapping.data import MapData

TITLES = {
    "density": "Incidents per km\u00b2",
    "areas": "Incidents by area",
    "hot": "Hot and cold cells",
}


@dataclass(frozen=True)
class Layers:
    """Points and lines are on or off; the ground is "none", "density", "areas" or "hot"."""

    points: bool = True
    ground: str = "none"
    lines: bool = True
    named: bool = True
    bandwidth: int = 0  # metres, 0 for one that suits the map
    side: int = 0  # of a hot or cold cell, likewise

    def title(self, data: MapData) -> str:
        """What the key is of."""
        if self.ground in TITLES:
            return TITLES[self.ground]
        marks = data.marks
        if marks is None or not self.points:
            return "Areas" if data.shapes.codes else ""
        if marks.streets:
            return "Incidents in a street"
        return f"Incidents in {marks.blurred:,} m squares" if marks.blurred else "Incidents"
