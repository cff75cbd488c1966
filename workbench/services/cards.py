"""Evidence cards: keeping an answer, opening it again, and following new data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from workbench.analysis.codec import pack, unpack
from workbench.analysis.filter import Filter
from workbench.domain.changes import Changes
from workbench.domain.data import Edition
from workbench.domain.evidence import CardKind, CardState, EvidenceCard
from workbench.domain.progress import SILENT, Progress
from workbench.errors import CannotAnswerError
from workbench.guide.contents import Contents
from workbench.services import asking
from workbench.services.asking import Answer, Request
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook
from workbench.store.unit import Unit


@dataclass(frozen=True)
class Told:
    """What a person says of a card when it is kept.

    ``alt_text`` is for screen readers; papers write it from the result where it is empty.
    """

    name: str = ""
    audiences: tuple[str, ...] = ("internal",)
    alt_text: str = ""


def keep(
    casebook: Casebook,
    problem_id: UUID,
    request: Request,
    answer: Answer,
    name: str = "",
    audiences: Sequence[str] = ("internal",),
) -> Changes:
    """Keep an answer as evidence, with everything needed to ask it again."""
    return keep_told(casebook, problem_id, request, answer, Told(name, tuple(audiences)))


def name_for(request: Request, answer: Answer) -> str:
    """What a kept answer is called unless somebody says otherwise: question, rows and settings."""
    kind, about = answer.kind, request.filter.words
    called = kind.called(answer.result) if kind.called else kind.name
    name = f"{called}: {about}" if about else called
    chosen = () if kind.called else kind.chosen(request.parameters)
    return f"{name} ({', '.join(chosen)})" if chosen else name


def keep_told(
    casebook: Casebook, problem_id: UUID, request: Request, answer: Answer, told: Told
) -> Changes:
    """Keep an answer as evidence, with what a person said of it."""
    with casebook.changing("Keep as evidence") as unit:
        unit.add(_card(unit, problem_id, (request, answer), told, casebook.now()))
    return unit.changes


def keep_all(
    casebook: Casebook,
    problem_id: UUID,
    asked: Sequence[tuple[Request, Answer]],
    progress: Progress = SILENT,
) -> Changes:
    """Keep several answers as evidence in one step: all of them, or when stopped none."""
    with casebook.changing("Keep scan pack as evidence") as unit:
        for done, (request, answer) in enumerate(asked):
            progress.report(done, len(asked), f"Keeping {answer.kind.name}")
            unit.add(_card(unit, problem_id, (request, answer), Told(), casebook.now()))
    return unit.changes


def _card(
    unit: Unit, problem_id: UUID, asked: tuple[Request, Answer], told: Told, at: datetime
) -> EvidenceCard:
    request, answer = asked
    return EvidenceCard(
        problem_id=problem_id,
        name=told.name or name_for(request, answer),
        kind=CardKind.ANALYSIS,
        audiences=told.audiences,
        source=answer.result.basis.source,
        question=request.question,
        edition_id=request.edition_id,
        boundaries_id=request.boundaries_id,
        reference_id=request.reference_id,
        filter=request.filter.to_json(),
        parameters=json.dumps(dict(request.parameters), sort_keys=True, default=list),
        snapshot=unit.put([pack(answer.result)]),
        kept_at=at,
        alt_text=told.alt_text,
    )


def keep_file(
    casebook: Casebook, problem_id: UUID, kind: CardKind, name: str, source: str, data: bytes
) -> Changes:
    """Keep a document or photo as evidence, as it is."""
    with casebook.changing(f"Keep {kind.value} as evidence") as unit:
        unit.add(
            EvidenceCard(
                problem_id=problem_id,
                name=name,
                kind=kind,
                state=CardState.FROZEN,
                source=source,
                snapshot=unit.put([data]),
                kept_at=casebook.now(),
            )
        )
    return unit.changes


def keep_quotation(casebook: Casebook, problem_id: UUID, name: str, text: str, who: str) -> Changes:
    """Keep somebody's words as evidence."""
    with casebook.changing("Keep quotation as evidence") as unit:
        unit.add(
            EvidenceCard(
                problem_id=problem_id,
                name=name,
                kind=CardKind.QUOTATION,
                state=CardState.FROZEN,
                text=text,
                source=who,
                kept_at=casebook.now(),
            )
        )
    return unit.changes


def opened(casebook: Casebook, card: EvidenceCard) -> Answer:
    """What a card shows: the result as it was kept, never a recount."""
    kind = asking.known_question(card.question)
    with casebook.reading() as reader:
        data = b"".join(reader.blob(card.snapshot))
    return asking.answer(kind, unpack(data, kind.result))


def request_of(card: EvidenceCard, contents: Contents | None = None) -> Request:
    """The question that a card answers, ready to be asked again."""
    if card.edition_id is None:
        raise CannotAnswerError(
            f"The data behind “{card.name}” is no longer in the casebook, so it cannot be worked "
            "out again. The card still shows what it showed. Bring the data in again to refresh it."
        )
    return Request(
        question=card.question,
        edition_id=card.edition_id,
        filter=Filter.from_json(card.filter),
        parameters=json.loads(card.parameters or "{}"),
        boundaries_id=card.boundaries_id,
        reference_id=card.reference_id,
        events=asking.events(contents) if contents else (),
    )


def newest_edition(card: EvidenceCard, editions: Sequence[Edition]) -> Edition | None:
    """The newest edition of the dataset that a card was worked out from."""
    own = next((one for one in editions if one.id == card.edition_id), None)
    if own is None:
        return None
    same = [one for one in editions if one.dataset_id == own.dataset_id]
    return max(same, key=lambda one: one.number)


def out_of_date(card: EvidenceCard, editions: Sequence[Edition]) -> bool:
    """Tell whether newer data has come in than the card shows."""
    newest = newest_edition(card, editions)
    return newest is not None and newest.id != card.edition_id


def refresh(
    casebook: Casebook,
    shelf: Shelf,
    contents: Contents,
    cards: Sequence[EvidenceCard],
    progress: Progress = SILENT,
) -> tuple[Changes, tuple[str, ...]]:
    """Work live cards out again from the newest edition; frozen ones stay, and say so.

    Returns:
        the changes, and a sentence a card on what moved. A card whose question the new edition
        cannot answer is left as it is, and the sentence says why; the others are worked out.
    """
    moved: list[str] = _frozen(cards, contents.editions)
    made: list[tuple[EvidenceCard, Answer]] = []
    live = [card for card in cards if card.state is CardState.LIVE and card.question]
    for done, card in enumerate(live):
        progress.report(done, len(live), card.name)
        newest = newest_edition(card, contents.editions)
        if newest is None:
            continue
        fresh = replace(card, edition_id=newest.id)
        try:
            before = opened(casebook, card)
            after = asking.ask(shelf, request_of(fresh, contents), progress)
        except CannotAnswerError as error:
            moved.append(f"{card.name}: it still shows what it showed. {error}")
            continue
        moved.append(f"{card.name}: {what_moved(before, after)}")
        made.append((fresh, after))
    with casebook.changing("Refresh evidence") as unit:
        for card, after in made:
            now = unit.get(EvidenceCard, card.id)  # its words may have been edited meanwhile
            source, key = after.result.basis.source, unit.put([pack(after.result)])
            unit.replace(replace(now, edition_id=card.edition_id, snapshot=key, source=source))
    return unit.changes, tuple(moved)


def _frozen(cards: Sequence[EvidenceCard], editions: Sequence[Edition]) -> list[str]:
    """Of each frozen card that newer data have overtaken, that it is out of date."""
    said = []
    for card in cards:
        newest = newest_edition(card, editions)
        own = next((one for one in editions if one.id == card.edition_id), None)
        if card.state is CardState.LIVE or own is None or newest is None or newest is own:
            continue
        said.append(
            f"{card.name}: frozen, so it stays as it was kept. It shows edition {own.number}, the "
            f"newest is edition {newest.number}: out of date"
        )
    return said


def what_moved(before: Answer, after: Answer) -> str:
    """What a card says now against what it said, with its numbers where the words are the same."""
    was, now = before.reading, after.reading
    old, new = before.result.basis.n, after.result.basis.n
    rows = f"n was {old:,} and is {new:,}" if old != new else f"n is {new:,} as before"
    if was.finding != now.finding:
        return f"it said “{was.finding}”; now it says “{now.finding}” ({rows})"
    if was.says != now.says and now.says:
        return f"the same finding, but read as “{now.says}” and no longer “{was.says}” ({rows})"
    if before.table.rows != after.table.rows or old != new:
        return f"the same finding from other figures ({rows})"
    return "nothing moved"
