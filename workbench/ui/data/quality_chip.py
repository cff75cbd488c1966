"""QualityChip: how many faults of the data touch this answer; a click says which."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton

from workbench.ui import icons, theme, tokens
from workbench.ui.data.facts_view import fact_lines, things, wrapped
from workbench.ui.widgets.basics import Frame, button, column, empty, mark, row, scroll

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind
    from workbench.services.quality import Quality
    from workbench.ui.session import Session

WIDE, HIGH = 430, 420


class QualityChip(QPushButton):
    """Follows an answer: hidden while nothing is known of its rows.

    Signals:
        wanted: other boundaries would fit these rows better; carries their id.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.key: tuple[UUID, str] | None = None
        self.kind: AnyKind | None = None
        self.boundaries_id: UUID | None = None
        self.lines = column(gap=tokens.MEDIUM)
        inner = scroll(column(self.lines, None, pad=(12, 12, 12, 12)))
        self.popup = Frame("float", column(inner, gap=0, pad=(1, 1, 1, 1)))
        self.popup.setParent(self, Qt.WindowType.Popup)
        self.clicked.connect(self.open)
        self.hide()

    def follow(
        self,
        session: Session,
        edition_id: UUID | None,
        kind: AnyKind | None,
        boundaries_id: UUID | None = None,
    ) -> None:
        """Say what is known of the rows of an answer, found in a job; None says nothing."""
        self.hide()
        self.kind, self.boundaries_id, self.key = kind, boundaries_id, None
        if edition_id is None or kind is None:
            return
        from workbench.services.quality import quality

        self.key = (edition_id, kind.key)
        shelf, files = session.shelf, tuple(session.contents.boundaries)
        job = session.studio.quietly(lambda _progress: quality(shelf, edition_id, files))
        job.succeeded.connect(self._take)

    def _take(self, found: Quality) -> None:
        kind = self.kind
        if self.key is None or kind is None or self.key[0] != found.edition_id:
            return
        n = len(found.things(kind)) + len(self._advice(found))
        said = f"Data quality: {things(n)}"
        name, tone = ("warning", "warning") if n else ("check", "success")
        self.setIcon(icons.icon(name, tone))
        self.setText(said)
        self.setAccessibleName(said)
        self.setAccessibleDescription("Opens the list of them")
        self._fill(found)
        self.show()

    def _fill(self, found: Quality) -> None:
        assert self.kind is not None
        empty(self.lines)
        grave, advice = found.things(self.kind), self._advice(found)
        title = f"What to know about these rows before “{self.kind.name}” is believed"
        nothing = f"Nothing was found in these rows that harms “{self.kind.name}”"
        self.lines.addWidget(wrapped(title if grave or advice else nothing, "strong", 300))
        for words in advice:
            sign = column(mark("warning", "warning", 16), None, pad=(0, 2, 0, 0))
            self.lines.addLayout(row(sign, (wrapped(words, "body", 280), 1)))
        for fact in grave:
            self.lines.addLayout(fact_lines(fact, 300))
        best = found.joins.best()
        if advice and best is not None:
            own = best.boundaries_id
            use = button(f"Use “{best.name}”", icon="place", does=lambda: self._use(own))
            self.lines.addLayout(row(use, None))

    def _advice(self, found: Quality) -> tuple[str, ...]:
        """What is wrong with the boundaries in use, where others would fit these rows better."""
        best, own = found.joins.best(), self.boundaries_id
        if own is None or best is None or best.boundaries_id == own or not found.by_area(self.kind):
            return ()
        return found.joins.advice(own)

    def _use(self, boundaries_id: UUID) -> None:
        self.popup.hide()
        self.wanted.emit(boundaries_id)

    def open(self) -> None:
        """Show which faults they are."""
        self.popup.resize(theme.px(WIDE), theme.px(HIGH))
        corner = self.mapToGlobal(QPoint(0, self.height() + 2))
        screen = self.screen().availableGeometry()
        left = min(corner.x(), screen.right() - self.popup.width())
        top = min(corner.y(), screen.bottom() - self.popup.height())
        self.popup.move(max(screen.left(), left), max(screen.top(), top))
        self.popup.show()
