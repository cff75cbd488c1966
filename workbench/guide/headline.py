"""The sentence at the top of a page, which says where things stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from workbench.domain.plan import ActionState
from workbench.guide.contents import Contents
from workbench.guide.coverage import sides_with_factors
from workbench.guide.facts import CHEERS, Known, day, filled, listed, several, side_of
from workbench.guide.smart import smart
from workbench.guide.statement import LIMIT, word_count

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def headline(page: str, contents: Contents, today: date) -> str:
    """Where a page stands, as one sentence without a stop; its own name for an unknown page."""
    says = _PAGES.get(page)
    if says is None:
        return page.replace("_", " ").capitalize()
    return says(Known(contents, today))


def counted(n: int, one: str, many: str = "") -> str:
    """A count that opens a sentence, the small ones as words: "Three hypotheses"."""
    plural = many or f"{one}s"
    number = _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"
    return f"{number} {one if n == 1 else plural}"


def _statement(known: Known) -> str:
    words = word_count(known.contents.problem.statement)
    open_ = [word for key, word in CHEERS.items() if not known.answers_yes(key)]
    if not words:
        return "The problem is not stated yet"
    long = f"The statement has {words} words of {LIMIT}"
    if not open_:
        return f"{long}, and CHEERS is met"
    if len(open_) == len(CHEERS):
        return f"{long}; CHEERS is not answered yet"
    return f"{long}; CHEERS leaves {listed(open_)} open"


def _scan_pack(known: Known) -> str:
    editions = known.contents.editions
    if not editions:
        return "No data yet"
    rows = sum(edition.rows_in for edition in editions)
    lasts = [edition.last for edition in editions if edition.last]
    until = f", to {day(max(lasts))}" if lasts else ""
    return f"{counted(len(known.contents.datasets), 'dataset')}, {rows:,} rows{until}"


def _objectives(known: Known) -> str:
    objectives = known.contents.objectives
    if not objectives:
        return "Nothing says yet what should change"
    whole = sum(smart(o, known.contents).score == 5 for o in objectives)
    words = counted(len(objectives), "objective")
    if whole == len(objectives):
        return f"{words}, SMART 5 of 5"
    return f"{words}, {_some(whole)} SMART 5 of 5"


def _triangle(known: Known) -> str:
    factors = known.contents.factors
    if not factors:
        return "The triangle is empty"
    sides = sides_with_factors(known.contents)
    most = max(sides, key=lambda side: sides[side])
    words = counted(len(factors), "factor")
    if len(sides) < 3:
        return f"{words}, {3 - len(sides)} of 3 sides still empty"
    if len(set(sides.values())) == 1:
        return f"{words}, the same number on each side"
    return f"{words}, most on {most.word}"


def _hypotheses(known: Known) -> str:
    hypotheses = known.contents.hypotheses
    if not hypotheses:
        return "No hypotheses yet"
    bare = sum(not known.weighings_of(h) for h in hypotheses)
    words = counted(len(hypotheses), "hypothesis", "hypotheses")
    return (
        f"{words}, {_some(bare)} with no evidence yet" if bare else f"{words}, each with evidence"
    )


def _charts(known: Known) -> str:
    if not known.contents.editions:
        return "No data yet to ask"
    asked = sum(bool(card.question) for card in known.contents.cards)
    return f"{counted(asked, 'answer')} kept as evidence" if asked else "Ask the data a question"


def _map(known: Known) -> str:
    areas = known.contents.areas
    if not areas:
        return "No areas chosen yet"
    roles = [area.role.value for area in areas]
    kinds = listed([f"{roles.count(role)} {role}" for role in dict.fromkeys(roles)])
    return f"{counted(len(areas), 'area')}: {kinds}"


def _evidence(known: Known) -> str:
    cards = known.contents.cards
    if not cards:
        return "No evidence kept yet"
    used = {weighing.card_id for weighing in known.contents.weighings}
    idle = sum(card.id not in used for card in cards)
    words = counted(len(cards), "evidence card")
    if idle:
        return f"{words}, {_part(idle, len(cards))}not weighed yet"
    return f"{words}, {_each(len(cards))}weighed"


def _responses(known: Known) -> str:
    plan = known.live_responses()
    if not plan:
        return "No responses yet"
    words = counted(len(plan), "response")
    acted = {side_of(response.side) for response in plan}
    for side in sides_with_factors(known.contents):
        if side not in acted:
            return f"{words}; nothing acts on {side.word} yet"
    loose = sum(response.hypothesis_id is None for response in plan)
    if loose:
        return f"{words}, {_part(loose, len(plan))}with no hypothesis"
    return f"{words}, {_each(len(plan))}with its hypothesis"


def _actions(known: Known) -> str:
    actions = known.contents.actions
    if not actions:
        return "No actions yet"
    done = sum(action.state is ActionState.DONE for action in actions)
    words = counted(len(actions), "action")
    late = known.late()
    if late:
        oldest = several(late[0].late_by(known.today), "day")
        return f"{words}, {_some(done)} done, {_some(len(late))} late, the oldest by {oldest}"
    if done == len(actions):
        return f"{words}, {'' if done == 1 else 'all '}done"
    return f"{words}, {_some(done)} done, none late"


def _partners(known: Known) -> str:
    partners = known.contents.partners
    if not partners:
        return "No partners yet"
    bare = sum(not known.has_agreement(p) for p in partners)
    places = {p.authority.strip() for p in partners if filled(p.authority)}
    words = counted(len(partners), "partner")
    where = f" in {len(places)} local authorities" if len(places) > 1 else ""
    end = f"{_each(len(partners))}with a sharing agreement"
    if bare:
        end = f"{_part(bare, len(partners))}with no sharing agreement"
    return f"{words}{where}, {end}"


def _assessment(known: Known) -> str:
    assessments = known.contents.assessments
    if not assessments:
        return "No assessment is booked"
    said = [a for a in assessments if a.verdict is not None]
    if said and said[-1].verdict is not None:
        word = said[-1].verdict.value
        return "We cannot tell whether it worked" if word == "cannot tell" else f"It {_it(word)}"
    booked = assessments[-1].booked
    return (
        f"An assessment is booked for {day(booked)}" if booked else "An assessment has no day yet"
    )


def _it(word: str) -> str:
    return {"no change": "made no change"}.get(word, word)


def _briefings(known: Known) -> str:
    briefings = known.contents.briefings
    if not briefings:
        return "No briefings yet"
    files = len(known.contents.files)
    made = f"{counted(files, 'file').lower()} made" if files else "none made yet"
    return f"{counted(len(briefings), 'briefing')}, {made}"


def _part(n: int, of: int) -> str:
    """The share that opens a clause: "one ", nothing when the only one is meant."""
    return "" if of == 1 else f"{_some(n)} "


def _each(of: int) -> str:
    return "" if of == 1 else "each "


def _some(n: int) -> str:
    return _NUMBERS[n].lower() if 0 < n < len(_NUMBERS) else ("none" if n == 0 else f"{n:,}")


_PAGES: Final[dict[str, Callable[[Known], str]]] = {
    "statement": _statement,
    "scan_pack": _scan_pack,
    "objectives": _objectives,
    "triangle": _triangle,
    "hypotheses": _hypotheses,
    "charts": _charts,
    "map": _map,
    "evidence": _evidence,
    "responses": _responses,
    "actions": _actions,
    "partners": _partners,
    "assessment": _assessment,
    "briefings": _briefings,
}
