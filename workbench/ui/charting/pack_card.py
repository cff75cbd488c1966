"""PackCard: one question of the scan pack with its picture and finding, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy

from workbench.ui import theme, tokens
from workbench.ui.charting.paper import ChartView
from workbench.ui.charting.reading import TONES
from workbench.ui.jobs import Jobs
from workbench.ui.widgets.basics import Frame, column, holder, mark, row, text
from workbench.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind
    from workbench.services.asking import Answer

SMALL = 0.78  # the words of a picture in a card, against those of a chart on its own


class PackCard(Frame):
    """Enter, Space or a click opens it among the charts.

    Signals:
        opened: carries the key of the question.
    """

    opened = Signal(str)

    def __init__(self, kind: AnyKind, jobs: Jobs) -> None:
        super().__init__("surface")
        self.kind, self.answer = kind, None
        self.name = text(kind.name, "label")
        self.chip = Chip("Working", "neutral", "refresh")
        self.finding = text("", "strong", wrap=True)
        self.finding.setMinimumWidth(theme.px(200))
        self.why = text("", "secondary", wrap=True)
        self.why.setMinimumWidth(theme.px(200))
        self.paper = ChartView(jobs, bare=True, scale=SMALL)
        self.paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.paper.setMinimumSize(240, theme.px(190))
        self.paper.opened.connect(lambda: self.opened.emit(kind.key))
        self.sign = mark("info", "secondary", 24)
        head = row(self.name, None, self.chip)
        refused = row(column(self.sign, None), (self.why, 1), gap=tokens.MEDIUM)
        pad = (tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.LARGE)
        self.refused = holder(column(refused, None, gap=0))
        parts = (head, self.finding, self.refused, (self.paper, 1))
        column(*parts, gap=tokens.SMALL, pad=pad, into=self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.refused.hide()
        self.setAccessibleName(kind.name)

    answer: Answer | None

    def show_answer(self, answer: Answer) -> None:
        """Show the picture, the finding and how sure it is."""
        self.answer = answer
        reading = answer.reading
        words, tone, icon = TONES.get(reading.tone, TONES["unsure"])
        self.chip.say(reading.says or words, tone, icon)
        self.finding.setText(f"{reading.finding.rstrip('.')}.")
        self.finding.show()
        self.refused.hide()
        self.paper.show()
        self.paper.show_answer(answer)
        self.setAccessibleName(f"{self.kind.name}. {reading.finding}. {reading.caveat}")

    def show_refusal(self, sentence: str) -> None:
        """Say why these rows cannot answer it."""
        self.answer = None
        self.chip.say("Cannot be answered", "neutral", "info")
        self.finding.hide()
        self.sign.show()
        self.why.setText(sentence)
        self.refused.show()
        self.paper.hide()
        self.setAccessibleName(f"{self.kind.name}. {sentence}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.kind.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.kind.key)
        else:
            super().keyPressEvent(event)
