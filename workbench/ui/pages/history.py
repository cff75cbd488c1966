"""History: the change log line by line, what each changed, and the backups."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from workbench.domain.changes import Change
from workbench.domain.record import Record, kind_name
from workbench.guide.gap import Gap
from workbench.ui import theme, tokens
from workbench.ui.commands import called
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.records.days import written
from workbench.ui.records.making import shown
from workbench.ui.session import Session
from workbench.ui.verification import said
from workbench.ui.widgets.basics import (
    CARD,
    Frame,
    Segments,
    button,
    column,
    empty,
    holder,
    row,
    scroll,
    text,
)
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.flow import Reflow
from workbench.ui.widgets.pages import PageHeader
from workbench.ui.widgets.tables import DataTable, Records

if TYPE_CHECKING:
    from workbench.store.change_log import Entry
    from workbench.store.verifying import Verified

PAGEFUL = 300
ALL, NAMED = 0, 1
INSIDE = ("id",)  # fields that say nothing to a reader


class HistoryPage(Page):
    """Who did what, when, on which machine; the chosen line with before and after."""

    watches: ClassVar[tuple[type[Record], ...]] = ()  # everything

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.only: UUID | None = None
        self.limit = PAGEFUL
        self.entries: list[Entry] = []
        self.verify = button("Verify the log", icon="check", does=self._verify)
        self.header = PageHeader("", "", self.verify)
        self.view = Segments("Lines", ("All changes", "Checkpoints"))
        self.view.chosen.connect(lambda _at: self.read())
        self.chip = Chip("", "neutral", "filter")
        self.all_button = button("Show all", "link", does=self.show_all)
        self.older = button("Show older lines", "link", does=self._more)
        heads = ("When", "Who", "What was done", "To")
        self.table = DataTable("Change log", Records(heads), wide=3, strong=2, wraps=True)
        self.table.chosen.connect(self._show_entry)
        self.verdict = text("", wrap=True)
        self.told = column(gap=tokens.MEDIUM)
        self._build()

    def _build(self) -> None:
        tools = row(self.view, self.chip, self.all_button, None, self.older)
        pad = (tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.SMALL)
        head = column(tools, pad=pad)
        log = Frame("surface", column(head, (self.table, 1), gap=0, pad=(1, 1, 1, 1)))
        inner = column(self.told, None, pad=CARD)
        side = Frame("surface", column(scroll(inner), pad=(1, 1, 1, 1)))
        side.setMinimumSize(260, theme.px(160))
        log.setMinimumHeight(theme.px(220))
        body = Reflow((log, 3), (side, 2), least=760, gap=tokens.MEDIUM)
        parts = (self.header, self.verdict, (body, 1))
        column(*parts, gap=tokens.MEDIUM, into=self)
        self.verdict.hide()

    def offers(self) -> tuple[Offer, ...]:
        return (Offer("Tools", "Show the whole history", self.show_all, "", "history"),)

    def land(self, gap: Gap) -> None:
        self.only, self.limit = gap.record_id, PAGEFUL
        self.read()
        self.table.setFocus()

    def show_all(self) -> None:
        """Show the lines about every record again."""
        self.only = None
        self.read()

    def read(self) -> None:
        found: list[Entry] = []
        with self.session.casebook.reading() as reader:
            for entry in reader.entries(self.only):
                if len(found) == self.limit:
                    break
                if self.view.at != NAMED or entry.checkpoint:
                    found.append(entry)
        self.entries = found
        self.older.setVisible(len(found) == self.limit)
        self.chip.setVisible(self.only is not None)
        self.all_button.setVisible(self.only is not None)
        self.table.show_rows([_cells(entry) for entry in found], list(range(len(found))))
        self._head(found)
        self._show_entry(self.table.current)

    def _head(self, found: list[Entry]) -> None:
        if self.only is not None:
            last = next((c.record for e in found for c in e.changes or ()
                         if c.record.id == self.only), None)  # fmt: skip
            name = called(last) if last else "one record"
            self.chip.say(f"Only {name if len(name) < 40 else name[:37] + '...'}")
            self.header.say(f"{len(found)} changes to {name}", "What each field was, and became")
            return
        last_entry = found[0] if found else None
        says = "Nothing has been done yet"
        if last_entry is not None:
            says = f"{last_entry.number:,} changes, the last by {last_entry.who}"
        if self.view.at == NAMED:
            says = f"{len(found)} checkpoints" if found else "No checkpoint has been named yet"
        self.header.say(says, "Each line is chained to the one before, so that tampering shows")

    def _show_entry(self, key: object) -> None:
        empty(self.told)
        if not isinstance(key, int) or key >= len(self.entries):
            words = "Choose a line to see what was there before and after."
            self.told.addWidget(text(words, "secondary", wrap=True))
            return
        entry = self.entries[key]
        where = f"{entry.who} on {entry.machine}, {written(entry.at.date())} at {entry.at:%H:%M}"
        self.told.addWidget(text(entry.checkpoint or entry.label, "heading", wrap=True))
        self.told.addWidget(text(where, "small", wrap=True))
        if entry.changes is None:
            gone = "What was changed has been disposed of. The line itself stays."
            self.told.addWidget(text(gone, "secondary", wrap=True))
        for change in entry.changes or ():
            self.told.addWidget(_told(change))

    def _more(self) -> None:
        self.limit += PAGEFUL
        self.read()

    def _verify(self) -> None:
        session, folder = self.session, self.session.preferences.backups
        job = session.jobs.start(
            lambda _: session.casebook.verified(folder), "Verifying the change log"
        )
        job.succeeded.connect(self._verified)

    def _verified(self, found: Verified) -> None:
        words, tone = said(found)
        self.verdict.setProperty("tone", tone)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.setText(words)
        self.verdict.show()


def _cells(entry: Entry) -> tuple[str, ...]:
    names = [called(change.record) for change in entry.changes or ()]
    to = next((name for name in names if name), "")
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    label = f"Checkpoint: {entry.checkpoint}" if entry.checkpoint else entry.label
    when = f"{written(entry.at.date())}, {entry.at:%H:%M}"
    return (when, entry.who, label, f"{to}{more}" if to else "")


def _told(change: Change) -> QWidget:
    record = change.record
    noun = kind_name(type(record)).replace("_", " ").capitalize()
    lines = column(text(f"{noun}: {called(record)}", "strong", wrap=True), gap=tokens.TIGHT)
    for part in fields(record):
        before = getattr(change.before, part.name, None)
        after = getattr(change.after, part.name, None)
        if part.name in INSIDE or before == after or not part.metadata.get("label"):
            continue
        label = str(part.metadata["label"])
        if change.before is None or change.after is None:
            said = shown(after if change.before is None else before, part)
            if said != "nothing":
                lines.addWidget(text(f"{label}: {said}", "secondary", wrap=True))
        else:
            lines.addWidget(text(label, "label"))
            lines.addWidget(text(f"Was: {shown(before, part)}", "secondary", wrap=True))
            lines.addWidget(text(f"Now: {shown(after, part)}", wrap=True))
    return holder(lines)


KIND = PageKind("history", "History", "history", HistoryPage)
