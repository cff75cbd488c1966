"""Rows that tell of one event twice are counted once, before repeats are looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import polars as pl

from workbench.analysis.incidents import Incidents
from workbench.domain.data import Precision, Role


def one_row_an_event(incidents: Incidents) -> tuple[Incidents, int]:
    """Keep the first row of each event.

    Two rows are one event when they carry the same reference, or the same place, kind and minute
    (and person, where persons are told). Rows of which no kind is told are all of one kind, as in
    an export of burglaries alone.
    The second holds only where minutes are known: by month or by day, two rows that look alike are
    two incidents, and midnight mostly means that the time was not known.

    Args:
        incidents: the rows, in the order of the file.

    Returns:
        The rows kept, and the number left out.
    """
    kept = incidents.frame
    if incidents.has(Role.REFERENCE):
        reference = pl.col(Role.REFERENCE).str.strip_chars()
        kept = _first_of(kept, [Role.REFERENCE.value], reference.fill_null("") != "")
    if incidents.precision is Precision.MINUTE and incidents.has(Role.START):
        roles = (Role.PLACE, Role.EASTING, Role.NORTHING, Role.TYPE, Role.START, Role.END,
                 Role.PERSON)  # fmt: skip
        names = [role.value for role in roles if incidents.has(role)]
        if Role.PLACE.value in names or Role.EASTING.value in names:
            kept = _first_of(kept, names, _known(incidents))
    dropped = incidents.frame.height - kept.height
    if not dropped:
        return incidents, 0
    return replace(incidents, frame=kept, coverage=incidents.covered()), dropped


def _known(incidents: Incidents) -> pl.Expr:
    """Rows of which place and minute are known."""
    start = pl.col(Role.START)
    known = start.is_not_null() & (start.dt.time() != time(0, 0))
    if incidents.has(Role.EASTING):
        return known & pl.col(Role.EASTING).is_finite().fill_null(value=False)
    return known & (pl.col(Role.PLACE).cast(pl.String).str.strip_chars().fill_null("") != "")


def _first_of(frame: pl.DataFrame, names: list[str], which: pl.Expr) -> pl.DataFrame:
    """Drop later rows that agree in all these columns, among those that meet the condition."""
    first = pl.struct(names).is_first_distinct()
    return frame.filter(~which | first)
