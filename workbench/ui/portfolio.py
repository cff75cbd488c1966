"""Every problem of a casebook in a line, and what of it needs somebody now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.plan import ActionState
from workbench.domain.problem import Problem
from workbench.guide.contents import Contents
from workbench.guide.thread import gaps, in_words
from workbench.services.problems import all_problems
from workbench.services.records import contents as read_contents
from workbench.store.casebook import Casebook
from workbench.ui.records.days import written
from workbench.ui.records.making import word
from workbench.ui.standing import standing
from workbench.ui.widgets.cells import Cell, CellChip

SOON = timedelta(days=28)
MOST = 150  # characters of what was learned; the rest is on the assessment
TONES = {
    Verdict.WORKED: ("success", "check"),
    Verdict.PROBABLY: ("success", "state-half"),
    Verdict.CANNOT_TELL: ("neutral", "info"),
    Verdict.NO_CHANGE: ("neutral", "dot"),
    Verdict.WORSE: ("error", "warning"),
}


@dataclass(frozen=True)
class Line:
    """One problem as the table shows it."""

    problem: Problem
    contents: Contents
    stage: CellChip
    cells: tuple[Cell, ...]
    verdict: str | None

    @property
    def open(self) -> bool:
        """Whether it has not been closed."""
        return self.problem.closed is None

    @property
    def said(self) -> str:
        """All of it in small letters, to find words in."""
        parts = [cell if isinstance(cell, str) else cell.words for cell in self.cells]
        return " ".join([*parts, self.problem.area, self.problem.concern]).lower()


@dataclass(frozen=True)
class Need:
    """Something of a problem that needs somebody now."""

    problem_id: UUID
    order: int
    icon: str
    what: str
    where: str
    chip: tuple[str, str, str]
    does: str
    kind: str
    record_id: UUID | None = None


def headings() -> tuple[str, ...]:
    """The columns of the table of problems."""
    return ("Ref", "Problem", "Stage", "Golden thread", "Next date", "Owner", "Verdict")


def portfolio(casebook: Casebook, today: date) -> list[Line]:
    """Every problem, the open ones first."""
    lines = [_line(read_contents(casebook, one.id), today) for one in all_problems(casebook)]
    return sorted(lines, key=lambda line: not line.open)


def needs(line: Line, today: date) -> list[Need]:
    """What of a problem is late, due or broken."""
    if not line.open:
        return []
    return [*_late(line, today), *_due(line, today)]


def _line(contents: Contents, today: date) -> Line:
    problem = contents.problem
    now = standing(contents, today).current
    stage = CellChip(f"{now.number} {now.stage.word}", now.stage.tone, now.stage.tone)
    if problem.closed is not None:
        stage = CellChip("Closed", "neutral", "check")
    broken = len(gaps(contents, today))
    thread: Cell = CellChip(in_words(broken), "warning", "warning") if broken else in_words(0)
    judged = next((a for a in reversed(contents.assessments) if a.verdict is not None), None)
    verdict: Cell = ""
    if judged is not None and judged.verdict is not None:
        tone, icon = TONES[judged.verdict]
        verdict = CellChip(word(judged.verdict), tone, icon)
    name = f"{problem.name} (practice)" if problem.practice else problem.name
    coming = _next(contents, today)
    cells = (problem.reference, name, stage, thread, coming, problem.owner, verdict)
    return Line(problem, contents, stage, cells, _learned(judged))


def _learned(judged: Assessment | None) -> str | None:
    if judged is None or judged.verdict is None:
        return None
    said = f"{word(judged.verdict)}. {judged.reason}".strip()
    return said if len(said) <= MOST else f"{said[:MOST].rsplit(' ', 1)[0]} ..."


def _next(contents: Contents, today: date) -> str:
    days = [a.due for a in contents.actions if a.due and a.state is not ActionState.DONE]
    days += [a.booked for a in contents.assessments if a.booked and a.verdict is None]
    days += [a.review for a in contents.agreements if a.review]
    coming = min((day for day in days if day >= today), default=None)
    return written(coming)


def _late(line: Line, today: date) -> list[Need]:
    late = [action for action in line.contents.actions if action.late_by(today)]
    if not late:
        return []
    worst = max(action.late_by(today) for action in late)
    days = f"{worst} day{'' if worst == 1 else 's'}"
    what = f"1 action is late by {days}"
    if len(late) > 1:
        what = f"{len(late)} actions are late, the oldest by {days}"
    first = max(late, key=lambda action: action.late_by(today))
    chip = ("Late", "error", "warning")
    where = line.problem.name
    order = -worst
    return [
        Need(
            line.problem.id, order, "actions", what, where, chip, "See actions", "action", first.id
        )
    ]


def _due(line: Line, today: date) -> list[Need]:
    found = []
    for one in line.contents.assessments:
        if one.verdict is not None or one.booked is None or one.booked > today + SOON:
            continue
        ahead = (one.booked - today).days
        what = f"Assessment {'is' if ahead >= 0 else 'was'} due on {written(one.booked)}"
        chip = (f"In {ahead} days", "assess", "calendar")
        if ahead < 0:
            chip = (
                ("Today", "warning", "calendar") if not ahead else ("Overdue", "error", "warning")
            )
        where, does = line.problem.name, "Open assessment"
        found.append(
            Need(line.problem.id, ahead, "assess", what, where, chip, does, "assessment", one.id)
        )
    return found
