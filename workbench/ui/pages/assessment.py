"""Assessment: did it work, compared with where nothing was done, and what do we say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.changes import Changes
from workbench.domain.data import Area, Edition
from workbench.domain.plan import Objective, Response
from workbench.domain.record import Record
from workbench.errors import WorkbenchError
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.ui import theme, tokens
from workbench.ui.assessing.verdict import TONES, VerdictPanel, said
from workbench.ui.charting.asker import Asker
from workbench.ui.charting.studio import Studio
from workbench.ui.page import Offer, PageKind
from workbench.ui.records.days import written
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.session import Session
from workbench.ui.widgets.basics import button, column, holder, row, text
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.pages import EmptyState

if TYPE_CHECKING:
    from workbench.services.asking import Answer
    from workbench.store.casebook import Casebook


class AssessmentPage(ListPage):
    """The assessments of a problem; each opens with its comparison and its verdict."""

    watches = (Assessment, Area, Edition, Objective, Response)
    key, kind, noun, icon = "assessment", Assessment, "assessment", "assess"
    about = "Treated against control, before against after, and what can honestly be said"
    add_hint = "Did it ..., compared with ..."
    leave_out = ("verdict", "reason", "decided")
    coded = False
    empty_says = (
        "No assessment is booked yet",
        "Book it when the plan is agreed: which area was treated, which is the control, and which "
        "months are compared. Then nobody can choose them by the result.",
    )

    def __init__(self, session: Session) -> None:
        self.shown = ""
        self.told: UUID | None = None
        super().__init__(session)

    def below(self) -> QWidget:
        session = self.session
        asker = Asker(session.studio, session.shelf, self)
        self.studio = Studio(session.studio, asker, whole=True)
        self.studio.setMinimumHeight(theme.px(520))
        self.work_out = button("Work it out", "primary", "refresh", self.work)
        self.areas = button("Choose areas", "link", "place", lambda: self.go.emit("map"))
        self.lacking = text("", "secondary", wrap=True)
        self.verdict = VerdictPanel()
        self.verdict.decided.connect(self._decide)
        self.compared = button("", "link", "table", self.turn)
        tools = (self.compared, self.areas, self.work_out)
        head = row(text("What the numbers say", "heading"), None, *tools, gap=tokens.LARGE)
        return holder(column(head, self.lacking, self.studio, self.verdict, gap=tokens.SMALL))

    def turn(self) -> None:
        """Show what is compared, or fold it away so that the result comes first."""
        self._fold(not self.form.isHidden())

    def _fold(self, away: bool) -> None:
        self.form.setVisible(not away)
        self.compared.setText("What is compared" if away else "Hide what is compared")

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return (*contents.assessments, *contents.past_assessments)

    def rows(self, contents: Contents) -> list[RowOf]:
        now = [_row(one) for one in contents.assessments]
        return [*now, *(_row(one, earlier=True) for one in contents.past_assessments)]

    def new(self, words: str, choice: Any) -> Record:
        contents = self.session.contents
        areas = {area.role.value: area.id for area in contents.areas}
        objective = contents.objectives[0].id if contents.objectives else None
        return Assessment(
            problem_id=contents.problem.id,
            cycle_id=contents.cycle.id,
            name=words,
            objective_id=objective,
            treated_id=areas.get("treated"),
            control_id=areas.get("control"),
            edition_id=_with_areas(contents),
        )

    def show_more(self, contents: Contents, record: Record | None) -> None:
        if not isinstance(record, Assessment):
            return
        lacking = record.lacking
        self.lacking.setText(f"Still to choose: {', '.join(lacking)}." if lacking else "")
        self.lacking.setVisible(bool(lacking))
        self.work_out.setEnabled(not lacking)
        self.verdict.show_assessment(record, written(record.decided) if record.decided else "")
        if self.told != record.id:
            self.told = record.id
            self._fold(bool(record.snapshot))
        if record.snapshot:
            self._open(record)
        elif self.shown != str(record.id):
            self.shown = str(record.id)
            why = "Choose areas, months and data, then work it out. It takes a moment."
            self.studio.show_instead(EmptyState("assess", "Not worked out yet", why))

    def work(self) -> None:
        """Compare treated with control, in a job."""
        self.form.keep()
        session, chosen = self.session, self.record
        if not isinstance(chosen, Assessment):
            return
        from workbench.services import assessing

        contents = session.contents
        job = session.jobs.start(
            lambda progress: assessing.work_out(
                session.casebook, session.shelf, contents, chosen, progress
            )
        )
        job.succeeded.connect(self._worked)

    def open(self, key: object, enter: bool = True, field: str = "") -> None:
        super().open(key, enter, field)
        if field:  # a gap leads to a field: it must be there
            self._fold(False)
            self.form.focus_field(field)

    def land(self, gap: Gap) -> None:
        super().land(gap)
        if gap.record_id is not None:
            self.verdict.focus_field(gap.field)

    def offers(self) -> tuple[Offer, ...]:
        work = Offer("Problem", "Work out assessment", self.work, "F5", "refresh")
        return (*super().offers(), work)

    def _worked(self, changes: Changes) -> None:
        self.session.history.committed(changes)

    def _open(self, record: Assessment) -> None:
        """Show the result as it was kept."""
        if self.shown == f"{record.id} {record.snapshot}":
            return
        self.shown = f"{record.id} {record.snapshot}"
        casebook, shown = self.session.casebook, self.shown
        job = self.session.studio.start(lambda _progress: (shown, _opened(casebook, record)))
        job.succeeded.connect(self._show)
        job.failed.connect(self._refused)

    def _refused(self, error: Exception) -> None:
        from workbench.services.assessing import QUESTION

        self.studio.show_refusal(str(error), question=QUESTION)

    def _show(self, made: tuple[str, Answer | None]) -> None:
        shown, answer = made
        if shown == self.shown and answer is not None:
            self.studio.show_answer(answer, "")

    def _decide(self, verdict: Verdict, reason: str) -> None:
        from workbench.services.assessing import decide

        record, today = self.record, self.session.today
        if record is None:
            return
        chosen: UUID = record.id
        try:
            self.session.history.do(
                lambda casebook: decide(casebook, chosen, verdict, reason, today)
            )
        except WorkbenchError as error:
            self.verdict.refuse(str(error))


def _opened(casebook: Casebook, record: Assessment) -> Answer | None:
    from workbench.services import assessing

    return assessing.opened(casebook, record)


def _with_areas(contents: Contents) -> UUID | None:
    """The newest edition that has small-area codes."""
    known = [edition for edition in contents.editions if "area" in edition.columns]
    return known[-1].id if known else None


def _row(one: Assessment, earlier: bool = False) -> RowOf:
    if one.verdict is not None:
        chip = CellChip(said(one.verdict), *TONES[one.verdict])
    elif one.offered:
        chip = CellChip("Worked out, not decided", "warning", "warning")
    else:
        chip = CellChip("Not worked out", "neutral", "state-empty")
    chips = (chip, CellChip("Earlier cycle", "neutral", "history")) if earlier else (chip,)
    booked = f"Booked for {written(one.booked)}" if one.booked else "Not booked"
    decided = f"  \u00b7  decided {written(one.decided)}" if one.decided else ""
    return RowOf(one.id, one.name, "", chips, one.reason, booked + decided)


KIND = PageKind("assessment", "Assessment", "assess", AssessmentPage)
