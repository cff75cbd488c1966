"""Does one incident bring others near it, soon after? Near repeats by Knox's test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.duplicates import one_row_an_event
from workbench.analysis.hiding import without_small
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Parameter, Reading, Table
from workbench.analysis.knox import DRAWS, knox
from workbench.analysis.months import of_type
from workbench.analysis.multiple import AUTHORS, MANY, adjusted, said_luck
from workbench.analysis.places import is_snap
from workbench.analysis.subject import TYPE, inside, subject
from workbench.analysis.words import counted, number, percent, small
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FEWEST: Final = 50  # incidents; below it the test says nothing
SAME: Final = 0.1  # metres; nearer is the same place
WEEKS: Final = 4  # bands of time
LEAST_RATIO, LEAST_PAIRS, LEVEL = (
    1.2,
    5,
    0.05,
)  # what stands out (Ratcliffe's rule, and enough pairs)
ALONE: Final = "alone"  # each combination judged by itself


@dataclass(frozen=True)
class NearRepeats:
    """Pairs by distance (rows) and days between (columns): seen, and when times are shuffled."""

    basis: Basis
    incident_type: str
    distances: tuple[float, ...]  # edges in metres, one more than rows
    days: tuple[int, ...]  # edges, one more than columns
    observed: Whole  # (rows, columns); -1 is withheld
    mean: Floats
    median: Floats
    p: Floats
    draws: int
    seed: int
    metric: str
    window: int  # days from the first incident to the last
    snapped: float  # share of incidents on an anonymised map point
    threshold: int = 0  # below it counts are withheld; 0 when none are
    many: str = ALONE  # how it was allowed for that all combinations were looked at
    adjusted: Floats | None = None  # p, where that was allowed for

    @property
    def ratio(self) -> Floats:
        """Seen for each that chance would leave; NaN where that cannot be said."""
        with np.errstate(divide="ignore", invalid="ignore"):
            known = (self.mean > 0) & (self.observed >= 0)
            found: Floats = np.where(known, self.observed / self.mean, np.nan)
        return found

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Cells that stand out: more than chance, by a fifth at least, and from enough pairs."""
        more = np.nan_to_num(self.ratio) >= LEAST_RATIO
        p = self.p if self.adjusted is None else self.adjusted
        return (p < LEVEL) & more & (self.observed >= LEAST_PAIRS)

    @property
    def few_draws(self) -> bool:
        """Whether the shufflings are too few for a single combination to stand out among all."""
        return self.adjusted is not None and self.p.size / (1 + self.draws) >= LEVEL

    @property
    def short(self) -> bool:
        """Whether the data span less than three times the longest band of time."""
        return self.window < 3 * self.days[-1]


def run(asked: Asked) -> NearRepeats:
    """Count pairs that are near in space and time, and again with the times shuffled.

    Raises:
        CannotAnswerError: too few incidents with place and day, or too many pairs.
    """
    given = KIND.settings(asked.parameters)
    wanted, metric, many = str(given["type"] or ""), str(given["metric"]), str(given["many"])
    incidents = of_type(asked.incidents, wanted)
    if incidents.summed:
        raise CannotAnswerError(
            "These rows are totals, so no two incidents can be compared. Nothing was changed. "
            "Bring in an export with a row for each incident."
        )
    events, out = _events(incidents)
    if len(events) < FEWEST:
        raise CannotAnswerError(
            f"{counted(len(events), 'incident has', 'incidents have')} a place and a day, and "
            f"near repeats need {FEWEST}. Nothing was changed. Choose a longer period."
        )
    step, reach, week = (int(str(given[key])) for key in ("step", "reach", "days"))
    distances = (0.0, SAME, *(float(at) for at in range(step, max(reach, step) + 1, step)))
    days = tuple(range(0, week * WEEKS + 1, week))
    when = events["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    xy = events.select("x", "y").to_numpy()
    draws = int(str(given["draws"]))
    found = knox(xy, when, distances, days, draws=draws, metric=metric, progress=asked.progress)
    first, last = events["day"].min(), events["day"].max()
    return NearRepeats(
        Basis(incidents.source, len(events), first, last, out),  # type: ignore[arg-type]
        wanted,
        distances,
        days,
        found.observed,
        found.mean,
        found.median,
        found.p,
        found.draws,
        found.seed,
        metric,
        int(when.max() - when.min()) + 1,
        float(events["snap"].mean() or 0.0),  # type: ignore[arg-type]
        many=many,
        adjusted=None if many == ALONE else adjusted(found.p, many),
    )


def _events(incidents: Incidents) -> tuple[pl.DataFrame, tuple[tuple[str, int], ...]]:
    """One row an event with x, y and day, and why others were left out."""
    kept, twice = one_row_an_event(incidents)
    x, y, start = (pl.col(role) for role in (Role.EASTING, Role.NORTHING, Role.START))
    words = pl.col(Role.PLACE) if kept.has(Role.PLACE) else pl.lit("")
    end = pl.col(Role.END) if kept.has(Role.END) else start
    frame = kept.frame.select(
        x.cast(pl.Float64).fill_nan(None).alias("x"),
        y.cast(pl.Float64).fill_nan(None).alias("y"),
        start.alias("start"),
        end.fill_null(start).alias("end"),
        words.cast(pl.String).fill_null("").alias("words"),
    )
    zero = (pl.col("x") == 0) & (pl.col("y") == 0)
    nowhere = pl.col("x").is_null() | pl.col("y").is_null() | zero
    placed = frame.filter(~nowhere.fill_null(value=True))
    dated = placed.filter(pl.col("start").is_not_null())
    span = pl.col("end") - pl.col("start")
    sure = dated.filter((span <= pl.duration(days=1)) & (span >= pl.duration()))
    middle = pl.col("start") + span / 2
    snaps = {text: is_snap(text) for text in sure["words"].unique().to_list()}
    out = (
        ("the same event twice", twice),
        ("no place", len(frame) - len(placed)),
        ("no day", len(placed) - len(dated)),
        ("day not known to within a day", len(dated) - len(sure)),
    )
    events = sure.select(
        "x", "y", middle.dt.date().alias("day"),
        pl.col("words").replace_strict(snaps, default=False, return_dtype=pl.Boolean).alias("snap"),
    )  # fmt: skip
    return events, tuple((why, rows) for why, rows in out if rows)


def bands(edges: Sequence[float], unit: str) -> tuple[str, ...]:
    """The bands in words: 'same place', '100 to under 200 m'."""
    said = []
    for low, high in pairwise(edges):
        if high == SAME:
            said.append("Same place")
        elif low in (0, SAME):
            said.append(f"Under {high:g} {unit}")
        else:
            said.append(f"{low:g} to under {high:g} {unit}")
    return tuple(said)


def table(result: NearRepeats) -> Table:
    """A row for each band of distance and of time: pairs seen, by chance, and the ratio."""
    rows, ratio, clear = [], result.ratio, result.clear
    for i, far in enumerate(bands(result.distances, "m")):
        for j, long in enumerate(bands(result.days, "days")):
            seen = int(result.observed[i, j])
            known = seen >= 0
            rows.append((
                far, long,
                seen if known else f"fewer than {result.threshold}",
                float(result.mean[i, j]) if known else None,
                float(ratio[i, j]) if known and np.isfinite(ratio[i, j]) else None,
                "more than chance" if clear[i, j] else "",
            ))  # fmt: skip
    columns = (
        Column("Apart"),
        Column("Days between"),
        Column("Pairs", 0),
        Column("By chance", 1),
        Column("Ratio", 2),
        Column("Stands out"),
    )
    return Table(
        f"{subject(result.incident_type)}: pairs near in space and time", columns, tuple(rows)
    )


def reading(result: NearRepeats) -> Reading:
    """Say how far and how long the risk is raised, if it is."""
    finding, says, tone = _finding(result)
    caveat = (
        "More pairs than chance say that incidents follow each other, not why. New homes, or data "
        "that stop at a border, can look the same."
    )
    if result.snapped > 0.5:
        caveat = (
            "Most places are anonymised map points, so the same point is not the same address. "
            "Read the bands of distance, not the same place."
        )
    measure = "Pairs of incidents, seen against chance: ratio, and number of pairs"
    return Reading(
        finding, measure, tuple(_sentences(result)), caveat, _working(result), says, tone
    )


def _finding(result: NearRepeats) -> tuple[str, str, str]:
    """The title, the chip, and its tone: the nearest band that stands out in the first days."""
    clear, name = result.clear, subject(result.incident_type)
    if not clear.any():
        return f"{name}: no more near repeats than chance would leave", "No near repeats", "same"
    at = next((i for i in range(len(clear)) if clear[i, 0]), None)
    if at is None:
        return (
            f"{name}: some pairs are closer than chance, none in the first days",
            "Weak",
            "unsure",
        )
    reach = at
    while reach + 1 < len(clear) and clear[reach + 1, 0]:
        reach += 1
    rows = slice(at, reach + 1)
    more = result.observed[rows, 0].sum() / result.mean[rows, 0].sum() - 1
    days = "day" if result.days[1] == 1 else counted(result.days[1], "day")
    what = inside(result.incident_type) if result.incident_type else "an incident"
    where = _apart(result, at, reach)
    finding = f"In the {days} after {what}, {percent(more)} more than chance {where}"
    if result.short:
        return finding, "Short period", "unsure"
    return finding, "Near repeats", "change"


def _apart(result: NearRepeats, first: int, last: int) -> str:
    """Which distances these bands span; nearer ones that are not of them are never taken in."""
    near, far = result.distances[first], result.distances[last + 1]
    if last == 0:
        return "at the same place"
    if first > 1:
        return f"{near:g} to {far:g} m apart"
    beside = first == 1 and (result.observed[0, 0] != 0 or result.mean[0, 0] > 0)
    return f"within {far:g} m" + (", the same place not counted" if beside else "")


def _sentences(result: NearRepeats) -> list[str]:
    """What stands out, and what the data cannot bear."""
    count = int(result.clear.sum())
    which = small(count) if count else "none"
    rare = f"in fewer than 1 in 20 of {number(result.draws)} shufflings"
    if result.adjusted is not None:
        rare = "too rare in the shufflings even for one of so many"
    said = [
        f"Of {result.clear.size} combinations of distance and time {which} "
        f"{'stand' if count > 1 else 'stands'} out: a fifth or more above chance, {rare}, and from "
        f"{LEAST_PAIRS} pairs or more."
    ]
    if result.few_draws:
        said.append(
            f"With {number(result.draws)} shufflings a single one of so many cannot stand out. "
            "Choose more."
        )
    if count and result.adjusted is not None:
        said.append(said_luck(result.many))
    elif count:
        said.append(
            f"Of {result.clear.size} combinations about {number(result.clear.size * LEVEL, 1)} "
            "would pass the 1 in 20 by luck."
        )
    if result.short:
        said.append(
            f"The data span {counted(result.window, 'day')}, less than three times the longest "
            f"band of {result.days[-1]} days: read it with care."
        )
    said += [f"{number(rows)} left out: {reason}." for reason, rows in result.basis.left_out]
    return said


def _working(result: NearRepeats) -> tuple[str, ...]:
    along = (
        "along streets that meet at right angles" if result.metric == "manhattan" else "straight"
    )
    return (
        "Knox's test: every pair of incidents is put into a band of distance and of days between. "
        f"Distances are measured {along}.",
        "A band from 100 to under 200 m holds 100 and not 200; days likewise.",
        f"The days are shuffled over the places {number(result.draws)} times (seed {result.seed}); "
        "chance is the mean of those.",
        "p is (1 + shufflings with as many pairs or more) / (1 + shufflings), "
        + (
            "each combination by itself (Ratcliffe's rule)."
            if result.adjusted is None
            else f"adjusted for {result.p.size} combinations ({AUTHORS[result.many]}, 5%)."
        ),
        "Rows that tell of one event twice were counted once.",
    )


def outside(result: NearRepeats, threshold: int) -> NearRepeats:
    """Without the cells in which a few pairs were seen."""
    few = (result.observed > 0) & (result.observed < threshold)
    return replace(
        result,
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        observed=np.where(few, -1, result.observed),
        mean=np.where(few, np.nan, result.mean),
        median=np.where(few, np.nan, result.median),
        p=np.where(few, 1.0, result.p),
        adjusted=None if result.adjusted is None else np.where(few, 1.0, result.adjusted),
        threshold=threshold if few.any() else result.threshold,
    )


KIND = AnalysisKind(
    key="near_repeats",
    group="Where?",
    name="Near repeats",
    question="Does one incident bring others near it, soon after?",
    result=NearRepeats,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.EASTING, Role.NORTHING, Role.START),
    precision=Precision.DAY,
    parameters=(
        TYPE,
        Parameter("step", "Width of a band", "choice", "100",
                  (("50", "50 m"), ("100", "100 m"), ("200", "200 m"))),
        Parameter("reach", "Furthest apart, metres", "whole", 600, low=50, high=2000),
        Parameter("days", "Days in a band", "whole", 7, low=1, high=60),
        Parameter("metric", "Distance", "choice", "euclidean",
                  (("euclidean", "Straight line"), ("manhattan", "Along a grid of streets"))),
        Parameter("draws", "Shufflings", "choice", str(DRAWS),
                  (("199", "199, quick"), ("999", "999"), ("9999", "9,999, exact"))),
        replace(MANY, default=ALONE, choices=((ALONE, "Each by itself (Ratcliffe's rule)"),
                                              *MANY.choices)),
    ),
    outside=outside,
)  # fmt: skip
