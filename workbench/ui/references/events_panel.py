"""EventsPanel: what happened besides, drawn on every chart over time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.domain.reference import Annotation, AnnotationKind
from workbench.guide.contents import Contents
from workbench.ui import theme, tokens
from workbench.ui.records.days import written
from workbench.ui.records.editors import Day
from workbench.ui.records.rows import RowOf
from workbench.ui.records.sublist import SubList
from workbench.ui.session import Session
from workbench.ui.widgets.basics import button, column, row, text
from workbench.ui.widgets.cells import CellChip

NONE = (
    "No event yet. Add what could move the counts besides your responses: a change in recording, "
    "the work of others, a school holiday, a storm."
)
LOOKS = {
    AnnotationKind.RECORDING: "warning",
    AnnotationKind.OTHER_WORK: "info",
    AnnotationKind.OUTSIDE: "neutral",
}


class AddEvent(QWidget):
    """A day, a few words and a sort; Enter adds.

    Signals:
        added: the day, the words and the sort.
    """

    added = Signal(object, str, object)

    def __init__(self, *acts: QWidget) -> None:
        super().__init__()
        self.day, self.words, self.sort = Day(), QLineEdit(), QComboBox()
        self.day.control.setAccessibleName("Day of the event")
        self.day.control.setMaximumWidth(theme.px(150))
        self.words.setPlaceholderText("What happened, in a few words")
        self.words.setAccessibleName("What happened")
        self.sort.setAccessibleName("Sort of event")
        for one in AnnotationKind:
            self.sort.addItem(one.word, one)
        self.sort.setCurrentIndex(len(AnnotationKind) - 1)
        self.wrong = text("", "small", wrap=True, tone="error")
        self.wrong.hide()
        self.add = button("Add", icon="add", does=self._add, tip="Add event (Enter)")
        for line in (self.words, self.day.line):
            line.returnPressed.connect(self._add)
        first = row(self.day.control, (self.words, 1))
        second = row(self.sort, self.add, None, *acts)
        column(first, second, self.wrong, gap=tokens.SMALL, into=self)

    def begin(self) -> None:
        """Put the cursor here."""
        self.day.control.setFocus()

    def _add(self) -> None:
        words = self.words.text().strip()
        try:
            day = self.day.value()
        except ValueError as error:
            self._refuse(str(error), self.day.control)
            return
        if day is None:
            self._refuse("Say on which day it happened.", self.day.control)
        elif not words:
            self._refuse("Say in a few words what happened.", self.words)
        else:
            self.wrong.hide()
            self.words.clear()
            self.day.put(None)
            self.added.emit(day, words, self.sort.currentData())

    def _refuse(self, words: str, control: QWidget) -> None:
        self.wrong.setText(words)
        self.wrong.setAccessibleName(f"Error: {words}")
        self.wrong.show()
        control.setFocus()


class EventsPanel(SubList):
    """Enter opens an event, Delete removes it; responses shown on charts are named below."""

    def __init__(self, session: Session) -> None:
        self.change = button("Change...", "quiet", does=lambda: self.edit(self.list.current))
        self.gone = button("Remove", "quiet", "close", lambda: self.drop(self.list.current))
        self.adding = AddEvent(self.change, self.gone)
        name = "Events on charts"
        super().__init__(session, name, NONE, lambda one: one.annotations, self.adding)
        self.adding.added.connect(self._add)
        self.list.adding.connect(self.adding.begin)
        self.also = text("", "small", wrap=True)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.also)

    def show_contents(self, contents: Contents) -> None:
        """List the events by day, and name the responses that are drawn beside them."""
        events = sorted(contents.annotations, key=lambda one: one.day)
        self.show_rows([event_row(one) for one in events])
        for act in (self.change, self.gone):
            act.setVisible(bool(events))
        own = [one.name for one in contents.responses if one.on_charts and one.starts]
        self.also.setText(f"Also drawn, from their own page: {'; '.join(own)}." if own else "")
        self.also.setVisible(bool(own))

    def _add(self, day: object, words: str, sort: AnnotationKind) -> None:
        from workbench.services.records import add

        problem = self.session.contents.problem.id
        made = Annotation(problem_id=problem, day=day, words=words, kind=sort)  # type: ignore[arg-type]
        self.session.history.do(lambda casebook: add(casebook, made, "Add event"))
        self.list.choose(made.id)


def event_row(one: Annotation) -> RowOf:
    """An event as the list shows it."""
    chip = CellChip(one.kind.word, LOOKS[one.kind])
    return RowOf(one.id, one.words, "", (chip,), one.notes, written(one.day))
