"""Preset, audience and problem become one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from workbench.briefings.composing import compose
from workbench.briefings.document import Asks, Heading, KeyMessages, Paragraph, Picture, Table
from workbench.briefings.material import CardContent, Material
from workbench.briefings.presets import preset, presets, started
from workbench.briefings.prose import plain
from workbench.briefings.section import kinds
from workbench.domain.audience import Audience
from workbench.domain.problem import Cycle, Problem
from workbench.errors import NotFoundError
from workbench.guide.contents import Contents

Paper = Callable[[str], Material]


@pytest.mark.parametrize("key", ["council", "school", "internal"])
def test_every_section_of_a_preset_is_known(key: str) -> None:
    assert {section.key for section in preset(key).sections} <= set(kinds())
    assert preset(key).title


def test_presets_are_three_and_one_is_for_police() -> None:
    assert set(presets()) == {"council", "school", "internal"}
    assert presets()["internal"].audience is Audience.INTERNAL


def test_an_unknown_preset_is_said_in_words() -> None:
    with pytest.raises(NotFoundError, match="unchanged"):
        preset("weather")


def test_cards_not_for_the_audience_are_left_out_and_listed(paper: Paper) -> None:
    made = compose(paper("council"))
    assert [left.name for left in made.left_out] == ["Police only"]
    captions = [b.caption for b in made.document.blocks if isinstance(b, Picture)]
    assert "Only police may see this" not in captions
    inside = compose(paper("internal"))
    assert not inside.left_out
    captions = [b.caption for b in inside.document.blocks if isinstance(b, Picture)]
    assert "Only police may see this" in captions


def test_picked_cards_come_in_the_order_picked(material: Material) -> None:
    keys = [str(material.cards[1].card.id), str(material.cards[0].card.id)]
    briefing = replace(material.briefing, cards=tuple(keys))
    made = compose(replace(material, briefing=briefing))
    named = [b.text for b in made.document.blocks if isinstance(b, Heading) and b.level == 2]
    assert named == ["Reports by place", "Reports by home"]


def test_cells_are_the_cards_own_figures(material: Material) -> None:
    blocks = compose(material).document.blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.caption == "Reports by home")
    assert table.rows[0] == ("Home A", "138", "55.2%")
    assert table.rows[-1] == ("All homes", "250", "100.0%")
    assert table.counts == (1,)
    assert table.total
    assert "n = 713" in table.source
    assert "12 rows without a date" in table.source


def test_a_long_table_goes_to_the_annex_of_a_police_paper(paper: Paper) -> None:
    outside = [b for b in compose(paper("council")).document.blocks if isinstance(b, Table)]
    assert "Reports by place" not in [b.caption for b in outside]
    inside = [b for b in compose(paper("internal")).document.blocks if isinstance(b, Table)]
    assert len(next(b for b in inside if b.caption == "Reports by place").rows) == 40


def test_asks_are_those_of_the_audience(paper: Paper) -> None:
    def asked(key: str) -> list[str]:
        blocks = compose(paper(key)).document.blocks
        return [ask.what for b in blocks if isinstance(b, Asks) for ask in b.asks]

    assert asked("school") == ["Ring by ten"]
    assert asked("council") == ["Send the absence logs", "Pay for the late bus"]
    assert len(asked("internal")) == 3


def test_outside_papers_name_posts_and_not_people(paper: Paper) -> None:
    def contacts(key: str) -> str:
        blocks = compose(paper(key)).document.blocks
        found = next(b for b in blocks if isinstance(b, Table) and b.card == "contacts")
        return str(found.rows)

    assert "J Okafor" not in contacts("council")
    assert "Head of placements" in contacts("council")
    assert "J Okafor" in contacts("internal")


def test_typed_words_come_first_or_instead(material: Material) -> None:
    prose = (("why", "Typed **strongly**."), ("what_we_see", "Lead in.\n- one\n- two"),
             ("key_messages", "First.\nSecond."))  # fmt: skip
    briefing = replace(material.briefing, prose=prose)
    blocks = compose(replace(material, briefing=briefing)).document.blocks
    said = [plain(b.text) for b in blocks if isinstance(b, Paragraph)]
    assert "Typed strongly." in said
    assert "Children go missing." not in said
    assert said.index("Lead in.") < len(said)
    messages = next(b for b in blocks if isinstance(b, KeyMessages))
    assert [plain(m) for m in messages.messages] == ["First.", "Second."]


def test_an_empty_problem_makes_a_paper_and_says_what_is_missing() -> None:
    problem = Problem(name="New")

    contents = Contents(problem=problem, cycle=Cycle(problem_id=problem.id))
    made = compose(Material(contents, started("council", problem), date(2026, 10, 20)))
    empty = {section.key: section.says for section in made.outline if section.empty}
    assert {"key_messages", "why", "causes", "asks", "assessment", "method"} <= set(empty)
    assert all(empty.values())
    headings = [b.text for b in made.document.blocks if isinstance(b, Heading)]
    assert headings == []


def test_a_section_of_a_later_program_is_told_and_not_dropped(material: Material) -> None:
    briefing = replace(material.briefing, sections=("why", "holograms"))
    made = compose(replace(material, briefing=briefing))
    assert made.outline[-1].key == "holograms"
    assert "does not know" in made.outline[-1].says


def test_too_many_words_are_said(material: Material) -> None:
    briefing = replace(material.briefing, prose=(("why", "word " * 200),))
    outline = {s.key: s for s in compose(replace(material, briefing=briefing)).outline}
    assert outline["why"].words == 200
    assert "try for" in outline["why"].says


def test_practice_is_carried(material: Material) -> None:
    assert compose(material).document.practice


def test_a_card_with_nothing_to_print_is_listed(material: Material) -> None:
    bare = replace(material.cards[2].card, text="", name="A long report")
    cards = (CardContent(bare), *material.cards[:2])
    made = compose(replace(material, cards=cards))
    assert [(left.name, "printed" in left.why) for left in made.left_out] == [
        ("A long report", True)
    ]
