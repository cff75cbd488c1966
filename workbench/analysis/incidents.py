"""The rows an analysis is asked of, and what is known about them as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError


@dataclass(frozen=True)
class Incidents:
    """Rows of one edition.

    ``frame`` has a column for each ``Role`` that the file had, named by the role: ``start`` and
    ``end`` as naive local Datetime, ``easting`` and ``northing`` as Float64 metres, ``count`` as
    Int64 when the rows are totals (``summed``), the rest as text. ``row`` is the row in the file.
    """

    frame: pl.DataFrame
    precision: Precision = Precision.MINUTE
    places: str = "bng"  # "bng", "local" (metres of an unknown grid) or "none"
    summed: bool = False
    source: str = ""

    def __len__(self) -> int:
        return self.frame.height

    @property
    def n(self) -> int:
        """Number of incidents: rows, or the sum of their counts."""
        if self.summed:
            return int(self.frame[Role.COUNT].sum() or 0)
        return self.frame.height

    def has(self, role: Role) -> bool:
        """Tell whether the file had such a column."""
        return role.value in self.frame.columns

    def need(self, *roles: Role) -> None:
        """Refuse in words when a column that the question needs is missing.

        Raises:
            CannotAnswerError: naming the missing columns.
        """
        missing = [role.word.lower() for role in roles if not self.has(role)]
        if missing:
            raise CannotAnswerError(
                f"This file has no {' and no '.join(missing)} column, so this question cannot be "
                "answered from it. Bring in a file that has one, or choose another question."
            )

    def only(self, condition: pl.Expr) -> Incidents:
        """The rows that meet a condition."""
        return replace(self, frame=self.frame.filter(condition))

    def span(self) -> tuple[date, date] | None:
        """First and last day on which an incident started; None without dates."""
        if not self.has(Role.START) or self.frame.is_empty():
            return None
        low, high = self.frame[Role.START].min(), self.frame[Role.START].max()
        if low is None or high is None:
            return None
        return low.date(), high.date()  # type: ignore[union-attr]
