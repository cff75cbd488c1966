"""LeftPane: which briefing is in hand, its outline, its details, and the files made of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QStackedWidget

from workbench.guide.lists import choices
from workbench.ui import tokens
from workbench.ui.briefing.outline import OutlineView
from workbench.ui.records.days import written
from workbench.ui.records.form import RecordForm
from workbench.ui.records.rows import RowList, RowOf
from workbench.ui.session import Session
from workbench.ui.widgets.basics import (
    Frame,
    Segments,
    button,
    column,
    holder,
    place,
    row,
    scroll,
    text,
)

if TYPE_CHECKING:
    from workbench.domain.briefing import Briefing
    from workbench.guide.contents import Contents
    from workbench.services.papers import Paper

VIEWS = ("Outline", "Details", "Files")


class LeftPane(Frame):
    """Signals:
    chosen: the id of another briefing.
    starting: the key of a preset to start from.
    removing: the briefing in hand is to go.
    """

    chosen, starting, removing = Signal(object), Signal(str), Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("side")
        self.session = session
        self.title, self.about = text("", "heading", wrap=True), text("", "small", wrap=True)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Briefing")
        self.choice.setMinimumContentsLength(10)
        self.choice.activated.connect(lambda _at: self.chosen.emit(self.choice.currentData()))
        self.new = button("New", icon="add", tip="Start another briefing")
        menu = QMenu(self.new)
        for key, words in choices("presets"):
            menu.addAction(words, partial(self.starting.emit, key))
        menu.addSeparator()
        menu.addAction("Remove this briefing", self.removing.emit)
        self.new.setMenu(menu)
        self.views = Segments("What to show", VIEWS)
        self.outline, self.files = OutlineView(), RowList("Files made", coded=False)
        self.form = RecordForm(session, leave_out=("preset",))
        self.none = text("No file has been made of this briefing yet.", "secondary", wrap=True)
        self._build()

    def _build(self) -> None:
        pad = (tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.MEDIUM)
        head = column(
            self.title, self.about, row((self.choice, 1), self.new), self.views, gap=tokens.SMALL
        )
        head.setContentsMargins(*pad)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.outline)
        self.stack.addWidget(scroll(column(self.form, None, pad=pad)))
        inset = (tokens.LARGE, 0, 0, 0)
        self.stack.addWidget(holder(column(self.none, (self.files, 1), pad=inset)))
        self.views.chosen.connect(self.stack.setCurrentIndex)
        column(holder(head), (self.stack, 1), gap=0, into=self)

    def show_briefing(self, contents: Contents, briefing: Briefing) -> None:
        """Show a briefing before it is composed."""
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in contents.briefings:
            self.choice.addItem(f"{one.audience.word}: {one.title}", one.id)
        self.choice.setCurrentIndex(max(0, place(self.choice, briefing.id)))
        self.choice.blockSignals(False)
        self.form.show_record(briefing, contents)
        if not self.title.text():
            self.title.setText("Composing the paper")
            self.about.setText("From what is recorded on the problem")
        made = [file for file in contents.files if file.briefing_id == briefing.id]
        self.files.show_rows(
            [
                RowOf(
                    file.id,
                    file.file_name,
                    words=f"For {file.audience.word.lower()}, {file.marking}",
                    small=f"{written(file.made_at.date()) if file.made_at else ''}, "
                    f"{file.made_by}  \u00b7  SHA-256 {file.sha256[:12]}",
                )
                for file in made[::-1]
            ]
        )
        self.files.setVisible(bool(made))
        self.none.setVisible(not made)

    def show_paper(self, paper: Paper) -> None:
        """Show how the composed paper stands."""
        stops = len(paper.stops)
        things = "One thing" if stops == 1 else f"{stops} things"
        outside = paper.material.outside
        made = paper.composition
        bare, every = sum(one.empty for one in made.outline), len(made.outline)
        if stops:
            self.title.setText(f"{things} to settle before this can be shared")
        elif bare * 2 > every:
            self.title.setText(f"{bare} of {every} sections are empty")
        else:
            self.title.setText("Ready to share" if outside else "Ready; police only")
        limit = f" of {made.limit:,}" if made.limit else ""
        audience = paper.material.audience.word.lower()
        self.about.setText(f"{made.words:,}{limit} words, for {audience}")
        checks: dict[str, int] = {}
        for finding in paper.stops:
            section = finding.where.section
            checks[section] = checks.get(section, 0) + 1
        self.outline.show_sections(made.outline, checks)
