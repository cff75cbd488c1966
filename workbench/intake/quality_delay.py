"""How long after the event rows were recorded, and how many of the last days are still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates
from workbench.intake.quality_fact import Concern, Fact, Light, Material, light

_RECORDED: Final = re.compile(
    r"(?i)\b(record(ed)?|report(ed)?|created?|creation|entered|entry|logged|notified|received)\b"
)
_KNOWN: Final = frozenset({*(role.value for role in Role), "row", "file", "no place"})
_LAST: Final = 30  # days
_ENOUGH: Final = 100  # rows with both dates


@dataclass(frozen=True)
class Delay:
    """Days from the start of an incident to its record, over all rows that have both."""

    column: str
    rows: int
    median: float
    over_a_month: int
    before: int  # recorded before they started
    recent: int  # rows of the last 30 days
    to_come: int  # rows of the last 30 days that are probably not recorded yet


def check(material: Material) -> Iterator[Fact]:
    """The facts about recording, where the file has a date of it."""
    if material.precision.months or material.summed:
        return
    for name in material.frame.columns:
        if name in _KNOWN or not _RECORDED.search(name.replace("_", " ")):
            continue
        found = delay(material.frame, name)
        if found is not None:
            yield from _told(found)
            return


def delay(frame: pl.DataFrame, column: str) -> Delay | None:
    """How long recording takes, from the dates of one column.

    Args:
        frame: an edition's, with ``start``.
        column: text that may hold the date of recording.

    Returns:
        None when it holds no dates. Of each of the last 30 days as many rows are to come as past
        rows took longer to be recorded than that day is old now.
    """
    text = frame[column]
    if text.dtype != pl.String or dates.looks_like(text.drop_nulls().head(200)) < 0.8:
        return None
    read = dates.read(text, dates.decide(text).choice)["at"]
    days = (read.dt.date() - frame[Role.START.value].dt.date()).dt.total_days()
    known = days.is_not_null()
    if int(known.sum()) < _ENOUGH:
        return None
    lag = days.filter(known).to_numpy()
    started = frame[Role.START.value].filter(known).dt.date().cast(pl.Int32).to_numpy()
    recorded = read.filter(known).dt.date().cast(pl.Int32).to_numpy()
    age = int(recorded.max()) - started
    usual = np.sort(lag[(age >= 2 * _LAST) & (lag >= 0)])
    recent = (age >= 0) & (age < _LAST)
    to_come = 0.0
    if usual.size >= _ENOUGH:
        share = np.searchsorted(usual, np.arange(_LAST), side="right") / usual.size
        seen = np.bincount(age[recent], minlength=_LAST)
        to_come = float((seen * (1 / np.maximum(share, 0.05) - 1)).sum())
    return Delay(
        column,
        int(known.sum()),
        float(np.median(lag)),
        int((lag > _LAST).sum()),
        int((lag < 0).sum()),
        int(recent.sum()),
        round(to_come),
    )


def _told(found: Delay) -> Iterator[Fact]:
    months = (Concern.MONTHS,)
    half = f"half of all rows are recorded within {found.median:.0f} days"
    what = f"Recorded more than 30 days after the start ({found.column})"
    shade = light(found.over_a_month, found.rows)
    yield Fact(shade, what, found.over_a_month, found.rows, half, months)
    if found.before:
        wrong = "one of the two dates is wrong"
        what = "Recorded before they started"
        yield Fact(light(found.before, found.rows), what, found.before, found.rows, wrong, months)
    whole = found.recent + found.to_come
    thin = found.to_come > 0.05 * whole
    effect = f"about {found.to_come / whole:.0%} of them are not recorded yet: a fall is no fall"
    yield Fact(
        Light.AMBER if thin else Light.GREEN,
        "Of the last 30 days still to be recorded, as far as past delays tell",
        found.to_come,
        whole,
        effect if thin else "none",
        months,
    )
