"""The dialog that keeps an answer as evidence: its name, and who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from workbench.domain.audience import Audience
from workbench.ui import theme, tokens
from workbench.ui.dialogs import Dialog
from workbench.ui.widgets.basics import column, holder, text
from workbench.ui.widgets.forms import Field

if TYPE_CHECKING:
    from workbench.services.cards import Told


class AudiencePicker(QWidget):
    """Who may see a card: a tick each."""

    def __init__(self, chosen: Sequence[str] = (Audience.INTERNAL.value,)) -> None:
        super().__init__()
        self.ticks = {audience.value: QCheckBox(audience.word) for audience in Audience}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, tick in enumerate(self.ticks.values()):
            grid.addWidget(tick, at // 3, at % 3)
        self.choose(chosen)

    def choose(self, chosen: Sequence[str]) -> None:
        """Tick these, in silence."""
        for key, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(key in chosen)
            tick.blockSignals(False)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the audiences ticked."""
        return tuple(key for key, tick in self.ticks.items() if tick.isChecked())


class KeepDialog(Dialog):
    """Asks for a name, the audiences and the description of a card."""

    def __init__(
        self, parent: QWidget | None, name: str, finding: str, described: str = ""
    ) -> None:
        about = f"{finding.rstrip('.')}. It is kept with its rows, filter and settings."
        super().__init__(parent, "evidence", "Keep as evidence", about, "Keep as evidence")
        self.line = QLineEdit(name)
        self.line.selectAll()
        self.field = Field("&Name", self.line, "What it will be called in lists and briefings.")
        self.audiences = AudiencePicker()
        self.body.addWidget(self.field)
        who = column(text("May be seen by", "strong"), self.audiences, gap=tokens.TIGHT)
        self.body.addLayout(who)
        self.written = described
        self.alt = QPlainTextEdit(described)
        self.alt.setTabChangesFocus(True)
        self.alt.setFixedHeight(theme.px(84))
        self.alt.textChanged.connect(self._count)
        self.long = text("", "small")
        field = Field("&Description for screen readers", self.alt)
        self.described = holder(column(field, self.long, gap=tokens.TIGHT))
        self.body.addWidget(self.described)
        self.described.setVisible(bool(described))
        self._count()
        self.line.setFocus()

    @property
    def name(self) -> str:
        """What was typed."""
        return self.line.text().strip()

    @property
    def alt_text(self) -> str:
        """What a person wrote; empty when it is as the result says it, and so follows new data."""
        typed = self.alt.toPlainText().strip()
        return "" if typed == self.written.strip() else typed

    @property
    def told(self) -> Told:
        """Everything that was said of the card."""
        from workbench.services.cards import Told

        return Told(self.name, self.audiences.chosen, self.alt_text)

    def _count(self) -> None:
        long = len(self.alt.toPlainText().strip())
        self.long.setText(f"Written from the result. {long:,} characters; 250 are enough.")

    def accept(self) -> None:
        if not self.name:
            self.field.set_error("The name is still empty.")
            self.line.setFocus()
            return
        super().accept()
