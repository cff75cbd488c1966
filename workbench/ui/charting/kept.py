"""KeptView: what an evidence card shows, exactly as it was kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from workbench.domain.evidence import CardKind, EvidenceCard
from workbench.ui import theme, tokens
from workbench.ui.charting.asker import Asker
from workbench.ui.charting.photo import Photo
from workbench.ui.charting.studio import Studio
from workbench.ui.session import Session
from workbench.ui.widgets.basics import CARD, Frame, button, column, mark, row, text

if TYPE_CHECKING:
    from workbench.services.asking import Answer
    from workbench.store.casebook import Casebook

QUOTES = '\u201c\u201d"'  # some people write them, some do not


class KeptView(QWidget):
    """Chart and reading, photo, document or quotation; read from the casebook in a job."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.card: EvidenceCard | None = None
        self.data = b""
        self.studio = Studio(session.studio, Asker(session.studio, session.shelf, self))
        self.photo = Photo()
        self.quotation = text("", "heading", wrap=True)
        self.quotation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.quotation.setMaximumWidth(theme.px(tokens.MEASURE))
        self.who = text("", "secondary", wrap=True)
        self.document = text("", "strong", wrap=True)
        self.size_line = text("", "secondary")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.studio)
        self.stack.addWidget(self.photo)
        self.stack.addWidget(Frame("surface", column(self.quotation, self.who, None, pad=CARD)))
        self.stack.addWidget(self._document())
        column((self.stack, 1), gap=0, into=self)

    def show_card(self, card: EvidenceCard, edition: str) -> None:
        """Show a card; one that is shown already stays as it is."""
        if self.card is not None and _same(self.card, card):
            self.card = card
            return
        self.card, self.edition = card, edition
        if card.kind is CardKind.QUOTATION:
            words = card.text.strip().strip(QUOTES)
            none = "No words were written down yet. Write them under About it."
            self.quotation.setText(f"\u201c{words}\u201d" if words else none)
            self.who.setText(card.source)
            self.stack.setCurrentIndex(2)
            return
        casebook = self.session.casebook
        if card.kind is CardKind.ANALYSIS:
            self.stack.setCurrentIndex(0)
            self.studio.to_top()
            job = self.session.studio.start(lambda _progress: _answer(casebook, card))
            job.failed.connect(self._refused)
        else:
            job = self.session.studio.start(lambda _progress: _bytes(casebook, card))
        job.succeeded.connect(self._take)

    def save_copy(self) -> None:
        """Write the document to where the user says, to be opened with its own program."""
        if self.card is None:
            return
        path, _ = QFileDialog.getSaveFileName(self, "Save a copy of the document", self.card.name)
        if path:
            Path(path).write_bytes(self.data)

    def _document(self) -> QWidget:
        save = button("Save a copy", icon="file", does=self.save_copy)
        words = column(self.document, self.size_line, tokens.SMALL, row(save, None), None)
        line = row(column(mark("file", "accent", 32), None), (words, 1), gap=tokens.LARGE, pad=CARD)
        return Frame("surface", line)

    def _take(self, found: tuple[EvidenceCard, Answer | bytes]) -> None:
        card, shown = found
        if self.card is None or card.id != self.card.id:
            return
        if not isinstance(shown, bytes):
            self.studio.show_answer(shown, self.edition)
            chip = self.studio.reading.quality
            chip.follow(self.session, card.edition_id, shown.kind, card.boundaries_id)
        elif card.kind is CardKind.PHOTO and self.photo.show_bytes(shown, card.name):
            self.stack.setCurrentIndex(1)
        else:
            self.data = shown
            self.document.setText(card.name)
            self.size_line.setText(f"{max(1, round(len(shown) / 1024)):,} KB, kept as it is")
            self.stack.setCurrentIndex(3)

    def _refused(self, error: Exception) -> None:
        question = self.card.question if self.card is not None else ""
        self.studio.show_refusal(str(error), question=question)


def _answer(casebook: Casebook, card: EvidenceCard) -> tuple[EvidenceCard, Answer]:
    from workbench.services import cards

    return card, cards.opened(casebook, card)


def _bytes(casebook: Casebook, card: EvidenceCard) -> tuple[EvidenceCard, bytes]:
    with casebook.reading() as reader:
        return card, b"".join(reader.blob(card.snapshot))


def _same(one: EvidenceCard, other: EvidenceCard) -> bool:
    """Tell whether two versions of a card show the same."""
    shown = ("id", "snapshot", "text", "source", "edition_id")
    return all(getattr(one, name) == getattr(other, name) for name in shown)
