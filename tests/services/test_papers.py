"""Papers: gated for outside, written whole, recorded with their hash, and always PRACTICE."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pypdf
import pytest
from docx import Document
from PIL import Image

from tests.conftest import PASSPHRASE, Clock
from workbench.briefings.disclosure.finding import LEAVE_OUT, WHOLE, Finding, Severity
from workbench.domain.briefing import Briefing, BriefingFile
from workbench.errors import WorkbenchError
from workbench.services import papers, problems, records
from workbench.services.practice.building import build
from workbench.services.settings import set_smallest_count
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """The practice problem, built once."""
    path = tmp_path_factory.mktemp("practice") / "practice.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", Clock())
    key = build(casebook)
    yield casebook, key, Shelf(casebook)
    casebook.close()


def paper(practice, preset: str):
    casebook, key, shelf = practice
    contents = records.contents(casebook, key)
    briefing = next(one for one in contents.briefings if one.preset == preset)
    return papers.paper(shelf, contents, briefing, TODAY)


@pytest.fixture
def planted(practice):
    """A sentence in the council briefing that must not leave: a small count and a telephone."""
    casebook, key, _ = practice
    briefing = next(
        one for one in records.contents(casebook, key).briefings if one.preset == "council"
    )
    said = "3 girls at Home C were seen by a worried neighbour; ring 07700 900123."
    prose = {**dict(briefing.prose), "why": said}
    records.amend(casebook, Briefing, briefing.id, prose=tuple(prose.items()), settled=())
    yield briefing
    records.amend(casebook, Briefing, briefing.id, prose=briefing.prose, settled=())


def settled(practice, preset: str):
    """The paper with everything that stops it settled by its first fix."""
    casebook = practice[0]
    for _ in range(30):
        made = paper(practice, preset)
        if not made.stops:
            return made
        finding = made.stops[0]
        fix = finding.fixes[0]
        reason = "Agreed with the author" if fix.needs_reason else ""
        papers.settle(casebook, made.material.briefing, finding, fix.decision.value, reason)
    raise AssertionError([finding.says for finding in paper(practice, preset).stops])


def test_outside_paper_is_not_made_before_it_is_settled(practice, planted, tmp_path) -> None:
    made = paper(practice, "council")
    assert {finding.kind for finding in made.stops} >= {"small_count", "phone"}
    with pytest.raises(WorkbenchError, match="cannot be shared outside yet.*No file was made"):
        papers.make_file(practice[0], made, "docx", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("preset", ["council", "school"])
def test_files_are_recorded_with_their_hash_and_say_practice(
    practice, tmp_path, preset: str
) -> None:
    made = settled(practice, preset)
    for form in ("docx", "pdf"):
        path, changes = papers.make_file(practice[0], made, form, tmp_path)
        (record,) = [one.after for one in changes]
        assert isinstance(record, BriefingFile)
        assert record.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert record.audience.value == preset
        assert path.name.startswith("PRACTICE ")
    word = Document(str(next(tmp_path.glob("*.docx"))))
    heads = [s.header._element for s in word.sections]
    assert all("PRACTICE" in "".join(head.itertext()) for head in heads)
    pdf = pypdf.PdfReader(io.BytesIO(next(tmp_path.glob("*.pdf")).read_bytes()))
    assert all("PRACTICE" in page.extract_text() for page in pdf.pages)


def test_same_paper_makes_the_same_bytes(practice) -> None:
    made = settled(practice, "council")
    for form in ("docx", "pdf"):
        assert papers.write(made, form) == papers.write(made, form)


def test_name_that_is_taken_gets_a_number(practice, tmp_path) -> None:
    made = settled(practice, "school")
    first, _ = papers.make_file(practice[0], made, "pdf", tmp_path)
    second, _ = papers.make_file(practice[0], made, "pdf", tmp_path)
    assert first.exists()
    assert second.name == f"{first.stem} (2).pdf"


def test_folder_that_cannot_be_written_is_said_and_nothing_half_written(practice, tmp_path) -> None:
    made = settled(practice, "school")
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    before = len(records.all_of(practice[0], BriefingFile))
    with pytest.raises(WorkbenchError, match="could not be written"):
        papers.make_file(practice[0], made, "docx", blocked / "inside")
    assert len(records.all_of(practice[0], BriefingFile)) == before


def test_what_was_hidden_is_in_neither_file(practice, planted) -> None:
    made = settled(practice, "council")
    texts = [
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        for data in (papers.write(made, "pdf"),)
    ]
    word = Document(io.BytesIO(papers.write(made, "docx")))
    texts.append("".join(word.element.body.itertext()))
    for text in texts:
        assert "07700" not in text
        assert "3 girls" not in text
        assert "worried neighbour" in text


def test_decision_is_taken_back(practice, planted) -> None:
    casebook, _, _ = practice
    made = settled(practice, "council")
    briefing = made.material.briefing
    finding = next(one for one in made.findings if one.key in dict(briefing.settled))
    papers.unsettle(casebook, briefing, finding)
    kept = records.get(casebook, Briefing, briefing.id)
    assert finding.key not in dict(kept.settled)
    assert paper(practice, "council").stops


def test_practice_never_comes_off(practice) -> None:
    """A practice problem's paper says so whatever its records are changed to."""
    casebook, key, shelf = practice
    assert all(problem.practice for problem in problems.all_problems(casebook))
    contents = records.contents(casebook, key)
    _, changes = papers.start_briefing(casebook, key, "internal")
    briefing = next(iter(changes)).after
    assert isinstance(briefing, Briefing)
    made = papers.paper(shelf, contents, briefing, TODAY)
    assert made.document.practice
    assert made.stops == ()
    pages = pypdf.PdfReader(io.BytesIO(papers.write(made, "pdf"))).pages
    assert pages
    assert all("PRACTICE" in page.extract_text() for page in pages)


def test_threshold_of_the_casebook_holds(practice) -> None:
    casebook = practice[0]
    assert paper(practice, "council").material.threshold == 5
    set_smallest_count(casebook, 10)
    assert paper(practice, "council").material.threshold == 10
    set_smallest_count(casebook, 5)


def test_pictures_carry_no_words_of_their_own(practice) -> None:
    made = paper(practice, "council")
    drawn = [content.drawn for content in made.material.cards if content.drawn]
    assert drawn
    for one in drawn:
        with Image.open(io.BytesIO(one.png)) as picture:
            assert not any(str(value).strip() for value in (
                picture.info.get("Title", ""), picture.info.get("Description", "")))  # fmt: skip


def test_no_file_stays_that_could_not_be_recorded(practice, tmp_path) -> None:
    casebook, _, _ = practice
    made = settled(practice, "council")
    gone = replace(made.material.briefing, id=uuid4())
    lost = replace(made, material=replace(made.material, briefing=gone))
    with pytest.raises(Exception, match=r".+"):
        papers.make_file(casebook, lost, "pdf", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Burglary in Ashfield", "Burglary in Ashfield"),
        (
            "Children missing from three homes in Westbrook: what we found, and what we ask",
            "Children missing from three homes in Westbrook what we found",
        ),
        ("One, two: three", "One, two three"),
        ("word " * 30, "word " * 13 + "word"),
        ("x" * 90, "x" * 70),
    ],
)
def test_a_file_is_named_after_whole_phrases_of_its_title(title: str, name: str) -> None:
    assert papers._short(title) == name


def _fresh(practice, preset: str) -> Briefing:
    """A briefing of its own, so that what a test decides touches no other."""
    casebook, key, _ = practice
    made, _ = papers.start_briefing(casebook, key, preset)
    return records.get(casebook, Briefing, made)


def _now(practice, briefing: Briefing, today: date = TODAY) -> papers.Paper:
    casebook, key, shelf = practice
    kept = records.get(casebook, Briefing, briefing.id)
    return papers.paper(shelf, records.contents(casebook, key), kept, today)


def _leave_out(practice, briefing: Briefing) -> tuple[papers.Paper, str]:
    """Leave one card out by a fix of the check; returns the paper before and the card's key."""
    casebook = practice[0]
    card = next(one.key for one in _now(practice, briefing).material.shown if one.drawn)
    finding = Finding("look:1", "picture_place", Severity.STOP, "It shows places.", (WHOLE,),
                      (LEAVE_OUT,), card)  # fmt: skip
    before = _now(practice, briefing)
    papers.settle(casebook, before.material.briefing, finding, "leave out")
    return before, finding.card


def test_a_card_that_is_left_out_takes_its_words_along_everywhere(practice) -> None:
    briefing = _fresh(practice, "internal")
    before, card = _leave_out(practice, briefing)
    after = _now(practice, briefing)
    content = next(one for one in before.material.shown if one.key == card)
    assert content.drawn
    assert content.drawn.reading
    finding = content.drawn.reading.finding
    for form, read in (("docx", _word_words), ("pdf", _pdf_words)):
        assert finding in read(papers.write(before, form))
        text = read(papers.write(after, form))
        assert finding not in text
        assert content.card.name not in text
    (left,) = [one for one in after.composition.left_out if one.decided]
    assert (left.card, left.name) == (card, content.card.name)
    assert len(after.material.shown) == len(before.material.shown) - 1
    papers.put_back(practice[0], after.material.briefing, card)
    assert finding in _word_words(papers.write(_now(practice, briefing), "docx"))


def test_what_was_settled_of_other_cards_stays_settled(practice) -> None:
    briefing = _fresh(practice, "council")
    casebook = practice[0]
    first = _now(practice, briefing)
    meant = [one for one in first.findings if any(fix.needs_reason for fix in one.fixes)]
    for one in meant:
        kept = records.get(casebook, Briefing, briefing.id)
        papers.settle(casebook, kept, one, "meant", "Agreed")
    before, card = _leave_out(practice, briefing)
    decided = dict(before.material.briefing.settled)
    after = _now(practice, briefing)
    assert {one.card for one in after.findings}.isdisjoint({card})
    for one in after.findings:
        assert one.key in decided or one.key in {each.key for each in first.findings}
    assert {one.key for one in after.stops} <= {one.key for one in before.stops}


def test_all_that_was_found_in_a_card_goes_with_it(practice) -> None:
    briefing = _fresh(practice, "council")
    made = _now(practice, briefing)
    stops = [one for one in made.stops if LEAVE_OUT in one.fixes]
    for one in stops:
        if one.card in records.get(practice[0], Briefing, briefing.id).left_out:
            continue
        kept = records.get(practice[0], Briefing, briefing.id)
        papers.settle(practice[0], kept, one, "leave out")
        assert one.card not in {each.card for each in _now(practice, briefing).findings}


def test_word_and_pdf_of_one_state_are_one_version(practice, tmp_path) -> None:
    casebook = practice[0]
    briefing = _fresh(practice, "internal")
    said = []
    for form, day in (("docx", TODAY), ("pdf", TODAY), ("docx", TODAY)):
        made = _now(practice, briefing, day)
        _, changes = papers.make_file(casebook, made, form, tmp_path)
        (record,) = [one.after for one in changes]
        assert isinstance(record, BriefingFile)
        said.append((record.version, made.document.version))
    assert said == [(1, "1")] * 3
    records.amend(casebook, Briefing, briefing.id, title="Another title")
    made = _now(practice, briefing)
    assert made.version == 2
    assert "Version 2" in _pdf_words(papers.write(made, "pdf"))
    assert "Version 2" in _word_words(papers.write(made, "docx"))
    papers.make_file(casebook, made, "pdf", tmp_path)
    assert _now(practice, briefing).version == 2
    records.amend(casebook, Briefing, briefing.id, title=briefing.title)
    assert _now(practice, briefing).version == 1


def test_files_from_before_versions_were_kept_count_as_they_did(practice) -> None:
    casebook = practice[0]
    briefing = _fresh(practice, "internal")
    for form in ("docx", "pdf", "docx"):
        records.add(casebook, BriefingFile(briefing_id=briefing.id, form=form))
    assert _now(practice, briefing).version == 3


def _word_words(data: bytes) -> str:
    word = Document(io.BytesIO(data))
    parts = [word.element.body, *(section.header._element for section in word.sections)]
    return "".join("".join(part.itertext()) for part in parts)


def _pdf_words(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_files_say_when_they_were_made_and_by_the_team_not_a_person(practice, tmp_path) -> None:
    casebook = practice[0]
    briefing = _fresh(practice, "internal")
    for team, said in (("Westbrook team", "Westbrook team"), ("", "Problem-Solving Workbench")):
        records.amend(casebook, Briefing, briefing.id, organisation=team, author="PC A Khan")
        before = casebook.now().replace(microsecond=0)
        pdf_path, changes = papers.make_file(casebook, _now(practice, briefing), "pdf", tmp_path)
        (record,) = [one.after for one in changes]
        assert isinstance(record, BriefingFile)
        assert record.made_at is not None
        assert record.made_at >= before
        told = pypdf.PdfReader(io.BytesIO(pdf_path.read_bytes())).metadata
        assert told is not None
        for moment in (told.creation_date, told.modification_date):
            assert moment is not None
            assert moment.time().replace(tzinfo=None) == record.made_at.time()
            assert moment.date() == TODAY
        assert (told.author, told.creator, told.producer) == (
            said, "Problem-Solving Workbench", "Problem-Solving Workbench")  # fmt: skip
        word_path, changes = papers.make_file(casebook, _now(practice, briefing), "docx", tmp_path)
        (record,) = [one.after for one in changes]
        assert isinstance(record, BriefingFile)
        with zipfile.ZipFile(word_path) as package:
            core = package.read("docProps/core.xml").decode()
            app = package.read("docProps/app.xml").decode()
        assert "Khan" not in core + app
        assert "Macintosh" not in app
        assert "<Application>Problem-Solving Workbench</Application>" in app
        assert f"<dc:creator>{said}</dc:creator>" in core
        assert f"<cp:lastModifiedBy>{said}</cp:lastModifiedBy>" in core
        assert core.count(f"{TODAY.isoformat()}T{record.made_at:%H:%M:%S}") == 2
