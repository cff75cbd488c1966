"""A made-up series of five years by small area, for questions that two years cannot bear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workbench.domain.data import Precision

if TYPE_CHECKING:
    from workbench.analysis.incidents import Incidents
    from workbench.analysis.kind import Value

SOURCE: Final = "PRACTICE monthly totals, twelve small areas (made up)"
MONTHS: Final = 60  # from January 2021
AT: Final = 42  # the place of the month in which the response began
TREATED: Final = ("Practice 01", "Practice 02", "Practice 03")
AREAS: Final = tuple(f"Practice {place:02d}" for place in range(1, 13))

# What the questions are asked with that need such a series, and cannot be asked without a choice.
SETTINGS: Final[Mapping[str, Mapping[str, Value]]] = {
    "interrupted": {"start": "2024-07", "treated": TREATED, "control": AREAS[3:]},
    "panel": {"start": "2024-07", "treated": TREATED},
}


def series() -> Incidents:
    """Totals by area and month: a season, a slow rise, and a fall in three areas at the start."""
    from datetime import date, datetime, time

    import numpy as np
    import polars as pl

    from workbench.analysis.incidents import Incidents
    from workbench.analysis.months import at, index

    dice = np.random.default_rng(20_210_101)
    past, size = np.arange(MONTHS), np.linspace(8, 30, len(AREAS))
    usual = np.exp(0.003 * past + 0.2 * np.sin(2 * np.pi * past / 12))
    fallen = np.isin(AREAS, TREATED)[:, None] & (past >= AT)
    counts = dice.poisson(size[:, None] * usual * np.where(fallen, 0.65, 1.0))
    first = index(date(2021, 1, 1))
    months = [datetime.combine(at(first + place), time.min) for place in range(MONTHS)]
    frame = pl.DataFrame(
        {
            "start": months * len(AREAS),
            "area": np.repeat(AREAS, MONTHS),
            "count": counts.ravel().astype(np.int64),
        },
        schema={"start": pl.Datetime, "area": pl.String, "count": pl.Int64},
    )
    return Incidents(frame, Precision.MONTH, "none", True, SOURCE)
