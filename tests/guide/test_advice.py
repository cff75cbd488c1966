"""SMART objectives, nudges on a statement, headlines, coverage, lists and help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workbench.domain.audience import Audience
from workbench.domain.causes import Side
from workbench.domain.plan import FourP, Objective, ResponseState, Tier
from workbench.guide.contents import Contents
from workbench.guide.coverage import coverage
from workbench.guide.headline import headline
from workbench.guide.help import help_text
from workbench.guide.lists import choices, explained, label_of, techniques
from workbench.guide.smart import smart
from workbench.guide.statement import nudges, word_count
from workbench.services.asking import questions


@pytest.mark.parametrize(
    ("letter", "changes"),
    [
        ("S", {"text": "Fewer thefts"}),
        ("M", {"measure": ""}),
        ("A", {"target": None}),
        ("A", {"target": 40.0}),
        ("A", {"target": 4.0}),
        ("R", {"text": "Increase patrols around the estate at night"}),
        ("R", {"text": "Hold monthly meetings with the partners involved"}),
        ("T", {"due": None}),
    ],
)
def test_each_letter_fails_for_its_own_reason(
    sound: Contents, letter: str, changes: dict[str, Any]
) -> None:
    assert smart(sound.objectives[0]).score == 5
    found = smart(replace(sound.objectives[0], **changes))
    missing = [part for part in found.letters if not part.met]
    assert [part.letter for part in missing] == [letter]
    assert missing[0].reason in found.says
    assert hasattr(sound.objectives[0], missing[0].field)


def test_an_objective_without_a_baseline_is_neither_measured_nor_judged(sound: Contents) -> None:
    found = smart(replace(sound.objectives[0], baseline=None))
    assert [part.letter for part in found.letters if not part.met] == ["M", "A"]


def test_an_objective_that_no_response_serves_is_not_relevant(sound: Contents) -> None:
    alone = replace(sound.objectives[0], id=sound.problem.id)
    assert not smart(alone, sound).letters[3].met
    assert smart(alone, replace(sound, responses=())).letters[3].met


def test_a_change_from_nothing_does_not_divide_by_it() -> None:
    from uuid import uuid4

    rise = Objective(problem_id=uuid4(), text="a b c d e", baseline=0.0, target=5.0)
    assert smart(rise).letters[2].met


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("behaviour", "ASB in the town centre"),
        ("behaviour", "Violence"),
        ("short", "Theft of tools 2025"),
        ("cause", "Theft of tools from 40 vans a month because the yard is shut at seven"),
        ("solution", "Theft of tools from 40 vans a month and more patrols wanted by residents"),
        ("solution", "Street drinking, 20 calls a month at the precinct, which needs CCTV"),
        ("blame", "Parents failing to keep 20 children in at night since 2025 in the estate"),
        ("number", "Theft of tools from vans parked in streets near the estate since autumn"),
        ("since", "Theft of tools from 40 vans parked overnight in Eastmoor streets by night"),
        ("long", "Theft of tools from 40 vans a month " + "and more " * 40),
    ],
)
def test_a_statement_is_nudged(key: str, text: str) -> None:
    assert key in [nudge.key for nudge in nudges(text)]


def test_a_good_statement_is_left_alone(sound: Contents) -> None:
    assert nudges(sound.problem.statement) == ()
    assert nudges("") == ()
    assert word_count(" one  two\nthree ") == 3


def test_headlines_say_where_things_stand(sound: Contents, today: date) -> None:
    bare = replace(sound, weighings=sound.weighings[:1])
    assert headline("hypotheses", bare, today) == "Two hypotheses, one with no evidence yet"
    assert headline("hypotheses", sound, today) == "Two hypotheses, each with evidence"
    off_place = replace(
        sound, responses=tuple(replace(r, side=Side.OFFENDER) for r in sound.responses)
    )
    says = headline("responses", off_place, today)
    assert says == "Four responses; nothing acts on Target or victim yet"
    assert headline("responses", sound, today) == "Four responses, each with its hypothesis"
    assert headline("partners", sound, today) == "One partner, with a sharing agreement"
    assert headline("assessment", sound, today) == "An assessment is booked for 5 Dec 2026"
    assert headline("map", sound, today) == "Two areas: 1 treated and 1 control"
    assert headline("statement", sound, today).endswith("and CHEERS is met")
    assert headline("a_page_to_come", sound, today) == "A page to come"


def test_coverage_counts_what_is_planned(sound: Contents) -> None:
    found = coverage(sound)
    assert found.responses == 4
    assert found.techniques_used == 4
    assert dict(found.four_ps) == dict.fromkeys(FourP, 1)
    assert dict(found.tiers) == {Tier.PRIMARY: 2, Tier.SECONDARY: 1, Tier.TERTIARY: 1}
    assert dict(found.sides) == {Side.OFFENDER: 1, Side.VICTIM: 1, Side.PLACE: 2}
    assert found.lines[0] == ("Techniques", "4 of 25 used")
    assert found.lines[3] == ("Triangle", "Offender 1, Target or victim 1, Place 2")
    rejected = replace(
        sound, responses=tuple(replace(r, state=ResponseState.REJECTED) for r in sound.responses)
    )
    assert coverage(rejected).responses == 0
    assert [len(column.techniques) for column in coverage(rejected).columns] == [5] * 5


def test_there_are_25_techniques_in_five_columns() -> None:
    keys = [technique.key for group in techniques() for technique in group.techniques]
    assert keys == [str(n) for n in range(1, 26)]
    words = ("effort", "risks", "rewards", "provocations", "excuses")
    assert tuple(group.key for group in techniques()) == words


@pytest.mark.parametrize(
    ("name", "members"), [("audiences", Audience), ("tiers", Tier), ("four_ps", FourP)]
)
def test_lists_hold_what_the_domain_holds(name: str, members: Any) -> None:
    assert [item.key for item in explained(name)] == [member.value for member in members]
    assert all(item.means for item in explained(name))


def test_audiences_are_called_the_same_everywhere() -> None:
    assert choices("audiences") == tuple((a.value, a.word) for a in Audience)


@pytest.mark.parametrize("name", ["methods", "techniques", "partner_types", "audiences"])
def test_every_list_of_a_form_can_be_chosen_from(name: str) -> None:
    offered = choices(name)
    assert offered
    assert len({key for key, _ in offered}) == len(offered)
    assert all(key and label for key, label in offered)


def test_every_list_that_the_domain_names_is_known() -> None:
    from workbench.domain.kinds import ALL
    from workbench.domain.record import form_fields
    from workbench.guide.lists import _LISTS

    named = {
        part.metadata["choices"]
        for kind in ALL
        for part in form_fields(kind)
        if part.metadata.get("choices")
    }
    assert named <= set(_LISTS)


def test_an_unknown_key_is_shown() -> None:
    assert label_of("techniques", "9") == "9. Use place managers (increase the risks)"
    assert label_of("techniques", "31") == "31 (not in the list)"
    assert label_of("techniques", "") == ""
    assert choices("no such list") == ()


@pytest.mark.parametrize("key", [*sorted(questions()), "disclosure", "what_is_kept"])
def test_each_help_text_is_short_and_plain(key: str) -> None:
    found = help_text(key)
    assert found is not None
    assert found.title
    assert 80 <= sum(len(part.split()) for part in found.paragraphs) <= 150
    assert not any("!" in part for part in found.paragraphs)


def test_no_help_is_none() -> None:
    assert help_text("no such thing") is None
