"""Rates of small areas: counts set against a table of residents, homes or premises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import area_counts, hiding, joining, rates
from workbench.analysis.area_counts import AreaCounts
from workbench.analysis.kind import Asked, Basis, Parameter
from workbench.analysis.places import basis
from workbench.analysis.reference import Reference
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

RANKED: Final = 10  # incidents; with fewer an area is not ranked
REACHED: Final = 0.25  # of a table's areas have an incident: the others are taken to be covered too
LIMITS: Final = (2.0, 3.0)  # standard deviations
NO_TABLE: Final = "in areas that the table lacks"
NO_AREA: Final = "no small area"
BEYOND: Final = "outside the boundaries"


@dataclass(frozen=True)
class AreaRates:
    """Counts and rates of areas, in the order of their codes; rates are per unit of exposure.

    A hidden count is below 0, and its rates are not numbers. ``rank`` is 0 where an area is not
    ranked. ``beyond`` is 2 or 3 above that limit of chance, -2 or -3 below it, else 0.
    """

    basis: Basis
    codes: tuple[str, ...]
    names: tuple[str, ...]
    counts: Whole
    exposure: Floats
    low: Floats
    high: Floats
    shrunk: Floats
    shrunk_low: Floats
    shrunk_high: Floats
    rank: Whole
    rank_low: Whole
    rank_high: Whole
    beyond: Whole
    total: int  # incidents in these areas
    at_risk: float  # exposure of these areas together
    phi: float
    weight: float  # exposure at which an area's own rate counts as much as the mean
    per: int
    unit: str
    table: str
    table_source: str
    dated: date | None
    zeros: str  # which areas without an incident are in: "boundaries", "table" or "none"
    lacking: tuple[tuple[str, int], ...]  # areas without exposure and their incidents, most first
    lacking_areas: int
    lacking_incidents: int
    rows_edition: str
    table_edition: str
    draws: int
    seed: int
    threshold: int

    @property
    def mean(self) -> float:
        """The rate of all areas together, per unit of exposure."""
        return self.total / self.at_risk

    @property
    def rate(self) -> Floats:
        """The rate of each area, per unit of exposure; not a number where it is hidden."""
        return np.where(self.counts >= 0, self.counts, np.nan) / self.exposure

    @property
    def ranked(self) -> Whole:
        """The areas that are ranked, highest shrunk rate first."""
        there = np.flatnonzero(self.rank > 0)
        return there[np.argsort(self.rank[there], kind="stable")]


PER = Parameter(
    "per",
    "Rate per",
    "choice",
    "1000",
    (("1", "1"), ("100", "100"), ("1000", "1,000"), ("10000", "10,000"), ("100000", "100,000")),
)
ZEROS = Parameter(
    "zeros",
    "Areas without an incident",
    "choice",
    "auto",
    (("auto", "Count if the data cover them"), ("table", "Count all in the table"),
     ("none", "Leave out")),
    hint="The data cover the areas of the boundaries chosen; or of the table, if a quarter of its "
    "areas have an incident.",
)  # fmt: skip
OUTSIDE = Parameter(
    "threshold", "Hide counts below", "whole", 0, low=0, high=20,
    hint="0 shows all. Papers for outside hide counts below 5.",
)  # fmt: skip
PARAMETERS: Final = (PER, ZEROS, OUTSIDE)


def run(asked: Asked) -> AreaRates:
    """Set the incidents of each area against what a table says could have had them.

    Raises:
        CannotAnswerError: there is no table, or no row lies in an area that it knows.
    """
    given = {one.key: asked.parameters.get(one.key, one.default) for one in PARAMETERS}
    table = asked.reference
    if table is None or not table.keys:
        raise CannotAnswerError(
            "A rate needs a table of what could be harmed in each area: residents, homes or "
            "premises. Bring in such a table, with its date and source, then ask again."
        )
    asked.progress.report(0, 2, "Counting by area")
    found = area_counts.count(asked.incidents, asked.shapes)
    if not found.counts.sum():
        raise CannotAnswerError(
            "There is no incident in these rows that lies in an area, so no rate can be worked "
            "out. Choose other rows, or other boundaries."
        )
    asked.progress.report(1, 2, "Setting counts against the table")
    result = _against(asked, found, table, str(given["zeros"]), int(str(given["per"])))
    return conceal(result, int(str(given["threshold"])))


def _against(asked: Asked, found: AreaCounts, table: Reference, zeros: str, per: int) -> AreaRates:
    known, zeros, lacking = _joined(found, table, zeros)
    n = int(known.counts.sum())
    missing = int(found.counts.sum()) - n
    left_out = ((NO_TABLE, missing), (NO_AREA, found.nowhere), (BEYOND, found.beyond))
    made = _measured(known, n, float(known.exposure.sum()))
    return replace(
        made,
        basis=basis(asked.incidents, n, left_out),
        per=per,
        unit=table.unit.strip(),
        table=table.name,
        table_source=table.source,
        dated=table.dated,
        zeros=zeros,
        lacking=lacking[:10],
        lacking_areas=len(lacking),
        lacking_incidents=missing,
        rows_edition=joining.edition(found.codes),
        table_edition=joining.edition(table.keys),
    )


@dataclass(frozen=True)
class _Known:
    """Areas with something at risk."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    counts: Whole
    exposure: Floats

    def only(self, which: NDArray[np.bool_]) -> _Known:
        at = [int(one) for one in np.flatnonzero(which)]
        return _Known(
            tuple(self.codes[one] for one in at), tuple(self.names[one] for one in at),
            self.counts[at], self.exposure[at],
        )  # fmt: skip


def _joined(
    found: AreaCounts, table: Reference, zeros: str
) -> tuple[_Known, str, tuple[tuple[str, int], ...]]:
    """The areas that the table knows; which empty ones are among them; those it lacks."""
    exposure = table.values_of(found.codes)
    by_name = table.values_of(found.names)
    exposure = np.where(np.isnan(exposure), by_name, exposure)
    there = exposure > 0
    seen = found.counts > 0
    lacking = sorted(
        ((found.codes[at], int(found.counts[at])) for at in np.flatnonzero(~there & seen)),
        key=lambda pair: (-pair[1], pair[0]),
    )
    known = _Known(found.codes, found.names, found.counts, exposure)
    if not (there & seen).any():
        raise CannotAnswerError(_nothing_fits(found, table, lacking))
    how = zeros
    if zeros == "auto":
        spread = int((there & seen).sum()) >= REACHED * len(table.keys)
        how = "boundaries" if found.bounded else "table" if spread else "none"
    known = known.only(there & (seen | (how == "boundaries") | (how == "table")))
    if how == "table":
        known = _with_empty(known, table)
    return known, how, tuple(lacking)


def _with_empty(known: _Known, table: Reference) -> _Known:
    """The areas of the table that have no incident, with a count of 0."""
    had = {joining.tidy(one) for one in (*known.codes, *known.names)}
    more = [
        (key, value)
        for key, value in zip(table.keys, table.values, strict=True)
        if value > 0 and joining.tidy(key) not in had
    ]
    codes = (*known.codes, *(key for key, _ in more))
    names = (*known.names, *(key for key, _ in more))
    counts = np.concatenate([known.counts, np.zeros(len(more), np.int64)])
    exposure = np.concatenate([known.exposure, [value for _, value in more]])
    return _Known(codes, names, counts, exposure)


def _nothing_fits(found: AreaCounts, table: Reference, lacking: list[tuple[str, int]]) -> str:
    """The refusal when the table has none of the rows' areas."""
    ours, theirs = joining.edition(found.codes), joining.edition(table.keys)
    example = lacking[0][0] if lacking else found.codes[0]
    said = (
        f"None of the incidents lies in an area of the table “{table.name}”: the rows have areas "
        f"like {example}, the table like {table.keys[0]}. "
    )
    if ours and theirs and ours != theirs:
        return said + f"Bring in a table by the {ours} small areas; this one is of {theirs}."
    return said + "Bring in a table whose codes the rows carry, or choose another."


def _measured(known: _Known, total: int, at_risk: float, seen: Floats | None = None) -> AreaRates:
    """Ranges, limits and ranks; what the table is called is filled in by the caller.

    ``seen`` are the counts from which the spread of all areas is judged, where not their own.
    """
    n, size, mean = known.counts, known.exposure, total / at_risk
    everything = n if seen is None else seen
    phi = rates.overdispersion(everything, size, mean)
    prior = replace(rates.prior(everything, size), mean=mean)
    own = np.maximum(n, 0)
    low, high = (end / size for end in rates.garwood(own))
    shrunk_low, shrunk_high = rates.posterior_range(own, size, prior)
    few = np.flatnonzero(n >= RANKED)
    place = np.zeros((3, n.size), np.int64)
    draws = 0
    if few.size:
        found = rates.ranks(n[few], size[few], prior)
        draws, place[:, few] = found.draws, (found.rank, found.low, found.high)
    return AreaRates(
        Basis("", total, None, None), known.codes, known.names, n, size, low, high,
        rates.shrunk(own, size, prior), shrunk_low, shrunk_high, place[0], place[1], place[2],
        beyond=_beyond(own, size, mean, phi), total=total, at_risk=at_risk, phi=phi,
        weight=prior.weight, per=1, unit="", table="", table_source="", dated=None, zeros="",
        lacking=(), lacking_areas=0, lacking_incidents=0, rows_edition="", table_edition="",
        draws=draws, seed=rates.SEED, threshold=0,
    )  # fmt: skip


def _beyond(counts: Whole, exposure: Floats, mean: float, phi: float) -> Whole:
    """Beyond which limit of chance each area lies."""
    found = np.zeros(counts.size, np.int64)
    slack = 1e-9 * mean
    for z in LIMITS:
        low, high = rates.control_limits(exposure, mean, z, phi)
        found[counts / exposure > high + slack] = int(z)
        found[counts / exposure < low - slack] = -int(z)
    return found


def conceal(result: AreaRates, threshold: int) -> AreaRates:
    """The same rates without small counts, for readers outside.

    A rate times its exposure is a count, so a hidden area has no rate, range, rank or mark. Limits,
    shrinking and ranks are worked out anew as if the hidden areas shared what they have together,
    so that nothing which is shown depends on how they really share it.

    Args:
        result: rates by area.
        threshold: counts of 1 to one less are hidden; 0 or 1 hides nothing more.
    """
    if threshold <= max(result.threshold, 1):
        return result
    left_out = hiding.without_small(result.basis.left_out, threshold)
    lean = replace(
        result,
        counts=hiding.wholly_hidden(result.counts, threshold),
        threshold=threshold,
        lacking=tuple((code, 0) for code, _ in result.lacking),
        lacking_incidents=_blurred(result.lacking_incidents, threshold),
        basis=replace(result.basis, left_out=left_out),
    )
    hidden = lean.counts < 0
    return _shared(lean, result.counts, hidden) if hidden.any() else lean


def _shared(result: AreaRates, counts: Whole, hidden: NDArray[np.bool_]) -> AreaRates:
    """The figures of the areas shown; none for the hidden ones, which share their sum by size."""
    size = result.exposure
    together = counts[hidden].sum() * size / size[hidden].sum()
    seen = np.where(hidden, together, counts)
    known = _Known(result.codes, result.names, result.counts, size)
    anew = _measured(known, result.total, result.at_risk, seen)
    gone = {
        name: np.where(hidden, np.nan, getattr(anew, name))
        for name in ("low", "high", "shrunk", "shrunk_low", "shrunk_high")
    }
    return replace(
        result, phi=anew.phi, weight=anew.weight, draws=anew.draws, rank=anew.rank,
        rank_low=anew.rank_low, rank_high=anew.rank_high,
        beyond=np.where(hidden, 0, anew.beyond), low=gone["low"], high=gone["high"],
        shrunk=gone["shrunk"], shrunk_low=gone["shrunk_low"], shrunk_high=gone["shrunk_high"],
    )  # fmt: skip


def _blurred(count: int, threshold: int) -> int:
    """A small count as -1: there are some, and they are few."""
    return hiding.SMALL if 0 < count < threshold else count
