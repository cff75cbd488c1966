"""VerdictPanel: five things that can be said, the one the numbers offer, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QRadioButton, QWidget

from workbench.domain.assessment import Assessment, Verdict
from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import button, column, row, rule, text
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.flow import Flow

TONES = {
    Verdict.WORKED: ("success", "check"),
    Verdict.PROBABLY: ("success", "check"),
    Verdict.CANNOT_TELL: ("warning", "warning"),
    Verdict.NO_CHANGE: ("neutral", "info"),
    Verdict.WORSE: ("error", "error"),
}


def said(verdict: Verdict) -> str:
    """A verdict as it is shown: Probably worked."""
    return verdict.value.capitalize()


class VerdictPanel(QWidget):
    """Signals:
    decided: the verdict and the reason.
    """

    decided = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.chip = Chip("Not worked out yet", "neutral", "state-empty")
        self.choices = {verdict: QRadioButton(said(verdict)) for verdict in Verdict}
        self.why = QPlainTextEdit()
        self.why.setPlaceholderText("Because ...")
        self.why.setAccessibleName("Reason")
        self.why.setFixedHeight(theme.px(76))
        self.go = button("Decide", "primary", "check", self.decide)
        self.when = text("", "caption")
        self.refused = text("", wrap=True, tone="error")
        self.refused.hide()
        head = row(text("What do we say?", "heading"), None, text("The numbers offer"), self.chip)
        line = row((self.when, 1), self.go)
        choices = Flow(*self.choices.values(), gap=tokens.LARGE)
        column(rule(), head, choices, self.why, self.refused, line, gap=tokens.SMALL, into=self)

    def show_assessment(self, assessment: Assessment, decided: str) -> None:
        """Show what is offered and what was decided; ``decided`` is the day in words."""
        offered = next((v for v in Verdict if v.value == assessment.offered), None)
        tone, icon = TONES[offered] if offered else ("neutral", "state-empty")
        self.chip.say(said(offered) if offered else "Not worked out yet", tone, icon)
        for verdict, choice in self.choices.items():
            choice.setAutoExclusive(False)
            choice.setChecked(verdict is assessment.verdict)
            choice.setAutoExclusive(True)
        if self.why.toPlainText() != assessment.reason and not self.why.hasFocus():
            self.why.setPlainText(assessment.reason)
        self.when.setText(f"Decided {decided}" if decided else "Not decided yet")
        self.refused.hide()

    def focus_field(self, name: str) -> None:
        """Put the keyboard on what says a field of the assessment; nothing if none here does."""
        chosen = self.verdict
        first = self.choices[chosen] if chosen else next(iter(self.choices.values()))
        where: dict[str, QWidget] = {"verdict": first, "reason": self.why}
        if name in where:
            where[name].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def verdict(self) -> Verdict | None:
        """What is chosen."""
        return next((v for v, choice in self.choices.items() if choice.isChecked()), None)

    def decide(self) -> None:
        """Say it."""
        verdict = self.verdict
        if verdict is None:
            self.refuse("Nothing is chosen yet. Choose one of the five, then decide.")
            return
        self.refused.hide()
        self.decided.emit(verdict, self.why.toPlainText().strip())

    def refuse(self, words: str) -> None:
        """Say why it was not kept."""
        self.refused.setText(words)
        self.refused.setAccessibleName(f"Error: {words}")
        self.refused.show()
