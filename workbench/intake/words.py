"""Names of columns as plain lower-case words, so that spellings can be compared."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def spaced(name: str) -> str:
    """``StartDateTime``, ``start_date-time`` and ``Start date time`` are all "start date time"."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", parts.lower()).split())
