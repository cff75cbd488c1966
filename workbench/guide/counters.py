"""The small lines under a stage in the rail, in words computed from the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workbench.domain.assessment import Assessment
from workbench.domain.plan import FourP, ResponseState
from workbench.guide.facts import CHEERS, Known, day, filled, several
from workbench.guide.smart import smart
from workbench.guide.statement import LIMIT, word_count


def line(key: str, known: Known) -> str:
    """The counter of a key; an unknown one is shown as it is."""
    count = COUNTERS.get(key)
    return count(known) if count else key.replace("_", " ")


def _cheers(known: Known) -> str:
    met = sum(known.answers_yes(key) for key in CHEERS)
    return f"CHEERS {met} of 6"


def _statement(known: Known) -> str:
    words = word_count(known.contents.problem.statement)
    return f"Statement {words} of {LIMIT} words" if words else "No statement yet"


def _objectives(known: Known) -> str:
    objectives = known.contents.objectives
    if len(objectives) == 1:
        return f"Objective SMART {smart(objectives[0], known.contents).score} of 5"
    return several(len(objectives), "objective")


def _targets(known: Known) -> str:
    return _with(known.contents.objectives, "target", "no target") or "No targets yet"


def _priority(known: Known) -> str:
    return "Decided" if known.answers_yes("priority.decided") else "Not decided yet"


def _hypotheses(known: Known) -> str:
    hypotheses = known.contents.hypotheses
    bare = sum(not known.weighings_of(h) for h in hypotheses)
    words = several(len(hypotheses), "hypothesis", "hypotheses")
    return f"{words}, {bare} without evidence" if bare else words


def _cards(known: Known) -> str:
    return several(len(known.contents.cards), "evidence card")


def _responses(known: Known) -> str:
    plan = known.live_responses()
    words = several(len(plan), "response")
    loose = sum(r.hypothesis_id is None for r in plan)
    return f"{words}, {loose} with no hypothesis" if loose else words


def _started(known: Known) -> str:
    plan = known.live_responses()
    begun = sum(r.state in (ResponseState.STARTED, ResponseState.FINISHED) for r in plan)
    return f"{begun} of {several(len(plan), 'response')} started" if plan else "No responses"


def _phase(*ps: FourP) -> Callable[[Known], str]:
    words = " and ".join(p.value.capitalize() for p in ps)

    def count(known: Known) -> str:
        n = sum(r.four_p in ps for r in known.live_responses())
        return f"{several(n, 'response')}: {words}"

    return count


def _actions(known: Known) -> str:
    late = len(known.late())
    words = several(len(known.contents.actions), "action")
    return f"{words}, {late} late" if late else words


def _partners(known: Known) -> str:
    partners = known.contents.partners
    bare = sum(not known.has_agreement(p) for p in partners)
    words = several(len(partners), "partner")
    return f"{words}, {bare} with no agreement" if bare else words


def _assessment(known: Known) -> str:
    latest = _latest(known)
    if latest is None:
        return "No assessment booked"
    if latest.verdict is not None:
        return f"Verdict: {latest.verdict.value}"
    return f"Booked for {day(latest.booked)}" if latest.booked else "Not booked yet"


def _months(known: Known) -> str:
    latest = _latest(known)
    if latest is None or latest.after_first is None or latest.after_last is None:
        return "No months chosen"
    return f"{latest.after_first:%b %Y} to {latest.after_last:%b %Y}"


def _latest(known: Known) -> Assessment | None:
    """The assessment to speak of: the last with a verdict, else the last."""
    assessments = known.contents.assessments
    said = [a for a in assessments if a.verdict is not None]
    return next(reversed(said or assessments), None)


def _briefings(known: Known) -> str:
    briefings = known.contents.briefings
    made = {file.briefing_id for file in known.contents.files}
    words = several(len(briefings), "briefing")
    return f"{words}, {sum(b.id in made for b in briefings)} made" if briefings else words


def _learning(known: Known) -> str:
    return "Learning shared" if known.answers_yes("learn.shared") else "Learning not shared yet"


def _with(records: tuple[object, ...], field: str, without: str) -> str:
    bare = sum(not filled(getattr(r, field)) for r in records)
    words = several(len(records) - bare, field) if records else ""
    return f"{words}, {bare} with {without}" if bare else words


COUNTERS: Final[dict[str, Callable[[Known], str]]] = {
    "cheers": _cheers,
    "statement": _statement,
    "objectives": _objectives,
    "targets": _targets,
    "priority": _priority,
    "hypotheses": _hypotheses,
    "cards": _cards,
    "responses": _responses,
    "started": _started,
    "clear": _phase(FourP.PURSUE),
    "hold": _phase(FourP.PROTECT, FourP.PREPARE),
    "build": _phase(FourP.PREVENT),
    "actions": _actions,
    "partners": _partners,
    "assessment": _assessment,
    "months": _months,
    "briefings": _briefings,
    "learning": _learning,
}
