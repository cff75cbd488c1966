"""What a page begins with, and what stands in for content that is not there yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import column, holder, mark, row, text
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.flow import Flow, Reflow

MARGINS = (tokens.WIDE, tokens.LARGE, tokens.WIDE, tokens.LARGE)


class PageHeader(Reflow):
    """A sentence that says where things stand, what it is about, and at most three buttons."""

    def __init__(
        self, sentence: str = "", about: str = "", *actions: QPushButton, chip: Chip | None = None
    ) -> None:
        self.title = text(sentence, "title", wrap=True)
        self.about = text(about, "small", wrap=True)
        self.chip = chip
        under = row(*([chip] if chip else []), (self.about, 1))
        words = column(self.title, under, gap=tokens.TIGHT)
        parts = (Flow(*actions),) if actions else ()
        super().__init__((holder(words), 1), *parts, least=620)
        self.say(sentence, about)

    def say(self, sentence: str, about: str | None = None) -> None:
        """Show another sentence, and another line below it."""
        self.title.setText(sentence)
        self.title.setAccessibleName(f"Heading: {sentence}")
        if about is not None:
            self.about.setText(about)


class EmptyState(QWidget):
    """One sentence on what belongs here, and the buttons that bring it; ``more`` below them."""

    def __init__(
        self,
        picture: str,
        sentence: str,
        why: str,
        *actions: QPushButton,
        more: QWidget | None = None,
    ) -> None:
        super().__init__()
        explain = text(why, "secondary", wrap=True)
        explain.setMaximumWidth(theme.px(tokens.MEASURE))
        explain.setMinimumWidth(min(tokens.MEASURE, 420))
        heading = text(sentence, "heading", wrap=True)
        heading.setMinimumWidth(min(tokens.MEASURE, 420))
        body = column(mark(picture, "accent", 40), tokens.SMALL, heading, explain, gap=tokens.TIGHT)
        body.addSpacing(tokens.MEDIUM)
        body.addLayout(row(*actions, None))
        if more is not None:
            more.setMaximumWidth(theme.px(tokens.MEASURE))
            body.addSpacing(tokens.SMALL)
            body.addWidget(more)
        pad = (tokens.LARGE, tokens.WIDE, tokens.LARGE, tokens.WIDE)
        column(None, row(None, body, None), None, None, pad=pad, into=self)
        self.setAccessibleName(f"{sentence} {why}")


class Room(QWidget):
    """A page that fits itself to the room there is; where its least lacks room, it is scrolled.

    A scroll area takes the height that a page would like for a least, which none that fits itself
    should be given.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setObjectName("body")
        self.page = page
        page.setParent(self)

    def minimumSizeHint(self) -> QSize:
        if not isValid(self.page):  # Qt asks while the two are put away, and nothing may raise here
            return QSize()
        layout = self.page.layout()
        if layout is None:
            return self.page.minimumSizeHint()
        least = layout.totalMinimumSize()
        if layout.hasHeightForWidth():
            wide = max(self.width(), least.width())
            least.setHeight(max(least.height(), layout.totalMinimumHeightForWidth(wide)))
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if isValid(self.page):
            self.page.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
