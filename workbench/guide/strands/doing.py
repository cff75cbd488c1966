"""Is it being done: actions with owners and dates, partners with agreements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workbench.domain.partners import Agreement, Contribution, Partner, Reply
from workbench.domain.plan import Action, ActionState, Response, ResponseState
from workbench.guide.facts import Known, day, filled, several
from workbench.guide.gap import Gap
from workbench.guide.strands.strand import Fault, faulty, shortened


def gaps(known: Known) -> Iterator[Gap]:
    """What is missing from delivery."""
    yield from faulty(known, known.live_responses(), _UNDONE, lambda r: f"{r.code} {r.name}")
    yield from _late(known)
    yield from faulty(known, known.contents.actions, _ACTION, lambda a: shortened(a.text))
    yield from faulty(known, known.contents.partners, _PARTNER, lambda p: p.name)
    yield from _agreements(known)
    yield from _unanswered(known)


def _no_action(known: Known, response: Response) -> bool:
    agreed = response.state in (ResponseState.AGREED, ResponseState.STARTED)
    return agreed and all(a.response_id != response.id for a in known.contents.actions)


_UNDONE: Final = (
    Fault(
        "response.action",
        _no_action,
        "{it} has no action that carries it out.",
        "Add an action for {it}",
        "response_id",
        adds="action",
    ),
)


def _late(known: Known) -> Iterator[Gap]:
    for action in known.late():
        days = several(action.late_by(known.today), "day")
        says = f"\u201c{shortened(action.text)}\u201d is late by {days}."
        yield Gap("action.late", says, "See the action", "action", action.id, "state")


_ACTION: Final = (
    Fault[Action](
        "action.owner",
        lambda _, a: not filled(a.owner),
        "\u201c{it}\u201d has no owner.",
        "Name an owner",
        "owner",
    ),
    Fault[Action](
        "action.due",
        lambda _, a: a.due is None and a.state is not ActionState.DONE,
        "\u201c{it}\u201d has no date.",
        "Give it a date",
        "due",
    ),
    Fault[Action](
        "action.shown_by",
        lambda _, a: a.state is ActionState.DONE and not filled(a.shown_by),
        "\u201c{it}\u201d is done, but nothing shows it.",
        "Say what shows it is done",
        "shown_by",
    ),
)
_PARTNER: Final = (
    Fault[Partner](
        "partner.agreement",
        lambda known, p: not known.has_agreement(p),
        "{it} has no sharing agreement.",
        "Add an agreement",
        "agreement",
    ),
)


def _agreements(known: Known) -> Iterator[Gap]:
    for partner in known.contents.partners:
        theirs = [a for a in known.contents.agreements if a.partner_id == partner.id]
        if theirs and all(_past(known, agreement) for agreement in theirs):
            latest = max(theirs, key=lambda a: a.review or known.today)
            when = day(latest.review) if latest.review else ""
            says = f"The agreement with {partner.name} was due for review on {when}."
            yield Gap(
                "agreement.review", says, "Review the agreement", "agreement", latest.id, "review"
            )


def _past(known: Known, agreement: Agreement) -> bool:
    return agreement.review is not None and agreement.review < known.today


def _unanswered(known: Known) -> Iterator[Gap]:
    codes = {response.id: response.code for response in known.live_responses()}
    names = {partner.id: partner.name for partner in known.contents.partners}
    for asked in known.contents.contributions:
        if asked.response_id in codes and asked.partner_id in names and _overdue(known, asked):
            name, code = names[asked.partner_id], codes[asked.response_id]
            says = f"{name} has not answered what it was asked for {code}."
            yield Gap("contribution.reply", says, "Ask again", "contribution", asked.id, "reply")


def _overdue(known: Known, asked: Contribution) -> bool:
    return asked.reply is Reply.ASKED and asked.by is not None and asked.by < known.today
