"""A problem without a gap, for tests to plant faults in."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.domain.assessment import Assessment
from workbench.domain.causes import Factor, Hypothesis, Likelihood, Side, Stance, Weighing
from workbench.domain.data import Area, AreaRole, Dataset
from workbench.domain.evidence import EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner, Reply
from workbench.domain.plan import Action, FourP, Objective, Response, ResponseState, Tier
from workbench.domain.problem import Answer, Cycle, Problem
from workbench.guide.contents import Contents
from workbench.guide.facts import CHEERS

TODAY = date(2026, 11, 22)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def sound() -> Contents:
    """A problem worked through to a booked assessment, with nothing missing."""
    problem = Problem(
        name="Theft from vans, Eastmoor",
        statement="Theft of tools from vans in Eastmoor, 40 a month since October 2025.",
        who="Tradespeople",
        where="Eleven streets",
        when="01:00 to 05:00",
    )
    mine = {"problem_id": problem.id}
    cycle = Cycle(**mine)
    hypotheses = tuple(
        Hypothesis(**mine, number=n, statement=f"Why {n}", disproof="If not", likelihood=likelihood)
        for n, likelihood in ((1, Likelihood.LIKELY), (2, Likelihood.POSSIBLE))
    )
    cards = (EvidenceCard(**mine, name="Drivers"),)
    objectives = (
        Objective(
            **mine,
            text="Cut thefts from vans in Eastmoor",
            measure="Thefts a month",
            baseline=40.0,
            target=30.0,
            due=date(2027, 1, 31),
        ),
    )
    responses = _responses(problem, hypotheses[0], objectives[0])
    partner = Partner(**mine, name="Eastmoor Council")
    treated, control = (
        Area(**mine, name=role.value, role=role) for role in (AreaRole.TREATED, AreaRole.CONTROL)
    )
    return Contents(
        problem=problem,
        cycle=cycle,
        answers=tuple(Answer(cycle_id=cycle.id, question=key, value="yes") for key in CHEERS),
        factors=tuple(Factor(**mine, side=side, text="Something") for side in Side),
        hypotheses=hypotheses,
        cards=cards,
        weighings=tuple(
            Weighing(hypothesis_id=h.id, card_id=cards[0].id, stance=Stance.SUPPORTS)
            for h in hypotheses
        ),
        objectives=objectives,
        responses=responses,
        actions=tuple(
            Action(
                **mine, response_id=r.id, text=f"Do {r.code}", owner="Hall", due=date(2026, 12, 1)
            )
            for r in responses
        ),
        partners=(partner,),
        agreements=(Agreement(partner_id=partner.id, name="Sharing", review=date(2027, 1, 1)),),
        contributions=(
            Contribution(
                response_id=responses[0].id,
                partner_id=partner.id,
                what="Open the yard",
                reply=Reply.AGREED,
                by=date(2026, 5, 1),
            ),
        ),
        datasets=(Dataset(**mine, name="Thefts"),),
        areas=(treated, control),
        assessments=(
            Assessment(
                **mine,
                booked=date(2026, 12, 5),
                treated_id=treated.id,
                control_id=control.id,
            ),
        ),
    )


def _responses(
    problem: Problem, hypothesis: Hypothesis, objective: Objective
) -> tuple[Response, ...]:
    sides = (Side.OFFENDER, Side.VICTIM, Side.PLACE, Side.MANAGER)
    tiers = (*Tier, Tier.PRIMARY)
    return tuple(
        Response(
            problem_id=problem.id,
            number=n,
            name=f"Response {n}",
            hypothesis_id=hypothesis.id,
            objective_id=objective.id,
            mechanism="It raises the effort",
            side=side,
            technique=str(n),
            four_p=four_p,
            tier=tier,
            lead="Hall",
            state=ResponseState.STARTED,
        )
        for n, (side, four_p, tier) in enumerate(zip(sides, FourP, tiers, strict=True), 1)
    )
