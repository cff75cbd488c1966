"""ReadingPane: what a chart says in plain words, how sure it is, how to read it, how worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from workbench.guide.help import help_text
from workbench.ui import tokens
from workbench.ui.data.quality_chip import QualityChip
from workbench.ui.widgets.basics import CARD, Frame, column, empty, mark, row
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.unfolding import Unfolding, said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from workbench.analysis.kind import Basis, Reading
    from workbench.services.asking import Answer

TONES = {  # tone of a reading: (words without its own, tone of the chip, icon)
    "change": ("A real change", "success", "check"),
    "same": ("No real change", "neutral", "info"),
    "unsure": ("Read with care", "warning", "warning"),
}
FOLDED = "How to read it"


def chip(reading: Reading) -> Chip:
    """How sure a reading is, in a word or two."""
    words, tone, icon = TONES.get(reading.tone, TONES["unsure"])
    return Chip(reading.says or words, tone, icon)


def caption(basis: Basis, edition: str = "") -> str:
    """How many, from which edition, over which days."""
    from workbench.analysis.words import day_month

    parts = [f"n = {basis.n:,}", edition]
    if basis.first and basis.last:
        parts.append(f"{day_month(basis.first)} to {day_month(basis.last)}")
    if left := sum(rows for _, rows in basis.left_out):
        parts.append(f"{left:,} left out")
    return ", ".join(part for part in parts if part)


class ReadingPane(Frame):
    """The finding, its sentences and the caveat a layman must see; help and working fold out."""

    def __init__(self) -> None:
        super().__init__("surface")
        self.setAccessibleName("Reading")
        self.lines = column(gap=tokens.SMALL)
        self.help = Unfolding(FOLDED)
        self.help.turned.connect(lambda: self.help.setVisible(self.help.open))
        self.help.hide()  # its link stands elsewhere: shut, it would be a gap
        self.how, self.working = self.help.how, self.help.lines
        self.sure = row()
        self.quality = QualityChip()  # of the rows: whoever asked makes it follow the answer
        self.head, self.feet = row(self.sure, None, self.how), row()
        known = row(self.quality, None)
        column(self.head, known, self.lines, self.help, self.feet, None, pad=CARD, into=self)
        self.answer: Answer | None = None
        self.brief = False
        self.finding: QLabel | None = None

    def be_brief(self, brief: bool) -> None:
        """Leave the finding to the title of the chart that stands right above."""
        self.brief = brief
        (self.head if brief else self.feet).insertWidget(2 if brief else 0, self.how)
        self.feet.setAlignment(self.how, Qt.AlignmentFlag.AlignLeft)
        if self.finding is not None:
            self.finding.setVisible(not brief)

    def show_answer(self, answer: Answer | None) -> None:
        """Say another answer; None says nothing."""
        self.answer, self.finding = answer, None
        empty(self.lines)
        self.quality.hide()
        self.setVisible(answer is not None)
        if answer is None:
            return
        reading = answer.reading
        empty(self.sure)
        self.sure.addWidget(chip(reading))
        self.finding = said(f"{reading.finding.rstrip('.')}.", "strong")
        self.lines.addWidget(self.finding)
        self.be_brief(self.brief)
        for sentence in reading.sentences:
            self.lines.addWidget(said(sentence))
        if reading.caveat:
            grave = ("error", "error") if reading.grave else ("warning", "warning")
            sign = column(mark(*grave, 16), None, pad=(0, 2, 0, 0))
            words = said(reading.caveat, "strong" if reading.grave else "body")
            self.lines.addLayout(row(sign, (words, 1)))
        self._tell(answer)

    def _tell(self, answer: Answer) -> None:
        told = help_text(answer.kind.key)
        left_out = answer.result.basis.left_out
        worked = [*answer.reading.working]
        worked += [f"Left out: {rows:,} rows, {reason}." for reason, rows in left_out]
        how = told.paragraphs if told else ()
        self.help.tell((FOLDED, how), ("How it was worked out", worked))
