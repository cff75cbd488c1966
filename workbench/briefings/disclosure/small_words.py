"""Small counts in prose: 'three girls', 'n = 2', 'fell to 3'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from workbench.briefings.disclosure.patterns import MONTHS

_NUMBERS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_SINGLE: Final = {"child": "children", "person": "people", "man": "men", "woman": "women",
                  "burglary": "burglaries", "robbery": "robberies", "casualty": "casualties",
                  "family": "families", "injury": "injuries"}  # fmt: skip
_NOUN_WORDS: Final = (
    "child girl boy pupil student person man woman resident victim suspect offender perpetrator"
    " witness complainant patient tenant teenager youth adult family mother father parent caller"
    " incident report crime offence episode event case call arrest burglary robbery theft assault"
    " brother sister sibling twin son daughter"
    " casualty injury death stabbing referral disclosure complaint allegation record"
)
_NOUNS: Final = tuple(_NOUN_WORDS.split())
_THINGS: Final = (
    r"schools?|homes?|streets?|areas?|roads?|places?|months?|weeks?|days?|hours?|years?|visits?"
    r"|meetings?|partners?|sites?|shops?|wards?|teams?|forces?|actions?|responses?|hypothes[ei]s"
)
_NOT_COUNTS: Final = (
    rf"(?!\s*(?:{MONTHS}|years?|months?|weeks?|days?|hours?|minutes?|miles?|metres?|km|per\b|times?"
    r"|am\b|pm\b|st\b|nd\b|rd\b|th\b|%|percent|points?|pieces?|schools?|homes?|streets?|areas?|roads?"
    r"|in\s+(?:\d|two|three|four|five|ten))\b)"
)


_AT_LEAST: Final = re.compile(r"\bat\s+least\s+$", re.IGNORECASE)  # one, which tells nothing
_IN_WORDS: Final = {"both": 2, "a couple of": 2, "a pair of": 2}
_LONE: Final = r"(?:the|an|his|her|their)\s+only|(?:a|the)\s+(?:single|sole|lone)"


@dataclass(frozen=True)
class Small:
    """A small count in a text: the letters to replace, and what stands there instead."""

    start: int
    end: int
    value: int
    instead: str


@cache
def _patterns(below: int) -> tuple[re.Pattern[str], ...]:
    words = "|".join(_NUMBERS[: below - 1]) or "(?!)"
    whole = r"(?![.,]?\d|[\u00a0\u2009\u202f]\d{3})"  # 2 is no count in 2,990, 2.5 or 2 990
    digits = rf"(?:{'|'.join(str(n) for n in range(1, below)) or '(?!)'}){whole}"
    number = rf"(?P<n>(?<![\w.,/:\u00a3%-])(?:{digits})(?![\w%]|[.,:/]\d|-\w)|\b(?:{words})\b)"
    every = "|".join(_NUMBERS)
    few = "|".join(_NUMBERS[1 : below - 1]) or "(?!)"
    nouns = "|".join(
        [f"{noun}s?" for noun in _NOUNS if noun not in _SINGLE]
        + [f"{one}|{many}" for one, many in _SINGLE.items()]
    )
    between = (
        r"(?:\s+(?:of\s+(?:the|these|those|our|\d+)\s+)?)(?:(?!of\b|in\b|to\b)[a-z'-]+\s+){0,2}?"
    )
    return (
        re.compile(
            rf"{number}{_NOT_COUNTS}(?P<mid>{between})(?P<noun>{nouns})\b(?!['\u2019])",
            re.IGNORECASE,
        ),
        re.compile(
            rf"{number}(?=\s+of\s+(?:the|these|those|our)\s+(?:\d+|{every})\b(?!\s+(?:{_THINGS})))",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<n>both|a\s+couple\s+of|a\s+pair\s+of)(?P<mid>\s+(?:(?:the|these|our)\s+)?"
            rf"(?:[a-z'-]+\s+)??)(?P<noun>{nouns})\b(?!['\u2019])", re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<n>{_LONE})(?P<mid>\s+)(?P<noun>{'|'.join(_NOUNS)})\b(?!['\u2019-])"
            r"(?!\s+(?:log|number|system|record|form|plan|officer|centre|team|type|kind|rate))",
            re.IGNORECASE,
        ),
        re.compile(rf"{number}(?=\s+out\s+of\s+(?:the\s+)?(?:\d|{every}\b)"
                   rf"(?!\d*\s+(?:{_THINGS})))", re.IGNORECASE),
        re.compile(rf"(?<![\w/.])(?P<n>{digits})(?=\s*/\s*\d{{1,4}}\s+(?:{nouns})\b)",
                   re.IGNORECASE),
        re.compile(rf"(?P<n>\b(?:{few})\b)(?=\s+(?:were|was|had|moved|went|came|live|lived|left"
                   r"|returned|reported|said)\b)", re.IGNORECASE),
        re.compile(rf"(?<=[a-z\d)]:\s)(?P<n>{digits})(?=\s*(?:$|[,;(]|\.(?!\d)|to\s+\d|in\s+\d{{4}}"
                   r"|in\s+every\b))", re.IGNORECASE),
        re.compile(rf"(?<=\d\sto\s)(?P<n>{digits})(?=\s*(?:$|[,;(]|\.(?!\d)|is\s+too\s+few))",
                   re.IGNORECASE),
        re.compile(rf"\b(?P<lead>n\s*[=:]\s*)(?P<n>{digits})(?![\w%]|[.,:/]\d)", re.IGNORECASE),
        re.compile(
            rf"\b(?:from|to|was|were|had|only|just|against|and)\s+"
            rf"(?P<n>(?:{digits}))(?![\w%]|[.,:/-]\d){_NOT_COUNTS}(?=\s*(?:$|[.,;)]|(?:in|to|and|for|of"
            r"|last|this|before|after|during|by|per)\b))", re.IGNORECASE),
        re.compile(rf"(?<=\()(?P<n>(?:{digits}))(?=\s*(?:\)|,|;|of\b))", re.IGNORECASE),
    )  # fmt: skip


def value_of(word: str) -> int:
    """3 and three are 3."""
    low = " ".join(word.lower().split())
    if low in _IN_WORDS:
        return _IN_WORDS[low]
    if not low.isdigit() and low not in _NUMBERS:
        return 1  # the only one, a single one
    return _NUMBERS.index(low) + 1 if low in _NUMBERS else int(word)


def small_counts(text: str, below: int) -> Iterator[Small]:
    """Every count of people or incidents from 1 to just under ``below``."""
    taken: list[tuple[int, int]] = []
    for pattern in _patterns(below):
        for match in pattern.finditer(text):
            start, end = match.span("n")
            value = value_of(match.group("n"))
            if value >= below or (value == 1 and _AT_LEAST.search(text, 0, start)):
                continue
            if any(start < high and low < end for low, high in taken):
                continue
            taken.append((start, end))
            yield _small(text, match, below)


def _small(text: str, match: re.Match[str], below: int) -> Small:
    start, end = match.span("n")
    groups = match.groupdict()
    instead = f"fewer than {below}"
    if groups.get("lead"):
        start, instead = match.start("lead"), f"n is {instead}"
    elif groups.get("noun"):
        noun = groups["noun"]
        many = _SINGLE.get(noun.lower(), noun if noun.lower().endswith("s") else noun + "s")
        many = noun if noun.lower() in _SINGLE.values() else many
        end = match.end("noun")
        instead += groups["mid"] + many
    if text[:start].rstrip()[-1:] in ("", ".", "!", "?"):
        instead = instead[:1].upper() + instead[1:] if not groups.get("lead") else instead
    return Small(start, end, value_of(match.group("n")), instead)
