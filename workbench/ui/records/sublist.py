"""SubList: the records that hang on another, such as the agreements with a partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.ui import theme, tokens
from workbench.ui.commands import called
from workbench.ui.dialogs import Dialog
from workbench.ui.records.form import RecordForm
from workbench.ui.records.rows import RowList, RowOf
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Item, column, row, rule, text

MOST = 240  # the height after which the list scrolls by itself


Kept = Callable[[Contents], Sequence[Record]]


class SubList(QWidget):
    """A heading, the line that adds, and the list; Enter opens one, Delete removes it."""

    def __init__(
        self, session: Session, name: str, none: str, kept: Kept, adding: QWidget | None = None
    ) -> None:
        super().__init__()
        self.session, self.kept = session, kept
        self.count, self.none = text("", "caption"), text(none, "secondary", wrap=True)
        self.list = RowList(name, coded=False)
        self.list.setProperty("framed", "true")
        self.list.opened.connect(self.edit)
        self.list.removing.connect(self.drop)
        head = row(text(name, "heading"), self.count, None)
        parts: list[Item] = [rule(), head, *([adding] if adding else []), self.none, self.list]
        column(*parts, gap=tokens.SMALL, into=self)

    def show_rows(self, rows: list[RowOf]) -> None:
        """Show other rows."""
        self.list.show_rows(rows)
        self.count.setText(str(len(rows)) if rows else "")
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their width lets them be."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.list.scheduleDelayedItemsLayout()
        self.list.setFixedHeight(min(theme.px(MOST), self.list.full_height() + 2))

    def edit(self, key: object, field: str = "") -> None:
        """Open the record of a key in a dialog, with the cursor in a field."""
        record = self._record(key)
        if record is not None:
            EditDialog(self, self.session, record, field).open()

    def drop(self, key: object) -> None:
        """Remove the record of a key, as one step to undo."""
        from workbench.services.records import remove

        record = self._record(key)
        if record is not None:
            self.session.history.do(lambda casebook: remove(casebook, record))

    def _record(self, key: object) -> Record | None:
        there = self.kept(self.session.contents)
        return next((one for one in there if one.id == key), None)


class EditDialog(Dialog):
    """The form of one record in a dialog; each field is kept as it is left."""

    def __init__(self, parent: QWidget, session: Session, record: Record, field: str = "") -> None:
        super().__init__(parent, "file", called(record) or "Edit", "", "Close")
        self.leave.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = RecordForm(session)
        self.form.show_record(record, session.contents)
        self.form.failed.connect(self.refuse)
        self.body.addWidget(self.form)
        self.form.focus_field(field)
        if field:  # it was led to, so it is shown where that is
            self.ring.show_round(self.form.editors[field].control)

    def done(self, result: int) -> None:
        self.form.keep()
        super().done(result)
