"""Words in blocks: read plain, written by people, and said of dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from workbench.briefings.document import Block, List, Paragraph, Ref, Strong, Text

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MISSING = "a figure that is not shown here"


def uk_date(day: date) -> str:
    """28 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def plain(text: Text, labels: Mapping[str, str] | None = None) -> str:
    """The text as a reader sees it; ``labels`` says what each card's figure is called."""
    known = labels or {}
    return "".join(
        part
        if isinstance(part, str)
        else part.text
        if isinstance(part, Strong)
        else known.get(part.card, MISSING)
        for part in ((text,) if isinstance(text, str) else text)
    )


def changed(text: Text, change: Callable[[str], str]) -> Text:
    """The text with every run of words changed; references stay."""
    if isinstance(text, str):
        return change(text)
    return tuple(
        part
        if isinstance(part, Ref)
        else Strong(change(part.text))
        if isinstance(part, Strong)
        else change(part)
        for part in text
    )


def bold(words: str) -> Text:
    """Turn ``**must not be missed**`` into strong words."""
    pieces = words.split("**")
    if len(pieces) < 3:
        return words
    if len(pieces) % 2 == 0:  # one pair of stars is not closed: leave it as typed
        pieces[-2:] = ["**".join(pieces[-2:])]
    parts = [Strong(p) if index % 2 else p for index, p in enumerate(pieces) if p]
    return tuple(parts)


def typed(words: str) -> tuple[Block, ...]:
    """What a person typed as blocks: a line is a paragraph, lines that start with - are bullets."""
    return tuple(_typed(line.strip() for line in words.splitlines()))


def _typed(lines: Iterator[str]) -> Iterator[Block]:
    bullets: list[Text] = []
    for line in lines:
        if line.startswith(("- ", "* ", "\u2022 ")):
            bullets.append(bold(line[2:].strip()))
            continue
        if bullets and line:
            yield List(tuple(bullets))
            bullets = []
        if line:
            yield Paragraph(bold(line))
    if bullets:
        yield List(tuple(bullets))


def legal(text: str) -> str:
    """The text without the control characters that no paper can hold; lines end in one way."""
    return "".join(
        c
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
        if c in "\t\n" or " " <= c < "\ud800" or "\udfff" < c < "\ufffe" or c > "\uffff"
    )


def words_in(words: str) -> int:
    """How many words a text has."""
    return len(words.split())
