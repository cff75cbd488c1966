"""A published table beside the incidents: a value for each kind of incident or small area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


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
        plain = {key.strip().casefold(): at for at, key in enumerate(self.keys)}
        at = plain.get(wanted.strip().casefold())
        return None if at is None else float(self.values[at])
