"""The made-up records: whole, linked, nobody's, and with the gaps that they are meant to have."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from uuid import UUID, uuid4

import pytest

from workbench import paths
from workbench.domain.assessment import Assessment
from workbench.domain.briefing import Briefing
from workbench.domain.causes import Hypothesis, Weighing
from workbench.domain.data import Area
from workbench.domain.kinds import ALL
from workbench.domain.partners import Partner
from workbench.domain.plan import Action, FourP, Response, ResponseState, Tier
from workbench.domain.problem import Cycle, Problem
from workbench.domain.record import Record, kind_name
from workbench.guide.contents import Contents
from workbench.guide.lists import choices
from workbench.guide.methods import method
from workbench.guide.status import current_stage, stage_states
from workbench.guide.thread import gaps
from workbench.services.practice.records import (
    MAIN,
    OTHERS,
    Practice,
    other_records,
    practice,
    records,
)
from workbench.services.practice.town import EASTHAVEN, WESTBROOK

TODAY = date(2026, 11, 22)
LISTS = {"evidence_card": "cards", "hypothesis": "hypotheses"}


def of(made: tuple[Record, ...], kind: type[Record]) -> list[Record]:
    return [record for record in made if isinstance(record, kind)]


def gathered(made: Practice) -> Contents:
    """The records as the guide reads them, with the cards that asking the data would make."""
    by: dict[str, list[Record]] = {}
    cards = {question: uuid4() for question, _, _ in made.later}
    for record in (*made.records, *made.weighings(cards)):
        by.setdefault(kind_name(type(record)), []).append(record)
    (problem,), (cycle,) = by.pop("problem"), by.pop("cycle")
    assert isinstance(problem, Problem)
    assert isinstance(cycle, Cycle)
    return Contents(problem, cycle, **{LISTS.get(k, f"{k}s"): tuple(v) for k, v in by.items()})


@pytest.mark.parametrize("key", [MAIN, *OTHERS])
def test_every_link_leads_to_a_record(key: str) -> None:
    made = practice(key, TODAY)
    known = {record.id for record in made.records}
    for record in made.records:
        for part in fields(record):
            value = getattr(record, part.name)
            if isinstance(value, UUID) and part.name != "id":
                assert value in known, f"{type(record).__name__}.{part.name}"


@pytest.mark.parametrize("key", [MAIN, *OTHERS])
def test_owners_come_before_what_hangs_on_them(key: str) -> None:
    order = [ALL.index(type(record)) for record in practice(key, TODAY).records]
    assert order == sorted(order)


@pytest.mark.parametrize("key", [MAIN, *OTHERS])
def test_it_is_marked_as_practice(key: str) -> None:
    (problem,) = of(practice(key, TODAY).records, Problem)
    assert isinstance(problem, Problem)
    assert problem.practice


@pytest.mark.parametrize("key", [MAIN, *OTHERS])
def test_every_stored_key_is_in_its_list(key: str) -> None:
    for record in practice(key, TODAY).records:
        for part in fields(record):
            name = part.metadata.get("choices")
            value = getattr(record, part.name)
            if name and name != "presets" and value:
                allowed = dict(choices(name))
                assert (
                    {value} <= set(allowed)
                    if isinstance(value, str)
                    else set(value) <= set(allowed)
                )


def test_each_making_has_ids_of_its_own() -> None:
    assert not {r.id for r in records(TODAY)} & {r.id for r in records(TODAY)}


def test_the_plan_spans_the_four_ps_and_the_three_tiers() -> None:
    plan = [
        r
        for r in records(TODAY)
        if isinstance(r, Response) and r.state is not ResponseState.REJECTED
    ]
    assert {r.four_p for r in plan} == set(FourP)
    assert {r.tier for r in plan} == set(Tier)
    assert sum(r.hypothesis_id is None for r in plan) == 1


def test_partners_are_of_several_authorities_and_kinds() -> None:
    partners = [r for r in records(TODAY) if isinstance(r, Partner)]
    assert len({p.authority for p in partners}) >= 3
    assert {"children", "education", "childrens_home", "health"} <= {p.kind for p in partners}


def test_nobody_real_can_be_reached() -> None:
    for path in paths.resource("practice").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"@([\w.-]+)", text)) <= {
            f"{name}.example.org"
            for name in (
                "westbrook",
                "hillbrook",
                "alderway",
                "wcht",
                "northfell",
                "easthaven",
                "eastmoor",
            )
        }
        assert all(n.startswith("01632 960") for n in re.findall(r"\b0\d{4} ?\d{6}\b", text))
        assert all("(made up)" in line for line in text.splitlines() if line.startswith("contact"))


def test_the_areas_of_the_assessment_are_the_towns() -> None:
    areas = {area.role: area for area in records(TODAY) if isinstance(area, Area)}
    assert {role.value: area.codes for role, area in areas.items()} == {
        "treated": WESTBROOK.codes,
        "control": EASTHAVEN.codes,
    }


def test_the_assessment_is_finished_and_two_briefings_wait() -> None:
    made = practice(MAIN, TODAY).records
    (assessment,) = of(made, Assessment)
    assert isinstance(assessment, Assessment)
    assert assessment.verdict is not None
    assert assessment.reason
    assert assessment.delivered
    assert assessment.other_changes
    presets = [briefing.preset for briefing in made if isinstance(briefing, Briefing)]
    assert presets == ["council", "school"]


def test_rivals_are_weighed_with_the_cards_of_the_scan_pack() -> None:
    made = practice(MAIN, TODAY)
    assert {question for question, _, _ in made.later} <= {
        "trend",
        "hour_week",
        "top_places",
        "repeats",
        "year_on_year",
        "map_points",
    }
    card = uuid4()
    (weighing,) = made.weighings({"hour_week": card, "something else": uuid4()})
    assert isinstance(weighing, Weighing)
    assert weighing.card_id == card
    assert weighing.hypothesis_id in {h.id for h in made.records if isinstance(h, Hypothesis)}


def test_the_thread_finds_the_gaps_that_were_left() -> None:
    contents = gathered(practice(MAIN, TODAY))
    keys = [gap.key for gap in gaps(contents, TODAY)]
    assert keys == [
        "dataset",  # until the export is brought in
        "hypothesis.evidence",
        "factor.handler",
        "response.hypothesis",
        "objective.baseline",
        "action.late",
        "action.late",
        "action.owner",
        "partner.agreement",
        "contribution.reply",
    ]


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 2, 1), date(2030, 7, 1)])
def test_two_actions_are_late_whenever_it_is_opened(day: date) -> None:
    late = [a.late_by(day) for a in records(day) if isinstance(a, Action) and a.late_by(day)]
    assert sorted(late)[:2] == [6, 20]


def test_the_home_page_has_company() -> None:
    problems = [record for record in other_records(TODAY) if isinstance(record, Problem)]
    assert len(problems) == 2
    now = {}
    for key in (MAIN, *OTHERS):
        contents = gathered(practice(key, TODAY))
        chosen = method(contents.cycle.method)
        now[key] = current_stage(stage_states(contents, chosen, TODAY)).stage.key
    assert now == {"westbrook": "assess", "vans": "respond", "bikes": "analyse"}


def test_a_day_that_is_neither_is_refused() -> None:
    from workbench.services.practice.records import _day

    assert _day("today", TODAY) == TODAY
    with pytest.raises(ValueError, match="neither a date"):
        _day("tomorrow", TODAY)
