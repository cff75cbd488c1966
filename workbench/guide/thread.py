"""The golden thread: scan, hypothesis, response, objective, assessment, and every gap in it."""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.guide.contents import Contents
from workbench.guide.facts import Known
from workbench.guide.gap import Gap
from workbench.guide.strands import causes, doing, plan, proof, scan
from workbench.guide.strands.strand import Strand

_STRANDS: Final[tuple[tuple[str, Strand], ...]] = (
    ("scan", scan.gaps),
    ("analyse", causes.gaps),
    ("respond", plan.gaps),
    ("respond", doing.gaps),
    ("assess", proof.gaps),
)


def gaps(contents: Contents, today: date) -> tuple[Gap, ...]:
    """Every gap of a problem on a day, the most fundamental first, always in the same order.

    A problem that has been closed has no gaps: it is history.
    """
    if contents.problem.closed is not None:
        return ()
    known = Known(contents, today)
    return tuple(gap for _, strand in _STRANDS for gap in strand(known))


def gaps_by_tone(contents: Contents, today: date) -> dict[str, tuple[Gap, ...]]:
    """The gaps under scan, analyse, respond and assess, for a list with headings."""
    if contents.problem.closed is not None:
        return {tone: () for tone, _ in _STRANDS}
    known = Known(contents, today)
    found: dict[str, tuple[Gap, ...]] = {}
    for tone, strand in _STRANDS:
        found[tone] = (*found.get(tone, ()), *strand(known))
    return found


def in_words(count: int) -> str:
    """How many gaps, in words: "No gaps", "1 gap", "3 gaps"."""
    return "No gaps" if count == 0 else f"{count} gap{'' if count == 1 else 's'}"
