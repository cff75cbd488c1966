"""A choice of how to allow for many comparisons: hot_cells, exceedance and near_repeats keep it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from tests.analysis.test_exceedance import rows
from tests.analysis.test_hot_cells import town
from tests.analysis.test_near_repeats import burglaries
from workbench.analysis import codec
from workbench.analysis.exceedances import Exceedances
from workbench.analysis.hot_spots import COLD, HOT, HotCells
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import exceedance, hot_cells, near_repeats
from workbench.analysis.kinds.near_repeats import NearRepeats

STRICTER = ("fdr", "holm", "bonferroni")


def cells(**given: Any) -> HotCells:
    return hot_cells.run(Asked(town(hot=12), {"side": 100, **given}))


def counts(**given: Any) -> Exceedances:
    usual = np.random.default_rng(8).poisson(20, (40, 13))
    usual[:6, -1] = [34, 36, 38, 40, 44, 60]
    made = {f"Kind {k:02d}": usual[k].tolist() for k in range(40)}
    return exceedance.run(Asked(rows(made), given))


def pairs(**given: Any) -> NearRepeats:
    return near_repeats.run(Asked(burglaries(14, 100), given))


def test_cells_are_named_at_the_level_of_the_way_that_was_chosen() -> None:
    named = []
    for way in STRICTER:
        found = cells(many=way)
        z = found.scores[np.isfinite(found.scores)].astype(float)
        p = 2 * stats.norm.sf(np.abs(z))
        if way == "bonferroni":
            assert found.hot + found.cold == (p * p.size <= 0.05).sum()
        if way == "holm":
            ranked = np.sort(p) * np.arange(p.size, 0, -1)
            assert found.hot + found.cold == (np.maximum.accumulate(ranked) <= 0.05).sum()
        named.append(int(np.isin(found.signs, (HOT, COLD)).sum()))
        assert codec.unpack(codec.pack(found), HotCells).many == way
    assert named == sorted(named, reverse=True)
    assert named[0] > named[-1]


def test_the_strict_ways_are_told() -> None:
    default, strict = (hot_cells.reading(cells(**given)) for given in ({}, {"many": "holm"}))
    assert "about 5% are named by chance (Benjamini and Hochberg 1995)" in default.working[1]
    assert "any cell is named by luck is 5% at most (Holm 1979)" in strict.working[1]
    assert "Judged strictly: cells that stand out less clearly are not named." in strict.sentences
    assert "Judged strictly" not in " ".join(default.sentences)


def test_small_cells_are_joined_for_outside_and_judged_as_before() -> None:
    whole = hot_cells.run(Asked(town(), {"side": 50, "many": "bonferroni"}))
    shown = hot_cells.outside(whole, 5)
    again = hot_cells.run(Asked(town(), {"side": 100, "many": "bonferroni"}))
    assert shown.many == "bonferroni"
    assert abs(shown.hot - again.hot) <= 2  # spots of few are left out


def test_fewer_kinds_are_high_by_the_strict_ways() -> None:
    found = {way: counts(many=way) for way in STRICTER}
    above = [found[way].above for way in STRICTER]
    assert above == sorted(above, reverse=True)
    assert above[0] > above[-1] >= 1
    for one in found.values():  # those not named stay in doubt
        assert one.above + one.unclear == found["fdr"].above + found["fdr"].unclear
    said = {way: exceedance.reading(one) for way, one in found.items()}
    assert said["fdr"].caveat.endswith("About 1 in 20 of those named may be luck.")
    assert said["holm"].caveat.endswith("luck named any of them is 1 in 20 at most.")
    assert "(Bonferroni; Dunn 1961, 5%)" in said["bonferroni"].working[-1]


def test_combinations_are_judged_alone_unless_it_is_chosen_otherwise() -> None:
    alone, strict = pairs(), pairs(many="bonferroni")
    assert (alone.many, alone.adjusted) == ("alone", None)
    assert strict.adjusted == pytest.approx(np.minimum(1, alone.p * alone.p.size))
    assert (strict.clear <= alone.clear).all()
    assert strict.clear[1, 0]
    said = near_repeats.reading(strict)
    assert "too rare in the shufflings even for one of so many" in said.sentences[0]
    assert said.sentences[1] == "The chance that luck named any of them is 1 in 20 at most."
    assert "adjusted for 28 combinations (Bonferroni; Dunn 1961, 5%)." in said.working[3]
    assert "Ratcliffe's rule" in near_repeats.reading(alone).working[3]
    shown = near_repeats.outside(strict, 5)
    assert (shown.clear == strict.clear).all()  # what is withheld does not change the others


def test_too_few_shufflings_to_stand_out_among_so_many_are_told() -> None:
    said = near_repeats.reading(pairs(many="holm", draws="199"))
    assert said.finding.endswith("no more near repeats than chance would leave")
    assert "With 199 shufflings a single one of so many cannot stand out." in said.sentences[1]
    assert not pairs(many="holm").few_draws


def test_answers_from_before_keep_their_way() -> None:
    for kind, kept in ((hot_cells, "fdr"), (exceedance, "fdr"), (near_repeats, "alone")):
        assert kind.KIND.settings({})["many"] == kept
