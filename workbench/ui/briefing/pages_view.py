"""PagesView: the pages of a paper as they will be printed, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import Frame, column, empty, holder, row, scroll, text
from workbench.ui.widgets.paper import PagePaper

WIDEST = 720


class PagesView(Frame):
    """White pages on a desk; new pages leave the reader where he was."""

    def __init__(self) -> None:
        super().__init__("desk")
        self.sheets: list[PagePaper] = []
        self.lines = column(gap=tokens.LARGE)
        self.busy = text("", "caption")
        middle = holder(self.lines)
        middle.setMaximumWidth(theme.px(WIDEST))
        pad = (tokens.LARGE, tokens.LARGE, tokens.LARGE, tokens.LARGE)
        inner = column(row((middle, 1)), None, gap=0, pad=pad)
        self.area: QScrollArea = scroll(inner)
        line = row(self.busy, None, pad=(tokens.LARGE, tokens.TIGHT, tokens.LARGE, 0))
        column(line, (self.area, 1), gap=0, into=self)
        self.setAccessibleName("Pages")

    def show_pages(self, pages: Sequence[QImage], title: str) -> None:
        """Show other pages."""
        bar = self.area.verticalScrollBar()
        at = bar.value()
        empty(self.lines)
        self.sheets = []
        for number, image in enumerate(pages, start=1):
            sheet = PagePaper(image, f"Page {number} of {len(pages)}: {title}")
            self.sheets.append(sheet)
            self.lines.addWidget(sheet)
        self.say(f"{len(pages)} page{'' if len(pages) == 1 else 's'}, as they will be printed")
        QTimer.singleShot(0, self, lambda: bar.setValue(min(at, bar.maximum())))

    def say(self, words: str) -> None:
        """Say what is going on above the pages."""
        self.busy.setText(words)

    def go_to(self, number: int) -> None:
        """Bring a page into view; pages are counted from 1."""
        if 1 <= number <= len(self.sheets):
            self.area.verticalScrollBar().setValue(self.sheets[number - 1].y())
