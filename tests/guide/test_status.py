"""Stage status follows from the records, and a person may say otherwise with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from workbench.domain.assessment import Verdict
from workbench.domain.problem import Cycle, Problem, StageOverride, StageStatus
from workbench.guide.contents import Contents
from workbench.guide.method import Check
from workbench.guide.methods import method, methods
from workbench.guide.status import StageState, current_stage, stage_states

EMPTY, HALF, DONE, FLAG = StageStatus.EMPTY, StageStatus.HALF, StageStatus.DONE, StageStatus.FLAG


def states(contents: Contents, today: date, key: str = "sara") -> dict[str, StageState]:
    return {state.stage.key: state for state in stage_states(contents, method(key), today)}


@pytest.mark.parametrize("key", list(methods()))
def test_a_new_problem_has_no_stage_begun(key: str, today: date) -> None:
    problem = Problem(name="New", concern="Somebody is hurt")
    bare = Contents(problem, Cycle(problem_id=problem.id, method=key))
    found = stage_states(bare, method(key), today)
    assert {state.computed for state in found} == {EMPTY}
    assert current_stage(found).number == 1


def test_a_sound_problem_is_done_up_to_its_assessment(sound: Contents, today: date) -> None:
    found = states(sound, today)
    assert [s.computed for s in found.values()] == [DONE, DONE, DONE, HALF]
    assert found["assess"].says == "Automatic: under way"
    assert {check.met for check in found["scan"].checks} == {True}


def test_assessed_with_verdict_and_reason_is_done(sound: Contents, today: date) -> None:
    whole = replace(
        sound.assessments[0],
        verdict=Verdict.CANNOT_TELL,
        reason="Few events",
        delivered="All of it",
        other_changes="None known",
        after_last=date(2026, 9, 1),
    )
    found = states(replace(sound, assessments=(whole,)), today)
    assert found["assess"].computed is DONE
    unsaid = replace(sound, assessments=(replace(whole, reason=""),))
    assert states(unsaid, today)["assess"].computed is FLAG


def test_unmet_checks_lead_to_their_fix(sound: Contents, today: date) -> None:
    broken = replace(sound.responses[1], mechanism="")
    contents = replace(sound, responses=(sound.responses[0], broken, *sound.responses[2:]))
    state = states(contents, today)["respond"]
    assert state.computed is HALF
    (gap,) = state.gaps
    assert (gap.kind, gap.record_id, gap.field) == ("response", broken.id, "mechanism")


def test_a_missing_record_leads_to_adding_one(sound: Contents, today: date) -> None:
    (gap,) = states(replace(sound, datasets=()), today)["scan"].gaps
    assert (gap.kind, gap.record_id) == ("dataset", None)


def test_an_unanswered_tick_leads_to_its_question(sound: Contents, today: date) -> None:
    no = replace(sound.answers[0], value="no")
    (gap,) = states(replace(sound, answers=(no, *sound.answers[1:])), today)["scan"].gaps
    assert (gap.kind, gap.record_id, gap.field) == ("answer", no.id, "cheers.community")
    (gap,) = states(replace(sound, answers=sound.answers[1:]), today)["scan"].gaps
    assert (gap.kind, gap.record_id, gap.field) == ("answer", None, "cheers.community")


def test_judging_a_hypothesis_opens_one_that_is_there(sound: Contents, today: date) -> None:
    from workbench.domain.causes import Likelihood

    possible = tuple(replace(h, likelihood=Likelihood.POSSIBLE) for h in sound.hypotheses)
    (gap,) = states(replace(sound, hypotheses=possible), today)["analyse"].gaps
    assert (gap.record_id, gap.field) == (possible[0].id, "likelihood")


def test_a_late_action_needs_a_look(sound: Contents, today: date) -> None:
    late = replace(sound.actions[0], due=date(2026, 11, 1))
    state = states(replace(sound, actions=(late, *sound.actions[1:])), today)["respond"]
    assert state.computed is FLAG
    assert state.counters == ("4 responses", "4 actions, 1 late")


def test_an_override_is_shown_with_its_reason(sound: Contents, today: date) -> None:
    said = StageOverride(
        cycle_id=sound.cycle.id, stage="scan", status=HALF, reason="The council has not agreed"
    )
    other = StageOverride(cycle_id=sound.problem.id, stage="analyse", status=EMPTY, reason="Old")
    found = states(replace(sound, overrides=(said, other)), today)
    assert found["scan"].status is HALF
    assert found["scan"].computed is DONE
    assert not found["scan"].automatic
    assert found["scan"].says == "Set by hand: under way, because The council has not agreed"
    assert found["analyse"].automatic


def test_the_counters_are_counted(sound: Contents, today: date) -> None:
    found = states(replace(sound, weighings=sound.weighings[:1]), today)
    assert found["scan"].counters == ("CHEERS 6 of 6", "Statement 13 of 60 words")
    assert found["analyse"].counters == ("2 hypotheses, 1 without evidence", "1 evidence card")
    assert found["assess"].counters == ("Booked for 5 Dec 2026", "No briefings")


def test_the_phases_count_their_own_responses(sound: Contents, today: date) -> None:
    found = states(sound, today, "clear_hold_build")
    assert found["clear"].counters[0] == "1 response: Pursue"
    assert found["hold"].counters[0] == "2 responses: Protect and Prepare"
    assert found["build"].counters[0] == "1 response: Prevent"
    assert found["clear"].computed is HALF  # its two questions are not answered


def test_a_check_that_this_program_cannot_make_is_left_to_a_person(
    sound: Contents, today: date
) -> None:
    sara = methods()["sara"]
    scan = sara.stages[0]
    strange = Check("x", "A signature", "Nobody has signed.", "Sign", "signed", "mayor")
    step = replace(scan.steps[0], checks=(*scan.steps[0].checks, strange))
    changed = replace(sara, stages=(replace(scan, steps=(step, *scan.steps[1:])),))
    (state,) = stage_states(sound, changed, today)
    assert state.computed is DONE
    assert [c.met for c in state.checks if c.check is strange] == [None]


def test_the_stage_now_is_the_furthest_begun(sound: Contents, today: date) -> None:
    found = stage_states(replace(sound, assessments=()), method("sara"), today)
    assert current_stage(found).stage.key == "respond"
