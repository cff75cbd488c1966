"""Made-up tables of weights and residents for the practice problem, brought in as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from workbench.domain.reference import Purpose
from workbench.services import reference_tables
from workbench.services.practice.town import all_codes, all_names
from workbench.services.reference_tables import Told
from workbench.store.casebook import Casebook

_SEED: Final = 47
SOURCE: Final = "PRACTICE, made up"
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"Missing, high risk": 12.0, "Missing, medium risk": 4.0, "Late return": 1.0}
)


def bring_in(casebook: Casebook, folder: Path) -> None:
    """Write both tables as CSV and keep them the way a user's own are kept."""
    weights = reference_tables.look(write_weights(folder / "Weights PRACTICE.csv"))
    reference_tables.bring_in(
        casebook,
        weights,
        Told(
            "Weights of reports (PRACTICE)", Purpose.WEIGHTS, weights.proposal.key,
            weights.proposal.value, "points", SOURCE, date(2026, 1, 5),
        ),
    )  # fmt: skip
    residents = reference_tables.look(write_residents(folder / "Residents PRACTICE.csv"))
    reference_tables.bring_in(
        casebook,
        residents,
        Told(
            "Residents by small area (PRACTICE)", Purpose.EXPOSURE, residents.proposal.key,
            residents.proposal.value, "residents", SOURCE, date(2025, 6, 30),
        ),
    )  # fmt: skip


def write_weights(path: Path) -> Path:
    """Write the weight of each kind of report, and return the path."""
    told = {"Type": list(WEIGHTS), "Weight (points)": list(WEIGHTS.values())}
    pl.DataFrame(told).write_csv(path)
    return path


def residents() -> pl.DataFrame:
    """Residents of each small area of both towns, the same whenever it is asked."""
    dice = np.random.default_rng(_SEED)
    counts = dice.integers(900, 2600, len(all_codes()))
    return pl.DataFrame({"Area Code": all_codes(), "Area Name": all_names(), "Residents": counts})


def write_residents(path: Path) -> Path:
    """Write the residents of each small area, and return the path."""
    residents().write_csv(path)
    return path
