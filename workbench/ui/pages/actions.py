"""Actions: who does what by when; late ones say so, and done ones say what shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from workbench.domain.partners import Partner
from workbench.domain.plan import Action, ActionState, Response
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.ui import theme
from workbench.ui.dialogs import Dialog
from workbench.ui.page import Offer, PageKind
from workbench.ui.records.days import written
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.session import Session
from workbench.ui.widgets.basics import button
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.forms import Field

STATES = {
    ActionState.TO_DO: CellChip("To do", "neutral", "state-empty"),
    ActionState.DOING: CellChip("Doing", "analyse", "state-half"),
    ActionState.WAITING: CellChip("Waiting on partner", "neutral", "partners"),
    ActionState.DONE: CellChip("Done", "success", "state-done"),
}


class ActionsPage(ListPage):
    """The tasks that carry the plan out."""

    watches = (Action, Response, Partner)
    key, kind, noun, icon = "actions", Action, "action", "actions"
    about = "Late first, then by date; done ones last"
    add_hint = "What is to be done, in one line"
    coded = False
    empty_says = (
        "No actions yet",
        "An action is one thing that one person does by one day. Write the first here; owner, date "
        "and response come after.",
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.form.asks["state"] = self._ask

    def buttons(self) -> tuple[Any, ...]:
        self.finish = button("Mark done", icon="check", does=self.mark_done)
        return (self.finish, *super().buttons())

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.actions

    def rows(self, contents: Contents) -> list[RowOf]:
        today = self.session.today

        def order(one: Action) -> tuple[bool, int, date]:
            done = one.state is ActionState.DONE
            return done, -one.late_by(today), one.due or date.max

        return [_row(one, contents, today) for one in sorted(contents.actions, key=order)]

    def new(self, words: str, choice: Any) -> Record:
        return Action(problem_id=self.session.contents.problem.id, text=words)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        self.finish.setVisible(bool(contents.actions))

    def offers(self) -> tuple[Offer, ...]:
        return (
            *super().offers(),
            Offer("Problem", "Mark done...", self.mark_done, "Ctrl+D", "check"),
        )

    def mark_done(self) -> None:
        """Mark the chosen action as done, and ask what shows it."""
        self.form.keep()
        key = self.open_id or self.list.current
        record = next((one for one in self.session.contents.actions if one.id == key), None)
        if record is not None and record.state is not ActionState.DONE:
            values = self._ask(record, ActionState.DONE)
            if values:
                self.change(record, **values)

    def _ask(self, record: Action, state: ActionState) -> dict[str, Any] | None:
        """Done asks what shows it; anything else takes the day of being done away."""
        if state is not ActionState.DONE:
            return {"state": state, "done_on": None}
        if record.shown_by.strip():
            return {"state": state, "done_on": record.done_on or self.session.today}
        asked = Shown(self, record)
        if not asked.exec():
            return None
        return {"state": state, "done_on": self.session.today, "shown_by": asked.words}


class Shown(Dialog):
    """Asks what shows that an action is done."""

    def __init__(self, page: ActionsPage, record: Action) -> None:
        about = "A sentence, a reading, or where the paper or photo is. It goes into the history."
        super().__init__(page, "actions", "What shows it is done?", about, "Mark done")
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        self.area.setMaximumHeight(theme.px(96))
        self.field = Field(record.text, self.area)
        self.body.addWidget(self.field)
        self.area.setFocus()

    @property
    def words(self) -> str:
        """What was said."""
        return self.area.toPlainText().strip()

    def accept(self) -> None:
        self.field.set_error("" if self.words else "Say what shows it.")
        if self.words:
            super().accept()
        else:
            self.area.setFocus()


def _row(one: Action, contents: Contents, today: date) -> RowOf:
    late = one.late_by(today)
    chips = [STATES[one.state]]
    if late:
        chips.insert(0, CellChip(f"Late {late} day{'' if late == 1 else 's'}", "error", "warning"))
    partner = next((p.name for p in contents.partners if p.id == one.partner_id), "")
    response = next((r.code for r in contents.responses if r.id == one.response_id), "")
    due = f"due {written(one.due)}" if one.due else "no date"
    done = f"done {written(one.done_on)}" if one.done_on else ""
    parts = (one.owner or "No owner", partner, done or due, f"for {response}" if response else "")
    shown = f"Shown by: {one.shown_by}" if one.shown_by else ""
    small = "  \u00b7  ".join(part for part in parts if part)
    return RowOf(one.id, one.text, "", tuple(chips), shown, small)


KIND = PageKind("actions", "Actions", "actions", ActionsPage)
