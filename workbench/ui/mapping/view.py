"""View: which piece of ground a map shows, and how metres become places on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

Window = tuple[float, float, float, float]  # left, bottom, right, top in metres

NEAREST, FARTHEST = 0.05, 5_000.0  # metres a pixel
MARGIN = 12  # pixels round what is fitted


@dataclass(frozen=True)
class View:
    """The middle of the map in metres, metres a pixel, and its size in pixels; north is up."""

    east: float = 0.0
    north: float = 0.0
    scale: float = 1.0
    width: int = 1
    height: int = 1

    @property
    def window(self) -> Window:
        """What is seen, in metres."""
        across, up = self.width * self.scale / 2, self.height * self.scale / 2
        return self.east - across, self.north - up, self.east + across, self.north + up

    def x(self, easting: Any) -> Any:
        """Pixels from the left, of a number or an array."""
        return (easting - self.east) / self.scale + self.width / 2

    def y(self, northing: Any) -> Any:
        """Pixels from the top, of a number or an array."""
        return (self.north - northing) / self.scale + self.height / 2

    def ground(self, x: float, y: float) -> tuple[float, float]:
        """The metres under a pixel."""
        east = self.east + (x - self.width / 2) * self.scale
        return east, self.north - (y - self.height / 2) * self.scale

    def moved(self, across: float, down: float) -> View:
        """The map pushed by so many pixels."""
        return replace(
            self, east=self.east - across * self.scale, north=self.north + down * self.scale
        )

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Nearer by a factor, or farther below 1; what is under the pixel stays there."""
        scale = min(FARTHEST, max(NEAREST, self.scale / factor))
        east, north = self.ground(x, y)
        return replace(
            self,
            scale=scale,
            east=east - (x - self.width / 2) * scale,
            north=north + (y - self.height / 2) * scale,
        )

    def sized(self, width: int, height: int) -> View:
        """The same middle and scale on a paper of another size."""
        return replace(self, width=max(1, width), height=max(1, height))

    def fitted(self, window: Window, side: float = 0.0, foot: float = 0.0) -> View:
        """As near as shows the whole window, clear of a key at the side and words at the foot."""
        left, bottom, right, top = window
        room = (
            max(1.0, self.width - 2 * MARGIN - side),
            max(1.0, self.height - 2 * MARGIN - foot),
        )
        scale = max((right - left) / room[0], (top - bottom) / room[1])
        scale = min(FARTHEST, max(NEAREST, scale))
        return replace(
            self,
            east=(left + right) / 2 + side / 2 * scale,
            north=(bottom + top) / 2 - foot / 2 * scale,
            scale=scale,
        )
