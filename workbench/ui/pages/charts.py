"""Charts: a question on the left, its answer on white paper, and what it says in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from workbench.domain.data import Area, Boundaries, Dataset, Edition, SamePlace
from workbench.domain.evidence import EvidenceCard
from workbench.domain.plan import Response
from workbench.domain.record import Record
from workbench.domain.reference import Annotation, ReferenceTable
from workbench.errors import WorkbenchError
from workbench.ui import theme, tokens
from workbench.ui.after_paint import after_paint
from workbench.ui.charting.asker import Asker
from workbench.ui.charting.controls import Known
from workbench.ui.charting.drawing import description
from workbench.ui.charting.facts import Facts, facts
from workbench.ui.charting.keeping import KeepDialog
from workbench.ui.charting.options import OptionsForm
from workbench.ui.charting.questions import QuestionPane
from workbench.ui.charting.scope import ScopeBar
from workbench.ui.charting.studio import Fix, Studio
from workbench.ui.mapping.chip import SelectionChip
from workbench.ui.mapping.drawer import Latest
from workbench.ui.mapping.sheet import Wanted
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Segments, button, column, holder, row, scroll
from workbench.ui.widgets.pages import MARGINS, EmptyState, PageHeader

if TYPE_CHECKING:
    from workbench.analysis.filter import Filter
    from workbench.analysis.kind import AnyKind, Value
    from workbench.domain.changes import Changes
    from workbench.services.asking import Answer, Request


class ChartsPage(Page):
    """Asks the chosen question of the chosen rows, again at each change, and keeps the answer."""

    watches: ClassVar[tuple[type[Record], ...]] = (
        Dataset,
        Edition,
        SamePlace,
        Boundaries,
        Area,
        EvidenceCard,
        Response,
        ReferenceTable,
        Annotation,
    )
    scrolls: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.kinds: dict[str, AnyKind] = {}
        self.facts: Facts | None = None
        self.given: dict[str, dict[str, Value]] = {}
        self.request: Request | None = None
        self.keeping: KeepDialog | None = None
        self.copy = button("Copy", icon="copy", tip="Picture, table and words (Ctrl+Shift+C)")
        self.keep = button("Keep as evidence", "primary", "evidence", tip="Ctrl+E")
        self.beside = button("Tables and events", "quiet", "calendar",
                             lambda: self.go.emit("references"))  # fmt: skip
        self.header = PageHeader("Charts", "", self.beside, self.copy, self.keep)
        self.scope, self.pane, self.options = ScopeBar(session.taken), QuestionPane(), OptionsForm()
        self.questions, self.chip = self.pane.list, SelectionChip(session.selection)
        self.picking = Latest(session.studio, self)
        self.asker = Asker(session.studio, session.shelf, self)
        self.studio = Studio(session.studio, self.asker)
        self.side = Segments("Left side", ("Questions", "Options"))
        self.turns = QStackedWidget()
        self.turns.addWidget(self.pane)
        options = scroll(column(self.options, None, gap=0))
        options.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.turns.addWidget(options)
        left = holder(column(self.side, (self.turns, 1)))
        left.setFixedWidth(theme.px(220))
        self.left, self.work = left, holder(row(left, (self.studio, 1), gap=tokens.LARGE))
        self.chosen = holder(row(self.chip, None))
        self.chosen.hide()
        parts = (self.header, self.scope, self.chosen, (self.work, 1))
        column(*parts, gap=tokens.MEDIUM, pad=MARGINS, into=self)
        self._connect()

    def read(self) -> None:
        """Show the data there is, and ask again."""
        contents = self.session.contents
        self.scope.show_contents(contents)
        self._say()
        there = self.scope.edition_id is not None
        self.scope.setVisible(there)
        self.left.setVisible(there)
        if not there:
            self._nothing()
        elif not self.kinds:
            after_paint(self, self._learn)
        else:
            self._look()

    def refresh(self) -> None:
        """Read, and show what another page wished to be shown here."""
        wish = self.session.wish
        if isinstance(wish, tuple) and wish and wish[0] == "chart":
            self.session.wish, self.stale = None, True
            self._take(*wish[1:])
        self.stale |= self.scope.behind
        super().refresh()

    def offers(self) -> tuple[Offer, ...]:
        """What can be done with the chart, for the menus."""
        return (
            Offer("Evidence", "Keep as evidence", self.ask_keep, "Ctrl+E", "evidence"),
            Offer("View", "Open as table", self.studio.open_table, "Ctrl+T", "table"),
            Offer("Edit", "Copy chart", self.studio.copy, "Ctrl+Shift+C", "copy"),
            Offer("Data", "Tables and events", lambda: self.go.emit("references"), "", "table"),
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.touch(ReferenceTable, SamePlace):
            self.asker.forget()  # an answer rests on what they say
        super()._on_changed(changes)

    def leave(self) -> None:
        """Ask nothing any more."""
        self.asker.stop()
        self.picking.drop()
        self.session.selection.changed.disconnect(self._reselected)
        super().leave()

    def ask_keep(self) -> None:
        """Ask for a name and audiences, then keep the answer."""
        if (answer := self.studio.answer) is None or self.request is None:
            return
        from workbench.services.cards import name_for

        name, told = name_for(self.request, answer), description(answer)
        self.keeping = KeepDialog(self.window(), name, answer.reading.finding, told)
        self.keeping.accepted.connect(self._keep)
        self.keeping.open()

    def _connect(self) -> None:
        self.copy.clicked.connect(self.studio.copy)
        self.keep.clicked.connect(self.ask_keep)
        self.side.chosen.connect(self.turns.setCurrentIndex)
        self.questions.chosen.connect(self._question)
        self.scope.edition_changed.connect(lambda _id: self._look())
        self.scope.changed.connect(self._ask)
        self.options.changed.connect(self._set)
        self.studio.picked.connect(self._pick)
        self.picking.ready.connect(lambda told: self.session.selection.choose(told.chosen))
        self.picking.failed.connect(_raise)
        self.session.selection.changed.connect(self._reselected)
        self.asker.answered.connect(self._answered)
        self.studio.reading.quality.wanted.connect(self.scope.choose_boundaries)
        self.asker.refused.connect(self._refused)

    def _learn(self) -> None:
        """Learn which questions there are; their modules are read in a job."""
        from workbench.ui.charting.catalogue import learn

        job = self.session.studio.start(lambda _progress: learn())
        job.succeeded.connect(self._learned)

    def _learned(self, kinds: dict[str, AnyKind]) -> None:
        self.kinds = kinds
        self._look()

    _first = ""

    def _look(self) -> None:
        """Read what the edition holds, unless it is the same, and ask."""
        edition_id = self.scope.edition_id
        if edition_id is None or not self.kinds:
            return
        if self.facts is not None and self.facts.edition_id == edition_id:
            self._offer()
            self._question(self.questions.key)
            return
        shelf = self.session.shelf
        borders = tuple(self.session.contents.boundaries)
        job = self.session.studio.start(lambda _progress: facts(shelf, edition_id, borders))
        job.succeeded.connect(self._looked)

    def _looked(self, found: Facts) -> None:
        if found.edition_id == self.scope.edition_id:
            self.facts = found
            self.scope.show_facts(found)
            self._offer()
            if self._rows is not None:
                self.scope.set_rows(*self._rows)
                self.scope.share()
                self._rows = None
            self._question(self.questions.key)

    _rows: Any = None

    @property
    def _edition(self) -> Edition | None:
        there = self.session.contents.editions
        return next((one for one in there if one.id == self.scope.edition_id), None)

    def _offer(self) -> None:
        """List the questions; those that this edition cannot bear come last, with the reason."""
        from workbench.ui.charting.catalogue import barred

        edition = self._edition
        held = self.questions.key or self._first
        lacking = barred(self.kinds, edition, self.session.contents) if edition else {}
        if self.questions.kinds == tuple(self.kinds.values()) and lacking == self.questions.lacking:
            return
        self.questions.blockSignals(True)
        self.questions.offer(list(self.kinds.values()), lacking)
        self.questions.choose(held)
        self.pane.line.clear()
        self.questions.blockSignals(False)

    def _reselected(self) -> None:
        """Something else is selected, on the map or in a table: ask it of that."""
        if self.isVisible():
            self._ask()
        else:
            self.stale = True

    def _pick(self, what: str, chosen: tuple[str, ...]) -> None:
        """Rows of the table were chosen: select what they stand for."""
        edition_id, shelf = self.scope.edition_id, self.session.shelf
        rows, _ = self.scope.rows(named=False)
        border = self.scope.boundaries_id

        def work() -> Any:
            from workbench.ui.mapping.picking import from_table

            return from_table(shelf, Wanted(edition_id, rows, border), what, chosen)

        self.picking.want(work)

    def _narrowed(self, chosen: Filter, kind: AnyKind) -> Filter:
        """The filter, narrowed to what is selected; a comparison of areas keeps its own."""
        now, edition = self.session.selection.now, self._edition
        compares = any(one.kind == "areas" for one in kind.parameters)
        narrowed = None
        if now is not None and edition is not None and not compares:
            narrowed = now.narrow(chosen, edition.columns, self.session.contents.areas)
        self.chip.read(narrowed is not None or compares)
        self.chosen.setVisible(now is not None)
        return narrowed or chosen

    def _question(self, key: str) -> None:
        """Show the options of a question and ask it."""
        from workbench.services.placing import codes_for

        kind = self.kinds.get(key)
        if kind is None or self.facts is None:
            return
        areas = tuple(
            (area.name, codes) for area in self.session.contents.areas if (codes := codes_for(area))
        )
        known = Known(self.facts.months, tuple(name for name, _ in self.facts.types), areas)
        self.options.show_kind(kind, self.given.get(key, {}), known)
        self.options.setVisible(not self.options.empty)
        self.scope.want_boundaries(kind.wants_shapes)
        self.scope.want_reference(kind.wants_reference or kind.may_use_reference)
        self._ask()

    def _set(self) -> None:
        self.given[self.questions.key] = self.options.values
        self._ask()

    def _ask(self) -> None:
        from workbench.services.asking import Request, events

        kind, edition_id = self.kinds.get(self.questions.key), self.scope.edition_id
        if kind is None or edition_id is None:
            return
        named = next((one.key for one in kind.parameters if one.kind == "type"), "")
        chosen, alone = self.scope.rows(named=bool(named))
        settings = dict(self.options.values)
        if alone:
            settings[named] = alone
        chosen = self._narrowed(chosen, kind)
        border = self.scope.boundaries_id if kind.wants_shapes else None
        self.request = Request(
            kind.key, edition_id, chosen, settings, border, events(self.session.contents),
            self.scope.reference_id,
        )  # fmt: skip
        self.asker.ask(self.request)

    def _answered(self, request: Request, answer: Answer) -> None:
        self.studio.show_answer(answer, self.scope.data.currentText())
        chip, border = self.studio.reading.quality, request.boundaries_id
        chip.follow(self.session, request.edition_id, answer.kind, border)
        self._say()

    def _refused(self, request: Request, error: WorkbenchError) -> None:
        self.studio.show_refusal(error, *self._fixes(), question=request.question)
        self._say()

    def _fixes(self) -> list[Fix]:
        """What may mend a refusal, likeliest first."""
        found: list[Fix] = []
        kind = self.kinds.get(self.questions.key)
        if kind is not None and kind.wants_reference:
            found.append(("Bring in a table", lambda: self.go.emit("references")))
        if self.options.values:
            found.append(("Change the options", self._show_options))
            found.append(("Back to the usual settings", self.options.reset))
        if self.session.selection.now is not None:
            found.insert(0, ("Select nothing", self.session.selection.clear))
        if self.scope.rows(named=False)[0].words:
            found.append(("Use all rows", self._all_rows))
        if kind is not None and kind.wants_shapes and not self.session.contents.boundaries:
            found.append(("Bring in boundaries", lambda: self.go.emit("data")))
        found.append(("Bring in data", lambda: self.go.emit("wizard")))
        return found[:4]

    def _show_options(self) -> None:
        self.side.set_at(1)
        self.turns.setCurrentIndex(1)

    def _all_rows(self) -> None:
        from workbench.analysis.filter import Filter

        self.scope.set_rows(Filter())
        self.scope.share()
        self._ask()

    def _keep(self) -> None:
        from workbench.services import cards

        answer, request, problem = self.studio.answer, self.request, self.session.problem_id
        if answer is None or request is None or problem is None or self.keeping is None:
            return
        told = self.keeping.told
        self.session.history.do(
            lambda casebook: cards.keep_told(casebook, problem, request, answer, told)
        )

    def _take(
        self,
        question: str,
        edition_id: UUID | None,
        rows: Any,
        given: Any,
        table: UUID | None = None,
        borders: UUID | None = None,
    ) -> None:
        """Show a question that was chosen on another page."""
        self.scope.wanted_table = table
        self._first = question
        self.questions.blockSignals(True)
        self.questions.choose(question)
        self.questions.blockSignals(False)
        if given is not None:
            self.given[question] = dict(given)
        if edition_id is not None:
            self.scope.show_contents(self.session.contents)
            self.scope.choose_edition(edition_id)
        if borders is not None:
            self.scope.take_boundaries(borders)
        if rows is not None:
            self._rows, self.facts = rows, None

    def _say(self) -> None:
        """The title: how many answers are kept, and which question this is."""
        kept = sum(bool(card.question) for card in self.session.contents.cards)
        kind = self.kinds.get(self.questions.key)
        charts = {0: "No chart kept yet", 1: "One chart kept as evidence"}
        self.header.say(
            charts.get(kept, f"{kept} charts kept as evidence"),
            f"Charts: {kind.question}" if kind else "Charts: when, where and to whom it happens",
        )
        for act in (self.copy, self.keep):
            act.setEnabled(self.studio.answer is not None)

    def _nothing(self) -> None:
        bring = button("Bring in data", "primary", "data", lambda: self.go.emit("wizard"))
        why = (
            "Bring in a crime or incident export to see when, where and how often it happens. "
            "Nothing leaves this computer."
        )
        self.studio.show_instead(EmptyState("analyse", "No data yet", why, bring))
        self._say()


def _raise(error: Exception) -> None:
    raise error


KIND = PageKind("charts", "Charts", "analyse", ChartsPage)
