"""Where a problem stands, as the rail, the guide and the status bar say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workbench.domain.problem import Answer
from workbench.ui.widgets.guide import Advice, Question, Thread
from workbench.ui.widgets.rail import Place

if TYPE_CHECKING:
    from workbench.guide.contents import Contents
    from workbench.guide.method import Method, Stage, Step
    from workbench.guide.status import StageState

# the places that belong to no stage: page, word, icon
PLACES = (
    ("actions", "Actions", "actions"),
    ("partners", "Partners", "partners"),
    ("data", "Data", "data"),
    ("evidence", "Evidence", "evidence"),
    ("briefings", "Briefings", "briefing"),
    ("history", "History", "history"),
)


@dataclass(frozen=True)
class Standing:
    """A problem's contents read through its method, on a day."""

    contents: Contents
    method: Method
    states: tuple[StageState, ...]
    today: date

    @property
    def heading(self) -> str:
        """The method and cycle, over the rail."""
        return f"{self.method.name}, cycle {self.contents.cycle.number}"

    @property
    def current(self) -> StageState:
        """The stage the problem is in."""
        from workbench.guide.status import current_stage

        return current_stage(self.states)

    def stages(self) -> list[Place]:
        """The stages as lines of the rail."""
        return [
            Place(
                key=state.stage.key,
                word=state.stage.word,
                state=state.status.value,
                said=state.says,
                lines=tuple(state.counters),
            )
            for state in self.states
        ]

    def places(self, known: frozenset[str]) -> list[Place]:
        """The other places, with how much is there."""
        kept = self.contents
        late = sum(action.late_by(self.today) > 0 for action in kept.actions)
        counts = {
            "actions": len(kept.actions),
            "partners": len(kept.partners),
            "data": len(kept.datasets),
            "evidence": len(kept.cards),
            "briefings": len(kept.briefings),
        }
        return [
            Place(
                key=key,
                word=word,
                icon=icon,
                count=_count(counts.get(key), late if key == "actions" else 0),
                alert=key == "actions" and late > 0,
            )
            for key, word, icon in PLACES
            if key in known
        ]

    def threads(self) -> list[Thread]:
        """The gaps in the golden thread."""
        from workbench.guide.thread import gaps

        return [Thread(gap.says, gap.fix, gap) for gap in gaps(self.contents, self.today)]

    def closed(self) -> str:
        """When and with what the problem was closed; nothing while it is open."""
        from workbench.guide.facts import day

        problem = self.contents.problem
        if problem.closed is None:
            return ""
        return f"Closed on {day(problem.closed)}. {problem.closed_because}".strip()

    def data_to(self) -> str:
        """The last day that any data reaches."""
        from workbench.guide.facts import day

        last = max((e.last for e in self.contents.editions if e.last is not None), default=None)
        return f"Data to {day(last)}" if last else "No data yet"

    def out_of_date(self) -> str:
        """How many evidence cards rest on an edition that has been followed by another."""
        newest: dict[object, int] = {}
        editions = {edition.id: edition for edition in self.contents.editions}
        for edition in editions.values():
            newest[edition.dataset_id] = max(edition.number, newest.get(edition.dataset_id, 0))
        stale = sum(
            editions[card.edition_id].number < newest[editions[card.edition_id].dataset_id]
            for card in self.contents.cards
            if card.edition_id in editions
        )
        return f"{stale} evidence card{'' if stale == 1 else 's'} out of date" if stale else ""

    def advice(self, stage: Stage | None, page: str) -> Advice | None:
        """What the guide says beside a page."""
        stage = stage or self.method.stage_of_page(page)
        if stage is None:
            return None
        steps = stage.steps_on(page)
        if not steps:
            return Advice(stage.why, (("What this stage asks", (stage.question,)),))
        given = {answer.question: answer.value.strip().lower() for answer in self.contents.answers}
        asked = (*_to_write(steps, self.contents.answers), *_to_answer(steps, given))
        if len(steps) == 1:
            return Advice(steps[0].why, _folds(steps[0]), asked)
        return Advice(stage.why, tuple((step.word, _lines(step)) for step in steps), asked)


def standing(contents: Contents, today: date) -> Standing:
    """Read a problem through its method."""
    from workbench.guide.methods import method
    from workbench.guide.status import stage_states

    used = method(contents.cycle.method)
    return Standing(contents, used, stage_states(contents, used, today), today)


def _count(number: int | None, late: int) -> str:
    if number is None:
        return ""
    return f"{number}, {late} late" if late else str(number)


def _to_answer(steps: Sequence[Step], given: Mapping[str, str]) -> Iterator[Question]:
    """Questions that are answered by yes or no."""
    for step in steps:
        for question in step.ask:
            yield Question(question.key, question.text, given.get(question.key, ""))


def _to_write(steps: Sequence[Step], answers: Sequence[Answer]) -> Iterator[Question]:
    """Questions that are answered in words, and have no field of their own on the page."""
    written = {answer.question: answer.value for answer in answers}
    for step in steps:
        for question in step.questions:
            if question.kind == "text" and not question.field:
                words = written.get(question.key, "")
                yield Question(question.key, question.text, words, written=True)


def _folds(step: Step) -> tuple[tuple[str, tuple[str, ...]], ...]:
    folds: list[tuple[str, tuple[str, ...]]] = [("What to do", (step.do,))]
    if step.good_example:
        folds.append(("A good example", (step.good_example,)))
    if step.mistakes:
        folds.append(("Common slips", step.mistakes))
    return tuple(folds)


def _lines(step: Step) -> tuple[str, ...]:
    example = (f"A good example: {step.good_example}",) if step.good_example else ()
    slips = (f"Common slips: {' '.join(step.mistakes)}",) if step.mistakes else ()
    return (step.do, step.why, *example, *slips)
