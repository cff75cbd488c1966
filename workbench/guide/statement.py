"""Nudges on a problem statement: its length, and what does not belong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 60  # words
_SHORT: Final = 8


@dataclass(frozen=True)
class Nudge:
    """One remark on a statement; a remark, never a refusal."""

    key: str
    says: str


_BARE: Final = re.compile(
    r"^\W*(?:the\s+)?(?:asb|anti-?social behaviour|violence|gangs?|drugs?|crime|disorder|"
    r"youths? causing annoyance|nuisance)(?:\s+(?:in|at|around|on)\s+[\w' ]{1,40})?\W*$",
    re.IGNORECASE,
)
_FOUND: Final = (
    (
        "cause",
        re.compile(
            r"\b(?:because|due to|caused by|as a result of|owing to|stems? from|driven by|"
            r"result(?:s|ing)? from|lack of)\b",
            re.IGNORECASE,
        ),
        "\u201c{}\u201d brings in a cause. Keep it for a hypothesis, where it can be tested.",
    ),
    (
        "solution",
        re.compile(
            r"\b(?:needs? (?:to|more|for)|should|must be|patrols?|cctv|"
            r"more officers|enforcement|crack ?down|task ?force|dispersal|injunctions?)\b",
            re.IGNORECASE,
        ),
        "\u201c{}\u201d brings in an answer. Keep it for a response.",
    ),
    (
        "blame",
        re.compile(
            r"\b(?:fault|to blame|refus(?:e|es|ing|al)|failing to|fails? to|failed to|lazy|"
            r"irresponsible|feral|scum|yobs?|thugs?|do(?:es)? not care|don't care)\b",
            re.IGNORECASE,
        ),
        "\u201c{}\u201d reads as blame. Say what happens, and leave out whose fault it is.",
    ),
)
_SINCE: Final = re.compile(
    r"\b(?:since|until|last|past|each|every|during|nightly|daily|weekly|monthly|yearly|"
    r"(?:a|per) (?:day|night|week|month|year)|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def word_count(text: str) -> int:
    """The number of words of a text."""
    return len(text.split())


def nudges(text: str) -> tuple[Nudge, ...]:
    """What to mend in a statement, most fundamental first; nothing for an empty one."""
    words = word_count(text)
    if not words:
        return ()
    found = []
    if _BARE.match(text):
        found.append(
            Nudge("behaviour", "This is a heading. Say what people do, where, and to whom.")
        )
    elif words < _SHORT:
        found.append(Nudge("short", "Say what happens, where, to whom, when and how often."))
    for key, pattern, says in _FOUND:
        if hit := pattern.search(text):
            found.append(Nudge(key, says.format(hit.group())))
    if not re.search(r"\d", text):
        found.append(Nudge("number", "It has no number. How many, in what time?"))
    if not _SINCE.search(text):
        found.append(Nudge("since", "Say since when, or over which period."))
    if words > LIMIT:
        found.append(Nudge("long", f"It has {words} words; {LIMIT} are enough."))
    return tuple(found)
