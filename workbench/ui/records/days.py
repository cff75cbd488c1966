"""Reading a day as people in Britain write it, day first."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORD_FIRST = re.compile(r"^([a-z]+)[\s./,-]*(\d{2,4})$", re.IGNORECASE)
_FIGURE_FIRST = re.compile(r"^(\d{1,4})[\s./-]+([a-z]+|\d{1,4})$", re.IGNORECASE)
_PARTS = re.compile(r"^(\d{1,4})[\s./-]+([a-z]+|\d{1,2})[\s./,-]+(\d{1,4})$", re.IGNORECASE)


def written(day: date | None) -> str:
    """A day as it is shown: 5 Dec 2026."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}" if day else ""


def read_day(text: str) -> date | None:
    """The day that is written, None for nothing.

    Raises:
        ValueError: it cannot be read; the text says how to write it.
    """
    text = text.strip()
    if not text:
        return None
    found = _PARTS.match(text)
    if found is None:
        raise ValueError(_how(text))
    first, month, last = found.groups()
    year_first = len(first) == 4
    day, year = (last, first) if year_first else (first, last)
    try:
        return date(_year(int(year)), _month(month), int(day))
    except ValueError:
        raise ValueError(_how(text)) from None


def month_written(month: date | None) -> str:
    """A month as it is shown: Nov 2018."""
    return f"{MONTHS[month.month - 1].capitalize()} {month.year}" if month else ""


def read_month(text: str) -> date | None:
    """The first day of the month that is written, None for nothing; a day stands for its month.

    Raises:
        ValueError: it cannot be read; the text says how to write it.
    """
    text = text.strip()
    if not text:
        return None
    found = _WORD_FIRST.match(text) or _FIGURE_FIRST.match(text)
    try:
        if found is None:
            day = read_day(text)
            return day.replace(day=1) if day else None
        first, last = found.groups()
        month, year = (last, first) if len(first) == 4 and first.isdigit() else (first, last)
        return date(_year(int(year)), _month(month), 1)
    except ValueError:
        how = "Write it like Nov 2018 or 11/2018."
        raise ValueError(f"\u201c{text}\u201d is not read as a month. {how}") from None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    if word[:3].lower() not in MONTHS:
        raise ValueError(word)
    return MONTHS.index(word[:3].lower()) + 1


def _year(number: int) -> int:
    return number + 2000 if number < 100 else number


def _how(text: str) -> str:
    return f"\u201c{text}\u201d is not read as a day. Write it like 5 Dec 2026 or 05/12/2026."
