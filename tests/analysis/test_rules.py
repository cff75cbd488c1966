"""The rules of Nelson and of Western Electric, and the question of trend when it is asked them."""

from __future__ import annotations

from base64 import b85decode
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from operator import gt, lt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.codec import pack, unpack
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Value
from workbench.analysis.kinds import trend
from workbench.analysis.rules import NAMES, nelson, western_electric
from workbench.analysis.trends import Trend
from workbench.analysis.xmr import anhoej, xmr_limits
from workbench.domain.data import Precision

# Whole sigmas as well as halves, so that points on a limit are among them; None is a gap.
SCORES = st.lists(
    st.one_of(st.none(), st.integers(-8, 8).map(lambda half: half / 2)), min_size=1, max_size=50
)


def in_words(z: Sequence[float]) -> dict[int, list[int]]:
    """Nelson's rules as they are written, point by point and window by window."""
    found: dict[int, list[int]] = {rule: [] for rule in range(1, 9)}

    for end, now in enumerate(z):
        nine, six, fourteen, fifteen, eight, three, five = (
            z[max(0, end - size + 1) : end + 1] for size in (9, 6, 14, 15, 8, 3, 5)
        )
        steps = [b - a for a, b in pairwise(fourteen)]
        met = {
            1: abs(now) > 3,
            2: len(nine) == 9 and (all(o > 0 for o in nine) or all(o < 0 for o in nine)),
            3: len(six) == 6 and (all(map(lt, six, six[1:])) or all(map(gt, six, six[1:]))),
            4: len(steps) == 13 and all(a * b < 0 for a, b in pairwise(steps)),
            5: any(s * now > 2 and sum(s * one > 2 for one in three) > 1 for s in (1, -1)),
            6: any(s * now > 1 and sum(s * one > 1 for one in five) > 3 for s in (1, -1)),
            7: len(fifteen) == 15 and all(abs(one) < 1 for one in fifteen),
            8: len(eight) == 8 and all(abs(one) > 1 for one in eight),
        }
        for rule in found:
            found[rule] += [end] * met[rule]
    return found


@settings(max_examples=300, deadline=None)
@given(SCORES, st.floats(-50, 50), st.floats(0.1, 20))
def test_rules_are_as_they_are_written(
    scores: list[float | None], mean: float, sigma: float
) -> None:
    z = [float("nan") if one is None else one for one in scores]
    # on the scale itself, so that what lies on a limit does so exactly
    assert {rule: list(ends) for rule, ends in nelson(z, 0, 1).items()} == in_words(z)
    found, moved = nelson(z, 0, 1), nelson(mean + sigma * np.array(z), mean, sigma)
    assert {r: moved[r] for r in (1, 5, 6, 8)} == {r: found[r] for r in (1, 5, 6, 8)}
    western = western_electric(z, 0, 1)
    assert (western[1], western[2], western[3]) == (found[1], found[5], found[6])
    assert western[4] == nelson(z, 0, 1, side=8)[2]
    mirrored = nelson([-one for one in z], 0, 1)
    assert mirrored == found


def test_each_of_the_eight_can_be_found_alone() -> None:
    alternating = [0.2 * (-1) ** i * (1 + 0.01 * i) for i in range(14)]
    planted = {
        1: [0.5, 3.1],
        2: [0.5, 1.2, 0.4, 0.9, 0.3, 1.1, 0.2, 0.7, 0.6],
        3: [-0.9, -0.5, 0.1, 0.4, 0.6, 0.9],
        4: alternating,
        5: [2.1, 0.1, 2.2],
        6: [1.2, 1.3, -0.4, 1.6, 1.1],
        7: [0.1, 0.1, -0.3, -0.3, 0.2] * 3,
        8: [1.2, -1.3, -1.1, 1.4, 1.2, -1.5, -1.2, 1.3],
    }
    for rule, values in planted.items():
        found = nelson(values, 0, 1)
        assert {r: e for r, e in found.items() if e} == {rule: (len(values) - 1,)}
        assert rule in NAMES["nelson"]


def test_limits_may_differ_from_point_to_point() -> None:
    assert nelson([4, 4], [0, 0], [1, 2])[1] == (0,)
    assert nelson([4, 4], 0, 0)[1] == ()
    assert all(ends == () for ends in nelson([], 0, 1).values())


def test_false_alarms_are_as_often_as_is_said() -> None:
    rng = np.random.default_rng(11)
    caught = {12: np.zeros(3), 36: np.zeros(3)}
    for _ in range(500):
        months = rng.poisson(60, 36)
        runs = anhoej(months)
        assert runs is not None
        for base, sums in caught.items():
            limits = xmr_limits(months[:base])
            assert limits is not None
            eight = nelson(months, limits.mean, limits.sigma)
            four = western_electric(months, limits.mean, limits.sigma)
            sums += [bool(eight[1]), any(four.values()), any(eight.values())]
    assert caught[36] / 500 == pytest.approx([1 / 9, 1 / 4, 1 / 3], abs=0.06)
    assert caught[12] / 500 == pytest.approx([1 / 4, 0.46, 1 / 2], abs=0.06)


def test_medians_give_their_own_limits() -> None:
    values = [50, 47, 55, 52, 49, 46, 53, 51, 48, 54, 50, 190]
    found, usual = xmr_limits(values, medians=True), xmr_limits(values)
    assert found is not None
    assert usual is not None
    ranges = np.abs(np.diff(values))
    assert found.mean == np.median(values)
    assert found.upper == pytest.approx(np.median(values) + 3.145 * np.median(ranges))
    assert found.range_upper == pytest.approx(3.865 * np.median(ranges))
    assert found.upper < 190 <= usual.upper + 90
    about = xmr_limits(values, medians=True, centre=float(np.mean(values)))
    assert about is not None
    assert about.mean == pytest.approx(np.mean(values))
    assert about.upper - about.mean == pytest.approx(found.upper - found.mean)
    assert xmr_limits([5, 5, 5, 5, 9], medians=True) is None
    # three sigma of a normal series, by either way
    series = np.random.default_rng(1).normal(0, 1, 40_000)
    assert xmr_limits(series).sigma == pytest.approx(1, abs=0.02)  # type: ignore[union-attr]
    assert xmr_limits(series, medians=True).sigma == pytest.approx(1, abs=0.02)  # type: ignore[union-attr]


# the question of trend, asked for more rules

FLAT = [50, 47, 55, 52, 49, 46, 53, 51, 48, 54, 50, 52]


def monthly(counts: Sequence[int | None]) -> Incidents:
    months = [datetime(2022 + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    frame = pl.DataFrame(
        {"start": [m for m, _ in kept], "count": [c for _, c in kept]},
        schema={"start": pl.Datetime, "count": pl.Int64},
    )
    return Incidents(frame, Precision.MONTH, "none", True, "Made up")


def ask(counts: Sequence[int | None], **settings_: Value) -> Trend:
    return trend.run(Asked(monthly(counts), settings_))


def test_a_pattern_is_said_in_title_sentence_and_table() -> None:
    result = ask([*FLAT, 53, 52, 54, 53, 55, 54, 52, 53, 54], rules="nelson")
    said = trend.KIND.reading(result)
    assert not result.signals
    assert result.runs is None
    assert "show a pattern" in said.finding
    assert said.tone == "change"
    # Dec 2022 (52) lies above the mean of 50.6 too, so that the ninth in a row is Aug 2023
    two = next(one for one in result.patterns if one.rule == 2)
    assert two.ends == (19, 20)
    assert "nine in a row on one side (two times, last in Sep 2023)" in " ".join(said.sentences)
    assert "false alarms" in said.caveat
    assert "rule 2: nine in a row on one side" in str(trend.KIND.table(result).rows[19][-1])
    assert trend.KIND.table(result).rows[18][-1] == ""
    assert unpack(pack(result), Trend) == result


def test_the_four_rules_find_eight_in_a_row() -> None:
    result = ask([*FLAT, 53, 52, 54, 53, 55, 54, 52, 53], rules="western")
    assert next(one.ends for one in result.patterns if one.rule == 4) == (18, 19)
    assert "Western Electric" in " ".join(trend.KIND.reading(result).working)


def test_standard_rules_are_as_they_were() -> None:
    result = ask([*FLAT, 53, 52, 54, 53, 55, 54, 52, 53, 54])
    assert result.standard
    assert not result.patterns
    assert result.runs is not None


def test_no_pattern_goes_across_a_gap() -> None:
    assert ask([*FLAT, 53, 52, 54, 53, None, 55, 54, 52, 53], rules="nelson").patterns == ()


def test_a_result_kept_before_there_were_rules_still_opens() -> None:
    kept = (
        "c$`&I%WlFj5TyN*%I5{eFM|1pN>zL40innZ8;Ba5D2|IN#IN>Sx(=i@Q4XFRdv^Bm^7j7v@bfsEo!N)=wP))y^K"
        "Ix$WNY?pclZ=K2F$T_ZgOB%-TQ$UkqI%+IQ>L6c8bY)Cg*aDVKo$Op!jABtUR<HNrSNqu-cXN4&6`;-(Ac?w~wt"
        "G4wQRyFMI_e1u_LH1v&-G6yzybrNAVBXDLV>@P7v~^(Iqq^5!j8+XgqpYIFuF2dzO1PzKZzv;@sTtw1Xvmf{f_"
        "Fd4n;Y(Lbtxwfo3SdUTUJT*O=I?WZtVPWx4jPS<taa>$bThY=<XA8ZO$+sk-_JloKOS3R4r8Kb6b&*=~g%EeIF6"
        "7GBduN+yiz|YCaO1`taaWJ2_=3y?k5!;DxQvP19-}SscP?xb)9+}ds8@aKeeL!nV`#nbbaz40x_Gp{C2bd)CTf("
        "Qk*UZ95;<TuQSn^#x7%^6@C&bV*j|1CN>{`7"
    )
    old = unpack(b85decode(kept), Trend)
    new = ask([*FLAT, 51, 49, 90])
    assert old.standard
    assert (old.counts, old.signals, old.runs) == (new.counts, new.signals, new.runs)
    assert (old.phases[0].upper, old.phases[0].lower) == (new.phases[0].upper, new.phases[0].lower)
    assert trend.KIND.reading(old).finding == trend.KIND.reading(new).finding
    assert trend.KIND.table(old) == trend.KIND.table(new)


def test_a_leap_from_one_month_to_the_next_is_told_and_is_no_signal() -> None:
    wide = [40, 60, 42, 58, 41, 59, 43, 57, 40, 60, 42, 58]
    result = ask([*wide, 30, 80])
    assert result.jumps == ()
    result = ask([*FLAT, 64, 38])
    assert result.jumps == (13,)
    said = " ".join(trend.KIND.reading(result).sentences)
    assert "From Jan 2023 to Feb 2023 it went from 64 to 38" in said
    top = result.phases[0].range_upper
    assert top == pytest.approx(3.267 * np.abs(np.diff(FLAT)).mean())


def test_limits_of_medians_are_named_so() -> None:
    result = ask([*FLAT[:-1], 300], limits="median")
    said = " ".join(trend.KIND.reading(result).sentences)
    assert "median 50.5" in said
    assert [c.name for c in trend.KIND.table(result).columns][2] == "Median"
    alike = ask([50, 50, 50, 50, 50, 50, 50, 51], limits="median")
    assert "Choose limits from averages" in " ".join(trend.KIND.reading(alike).sentences)
