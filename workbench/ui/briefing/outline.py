"""OutlineView: the sections of a paper in their order, how each stands, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.ui import theme, tokens
from workbench.ui.dialogs import Dialog
from workbench.ui.records.rows import RowList, RowOf
from workbench.ui.widgets.basics import button, column, row, text
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.forms import Field

if TYPE_CHECKING:
    from workbench.briefings.composing import Outlined


class OutlineView(QWidget):
    """Enter writes a section; it is moved and left out with the buttons below.

    Signals:
        writing: the key of a section whose words are wanted.
        moved: the keys in a new order.
    """

    writing = Signal(str)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sections: tuple[Outlined, ...] = ()
        self.list = RowList("Sections", coded=False)
        self.list.opened.connect(lambda key: self.writing.emit(str(key)))
        self.list.removing.connect(lambda _key: self.leave_out())
        write = button("Write", icon="file", does=self._write, tip="Write this section (Enter)")
        up = button("Up", "quiet", does=lambda: self._move(-1), tip="Move the section up")
        down = button("Down", "quiet", does=lambda: self._move(1), tip="Move the section down")
        out = button("Leave out", "quiet", "close", self.leave_out, "Leave the section out (Del)")
        tools = row(write, up, down, out, None, gap=tokens.TIGHT)
        tools.setContentsMargins(tokens.MEDIUM, tokens.SMALL, tokens.SMALL, tokens.SMALL)
        column((self.list, 1), tools, gap=0, into=self)

    def show_sections(self, sections: Sequence[Outlined], checks: dict[str, int]) -> None:
        """Show the outline; ``checks`` says how many findings a section has."""
        self.sections = tuple(sections)
        held = self.list.current
        self.list.show_rows([_row(one, checks.get(one.title, 0)) for one in sections])
        self.list.choose(held)

    def leave_out(self) -> None:
        """Leave the chosen section out of the paper."""
        keys = [section.key for section in self.sections]
        if self.list.current in keys:
            self.moved.emit(tuple(key for key in keys if key != self.list.current))

    def _write(self) -> None:
        if self.list.current:
            self.writing.emit(str(self.list.current))

    def _move(self, way: int) -> None:
        keys = [section.key for section in self.sections]
        if self.list.current not in keys:
            return
        at = keys.index(str(self.list.current))
        to = at + way
        if 0 <= to < len(keys):
            keys[at], keys[to] = keys[to], keys[at]
            self.moved.emit(tuple(keys))


def _row(section: Outlined, checks: int) -> RowOf:
    if checks:
        chip = CellChip(f"{checks} to check", "warning", "warning")
    elif section.empty:
        chip = CellChip("Empty", "neutral", "state-empty")
    else:
        chip = CellChip("Ready", "success", "check")
    length = f"{section.words} words" if section.words and not section.says else ""
    return RowOf(section.key, section.title, "", (chip,), small=section.says or length)


class WriteDialog(Dialog):
    """The words of one section; empty gives the section back to the records."""

    def __init__(self, parent: QWidget | None, section: Outlined, words: str) -> None:
        about = section.prompt or "Your own words. Leave it empty and the records speak."
        super().__init__(parent, "briefing", section.title, about, "Keep these words")
        self.line = QPlainTextEdit(words)
        self.line.setTabChangesFocus(True)
        self.line.setMinimumHeight(theme.px(200))
        hint = f"Up to {section.limit} words. " if section.limit else ""
        hint += "An empty line starts a paragraph; “- ” starts a point; **words** are made strong."
        self.body.addWidget(Field("&Words", self.line, hint))
        self.count = text("", "caption")
        self.body.addWidget(self.count)
        self.line.textChanged.connect(self._count)
        self._count()
        self.line.setFocus()

    @property
    def words(self) -> str:
        """What was written."""
        return self.line.toPlainText().strip()

    def _count(self) -> None:
        self.count.setText(f"{len(self.words.split())} words")
