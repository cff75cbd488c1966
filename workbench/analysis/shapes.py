"""Boundaries as arrays: the rings of small areas in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Shapes:
    """Small areas of one boundary file.

    ``coordinates`` is (points, 2) in British National Grid metres; ring ``i`` is the points from
    ``starts[i]`` to ``starts[i + 1]`` and belongs to area ``owner[i]``; ``hole[i]`` says that it
    is cut out of it.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    coordinates: NDArray[np.float64]
    starts: NDArray[np.int64]
    owner: NDArray[np.int64]
    hole: NDArray[np.bool_]
    edition: str = ""  # "2011", "2021" or ""
    source: str = ""

    def ring(self, index: int) -> NDArray[np.float64]:
        """The points of one ring, shape (k, 2)."""
        return self.coordinates[self.starts[index] : self.starts[index + 1]]

    def rings(self) -> list[NDArray[np.float64]]:
        """Every ring, holes included."""
        return [self.ring(index) for index in range(len(self.owner))]
