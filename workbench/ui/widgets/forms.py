"""Fields with their words, hints and errors; and the summary of errors at the top of a form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import Frame, button, column, empty, mark, row, text


class Field(QWidget):
    """A control under its label, with a hint and, when wrong, the same words as the summary."""

    def __init__(self, label: str, control: QWidget, hint: str = "", error: str = "") -> None:
        super().__init__()
        self.label, self.control, self.hint = label, control, hint
        name = text(label, "strong")
        name.setBuddy(control)
        if not label:  # hidden only: what is shown before it has a parent is a window of its own
            name.hide()
        body = column(name, gap=tokens.TIGHT, into=self)
        if hint:
            body.addWidget(text(hint, "small", wrap=True))
        self.problem = text("", wrap=True, tone="error")
        body.addWidget(self.problem)
        body.addWidget(control)
        control.setAccessibleName(label.replace("&", ""))
        self.set_error(error)

    def set_error(self, error: str) -> None:
        """Mark the field as wrong, or as right again with an empty string."""
        self.problem.setText(error)
        self.problem.setVisible(bool(error))
        self.problem.setAccessibleName(f"Error: {error}")
        self.control.setProperty("wrong", "true" if error else "false")
        self.control.style().unpolish(self.control)  # a property is read only when it is polished
        self.control.style().polish(self.control)
        self.control.setAccessibleDescription(f"Error: {error}" if error else self.hint)


class FormRow(QWidget):
    """A label at the left and its controls at the right, so that a column of rows lines up."""

    def __init__(
        self, label: str, *controls: QWidget, width: int = 136, note: str = "", tone: str = ""
    ) -> None:
        super().__init__()
        name = text(label, "body")
        name.setMinimumWidth(theme.px(width))
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        name.setBuddy(controls[0])
        for control in controls:
            if not control.accessibleName() and not control.property("text"):
                control.setAccessibleName(label.replace("&", ""))
        line = row(name, *controls, None, gap=tokens.MEDIUM)
        body = column(line, gap=tokens.TIGHT, into=self)
        self.note = text(note, "small", wrap=True, tone=tone)
        self.note.setMinimumWidth(theme.px(300))  # else its least height is of a narrow column
        if not note:
            self.note.hide()
        body.addLayout(row(theme.px(width) + tokens.MEDIUM, (self.note, 1), gap=0))

    def say(self, note: str, tone: str = "") -> None:
        """Show another note below the controls."""
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setText(note)
        self.note.setVisible(bool(note))


class ErrorSummary(Frame):
    """Lists what is wrong under "There is a problem"; each line leads to its field."""

    def __init__(self) -> None:
        super().__init__("error")
        self.lines = column(gap=0)
        words = column(text("There is a problem", "heading"), tokens.TIGHT, self.lines, gap=0)
        pad = (tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.MEDIUM)
        sign = column(mark("error", "error", 20), None)
        row(sign, (words, 1), gap=tokens.MEDIUM, pad=pad, into=self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def show_errors(self, fields: Sequence[Field]) -> bool:
        """List the fields that are wrong and take the focus; hide when none is. True if one is."""
        wrong = [field for field in fields if field.problem.text()]
        empty(self.lines)
        for field in wrong:
            go = partial(field.control.setFocus, Qt.FocusReason.OtherFocusReason)
            self.lines.addLayout(row(button(field.problem.text(), "link", does=go), None))
        said = " ".join(field.problem.text() for field in wrong)
        self.setAccessibleName(f"There is a problem. {said}")
        self.setVisible(bool(wrong))
        if wrong:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(wrong)
