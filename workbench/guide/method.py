"""A guided cycle as data: stages, steps, questions, and what must be there to leave a stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

YES: Final = "yes"  # how an answer to a yes-or-no question is kept
NO: Final = "no"

PAGES: Final = (
    "statement",
    "scan_pack",
    "objectives",
    "triangle",
    "hypotheses",
    "charts",
    "map",
    "evidence",
    "responses",
    "actions",
    "partners",
    "assessment",
    "briefings",
)
TONES: Final = ("scan", "analyse", "respond", "assess")
CANONICAL: Final = (
    "objective",
    "scan",
    "prioritise",
    "analyse",
    "design",
    "deliver",
    "assess",
    "learn",
)
PAGE_OF_KIND: Final = {
    "problem": "statement",
    "answer": "statement",
    "dataset": "data",
    "edition": "data",
    "same_place": "data",
    "reference_table": "references",
    "annotation": "references",
    "objective": "objectives",
    "factor": "triangle",
    "hypothesis": "hypotheses",
    "weighing": "hypotheses",
    "boundaries": "map",
    "area": "map",
    "evidence_card": "evidence",
    "response": "responses",
    "contribution": "responses",
    "action": "actions",
    "partner": "partners",
    "agreement": "partners",
    "assessment": "assessment",
    "briefing": "briefings",
    "briefing_file": "briefings",
}  # the page that edits a kind of record, for whoever jumps to a gap
PAGE_TO_ADD: Final = {"dataset": "wizard", "edition": "wizard"}  # where it is another than that


@dataclass(frozen=True)
class Question:
    """Something the guide asks.

    ``kind`` is "yes" (yes or no) or "text". The answer is an ``Answer`` record under ``key``, or,
    with ``field`` ("problem.who"), that field of the problem. A compulsory one must be a yes
    before its stage is done.
    """

    key: str
    text: str
    word: str = ""
    kind: str = "yes"
    compulsory: bool = False
    field: str = ""


@dataclass(frozen=True)
class Check:
    """Something that must be there before a stage is done.

    ``rule`` is "has" (at least ``least`` of them), "every" (none without) or "answered" (a yes);
    ``on`` names what it looks at: a list of the contents ("hypotheses"), a field or fact of its
    records ("hypotheses.disproof"), or the key of a question. ``flag``: unmet, it is a fault that
    needs a look, and not merely work to come. ``existing``: it is mended on a record that is there,
    not by adding one. Another ``rule`` is shown, and left to a person.
    """

    key: str
    must: str
    says: str
    fix: str
    rule: str
    on: str
    least: int = 1
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    flag: bool = False
    existing: bool = False
    field: str = ""


@dataclass(frozen=True)
class Step:
    """One piece of work within a stage, what good looks like, and what goes wrong."""

    key: str
    word: str
    page: str
    do: str
    why: str
    good_example: str = ""
    mistakes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    ask: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One stage of a method; ``tone`` is the colour family, ``canonical`` what it is elsewhere."""

    key: str
    word: str
    canonical: str
    tone: str
    question: str
    why: str
    steps: tuple[Step, ...]
    counters: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that work in this stage, in the order of its steps."""
        return tuple(dict.fromkeys(step.page for step in self.steps))

    @property
    def checks(self) -> tuple[Check, ...]:
        """What must be there to leave the stage."""
        return tuple(check for step in self.steps for check in step.checks)

    def steps_on(self, page: str) -> tuple[Step, ...]:
        """The steps worked on a page: what the guide shows beside it."""
        return tuple(step for step in self.steps if step.page == page)


@dataclass(frozen=True)
class Method:
    """A guided cycle; ``known`` is False for a key that this program has no method for."""

    key: str
    name: str
    full: str
    about: str
    stages: tuple[Stage, ...]
    known: bool = True

    def stage(self, key: str) -> Stage | None:
        """The stage of a key, None when the method has none."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def stage_of_page(self, page: str) -> Stage | None:
        """The first stage that a page works in."""
        return next((stage for stage in self.stages if page in stage.pages), None)

    def question(self, key: str) -> Question | None:
        """The question of a key, from any step."""
        asked = (
            question
            for stage in self.stages
            for step in stage.steps
            for question in (*step.questions, *step.ask)
        )
        return next((question for question in asked if question.key == key), None)
