"""Built the way a user would, the practice problem has the gaps it was given and no other."""

from __future__ import annotations

from workbench.domain.assessment import Verdict
from workbench.guide.methods import method
from workbench.guide.status import current_stage, stage_states
from workbench.guide.thread import gaps
from workbench.services import records
from workbench.services.practice.building import build
from workbench.store.casebook import Casebook

LEFT = [
    "H3 has no evidence for or against it.",
    "Nothing is recorded about a handler for Offender, with 2 factors: is anyone responsible "
    "for it?",
    "R4 Curfew visits answers no hypothesis.",
    "O2 has no baseline.",
    "\u201cSend the absence logs of all three homes by hour\u201d is late by 20 days.",
    "\u201cCount who comes to the club, by home and month\u201d is late by 6 days.",
    "\u201cBrief the staff of the station and the shops\u201d has no owner.",
    "Westbrook Community Health Trust has no sharing agreement.",
    "Northfell Council, commissioning has not answered what it was asked for R2.",
]


def test_the_gaps_left_are_the_gaps_found(casebook: Casebook) -> None:
    problem_id = build(casebook)
    contents = records.contents(casebook, problem_id)
    today = casebook.now().date()
    assert [gap.says for gap in gaps(contents, today)] == LEFT
    states = stage_states(contents, method(contents.cycle.method), today)
    assert [state.status.value for state in states] == ["half", "half", "flag", "done"]
    assert current_stage(states).stage.key == "assess"
    (assessment,) = contents.assessments
    assert assessment.verdict is Verdict.PROBABLY
    assert assessment.offered
    assert assessment.snapshot
    assert {
        h.code
        for h in contents.hypotheses
        if not any(w.hypothesis_id == h.id for w in contents.weighings)
    } == {"H3"}
