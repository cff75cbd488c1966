"""Harm: weighed sums, their ranges, what has no weight, and what readers outside see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis import codec
from workbench.analysis.harm import gravest, weighed
from workbench.analysis.harms import GAP, Harm, conceal
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import harm
from workbench.analysis.reference import Reference
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

KINDS = ("Homicide", "Burglary", "Bicycle theft")
WEIGHTS = np.array([5475.0, 20.0, 2.0])


def table(kinds: tuple[str, ...] = KINDS, weights: Any = WEIGHTS) -> Reference:
    return Reference(
        "Weights", kinds, np.asarray(weights, float), "days", "Force", date(2024, 1, 1)
    )


def rows(told: dict[str, int], days: int = 28) -> Incidents:
    kinds = [kind for kind, n in told.items() for _ in range(n)]
    start = [datetime(2023, 1, 1) + timedelta(days=i % days) for i in range(len(kinds))]
    areas = [f"E0100000{i % 3}" for i in range(len(kinds))]
    frame = pl.DataFrame(
        {"type": kinds, "start": start, "area": areas},
        schema_overrides={"type": pl.String, "start": pl.Datetime, "area": pl.String},
    )
    return Incidents(frame, Precision.DAY, "none", source="made for tests")


def asked(told: dict[str, int], days: int = 28, **settings: Any) -> Harm:
    return harm.KIND.run(Asked(rows(told, days), settings, reference=table()))


def test_harm_and_its_range_by_hand() -> None:
    """10 x 3 + 100 x 1 = 130; variance 2 x (9 x 10 + 10000) = 20180."""
    found = weighed([10, 1], [3, 100], phi=2)
    assert found.estimate == 130
    reach = 1.959964 * 20180**0.5
    assert found.high == pytest.approx(130 + reach, abs=1e-3)
    assert found.low == 0


counts = st.lists(st.tuples(st.integers(0, 500), st.floats(0, 6000)), min_size=1, max_size=12)


@given(counts, st.floats(0.01, 50))
def test_harm_is_linear_in_the_weights(told: Any, by: float) -> None:
    seen, weights = (np.array(part, float) for part in zip(*told, strict=True))
    one, other = weighed(seen, weights), weighed(seen, weights * by)
    assert other.estimate == pytest.approx(by * one.estimate)
    assert other.high == pytest.approx(by * one.high)
    added = weighed(seen, weights + 1).estimate
    assert added == pytest.approx(one.estimate + seen.sum())


@given(counts, st.randoms())
def test_the_order_of_kinds_does_not_matter_and_the_range_holds_harm(told: Any, dice: Any) -> None:
    mixed = list(told)
    dice.shuffle(mixed)
    one, other = (weighed(*map(list, zip(*part, strict=True))) for part in (told, mixed))
    assert one.estimate == pytest.approx(other.estimate)
    assert one.low <= one.estimate <= one.high


def test_one_homicide_is_said_to_rule() -> None:
    found = asked({"Homicide": 1, "Burglary": 100, "Bicycle theft": 200})
    assert found.names == ("Bicycle theft", "Burglary", "Homicide")
    assert found.whole.estimate == 5475 + 2000 + 400
    words = harm.KIND.reading(found)
    assert words.finding == "Homicide makes 70% of the harm and less than 1% of the incidents"
    assert "One incident of homicide makes 70% of the harm." in words.sentences
    assert words.says == "One incident rules it"
    assert "Weights, 1 Jan 2024, Force" in words.measure
    assert gravest([0, 5], [100, 1]) is not None
    assert gravest([0, 0], [100, 1]) is None


def test_kinds_without_a_weight_are_listed_and_left_out() -> None:
    found = asked({"Burglary": 30, "Anti-social behaviour": 50})
    assert found.without == (("Anti-social behaviour", 50),)
    assert found.basis.n == 30
    assert dict(found.basis.left_out) == {"of a kind without a weight": 50}
    assert found.whole.estimate == 600
    made = harm.KIND.table(found)
    assert ("Anti-social behaviour", 50, None, "no weight", None, None, None) in made.rows
    assert made.rows[-1][1] == 80
    said = " ".join(harm.KIND.reading(found).sentences)
    assert "1 kind with 50 incidents has no weight in the table and is left out" in said


def test_kinds_are_found_however_they_are_written() -> None:
    told = rows({"BURGLARY ": 3})
    assert harm.KIND.run(Asked(told, {}, reference=table())).whole.estimate == 60


def test_by_month_and_by_area_add_up_to_the_kinds() -> None:
    told = {"Burglary": 400, "Bicycle theft": 300}
    kinds, month, area = (asked(told, 365, by=by) for by in ("type", "month", "area"))
    assert len(month.names) == 12
    assert month.harm.sum() == pytest.approx(kinds.whole.estimate)
    assert area.harm.sum() == pytest.approx(kinds.whole.estimate)
    assert area.counts.sum() == month.counts.sum() == 700
    assert month.basis.last == date(2023, 12, 31)
    for found in (kinds, month, area):
        assert codec.pack(codec.unpack(codec.pack(found), Harm)) == codec.pack(found)


def test_a_month_without_data_is_a_gap() -> None:
    told = rows({"Burglary": 730}, 365)
    part = told.frame.filter(pl.col("start").dt.month() != 6)
    found = harm.KIND.run(Asked(replace(told, frame=part), {"by": "month"}, reference=table()))
    assert found.gaps == (date(2023, 6, 1),)
    assert found.counts[5] == GAP
    assert np.isnan(found.harm[5])
    assert harm.KIND.table(found).rows[5][1] is None


@pytest.mark.parametrize("by", ["type", "month", "area"])
def test_what_cannot_be_answered_is_refused_in_words(by: str) -> None:
    with pytest.raises(CannotAnswerError, match="needs a table"):
        harm.KIND.run(Asked(rows({"Burglary": 3})))
    for told, words in (({}, "no incidents"), ({"Fraud": 9}, "None of the kinds of incident")):
        with pytest.raises(CannotAnswerError, match=words):
            harm.KIND.run(Asked(rows(told), {"by": by}, reference=table()))
    bare = rows({"Burglary": 3})
    bare = replace(bare, frame=bare.frame.drop("type"))
    with pytest.raises(CannotAnswerError, match="kind of incident"):
        harm.KIND.run(Asked(bare, {}, reference=table()))


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3).filter(any), st.sampled_from([3, 5]))
def test_no_small_count_of_a_kind_can_be_reckoned_back(told: list[int], below: int) -> None:
    found = asked(dict(zip(KINDS, told, strict=True)))
    lean = conceal(found, below)
    small = (found.counts > 0) & (found.counts < below)
    assert (lean.counts[small] < 0).all()
    assert np.isnan(lean.harm[lean.counts < 0]).all()
    assert not lean.by_kind.size
    shown = lean.harm[lean.counts >= 0].sum()
    assert lean.whole.estimate == pytest.approx(shown), "no total holds a hidden kind"
    if lean.gravest is not None:
        at = found.names.index(lean.kinds[lean.gravest.kind])
        assert lean.counts[at] >= below


def test_one_grave_incident_cannot_be_read_from_an_area() -> None:
    told = rows({"Homicide": 1, "Burglary": 90, "Bicycle theft": 90})
    found = harm.KIND.run(Asked(told, {"by": "area"}, reference=table()))
    lean = conceal(found, 5)
    worst = int(np.argmax(found.harm))
    assert np.isnan(lean.harm[worst])
    assert np.isnan(lean.harm).sum() >= 2
    assert lean.gravest is None
    shown = lean.harm[np.isfinite(lean.harm)]
    assert all(value == float(f"{value:.1e}") for value in shown)
    words = " ".join(harm.KIND.reading(lean).sentences)
    assert "homicide" not in words.lower()


def test_merseyside_by_the_third_party_weights(shared: Path) -> None:
    """Burglary 436 and robbery 78 in January 2024, as somebody else counted them."""
    import io
    import zipfile

    folder = shared / "data"
    told = pl.read_csv(folder / "reference-tables" / "cchi_weights_by_category.csv")
    weights = table(tuple(told["crime_type"]), told["cchi_days"].to_numpy())
    packed = folder / "police-uk" / "merseyside" / "merseyside-2018-11-to-2024-02-street.zip"
    with zipfile.ZipFile(packed) as file:
        name = next(one for one in file.namelist() if one.endswith("2024-01-merseyside-street.csv"))
        read = pl.read_csv(io.BytesIO(file.read(name)))
    frame = read.select(type=pl.col("Crime type"))
    found = harm.KIND.run(Asked(Incidents(frame, Precision.MONTH), {}, reference=weights))
    by_kind = dict(zip(found.names, zip(found.counts, found.harm, strict=True), strict=True))
    assert by_kind["Burglary"] == (436, pytest.approx(436 * 244.68))
    assert by_kind["Robbery"] == (78, pytest.approx(78 * 365.0))
    assert [kind for kind, _ in found.without] == ["Anti-social behaviour"]
