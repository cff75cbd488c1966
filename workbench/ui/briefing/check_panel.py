"""CheckPanel: what must be settled before a paper is shared, and the buttons that make it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.ui import theme, tokens
from workbench.ui.dialogs import Dialog
from workbench.ui.widgets.basics import (
    Frame,
    Item,
    button,
    column,
    empty,
    holder,
    mark,
    row,
    scroll,
    text,
)
from workbench.ui.widgets.flow import Flow, Reflow
from workbench.ui.widgets.forms import Field
from workbench.ui.widgets.unfolding import helped

if TYPE_CHECKING:
    from workbench.briefings.disclosure import Finding, Fix
    from workbench.services.papers import Paper


class CheckPanel(Frame):
    """The foot of the builder.

    Signals:
        settled: a finding, the key of a decision, and the reason given.
        unsettled: a finding whose decision is taken back.
        put_back: the key of a card that was left out.
        shown: a finding that is to be looked at in the pages.
        wanted: "docx" or "pdf": make it.
    """

    settled, unsettled = Signal(object, str, str), Signal(object)
    shown, wanted, put_back = Signal(object), Signal(str), Signal(str)

    def __init__(self) -> None:
        super().__init__("foot")
        self.setAccessibleName("Check before sharing")
        self.title = text("Check before sharing", "strong", wrap=True)
        self.audience = text("", "small", wrap=True)
        self.lines = column(gap=tokens.TIGHT)
        self.help = helped("disclosure", "How it is checked")
        self.help.turned.connect(self._make_room)
        self.area = scroll(column(self.help, self.lines, None, gap=0))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.word = button("Make Word document", "primary", "briefing", self._word, "Ctrl+M")
        self.pdf = button("Make PDF", icon="file", does=self._pdf, tip="Ctrl+Shift+M")
        head = holder(column(self.title, self.audience, row(self.help.how, None), None, gap=2))
        head.setMinimumWidth(theme.px(150))
        buttons = holder(column(None, row(self.pdf, self.word), None))
        pad = (tokens.LARGE, tokens.SMALL, tokens.LARGE, tokens.SMALL)
        parts = Reflow(head, (self.area, 1), buttons, least=820, gap=tokens.LARGE)
        column(parts, gap=0, pad=pad, into=self)
        self._make_room()
        self.show_paper(None)

    def _make_room(self) -> None:
        """Give the help room above the findings; without it they have less."""
        self.area.setMaximumHeight(theme.px(200 if self.help.open else 104))
        self.area.setMinimumHeight(theme.px(150 if self.help.open else 44))
        self.area.verticalScrollBar().setValue(0)

    def show_paper(self, paper: Paper | None) -> None:
        """Show what the check found in a paper."""
        empty(self.lines)
        self.word.setEnabled(paper is not None)
        self.pdf.setEnabled(paper is not None)
        if paper is None:
            self.audience.setText("")
            return
        self.audience.setText(f"Audience: {paper.material.audience.word.lower()}")
        settled = dict(paper.material.briefing.settled)
        stops = {finding.key for finding in paper.stops}
        ordered = sorted(paper.findings, key=lambda one: one.key not in stops)
        for finding in ordered:
            self.lines.addWidget(self._line(finding, settled.get(finding.key, ""), stops))
        if not ordered:
            fine = row(mark("state-done", "success", 16), text("Nothing to settle."), None)
            self.lines.addWidget(holder(fine))
        for left in paper.composition.left_out:
            said = text(f"{left.name} is left out. {left.why}", "small", wrap=True)
            parts: list[Item] = [mark("info", "secondary", 16), (said, 1)]
            if left.decided:
                back = button("Put back", "link", does=partial(self.put_back.emit, left.card))
                back.setAccessibleName(f"Put back: {left.name}")
                parts.append(back)
            self.lines.addWidget(holder(row(*parts)))

    def _line(self, finding: Finding, decided: str, stops: set[str]) -> QWidget:
        stop = finding.key in stops
        sign = "warning" if stop else "state-done" if decided else "info"
        tone = "warning" if stop else "success" if decided else "secondary"
        words = finding.says + (f" Settled: {decided}." if decided else "")
        parts: list[QWidget] = []
        if decided:
            back = button("Take back", "link", does=partial(self.unsettled.emit, finding))
            back.setAccessibleName(f"Take back: {finding.says}")
            parts.append(back)
        else:
            parts += [self._fix(finding, fix) for fix in finding.fixes]
        if finding.where.block >= 0:
            look = button("Show it", "link", does=partial(self.shown.emit, finding))
            look.setAccessibleName(f"Show it: {finding.says}")
            parts.append(look)
        fixes = Flow(*parts, gap=tokens.MEDIUM)
        told = column(text(words, wrap=True), fixes, gap=tokens.TIGHT)
        return holder(row(column(mark(sign, tone, 16), None), (told, 1), gap=tokens.MEDIUM))

    def _fix(self, finding: Finding, fix: Fix) -> QWidget:
        made = button(fix.label, "link", does=partial(self._settle, finding, fix))
        made.setAccessibleName(f"{fix.label}: {finding.says}")
        return made

    def _settle(self, finding: Finding, fix: Fix) -> None:
        if not fix.needs_reason:
            self.settled.emit(finding, fix.decision.value, "")
            return
        dialog = ReasonDialog(self.window(), finding.says, fix.label)
        if dialog.exec():
            self.settled.emit(finding, fix.decision.value, dialog.words)

    def _word(self) -> None:
        self.wanted.emit("docx")

    def _pdf(self) -> None:
        self.wanted.emit("pdf")


class ReasonDialog(Dialog):
    """Why something found is meant to be there; kept with the file that is made."""

    def __init__(self, parent: QWidget | None, says: str, label: str) -> None:
        super().__init__(parent, "info", label, says, "Keep this reason")
        self.line = QPlainTextEdit()
        self.line.setTabChangesFocus(True)
        self.line.setMaximumHeight(theme.px(96))
        hint = "Kept with the record of each file that is made."
        self.body.addWidget(Field("&Reason", self.line, hint))
        self.line.setFocus()

    @property
    def words(self) -> str:
        """The reason."""
        return self.line.toPlainText().strip()

    def accept(self) -> None:
        if not self.words:
            self.refuse("A reason is needed. Nothing was changed.")
            return
        super().accept()
