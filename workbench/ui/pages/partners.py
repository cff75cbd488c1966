"""Partners: who shares the problem, whom to call, and what may pass between us."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.domain.partners import Agreement, Contribution, Partner, Reply
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.guide.lists import label_of
from workbench.ui.page import PageKind
from workbench.ui.records.add_line import AddLine
from workbench.ui.records.days import written
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.records.sublist import SubList
from workbench.ui.widgets.basics import column, holder
from workbench.ui.widgets.cells import CellChip

REPLIES = {
    Reply.ASKED: CellChip("Asked", "neutral", "calendar"),
    Reply.AGREED: CellChip("Agreed", "success", "check"),
    Reply.DECLINED: CellChip("Declined", "error", "close"),
}


class PartnersPage(ListPage):
    """The organisations, their agreements, and what each was asked to bring."""

    watches = (Partner, Agreement, Contribution)
    key, kind, noun, icon = "partners", Partner, "partner", "partners"
    about = "Who shares the problem, whom to call, and what may pass between us"
    add_hint = "Name of the organisation"
    coded = False
    empty_says = (
        "No partners yet",
        "Most problems are held in place by something the police do not control. Name who "
        "controls it: the council, the school, the landlord, the operator.",
    )

    def below(self) -> QWidget:
        self.adding = AddLine("agreement", "Name of a sharing agreement")
        self.adding.added.connect(self._add_agreement)
        session = self.session
        none = "No sharing agreement yet, so nothing personal can pass."
        self.agreements = SubList(
            session, "Sharing agreements", none, lambda kept: kept.agreements, self.adding
        )
        none = "Nothing asked yet. Ask from a response."
        self.asked = SubList(session, "Asked of them", none, lambda kept: kept.contributions)
        return holder(column(self.agreements, self.asked))

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.partners

    def rows(self, contents: Contents) -> list[RowOf]:
        return [_row(one, contents, self.session.today) for one in contents.partners]

    def new(self, words: str, choice: Any) -> Record:
        return Partner(problem_id=self.session.contents.problem.id, name=words)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        own = [a for a in contents.agreements if record and a.partner_id == record.id]
        self.agreements.show_rows([_agreement(a, self.session.today) for a in own])
        asked = [c for c in contents.contributions if record and c.partner_id == record.id]
        codes = {r.id: r.code for r in contents.responses}
        self.asked.show_rows([contribution(c, f"for {codes[c.response_id]}") for c in asked])

    def land(self, gap: Gap) -> None:
        if gap.kind == "agreement" and gap.record_id is not None:
            owner = next(
                (a for a in self.session.contents.agreements if a.id == gap.record_id), None
            )
            self.open(owner.partner_id if owner else None, enter=False)
            self.agreements.edit(gap.record_id, gap.field)
        elif gap.field == "agreement" and gap.record_id is not None:
            self.open(gap.record_id, enter=False)
            self.adding.begin(hint=gap.fix)
        else:
            super().land(gap)

    def _add_agreement(self, words: str, _choice: Any) -> None:
        from workbench.services.records import add

        if self.open_id is not None:
            made = Agreement(partner_id=self.open_id, name=words)
            self.session.history.do(lambda casebook: add(casebook, made))


def contribution(one: Contribution, under: str) -> RowOf:
    """What a partner was asked, as a row."""
    by = f"by {written(one.by)}" if one.by else ""
    small = "  \u00b7  ".join(part for part in (under, by) if part)
    return RowOf(one.id, one.what, "", (REPLIES[one.reply],), small=small)


def _row(one: Partner, contents: Contents, today: date) -> RowOf:
    own = [a for a in contents.agreements if a.partner_id == one.id]
    lapsed = [a for a in own if a.review and a.review < today]
    if not own:
        chip = CellChip("No agreement", "warning", "warning")
    elif len(lapsed) == len(own):
        chip = CellChip("Review is past", "warning", "calendar")
    else:
        chip = CellChip("Agreement", "success", "check")
    kind = label_of("partner_types", one.kind)
    person = ", ".join(part for part in (one.contact, one.post) if part)
    small = "  \u00b7  ".join(part for part in (kind, one.authority, person) if part)
    return RowOf(one.id, one.name, "", (chip,), one.role, small or "No contact yet")


def _agreement(one: Agreement, today: date) -> RowOf:
    chips = []
    if one.review is not None:
        past = one.review < today
        words = f"Review {written(one.review)}"
        chips.append(CellChip(words, "warning" if past else "neutral", "calendar"))
    signed = f"signed {written(one.signed)}" if one.signed else "not signed"
    return RowOf(one.id, one.name, "", tuple(chips), one.covers, signed)


KIND = PageKind("partners", "Partners", "partners", PartnersPage)
