"""Rows that tell of one event twice are one, and two events at one place and minute are two."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.duplicates import one_row_an_event
from workbench.analysis.incidents import Incidents
from workbench.domain.data import Precision
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose


def rows(precision: Precision = Precision.MINUTE, **columns: list[object]) -> Incidents:
    frame = pl.DataFrame({"row": range(len(next(iter(columns.values())))), **columns})
    return Incidents(frame, precision)


def test_one_event_is_counted_once() -> None:
    at = [datetime(2024, 1, 1, 8, 5)] * 4 + [datetime(2024, 1, 2)] * 2
    told = rows(
        reference=["A", "A", None, "", None, None],
        place=["Home"] * 6,
        type=["Theft"] * 3 + ["Damage"] + ["Theft"] * 2,
        start=at,
    )
    kept, dropped = one_row_an_event(told)
    # A twice; the third row shares place, kind and minute with the first; midnight is no minute.
    assert dropped == 2
    assert kept.frame["row"].to_list() == [0, 3, 4, 5]
    by_month, none = one_row_an_event(
        rows(Precision.MONTH, place=["Home"] * 2, type=["Theft"] * 2, start=at[:2])
    )
    assert (len(by_month), none) == (2, 0)


def test_rows_of_which_no_kind_is_told_are_all_of_one_kind() -> None:
    eight, midnight = datetime(2024, 1, 1, 8, 5), datetime(2024, 1, 1)
    ends = [datetime(2024, 1, 1, 9)] * 2 + [datetime(2024, 1, 1, 10)] + [datetime(2024, 1, 2)] * 2
    told = rows(easting=[1.0] * 5, northing=[2.0] * 5, start=[eight] * 3 + [midnight] * 2, end=ends)
    kept, dropped = one_row_an_event(told)
    # Of the first two one is left; the third ended later, and midnight mostly is no known time.
    assert (kept.frame["row"].to_list(), dropped) == ([0, 2, 3, 4], 1)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 1439)), unique=True, max_size=20),
    st.integers(1, 4),
    st.booleans(),
)
def test_every_event_told_several_times_is_counted_once(
    events: list[tuple[int, int]], times: int, typed: bool
) -> None:
    told = [event for event in events for _ in range(times)]
    start = [datetime(2024, 1, 1) + timedelta(minutes=minute) for _, minute in told]
    places = pl.Series([f"Home {place}" for place, _ in told], dtype=pl.String)
    frame = pl.DataFrame({"place": places, "start": pl.Series(start, dtype=pl.Datetime("us"))})
    if typed:
        frame = frame.with_columns(type=pl.lit("Burglary"))
    kept, dropped = one_row_an_event(Incidents(frame, Precision.MINUTE))
    assert (len(kept), dropped) == (len(events), len(told) - len(events))


def test_the_burglary_told_twice_in_a_real_export_is_counted_once(shared: Path) -> None:
    source = open_file(shared / "data/incident-level/dc_burglaries_from_to.csv")
    made = make(source, propose(source))
    told = Incidents(made.frame, made.precision, made.places)
    kept, dropped = one_row_an_event(told)
    assert (len(told), len(kept), dropped) == (1_025, 1_024, 1)


def test_two_children_missing_at_one_minute_are_two() -> None:
    at = [datetime(2024, 1, 1, 20, 30)] * 2
    told = rows(place=["Home"] * 2, type=["Missing"] * 2, start=at, person=["C1", "C2"])
    assert one_row_an_event(told)[1] == 0
