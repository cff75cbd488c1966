"""ListPage: the records of one kind as a list, and the chosen one in a form beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QWidget

from workbench.domain.changes import Changes
from workbench.domain.record import Record, kind_name
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.guide.headline import headline
from workbench.ui import theme, tokens
from workbench.ui.commands import called
from workbench.ui.page import Offer, Page
from workbench.ui.records.add_line import AddLine
from workbench.ui.records.editors import Choices
from workbench.ui.records.form import RecordForm
from workbench.ui.records.rows import RowList, RowOf
from workbench.ui.session import Session
from workbench.ui.widgets.basics import CARD, Frame, button, column, holder, row, scroll, text
from workbench.ui.widgets.pages import EmptyState, PageHeader

LEAST, LEAST_EMPTY = 250, 340  # height of the list; of what is said where nothing is listed
BESIDE = 980  # with less room than this, at ordinary text size, list and form take turns


class ListPage(Page):
    """What the pages of hypotheses, responses, actions and the like share.

    A page says which kind of record it lists and how a row, the heading and a new record are
    made; it may put a panel above the list and another below the form.
    """

    key: ClassVar[str]
    about: ClassVar[str]
    kind: ClassVar[type[Record]]
    noun: ClassVar[str]
    icon: ClassVar[str]
    add_hint: ClassVar[str] = ""
    add_choices: ClassVar[Choices] = ()
    leave_out: ClassVar[tuple[str, ...]] = ()
    coded: ClassVar[bool] = True
    empty_says: ClassVar[tuple[str, str]]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.open_id: UUID | None = None
        self.starts: dict[str, Any] = {}  # what the next record that is added begins with
        self.then = ""  # the field of it that is to be said next
        self.add_line = AddLine(self.noun, self.add_hint, self.add_choices)
        self.add_line.added.connect(self._add)
        self.list = RowList(self.noun.capitalize(), self.coded)
        self.list.opened.connect(self.open)
        self.list.clicked.connect(lambda index: self.open(self.list.key(index.row()), False))
        self.list.chosen.connect(self._chosen)
        self.list.removing.connect(self._remove_key)
        self.list.adding.connect(self.begin_adding)
        self.form = RecordForm(session, leave_out=self.leave_out)
        self.header = PageHeader("", "", *self.buttons())
        self._build()

    def _build(self) -> None:
        self._build_split()
        above = self.above()
        top = holder(column(self.header, *([above] if above else []), gap=tokens.MEDIUM))
        column(top, (self.split, 1), gap=tokens.MEDIUM, into=self)

    def _build_split(self) -> None:
        """The list and, beside it, the form."""
        first = button(f"Add the first {self.noun}", "primary", "add", self.begin_adding)
        self.nothing = EmptyState(self.icon, *self.empty_says, first)
        pad = (tokens.MEDIUM, tokens.MEDIUM, tokens.MEDIUM, tokens.SMALL)
        adding = holder(column(self.add_line, pad=pad))
        inner = column(adding, (self.list, 1), (self.nothing, 1), gap=0, pad=(1, 1, 1, 1))
        self.list_side = Frame("surface", inner)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(tokens.MEDIUM)
        self.split.setProperty("bare", "true")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list_side)
        self.split.addWidget(self._form_side())
        self.split.setSizes([460, 540])
        # what fits is shown, the rest scrolls inside: only the least height counts outside
        self.split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.split.setMinimumHeight(theme.px(LEAST))

    def _form_side(self) -> Frame:
        self.back = button("Back to the list", "link", "chevron-left", self.shut)
        self.named = text("", "heading", wrap=True)
        gone = button("Remove", "quiet", "close", self.remove, f"Remove this {self.noun} (Delete)")
        log = button(
            "History", "quiet", "history", self._history, f"What was done to this {self.noun}"
        )
        head = column(row(self.back, None), row((self.named, 1), log, gone), gap=0)
        head.setContentsMargins(tokens.LARGE, tokens.SMALL, tokens.SMALL, tokens.TIGHT)
        below = self.below()
        inner = column(self.form, *([below] if below else []), None, gap=tokens.LARGE, pad=CARD)
        self.form_side = Frame("surface", column(head, (scroll(inner), 1), gap=0, pad=(1, 1, 1, 1)))
        return self.form_side

    # what a page says of itself

    def buttons(self) -> tuple[Any, ...]:
        """The buttons beside the heading."""
        add = button(f"Add {self.noun}", icon="add", does=self.begin_adding)
        return (add,)

    def above(self) -> QWidget | None:
        """A panel between the heading and the list."""

    def below(self) -> QWidget | None:
        """A panel below the form."""

    def records(self, contents: Contents) -> tuple[Record, ...]:
        """The records that are listed."""
        raise NotImplementedError

    def rows(self, contents: Contents) -> list[RowOf]:
        """The records as rows."""
        raise NotImplementedError

    def heading(self, contents: Contents) -> tuple[str, str]:
        """The sentence that says where things stand, and the line below it."""
        return headline(self.key, contents, self.session.today), self.about

    def new(self, words: str, choice: Any) -> Record:
        """A new record from the quick-add line."""
        raise NotImplementedError

    def show_more(self, contents: Contents, record: Record | None) -> None:
        """Fill the panels above the list and below the form."""

    # working

    @property
    def record(self) -> Record | None:
        """The record in the form."""
        there = self.records(self.session.contents)
        return next((one for one in there if one.id == self.open_id), None)

    def read(self) -> None:
        contents = self.session.contents
        self.header.say(*self.heading(contents))
        self.list.show_rows(self.rows(contents))
        there = self.list.rows.rowCount() > 0
        self.list.setVisible(there)
        self.nothing.setVisible(not there)
        self.split.setMinimumHeight(theme.px(LEAST if there else LEAST_EMPTY))
        record = self.record
        if record is None:
            self.open_id = None
        else:
            self.form.show_record(record, contents)
            self.named.setText(called(record))
        self.show_more(contents, record)
        self._arrange()

    def open(self, key: object, enter: bool = True, field: str = "") -> None:
        """Show a record in the form, with the cursor in it."""
        self.form.keep()
        self.open_id = key if isinstance(key, UUID) else None
        self.list.choose(key)
        self.read()
        if enter:
            self.form.focus_field(field)

    def begin_adding(self, choice: Any = None, gap: Gap | None = None) -> None:
        """Put the cursor into the line that adds; a form that hides it is closed first.

        What is added for a gap begins with what mends it, and the line says so.
        """
        if self._narrow() and self.open_id is not None:
            self.shut()
        self.starts = dict(gap.starts) if gap else {}
        self.then = gap.field if gap and not gap.starts else ""
        self.add_line.begin(choice, gap.fix if gap else "")

    def shut(self) -> None:
        """Close the form; the keyboard goes back to the list."""
        self.form.keep()
        self.open_id = None
        self.read()
        self.list.setFocus()

    def remove(self) -> None:
        """Remove the record in the form; one undo brings it back with all that hung on it."""
        record = self.record
        if record is not None:
            from workbench.services.records import remove

            self.open_id = None
            self.session.history.do(lambda casebook: remove(casebook, record))
            self.list.setFocus()

    def land(self, gap: Gap) -> None:
        if gap.record_id is not None and gap.kind == kind_name(self.kind):
            self.open(gap.record_id, field=gap.field)
        else:
            self.begin_adding(gap=gap)

    def entrance(self) -> QWidget | None:
        """The list, or with nothing in it the line that adds."""
        return self.list if self.list.rows.rowCount() else self.add_line.line

    def offers(self) -> tuple[Offer, ...]:
        add = Offer("Problem", f"Add {self.noun}", self.begin_adding, "Insert", self.icon)
        gone = Offer("Problem", f"Remove {self.noun}", self._remove_chosen, "", "close")
        return (add, gone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.open_id is not None:
            self.shut()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _narrow(self) -> bool:
        return self.width() / theme.look.scale < BESIDE

    def _arrange(self) -> None:
        """List and form side by side where there is room, else one of them."""
        beside = not self._narrow()
        shown = self.open_id is not None
        self.form_side.setVisible(shown)
        self.list_side.setVisible(beside or not shown)
        self.back.setVisible(shown)

    def _chosen(self, key: object) -> None:
        if self.open_id is not None and isinstance(key, UUID) and key != self.open_id:
            self.open(key, enter=False)

    def _add(self, words: str, choice: Any) -> None:
        from workbench.services.records import add

        made, then = replace(self.new(words, choice), **self.starts), self.then
        self._forget_starts()
        self.session.history.do(lambda casebook: add(casebook, made))
        self.list.choose(made.id)
        if then:
            self.open(made.id, field=then)
        else:
            self.added(made)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget_starts()

    def _forget_starts(self) -> None:
        self.starts, self.then = {}, ""
        self.add_line.line.setPlaceholderText(self.add_line.hint)

    def added(self, record: Record) -> None:
        """A record was added by the quick line: open it, so that the rest can be said."""
        self.open(record.id, enter=self._narrow())

    def _remove_key(self, key: object) -> None:
        self.open_id = key if isinstance(key, UUID) else None
        self.remove()

    def _remove_chosen(self) -> None:
        self._remove_key(self.open_id or self.list.current)

    def _history(self) -> None:
        if self.open_id is not None:
            self.go.emit(Gap("history", "", "", "history", self.open_id))

    def change(self, record: Record, /, **values: Any) -> None:
        """Give fields of a record other values, as one step."""
        from workbench.services.records import amend

        def action(casebook: Any) -> Changes:
            return amend(casebook, type(record), record.id, **values)

        self.session.history.do(action)
