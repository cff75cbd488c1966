"""One finding about the quality of rows, and what is looked at to find it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from workbench.analysis.incidents import Incidents
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Precision


class Light(StrEnum):
    """How much a fact matters."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Concern(StrEnum):
    """What a fact harms; the value says it in the words of the panel."""

    ROWS = "every count"
    MONTHS = "trends and comparisons of months"
    HOURS = "hours and weekdays"
    TYPES = "kinds of incident"
    NAMES = "top places and repeats"
    POINTS = "maps of points, hot spots and near repeats"
    AREAS = "maps of areas and rates"
    OUTCOMES = "outcomes"


@dataclass(frozen=True)
class Fact:
    """One line of the check: ``n`` of ``of`` rows, and what that does to the answers."""

    light: Light
    what: str
    n: int
    of: int
    effect: str
    harms: tuple[Concern, ...] = (Concern.ROWS,)

    @property
    def share(self) -> float:
        """The part of the rows, 0 to 1."""
        return self.n / self.of if self.of else 0.0


@dataclass(frozen=True)
class Material:
    """The rows that are checked, what is known of them, and the boundaries they should lie in."""

    frame: pl.DataFrame
    precision: Precision
    places: str
    summed: bool
    rows_read: int
    left_out: tuple[tuple[str, int], ...] = ()
    outlines: Shapes | None = None
    doubt: str = ""  # why rows that came in as incidents may be figures

    @property
    def incidents(self) -> Incidents:
        """The same rows as an analysis has them."""
        return Incidents(self.frame, self.precision, self.places, self.summed)


_AMBER: Final = 0.02
_RED: Final = 0.2


def light(n: int, of: int) -> Light:
    """Amber from 2% of the rows, red from 20%."""
    share = n / of if of else 0.0
    return Light.RED if share > _RED else Light.AMBER if share > _AMBER else Light.GREEN
