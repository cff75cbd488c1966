"""The golden thread: scan, hypothesis, response, objective, assessment, and every gap in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from workbench.guide.contents import Contents
from workbench.guide.facts import Known
from workbench.guide.gap import Gap
from workbench.guide.strands import causes, doing, plan, proof, scan
from workbench.guide.strands.strand import Strand

LET_STAND: Final = "let stand"  # the answer to ``Gap.question`` that lets a gap be

_STRANDS: Final[tuple[tuple[str, Strand], ...]] = (
    ("scan", scan.gaps),
    ("analyse", causes.gaps),
    ("respond", plan.gaps),
    ("respond", doing.gaps),
    ("assess", proof.gaps),
)


def gaps(contents: Contents, today: date) -> tuple[Gap, ...]:
    """Every gap of a problem on a day, the most fundamental first, always in the same order.

    A gap that somebody let stand, with a reason, is not among them: see ``let_stand``. A problem
    that has been closed has the gaps that it was closed with: nothing falls due after that.
    """
    return tuple(gap for found in gaps_by_tone(contents, today).values() for gap in found)


def gaps_by_tone(contents: Contents, today: date) -> dict[str, tuple[Gap, ...]]:
    """The gaps under scan, analyse, respond and assess, for a list with headings."""
    reasons = _reasons(contents)
    found: dict[str, tuple[Gap, ...]] = {tone: () for tone, _ in _STRANDS}
    for tone, gap in _all(contents, today):
        if gap.question not in reasons:
            found[tone] = (*found[tone], gap)
    return found


def let_stand(contents: Contents, today: date) -> tuple[tuple[Gap, str], ...]:
    """The gaps that somebody let stand, each with the reason that was given."""
    reasons = _reasons(contents)
    found = (gap for _, gap in _all(contents, today))
    return tuple((gap, reasons[gap.question]) for gap in found if gap.question in reasons)


def _all(contents: Contents, today: date) -> Iterator[tuple[str, Gap]]:
    known = Known(contents, min(today, contents.problem.closed or today))
    for tone, strand in _STRANDS:
        for gap in strand(known):
            yield tone, gap


def _reasons(contents: Contents) -> dict[str, str]:
    """The reasons for letting gaps stand; without a reason a gap stays a gap."""
    return {
        answer.question: answer.note.strip()
        for answer in contents.answers
        if answer.value == LET_STAND and answer.note.strip()
    }


def in_words(count: int) -> str:
    """How many gaps, in words: "No gaps", "1 gap", "3 gaps"."""
    return "No gaps" if count == 0 else f"{count} gap{'' if count == 1 else 's'}"
