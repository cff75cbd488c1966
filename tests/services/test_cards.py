"""Evidence cards: one result from the rows to the card, live or frozen."""

from __future__ import annotations

import pytest

from tests.services.test_bringing_in import bring
from workbench.analysis.filter import Filter
from workbench.briefings.cards import source_note
from workbench.domain.data import Boundaries, Edition
from workbench.domain.evidence import CardKind, CardState, EvidenceCard
from workbench.errors import CancelledError, CannotAnswerError
from workbench.services import asking, bringing_in, cards, records
from workbench.services.asking import Request


@pytest.fixture
def kept(casebook, dataset, shelf, problem, export):
    """A card on places, kept from the first edition."""
    bring(casebook, dataset, export("a.csv"))
    (edition,) = records.all_of(casebook, Edition)
    request = Request("top_places", edition.id, Filter(types=("Theft",)), {"top": 5})
    answer = asking.ask(shelf, request)
    cards.keep(casebook, problem, request, answer, "Places")
    return answer


def card_of(casebook) -> EvidenceCard:
    (card,) = records.all_of(casebook, EvidenceCard)
    return card


def test_a_card_is_called_after_its_rows_and_settings(casebook, dataset, shelf, export) -> None:
    bring(casebook, dataset, export("a.csv"))
    (edition,) = records.all_of(casebook, Edition)

    def called(question: str, chosen: Filter, **given: str | int) -> str:
        request = Request(question, edition.id, chosen, given)
        return cards.name_for(request, asking.ask(shelf, request))

    thefts = Filter(types=("Theft",))
    assert called("top_places", Filter()) == "Top places (80/20)"
    assert called("top_places", thefts, top=5).startswith("Top places (80/20): Theft (")
    assert called("top_places", thefts, top=5).endswith(" 5)")
    by_year = called("cross_table", Filter(), down="kind", across="year")
    assert by_year == "All incidents by kind of incident and year"
    assert by_year != called("cross_table", Filter(), down="kind", across="month")


class StoppedAt:
    """A progress that somebody stops at the given report."""

    def __init__(self, most: int) -> None:
        self.most = most

    def report(self, done: int, total: int, note: str = "") -> None:
        if done == self.most:
            raise CancelledError


def test_several_are_kept_in_one_step_or_when_stopped_none(casebook, problem, shelf, kept) -> None:
    before = records.all_of(casebook, EvidenceCard)
    asked = [(cards.request_of(before[0]), kept)] * 5
    with pytest.raises(CancelledError):
        cards.keep_all(casebook, problem, asked, StoppedAt(3))
    assert records.all_of(casebook, EvidenceCard) == before
    changes = cards.keep_all(casebook, problem, asked)
    assert len(records.all_of(casebook, EvidenceCard)) == len(before) + 5
    records.make_again(casebook, changes.undone())
    assert records.all_of(casebook, EvidenceCard) == before


def test_card_shows_the_result_that_was_kept(casebook, kept) -> None:
    opened = cards.opened(casebook, card_of(casebook))
    assert opened.table == kept.table
    assert opened.reading == kept.reading


def test_card_can_be_asked_again_as_it_was(casebook, shelf, kept) -> None:
    request = cards.request_of(card_of(casebook))
    assert request.filter == Filter(types=("Theft",))
    assert request.parameters == {"top": 5}
    assert asking.ask(shelf, request).table == kept.table


def test_live_card_follows_a_new_edition_and_says_what_moved(
    casebook, dataset, shelf, problem, export, kept
) -> None:
    bring(casebook, dataset, export("b.csv", extra=9))
    contents = records.contents(casebook, problem)
    card = card_of(casebook)
    assert cards.out_of_date(card, contents.editions)
    changes, moved = cards.refresh(casebook, shelf, contents, [card])
    (said,) = moved
    now = cards.opened(casebook, card_of(casebook)).reading.finding
    assert now != kept.reading.finding
    assert said == (
        f"Places: it said “{kept.reading.finding}”; now it says “{now}” (n was 84 and is 93)"
    )
    assert not cards.out_of_date(card_of(casebook), contents.editions)
    assert cards.opened(casebook, card_of(casebook)).result.basis.n == 93
    records.make_again(casebook, changes.undone())
    assert cards.opened(casebook, card_of(casebook)).table == kept.table


def test_frozen_card_stays_and_says_out_of_date(
    casebook, dataset, shelf, problem, export, kept
) -> None:
    records.amend(casebook, EvidenceCard, card_of(casebook).id, state=CardState.FROZEN)
    bring(casebook, dataset, export("b.csv", extra=9))
    contents = records.contents(casebook, problem)
    changes, moved = cards.refresh(casebook, shelf, contents, contents.cards)
    assert not changes
    assert moved == (
        "Places: frozen, so it stays as it was kept. It shows edition 1, the newest is edition 2: "
        "out of date",
    )
    assert cards.out_of_date(card_of(casebook), contents.editions)
    assert cards.opened(casebook, card_of(casebook)).table == kept.table


def test_unknown_question_is_said_and_the_card_kept(casebook, kept) -> None:
    card = card_of(casebook)
    records.amend(casebook, EvidenceCard, card.id, question="of a later version")
    with pytest.raises(CannotAnswerError, match="newer version"):
        cards.opened(casebook, card_of(casebook))
    assert card_of(casebook).snapshot == card.snapshot


def test_photo_and_quotation_are_kept_as_they_are(casebook, problem) -> None:
    cards.keep_file(casebook, problem, CardKind.PHOTO, "Gate", "PC A", b"\x89PNG bytes")
    cards.keep_quotation(casebook, problem, "Staff", "They ring us first", "Home B")
    photo, quotation = records.all_of(casebook, EvidenceCard)
    with casebook.reading() as reader:
        assert reader.blob(photo.snapshot) == [b"\x89PNG bytes"]
    assert quotation.text == "They ring us first"


def test_filter_survives_being_kept() -> None:
    from datetime import date

    made = Filter(("A", "B"), date(2024, 1, 1), None, ("E01",), ())
    assert Filter.from_json(made.to_json()) == made
    assert Filter.from_json('{"later": [1]}') == Filter()


def test_every_question_has_its_chart() -> None:
    assert set(asking.questions()) == set(asking.charts())
    assert [kind.pack for kind in asking.scan_pack()] == [1, 2, 3, 4, 5, 6]


def test_part_of_the_rows_is_named_wherever_the_result_goes(casebook, shelf, kept) -> None:
    opened = cards.opened(casebook, card_of(casebook))
    assert opened.reading.measure.endswith("; only Theft")
    assert "only Theft" in source_note(opened.result.basis)


def test_finding_never_says_all_when_a_filter_chose(casebook, shelf, kept) -> None:
    (edition,) = records.all_of(casebook, Edition)
    for chosen, said in (
        (Filter(types=("Theft",)), "Theft"),
        (Filter(types=("Theft", "Fraud")), "Theft and fraud"),
        (Filter(), "All incidents"),
    ):
        for question in ("trend", "year_on_year"):
            answer = asking.ask(shelf, Request(question, edition.id, chosen))
            assert answer.table.title.startswith(said)
            assert said in answer.reading.finding


def test_card_that_the_new_rows_cannot_answer_does_not_stop_the_others(
    casebook, dataset, shelf, problem, kept, tmp_path
) -> None:
    (edition,) = records.all_of(casebook, Edition)
    request = Request("trend", edition.id)
    cards.keep(casebook, problem, request, asking.ask(shelf, request), "Trend")
    path = tmp_path / "no-place.csv"
    path.write_text(
        "Reference,Start\n" + "".join(f"Y{k},01/0{k}/2024 10:00\n" for k in range(1, 9))
    )
    bring(casebook, dataset, path)
    contents = records.contents(casebook, problem)
    _, moved = cards.refresh(casebook, shelf, contents, contents.cards)
    assert sum("still shows what it showed" in one for one in moved) == 1
    shown = {card.name: card.edition_id for card in records.all_of(casebook, EvidenceCard)}
    assert shown["Places"] == edition.id
    assert shown["Trend"] != edition.id


def test_refresh_keeps_what_was_typed_meanwhile(
    casebook, dataset, shelf, problem, export, kept
) -> None:
    bring(casebook, dataset, export("b.csv", extra=9))
    contents = records.contents(casebook, problem)
    records.amend(casebook, EvidenceCard, card_of(casebook).id, name="Worst places")
    cards.refresh(casebook, shelf, contents, contents.cards)
    assert card_of(casebook).name == "Worst places"


def test_areas_that_were_not_asked_are_not_drawn_as_empty(
    casebook, dataset, shelf, problem, sample, tmp_path
) -> None:
    bringing_in.bring_in_boundaries(casebook, problem, sample / "main-job" / "small_areas.geojson")
    (boundaries,) = records.all_of(casebook, Boundaries)
    codes = shelf.shapes(boundaries.id).codes[:3]
    path = tmp_path / "areas.csv"
    lines = [f"Z{k},01/02/2024 10:00,{codes[k % 3]}\n" for k in range(30)]
    path.write_text("Reference,Start,LSOA code\n" + "".join(lines), "utf-8")
    bring(casebook, dataset, path)
    (edition,) = records.all_of(casebook, Edition)
    request = Request("map_areas", edition.id, Filter(areas=codes[:2]), boundaries_id=boundaries.id)
    answer = asking.ask(shelf, request)
    assert "each of 2 areas" in answer.reading.measure
    assert {row[1] for row in answer.table.rows if row[1]} == set(codes[:2])


def test_what_moved_is_told_to_the_figures(casebook, dataset, shelf, problem, export, kept) -> None:
    (edition,) = records.all_of(casebook, Edition)
    assert cards.what_moved(kept, kept) == "nothing moved"
    fewer = asking.ask(
        shelf, Request("top_places", edition.id, Filter(types=("Theft",)), {"top": 2})
    )
    assert fewer.reading.finding == kept.reading.finding
    assert (
        cards.what_moved(kept, fewer) == "the same finding from other figures (n is 84 as before)"
    )
