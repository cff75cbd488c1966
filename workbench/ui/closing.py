"""Closing a problem with its verdict, or why there is none; and opening it again, with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.domain.changes import Changes
from workbench.errors import WorkbenchError
from workbench.guide.thread import gaps, in_words
from workbench.services.problems import close_problem, reopen_problem, verdict_said
from workbench.ui import theme
from workbench.ui.dialogs import Dialog
from workbench.ui.session import Session
from workbench.ui.widgets.forms import Field


class _Because(Dialog):
    """Asks for words and does one thing to the problem in hand with them."""

    def __init__(
        self, parent: QWidget, session: Session, sentence: str, about: str, does: str
    ) -> None:
        super().__init__(parent, "check", sentence, about, does)
        self.session = session
        self.why = QPlainTextEdit()
        self.why.setTabChangesFocus(True)
        self.why.setMaximumHeight(theme.px(96))

    def ask(self, label: str, hint: str) -> None:
        """Put the field for the words into the dialog."""
        self.field = Field(label, self.why, hint)
        self.body.addWidget(self.field)
        self.why.setFocus()

    def do(self, words: str) -> Changes:
        """What is done when the button is pressed."""
        raise NotImplementedError

    def accept(self) -> None:
        try:
            self.do(self.why.toPlainText())
        except WorkbenchError as error:
            self.field.set_error(str(error))
            self.why.setFocus()
            return
        super().accept()


class CloseProblem(_Because):
    """Says what the verdict is and what is left open, and closes the problem."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        contents = session.contents
        left = len(gaps(contents, session.today))
        verdict = verdict_said(contents.assessments)
        about = f"The verdict is: {verdict}" if verdict else "No verdict has been decided yet."
        if left:
            about += f" The golden thread has {in_words(left).lower()}; closing leaves them open."
        super().__init__(parent, session, "Close the problem?", about, "Close the problem")
        if verdict:
            self.ask("&What was learned", "If there is more to say than the verdict does.")
        else:
            self.ask("&Why there is no verdict", "Shown to whoever reads the problem after you.")

    def do(self, words: str) -> Changes:
        session = self.session
        problem, today = session.contents.problem.id, session.today
        return session.history.do(lambda casebook: close_problem(casebook, problem, today, words))


class ReopenProblem(_Because):
    """Opens a closed problem again."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        why = session.contents.problem.closed_because
        super().__init__(
            parent, session, "Open the problem again?", f"It was closed: {why}", "Reopen"
        )
        self.ask("&Why it is opened again", "Shown to whoever reads the problem after you.")

    def do(self, words: str) -> Changes:
        session = self.session
        problem = session.contents.problem.id
        return session.history.do(lambda casebook: reopen_problem(casebook, problem, words))
