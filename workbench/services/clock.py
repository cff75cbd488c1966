"""The clock of this computer; everything else takes the time from a clock that it is handed."""

from __future__ import annotations

from datetime import datetime


def local_time() -> datetime:
    """The local police time, without a zone: times in data and records have none either."""
    return datetime.now()  # noqa: DTZ005, TID251 - the one place that looks at it
