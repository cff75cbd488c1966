"""A made-up problem with evidence drawn, in memory: what a briefing is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from matplotlib.figure import Figure

from workbench.analysis.kind import Basis, Column, Reading
from workbench.analysis.kind import Table as Rows
from workbench.briefings.material import AssessedContent, CardContent, Drawn, Material
from workbench.briefings.presets import started
from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.audience import Audience
from workbench.domain.causes import Hypothesis, Likelihood, Weighing
from workbench.domain.data import Dataset, Edition
from workbench.domain.evidence import CardKind, EvidenceCard
from workbench.domain.partners import Contribution, Partner
from workbench.domain.plan import Action, FourP, Objective, Response, Tier
from workbench.domain.problem import Cycle, Problem
from workbench.guide.contents import Contents

TODAY = date(2026, 10, 20)
SEEN = ("internal", "council", "school")


@cache
def pictures(title: str) -> tuple[bytes, bytes, bytes]:
    """The same small chart as PNG, SVG and PDF."""
    figure = Figure((160 / 25.4, 60 / 25.4), dpi=100)
    axes = figure.subplots()
    axes.bar(["Jan", "Feb", "Mar"], [12, 9, 7])
    axes.set_title(title)
    made = []
    for form in ("png", "svg", "pdf"):
        out = BytesIO()
        figure.savefig(out, format=form, metadata={} if form == "png" else {"Date": None} if form
                       == "svg" else {"CreationDate": None, "Producer": None})  # fmt: skip
        made.append(out.getvalue())
    return made[0], made[1], made[2]


def drawn(finding: str, table: Rows, **how: Any) -> Drawn:
    """A result with a reading, a table and a picture."""
    png, svg, pdf = pictures("A chart")
    reading = Reading(
        finding, "Reports a month", ("The middle month had 9.5.",), "Few reports: read with care",
        ("Counted by the month of the start date.",), "Fell", "change",
    )  # fmt: skip
    basis = Basis("PRACTICE missing reports (made up)", 713, date(2024, 8, 1), date(2026, 9, 30),
                  (("rows without a date", 12),))  # fmt: skip
    return Drawn(reading, table, basis, png, svg, pdf, 160, 60, **how)


def rows(*body: tuple[Any, ...], total: bool = False) -> Rows:
    """A table of homes, reports and shares."""
    columns = (Column("Home"), Column("Reports", 0), Column("Share", 1, percent=True))
    return Rows("Reports by home", columns, body, total)


HOMES = rows(("Home A", 138, 0.552), ("Home B", 88, 0.352), ("Home C", 24, 0.096),
             ("All homes", 250, 1.0), total=True)  # fmt: skip
LONG = Rows(
    "Reports by place",
    (Column("Place"), Column("Reports", 0)),
    tuple((f"Place {n} with rather a long name to fill the cell", 60 - n) for n in range(40)),
)


@pytest.fixture
def material() -> Material:
    """The council's paper of a practice problem with everything in it."""
    return made_up()


@pytest.fixture
def paper() -> Callable[[str], Material]:
    """The same for another preset."""
    return made_up


def made_up(preset: str = "council", practice: bool = True) -> Material:
    """A problem with two figures, a quotation, hypotheses, a plan and an assessment."""
    problem = Problem(
        reference="26-014", name="Missing from homes in Westbrook", concern="Children go missing.",
        statement="Repeat missing reports from three homes in Westbrook, about 30 a month.",
        owner="PC A Khan", area="Westbrook", practice=practice,
    )  # fmt: skip
    pid = problem.id
    cards = (
        CardContent(card(pid, "Reports by home"), drawn("Home A has most reports", HOMES)),
        CardContent(card(pid, "Reports by place"), drawn("Few places have most reports", LONG)),
        CardContent(card(pid, "What staff say", kind=CardKind.QUOTATION, source="Talks with staff",
                         text="If they are not in at ten I ring.")),
        CardContent(card(pid, "Police only", audiences=("internal",)),
                    drawn("Only police may see this", HOMES)),
    )  # fmt: skip
    briefing = replace(
        started(preset, problem, "PC A Khan", "Westbrook team (PRACTICE)"),
        recipients="Children's services, Westbrook Council",
    )
    contents, assessed = _plan(problem, cards)
    return Material(contents, briefing, TODAY, cards, assessed)


def card(problem_id: Any, name: str, **values: Any) -> EvidenceCard:
    """A starred card that every audience may see, unless said otherwise."""
    given = {"audiences": SEEN, "starred": True} | values
    return EvidenceCard(problem_id=problem_id, name=name, **given)


def _plan(
    problem: Problem, cards: tuple[CardContent, ...]
) -> tuple[Contents, tuple[AssessedContent, ...]]:
    pid = problem.id
    council = Partner(problem_id=pid, name="Westbrook Council", contact="J Okafor",
                      post="Head of placements", phone="01632 960 101",
                      email="placements@westbrook.example")  # fmt: skip
    school = Partner(problem_id=pid, name="Hillbrook School", post="Safeguarding lead",
                     phone="01632 960102", audience=Audience.SCHOOL)  # fmt: skip
    cause = Hypothesis(problem_id=pid, statement="Reports rise because nobody rings first",
                       disproof="Reports stay as high after the checklist",
                       likelihood=Likelihood.LIKELY)  # fmt: skip
    weighing = Weighing(hypothesis_id=cause.id, card_id=cards[0].card.id)
    response = Response(problem_id=pid, name="Named officer", hypothesis_id=cause.id,
                        mechanism="Staff ring first", four_p=FourP.PROTECT, tier=Tier.SECONDARY,
                        lead="Sgt L Mason")  # fmt: skip
    asks = (
        Contribution(response_id=response.id, partner_id=council.id, what="Pay for the late bus",
                     by=date(2026, 12, 1)),
        Contribution(response_id=response.id, partner_id=school.id, what="Ring by ten",
                     by=date(2026, 12, 8)),
    )  # fmt: skip
    actions = (
        Action(problem_id=pid, text="Send the absence logs", partner_id=council.id,
               due=date(2026, 9, 30), owner="J Okafor"),
        Action(problem_id=pid, text="Look at the homes again", due=date(2027, 3, 31),
               owner="PC A Khan"),
    )  # fmt: skip
    dataset = Dataset(problem_id=pid, name="Missing reports", source="PRACTICE",
                      review=date(2027, 3, 31))  # fmt: skip
    assessment = Assessment(problem_id=pid, name="Did reports fall?", verdict=Verdict.PROBABLY,
                            reason="Reports fell and the control did not",
                            before_first=date(2025, 3, 1), before_last=date(2025, 9, 1),
                            after_first=date(2026, 3, 1), after_last=date(2026, 9, 1),
                            other_changes="A summer scheme ran")  # fmt: skip
    contents = Contents(
        problem=problem, cycle=Cycle(problem_id=pid), hypotheses=(cause,), weighings=(weighing,),
        cards=tuple(c.card for c in cards), responses=(response,), contributions=asks,
        objectives=(Objective(problem_id=pid, text="Cut reports by a third", baseline=32,
                              target=21, due=date(2026, 9, 30)),),
        actions=actions, partners=(council, school), datasets=(dataset,),
        editions=(Edition(dataset_id=dataset.id),), assessments=(assessment,),
    )  # fmt: skip
    result = drawn("Reports fell by 39%", HOMES)
    return contents, (AssessedContent(assessment, (result,)),)
