"""Quality, changes and evidence that is out of date, in the real window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.domain.data import Boundaries, Edition
from workbench.domain.evidence import CardState, EvidenceCard
from workbench.services import asking, bringing_in, cards, records
from workbench.services.asking import Request
from workbench.ui.main_window import MainWindow


@pytest.fixture
def two(filled: MainWindow, put_in: Any, timed: Path, tmp_path: Path, settle: Any) -> Any:
    """Two editions of one dataset; a live and a frozen card were kept from the first."""
    dataset = put_in(filled, timed)
    session = filled.session
    (first,) = session.contents.editions
    request = Request("top_places", first.id)
    answer = asking.ask(session.shelf, request)
    for name in ("Live places", "Frozen places"):
        session.history.do(
            lambda book, name=name: cards.keep(book, session.problem_id, request, answer, name)
        )
    frozen = next(card for card in session.contents.cards if card.name == "Frozen places")
    session.history.do(
        lambda book: records.amend(book, EvidenceCard, frozen.id, state=CardState.FROZEN)
    )
    later = tmp_path / "Crime export 2.csv"
    lines = timed.read_text("utf-8").replace("C7,", "C7x,").replace(",Street 3,", ",Street 1,")
    later.write_text(lines, "utf-8")
    put_in(filled, later, dataset=dataset)
    filled.go("data")
    settle(filled)
    return filled.page


def words(layout: Any) -> str:
    """All that is said in a panel."""
    found = []
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item.widget() is not None and hasattr(item.widget(), "text"):
            found.append(item.widget().text())
        elif item.layout() is not None:
            found.append(words(item.layout()))
    return "\n".join(found)


def test_quality_of_the_chosen_edition_is_shown(two: Any) -> None:
    assert [button.text() for button in two.views.group.buttons()] == [
        "Account",
        "Quality",
        "Changes",
        "Addresses",
    ]
    said = words(two.quality.lines)
    assert said.startswith("Data quality:")
    assert "Looked for and not found:" in said
    assert two.quality.quality.edition_id == two.chosen.id


def test_changes_against_the_edition_before_are_shown(two: Any, settle: Any) -> None:
    found = two.changes.found
    assert (found.by, found.new, found.gone) == ("reference", 1, 1)
    assert found.changed == dict(found.columns)["place"] > 20
    said = words(two.changes.lines)
    assert "Rows were told apart by their reference." in said
    assert "place: Street 3 → Street 1" in said
    first = next(one for one in two.session.contents.editions if one.number == 1)
    two.table.choose(first.id)
    settle(two.window())
    assert "nothing to compare it with" in words(two.changes.lines)


def test_live_evidence_is_worked_out_again_and_says_what_moved(two: Any, settle: Any) -> None:
    old = two.old
    assert not old.isHidden()
    assert old.words.text().startswith("One piece of evidence still shows an earlier edition")
    assert "frozen stays as it is" in old.words.text()
    old.mend.click()
    settle(two.window())
    said = old.words.text()
    assert said.startswith("Live places: ")
    assert "now it says" in said or "from other figures" in said
    kept = {card.name: card.edition_id for card in two.session.contents.cards}
    editions = {one.number: one.id for one in two.session.contents.editions}
    assert (kept["Live places"], kept["Frozen places"]) == (editions[2], editions[1])
    two.session.history.stack.undo()
    settle(two.window())
    assert "still shows an earlier edition" in old.words.text()


def test_the_same_on_the_page_of_evidence(two: Any, settle: Any) -> None:
    window = two.window()
    window.go("evidence")
    settle(window)
    page = window.page
    page.refresh_cards()
    settle(window)
    said = page.remark.words.text()
    assert "Live places: " in said
    assert "Frozen places: frozen, so it stays as it was kept." in said


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # there is none behind a test
def test_the_chip_follows_the_question(two: Any, settle: Any) -> None:
    window = two.window()
    window.go("charts")
    settle(window)
    page = window.page
    chip = page.studio.reading.quality
    page.questions.choose("hour_week")
    settle(window)
    assert page.studio.answer is not None
    assert chip.text().startswith("Data quality: ")
    assert not chip.isHidden()
    chip.open()
    assert chip.popup.isVisible()
    assert "Hours of the week" in words(chip.lines)
    chip.popup.hide()
    page.studio.show_refusal("No")
    assert chip.isHidden()


def test_the_chip_offers_the_boundaries_that_fit(
    filled: MainWindow, put_in: Any, settle: Any, shared: Path
) -> None:
    session, folder = filled.session, shared / "data"
    put_in(filled, folder / "police-uk/merseyside/2018-10/2018-10-merseyside-street.csv")
    for path, name in (
        (folder / "boundaries/lsoa_by_lad", "Of 2011"),
        (folder / "boundaries/lsoa21_merseyside.geojson", "Of 2021"),
    ):
        session.history.do(
            lambda book, path=path, name=name: bringing_in.bring_in_boundaries(
                book, session.problem_id, path, name
            )
        )
    filled.go("charts")
    settle(filled)
    page: Any = filled.page
    page.questions.choose("map_areas")
    settle(filled)
    sets = {one.name: one.id for one in records.all_of(session.casebook, Boundaries)}
    assert page.scope.boundaries_id == sets["Of 2021"]  # the newest file is offered first
    chip = page.studio.reading.quality
    said = words(chip.lines)
    assert "1,163 of 15,008 rows have no code in “Of 2021”" in said
    assert "Use “Of 2011” instead, where 6 have none." in said
    chip.wanted.emit(sets["Of 2011"])
    settle(filled)
    assert page.scope.boundaries_id == sets["Of 2011"]
    found = page.studio.answer.result  # of the six without a code, one is placed by its point
    assert (found.unmatched, found.by_point) == (5, 1)
    assert "1,163" not in words(chip.lines)


def test_boundaries_say_how_they_fit_the_rows(
    filled: MainWindow, put_in: Any, settle: Any, shared: Path
) -> None:
    folder = shared / "data"
    put_in(filled, folder / "police-uk/merseyside/2018-10/2018-10-merseyside-street.csv")
    filled.go("data")
    page: Any = filled.page
    page.take_boundaries([folder / "boundaries/lsoa21_merseyside.geojson"], "Of 2021")
    settle(filled)
    assert "Areas are told by “lsoa21_code”" in page.remark.words.text()
    (edition,) = records.all_of(filled.session.casebook, Edition)
    assert edition.area_codes == "2011"
    (own,) = records.all_of(filled.session.casebook, Boundaries)
    page.others.choose(own.id)
    settle(filled)
    said = words(page.account)
    assert "1,163 of 15,008 rows find no area by their code" in said
    assert "Bring in small areas (LSOA) of 2011" in said
