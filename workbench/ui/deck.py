"""The pages that have been opened, of which one is on show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from workbench.ui.after_paint import forget
from workbench.ui.widgets.basics import column, holder, scroll, scrolling
from workbench.ui.widgets.pages import MARGINS, Room

if TYPE_CHECKING:
    from workbench.ui.page import Page, PageKind
    from workbench.ui.session import Session


class Deck(QStackedWidget):
    """Builds each page when it is first wanted; reads it when it is shown and out of date.

    Signals:
        gone: the page on show asks to go elsewhere.
    """

    gone = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.key = ""
        self._pages: dict[str, Page] = {}
        self._sheets: dict[str, QWidget] = {}

    @property
    def page(self) -> Page | None:
        """The page on show."""
        return self._pages.get(self.key)

    def show_page(self, kind: PageKind) -> Page:
        """Show a page, built if need be."""
        if kind.key not in self._pages:
            self._build(kind)
        page = self._pages[kind.key]
        self.key = kind.key
        page.refresh()
        self.setCurrentWidget(self._sheets[kind.key])
        return page

    def settle(self) -> None:
        """Let the field in which somebody types keep what was typed."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def forget(self, kinds: Mapping[str, PageKind]) -> None:
        """Put away the pages of the problem that was in hand."""
        for key in list(self._pages):
            if key not in kinds or not kinds[key].home:
                self._drop(key)
            else:
                self._pages[key].stale = True
        if self.key not in self._pages:
            self.key = ""

    def rebuild(self, kind: PageKind) -> None:
        """Build every page anew, as when the text size has changed, and show this one."""
        self.settle()
        for key in list(self._pages):
            self._drop(key)
        self.show_page(kind)

    def _build(self, kind: PageKind) -> None:
        page = kind.build(self.session)
        page.go.connect(self.gone)
        page.setAccessibleName(kind.words)
        if page.scrolls:
            body = scroll(column((page, 1), gap=0, pad=MARGINS))
        else:
            body = scrolling(Room(page))
        sheet = holder(column((body, 1), *([page.foot] if page.foot else []), gap=0))
        self._pages[kind.key], self._sheets[kind.key] = page, sheet
        self.addWidget(sheet)

    def _drop(self, key: str) -> None:
        page, sheet = self._pages.pop(key), self._sheets.pop(key)
        page.leave()
        forget(sheet)
        self.removeWidget(sheet)
        QTimer.singleShot(0, sheet, sheet.deleteLater)  # not while the next page is being shown
