"""Bring in data: five steps, Back always works, nothing is stored before the last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QStackedWidget
from shiboken6 import isValid

from workbench.domain.changes import Changes
from workbench.domain.data import Dataset, Edition, Recipe
from workbench.domain.record import Record
from workbench.errors import WorkbenchError
from workbench.ui import theme, tokens
from workbench.ui.jobs import Job
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Elided, Frame, action_row, button, column, holder, row
from workbench.ui.widgets.pages import MARGINS, PageHeader
from workbench.ui.widgets.remark import Remark
from workbench.ui.widgets.steps import Steps
from workbench.ui.wizard import reading
from workbench.ui.wizard.check_step import CheckStep
from workbench.ui.wizard.columns_step import ColumnsStep
from workbench.ui.wizard.dates_step import DatesStep
from workbench.ui.wizard.draft import STEPS, Draft
from workbench.ui.wizard.file_step import FileStep
from workbench.ui.wizard.following import followed
from workbench.ui.wizard.personal_step import PersonalStep
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.recipe import Choices
    from workbench.intake.source import Edges
    from workbench.ui.wizard.reading import Account, Added, Opened, Proof

LAST = len(STEPS) - 1


class WizardPage(Page):
    """Reads in jobs, shows what was read, and hands the draft to the service at the end."""

    watches: ClassVar[tuple[type[Record], ...]] = (Dataset, Recipe)
    scrolls: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.draft, self.at = Draft(), 0
        self.job: Job | None = None  # of the file, or of the whole import
        self.proving: Job | None = None
        self.again = False
        self.file, self.check, self.dates = FileStep(), CheckStep(session), DatesStep()
        self.columns = ColumnsStep()
        self.steps: tuple[Step, ...] = (
            self.file,
            self.columns,
            self.dates,
            PersonalStep(),
            self.check,
        )
        self.header, self.ring, self.remark = PageHeader(STEPS[0], ""), Steps(STEPS, 0), Remark()
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.changed.connect(self._say)
            step.files.connect(self.take_files)
        self.foot = self._foot()
        head = row((self.header, 1), self.ring, gap=tokens.LARGE)
        parts = (head, self.remark, (self.stack, 1))
        column(*parts, gap=tokens.MEDIUM, pad=MARGINS, into=self)
        self.file.sheet_wanted.connect(self._read_sheet)
        self.file.edges_wanted.connect(self._move_edges)
        self.dates.proof_wanted.connect(self._prove)
        self.columns.switch_wanted.connect(self._switch)
        self.columns.outcome_wanted.connect(self._add_up)
        self.setAcceptDrops(True)
        self._show(0)

    def read(self) -> None:
        """List the datasets that this may be an edition of."""
        self.check.offer(list(self.session.contents.datasets))
        if self.at == LAST:
            self.check.show_draft(self.draft)

    def refresh(self) -> None:
        """Read, and take up files that were dropped on another page."""
        super().refresh()
        wish = self.session.wish
        if isinstance(wish, tuple) and wish and wish[0] == "files":
            self.session.wish = None
            self.take_files(wish[1])

    def leave(self) -> None:
        """Stop reading; an import that has begun goes on."""
        if self.proving is not None:
            self.proving.cancel()
        self.draft = Draft()
        super().leave()

    def offers(self) -> tuple[Offer, ...]:
        """What the wizard can do, for the menus."""
        return (Offer("Data", "Choose files to bring in...", self.file.ask, "", "file"),)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read files that were chosen or dropped."""
        self.draft = Draft(paths=tuple(paths))
        self._show(0)
        self._open(self.draft.paths, "")

    def go_on(self) -> None:
        """To the next step, or with the last to the casebook; not with something wrong."""
        refusal = self.steps[self.at].refusal(self.draft)
        self.remark.say(refusal)
        if refusal:
            return
        if self.at == LAST:
            self._bring_in()
        else:
            self._show(self.at + 1)

    def go_back(self) -> None:
        """To the step before; everything chosen stays chosen."""
        if self.at == LAST:
            self._keep_details()
        self._show(max(0, self.at - 1))

    def cancel(self) -> None:
        """Stop what is running; with nothing running, put the file down. Nothing is stored."""
        if self.job is not None:
            self.job.cancel()
            return
        self.draft = Draft()
        self._show(0)
        self.go.emit("data")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The steps keep to their part of the line, with their words where there is room."""
        super().resizeEvent(event)
        self.ring.setMaximumWidth(round(self.width() * 0.62))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.job is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls())
        if local := tuple(path for path in paths if str(path) != "."):
            event.acceptProposedAction()
            self.take_files(local)

    def _foot(self) -> Frame:
        self.back, self.next = button("Back", does=self.go_back), button("Next", "primary")
        self.next.clicked.connect(self.go_on)
        self.stop = button("Cancel", "quiet", does=self.cancel)
        self.tick, self.recipe = QCheckBox("Remember these choices as a recipe"), QLineEdit()
        self.recipe.setMinimumWidth(theme.px(220))
        self.recipe.setAccessibleName("Name of the recipe")
        self.tick.toggled.connect(self.recipe.setEnabled)
        self.remember = holder(row(self.tick, self.recipe))
        made = action_row(self.back, self.next, self.stop)
        made.insertWidget(0, self.remember)
        self.read_by = Elided("", "small")
        made.insertWidget(0, self.read_by)
        made.setContentsMargins(tokens.WIDE, tokens.MEDIUM, tokens.WIDE, tokens.MEDIUM)
        foot = Frame("foot", made)
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return foot

    def _show(self, at: int) -> None:
        self.at = at
        self.ring.go(at)
        self.steps[at].show_draft(self.draft)
        self.stack.setCurrentIndex(at)
        self.remark.say("")
        if at == LAST:
            self._account()
        self._say()

    def _say(self) -> None:
        """The title and the buttons, as things stand."""
        draft, source = self.draft, self.draft.source
        about = f"From {source.name}" if source else "Bring in data"
        busy = self.job is not None
        if not busy:
            self.header.say(self.steps[self.at].sentence(draft), about)
        following = STEPS[self.at + 1].lower() if self.at < LAST else ""
        self.next.setText(f"Next: {following}" if following else "Bring in")
        self.next.setEnabled(not busy and source is not None)
        self.back.setEnabled(not busy)
        self.back.setVisible(self.at > 0)
        by_recipe = bool(draft.known) and draft.choices is draft.proposed
        self.remember.setVisible(source is not None and self.at > 0 and not by_recipe)
        self.read_by.setVisible(source is not None and by_recipe)
        self.read_by.say(f"Read by the recipe {draft.known}")
        self.remember.setEnabled(not busy)

    def _read_sheet(self, sheet: str) -> None:
        self.draft.moved = False
        self._open(self.draft.paths, sheet)

    def _move_edges(self, edges: Edges | None) -> None:
        """Read the table again by its edges as they were moved; None: as they were found."""
        if self.draft.source is not None:
            self.draft.moved = edges is not None
            self._open(self.draft.paths, self.draft.source.chosen, edges)

    def _open(self, paths: Sequence[Path], sheet: str, edges: Edges | None = None) -> None:
        from workbench.services.records import all_of

        if self.job is not None:
            return
        saved = all_of(self.session.casebook, Recipe)[::-1]
        job = self.session.studio.start(
            lambda progress: reading.opened(paths, sheet, saved, progress, edges)
        )
        job.succeeded.connect(self._opened)
        self._run(job)
        self.header.say(f"Reading {paths[0].name}", "Nothing is stored before the last step")

    def _opened(self, found: Opened) -> None:
        draft = self.draft
        draft.source, draft.known, draft.change = found.source, found.known, found.change
        draft.choose(found.choices)
        draft.proposed, draft.samples = found.choices, found.samples
        draft.levels = found.levels
        self.job = None
        self._suggest(found)
        self._show(LAST if found.known else 0)
        if found.change is not None:
            self.remark.say(found.change.words(), "info", "Use the recipe", self._use_recipe)

    def _use_recipe(self) -> None:
        """Take the recipe that nearly fits, for the columns it knows."""
        change, source, proposed = self.draft.change, self.draft.source, self.draft.proposed
        if change is None or source is None or proposed is None:
            return
        self.draft.choose(change.adapted(source, proposed))
        self.draft.change = None
        self._show(1)

    def _suggest(self, found: Opened) -> None:
        """Names for the dataset and the recipe, and the dataset that this goes on."""
        details, stem = self.draft.details, Path(found.source.name.removesuffix(".gz")).stem
        words = stem.replace("_", " ").replace("-", " ")
        details.name = details.name or words[:1].upper() + words[1:]
        if found.known.startswith("data.police.uk"):
            force = found.samples.get("Reported by", (details.name,))[0]
            details.name = f"{force}, street-level crime"
            details.source = "Recorded crime, data.police.uk"
        if found.known:
            details.dataset_id = followed(self.session.contents, found, details.name)
        self.tick.setChecked(not found.known)
        self.recipe.setText(details.name)
        self.recipe.setCursorPosition(0)

    def _prove(self) -> None:
        """Read dates and places again by the choices as they are now."""
        source, choices = self.draft.source, self.draft.choices
        if source is None or choices is None:
            return
        if self.proving is not None:
            self.again = True
            return
        self.proving = self.session.studio.start(lambda _p: reading.proof(source, choices))
        self.proving.succeeded.connect(self._proved)
        self.proving.failed.connect(self._failed)
        self.proving.finished.connect(self._proof_done)

    def _proved(self, proof: Proof) -> None:
        self.dates.show_proof(proof)

    def _proof_done(self) -> None:
        self.proving = None
        if self.again:
            self.again = False
            self._prove()

    def _switch(self) -> None:
        """Read the rows as incidents instead of figures, or the other way round."""
        source, choices = self.draft.source, self.draft.choices
        if source is None or choices is None or self.job is not None:
            return
        job = self.session.studio.start(lambda _p: reading.switched(source, choices))
        job.succeeded.connect(self._switched)
        self._run(job)

    def _switched(self, choices: Choices) -> None:
        self.job = None
        self.draft.choose(choices)
        self.columns.show_again(self.draft)
        self._say()

    def _add_up(self) -> None:
        """Work out how many rows come in by the choices, and the sum of their counts."""
        source, choices = self.draft.source, self.draft.choices
        if source is None or choices is None:
            return
        job = self.session.studio.start(lambda _p: reading.outcome(source, choices))
        job.succeeded.connect(self._added_up)
        job.failed.connect(self._failed)

    def _added_up(self, found: Added) -> None:
        if isValid(self) and found.choices is self.draft.choices:
            self.columns.say_outcome(found.words)

    def _account(self) -> None:
        """Read every row by the choices, for the last look at them."""
        source, choices = self.draft.source, self.draft.choices
        if source is None or choices is None or self.draft.account is not None:
            return
        shelf, boundaries = self.session.shelf, self.session.contents.boundaries
        job = self.session.studio.start(
            lambda progress: reading.account(shelf, boundaries, source, choices, progress)
        )
        job.succeeded.connect(partial(self._accounted, choices))
        job.failed.connect(self._failed)

    def _accounted(self, choices: object, found: Account) -> None:
        if choices is self.draft.choices:
            self.draft.account = found
            self.check.show_account(found)
            self._say()

    def _bring_in(self) -> None:
        from workbench.services.bringing_in import bring_in

        draft, casebook = self.draft, self.session.casebook
        source, choices = draft.source, draft.choices
        if source is None or choices is None or self.job is not None:
            return
        dataset = self._dataset()
        name = self.recipe.text().strip() if self.tick.isChecked() else ""
        job = self.session.jobs.start(
            lambda progress: bring_in(casebook, dataset, source, choices, progress, name),
            f"Bringing in {source.name}",
        )
        job.succeeded.connect(self.session.history.committed)  # even when this page is put away
        job.succeeded.connect(self._brought_in)
        self._run(job)
        self.header.say(f"Bringing in {source.rows:,} rows", "Cancel takes all of it back")

    def _dataset(self) -> Dataset:
        details, problem = self.draft.details, self.session.problem_id
        held = next((d for d in self.check.datasets if d.id == details.dataset_id), None)
        assert problem is not None, "no problem is open"
        return held or Dataset(
            problem_id=problem,
            name=details.name,
            source=details.source,
            purpose=details.purpose,
            basis=details.basis,
            review=details.review,
        )

    def _brought_in(self, changes: Changes) -> None:
        self.job = None
        made = [one.after for one in changes if isinstance(one.after, Edition)]
        self.draft = Draft()
        self._show(0)
        self.session.wish = ("pack", made[0].id if made else None)
        self.go.emit("scan_pack")

    def _run(self, job: Job) -> None:
        """Take a job in hand: its Cancel is the wizard's, and its errors stand on the step."""
        self.job = job
        self.stop.setText("Stop")
        job.failed.connect(self._failed)
        job.finished.connect(self._ended)
        self._say()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, WorkbenchError):
            raise error
        self.remark.say(str(error), "error", "Try again", self._try_again)

    def _try_again(self) -> None:
        self.remark.say("")
        if self.draft.source is None:
            self._open(self.draft.paths, "")
        elif self.at == LAST:
            self._account()

    def _ended(self) -> None:
        self.job = None
        self.stop.setText("Cancel")
        self._say()

    def _keep_details(self) -> None:
        try:
            self.check.take_details(self.draft.details)
        except ValueError:
            return  # a day that cannot be read is asked for again on the step


KIND = PageKind("wizard", "Bring in data", "data", WizardPage)
