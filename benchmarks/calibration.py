"""How often questions that claim a change are wrong where nothing was done, and how often right.

Monthly counts are made up as police series are: negative binomial, with a season, neighbouring
months that go together ("lean"), levels that drift, an area that was picked as the worst of forty;
and areas of a real panel in which nothing was done are compared, if it lies in the folder shared
beside this one. Printed per hundred; the simulation error of 400 trials is about 1.1 at 5.

    python benchmarks/calibration.py [TRIALS]
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special, stats

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Value
from workbench.analysis.kinds import (
    change_point,
    compare,
    detectable,
    displacement,
    interrupted,
    panel,
    season,
    treated_control,
    two_periods,
    year_on_year,
)
from workbench.analysis.verdict import Move
from workbench.domain.assessment import Verdict
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
BEFORE, AFTER = 24, 12
FIRST = 2018 * 12  # January 2018, as a number of months
PANEL = Path(__file__).resolve().parents[2] / "shared" / "data" / "evaluation"
FALLS = (Verdict.WORKED, Verdict.PROBABLY)
WRONG = (*FALLS, Verdict.WORSE)


@dataclass(frozen=True)
class World:
    """How the months of an area come about."""

    mean: float
    spread: float = 1.0  # variance over mean
    lean: float = 0.0  # correlation of neighbouring months
    season: float = 0.2  # height of the yearly wave
    drift: float = 0.0  # standard deviation of a step of the level, from month to month

    @property
    def words(self) -> str:
        """The settings that are not usual, for a row."""
        drift = f" drift {self.drift:.2f}" if self.drift else ""
        flat = "" if self.season else " no season"
        return f"mean {self.mean:g} spread {self.spread:g} lean {self.lean:g}{drift}{flat}"

    def counts(
        self, rng: np.random.Generator, areas: int, months: int, ratio: float = 1.0
    ) -> Floats:
        """Counts of so many areas, shape (areas, months); the first is changed after 24 months."""
        time = np.arange(months)
        wave = self.season * np.sin(2 * np.pi * time / 12 + rng.uniform(0, 2 * np.pi))
        steps = rng.normal(0, 1, (areas, months)) * self.drift
        mean = self.mean * np.exp(wave + steps.cumsum(axis=1))
        mean[0, BEFORE:] *= ratio
        fresh = rng.normal(0, 1, (areas, months))
        level = fresh.copy()
        for at in range(1, months):
            level[:, at] = self.lean * level[:, at - 1] + np.sqrt(1 - self.lean**2) * fresh[:, at]
        chance = special.ndtr(level)
        if self.spread > 1:
            found = stats.nbinom.ppf(chance, mean / (self.spread - 1), 1 / self.spread)
        else:
            found = stats.poisson.ppf(chance, mean)
        return np.asarray(found, np.float64)


def month(at: int) -> str:
    """A month by its place, as questions are asked for it."""
    return f"{(FIRST + at) // 12}-{(FIRST + at) % 12 + 1:02}"


def names(areas: int) -> list[str]:
    """Codes of so many areas."""
    return [f"A{at:04}" for at in range(areas)]


def incidents(counts: Floats) -> Incidents:
    """Totals by area and month."""
    areas, months = counts.shape
    days = [datetime.strptime(month(at), "%Y-%m") for at in range(months)]  # noqa: DTZ007
    frame = pl.DataFrame(
        {
            Role.START.value: days * areas,
            Role.AREA.value: [code for code in names(areas) for _ in range(months)],
            Role.COUNT.value: counts.astype(np.int64).ravel(),
        },
        schema_overrides={Role.START.value: pl.Datetime},
    )
    return Incidents(frame, Precision.MONTH, "none", True, "Simulated")


def periods(start: int = 0) -> dict[str, Value]:
    """Twenty-four months and the twelve after them."""
    ends = (0, BEFORE - 1, BEFORE, BEFORE + AFTER - 1)
    keys = ("before_first", "before_last", "after_first", "after_last")
    return {key: month(start + at) for key, at in zip(keys, ends, strict=True)}


def ask(kind: Any, counts: Floats, given: Mapping[str, Value]) -> Any:
    """The result of a question; None where it refuses."""
    try:
        return kind.KIND.run(Asked(incidents(counts), given))
    except CannotAnswerError:
        return None


Called = tuple[bool, bool | None]  # a change is named; the range holds the truth


def held(span: Any, truth: float) -> bool | None:
    """Whether a range holds the truth."""
    return None if span is None else bool(span.low <= truth <= span.high)


def effect(counts: Floats, truth: float = 1.0, treated: int = 0, others: Any = (1, 2, 3)) -> Called:
    """Treated and control."""
    code = names(len(counts))
    given = {"treated": [code[treated]], "control": [code[at] for at in others], **periods()}
    found = ask(treated_control, counts, given)
    named = FALLS if truth < 1 else WRONG
    return found.offered in named, held(found.ratio, truth)


def simple(kind: Any, **given: Value) -> Callable[[Floats], Called]:
    """A question of one series that says which way it moved."""

    def called(counts: Floats) -> Called:
        found = ask(kind, counts[:1], given)
        span = getattr(found, "cautious", None) or getattr(found, "yearly", None)
        return found is not None and found.move is not Move.UNSURE, held(span, 1.0)

    return called


def change(counts: Floats) -> Called:
    """Change of level."""
    return ask(change_point, counts[:1], {}).change.found, None


def many(counts: Floats) -> Called:
    """A panel of four areas, the first treated."""
    found = ask(panel, counts, {"treated": ["A0000"], "start": month(BEFORE)})
    return found.move is not Move.UNSURE, held(found.ratio, 1.0)


def series(control: bool) -> Callable[[Floats], Called]:
    """Interrupted series, with or without a control."""

    def called(counts: Floats) -> Called:
        given: dict[str, Value] = {"start": month(BEFORE), "treated": ["A0000"]}
        if control:
            given["control"] = names(len(counts))[1:]
        found = ask(interrupted, counts, given)
        return found.move is not Move.UNSURE, held(found.overall, 1.0)

    return called


def moved(counts: Floats) -> Called:
    """Moved elsewhere: the second area is the buffer."""
    given = {"treated": ["A0000"], "buffer": ["A0001"], "control": names(len(counts))[2:]}
    found = ask(displacement, counts, {**given, **periods()})
    return found.shift.value in ("may have moved", "benefit may have spread"), None


def beside(counts: Floats) -> Called:
    """Two side by side, of which neither has more."""
    found = ask(compare, counts, {"one": ["A0000"], "other": ["A0001"]})
    return found.move is not Move.UNSURE, held(found.cautious, 1.0)


QUESTIONS: dict[str, Callable[[Floats], Called]] = {
    "treated and control": effect,
    "before and after only": simple(two_periods, **periods()),
    "this year and last": simple(year_on_year),
    "season: its trend": simple(season),
    "change of level": change,
    "panel of four areas": many,
    "interrupted series": series(control=False),
    "interrupted, with control": series(control=True),
    "moved elsewhere": moved,
    "two side by side": beside,
}


def worlds() -> Iterator[World]:
    """Every setting for treated and control."""
    for mean in (8.0, 30.0):
        for spread in (1.0, 2.0, 3.0):
            for lean in (0.0, 0.3, 0.5):
                yield World(mean, spread, lean)
    usual = World(30.0, 2.0, 0.3)
    yield from (replace(usual, season=0.0), replace(usual, drift=0.01))
    yield replace(usual, mean=8.0, drift=0.01)


def shares(found: list[Called]) -> tuple[float, float | None]:
    """Of a hundred: changes that were named, and ranges that hold the truth."""
    known = [ok for _, ok in found if ok is not None]
    named = 100 * sum(named for named, _ in found) / len(found)
    return named, 100 * sum(known) / len(known) if known else None


def nothing(name: str, world: World, trials: int) -> tuple[float, float | None]:
    """One question in one world in which nothing was done."""
    rng = np.random.default_rng(11)
    made = (world.counts(rng, 4, BEFORE + AFTER) for _ in range(trials))
    return shares([QUESTIONS[name](counts) for counts in made])


def worst(world: World, trials: int) -> tuple[float, float | None]:
    """The worst of forty areas, against three others, where nothing was done."""
    rng, found = np.random.default_rng(12), []
    for _ in range(trials):
        counts = world.counts(rng, 40, BEFORE + AFTER)
        top = int(counts[:, :BEFORE].sum(axis=1).argmax())
        others = rng.choice([at for at in range(40) if at != top], 3, replace=False)
        found.append(effect(counts, 1.0, top, others))
    return shares(found)


def true_fall(world: World, ratio: float, trials: int) -> tuple[float, float | None]:
    """A response that brought a fall."""
    rng = np.random.default_rng(13)
    made = (world.counts(rng, 4, BEFORE + AFTER, ratio) for _ in range(trials))
    return shares([effect(counts, ratio) for counts in made])


def promised(world: World, trials: int) -> tuple[float, float | None]:
    """A fall of the size that was promised to be seen, from the months before alone."""
    found = []
    for trial in range(trials):
        first = world.counts(np.random.default_rng(trial), 4, BEFORE + AFTER)
        given = {"treated": ["A0000"], "control": names(4)[1:], "follow_up": AFTER,
                 "before_first": month(0), "before_last": month(BEFORE - 1)}  # fmt: skip
        ratio = ask(detectable, first[:, :BEFORE], given).at("given", AFTER)
        if ratio is not None:
            counts = world.counts(np.random.default_rng(trial), 4, BEFORE + AFTER, ratio)
            found.append(effect(counts, ratio))
    return shares(found)


def real(kind: str, size: int, trials: int) -> tuple[float, float | None]:
    """Blocks of neighbouring areas of the real panel, in which nothing was done."""
    with gzip.open(PANEL / "merseyside_lsoa_crime_all.csv.gz") as file:
        frame = pl.read_csv(file.read())
    table = frame.pivot("month", index="id", values=kind).sort("id").drop("id").to_numpy()
    whole = table[: len(table) // size * size].astype(np.float64)
    blocks = whole.reshape(-1, size, whole.shape[1]).sum(axis=1)
    rng, found = np.random.default_rng(14), []
    code = names(len(blocks))
    for _ in range(trials):
        start = int(rng.integers(0, blocks.shape[1] - BEFORE - AFTER + 1))
        picked = rng.choice(len(blocks), 4, replace=False)
        given = {"treated": [code[picked[0]]], "control": [code[at] for at in picked[1:]]}
        answer = ask(treated_control, blocks, {**given, **periods(start)})
        if answer is not None:
            found.append((answer.offered in WRONG, held(answer.ratio, 1.0)))
    return shares(found)


KINDS = ("burglary", "damage", "drugs", "sac", "viol", "vehicle_crime", "robbery", "pow")
Row = tuple[str, Callable[..., tuple[float, float | None]], tuple[Any, ...]]


def rows(trials: int) -> Iterator[Row]:
    """Everything that is printed."""
    usual = World(30.0, 2.0, 0.3)
    for world in worlds():
        yield (f"nothing done, treated and control: {world.words}", nothing,
               ("treated and control", world, trials))  # fmt: skip
    for world in (World(8.0), World(30.0), World(8.0, 2.0, 0.3), usual, World(30.0, 3.0, 0.5)):
        yield f"worst of 40: {world.words}", worst, (world, trials)
    for name in QUESTIONS:
        for world in (World(30.0), usual, World(30.0, 2.0, 0.5), World(8.0, 3.0, 0.5)):
            yield f"nothing done, {name}: {world.words}", nothing, (name, world, trials)
    yield f"a true fall of 30% found: {usual.words}", true_fall, (usual, 0.7, 2 * trials)
    for world in (World(30.0), usual, World(8.0, 2.0, 0.3), World(30.0, 3.0, 0.5)):
        yield f"the fall that was promised, found: {world.words}", promised, (world, trials)
    if PANEL.is_dir():
        for kind in KINDS:
            yield f"real blocks of 20 areas, {kind}", real, (kind, 20, trials)


def main() -> None:
    """Print a row for each: changes named of a hundred, and ranges that hold the truth."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(f"of 100, from {trials} trials each{'':39}named  range holds the truth")
    with ProcessPoolExecutor(2) as pool:
        jobs = [(label, pool.submit(run, *given)) for label, run, given in rows(trials)]
        for label, job in jobs:
            named, holds = job.result()
            print(
                f"{label:70} {named:5.1f}  {'' if holds is None else f'{holds:5.1f}'}", flush=True
            )


if __name__ == "__main__":
    main()
