"""What a single cell holds: a number, a code in its place, a period, a date, or words."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

# Codes by which publishers say why a figure is not there, and in which words that is told.
WITHHELD: Final[dict[str, str]] = {
    **dict.fromkeys(("c", "[c]", "*", "**", "s", "[s]", "supp", "suppressed"), "suppressed"),
    **dict.fromkeys(("confidential", "redacted", "withheld", "restricted"), "suppressed"),
    **dict.fromkeys(("x", "[x]", "..", ":", "n/a", "na", "#n/a", "n.a.", "null"), "not available"),
    **dict.fromkeys(("none", "nan", "nk", "n/k", "not known"), "not available"),
    **dict.fromkeys(("not available", "missing", "not recorded", "u", "[u]"), "not available"),
    **dict.fromkeys(("[m]", "[w]", "w", "#ref!", "#value!", "#div/0!"), "not available"),
    **dict.fromkeys(("z", "[z]", ".", "not applicable", "[n]"), "not applicable"),
    **dict.fromkeys(("k", "[k]", "low", "[low]", "~", "-", "–", "—", "[0]"), "too small to show"),
}
UNDER: Final = (
    r"^(?i:(?:<|&lt;|≤|under|fewer than|less than|up to|below)\s*=?\s*[0-9]+"
    r"|[0-9] ?(?:-|–|to) ?[0-9])$"
)
MARKS: Final = r"[\s~^*†‡§#\"”’'+]+$|\s*(?i:\[[a-z][0-9]?\]|\([a-z]\)|[rpe])$"  # notes on a number
NUMBER: Final = r"^[-+(]?[£$€]?\s?(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?\s?%?\)?$"
_FOUR: Final = r"(?:19|20)[0-9][0-9]"
PERIOD: Final = (
    rf"^(?i:fy ?)?{_FOUR}\s?[-/–]\s?(?:[0-9][0-9])?[0-9][0-9]\b.*$|^[0-9][0-9]/[0-9][0-9]\b.*$"
    rf"|^(?i:q[1-4]).*[0-9][0-9].*$|^.*[0-9][0-9].*(?i:q[1-4])$"
    rf"|^(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ .']*"
    rf"(?:{_FOUR}|[0-9][0-9])\W*$"
)
DATE: Final = (
    rf"^{_FOUR}-[0-9][0-9]-[0-9][0-9](?:[T ].*)?$"
    rf"|^[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{2,4}}(?:[ ,T].*)?$"
    rf"|^[0-9]{{1,2}}(?:st|nd|rd|th)?[- ](?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    rf"[- ,]*(?:{_FOUR}|[0-9][0-9])\b.*$"
)
_UNDER, _NUMBER, _MARKS = re.compile(UNDER), re.compile(NUMBER), re.compile(MARKS)
_YEAR, _DATE, _PERIOD = re.compile(_FOUR), re.compile(DATE), re.compile(PERIOD)
_LONGEST: Final = 60  # letters; more are words


class Cell(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    NUMBER = "number"
    CODE = "code"
    YEAR = "year"  # which may be a number as well
    PERIOD = "period"
    DATE = "date"
    WORDS = "words"


@lru_cache(maxsize=1 << 16)
def kind(text: str) -> Cell:
    """What a cell holds, from its text alone."""
    plain = text.strip()
    if not plain:
        return Cell.BLANK
    if len(plain) > _LONGEST:
        return Cell.WORDS
    if withheld(plain):
        return Cell.CODE
    bare = _MARKS.sub("", plain)
    tests = (
        (Cell.YEAR, _YEAR.fullmatch(plain)),
        (Cell.DATE, _DATE.match(plain)),
        (Cell.NUMBER, any(sign.isdigit() for sign in bare) and _NUMBER.match(bare)),
        (Cell.PERIOD, _PERIOD.match(plain)),
    )
    return next((found for found, fits in tests if fits), Cell.WORDS)


def withheld(text: str) -> str:
    """Why a figure is not there, where a cell says so by a code; else nothing."""
    plain = text.strip().lower()
    if plain in WITHHELD:
        return WITHHELD[plain]
    return "suppressed" if _UNDER.match(plain) else ""
