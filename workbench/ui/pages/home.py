"""Home: what needs you, then every problem of the casebook."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QStackedWidget, QWidget

from workbench.domain.record import Record
from workbench.guide.gap import Gap
from workbench.ui import theme, tokens
from workbench.ui.icons import icon
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.portfolio import Line, Need, headings, needs, portfolio
from workbench.ui.records.days import written
from workbench.ui.session import Session
from workbench.ui.widgets.basics import (
    CARD,
    Frame,
    button,
    column,
    empty,
    holder,
    mark,
    row,
    rule,
    text,
)
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.flow import Reflow
from workbench.ui.widgets.pages import EmptyState, PageHeader
from workbench.ui.widgets.tables import DataTable, Records

ALL_OWNERS, ALL_STAGES = "All owners", "All stages"
SHOWN = 3  # needs in sight; the rest are one click away


class HomePage(Page):
    """Four questions: what is mine, what is late, what is due, what has been learned."""

    watches: ClassVar[tuple[type[Record], ...]] = ()  # everything

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.lines: list[Line] = []
        self.every_need = False
        self.start = button("Start a problem", "primary", "add", lambda: self.go.emit("start"))
        self.header = PageHeader("", "", self.start)
        self.need_lines = QGridLayout()
        self.need_count = text("", "small")
        self.table = DataTable("Problems", Records(headings()), wide=1, strong=1)
        self.table.opened.connect(self._open)
        self.table.adding.connect(lambda: self.go.emit("start"))
        self._build()

    def _build(self) -> None:
        self.need_card, self.learn = self._needs(), self._learn()
        self.top = Reflow((self.need_card, 5), (self.learn, 2), least=820, gap=tokens.LARGE)
        first = button("Start a problem", "primary", "add", lambda: self.go.emit("start"))
        why = (
            "A problem is a recurring set of related harmful events that a community expects to be "
            "dealt with. Starting one asks five things; everything else can come later."
        )
        nothing = Frame("surface", column(EmptyState("scan", "No problems yet", why, first)))
        self.body = QStackedWidget()
        self.body.addWidget(nothing)
        self.body.addWidget(self._problems())
        parts = (self.header, self.top, (self.body, 1))
        column(*parts, gap=tokens.LARGE, into=self)

    def _needs(self) -> Frame:
        self.need_lines.setColumnStretch(1, 1)
        self.need_lines.setHorizontalSpacing(tokens.MEDIUM)
        self.need_lines.setVerticalSpacing(5)
        head = row(text("Needs you", "heading"), self.need_count, None)
        self.calm = text("Nothing is late and nothing is due in the next four weeks.", "secondary")
        self.calm.setWordWrap(True)
        self.rest = button("", "link", does=self._show_rest)
        parts = (head, self.calm, self.need_lines, row(self.rest, None), None)
        return Frame("surface", column(*parts, gap=tokens.SMALL, pad=CARD))

    def _learn(self) -> Frame:
        self.learned = column(gap=tokens.TIGHT)
        head = text("Learned so far", "heading")
        inner = column(head, self.learned, None, gap=tokens.SMALL, pad=CARD)
        return Frame("surface", inner)

    def _problems(self) -> Frame:
        self.count = text("", "small")
        self.search, self.owners, self.stages = QLineEdit(), QComboBox(), QComboBox()
        self.search.setPlaceholderText("Find in problems")
        self.search.setAccessibleName("Find in problems")
        place = QLineEdit.ActionPosition.LeadingPosition
        self.search.addAction(icon("search"), place)
        self.search.setMinimumWidth(theme.px(180))
        self.search.textChanged.connect(self._show_lines)
        for box, name in ((self.owners, "owner"), (self.stages, "stage")):
            box.setProperty("kind", "filter")
            box.setAccessibleName(f"Filter by {name}")
            box.activated.connect(self._show_lines)
        tools = row(self.count, None, self.search, self.owners, self.stages)
        head = Reflow(text("Problems", "heading"), (holder(tools), 1), least=640)
        held = column(head, pad=(tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.MEDIUM))
        self.table.setMinimumHeight(theme.px(220))
        return Frame("surface", column(held, (self.table, 1), gap=0, pad=(1, 0, 1, 1)))

    def offers(self) -> tuple[Offer, ...]:
        return (Offer("Problem", "Open the problem", self._open_chosen, "", "file"),)

    def read(self) -> None:
        session = self.session
        self.lines = portfolio(session.casebook, session.today)
        wanted = [need for line in self.lines for need in needs(line, session.today)]
        wanted.sort(key=lambda need: need.order)
        open_ = sum(line.open for line in self.lines)
        today = f"{session.today:%A} {written(session.today)}"
        self.header.say(_sentence(len(wanted), open_), f"{session.casebook.path.stem}, {today}")
        self.start.setVisible(bool(self.lines))
        self.top.setVisible(bool(self.lines))
        self.body.setCurrentIndex(1 if self.lines else 0)
        self._offer_filters()
        self._show_lines()
        self._show_needs(wanted)
        self._show_learned()

    def _offer_filters(self) -> None:
        for box, first, names in (
            (self.owners, ALL_OWNERS, {line.problem.owner for line in self.lines}),
            (self.stages, ALL_STAGES, {line.stage.words for line in self.lines}),
        ):
            held = box.currentText()
            box.clear()
            box.addItems([first, *sorted(name for name in names if name)])
            box.setCurrentIndex(max(0, box.findText(held)))

    def _show_lines(self) -> None:
        words = self.search.text().lower().split()
        owner, stage = self.owners.currentText(), self.stages.currentText()
        shown = [
            line
            for line in self.lines
            if owner in (ALL_OWNERS, "", line.problem.owner)
            and stage in (ALL_STAGES, "", line.stage.words)
            and all(word in line.said for word in words)
        ]
        self.count.setText(str(len(shown)))
        self.table.show_rows([line.cells for line in shown], [line.problem.id for line in shown])

    def _show_needs(self, wanted: list[Need]) -> None:
        _clear(self.need_lines)
        self.need_count.setText(str(len(wanted)) if wanted else "")
        self.calm.setVisible(not wanted)
        shown = wanted if self.every_need else wanted[:SHOWN]
        for number, need in enumerate(shown):
            act = button(need.does, tip=f"{need.does}: {need.what}, {need.where}")
            act.clicked.connect(lambda _=False, one=need: self._act(one))
            words = QWidget()
            said = text(need.what, "strong", wrap=True), text(need.where, "small", wrap=True)
            column(*said, gap=0, into=words)
            cells = (mark(need.icon, "accent", 20), words, Chip(*need.chip), act)
            for place, widget in enumerate(cells):
                self.need_lines.addWidget(widget, 2 * number, place)
            if number < len(shown) - 1:
                self.need_lines.addWidget(rule(), 2 * number + 1, 0, 1, 4)
        more = len(wanted) - len(shown)
        self.rest.setText(f"Show {more} more")
        self.rest.setVisible(more > 0)

    def _show_rest(self) -> None:
        self.every_need = True
        self.read()

    def _show_learned(self) -> None:
        empty(self.learned)
        verdicts = [line for line in self.lines if line.verdict is not None]
        if not verdicts:
            words = "Verdicts of finished assessments are listed here, those that failed as well."
            self.learned.addWidget(text(words, "secondary", wrap=True))
        for line in verdicts[:4]:
            assert line.verdict is not None, "only problems with a verdict are listed"
            name = line.problem.name
            open_it = button(name, "link", "assess", tip=name)
            open_it.clicked.connect(lambda _=False, one=line.problem.id: self._open(one))
            self.learned.addLayout(row(open_it, None))
            said = text(line.verdict, "small", wrap=True)
            said.setToolTip(line.verdict)
            self.learned.addWidget(said)

    def _act(self, need: Need) -> None:
        self.go.emit(need.problem_id)
        self.go.emit(Gap("needs", "", "", need.kind, need.record_id))

    def _open(self, key: object) -> None:
        if isinstance(key, UUID):
            self.go.emit(key)

    def _open_chosen(self) -> None:
        self._open(self.table.current)


def _sentence(wanted: int, open_: int) -> str:
    things = "Nothing needs you"
    if wanted:
        things = f"{wanted} thing{'' if wanted == 1 else 's'} need{'s' if wanted == 1 else ''} you"
    if not open_:
        return "No problems are open"
    return f"{things}; {open_} problem{' is' if open_ == 1 else 's are'} open"


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


KIND = PageKind("home", "Home", "home", HomePage, home=True)
