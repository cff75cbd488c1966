"""Tables and events: what stands beside the data, for harm, rates and every chart over time."""

from __future__ import annotations

from typing import ClassVar

from workbench.domain.plan import Response
from workbench.domain.record import Record
from workbench.domain.reference import Annotation, ReferenceTable
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.ui import tokens
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.references.events_panel import EventsPanel
from workbench.ui.references.tables_panel import TablesPanel
from workbench.ui.session import Session
from workbench.ui.widgets.basics import CARD, Frame, button, column
from workbench.ui.widgets.flow import Reflow
from workbench.ui.widgets.pages import PageHeader

ABOUT = "Tables and events: what figures are set against, and what else happened"


class ReferencesPage(Page):
    """Two lists side by side; both are short and edited in place."""

    watches: ClassVar[tuple[type[Record], ...]] = (ReferenceTable, Annotation, Response)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tables, self.events = TablesPanel(session), EventsPanel(session)
        back = button("Charts", icon="analyse", does=lambda: self.go.emit("charts"))
        data = button("Data", icon="data", does=lambda: self.go.emit("data"))
        self.header = PageHeader("", ABOUT, data, back)
        parts = [
            (Frame("surface", column(panel, None, gap=0, pad=CARD)), 1)
            for panel in (self.tables, self.events)
        ]
        both = Reflow(*parts, least=760, gap=tokens.LARGE)
        column(self.header, both, None, gap=tokens.MEDIUM, into=self)

    def read(self) -> None:
        contents = self.session.contents
        self.header.say(_standing(contents), ABOUT)
        self.tables.show_contents(contents)
        self.events.show_contents(contents)

    def land(self, gap: Gap) -> None:
        """Choose what was found."""
        panel = self.events if gap.kind == "annotation" else self.tables
        if gap.record_id is not None:
            panel.list.choose(gap.record_id)
        panel.list.setFocus()

    def offers(self) -> tuple[Offer, ...]:
        return (
            Offer("Data", "Bring in a table...", self.tables.ask, "", "table"),
            Offer("Data", "Add an event to charts", self.events.adding.begin, "Insert", "calendar"),
        )


def _standing(contents: Contents) -> str:
    """How many there are, in a sentence."""
    tables, events = len(contents.references), len(contents.annotations)
    first = {0: "No table", 1: "One table"}.get(tables, f"{tables} tables")
    second = {0: "no event", 1: "one event"}.get(events, f"{events} events")
    return f"{first} and {second} stand{'s' if tables + events == 1 else ''} beside the data"


KIND = PageKind("references", "Tables and events", "table", ReferencesPage)
