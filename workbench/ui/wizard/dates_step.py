"""Step 3: how dates and places are read, each choice with its proof beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from workbench.domain.data import Role
from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import CARD, Frame, Segments, column, row, scroll, text
from workbench.ui.widgets.cells import Cell, CellChip
from workbench.ui.widgets.forms import FormRow
from workbench.ui.widgets.tables import DataTable, Records
from workbench.ui.wizard.draft import Draft, axes, given, placed
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.recipe import Choices
    from workbench.ui.wizard.reading import Proof, ProofRow

READ, UNREAD = CellChip("Read", "success", "check"), CellChip("Not read", "error", "error")
NOWHERE = CellChip("No place", "warning", "warning")
HEADS = ("Row", "In the file", "Read as", "Easting", "Northing", "State")
NONE = "None"


class DatesStep(Step):
    """Choices at the left, rows as they will be read at the right.

    Signals:
        proof_wanted: the choices changed, so the rows must be read again.
    """

    proof_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self.proof: Proof | None = None
        self.start, self.end = _box(), _box()
        self.order, self.kind = _box(176), _box(210)
        self.across, self.up = _box(132), _box(132)
        self.start_row = FormRow("&From date", self.start, width=88)
        self.order_row = FormRow("&Read as", self.order, width=88)
        self.end_row = FormRow("&To date", self.end, width=88)
        self.kind_row = FormRow("&Places are", self.kind, width=88)
        self.axes_row = FormRow("&Columns", self.across, self.up, width=88)
        self.rows = Segments("Rows shown", ("All", "Not read"))
        self.table = DataTable("Rows as read", Records(HEADS, (), figures=(0, 3, 4)), 2, even=True)
        self.rows.chosen.connect(self._show_rows)
        for box in (self.start, self.end, self.order, self.kind, self.across, self.up):
            box.activated.connect(self._chosen)
        self._lay()

    def show_draft(self, draft: Draft) -> None:
        from workbench.intake.date_shapes import Order
        from workbench.intake.places import Places

        self.draft, choices = draft, draft.choices
        if choices is None:
            return
        names = [column.name for column in choices.columns]
        _fill(self.start, [NONE, *names], choices.of(Role.START))
        _fill(self.end, [NONE, *names], choices.of(Role.END))
        _fill(self.order, [one.value.capitalize() for one in Order], ())
        self.order.setCurrentIndex(list(Order).index(choices.start.order))
        _fill(self.kind, [one.value.capitalize() for one in Places], ())
        self.kind.setCurrentIndex(list(Places).index(choices.places))
        roles = axes(choices.places)
        _fill(self.across, [NONE, *names], choices.of(roles[0]))
        _fill(self.up, [NONE, *names], choices.of(roles[-1]) if len(roles) > 1 else ())
        self.up.setVisible(len(roles) > 1)
        self.proof_wanted.emit()

    def show_proof(self, proof: Proof) -> None:
        """Show how the rows are read now."""
        self.proof = proof
        start = proof.start
        if start is None:
            note = "Without a date, questions about time cannot be answered."
            self.start_row.say(note, "warning")
            self.order_row.say("")
        else:
            bad = f"{start.unread:,} of {start.rows:,} rows cannot be read."
            self.start_row.say(bad if start.unread else "", "warning")
            doubt = start.mixed or not start.settled
            self.order_row.say(_settles(proof), "warning" if doubt else "")
        end = proof.end
        self.end_row.say(" ".join(end.sentences()[-1:]) if end else "")
        if proof.places is None:
            note = "Without places, there is no map; streets and areas can still be counted."
            self.kind_row.say(note if self._placeless() else "")
        else:
            found = proof.places
            tone = "warning" if found.without else ""
            self.kind_row.say(" ".join(found.notes) or "Every row has a place.", tone)
        self._show_rows(self.rows.at)
        self.changed.emit()

    def sentence(self, draft: Draft) -> str:
        if self.proof is None:
            return "Dates and places are being read"
        dates, places = self.proof.left_out, self.proof.places.without if self.proof.places else 0
        parts = []
        if dates:
            parts.append(f"{dates:,} row{'' if dates == 1 else 's'} will be left out")
        if places:
            parts.append(f"{places:,} ha{'s' if places == 1 else 've'} no place")
        if not parts:
            return "Every date and place is read"
        return " and ".join(parts)

    def _lay(self) -> None:
        dates = Frame(
            "surface",
            column(text("Dates", "heading"), self.start_row, self.order_row, self.end_row,
                   gap=tokens.MEDIUM, pad=CARD),
        )  # fmt: skip
        places = Frame(
            "surface",
            column(text("Places", "heading"), self.kind_row, self.axes_row,
                   gap=tokens.MEDIUM, pad=CARD),
        )  # fmt: skip
        head = row(text("As it will be read", "heading"), None, self.rows, pad=CARD)
        proof = Frame("surface", column(head, (self.table, 1), gap=0, pad=(1, 0, 1, 1)))
        left = scroll(column(dates, places, None, gap=tokens.MEDIUM))
        left.setMinimumWidth(theme.px(452))
        row((left, 2), (proof, 3), gap=tokens.LARGE, into=self)

    def _chosen(self, _at: int) -> None:
        """Take every choice as it stands now; another column is read as it is written."""
        from workbench.intake import by_hand
        from workbench.intake.date_shapes import Order
        from workbench.intake.places import Places

        if self.draft is None or self.draft.choices is None or self.draft.source is None:
            return
        old, source = self.draft.choices, self.draft.source
        choices = _dated(_dated(old, Role.START, self.start), Role.END, self.end)
        order = list(Order)[self.order.currentIndex()]
        choices = replace(choices, start=replace(choices.start, order=order))
        for role in (Role.START, Role.END):
            if choices.of(role) != old.of(role):
                choices = by_hand.with_order(choices, source, role)
        self.order.setCurrentIndex(list(Order).index(choices.start.order))
        kind = list(Places)[self.kind.currentIndex()]
        across, up = _value(self.across), _value(self.up)
        whole = kind is Places.POINT
        told = across and (up or whole)
        self.draft.choose(placed(choices, kind, across, up) if told else choices)
        self.up.setVisible(not whole)
        self.proof_wanted.emit()

    def _placeless(self) -> bool:
        return bool(self.draft and self.draft.choices)

    def _show_rows(self, at: int) -> None:
        if self.proof is not None:
            found = self.proof.unread if at == 1 else self.proof.rows
            self.table.records.show_rows([_cells(one) for one in found])


def _settles(proof: Proof) -> str:
    """The first proof in words, and what settles the order."""
    from workbench.ui.wizard.reading import written

    start = proof.start
    if start is None:
        return ""
    said = [f"{text} is read as {written(at, start.precision)}." for text, at in start.proof[:1]]
    more = start.sentences()[1:]
    if start.unread and not start.mixed:  # by another order: then nothing is settled by these rows
        more = tuple(sentence for sentence in more if "settles" not in sentence)
    return " ".join([*said, *more])


def _cells(one: ProofRow) -> tuple[Cell, ...]:
    state = UNREAD if one.why else READ if one.placed else NOWHERE
    return str(one.number), one.written, one.read or one.why, one.easting, one.northing, state


def _dated(choices: Choices, role: Role, box: QComboBox) -> Choices:
    """A date taken from one column; several columns stay as they were proposed."""
    chosen = _value(box)
    if ", " in box.currentText() and chosen not in {c.name for c in choices.columns}:
        return choices
    return given(choices, role, [chosen] if chosen else [])


def _value(box: QComboBox) -> str:
    return "" if box.currentText() == NONE else box.currentText()


def _box(wide: int = 150) -> QComboBox:
    made: Any = QComboBox()
    made.setMinimumWidth(theme.px(wide))
    made.setMaximumWidth(theme.px(260))
    return made  # type: ignore[no-any-return]


def _fill(box: QComboBox, words: list[str], chosen: tuple[str, ...]) -> None:
    box.clear()
    box.addItems(words)
    if len(chosen) > 1:
        box.addItem(", ".join(chosen))
    if chosen:
        box.setCurrentText(", ".join(chosen))
