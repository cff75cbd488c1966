"""Organisations that share the problem, what was agreed with them, and what they bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from workbench.domain.audience import Audience
from workbench.domain.record import Record, belongs, told


@dataclass(frozen=True, kw_only=True)
class Partner(Record):
    """An organisation, its part in the problem, and whom to call."""

    problem_id: UUID = belongs("problem")
    name: str = told("Organisation")
    kind: str = told("Type", "", choices="partner_types")
    authority: str = told("Local authority", "")
    role: str = told("Part in this problem", "", long=True)
    contact: str = told("Contact", "")
    post: str = told("Post", "")
    email: str = told("E-mail", "")
    phone: str = told("Telephone", "")
    audience: Audience = told("May see papers for", Audience.COUNCIL)


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """A sharing agreement: what may pass between the police and a partner, and on what basis."""

    partner_id: UUID = belongs("partner")
    name: str = told("Agreement")
    basis: str = told("Lawful basis", "", long=True)
    covers: str = told("Covers", "", long=True)
    signed: date | None = told("Signed", None)
    review: date | None = told("Review by", None)


class Reply(StrEnum):
    """What a partner said when asked."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Contribution(Record):
    """What a partner is asked to bring to a response."""

    response_id: UUID = belongs("response")
    partner_id: UUID = belongs("partner")
    what: str = told("Asked to", long=True)
    reply: Reply = told("Reply", Reply.ASKED)
    by: date | None = told("By", None)
