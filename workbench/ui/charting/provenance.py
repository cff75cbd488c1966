"""Where an evidence card comes from: file, rows, filter, settings and edition, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.domain.evidence import CardState, EvidenceCard
from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import CARD, Frame, column, empty, text

if TYPE_CHECKING:
    from workbench.analysis.kind import Parameter
    from workbench.domain.data import Edition
    from workbench.guide.contents import Contents

Line = tuple[str, str]


def lines(card: EvidenceCard, contents: Contents) -> list[Line]:
    """Everything that says where a card comes from, as names and values."""
    found: list[Line] = [("Kind", card.kind.value.capitalize())]
    if card.source:
        found.append(("Source", card.source))
    edition = next((one for one in contents.editions if one.id == card.edition_id), None)
    if edition is not None:
        found += _of_edition(edition, contents)
    if card.question:
        found += _of_question(card, contents)
    if card.kept_at is not None:
        found.append(("Kept", moment(card.kept_at)))
    live = "Live: worked out again when new data comes in and it is refreshed"
    frozen = "Frozen: stays as it was kept"
    found.append(("State", live if card.state is CardState.LIVE else frozen))
    if card.snapshot:
        found.append(("Fingerprint of what is kept", card.snapshot))
    return found


def moment(at: datetime) -> str:
    """A day and time as people say it."""
    from workbench.analysis.words import day_month

    return f"{day_month(at.date())}, {at:%H:%M}"


class Provenance(QWidget):
    """The lines under one another, the values to be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(tokens.LARGE)
        self.grid.setVerticalSpacing(tokens.SMALL)
        self.grid.setColumnStretch(1, 1)
        frame = Frame("surface", column(self.grid, None, pad=CARD))
        column(frame, None, gap=0, into=self)

    def show_lines(self, found: list[Line]) -> None:
        """Show other lines."""
        empty(self.grid)
        for at, (name, value) in enumerate(found):
            label = text(name, "secondary", wrap=True)
            label.setFixedWidth(theme.px(136))
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            said = text(_breakable(value), wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.grid.addWidget(label, at, 0)
            self.grid.addWidget(said, at, 1)


def _of_edition(edition: Edition, contents: Contents) -> Iterator[Line]:
    dataset = next(one for one in contents.datasets if one.id == edition.dataset_id)
    newest = max(e.number for e in contents.editions if e.dataset_id == edition.dataset_id)
    yield "Data", f"{dataset.name}, edition {edition.number} of {newest}"
    yield "File", edition.file_name
    yield "Fingerprint of the file", edition.file_hash
    out = edition.rows_read - edition.rows_in
    yield "Rows", f"{edition.rows_read:,} read, {edition.rows_in:,} brought in, {out:,} left out"


def _of_question(card: EvidenceCard, contents: Contents) -> Iterator[Line]:
    from workbench.analysis.filter import Filter
    from workbench.services import asking

    kind = asking.questions().get(card.question)
    yield "Question", kind.question if kind else card.question
    yield "Filter", Filter.from_json(card.filter).words or "All rows"
    given = json.loads(card.parameters or "{}")
    if kind is not None:
        settings = kind.settings(given)
        pairs = [f"{one.label}: {_value(settings[one.key], one)}" for one in kind.parameters]
        yield "Settings", "; ".join(pairs) or "None"
    shapes = next((one for one in contents.boundaries if one.id == card.boundaries_id), None)
    if shapes is not None:
        yield "Boundaries", shapes.name


def _value(value: object, parameter: Parameter) -> str:
    chosen = next((words for key, words in parameter.choices if key == value), "")
    if chosen:
        return chosen.lower()
    if value is None or value in ("", [], ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _breakable(value: str) -> str:
    """A long fingerprint may go to the next line after every sixteen characters."""
    if len(value) >= 40 and value.isalnum():
        return "\u200b".join(value[at : at + 16] for at in range(0, len(value), 16))
    return value
