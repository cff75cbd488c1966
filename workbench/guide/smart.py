"""Whether an objective is specific, measurable, achievable, relevant and timed, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from workbench.domain.plan import Objective
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.facts import day, filled

# Our own work is not a change in the problem.
_ACTIVITY: Final = re.compile(
    r"^\s*(?:to\s+)?(?:increase|more|hold|run|carry out|deliver|conduct|provide|train|produce|"
    r"create|set up|arrest|patrol|attend|organise|launch|review|visit)\b"
    r"[^.]*?\b(?:patrols?|arrests?|meetings?|visits?|training|leaflets?|posters?|warrants?|"
    r"checks?|operations?|events?|sessions?|campaigns?|stops?|searches)\b",
    re.IGNORECASE,
)
_LARGE: Final = 0.5  # a change by more than half: a nudge to say why, not a rule


@dataclass(frozen=True)
class Letter:
    """One letter of SMART: whether it is met, and why."""

    letter: str
    word: str
    met: bool
    reason: str
    field: str  # where to mend it


@dataclass(frozen=True)
class Smart:
    """The five letters of one objective."""

    letters: tuple[Letter, ...]

    @property
    def score(self) -> int:
        """How many of the five are met."""
        return sum(letter.met for letter in self.letters)

    @property
    def says(self) -> str:
        """The score, and the first thing to mend."""
        missing = next((letter.reason for letter in self.letters if not letter.met), "")
        return f"SMART {self.score} of 5. {missing}".strip()


def smart(objective: Objective, contents: Contents | None = None) -> Smart:
    """Judge an objective; with the contents, relevance also asks whether the plan serves it."""
    return Smart(
        (
            _specific(objective),
            _measurable(objective),
            _achievable(objective),
            _relevant(objective, contents),
            _timed(objective),
        )
    )


def _specific(objective: Objective) -> Letter:
    words = len(objective.text.split())
    met = words >= 5
    reason = "It says what should change." if met else "Say what should change, for whom and where."
    return Letter("S", "Specific", met, reason, "text")


def _measurable(objective: Objective) -> Letter:
    if not filled(objective.measure):
        return Letter(
            "M", "Measurable", False, "Say what is counted, and from which source.", "measure"
        )
    if objective.baseline is None:
        return Letter("M", "Measurable", False, "Give the baseline it starts from.", "baseline")
    return Letter("M", "Measurable", True, "It has a measure and a baseline.", "measure")


def _achievable(objective: Objective) -> Letter:
    baseline, target = objective.baseline, objective.target
    if target is None:
        return Letter("A", "Achievable", False, "Give a target.", "target")
    if baseline is None:
        return Letter("A", "Achievable", False, "Without a baseline nobody can tell.", "baseline")
    if target == baseline:
        return Letter("A", "Achievable", False, "The target is what it is already.", "target")
    if baseline and abs(target - baseline) / abs(baseline) > _LARGE:
        large = "It asks for a change by more than half: choose a nearer target, or several steps."
        return Letter("A", "Achievable", False, large, "target")
    change = f" by {abs(target - baseline) / abs(baseline):.0%}" if baseline else ""
    return Letter("A", "Achievable", True, f"It asks for a change{change}.", "target")


def _relevant(objective: Objective, contents: Contents | None) -> Letter:
    if _ACTIVITY.search(objective.text):
        own = "This is our own activity. Say what should change for those who are harmed."
        return Letter("R", "Relevant", False, own, "text")
    served = contents is None or not contents.responses or _served(objective, contents.responses)
    reason = "It is about the problem." if served else "No response serves it."
    return Letter("R", "Relevant", served, reason, "text")


def _served(objective: Objective, responses: tuple[Record, ...]) -> bool:
    return any(getattr(response, "objective_id", None) == objective.id for response in responses)


def _timed(objective: Objective) -> Letter:
    if objective.due is None:
        return Letter("T", "Timed", False, "Give the date by which.", "due")
    return Letter("T", "Timed", True, f"By {day(objective.due)}.", "due")
