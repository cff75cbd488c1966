"""A published table beside the incidents: a value for each kind of incident or small area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.words import day_month


@dataclass(frozen=True)
class Reference:
    """Values by key, with where they come from; ``values`` has one for each of ``keys``."""

    name: str
    keys: tuple[str, ...]
    values: NDArray[np.float64]
    unit: str = ""
    source: str = ""
    dated: date | None = None

    def of(self, wanted: str) -> float | None:
        """The value of a key, however it is written; None when the table does not have it."""
        found = float(self.values_of((wanted,))[0])
        return None if np.isnan(found) else found

    def values_of(self, wanted: Sequence[str]) -> NDArray[np.float64]:
        """The value of each key, however it is written; not a number where the table lacks it."""
        known = {plain(key): at for at, key in enumerate(self.keys)}
        at = [known.get(plain(key), -1) for key in wanted]
        return np.array([self.values[one] if one >= 0 else np.nan for one in at], np.float64)

    def only(self, wanted: Sequence[str]) -> Reference:
        """The table of these keys alone; whole where it has none of them."""
        asked = {plain(key) for key in wanted}
        at = [place for place, key in enumerate(self.keys) if plain(key) in asked]
        if not at:
            return self
        return replace(self, keys=tuple(self.keys[one] for one in at), values=self.values[at])

    @property
    def cited(self) -> str:
        """Name, date and source, as they stand with every figure that rests on the table."""
        told = (self.name, day_month(self.dated) if self.dated else "no date", self.source)
        return ", ".join(part.strip().rstrip(".") for part in told if part.strip())


def plain(key: str) -> str:
    """A key as keys are compared: one blank between words, no capitals."""
    return " ".join(key.split()).casefold()
