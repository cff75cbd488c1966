"""Evidence: every card with what it shows, where it comes from, and what it says of hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget

from workbench.domain.causes import Hypothesis, Weighing
from workbench.domain.changes import Changes
from workbench.domain.data import Boundaries, Dataset, Edition
from workbench.domain.evidence import CardKind, CardState, EvidenceCard
from workbench.domain.record import Record
from workbench.errors import WorkbenchError
from workbench.guide.gap import Gap
from workbench.ui import theme, tokens
from workbench.ui.charting.kept import KeptView
from workbench.ui.charting.provenance import Provenance, lines
from workbench.ui.charting.quoting import QuotationDialog
from workbench.ui.charting.weighing import WeighingPanel
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.records.form import RecordForm
from workbench.ui.session import Session
from workbench.ui.widgets.basics import (
    CARD,
    Elided,
    Frame,
    Segments,
    button,
    column,
    holder,
    row,
    scroll,
)
from workbench.ui.widgets.cells import Cell, CellChip
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.pages import MARGINS, EmptyState, PageHeader
from workbench.ui.widgets.remark import Remark
from workbench.ui.widgets.tables import DataTable, Records

if TYPE_CHECKING:
    from workbench.guide.contents import Contents
    from workbench.store.casebook import Casebook

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
LARGEST = 50_000_000  # bytes of one file
VIEWS = ("What it shows", "About it", "Where from", "Hypotheses")


class EvidencePage(Page):
    """The cards in a list; the chosen one beside it, in four views."""

    watches: ClassVar[tuple[type[Record], ...]] = (
        EvidenceCard,
        Weighing,
        Hypothesis,
        Dataset,
        Edition,
        Boundaries,
    )
    scrolls: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.card: EvidenceCard | None = None
        self.quoting: QuotationDialog | None = None
        self.add = button("Add evidence", icon="add")
        menu = QMenu(self.add)
        menu.addAction("Document or photo...", self.ask_files)
        menu.addAction("Quotation...", self.ask_quotation)
        menu.addAction("Chart...", lambda: self.go.emit("charts"))
        self.add.setMenu(menu)
        self.again = button("Refresh", "primary", "refresh", self.refresh_cards)
        self.header = PageHeader("Evidence", "", self.add, self.again)
        self.remark = Remark()
        self.table = DataTable(
            "Evidence", Records(("Evidence", "State")), wide=0, strong=0, wraps=True
        )
        self.table.setMinimumWidth(min(theme.px(290), 420))
        self.table.chosen.connect(self._choose)
        self.table.adding.connect(self.ask_quotation)
        self.table.removing.connect(lambda _id: self.remove())
        self.shown, self.weighing = KeptView(session), WeighingPanel(session, self._hypotheses)
        self.form, self.source = RecordForm(session), Provenance()
        self.table.opened.connect(lambda _id: self._edit())
        self.list_frame = Frame("surface", column((self.table, 1), pad=(1, 1, 1, 1)))
        self.nothing = self._nothing()
        self.stack = QStackedWidget()
        self.stack.addWidget(Frame("surface", column(self.nothing)))
        self.stack.addWidget(
            holder(row((self.list_frame, 3), (self._detail(), 5), gap=tokens.LARGE))
        )
        pad, gap = MARGINS, tokens.MEDIUM
        column(self.header, self.remark, (self.stack, 1), gap=gap, pad=pad, into=self)

    def read(self) -> None:
        """List the cards, and show the chosen one as it is now."""
        contents = self.session.contents
        old = self._old(contents)
        self.stack.setCurrentIndex(1 if contents.cards else 0)
        self.again.setVisible(any(card.state is CardState.LIVE for card in old))
        self.again.setText(f"Refresh {len(old)} card{'' if len(old) == 1 else 's'}")
        self.header.say(*_standing(len(contents.cards), len(old)))
        ids = {card.id for card in old}
        rows: list[Sequence[Cell]] = [
            (card.name, _state(card, card.id in ids)) for card in contents.cards
        ]
        self.table.show_rows(rows, [card.id for card in contents.cards])
        self._choose(self.table.current)

    def land(self, gap: Gap) -> None:
        """Choose the card of a gap."""
        if gap.record_id is not None:
            self.table.choose(gap.record_id)
        self.table.setFocus()

    def offers(self) -> tuple[Offer, ...]:
        """What can be done with evidence, for the menus."""
        return (
            Offer("Evidence", "Add a document or photo...", self.ask_files, "", "file"),
            Offer("Evidence", "Add a quotation...", self.ask_quotation, "", "evidence"),
            Offer("Evidence", "Refresh what is out of date", self.refresh_cards, "F5", "refresh"),
            Offer("Evidence", "Remove this evidence", self.remove, "", "close"),
            Offer("View", "Open as table", self.shown.studio.open_table, "Ctrl+T", "table"),
            Offer("Edit", "Copy chart", self.shown.studio.copy, "Ctrl+Shift+C", "copy"),
        )

    def refresh_cards(self, only: EvidenceCard | None = None) -> None:
        """Work the live cards that are out of date out again, in a job."""
        from workbench.services import cards

        contents, session = self.session.contents, self.session
        old = [only] if only is not None else self._old(contents)
        casebook, shelf = session.casebook, session.shelf
        job = session.jobs.start(
            lambda progress: cards.refresh(casebook, shelf, contents, old, progress),
            "Refreshing evidence",
        )
        job.succeeded.connect(self._refreshed)

    def ask_files(self) -> None:
        """Ask for documents or photos, and keep them."""
        paths, _ = QFileDialog.getOpenFileNames(self, "Add documents or photos as evidence")
        self.add_files([Path(path) for path in paths])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Keep files as evidence, read in a job."""
        problem, casebook = self.session.problem_id, self.session.casebook
        if problem is None:
            return
        for path in paths:
            job = self.session.jobs.start(
                lambda _progress, path=path: _keep_file(casebook, problem, path),  # type: ignore[misc]
                f"Keeping {path.name}",
            )
            job.succeeded.connect(self.session.history.committed)

    def ask_quotation(self) -> None:
        """Ask for a quotation, and keep it."""
        self.quoting = QuotationDialog(self.window())
        self.quoting.accepted.connect(self._keep_quotation)
        self.quoting.open()

    def remove(self) -> None:
        """Remove the chosen card; one undo brings it back."""
        from workbench.services import records

        if (card := self.card) is not None:
            self.form.keep()
            self.session.history.do(lambda casebook: records.remove(casebook, card))

    def turn_state(self) -> None:
        """Freeze a live card, or let a frozen one follow new data."""
        from workbench.services import records

        if (card := self.card) is None:
            return
        other = CardState.FROZEN if card.state is CardState.LIVE else CardState.LIVE
        self.session.history.do(
            lambda casebook: records.amend(casebook, EvidenceCard, card.id, state=other)
        )

    def open_in_charts(self) -> None:
        """Ask the question of the chosen card again, on the page of charts."""
        from workbench.services import cards

        if self.card is None:
            return
        request = cards.request_of(self.card)
        rows = (request.filter, str(request.parameters.get("type") or ""))
        self.session.wish = (
            "chart",
            request.question,
            request.edition_id,
            rows,
            request.parameters,
            request.reference_id,
            request.boundaries_id,
        )
        self.go.emit("charts")

    def _detail(self) -> Frame:
        self.name = Elided("", "heading")
        self.chip, self.old = Chip(""), Chip("Out of date", "warning", "warning")
        self.once = button("Refresh", "link", "refresh", lambda: self.refresh_cards(self.card))
        self.turn = button("Freeze", "link", "lock", self.turn_state)
        self.reopen = button("Open in charts", "link", "analyse", self.open_in_charts)
        self.drop = button("Remove evidence", "link", "close", self.remove)
        self.views = Segments("Views of the evidence", VIEWS)
        self.turns = QStackedWidget()
        self.views.chosen.connect(self.turns.setCurrentIndex)
        self.turns.addWidget(self.shown)
        form = Frame("surface", column(self.form, pad=CARD))
        for part in (form, self.source, self.weighing):
            self.turns.addWidget(scroll(column(part, None, gap=0)))
        head = row(self.name, self.chip, self.old, self.once, None, gap=tokens.SMALL)
        acts = row(self.reopen, self.turn, None, self.drop, gap=tokens.LARGE)
        body = column(head, row(self.views, None), (self.turns, 1), acts, gap=tokens.MEDIUM)
        return Frame("side", body)

    def _choose(self, key: object) -> None:
        contents = self.session.contents
        found = next((card for card in contents.cards if card.id == key), None)
        if found is None:
            self.card = None
            return
        self.card = found
        edition = _edition(found, contents)
        old = found in self._old(contents)
        self.name.say(found.name)
        live = found.state is CardState.LIVE
        self.chip.say("Live" if live else "Frozen", "neutral", "refresh" if live else "lock")
        self.chip.setVisible(found.kind is CardKind.ANALYSIS)
        self.old.setVisible(old)
        self.once.setVisible(old and live)
        self.turn.setVisible(bool(found.question))
        self.turn.setText("Freeze" if live else "Make live")
        self.reopen.setVisible(bool(found.question) and found.edition_id is not None)
        self.shown.show_card(found, edition)
        self.form.show_record(found, contents)
        self.source.show_lines(lines(found, contents))
        self.weighing.show_card(found, contents)

    def _refreshed(self, made: tuple[Changes, tuple[str, ...]]) -> None:
        changes, moved = made
        self.session.history.committed(changes)
        self.remark.say("\n".join(moved), "info") if moved else self.remark.say("")

    def _keep_quotation(self) -> None:
        from workbench.services import cards

        problem = self.session.problem_id
        if self.quoting is None or problem is None:
            return
        name, words, who = self.quoting.values
        self.session.history.do(
            lambda casebook: cards.keep_quotation(casebook, problem, name, words, who)
        )

    def _edit(self) -> None:
        """Enter on a card: its name and notes, to be changed."""
        self.views.set_at(1)
        self.turns.setCurrentIndex(1)
        self.form.focus_field("name")

    def _hypotheses(self) -> None:
        self.go.emit("hypotheses")

    def _old(self, contents: Contents) -> list[EvidenceCard]:
        if not contents.cards:
            return []
        from workbench.services import cards

        return [card for card in contents.cards if cards.out_of_date(card, contents.editions)]

    def _nothing(self) -> EmptyState:
        charts = button("Open charts", "primary", "analyse", lambda: self.go.emit("charts"))
        quote = button("Add a quotation", does=self.ask_quotation)
        files = button("Add a document or photo", does=self.ask_files)
        why = (
            "Keep a chart, a document, a photo or what somebody said. Each card knows the rows it "
            "came from, and shows the same on screen and in every briefing."
        )
        return EmptyState("evidence", "No evidence yet", why, charts, quote, files)


def _keep_file(casebook: Casebook, problem: UUID, path: Path) -> Changes:
    """Read a file and keep it; a photo when its name says so."""
    from workbench.services import cards

    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkbenchError(
            f"“{path.name}” could not be read, so it was not kept. Nothing has been changed. "
            "Close it in other programs, then add it again."
        ) from error
    if len(data) > LARGEST or not data:
        what = "is empty" if not data else f"has {len(data) / 1e6:,.0f} MB, more than 50 MB"
        raise WorkbenchError(
            f"“{path.name}” {what}, so it was not kept. Nothing has been changed. "
            "Keep a smaller copy, or a page of it, and add that."
        )
    photo = path.suffix.lower() in PICTURES
    kind = CardKind.PHOTO if photo else CardKind.DOCUMENT
    return cards.keep_file(casebook, problem, kind, path.stem, path.name, data)


def _edition(card: EvidenceCard, contents: Contents) -> str:
    edition = next((one for one in contents.editions if one.id == card.edition_id), None)
    if edition is None:
        return ""
    dataset = next(one for one in contents.datasets if one.id == edition.dataset_id)
    return f"{dataset.name}, edition {edition.number}"


def _state(card: EvidenceCard, old: bool) -> CellChip:
    if old:
        return CellChip("Out of date", "warning", "warning")
    if card.kind is CardKind.ANALYSIS:
        live = card.state is CardState.LIVE
        return CellChip("Live" if live else "Frozen", "neutral", "refresh" if live else "lock")
    return CellChip(card.kind.value.capitalize(), "neutral", "file")


def _standing(cards: int, old: int) -> tuple[str, str]:
    """The title and the line below it."""
    about = "Evidence: what is known, where it comes from, and who may see it"
    if not cards:
        return "Nothing is kept as evidence yet", about
    kept = "One piece of evidence is kept" if cards == 1 else f"{cards} pieces of evidence are kept"
    if not old:
        return kept, about
    return f"{kept}, {old} out of date", about


KIND = PageKind("evidence", "Evidence", "evidence", EvidencePage)
