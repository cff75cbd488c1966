"""The one place where errors are shown: ours as a sentence, the unexpected with details for IT."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

import workbench
from workbench.errors import CancelledError, WorkbenchError
from workbench.ui import clipboard, theme, tokens
from workbench.ui.dialogs import Dialog
from workbench.ui.widgets.basics import Frame, button, mark, row, text


class Stage(Protocol):
    """A window that can show a sentence without stopping anybody's work."""

    def tell(self, words: str, tone: str = "error") -> None:
        """Show a sentence."""


class ErrorDesk(QObject):
    """Receives every error of the program.

    ``saved`` says until when work is known to be safe, such as "14:02".
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage: Stage | None = None
        self.saved: Callable[[], str] = lambda: ""
        self.unexpected: Unexpected | None = None

    def install(self) -> None:
        """Take up whatever nobody caught."""
        sys.excepthook = self._uncaught

    def show(self, error: BaseException) -> None:
        """Show an error: a WorkbenchError as its own words, anything else with its details."""
        if isinstance(error, CancelledError):
            self._tell(str(error) or "Stopped. Nothing of it was kept.", "warning")
        elif isinstance(error, WorkbenchError):
            self._tell(str(error), "error")
        else:
            self._surprise("".join(traceback.format_exception(error)))

    def _tell(self, words: str, tone: str) -> None:
        if self.stage is not None:
            self.stage.tell(words, tone)
        else:
            said = Dialog(None, "error", "This could not be done", words, "Close")
            said.leave.hide()
            said.exec()

    def _surprise(self, details: str) -> None:
        if self.unexpected is not None and self.unexpected.isVisible():
            self.unexpected.add(details)  # one dialog, however many errors follow from the first
            return
        stage: object = self.stage
        over = stage if isinstance(stage, QWidget) else None
        self.unexpected = Unexpected(over, details, self.saved())
        self.unexpected.open()

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show(error)


class Unexpected(Dialog):
    """What is said when the program itself is at fault."""

    def __init__(self, parent: QWidget | None, details: str, saved: str) -> None:
        safe = f"Your work up to {saved} is in the casebook." if saved else "Your work is safe."
        words = (
            f"{safe} What was being done just now may not have happened. Carry on, and try it "
            "again. If it comes back, copy the details and send them to whoever looks after "
            "this program."
        )
        super().__init__(
            parent, "warning", "Something went wrong in the program", words, "Carry on"
        )
        self.leave.hide()
        about = f"Workbench {workbench.__version__}, Python {platform.python_version()}"
        self.details = QPlainTextEdit(f"{about}, {platform.platform()}\n\n{details}")
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Details for IT")
        self.details.setMinimumHeight(theme.px(140))
        self.details.hide()
        self.show_details = button("Show details for IT", "link", does=self._turn)
        copy = button("Copy details", icon="copy", does=self.copy)
        self.body.addLayout(row(self.show_details, None))
        self.body.addWidget(self.details)
        self.feet.insertWidget(1, copy)
        self.setMinimumWidth(theme.px(560))

    def add(self, details: str) -> None:
        """Put the details of a further error under those of the first."""
        self.details.appendPlainText(details)

    def copy(self) -> None:
        """Put the details on the clipboard."""
        clipboard.put_text(self.details.toPlainText())

    def _turn(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.show_details.setText("Hide details for IT" if shown else "Show details for IT")


class Notice(Frame):
    """A sentence across the top of the window, until it is closed or one goes elsewhere.

    Signals:
        closed: its button was pressed.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__("error")
        self.words = text("", wrap=True)
        self.mark = mark("error", "error", 20)
        shut = button("Close", "quiet", "close", does=self.closed.emit)
        pad = (tokens.LARGE, tokens.SMALL, tokens.SMALL, tokens.SMALL)
        row(self.mark, (self.words, 1), shut, gap=tokens.MEDIUM, pad=pad, into=self)

    def tell(self, words: str, tone: str = "error") -> None:
        """Show a sentence: what went wrong, or what was done."""
        self.setProperty("level", "error" if tone == "error" else "note")
        self.style().unpolish(self)
        self.style().polish(self)
        self.mark.name = {"error": "error", "success": "state-done"}.get(tone, "info")
        self.mark.token = tone if tone in ("error", "success", "warning") else "secondary"
        self.mark.update()
        self.words.setText(words)
        self.setAccessibleName(f"Error: {words}" if tone == "error" else words)
