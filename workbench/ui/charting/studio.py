"""Studio: paper, caption and reading of one answer, or the sentence why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.guide.help import help_text
from workbench.ui import clipboard, theme, tokens
from workbench.ui.charting.asker import Asker
from workbench.ui.charting.copying import Pictures, on_clipboard, pictures
from workbench.ui.charting.paper import ChartView
from workbench.ui.charting.reading import ReadingPane, caption
from workbench.ui.charting.stage import LEAST, Middle, Stage
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
    text,
)
from workbench.ui.widgets.pages import EmptyState
from workbench.ui.widgets.unfolding import helped

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.services.asking import Answer

WIDE = 980  # from here on the reading stands beside the paper
HIGHEST = 0.78  # of a chart's width: a taller one exaggerates every rise
SHARE = 0.55  # of the height, which a chart has however much is said of it
PATIENCE = 400  # milliseconds before it is said that an answer takes its time

Fix = tuple[str, object]


class Studio(QWidget):
    """The reading is below the paper, and beside it where there is room.

    Below it the two scroll as one, so that a low window never squeezes the chart. ``whole`` is for
    a page that scrolls itself: there everything has its full height.

    Signals:
        copied: the answer is on the clipboard.
        picked: rows of the table were chosen; carries "areas" or "places", and which.
    """

    copied, picked = Signal(), Signal(str, object)

    def __init__(self, jobs: Jobs, asker: Asker, *, whole: bool = False) -> None:
        super().__init__()
        self.jobs, self.asker, self.whole = jobs, asker, whole
        self.answer: Answer | None = None
        self.table: TableDialog | None = None
        self.paper = ChartView(jobs)
        self.paper.table_wanted.connect(self.open_table)
        self.caption = Elided("", "caption")
        self.as_table = button("Open as table", "link", "table", self.open_table, "Ctrl+T")
        self.under = holder(row(self.caption, None, self.as_table, gap=tokens.LARGE))
        self.reading = ReadingPane()
        self.instead = column(gap=0)
        self.stack = Stage(self.paper, Frame("surface", self.instead), self._busy())
        self.sheet = column((self.stack, 100), self.under, self.reading, None)
        self.aside = column(None, gap=0)
        self.middle = holder(self.sheet) if whole else Middle(self.sheet)
        self.said = Middle(self.aside)
        self.said.hide()
        row((self.middle, 1), self.said, gap=tokens.LARGE, into=self)
        self.wait = QTimer(self)
        self.wait.setSingleShot(True)
        self.wait.setInterval(PATIENCE)
        self.wait.timeout.connect(lambda: self.stack.setCurrentIndex(2))
        asker.began.connect(self.wait.start)
        asker.progressed.connect(self._progress)

    def show_answer(self, answer: Answer, edition: str) -> None:
        """Show an answer and what it rests on; another question is seen from its top."""
        self.wait.stop()
        if self.answer is None or self.answer.kind.key != answer.kind.key:
            self.to_top()
        self.answer = answer
        empty(self.instead)
        self.stack.setCurrentIndex(0)
        self.paper.show_answer(answer)
        self.caption.say(caption(answer.result.basis, edition))
        self.reading.show_answer(answer)
        self._parts(True)

    def show_refusal(self, error: WorkbenchError | str, *fixes: Fix, question: str = "") -> None:
        """Say why there is no chart, offer what mends it, and the help of the question."""
        head = "This question cannot be answered from these rows"
        more = helped(question, "About this question") if help_text(question) else None
        self.show_instead(EmptyState("info", head, str(error), *_buttons(fixes), more=more))

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

    def to_top(self) -> None:
        """Bring the chart into view."""
        if isinstance(self.middle, Middle):
            self.middle.verticalScrollBar().setValue(0)

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
        clipboard.put(on_clipboard(*made))
        self.copied.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    @property
    def beside(self) -> bool:
        """Whether the reading has room beside the paper."""
        return self.width() / theme.look.scale >= WIDE

    def _lay(self) -> None:
        beside, side = self.beside, theme.px(320)
        if beside != (self.reading.parentWidget() is self.said.widget()):
            home = self.aside if beside else self.sheet
            home.insertWidget(0 if beside else 2, self.reading)
            self.reading.be_brief(not beside)
        self.said.setVisible(beside and self.answer is not None)
        self.said.setFixedWidth(side)
        across = self.width() - (side + tokens.LARGE if beside else 0)
        highest = max(theme.px(240), round(across * HIGHEST))
        share = 0 if beside or self.whole else round(self.height() * SHARE)
        least = max(round(LEAST * theme.look.scale**0.5), share)
        self.stack.allow(min(least, highest), highest)

    def _parts(self, shown: bool) -> None:
        self.under.setVisible(shown)
        self._lay()
        self.middle.updateGeometry()  # words of another answer may need another width

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
