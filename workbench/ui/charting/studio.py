"""Studio: paper, caption and reading of one answer, or the sentence why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from workbench.ui import theme, tokens
from workbench.ui.charting.asker import Asker
from workbench.ui.charting.copying import Pictures, on_clipboard, pictures
from workbench.ui.charting.paper import ChartView
from workbench.ui.charting.reading import ReadingPane, caption
from workbench.ui.charting.table import TableDialog
from workbench.ui.jobs import Jobs
from workbench.ui.widgets.basics import (
    Elided,
    Frame,
    button,
    column,
    empty,
    holder,
    row,
    scroll,
    text,
)
from workbench.ui.widgets.pages import EmptyState

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.services.asking import Answer

WIDE = 980  # from here on the reading stands beside the paper
HIGHEST = 0.78  # of a chart's width: a taller one exaggerates every rise
PATIENCE = 400  # milliseconds before it is said that an answer takes its time

Fix = tuple[str, object]


class Studio(QWidget):
    """The reading is below the paper, and beside it where there is room.

    Signals:
        copied: the answer is on the clipboard.
        picked: rows of the table were chosen; carries "areas" or "places", and which.
    """

    copied, picked = Signal(), Signal(str, object)

    def __init__(self, jobs: Jobs, asker: Asker) -> None:
        super().__init__()
        self.jobs, self.asker = jobs, asker
        self.answer: Answer | None = None
        self.table: TableDialog | None = None
        self.paper = ChartView(jobs)
        self.paper.table_wanted.connect(self.open_table)
        self.reading = ReadingPane()
        self.caption = Elided("", "caption")
        self.as_table = button("Open as table", "link", "table", self.open_table, "Ctrl+T")
        self.instead = column(gap=0)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.paper)
        self.stack.addWidget(Frame("surface", self.instead))
        self.stack.addWidget(self._busy())
        self.under = holder(row(self.caption, None, self.as_table, gap=tokens.LARGE))
        self.said = scroll(column(self.reading, None, gap=0))
        policy = self.said.sizePolicy()
        self.said.setSizePolicy(policy.horizontalPolicy(), QSizePolicy.Policy.Preferred)
        sheet = holder(column((self.stack, 100), self.under, None))
        self.box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(tokens.SMALL)
        self.box.addWidget(sheet, 1)
        self.box.addWidget(self.said)
        self.wait = QTimer(self)
        self.wait.setSingleShot(True)
        self.wait.setInterval(PATIENCE)
        self.wait.timeout.connect(lambda: self.stack.setCurrentIndex(2))
        asker.began.connect(self.wait.start)
        asker.progressed.connect(self._progress)

    def show_answer(self, answer: Answer, edition: str) -> None:
        """Show an answer and what it rests on."""
        self.wait.stop()
        self.answer = answer
        self.stack.setCurrentIndex(0)
        self.paper.show_answer(answer)
        self.caption.say(caption(answer.result.basis, edition))
        self.reading.show_answer(answer)
        self._parts(True)

    def show_refusal(self, error: WorkbenchError | str, *fixes: Fix) -> None:
        """Say why there is no chart, and offer what mends it."""
        head = "This question cannot be answered from these rows"
        self.show_instead(EmptyState("info", head, str(error), *_buttons(fixes)))

    def show_instead(self, state: QWidget) -> None:
        """Show an empty state where the chart would be."""
        self.wait.stop()
        self.answer = None
        empty(self.instead)
        self.instead.addWidget(state)
        self.stack.setCurrentIndex(1)
        self.paper.show_answer(None)
        self.reading.show_answer(None)
        self._parts(False)

    def open_table(self) -> None:
        """Show the same rows as a table."""
        if self.answer is not None:
            self.table = TableDialog(self.answer.table, self.window())
            self.table.picked.connect(self.picked)
            self.table.open()

    def copy(self) -> None:
        """Put picture, vector, table and words on the clipboard."""
        answer = self.answer
        if answer is None:
            return
        job = self.jobs.start(lambda _progress: (answer, pictures(answer)))
        job.succeeded.connect(self._put)

    def _put(self, made: tuple[Answer, Pictures]) -> None:
        QApplication.clipboard().setMimeData(on_clipboard(*made))
        self.copied.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        beside = self.width() / theme.look.scale >= WIDE
        kind = QBoxLayout.Direction
        self.box.setDirection(kind.LeftToRight if beside else kind.TopToBottom)
        self.box.setSpacing(tokens.LARGE if beside else tokens.SMALL)
        self.reading.be_brief(not beside)
        side = theme.px(320)
        across = self.width() - (side + tokens.LARGE if beside else 0)
        self.stack.setMaximumHeight(max(theme.px(240), round(across * HIGHEST)))
        self.said.setMinimumWidth(side if beside else 0)
        self.said.setMaximumWidth(side if beside else 16_777_215)
        self.said.setMaximumHeight(16_777_215 if beside else round(self.height() * 0.3))
        self.said.setMinimumHeight(0 if beside else min(theme.px(120), round(self.height() * 0.26)))

    def _parts(self, shown: bool) -> None:
        self.under.setVisible(shown)
        self.said.setVisible(shown)

    def _busy(self) -> QWidget:
        self.doing = text("Working it out", "heading")
        self.part = text("", "secondary")
        stop = button("Stop", does=self._stop)
        body = column(self.doing, self.part, tokens.SMALL, row(stop, None), gap=tokens.TIGHT)
        inner = column(None, row(None, body, None), None)
        return Frame("surface", inner)

    def _progress(self, done: int, total: int, note: str) -> None:
        self.doing.setText(note or "Working it out")
        self.part.setText(f"{round(100 * done / total)}%" if total else "")

    def _stop(self) -> None:
        self.asker.stop()
        sentence = "It was stopped, and nothing was changed. Choose a question to go on."
        self.show_instead(EmptyState("info", "Stopped", sentence))


def _buttons(fixes: tuple[Fix, ...]) -> tuple[QPushButton, ...]:
    made = []
    for at, (words, does) in enumerate(fixes):
        made.append(button(words, "" if at else "primary", does=does))  # type: ignore[arg-type]
    return tuple(made)
