"""What is wanted of a map, and the picture that comes of it; light, for the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QImage

from workbench.ui.mapping.layers import Layers
from workbench.ui.mapping.legend import Legend
from workbench.ui.mapping.view import View

if TYPE_CHECKING:
    from workbench.analysis.filter import Filter
    from workbench.domain.data import Area
    from workbench.ui.mapping.data import MapData
    from workbench.ui.mapping.selection import Chosen

EXACT, STREETS, AREAS = "0", "street", "area"


@dataclass(frozen=True)
class Wanted:
    """Which rows, over which boundaries, as seen by whom.

    ``view`` is "0" (exact), "street", the side of squares in metres, or "area"; counts below
    ``threshold`` are hidden in every view but the exact one.
    """

    edition_id: UUID | None
    filter: Filter
    boundaries_id: UUID | None = None
    view: str = EXACT
    threshold: int = 5

    @property
    def parameters(self) -> dict[str, Any]:
        """The settings of the question about points that shows just this."""
        if self.view == EXACT:
            return {}
        return {"blur": self.view, "threshold": self.threshold}


@dataclass(frozen=True)
class Sheet:
    """Everything a picture of the map depends on."""

    data: MapData
    layers: Layers
    view: View
    chosen: Chosen | None = None
    named: tuple[Area, ...] = ()
    ratio: float = 1.0


@dataclass(frozen=True)
class Picture:
    """The ground as an image, and what stands beside it."""

    image: QImage
    view: View
    legend: Legend
