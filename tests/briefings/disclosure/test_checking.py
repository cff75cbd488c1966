"""The check and the gate: everything planted is found, wherever it stands, and put right."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from pypdf import PdfReader

from workbench.analysis.kind import Column
from workbench.analysis.kind import Table as Rows
from workbench.analysis.words import day_month, days
from workbench.briefings import document as b
from workbench.briefings.composing import compose
from workbench.briefings.disclosure import Decision, Finding, apply, check, gate, stopped
from workbench.briefings.disclosure.finding import decided
from workbench.briefings.disclosure.walking import cut, flat, spots
from workbench.briefings.document import Document
from workbench.briefings.material import CardContent, Drawn, Material
from workbench.briefings.writers.pdf import write_pdf
from workbench.briefings.writers.word import write_word
from workbench.domain.audience import Audience, Marking
from workbench.domain.briefing import card_key

Paper = Callable[[str], Material]


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 3), "white").save(out, "PNG")
    return out.getvalue()


PNG = _png()
SECRETS = {
    "name": "John Smith", "date_of_birth": "DOB 12/03/2009", "phone": "07700 900 123",
    "postcode": "L1 3BT", "crime_reference": "CR/123456/24", "national_insurance": "QQ 12 34 56 C",
    "email": "someone@example.org", "vehicle": "AB12 CDE", "address": "14 Acacia Avenue",
    "small_count": "three girls",
}  # fmt: skip
PLACES: dict[str, Callable[[str], b.Block]] = {
    "heading": lambda t: b.Heading(t, 2),
    "paragraph": lambda t: b.Paragraph((t,)),
    "parts": lambda t: b.Paragraph(("Start ", b.Strong(t[:4]), t[4:], b.Ref("figure"))),
    "messages": lambda t: b.KeyMessages("messages", ("First.", t)),
    "message title": lambda t: b.KeyMessages("messages", ("First.",), t),
    "callout": lambda t: b.Callout("Careful", t),
    "list": lambda t: b.List(("One", (b.Strong("Two "), t)), numbered=True),
    "caption": lambda t: b.Table("t", t, "About it.", ("A",), (("x",),)),
    "description": lambda t: b.Picture("p", "Seen", t, PNG),
    "source": lambda t: b.Picture("p", "Seen", "What is seen in it.", PNG, source=t),
    "column": lambda t: b.Table("t", "Seen", "About it.", ("A", t), (("x", "y"),)),
    "row": lambda t: b.Table("t", "Seen", "About it.", ("A", "B"), ((t, "y"),)),
    "asks": lambda t: b.Asks("asks", (b.Ask(t, "Council", None),)),
    "asked": lambda t: b.Asks("asks", (b.Ask("Do it", t, None),)),
    "control": lambda t: b.DocumentControl((("Note", t),)),
    "handling": lambda t: b.HandlingBlock("OFFICIAL", (t,)),
    "contents": lambda t: b.Contents(title=t),
}


def holding(material: Material, *blocks: b.Block) -> Document:
    return replace(compose(material).document, blocks=blocks)


def kinds(findings: tuple[Finding, ...]) -> set[str]:
    return {each.kind for each in findings}


def texts(document: Document) -> str:
    return "\n".join(flat(spot.text) for spot in spots(document))


@pytest.mark.parametrize("kind", list(SECRETS))
@pytest.mark.parametrize("place", list(PLACES))
def test_what_is_planted_is_found_and_hidden(kind: str, place: str, material: Material) -> None:
    document = holding(material, PLACES[place](f"Seen with {SECRETS[kind]} there."))
    found = [each for each in check(document, material) if each.kind == kind]
    assert len(found) == 1
    assert found[0] in gate(found, {}, Audience.COUNCIL)
    clean = apply(document, material, {found[0].key: "hide"})
    assert SECRETS[kind] not in texts(clean)
    assert kind not in kinds(check(clean, material))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture],
          deadline=None)  # fmt: skip
@given(
    kind=st.sampled_from(["name", "phone", "postcode", "crime_reference", "national_insurance"]),
    place=st.sampled_from(sorted(PLACES)),
    case=st.sampled_from([str.upper, str.lower, str.title]),
    space=st.sampled_from([" ", "  ", "\u00a0", "\u2009", " \u200b"]),
)
def test_any_case_and_spacing(
    material: Material, kind: str, place: str, case: Callable[[str], str], space: str
) -> None:
    secret = case(SECRETS[kind]).replace(" ", space)
    document = holding(material, PLACES[place](f"Seen with {secret} there."))
    assert kind in kinds(check(document, material))


@pytest.mark.parametrize("kind", list(SECRETS))
def test_the_cover_and_the_files_properties_are_looked_at(kind: str, material: Material) -> None:
    said = f"Seen with {SECRETS[kind]} there"
    document = replace(holding(material), title=said, provenance={"Problem": said})
    found = [each for each in check(document, material) if each.kind == kind]
    clean = apply(document, material, {each.key: "hide" for each in found})
    assert SECRETS[kind] not in texts(clean)


def word_text(data: bytes) -> str:
    """Everything readable in a .docx, in any of its parts."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(n) for n in archive.namelist() if n.endswith((".xml", ".rels"))]
    said = []
    for part in parts:
        for element in etree.fromstring(part).iter():
            said += [element.text or "", *map(str, element.attrib.values())]
    return "\n".join(said)


def pdf_text(data: bytes) -> str:
    pdf = PdfReader(BytesIO(data))
    told = [str(value) for value in (pdf.metadata or {}).values()]
    return "\n".join([*(page.extract_text() for page in pdf.pages), *told])


def test_no_small_count_survives_in_word_or_pdf(material: Material) -> None:
    rows = Rows("Reports by home", (Column("Home"), Column("Girls", 0), Column("Boys", 0)),
                (("Home A", 41, 52), ("Home B", 3, 4), ("Home C", 12, 2), ("All", 56, 58)),
                total=True)  # fmt: skip
    first = material.cards[0]
    assert first.drawn
    assert first.drawn.reading
    reading = replace(first.drawn.reading, sentences=("At Home B there were 3 girls.",))
    card = CardContent(first.card, replace(first.drawn, table=rows, reading=reading))
    material = replace(material, cards=(card, *material.cards[1:]))
    document = compose(material).document
    found = check(document, material)
    assert {"small_count", "picture_count"} <= kinds(found)
    settled = {each.key: "hide" for each in found}
    clean = apply(document, material, settled)
    assert not gate(check(clean, material), settled, Audience.COUNCIL)
    table = next(x for x in clean.blocks if isinstance(x, b.Table) and x.caption == rows.title)
    assert table.rows[1] == ("Home B", "fewer than 5", "fewer than 5")
    assert "there were fewer than 5 girls" in texts(clean)
    for text in (word_text(write_word(clean)), pdf_text(write_pdf(clean))):
        assert "3 girls" not in text
        assert '"Home B", "3"' not in text
        assert "Home B 3" not in text
        assert "fewer than 5" in text


def test_grouping_a_table(material: Material) -> None:
    table = b.Table("homes", "By home", "About it.", ("Home", "Reports"),
                    (("Home A", "40"), ("Home B", "3"), ("Home C", "12"), ("All", "55")),
                    total=True, counts=(1,), numeric=(1,))  # fmt: skip
    document = holding(material, b.Paragraph("Home C had 12 reports."), table)
    finding = next(f for f in check(document, material) if f.kind == "small_count")
    assert [fix.decision for fix in finding.fixes][:2] == [Decision.GROUP, Decision.HIDE]
    clean = apply(document, material, {finding.key: "group"})
    assert ("Home B and Home C", "15") in clean.blocks[1].rows  # type: ignore[union-attr]
    assert "12" not in texts(clean)


def test_leaving_a_card_out_takes_its_section_with_it(material: Material) -> None:
    drawn = material.cards[0].drawn
    assert drawn
    exact = CardContent(material.cards[0].card, replace(drawn, exact=True))
    material = replace(material, cards=(exact, *material.cards[1:]))
    document = compose(material).document
    finding = next(f for f in check(document, material) if f.kind == "picture_place")
    left = replace(material.briefing, settled=((card_key(finding.card), "leave out"),))
    clean = compose(replace(material, briefing=left)).document
    assert "Reports by home" not in [x.text for x in clean.blocks if isinstance(x, b.Heading)]
    assert exact.key not in {x.card for x in clean.blocks if isinstance(x, b.Picture | b.Table)}
    assert "Home A has most reports" not in texts(clean)
    assert write_word(clean)
    assert write_pdf(clean)


def test_exact_places_stop_outside_only(paper: Paper) -> None:
    for preset, stops in (("council", True), ("internal", False)):
        material = paper(preset)
        drawn = material.cards[0].drawn
        assert drawn
        exact = CardContent(material.cards[0].card, replace(drawn, exact=True))
        material = replace(material, cards=(exact, *material.cards[1:]))
        found = check(compose(material).document, material)
        assert ("picture_place" in kinds(gate(found, {}, material.audience))) is stops


def test_offices_may_be_named_and_nobody_else(material: Material) -> None:
    document = compose(material).document
    assert "01632 960 101" in texts(document)
    assert kinds(check(document, material)) & {"phone", "email", "name", "address"} == set()
    said = "J Okafor, 01632960101, placements@westbrook.example. PC A Khan. Not 01632 960 199."
    found = check(holding(material, b.Paragraph(said)), material)
    assert [each.found for each in found if each.kind != "recipients"] == ["01632 960 199"]


def test_first_day_of_the_data_is_nobodys_date_of_birth(material: Material) -> None:
    basis = next(one.drawn.basis for one in material.cards if one.drawn and one.drawn.basis)
    assert basis.first is not None
    span, born = days(basis.first, basis.last), day_month(basis.first)
    block = b.Paragraph(f"Missing reports, {span}. Kai was born on {born}.")
    found = [
        each for each in check(holding(material, block), material) if each.kind == "date_of_birth"
    ]
    assert [each.found for each in found] == [born]


def test_marking_practice_audience_and_recipients(material: Material) -> None:
    document = compose(material).document
    bare = replace(document, marking="", practice=False, audience="")
    briefing = replace(material.briefing, recipients="")
    found = check(bare, replace(material, briefing=briefing))
    assert {"marking", "practice", "audience", "recipients"} <= kinds(found)
    assert {"marking", "practice", "audience"} <= kinds(gate(found, {}, Audience.COUNCIL))
    low = replace(document, marking=Marking.OFFICIAL.value)
    assert "marking_low" in kinds(check(low, material))


def test_nothing_but_a_fix_that_is_offered_settles(material: Material) -> None:
    document = holding(material, b.Paragraph("Seen with John Smith there."))
    finding = next(f for f in check(document, material) if f.kind == "name")
    for word, settles in (
        ("hide", True), ("group", False), ("meant", False), ("meant: ", False), ("", False),
        ("meant: He is the mayor and agreed", True), ("whatever", False),
    ):  # fmt: skip
        assert (decided(finding, {finding.key: word})[0] is not None) is settles
        assert bool(gate([finding], {finding.key: word}, Audience.COUNCIL)) is not settles
    assert decided(finding, {finding.key: "meant: He agreed"}) == (Decision.MEANT, "He agreed")


def test_what_is_meant_to_be_there_stays(material: Material) -> None:
    document = holding(material, b.Paragraph("Seen with John Smith there."))
    finding = next(f for f in check(document, material) if f.kind == "name")
    assert apply(document, material, {finding.key: "meant: He agreed"}) == document


def test_keys_stay_until_what_was_found_changes(material: Material) -> None:
    here = b.Paragraph("Seen with John Smith there.")
    first = check(holding(material, here), material)
    moved = check(holding(material, b.Heading("New"), b.Paragraph("More."), here), material)
    assert [each.key for each in first] == [each.key for each in moved]

    def table(count: str) -> set[str]:
        rows = (("Home A", count), ("Home B", "40"))
        made = b.Table("t", "By home", "About it.", ("Home", "Reports"), rows, counts=(1,))
        return {f.key for f in check(holding(material, made), material) if f.kind == "small_count"}

    assert table("3") == table("3")
    assert table("3") != table("2")


def test_a_police_paper_is_told_and_not_stopped(paper: Paper) -> None:
    material = paper("internal")
    document = holding(material, b.Paragraph("Seen with John Smith there."))
    found = check(document, material)
    assert "name" in kinds(found)
    assert gate(found, {}, material.audience) == ()


def test_the_same_words_in_two_places_are_one_finding(material: Material) -> None:
    document = holding(material, b.Paragraph("John Smith was seen."), b.Heading("By John Smith"))
    found = [each for each in check(document, material) if each.kind == "name"]
    assert len(found) == 1
    assert len(found[0].places) == 2
    clean = apply(document, material, {found[0].key: "hide"})
    assert texts(clean).count("[name withheld]") == 2


def test_what_stops_it_is_said_in_one_sentence(material: Material) -> None:
    table = b.Table("t", "By home", "About it.", ("Home", "Reports"), (("A", "3"), ("B", "40")),
                    counts=(1,))  # fmt: skip
    document = holding(material, b.Paragraph("Seen with John Smith there."), table)
    stops = gate(check(document, material), {}, Audience.COUNCIL)
    assert stopped(stops) == (
        "This briefing cannot be shared outside yet: 1 name and 1 count below 5."
    )
    assert stopped(()) == ""


def test_the_threshold_is_the_material_s(material: Material) -> None:
    document = holding(material, b.Paragraph("Seven girls were hurt."))
    assert "small_count" not in kinds(check(document, material))
    assert "small_count" in kinds(check(document, replace(material, threshold=10)))


def test_a_drawn_result_without_a_table_or_reading_is_no_trouble(material: Material) -> None:
    bare = CardContent(material.cards[0].card, Drawn(png=PNG))
    material = replace(material, cards=(bare,), today=date(2026, 10, 20))
    document = compose(material).document
    assert check(document, material) is not None
    assert write_pdf(document)


def test_cutting_words_across_parts() -> None:
    text = ("One ", b.Strong("two"), " three", b.Ref("x"), " four")
    assert flat(cut(text, 2, 9, "#")) == "On#hree\ufffc four"
    assert flat(cut("One two", 4, 7, "2")) == "One 2"


@pytest.mark.parametrize("secret", ["14 Acacia Avenue", "Kayleigh Smith", "07700 900123"])
def test_what_is_drawn_in_a_chart_is_found(secret: str, material: Material) -> None:
    first = material.cards[0]
    assert first.drawn
    rows = Rows("Places", (Column("Place"), Column("Share", 1)), ((secret, 9.0), ("Park", 8.0)))
    shown = CardContent(first.card, replace(first.drawn, table=rows))
    held = replace(material, cards=(shown, *material.cards[1:]))
    picture = b.Picture(shown.key, "Few places hold half", "A bar chart.", PNG)
    found = [one for one in check(holding(held, picture), held) if one.kind == "picture_words"]
    assert len(found) == 1
    assert found[0] in gate(found, {}, Audience.COUNCIL)
    assert Decision.LEAVE_OUT in {fix.decision for fix in found[0].fixes}
    assert found[0].card == shown.key


@pytest.mark.parametrize("source", ["Export 07700 900123", "Interview with Kayleigh Smith"])
def test_source_of_data_allows_nothing_that_it_gives_away(source: str, material: Material) -> None:
    dataset = replace(material.contents.datasets[0], source=source)
    held = replace(material, contents=replace(material.contents, datasets=(dataset,)))
    assert check(holding(held, b.Paragraph((f"Source: {source}.",))), held)
    fine = replace(dataset, source="Kirkdale missing reports")
    held = replace(material, contents=replace(material.contents, datasets=(fine,)))
    assert "name" not in kinds(
        check(holding(held, b.Paragraph((f"Source: {fine.source}.",))), held)
    )
