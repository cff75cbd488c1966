"""Periods that stand in the names of columns: a year, a financial year, a quarter, a month, a day.

All names of a table are read together, so that "2011-12" is a financial year beside "2012-13" and
a month beside "2011-10".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.domain.data import Precision

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME: Final = r"(?P<mon>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_FOUR: Final = r"(?P<y>(?:19|20)[0-9][0-9])"
_PAIR: Final = r"(?P<y>(?:19|20)?[0-9][0-9])\s?[-/–]\s?(?P<y2>(?:20)?[0-9][0-9])(?![0-9]|[-/][0-9])"
_SHAPES: Final = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        ("day", rf"(?<![0-9]){_FOUR}-(?P<m>[0-9][0-9])-(?P<d>[0-9][0-9])(?![0-9])"),
        ("day", rf"(?<![0-9])(?P<d>[0-9]{{1,2}})/(?P<m>[0-9]{{1,2}})/{_FOUR}(?![0-9])"),
        ("quarter", rf"\bq(?:uarter)? ?(?P<q>[1-4])[ ,_/-]*{_PAIR}|{_PAIR.replace('<y', '<w')}"
                    r"[ ,_/-]*q(?:uarter)? ?(?P<v>[1-4])\b"),
        ("quarter", rf"\bq(?:uarter)? ?(?P<q>[1-4])[ ,_/-]*{_FOUR}(?![0-9])"),
        ("quarter", rf"(?<![0-9]){_FOUR}[ ,_/-]*q(?:uarter)? ?(?P<q>[1-4])\b"),
        ("month", rf"(?<![a-z]){_NAME}[-/ _.']*(?P<y>(?:19|20)[0-9][0-9]|[0-9][0-9])(?![0-9])"),
        ("month", rf"(?<![0-9]){_FOUR}[-/ _]*{_NAME}(?![a-z])"),
        ("pair", rf"(?<![0-9/]){_PAIR}"),
        ("month", rf"(?<![0-9]){_FOUR}[-/_]?(?P<m>0[1-9]|1[0-2])(?![0-9])"),
        ("year", rf"(?<![0-9]){_FOUR}[0-9]?(?![0-9])"),  # a digit behind it is the mark of a note
        ("bare month", rf"^{_NAME}$"),
        ("bare quarter", r"^(?:q|qtr|quarter)\.? ?(?P<q>[1-4])$"),
        ("bare day", r"^(?P<wd>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:days?)?$"),
    )
)  # fmt: skip
_LENGTHS: Final = {
    "year": 12,
    "pair": 12,
    "quarter": 3,
    "month": 1,
    "bare month": 1,
    "bare quarter": 3,
    "day": 0,
    "bare day": 0,
}
_AXIS: Final = r"(?i)(month|quarter|week|day|date|period|time)s?|column labels|values"
_WITHIN: Final = {0: "weekday", 1: "month", 3: "quarter"}  # of a week or year in the rows
PRECISIONS: Final = {
    12: Precision.YEAR, 3: Precision.QUARTER, 1: Precision.MONTH, 0: Precision.DAY,
}  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A stretch of time in a name: its first day, its length in months (0: a day), the rest.

    ``first`` is None for a month or quarter without a year, or a day of the week, which stand in
    the rows: then ``month`` is its number (of a day 0 to 6, or -7 to -1 in a week that ends).
    """

    first: date | None
    months: int
    rest: str
    month: int = 0

    @property
    def text(self) -> str:
        """As it is kept in a recipe: 2008-04-01/12, or month 4 of the year in the row."""
        if self.first:
            return f"{self.first}/{self.months}"
        return f"{_WITHIN[self.months]} {self.month}"


def periods(names: Iterable[str], *, ending: bool = False) -> dict[str, Period]:
    """The periods in names of columns, all of one length; names without one are not in it.

    Args:
        names: of the columns.
        ending: whether weeks in the rows are named after the day they end with.
    """
    wanted = list(names)
    financial = _financial(wanted)
    found = {}
    for name in wanted:
        period = _one(name, financial=financial, ending=ending)
        if period is not None:
            found[name] = period
    found = _months(found)
    lengths = Counter((period.months, period.first is None) for period in found.values())
    usual = max(lengths, key=lambda each: lengths[each], default=None)
    return {n: p for n, p in found.items() if (p.months, p.first is None) == usual}


def _months(found: dict[str, Period]) -> dict[str, Period]:
    """Days that are all the first of a month stand for their months, as workbooks write them."""
    days = [period.first for period in found.values() if period.first and not period.months]
    if len(set(days)) < 3 or any(day.day != 1 for day in days):
        return found
    return {
        name: period if period.months or period.first is None else replace(period, months=1)
        for name, period in found.items()
    }


def read(text: str) -> tuple[date | None, int, int]:
    """A period as a recipe keeps it: first day, months, and month or weekday of one in the rows.

    Raises:
        ValueError: it is no period.
    """
    word, _, number = text.partition(" ")
    if word in _WITHIN.values():
        return None, next(n for n, each in _WITHIN.items() if each == word), int(number)
    day, _, months = text.partition("/")
    return date.fromisoformat(day), int(months), 0


def _financial(names: list[str]) -> bool:
    """Tell whether every "2011-12" among the names can be a financial year."""
    pattern = dict(_SHAPES)["pair"]
    pairs = [found for found in map(pattern.search, names) if found]
    return bool(pairs) and all(_follows(found["y"], found["y2"]) for found in pairs)


def _follows(first: str, second: str) -> bool:
    return (int(first[-2:]) + 1) % 100 == int(second[-2:])


def _one(name: str, *, financial: bool, ending: bool) -> Period | None:
    for key, pattern in _SHAPES:
        found = pattern.search(name)
        if found is None or (key == "pair" and not financial):
            continue
        first = _first(key, found.groupdict(), school="academic" in name.lower())
        if first is None and not key.startswith("bare"):
            continue
        rest = f"{name[: found.start()]} {name[found.end() :]}"
        month = _month(found.groupdict()) if key == "bare month" else 0
        if key == "bare quarter":
            month = int(found["q"])
        if key == "bare day":
            month = _DAYS.index(found["wd"].lower()) - (7 if ending else 0)
        return Period(first, _LENGTHS[key], _tidy(rest), month)
    return None


def _first(key: str, parts: dict[str, str | None], *, school: bool) -> date | None:
    """The first day of a period, None where there is no such day."""
    if key.startswith("bare"):
        return None
    pair = parts.get("y2") or parts.get("w2")
    year = _year(str(parts.get("y") or parts.get("w")))
    if key == "pair":
        month = 9 if school else 4
    elif key == "quarter":
        quarter = int(str(parts.get("q") or parts.get("v")))
        month = 3 * quarter + 1 if pair else 3 * quarter - 2
        year, month = (year + 1, month - 12) if month > 12 else (year, month)
    else:
        month = _month(parts) if key != "year" else 1
    try:
        return date(year, month, int(parts.get("d") or 1))
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("mon")
    return _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["m"] or 0)


def _tidy(rest: str) -> str:
    """What is left of a name: without the empty parts of a joined one, and without joints."""
    plain = " / ".join(
        part
        for each in rest.split(" / ")
        if (part := re.sub(r"[\s_]+", " ", each).strip(" -:,*()"))
    )
    words = re.sub(r"(?i)^(?:calendar |financial |academic )?years?( ending)?( /|$) ?", "", plain)
    plain = words.strip(" /")
    return "" if re.fullmatch(_AXIS, plain) else plain
