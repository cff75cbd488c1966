"""The statement: what the problem is, in sixty words, and whether it is a problem at all."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from workbench.domain.problem import Answer, Cycle, Problem
from workbench.domain.record import Record
from workbench.guide.gap import Gap
from workbench.guide.headline import headline
from workbench.guide.method import NO, YES, Question
from workbench.guide.methods import method
from workbench.guide.statement import LIMIT, nudges, word_count
from workbench.ui import theme, tokens
from workbench.ui.page import Page, PageKind
from workbench.ui.records.editors import Lines
from workbench.ui.records.form import RecordForm
from workbench.ui.session import Session
from workbench.ui.widgets.basics import CARD, Frame, Segments, column, empty, mark, row, rule, text
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.flow import Reflow
from workbench.ui.widgets.pages import PageHeader

ANSWERS = (YES, NO)
QUESTIONS = ("who", "what", "where", "when", "why", "how")
FACTS = ("name", "concern", "area", "owner", "marking")


class StatementPage(Page):
    """Statement with its word count and remarks, CHEERS, the six questions, and the basic facts."""

    watches: ClassVar[tuple[type[Record], ...]] = (Problem, Answer, Cycle)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.header = PageHeader("", "Is this one problem, and is it worth solving?")
        self.statement = RecordForm(session, "statement", bare=True)
        self.facts, self.questions = RecordForm(session, *FACTS), RecordForm(session, *QUESTIONS)
        self.words, self.remarks = Chip("", "neutral"), column(gap=tokens.TIGHT)
        self.cheers_count = text("", "caption")
        self.cheers = column(gap=tokens.SMALL)
        self.ticks: dict[str, Tick] = {}
        left = column(self._statement(), self._card("In six questions", self.questions))
        right = column(self._cheers(), self._card("About the problem", self.facts), None)
        for side in (left, right):
            side.setSpacing(tokens.MEDIUM)
        left.addStretch(1)
        body = Reflow((left, 1), (right, 1), least=760, gap=tokens.LARGE)
        column(self.header, body, None, gap=tokens.MEDIUM, into=self)

    def _statement(self) -> Frame:
        head = row(text("Problem statement", "heading"), None, self.words)
        inner = column(head, self.statement, self.remarks, gap=tokens.SMALL, pad=CARD)
        return Frame("surface", inner)

    def _cheers(self) -> Frame:
        head = row(text("CHEERS: is it a problem?", "heading"), None, self.cheers_count)
        return Frame("surface", column(head, self.cheers, gap=tokens.SMALL, pad=CARD))

    @staticmethod
    def _card(name: str, form: QWidget) -> Frame:
        return Frame("surface", column(text(name, "heading"), form, gap=tokens.SMALL, pad=CARD))

    def read(self) -> None:
        contents = self.session.contents
        self.header.say(headline("statement", contents, self.session.today))
        for form in (self.statement, self.facts, self.questions):
            form.show_record(contents.problem, contents)
        if not self.statement.property("heard"):
            self.statement.setProperty("heard", True)
            self.statement.editors["statement"].typed.connect(self._count)
        self._count()
        self._show_cheers()

    def land(self, gap: Gap) -> None:
        if gap.kind == "answer" and (tick := self.ticks.get(gap.field)) is not None:
            tick.choice.group.buttons()[0].setFocus()
            return
        for form in (self.statement, self.facts, self.questions):
            if gap.field in form.editors:
                form.focus_field(gap.field)
                return
        self.statement.focus_field("statement")

    def _count(self) -> None:
        editor = self.statement.editors["statement"]
        assert isinstance(editor, Lines), "a statement takes several lines"
        said = editor.value()
        count = word_count(said)
        tone = "warning" if count > LIMIT else "success" if count else "neutral"
        self.words.say(f"{count} of {LIMIT} words", tone)
        empty(self.remarks)
        for nudge in nudges(said):
            line = row(mark("info", "secondary", 16), (text(nudge.says, "small", wrap=True), 1))
            self.remarks.addLayout(line)

    def _show_cheers(self) -> None:
        contents = self.session.contents
        asked = _cheers(contents.cycle.method)
        given = {answer.question: answer for answer in contents.answers}
        if [question.key for question in asked] != list(self.ticks):
            empty(self.cheers)
            self.ticks = {}
            for number, question in enumerate(asked):
                if number:
                    self.cheers.addWidget(rule())
                self.ticks[question.key] = tick = Tick(question)
                tick.choice.chosen.connect(partial(self._answer, question.key))
                tick.note.finished.connect(partial(self._note, question.key))
                self.cheers.addWidget(tick)
        met = 0
        for key, tick in self.ticks.items():
            answer = given.get(key)
            tick.show_answer(answer.value if answer else "", answer.note if answer else "")
            met += bool(answer and answer.value == YES)
        self.cheers_count.setText(f"{met} of {len(self.ticks)} met")

    def _answer(self, key: str, at: int) -> None:
        self._keep(key, ANSWERS[at], self.ticks[key].note.value())

    def _note(self, key: str) -> None:
        tick = self.ticks[key]
        note = tick.note.value()
        if note != tick.kept and tick.choice.at >= 0:
            self._keep(key, ANSWERS[tick.choice.at], note)

    def _keep(self, key: str, value: str, note: str) -> None:
        from workbench.services.guiding import answer

        cycle = self.session.contents.cycle.id
        self.session.history.do(lambda casebook: answer(casebook, cycle, key, value, note))


class Tick(QWidget):
    """One CHEERS element: its question, yes or no, and what shows it."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.kept = ""
        self.choice = Segments(question.word, ("Yes", "No"), -1)
        self.note = Lines(least=1)
        self.note.area.setPlaceholderText("What shows it")
        self.note.area.setAccessibleName(f"{question.word}: what shows it")
        words = column(
            text(question.word, "strong"), text(question.text, "small", wrap=True), gap=1
        )
        head = row((words, 1), column(self.choice, None), gap=tokens.MEDIUM)
        column(head, self.note.area, gap=tokens.TIGHT, into=self)
        self.setMinimumWidth(theme.px(280))

    def show_answer(self, value: str, note: str) -> None:
        """Show an answer; the line for what shows it comes with it."""
        self.choice.set_at(ANSWERS.index(value) if value in ANSWERS else -1)
        self.kept = note
        if not self.note.area.hasFocus():
            self.note.show_value(note)
        self.note.area.setVisible(value in ANSWERS)


def _cheers(key: str) -> list[Question]:
    """The compulsory questions of the method that belong on this page."""
    return [
        question
        for stage in method(key).stages
        for step in stage.steps_on("statement")
        for question in step.questions
        if question.kind == "yes" and not question.field
    ]


KIND = PageKind("statement", "Statement", "scan", StatementPage)
