"""Cumulative sums: small lasting shifts add up until they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, log
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SLACK: Final = 0.5  # K, in sigma: half the shift that should be seen
DECISION: Final = 5.0  # H, in sigma
RARE: Final = 0.05
_NODES: Final = 81  # of the quadrature for run lengths


@dataclass(frozen=True)
class Cusum:
    """Two one-sided sums in time order; NaN where the value was missing.

    ``run_high`` and ``run_low`` count the values since each sum was last nought. ``above`` and
    ``below`` are the places at which a sum first passes the decision interval.
    """

    high: Floats
    low: Floats
    run_high: Whole
    run_low: Whole
    above: tuple[int, ...]
    below: tuple[int, ...]


@dataclass(frozen=True)
class Shift:
    """A signal, and when the shift behind it probably began."""

    at: int  # place of the value that passed the decision interval
    start: int  # place of the first value since the sum left nought
    run: int  # values since then, with that of the signal: N+ or N-
    up: bool
    level: float  # estimated level since the start, in the unit of the values


@dataclass(frozen=True)
class Spell:
    """Signals of one shift; ``end`` is its last value where it is ``over``, or its last signal."""

    signals: tuple[Shift, ...]
    end: int
    over: bool

    @property
    def start(self) -> int:
        """Place of its first value."""
        return self.signals[0].start

    @property
    def up(self) -> bool:
        """Whether it is upwards."""
        return self.signals[0].up


def cusum(
    values: ArrayLike,
    target: ArrayLike = 0.0,
    sigma: ArrayLike = 1.0,
    k: float = SLACK,
    h: float = DECISION,
    head_start: float = 0.0,
) -> Cusum:
    """Sum what lies beyond the target by more than the slack, upwards and downwards.

    ``high = max(0, high + z - k)`` and ``low = max(0, low - z - k)`` with
    ``z = (value - target) / sigma``. The sums go on after a signal; ``watch`` starts them anew.

    Args:
        values: shape (n,), in time order; a missing one (NaN) adds nothing.
        target: a number, or one for each value, in the unit of the values.
        sigma: standard deviation, likewise; 1 when ``k`` and ``h`` are in the unit of the values.
        k: slack (reference value), in sigma.
        h: decision interval, in sigma; a sum above it is a signal, one on it is none.
        head_start: what both sums begin with, in sigma; h / 2 for a fast response.

    Raises:
        ValueError: a sigma is not above 0, or k or h is negative.

    Source: Page (1954) Biometrika 41:100; NIST/SEMATECH e-Handbook 6.3.2.3; head start by Lucas
    and Crosier (1982) Technometrics 24:199.
    """
    series = np.asarray(values, np.float64).ravel()
    spread = np.broadcast_to(np.asarray(sigma, np.float64), series.shape)
    if (spread <= 0).any() or k < 0 or h < 0:
        raise ValueError("Sigma must be above 0, and k and h not below it.")
    z = (series - np.asarray(target, np.float64)) / spread
    high, run_high = _one_side(z - k, head_start)
    low, run_low = _one_side(-z - k, head_start)
    return Cusum(high, low, run_high, run_low, _passes(high, h), _passes(low, h))


def _one_side(steps: Floats, start: float) -> tuple[Floats, Whole]:
    """The sum of steps kept at or above nought, and the values since it left nought."""
    sums, runs = np.full(steps.size, np.nan), np.zeros(steps.size, np.int64)
    total, run = start, 0
    for place, step in enumerate(steps.tolist()):
        if not isnan(step):
            total = max(0.0, total + step)
            run = run + 1 if total > 0 else 0
            sums[place] = total
        runs[place] = run
    return sums, runs


def _passes(sums: Floats, h: float) -> tuple[int, ...]:
    """Where the sum comes to lie above h, once for each time that it does."""
    known = np.flatnonzero(~np.isnan(sums))
    over = sums[known] > h
    first = over & ~np.concatenate([[False], over[:-1]])
    return tuple(int(at) for at in known[first])


def watch(
    values: ArrayLike,
    target: ArrayLike = 0.0,
    sigma: ArrayLike = 1.0,
    k: float = SLACK,
    h: float = DECISION,
    head_start: float = 0.0,
) -> tuple[Cusum, tuple[Shift, ...]]:
    """Sum as ``cusum`` does, and start both sums anew after each signal.

    Args:
        values: shape (n,), in time order; a missing one (NaN) adds nothing.
        target: a number, or one for each value, in the unit of the values.
        sigma: standard deviation, likewise.
        k: slack, in sigma.
        h: decision interval, in sigma.
        head_start: what both sums begin with, at first and after each signal, in sigma.

    Returns:
        The sums, and the shifts in time order. The level of each is estimated as
        target ± (k + sum / run) sigma, with the mean target of its run.

    Source: Montgomery, Introduction to Statistical Quality Control (2013), section 9.1.
    """
    series = np.asarray(values, np.float64).ravel()
    aims, spread = (
        np.broadcast_to(np.asarray(one, np.float64), series.shape) for one in (target, sigma)
    )
    parts, shifts, begin = [], [], 0
    while begin < series.size:
        rest = slice(begin, None)
        part = cusum(series[rest], aims[rest], spread[rest], k, h, head_start)
        signals = [*part.above[:1], *part.below[:1]]
        end = min(signals) + 1 if signals else series.size - begin
        parts.append((part, end))
        if signals:
            shifts.append(_shift(part, end - 1, begin, (series, aims, spread), k))
        begin += end
    return _joined(parts, shifts), tuple(shifts)


def _shift(
    part: Cusum, at: int, begin: int, told: tuple[Floats, Floats, Floats], k: float
) -> Shift:
    """The signal of a part, placed in the whole series."""
    up = at in part.above[:1]
    sums, runs = (part.high, part.run_high) if up else (part.low, part.run_low)
    values, aims, spread = told
    place, run = begin + at, int(runs[at])
    known = np.flatnonzero(~np.isnan(values[: place + 1]))[-run:]
    beyond = (k + float(sums[at]) / run) * float(spread[known].mean())
    level = float(aims[known].mean()) + (beyond if up else -beyond)
    return Shift(place, int(known[0]), run, up, level)


def _joined(parts: list[tuple[Cusum, int]], shifts: list[Shift]) -> Cusum:
    """The parts between signals as one."""
    empty = np.empty(0)

    def all_of(name: str) -> Floats:
        return np.concatenate([empty, *(getattr(part, name)[:end] for part, end in parts)])

    return Cusum(
        all_of("high"),
        all_of("low"),
        all_of("run_high").astype(np.int64),
        all_of("run_low").astype(np.int64),
        tuple(one.at for one in shifts if one.up),
        tuple(one.at for one in shifts if not one.up),
    )


def spells(z: ArrayLike, shifts: Sequence[Shift]) -> tuple[Spell, ...]:
    """Join signals that follow each other in one direction, unless the level came back between.

    A shift is over when, after a signal, the values less half its own mean have fallen from their
    highest sum by ``log(1 / RARE) / (2 half)``: were it still going on, they would do so with a
    chance of ``RARE`` at most. It ended where that sum was highest.

    Args:
        z: values less target over sigma, shape (n,); NaN where missing.
        shifts: as ``watch`` gives them.

    Source: Siegmund (1985) Sequential Analysis, chapter 2 (the chance of a drawdown).
    """
    series = np.asarray(z, np.float64)
    found: list[Spell] = []
    for place, one in enumerate(shifts):
        until = shifts[place + 1].start if place + 1 < len(shifts) else series.size
        last = found[-1] if found else None
        before = last.signals if last and last.up is one.up and not last.over else ()
        signals = (*before, one)
        spell = Spell(signals, *_ended(series, signals, until))
        found = [*(found[:-1] if before else found), spell]
    return tuple(found)


def _ended(z: Floats, signals: tuple[Shift, ...], until: int) -> tuple[int, bool]:
    """The last value of a shift as far as can be told, and whether it is over."""
    way, start, at = (1.0 if signals[0].up else -1.0), signals[0].start, signals[-1].at
    half = max(SLACK / 2, way * float(np.nanmean(z[start : at + 1])) / 2)
    known = np.flatnonzero(~np.isnan(z[:until]))
    known = known[known > at]
    sums = np.concatenate([[0.0], np.cumsum(way * z[known] - half)])
    top = int(sums.size - 1 - np.argmax(sums[::-1]))
    fallen = float(sums[top] - sums[-1])
    if fallen * 2 * half < log(1 / RARE):
        return at, False
    return (int(known[top - 1]) if top else at), True


def run_length(
    k: float = SLACK, h: float = DECISION, shift: float = 0.0, start: float = 0.0
) -> float:
    """How many values a two-sided chart takes on average to signal (ARL).

    Each side's ARL solves ``L(s) = 1 + L(0) F(k - s) + integral L(x) f(x + k - s) dx`` over 0 to
    h, by Gauss-Legendre quadrature, for normal values; ``1 / L = 1 / L_high + 1 / L_low``.

    Args:
        k: slack, in sigma.
        h: decision interval, in sigma, above 0.
        shift: of the mean, in sigma; 0 gives how often luck alone signals.
        start: head start of the sums, in sigma.

    Source: Page (1954) Biometrika 41:100; Montgomery (2013), section 9.1. With a head start, the
    two sides are joined as by Lucas and Crosier (1982) Technometrics 24:199.
    """
    up, up0 = _run_length(k, h, shift, start)
    down, down0 = _run_length(k, h, -shift, start)
    if not start:
        return 1 / (1 / up + 1 / down)
    return (up * down0 + down * up0 - up0 * down0) / (up0 + down0)


def _run_length(k: float, h: float, shift: float, start: float) -> tuple[float, float]:
    """Of one side: from the start, and from nought."""
    from scipy.special import ndtr

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    x, w = (nodes + 1) * h / 2, weights * h / 2
    points = np.concatenate([[0.0], x])

    def kernel(at: Floats) -> Floats:
        density = np.exp(-0.5 * (x[None, :] + k - shift - at[:, None]) ** 2) / np.sqrt(2 * np.pi)
        return np.column_stack([ndtr(k - shift - at), density * w])

    lengths = np.linalg.solve(np.eye(points.size) - kernel(points), np.ones(points.size))
    from_start = 1 + kernel(np.array([start])) @ lengths
    return float(from_start[0]), float(lengths[0])
