"""EvidenceCard: a chart, table, photo or quotation kept on a problem, with where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolButton

from workbench.ui import tokens
from workbench.ui.icons import icon
from workbench.ui.widgets.basics import Frame, column, mark, row, text
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.flow import Flow


class EvidenceCard(Frame):
    """Title, source line and state chips; the star puts it in the briefing.

    Signals:
        starred: it was put in (True) or left out of the briefings.
        opened: Enter or a double click.
    """

    starred, opened = Signal(bool), Signal()

    def __init__(
        self,
        picture: str,
        title: str,
        source: str,
        chips: Sequence[Chip],
        star: bool = False,
        barred: str = "",
    ) -> None:
        super().__init__("surface")
        self.setAccessibleName(f"Evidence: {title}. {source}. {barred}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = column(text(title, "strong", wrap=True), text(source, "caption", wrap=True), gap=1)
        if barred:
            words.addWidget(text(barred, "caption", wrap=True, tone="warning"))
        words.addSpacing(tokens.TIGHT)
        words.addWidget(Flow(*chips, gap=tokens.TIGHT))
        pad = (tokens.MEDIUM, tokens.SMALL + 2, tokens.TIGHT, tokens.SMALL + 2)
        parts = (column(mark(picture), None), (words, 1), column(self._star(star), None))
        row(*parts, pad=pad, into=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def _star(self, on: bool) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setToolTip("Put in or leave out of the briefing")

        def show(chosen: bool) -> None:
            made.setIcon(icon("star-full" if chosen else "star"))
            made.setAccessibleName("In the briefing" if chosen else "Not in the briefing")

        made.setChecked(on)
        show(on)
        made.toggled.connect(show)
        made.clicked.connect(self.starred)
        return made
