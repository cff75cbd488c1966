"""The guide pane: why this step, what good looks like, and questions to ask oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QWidget

from workbench.ui import theme, tokens
from workbench.ui.icons import icon
from workbench.ui.widgets.basics import (
    Frame,
    Segments,
    button,
    column,
    empty,
    holder,
    mark,
    row,
    rule,
    scroll,
    text,
)

FEW = 3  # questions that are shown without unfolding


@dataclass(frozen=True)
class Question:
    """Something to ask oneself; ``answer`` is "yes", "no" or nothing yet, or words if written."""

    key: str
    words: str
    answer: str = ""
    written: bool = False


@dataclass(frozen=True)
class Advice:
    """What the pane says about one step."""

    why: str
    folds: Sequence[tuple[str, Sequence[str]]] = ()
    questions: Sequence[Question] = ()


@dataclass(frozen=True)
class Thread:
    """A gap in the golden thread: what is missing, the words that mend it, and what that opens."""

    says: str
    fix: str
    target: object = None


class GuidePane(Frame):
    """Advice about the page that is shown, its questions, and the golden thread below.

    Signals:
        closed: its cross was pressed.
        answered: the key of a question, and "yes", "no" or what was written.
        chosen: the target of a thread that was followed.
    """

    closed = Signal()
    answered = Signal(str, str)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("side")
        self.setAccessibleName("Guide")
        shut = QToolButton()
        shut.setIcon(icon("close"))
        shut.setToolTip("Close the guide (F1 opens it again)")
        shut.setAccessibleName("Close the guide")
        shut.clicked.connect(self.closed)
        self.advice, self.threads = column(gap=tokens.MEDIUM), column(gap=tokens.MEDIUM)
        pad = (tokens.LARGE, 0, tokens.LARGE, tokens.LARGE)
        body = column(self.advice, self.threads, None, gap=tokens.MEDIUM, pad=pad)
        head = row(text("Guide", "heading"), None, shut, pad=(tokens.LARGE, 0, tokens.SMALL, 0))
        column(head, (scroll(body), 1), pad=(0, tokens.MEDIUM, 0, 0), into=self)
        self.fit()

    _asking = False  # questions that were unfolded stay so on the next page

    def fit(self) -> None:
        """Take the width that the text size asks for."""
        self.setMinimumWidth(theme.px(tokens.GUIDE))
        self.setMaximumWidth(theme.px(tokens.GUIDE + 96))

    def tell(self, advice: Advice, threads: Sequence[Thread], closed: str = "") -> None:
        """Say something about another step, in a turn of its own, or when the pane is opened.

        Words that are being written are kept first. ``closed`` says when and with what the
        problem was closed.
        """
        typing = [line for line in self.findChildren(WrittenAnswer) if line.dirty]
        if typing:
            for line in typing:
                line.keep()  # which comes back here, with the words in the advice
            return
        self._told = (advice, threads, closed)
        if not self.isHidden():
            QTimer.singleShot(0, self, self._say)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say()

    _told: tuple[Advice, Sequence[Thread], str] | None = None

    def _say(self) -> None:
        if self._told is not None:
            (advice, threads, closed), self._told = self._told, None
            self._advise(advice)
            self._show_thread(threads, closed)

    def _advise(self, advice: Advice) -> None:
        empty(self.advice)
        self.advice.addWidget(_part("Why this step", advice.why))
        if advice.folds:
            folds = column(*(_Fold(name, words) for name, words in advice.folds), gap=tokens.TIGHT)
            self.advice.addLayout(folds)
        if advice.questions:
            self.advice.addWidget(rule())
            self.advice.addWidget(self._questions(advice.questions))
        self.advice.addWidget(rule())

    def _show_thread(self, threads: Sequence[Thread], closed: str) -> None:
        """List the gaps; with none, say so; of a closed problem, that it was closed with them."""
        empty(self.threads)
        gaps = len(threads)
        count = f"{gaps} gap{'s' if gaps != 1 else ''}" if gaps else "no gaps"
        head = row(text("Golden thread", "strong"), None, text(count, "caption"))
        self.threads.addWidget(holder(head))
        if closed:
            self.threads.addWidget(text(closed, wrap=True))
        if not gaps:
            calm = "Every response leads back to a cause and on to a measure."
            self.threads.addWidget(text(calm, "secondary", wrap=True))
        for thread in threads:
            self.threads.addWidget(self._line(thread))

    def _questions(self, questions: Sequence[Question]) -> QWidget:
        given = sum(bool(question.answer) for question in questions)
        fold = _Fold(f"Ask yourself ({given} of {len(questions)} answered)", ())
        fold.lines.setSpacing(tokens.MEDIUM)
        for question in questions:
            fold.lines.addWidget(self._ask(question))
        fold.head.setChecked(len(questions) <= FEW or self._asking)
        fold.head.toggled.connect(self._keep_asking)
        return fold

    def _keep_asking(self, shown: bool) -> None:
        self._asking = shown

    def _line(self, thread: Thread) -> QWidget:
        fix = button(thread.fix, "link", does=lambda: self.chosen.emit(thread.target))
        fix.setAccessibleName(f"{thread.says} {thread.fix}")
        words = column(text(thread.says, wrap=True), row(fix, None), gap=2)
        return holder(row(column(mark("warning", "warning"), None), (words, 1)))

    def _ask(self, question: Question) -> QWidget:
        if question.written:
            line = WrittenAnswer(question)
            line.answered.connect(self.answered)
            return holder(column(text(question.words, wrap=True), line, gap=tokens.TIGHT))
        at = {"yes": 0, "no": 1}.get(question.answer, -1)
        choice = Segments(question.words, ("Yes", "No"), at)
        choice.chosen.connect(lambda n: self.answered.emit(question.key, ("yes", "no")[n]))
        return holder(row((text(question.words, wrap=True), 1), (choice, 0)))


class WrittenAnswer(QPlainTextEdit):
    """An answer in words, kept when the field is left.

    Signals:
        answered: the key of the question and the words.
    """

    answered = Signal(str, str)

    def __init__(self, question: Question) -> None:
        super().__init__(question.answer)
        self.question = question
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.px(64))
        self.setAccessibleName(question.words)

    @property
    def words(self) -> str:
        """What is written."""
        return self.toPlainText().strip()

    @property
    def dirty(self) -> bool:
        """Whether it has not been kept yet."""
        return self.words != self.question.answer

    def keep(self) -> None:
        """Keep what is written."""
        if self.dirty:
            self.question = replace(self.question, answer=self.words)
            self.answered.emit(self.question.key, self.words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()


class _Fold(QWidget):
    """A heading that opens and shuts its text; the keyboard reaches it as a button."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.head = button(title, "fold")
        self.head.setCheckable(True)
        self.lines = column(*(text(line, "secondary", wrap=True) for line in lines), gap=6)
        self.body = holder(self.lines)
        self.body.hide()
        self.head.toggled.connect(self._turn)
        self._turn(False)
        column(self.head, self.body, gap=tokens.TIGHT, into=self)

    def _turn(self, shown: bool) -> None:
        self.body.setVisible(shown)
        self.head.setIconSize(QSize(theme.px(22), theme.px(16)))
        self.head.setIcon(icon("chevron-down" if shown else "chevron-right"))


def _part(title: str, words: str) -> QWidget:
    says = text(words, "secondary", wrap=True)
    return holder(column(text(title, "strong"), says, gap=tokens.TIGHT))
