"""How exactly a day is known decides how far the data reach."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from workbench.analysis.incidents import Incidents
from workbench.domain.data import Precision


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2024, 2, 1), 29), (date(2023, 2, 1), 28), (date(2024, 12, 31), 31)],
)
def test_month_known_reaches_to_its_last_day(day: date, last: int) -> None:
    assert Precision.MONTH.through(day) == day.replace(day=last)
    assert Precision.DAY.through(day) == Precision.MINUTE.through(day) == day


def test_span_of_month_data_is_of_whole_months() -> None:
    frame = pl.DataFrame({"start": [datetime(2023, 11, 1), datetime(2024, 2, 1)]})
    span = Incidents(frame, Precision.MONTH).span()
    assert span == (date(2023, 11, 1), date(2024, 2, 29))
    assert Incidents(frame, Precision.DAY).span() == (date(2023, 11, 1), date(2024, 2, 1))
