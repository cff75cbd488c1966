"""Things that can be told by their shape: telephone numbers, postcodes, references and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_I: Final = re.IGNORECASE
MONTHS: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE: Final = (
    r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,2}"
    rf"|\d{{1,2}}\s*(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTHS}\.?,?\s+\d{{2,4}}"
    rf"|{MONTHS}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_ROADS: Final = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|place|crescent|terrace|grove"
    r"|gardens|row|square|walk|mews|hill|park|rise|view|green|parade|quay|wharf)"
)
# Words that no street is called by: "9 incidents have no place", "3 homes are in one street".
_NO_STREET: Final = (
    r"(?!(?:have|has|had|is|are|was|were|be|no|not|took|takes?|lie|lies|incidents?|offences|calls"
    r"|reports|months?|weeks?|years?|days?|hours?|homes|houses|places|people|children|areas?)\b)"
)


@dataclass(frozen=True)
class Hit:
    """Something found in a text: its kind and its first and last letter."""

    kind: str
    start: int
    end: int


class Covered:
    """Which letters of a text have been taken, told as fast however many there are."""

    def __init__(self, length: int) -> None:
        self._letters = bytearray(length)

    def add(self, start: int, end: int) -> None:
        """Take the letters from one to another."""
        self._letters[start:end] = b"\1" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any of them is taken."""
        return self._letters.find(1, start, end) >= 0


# What each kind looks like, in any case; the part named ``it`` is hidden, else all of it.
SHAPES: Final = (
    ("date_of_birth",
     r"\b(?:d\W{0,2}o\W{0,2}b|born|birth\s*day|date\s+of\s+birth|birth)\b[^.;]{0,20}?"
     rf"(?P<it>{DATE})"),
    ("date_of_birth",
     rf"\bborn\b[^.;\d]{{0,12}}?(?P<it>(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
     rf"(?:{MONTHS}\.?,?\s+)?(?:(?:19|20)\d{{2}}|'\d{{2}}))\b"),
    ("email",
     r"(?<![\w.+'-])[\w.+'-]{1,256}\s{0,9}(?:@|\(at\)|\[at\])\s{0,9}[\w-]{1,63}"
     r"(?:\s?\.\s?[a-z][\w-]{0,63}){1,9}"),
    ("coordinates", r"///\s?[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+"),
    ("identity", r"\b[a-z9]{5}\d{6}[a-z9]{2}\d[a-z]{2}\b"),
    ("identity", r"\bnhs\W*(?:no|num(?:ber)?)?\W*(?P<it>\d{3}[\s-]?\d{3}[\s-]?\d{4})\b"),
    ("identity", r"\bpassport\W*(?:no|num(?:ber)?)?\W*(?P<it>[a-z]{0,2}\d{7,9})\b"),
    ("identity", r"\b\d{2,4}\s?/\s?\d{4,7}[a-z]\b"),
    ("online", r"(?<![\w.@])@[a-z_][\w.]{2,}"),
    ("online",
     r"\b(?:snapchat|snap|instagram|insta|tiktok|facebook|discord|username|user\s?name|handle)"
     r"\b[\s:=]{1,3}(?P<it>(?=\S*[\d_])[a-z][\w.]{2,})"),
    ("online",
     r"\b(?:https?://)?(?:www\.)?(?:facebook|instagram|tiktok|snapchat|x|twitter)\.com/\S+"),
    ("phone", r"(?<![\w.,])(?:\+\s?44|0044|\(?[0o])(?:[\s().-]*\d){8,10}(?![\d])"),
    ("phone", r"(?<![\w.,])44\s?[1-9](?:[\s().-]?\d){9}(?![\d])"),
    ("national_insurance",
     r"\b[a-z]{2}[\s.-]*\d{2}[\s.-]*\d{2}[\s.-]*\d{2}[\s.-]*[a-d]\b"),
    ("postcode",
     r"\b(?:gir\s*0aa|[a-z]{1,2}\d[a-z\d]?\s*\d(?!st\b|nd\b|rd\b|th\b)[abd-hjlnp-uw-z]{2})\b"),
    ("crime_reference",
     r"\b(?:crime|incident|occurrence|custody|log|niche|urn|cad|storm)\s*"
     r"(?:ref(?:erence)?|no|num(?:ber)?|id)?\s*[.:#]*\s*"
     r"(?P<it>(?=[\w/-]*\d{3})[a-z0-9]+(?:\s?[/-]\s?[a-z0-9]+)*)"),
    ("crime_reference", r"\b(?:cr|crn|crm|cri|urn|inc|occ|cad)\s?[/-]?\s?\d[\d/\s-]{3,}\d\b"),
    ("crime_reference", r"(?<![\d/])\d{2}\s?/\s?\d{4,7}\s?/\s?\d{2,4}(?![\d/])"),
    ("crime_reference", r"\b\d{2}[a-z]{1,3}[/-]\d{3,}(?:[/-]\d{2,4})?\b"),
    ("crime_reference", r"\b[a-z]{1,3}[/-]\d{4,}[/-]\d{2,4}\b"),
    ("crime_reference", r"\b(?=\d*[a-z])(?=[a-z]*\d)[a-z0-9]{2,6}[/-]\d{3,}[/-]\d{2,4}\b"),
    ("vehicle", r"\b[a-z]{2}\d{2}\s*[a-z]{3}\b"),
    ("vehicle", r"\b(?-i:[A-Z]{2}\s\d{2}\s[A-Z]{3})\b"),
    ("vehicle", r"\b(?-i:[A-HJ-NP-TV-Y]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{2,3}[A-Y])\b"),
    ("vehicle",
     r"\b(?:vehicle|car|van|registration|reg|vrm|index|plate)\s*(?:no|number|mark)?\W{0,3}"
     r"(?P<it>[a-z]{1,3}\s?\d{1,3}\s?[a-z]{1,3})\b"),
    ("address",
     rf"\b\d{{1,4}}\s?[a-z]?,?\s+(?!{MONTHS}\b)(?:{_NO_STREET}[a-z][\w']*\s+){{1,3}}{_ROADS}\b"),
    ("address",
     rf"\b(?:[a-z][\w']*\s+){{1,3}}{_ROADS},?\s+(?:no\.?|number)\s*\d{{1,4}}[a-z]?\b"),
    ("address", r"\b(?:flat|apartment|room|unit)\s+\d+[a-z]?\b"),
    ("coordinates", r"\b(?:49|5\d|60)\.\d{3,}\s*[,;/ ]\s*-?\s*[0-8]\.\d{3,}"),
    ("coordinates", r"\b[hnost][a-z]\s?\d{4,5}\s?\d{4,5}\b"),
    ("coordinates", r"\b[1-6]\d{5}(?:\.\d+)?\s*[,;/ ]\s*\d{6,7}(?:\.\d+)?\b"),
)  # fmt: skip
_COMPILED: Final = tuple((kind, re.compile(shape, _I)) for kind, shape in SHAPES)

_FULL_DATE: Final = re.compile(rf"(?<![\w/.-])({DATE})(?![\w/-])", _I)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SHORT_YEAR: Final = re.compile(r"(\d{2})\s*$")


def shaped(text: str) -> Iterator[Hit]:
    """Everything in the text that has one of the shapes; the first shape wins an overlap."""
    taken = Covered(len(text))
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            if not taken.touches(start, end):
                taken.add(start, end)
                yield Hit(kind, start, end)


def old_dates(text: str, before: int) -> Iterator[Hit]:
    """Full dates in a year before ``before``: on their own they may be dates of birth."""
    for match in _FULL_DATE.finditer(text):
        words = match.group(1)
        year = _YEAR.search(words)
        short = _SHORT_YEAR.search(words)
        value = int(year.group()) if year else _century(int(short.group(1)), before) if short else 0
        if value and value < before:
            yield Hit("date_of_birth", *match.span(1))


def _century(short: int, before: int) -> int:
    """A year of two digits is in the last hundred years."""
    value = before // 100 * 100 + short
    return value if value <= before + 6 else value - 100
