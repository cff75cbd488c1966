"""Start a problem: five questions; everything else can come later."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from workbench.domain.audience import Marking
from workbench.services.problems import Start, start_problem
from workbench.ui import theme, tokens
from workbench.ui.page import Page, PageKind
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Frame, button, column, holder, place, row
from workbench.ui.widgets.flow import Reflow
from workbench.ui.widgets.forms import ErrorSummary, Field
from workbench.ui.widgets.pages import PageHeader

WIDE = 720


class StartPage(Page):
    """Asks the five things, and opens the problem."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.name, self.concern, self.area = QLineEdit(), QPlainTextEdit(), QLineEdit()
        self.owner, self.marking = QLineEdit(), QComboBox()
        for one in Marking:
            self.marking.addItem(one.value, one)
        self.concern.setTabChangesFocus(True)
        self.concern.setFixedHeight(self.concern.fontMetrics().lineSpacing() * 2 + 20)
        self.header = PageHeader("Start a problem", "Five questions. Everything else can wait.")
        self.summary = ErrorSummary()
        what = "What happens, where or to whom, such as \u201cTheft from vans, Eastmoor\u201d."
        who = "Who is harmed, by what, where and since when."
        self.fields = (
            Field("Short &name", self.name, what),
            Field("The &concern in one sentence", self.concern, who),
            Field("&Area", self.area, "The smallest area that holds the problem."),
            Field("&Owner", self.owner),
            Field("&Marking", self.marking),
        )
        self._build()

    def _build(self) -> None:
        name, concern, area, owner, marking = self.fields
        last = Reflow((owner, 1), (marking, 1), least=420, gap=tokens.LARGE)
        pad = (tokens.WIDE, tokens.LARGE, tokens.WIDE, tokens.LARGE)
        form = Frame("surface", column(name, concern, area, last, gap=tokens.MEDIUM, pad=pad))
        inner = column(self.header, self.summary, form, None, gap=tokens.MEDIUM)
        body = holder(inner)
        body.setMaximumWidth(theme.px(WIDE))
        row(None, (body, 20), None, into=self)
        go = button("Start problem", "primary", does=self.submit)
        leave = button("Cancel", does=lambda: self.go.emit("home"))
        feet = holder(row(None, go, leave))
        feet.setMaximumWidth(theme.px(WIDE))
        pad = (tokens.WIDE, tokens.SMALL, tokens.WIDE, tokens.SMALL)
        self.foot = Frame("foot", row(None, (feet, 20), None, pad=pad))
        for line in (self.name, self.area, self.owner):
            line.returnPressed.connect(self.submit)

    def read(self) -> None:
        if not self.owner.text():
            self.owner.setText(self.session.casebook.author.who)
        at = place(self.marking, Marking.OFFICIAL_SENSITIVE)
        if not self.name.text():
            self.marking.setCurrentIndex(at)
        self.name.setFocus()

    def submit(self) -> None:
        """Start the problem, or say what is missing."""
        wanted = (
            (self.fields[0], self.name.text(), "Give it a short name."),
            (self.fields[1], self.concern.toPlainText(), "Say who is harmed, by what and where."),
            (self.fields[2], self.area.text(), "Say which area."),
            (self.fields[3], self.owner.text(), "Say who owns it."),
        )
        for field, said, words in wanted:
            field.set_error("" if said.strip() else words)
        wrong = self.summary.show_errors(self.fields)
        count = sum(not said.strip() for _, said, _ in wanted)
        one = "One answer is" if count == 1 else f"{count} answers are"
        self.header.say(f"{one} missing" if wrong else "Start a problem")
        if not wrong:
            self._start()

    def _start(self) -> None:
        session = self.session
        start = Start(
            self.name.text(),
            self.concern.toPlainText(),
            self.area.text(),
            self.owner.text(),
            Marking(self.marking.currentData()),
        )
        problem_id, changes = start_problem(session.casebook, start, session.today)
        session.history.committed(changes)
        for line in (self.name, self.area):
            line.clear()
        self.concern.clear()
        self.go.emit(problem_id)


KIND = PageKind("start", "Start a problem", "add", StartPage, home=True)
