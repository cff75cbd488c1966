"""Each gap appears when its fault is planted, and goes when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from workbench.domain.assessment import Verdict
from workbench.domain.causes import Likelihood, Side, Stance
from workbench.domain.partners import Reply
from workbench.domain.plan import ActionState, FourP, ResponseState, Tier
from workbench.domain.problem import Answer, Cycle, Problem
from workbench.guide.contents import Contents
from workbench.guide.method import PAGE_OF_KIND, PAGES
from workbench.guide.thread import LET_STAND, gaps, gaps_by_tone, in_words, let_stand

Plant = Callable[[Contents], Contents]


def first(name: str, **changes: Any) -> Plant:
    """Change the first record of a list."""

    def plant(contents: Contents) -> Contents:
        one, *rest = getattr(contents, name)
        return replace(contents, **{name: (replace(one, **changes), *rest)})

    return plant


def every(name: str, **changes: Any) -> Plant:
    """Change all records of a list."""
    return lambda contents: replace(
        contents, **{name: tuple(replace(one, **changes) for one in getattr(contents, name))}
    )


def without(name: str, *, keep: int = 0) -> Plant:
    """Take records away, the last ones first."""
    return lambda contents: replace(contents, **{name: getattr(contents, name)[:keep]})


def no_side(*sides: Side) -> Plant:
    return lambda contents: replace(
        contents, factors=tuple(f for f in contents.factors if f.side not in sides)
    )


def both(*plants: Plant) -> Plant:
    def plant(contents: Contents) -> Contents:
        for one in plants:
            contents = one(contents)
        return contents

    return plant


def acting(name: str, value: Any, instead: Any) -> Plant:
    """Make no response be of a kind."""
    return lambda contents: replace(
        contents,
        responses=tuple(
            replace(r, **{name: instead}) if getattr(r, name) in value else r
            for r in contents.responses
        ),
    )


FAULTS: list[tuple[str, Plant, str, str]] = [
    (
        "problem.statement",
        lambda c: replace(c, problem=replace(c.problem, statement="  ")),
        "The problem has no statement.",
        "Write it",
    ),
    (
        "cheers",
        first("answers", value="no"),
        "CHEERS is met on 5 of 6: Community is still open.",
        "Answer Community",
    ),
    ("cheers", without("answers", keep=4), "CHEERS is met on 4 of 6: Recurring and Similar", ""),
    ("dataset", without("datasets"), "The statement has no data behind it.", "Bring in data"),
    (
        "hypothesis",
        both(without("hypotheses"), without("weighings")),
        "There is no hypothesis",
        "Add a hypothesis",
    ),
    ("hypothesis.rival", without("hypotheses", keep=1), "H1 has no rival", "Add a rival"),
    (
        "hypothesis.evidence",
        without("weighings", keep=1),
        "H2 has no evidence for or against it.",
        "Add evidence to H2",
    ),
    (
        "hypothesis.disproof",
        first("hypotheses", disproof=""),
        "H1 does not say what would prove it wrong.",
        "Say what would prove H1 wrong",
    ),
    (
        "hypothesis.unsupported",
        first("weighings", stance=Stance.CONTRADICTS),
        "H1 is held to be likely, but no evidence supports it.",
        "Look at H1 again",
    ),
    (
        "hypothesis.untested",
        first("hypotheses", likelihood=Likelihood.UNTESTED),
        "H1 has evidence but is still called untested.",
        "Judge H1",
    ),
    ("factor", without("factors"), "The triangle is empty.", "Add a factor"),
    (
        "factor.victim",
        no_side(Side.VICTIM),
        "Nothing is recorded on the Target or victim side",
        "Add a factor for Target or victim",
    ),
    (
        "factor.manager",
        no_side(Side.MANAGER),
        "Nothing is recorded about a manager for Place, with 1 factor",
        "Add a manager",
    ),
    (
        "response.hypothesis",
        first("responses", hypothesis_id=None),
        "R1 Response 1 answers no hypothesis.",
        "Link R1 to a hypothesis",
    ),
    (
        "response.unlikely",
        first("hypotheses", likelihood=Likelihood.UNLIKELY),
        "R1 Response 1 answers a hypothesis that is called unlikely.",
        "Look at R1 again",
    ),
    ("response.mechanism", first("responses", mechanism=""), "R1 Response 1 does not say how", ""),
    ("response.objective", first("responses", objective_id=None), "serves no objective.", ""),
    ("response.lead", first("responses", lead=" "), "Nobody leads R1 Response 1.", "Name a lead"),
    (
        "response.reason",
        first("responses", state=ResponseState.REJECTED),
        "R1 Response 1 was rejected without a reason.",
        "Say why R1 was rejected",
    ),
    (
        "hypothesis.response",
        every("hypotheses", likelihood=Likelihood.LIKELY),
        "H2 is likely, and no response acts on it.",
        "Add a response to H2",
    ),
    ("objective", without("objectives"), "There is no objective", "Add an objective"),
    ("objective.measure", first("objectives", measure=""), "O1 has no measure.", "Add a measure"),
    ("objective.baseline", first("objectives", baseline=None), "O1 has no baseline.", ""),
    ("objective.target", first("objectives", target=None), "O1 has no target.", ""),
    ("objective.due", first("objectives", due=None), "O1 has no date.", ""),
    ("response", without("responses"), "There is no response yet.", "Add a response"),
    (
        "side.place",
        acting("side", (Side.PLACE, Side.MANAGER), Side.OFFENDER),
        "Nothing acts on Place, with 2 factors.",
        "Add a place response",
    ),
    (
        "four_p.prepare",
        acting("four_p", (FourP.PREPARE,), FourP.PURSUE),
        "Nothing is planned under Prepare.",
        "Add a Prepare response",
    ),
    (
        "tier.tertiary",
        acting("tier", (Tier.TERTIARY,), Tier.PRIMARY),
        "Nothing is planned as tertiary prevention.",
        "Add a tertiary response",
    ),
    (
        "balance.enforcement",
        every("responses", four_p=FourP.PURSUE),
        "All 4 responses are Pursue: the plan is enforcement alone.",
        "",
    ),
    ("response.action", without("actions", keep=3), "R4 Response 4 has no action", ""),
    (
        "action.late",
        first("actions", due=date(2026, 11, 16)),
        "\u201cDo R1\u201d is late by 6 days.",
        "See the action",
    ),
    ("action.owner", first("actions", owner=""), "\u201cDo R1\u201d has no owner.", ""),
    ("action.due", first("actions", due=None), "\u201cDo R1\u201d has no date.", ""),
    (
        "action.shown_by",
        first("actions", state=ActionState.DONE),
        "\u201cDo R1\u201d is done, but nothing shows it.",
        "Say what shows it is done",
    ),
    (
        "partner.agreement",
        without("agreements"),
        "Eastmoor Council has no sharing agreement.",
        "Add an agreement",
    ),
    (
        "agreement.review",
        first("agreements", review=date(2026, 11, 1)),
        "The agreement with Eastmoor Council was due for review on 1 Nov 2026.",
        "Review the agreement",
    ),
    (
        "contribution.reply",
        first("contributions", reply=Reply.ASKED),
        "Eastmoor Council has not answered what it was asked for R1.",
        "Ask again",
    ),
    ("assessment", without("assessments"), "No assessment is booked.", "Book an assessment"),
    (
        "assessment.overdue",
        first("assessments", booked=date(2026, 11, 2)),
        "The assessment was due on 2 Nov 2026 and has no verdict.",
        "Open the assessment",
    ),
    ("assessment.control", first("assessments", control_id=None), "has no control area", ""),
    ("assessment.booked", first("assessments", booked=None), "has no day", "Book a day"),
    (
        "assessment.reason",
        first("assessments", verdict=Verdict.WORKED),
        "has a verdict without a reason.",
        "Say why",
    ),
    (
        "assessment.months",
        first("assessments", verdict=Verdict.WORKED, reason="It fell"),
        "not all the months",
        "Choose the months",
    ),
]


def test_a_sound_problem_has_no_gaps(sound: Contents, today: date) -> None:
    assert gaps(sound, today) == ()
    assert in_words(0) == "No gaps"


@pytest.mark.parametrize(
    ("key", "plant", "says", "fix"), FAULTS, ids=[f"{n}-{f[0]}" for n, f in enumerate(FAULTS)]
)
def test_a_planted_fault_is_found_where_it_is_mended(
    sound: Contents, today: date, key: str, plant: Plant, says: str, fix: str
) -> None:
    found = [gap for gap in gaps(plant(sound), today) if gap.key == key]
    assert len(found) >= 1
    gap = found[0]
    assert says in gap.says
    assert fix in gap.fix
    assert gap.fix
    assert gap.says.endswith((".", "?"))
    assert PAGE_OF_KIND[gap.kind] in {*PAGES, "data"}


def test_every_response_of_a_fault_is_named(sound: Contents, today: date) -> None:
    bare = every("responses", hypothesis_id=None)(sound)
    says = [gap.says for gap in gaps(bare, today) if gap.key == "response.hypothesis"]
    assert says == [f"R{n} Response {n} answers no hypothesis." for n in (1, 2, 3, 4)]


def test_a_link_to_a_record_that_is_gone_is_no_link(sound: Contents, today: date) -> None:
    gone = replace(sound, hypotheses=sound.hypotheses[1:], weighings=sound.weighings[1:])
    assert [gap.key for gap in gaps(gone, today)].count("response.hypothesis") == 4


def test_rejected_responses_are_not_the_plan(sound: Contents, today: date) -> None:
    rejected = first(
        "responses", state=ResponseState.REJECTED, reason="Too dear", hypothesis_id=None, lead=""
    )(sound)
    assert not [gap for gap in gaps(rejected, today) if gap.record_id == rejected.responses[0].id]


def test_a_late_action_that_is_done_is_not_late(sound: Contents, today: date) -> None:
    done = first("actions", due=date(2026, 1, 1), state=ActionState.DONE, shown_by="List of codes")(
        sound
    )
    assert gaps(done, today) == ()


def test_the_most_fundamental_gap_comes_first(today: date) -> None:
    problem = Problem(name="New")
    bare = Contents(problem, Cycle(problem_id=problem.id))
    keys = [gap.key for gap in gaps(bare, today)]
    assert keys == [
        "problem.statement",
        "cheers",
        "dataset",
        "hypothesis",
        "factor",
        "objective",
        "response",
    ]
    assert gaps(bare, today) == gaps(bare, today)


def test_gaps_by_tone_are_the_same_gaps(sound: Contents, today: date) -> None:
    broken = both(without("datasets"), without("weighings"), without("assessments"))(sound)
    grouped = gaps_by_tone(broken, today)
    assert list(grouped) == ["scan", "analyse", "respond", "assess"]
    assert tuple(gap for group in grouped.values() for gap in group) == gaps(broken, today)


def test_a_gap_may_stand_for_a_reason(sound: Contents, today: date) -> None:
    broken = both(without("datasets"), first("responses", lead=""))(sound)
    no_data, no_lead = gaps(broken, today)

    def answered(note: str) -> Contents:
        said = Answer(
            cycle_id=sound.cycle.id, question=no_lead.question, value=LET_STAND, note=note
        )
        return replace(broken, answers=(*broken.answers, said))

    assert gaps(answered("The council names one in May"), today) == (no_data,)
    assert let_stand(answered("The council names one in May"), today) == (
        (no_lead, "The council names one in May"),
    )
    assert gaps(answered("  "), today) == (no_data, no_lead)
    assert no_data.question == "gap:dataset"


def test_a_closed_problem_has_the_gaps_it_was_closed_with(sound: Contents, today: date) -> None:
    bare = without("responses")(sound)
    closed = replace(bare, problem=replace(sound.problem, closed=today))
    assert gaps(closed, today + timedelta(days=400)) == gaps(bare, today) != ()


def test_a_seeded_enforcement_plan_shows_what_is_wrong(sound: Contents, today: date) -> None:
    plan = both(
        every("responses", four_p=FourP.PURSUE, side=Side.OFFENDER),
        lambda c: replace(
            c,
            responses=(
                *(replace(r, hypothesis_id=None) for r in c.responses[:2]),
                *c.responses[2:],
            ),
        ),
        first("objectives", measure=""),
        first("assessments", control_id=None),
    )(sound)
    keys = [gap.key for gap in gaps(plan, today)]
    assert keys.count("response.hypothesis") == 2
    assert {"side.place", "objective.measure", "assessment.control", "balance.enforcement"} <= set(
        keys
    )
