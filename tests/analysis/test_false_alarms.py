"""False alarms of charts without a change: the table is that of the tests themselves."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from tests.analysis.test_time_kinds import ask, summed, totals
from workbench.analysis.false_alarms import MONTHS, by_luck, one_in_so_many
from workbench.analysis.kinds.trend import KIND
from workbench.analysis.rules import NELSON, WESTERN, patterns
from workbench.analysis.trends import STANDARD
from workbench.analysis.xmr import anhoej, beyond, xmr_limits

RULES = (STANDARD, WESTERN, NELSON)


def signals(series: np.ndarray, baseline: int, medians: bool) -> list[bool] | None:
    limits = xmr_limits(series[:baseline], medians=medians)
    if limits is None:
        return None
    outside = bool(beyond(series, limits.lower, limits.upper))
    runs = anhoej(series)
    found = [outside or bool(runs and runs.signal)]
    for rules in RULES[1:]:
        part = patterns(rules, series, limits.mean, limits.sigma)
        found.append(outside or any(len(ends) > 0 for rule, ends in part.items() if rule > 1))
    return found


@pytest.mark.parametrize("medians", [False, True])
@pytest.mark.parametrize("baseline", [6, 12, 13, 21, 36])
def test_the_table_is_what_luck_gives(baseline: int, medians: bool) -> None:
    drawn = np.random.default_rng(baseline).poisson(40, (1500, MONTHS)).astype(float)
    found = [one for row in drawn if (one := signals(row, baseline, medians))]
    for rules, share in zip(RULES, np.mean(found, axis=0), strict=True):
        assert by_luck(rules, baseline, medians=medians) == pytest.approx(share, abs=0.045)


@pytest.mark.parametrize("mean", [8, 300])
def test_the_share_hardly_depends_on_the_level(mean: int) -> None:
    drawn = np.random.default_rng(3).poisson(mean, (1500, MONTHS)).astype(float)
    found = [one for row in drawn if (one := signals(row, 12, False))]
    assert by_luck(STANDARD, 12) == pytest.approx(np.mean(found, axis=0)[0], abs=0.05)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("limits", ["mean", "median"])
def test_a_longer_baseline_has_fewer(rules: str, limits: str) -> None:
    shares = [by_luck(rules, n, medians=limits == "median") for n in range(6, 37)]
    assert all(a >= b for a, b in pairwise(shares))
    counts = np.random.default_rng(1).poisson(40, 36).tolist()
    for baseline in (6, 12, 30):
        found = ask(KIND, summed(totals(counts)), rules=rules, limits=limits, baseline=baseline)
        reading = KIND.reading(found)
        told = re.findall(r"(\d+) in (\d+) charts", reading.caveat + " ".join(reading.working))
        assert len(set(told)) == 1
        part, whole = (int(one) for one in told[0])
        share = by_luck(rules, baseline, medians=limits == "median")
        assert part / whole == pytest.approx(share, abs=0.05)
        assert f"limits from {baseline} months" in reading.caveat


def test_fractions_are_said() -> None:
    assert [one_in_so_many(x) for x in (0.274, 0.384, 0.124, 0.61)] == [
        "1 in 4", "2 in 5", "1 in 8", "3 in 5",
    ]  # fmt: skip
