"""ChartView: white paper with the chart of an answer, drawn off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import theme
from workbench.ui.charting.drawing import Sheet, description, image
from workbench.ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from workbench.services.asking import Answer

REST = 40  # milliseconds without a further change of size before it is drawn again


class ChartView(QWidget):
    """White in every theme; drawn again, sharp, whenever its size or the screen changes.

    Signals:
        table_wanted: T was pressed.
        opened: Enter or a double click.
        drawn: the picture of the present answer is on the paper.
        failed: it could not be drawn; carries the error.
    """

    table_wanted, opened, drawn = Signal(), Signal(), Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, *, bare: bool = False, scale: float = 1.0) -> None:
        super().__init__()
        self.jobs, self.bare, self.fit = jobs, bare, scale
        self.answer: Answer | None = None
        self.picture = QImage()
        self._job: Job | None = None
        self._drawing: Answer | None = None
        self._again = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Chart")

    def show_answer(self, answer: Answer | None) -> None:
        """Show another answer; None leaves the paper white."""
        self.answer = answer
        if answer is None:
            self.picture = QImage()
            self.setAccessibleDescription("")
            self.update()
            return
        self.setAccessibleName(f"Chart: {answer.kind.name}")
        self.setAccessibleDescription(f"{description(answer)} {answer.reading.caveat}".strip())
        self._draw()

    @property
    def sheet(self) -> Sheet:
        """The paper as it is now."""
        scale = self.fit * theme.look.scale**0.5
        return Sheet(self.width(), self.height(), self.devicePixelRatioF(), scale, self.bare)

    def sizeHint(self) -> QSize:
        return QSize(720, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._rest.start()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._rest.start()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_T and not event.modifiers():
            self.table_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("paper"))
        if not self.picture.isNull():
            painter.drawImage(QPointF(0, 0), self.picture)
        painter.setPen(theme.colour("paper_edge" if theme.look.name == "dark" else "hairline"))
        painter.drawRect(QRect(self.rect()).adjusted(0, 0, -1, -1))

    def _draw(self) -> None:
        """Draw unless that is under way; then draw once more after it."""
        if self.answer is None or not self.isVisible():
            return
        if self._job is not None:
            self._again = True
            return
        answer, sheet = self.answer, self.sheet
        self._drawing = answer
        self._job = self.jobs.start(lambda _progress: image(answer, sheet))
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self.failed)
        self._job.finished.connect(self._done)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._rest.start()

    def _take(self, made: QImage) -> None:
        if self._drawing is not self.answer:
            return
        self.picture = made
        self.update()
        self.drawn.emit()

    def _done(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._draw()
