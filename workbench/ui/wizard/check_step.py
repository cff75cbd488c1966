"""Step 5: the account of every row, what is known of their quality, and what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from workbench.domain.data import Dataset
from workbench.ui import theme, tokens
from workbench.ui.data.difference_panel import DifferencePanel
from workbench.ui.data.facts_view import fact_lines, silent_line
from workbench.ui.records.editors import Day
from workbench.ui.session import Session
from workbench.ui.widgets.basics import CARD, Frame, column, empty, holder, row, rule, scroll, text
from workbench.ui.widgets.forms import Field
from workbench.ui.wizard.draft import Details, Draft
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.quality_fact import Fact
    from workbench.ui.wizard.reading import Account

NEW = "New dataset"


class CheckStep(Step):
    """Rows at the left: read is brought in plus left out; purpose and basis at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.account: Account | None = None
        self.changes = DifferencePanel(session)
        self.datasets: list[Dataset] = []
        self.sums = column(gap=tokens.TIGHT)
        self.notes = column(gap=tokens.TIGHT)
        self.facts = column(gap=tokens.SMALL)
        self.into, self.name, self.source = QComboBox(), QLineEdit(), QLineEdit()
        self.purpose, self.basis, self.review = QPlainTextEdit(), QLineEdit(), Day()
        self.purpose.setTabChangesFocus(True)
        self.purpose.setFixedHeight(theme.px(64))
        self.name_field = Field("&Name", self.name)
        self.review_field = Field("Review &by", self.review.line, "When to ask if it is needed.")
        self.into.activated.connect(self._into)
        self._lay()

    def offer(self, datasets: list[Dataset]) -> None:
        """List the datasets of the problem, of which this may be the next edition."""
        self.datasets = datasets
        self.into.clear()
        self.into.addItems([NEW, *(f"Next edition of {one.name}" for one in datasets)])

    def show_draft(self, draft: Draft) -> None:
        details = draft.details
        ids = [one.id for one in self.datasets]
        at = ids.index(details.dataset_id) + 1 if details.dataset_id in ids else 0
        self.into.setCurrentIndex(at)
        self.name.setText(details.name)
        self.source.setText(details.source)
        self.purpose.setPlainText(details.purpose)
        self.basis.setText(details.basis)
        self.review.put(details.review)
        self.account = draft.account
        self._into(at)
        self.show_account(draft.account)

    def show_account(self, found: Account | None) -> None:
        """Show what becomes of the rows."""
        self.account = found
        empty(self.sums)
        empty(self.notes)
        empty(self.facts)
        if found is None:
            self.sums.addWidget(text("The rows are being read and checked.", "secondary"))
            self.changes.say("The rows are being read.")
            return
        self._sum("Read from the file", found.rows_read, "strong")
        self._sum("Brought in", found.rows_in)
        out = found.rows_read - found.rows_in
        self._sum("Left out", out)
        for reason, rows in found.left_out:
            self._sum(f"    {reason}", rows, "small")
        if found.total is not None:
            self._sum("Sum of the counts", found.total, "strong")
        if found.asides:
            self._sum("Lines that are no rows", sum(lines for _, lines in found.asides))
        for what, lines in found.asides:
            self._sum(f"    {what}", lines, "small")
        for note in found.notes:
            line = text(note, "small", wrap=True)
            line.setMinimumWidth(theme.px(240))
            self.notes.addWidget(line)
        self._quality(found.facts)
        self._compare()

    @property
    def followed(self) -> Dataset | None:
        """The dataset of which this is to be the next edition; None for a new one."""
        at = self.into.currentIndex()
        return self.datasets[at - 1] if at > 0 else None

    def take_details(self, details: Details) -> None:
        """Write down what was typed.

        Raises:
            ValueError: the review date cannot be read.
        """
        details.dataset_id = self.followed.id if self.followed else None
        details.name = self.name.text().strip()
        details.source = self.source.text().strip()
        details.purpose = self.purpose.toPlainText().strip()
        details.basis = self.basis.text().strip()
        details.review = self.review.value()

    def sentence(self, draft: Draft) -> str:
        found = draft.account
        if found is None:
            return "The rows are being checked"
        out = found.rows_read - found.rows_in
        if not out:
            return f"All {found.rows_in:,} rows will be brought in"
        return f"{found.rows_in:,} rows will be brought in and {out:,} left out"

    def refusal(self, draft: Draft) -> str:
        self.name_field.set_error("")
        self.review_field.set_error("")
        try:
            self.take_details(draft.details)
        except ValueError as error:
            self.review_field.set_error(str(error))
            return str(error)
        if draft.details.dataset_id is None and not draft.details.name:
            self.name_field.set_error("Give the data a name.")
            self.name.setFocus()
            return "The data has no name yet."
        return "" if draft.account else "Wait until the rows are checked."

    def _lay(self) -> None:
        parts = (
            text("Rows", "heading"),
            self.sums,
            tokens.TIGHT,
            rule(),
            text("Against the edition before", "heading"),
            self.changes,
            tokens.TIGHT,
            rule(),
            text("Quality of the data", "heading"),
            self.facts,
            tokens.TIGHT,
            rule(),
            self.notes,
            None,
        )
        left = scroll(column(*parts, gap=tokens.SMALL, pad=CARD))
        basis = Field("&Lawful basis", self.basis, "Such as DPA 2018 part 3.")
        source = Field("&Source", self.source, "Who recorded it.")
        fields = column(
            text("What it is for", "heading"),
            Field("&Bring in as", self.into),
            self.name_field,
            source,
            Field("&Purpose", self.purpose, "Why this problem needs these rows."),
            row((basis, 1), (self.review_field, 1), gap=tokens.LARGE),
            None,
            gap=tokens.MEDIUM,
            pad=CARD,
        )
        right = scroll(fields)
        right.setMinimumWidth(theme.px(300))
        frames = [Frame("surface", column((one, 1), pad=(1, 1, 1, 1))) for one in (left, right)]
        row((frames[0], 1), (frames[1], 1), gap=tokens.LARGE, into=self)

    def _quality(self, facts: Sequence[Fact]) -> None:
        """What was found, gravest first; what was looked for and not there, in one line."""
        for fact in facts:
            if fact.n:
                self.facts.addLayout(fact_lines(fact))
        if silent := [fact.what for fact in facts if not fact.n]:
            self.facts.addWidget(silent_line(silent))

    def _compare(self) -> None:
        """Hold the rows against the edition that they would follow."""
        from workbench.services.editions import newest

        if self.account is not None:
            editions = self.session.contents.editions
            earlier = newest(editions, self.followed.id) if self.followed else None
            self.changes.show_ahead(earlier, self.account.frame)

    def _sum(self, words: str, rows: int, style: str = "body") -> None:
        number = text(f"{rows:,}", style)
        self.sums.addWidget(holder(row((text(words, style, wrap=True), 1), number)))

    def _into(self, _at: int) -> None:
        """The next edition keeps what is said of its dataset, and is held against the last."""
        old = self.followed
        for control in (self.name, self.source, self.purpose, self.basis, self.review.line):
            control.setEnabled(old is None)
        if old is not None:
            self.name.setText(old.name)
            self.source.setText(old.source)
            self.purpose.setPlainText(old.purpose)
            self.basis.setText(old.basis)
            self.review.put(old.review)
        self._compare()
