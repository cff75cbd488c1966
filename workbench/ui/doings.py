"""What the menus of the main window do, and what Find or do offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

import workbench
from workbench.errors import WorkbenchError
from workbench.ui import commands, theme
from workbench.ui.dialogs import Judgement, Reasoned, Told, Words
from workbench.ui.menus import LINE, Entry
from workbench.ui.preferences import SCALES
from workbench.ui.widgets.palette import Command

if TYPE_CHECKING:
    from workbench.domain.problem import StageStatus
    from workbench.store.verifying import Verified
    from workbench.ui.main_window import MainWindow
    from workbench.ui.standing import Standing

AUTOMATIC = "automatic"
KEYS = [
    ("Ctrl+K", "Find a problem, a record or a command, or do something"),
    ("F6, Shift+F6", "Next or previous pane: stages, page, guide, status"),
    ("Ctrl+1 to Ctrl+9", "Go to a stage"),
    ("Insert, Enter, Delete", "In a list: add, open, remove"),
    ("Ctrl+Z, Ctrl+Y", "Undo and redo, across the whole casebook"),
    ("Ctrl+S", "Name a checkpoint; everything is saved already"),
    ("F1", "Open or close the guide"),
    ("T", "On a chart: open it as a table"),
    ("Esc", "Close what is open; never loses what was typed"),
]


class Doings(QObject):
    """Fills the menus of a window and carries out what belongs to no page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self._shown: tuple[str, ...] | None = None
        self._file()
        window.menus.undo(window.session.history.stack)
        self._view()
        self._tools()

    # filling the menus

    def _file(self) -> None:
        window = self.window
        window.menus.fill(
            "File",
            Entry("&Start a problem...", partial(window.go, "start"), "Ctrl+N", "add"),
            Entry("&Open another casebook...", self.open_another, "Ctrl+O", "package"),
            LINE,
            Entry("Name a &checkpoint...", self.checkpoint, "Ctrl+S", "state-flag"),
            Entry("&Back up now", self.back_up, "", "lock"),
            Entry("Back up &to a folder...", self.back_up_to, "", "lock"),
            Entry("&Keep a copy of the casebook...", self.keep_copy, "", "package"),
            Entry("Change the &passphrase...", self.change_passphrase, "", "lock"),
            LINE,
            Entry("E&xit", window.close, "Ctrl+Q", "close"),
        )

    def _view(self) -> None:
        window = self.window
        window.menus.fill(
            "View",
            Entry("&Find or do...", window.find_or_do, "Ctrl+K", "search"),
            Entry("&Home", window.go_home, "Alt+Home", "home"),
            LINE,
            Entry("&Guide", window.turn_guide, "F1", "guide"),
            Entry("Fold the &rail", window.turn_rail, "", "pane"),
            Entry("Next &pane", window.next_pane, "F6", "pane"),
            Entry("Pre&vious pane", partial(window.next_pane, back=True), "Shift+F6", "pane"),
            LINE,
            Entry("&Light", partial(self.look, "light"), "", "eye"),
            Entry("&Dark", partial(self.look, "dark"), "", "eye"),
            Entry("&Contrast", partial(self.look, "contrast"), "", "eye"),
            Entry("As the &system has it", partial(self.look, "system"), "", "eye"),
            LINE,
            Entry("L&arger text", partial(self.resize_text, 1), "Ctrl++", "eye"),
            Entry("S&maller text", partial(self.resize_text, -1), "Ctrl+-", "eye"),
        )

    def _tools(self) -> None:
        menus, window = self.window.menus, self.window
        if "settings" in window.kinds:
            words = "&Settings..."
            menus.fill("Tools", Entry(words, partial(window.go, "settings"), "Ctrl+,", "more"))
        menus.fill("Tools", Entry("&Verify the change log", self.verify, "", "check"))
        menus.fill("Help", Entry("&Keys", self.show_keys, "Shift+F1", "info"))
        menus.fill("Help", Entry("&About", self.about, "", "info"))

    def offer(self, now: Standing | None) -> None:
        """Put what the problem in hand and the page on show can do into the menus."""
        menus, window = self.window.menus, self.window
        stages = tuple(state.stage.key for state in now.states) if now else ()
        if now is not None and now.contents.problem.closed is not None:
            stages = (*stages, "closed")  # the menu then has Reopen in place of Close
        if stages != self._shown:
            self._shown = stages
            for name in ("Problem", "Data", "Evidence", "Briefing"):
                menus.clear(name)
            if now is not None:
                self._problem(now)
        menus.offer(window.page.offers() if window.page is not None else ())

    def _problem(self, now: Standing) -> None:
        menus, window = self.window.menus, self.window
        menus.fill(
            "Problem",
            *(
                Entry(
                    f"&{state.number} {state.stage.word}",
                    partial(window.go_stage, state.number),
                    f"Ctrl+{state.number}",
                    state.stage.tone,
                )
                for state in now.states
            ),
            LINE,
            *self._pages("actions", "partners", "history"),
            LINE,
            Entry("Set stage s&tatus...", self.set_status, "", "state-flag"),
            Entry("Start the next c&ycle...", self.next_cycle, "", "refresh"),
            self._end(now),
        )
        menus.fill("Data", *self._pages("data", "scan_pack", "charts", "references"))
        menus.fill("Evidence", *self._pages("evidence"))
        menus.fill("Briefing", *self._pages("briefings"))

    def _end(self, now: Standing) -> Entry:
        if now.contents.problem.closed is None:
            return Entry("C&lose the problem...", self.close_problem, "", "check")
        return Entry("&Reopen the problem...", self.reopen_problem, "", "refresh")

    def _pages(self, *keys: str) -> list[Entry]:
        kinds, go = self.window.kinds, self.window.go
        there = [kinds[key] for key in keys if key in kinds]
        return [Entry(f"&{kind.words}", partial(go, kind.key), "", kind.icon) for kind in there]

    def everything(self) -> list[Command]:
        """What Find or do can find now."""
        from workbench.services.problems import all_problems

        window = self.window
        inside = window.session.problem_id is not None
        kinds = [kind for kind in window.kinds.values() if kind.home or inside]
        found = list(commands.of_menus(window.menus.commands()))
        found += commands.of_pages(kinds, window.go)
        if inside:
            found += commands.of_records(window.session.contents, window.go)
        return found + list(
            commands.of_problems(all_problems(window.session.casebook), window.take)
        )

    # what they do

    def answer(self, question: str, value: str) -> None:
        """Keep an answer given in the guide pane."""
        from workbench.services.guiding import answer

        session = self.window.session
        cycle = session.contents.cycle.id
        session.history.do(lambda casebook: answer(casebook, cycle, question, value))

    def set_status(self, stage: str = "") -> None:
        """Judge a stage by hand, with the reason."""
        from workbench.domain.problem import StageStatus

        now = self.window.standing
        if now is None:
            return
        states = {one.stage.key: one for one in now.states}
        wanted = stage or self.window.stage_key
        state = states.get(wanted, now.current)  # another method has other stages
        wanted = state.stage.key
        words = f"Automatic: {state.computed.word.lower()}"
        choices = ((AUTOMATIC, words), *((one.value, one.word) for one in StageStatus))
        chosen = state.override.status.value if state.override else AUTOMATIC
        Reasoned(
            self.window,
            f"How far is {state.stage.word}?",
            "The records say how far it is. Say otherwise here, and why.",
            Judgement(choices, chosen, state.override.reason if state.override else ""),
            lambda key, reason: self._judge(
                wanted, None if key == AUTOMATIC else StageStatus(key), reason
            ),
        ).exec()

    def _judge(self, stage: str, status: StageStatus | None, reason: str) -> None:
        from workbench.services.guiding import judge_stage

        session = self.window.session
        cycle = session.contents.cycle.id
        session.history.do(lambda casebook: judge_stage(casebook, cycle, stage, status, reason))

    def checkpoint(self) -> None:
        """Name this moment in the change log."""
        asked = Words(
            self.window,
            "state-flag",
            "Name this moment",
            "Everything is saved already. A checkpoint is a name in the history to find it by.",
            "Name checkpoint",
        )
        if asked.exec():
            from workbench.services.records import checkpoint

            checkpoint(self.window.session.casebook, asked.words)
            end = self.window.session.casebook.log_end()
            said = f"Checkpoint \u201c{asked.words}\u201d is in the history ({end})."
            self.window.tell(said, "success")

    def back_up(self) -> None:
        """Make an encrypted copy, off this thread."""
        session, folder = self.window.session, self.window.preferences.backups
        job = session.jobs.start(lambda _: session.casebook.back_up(folder), "Backing up")
        job.succeeded.connect(lambda path: self.window.tell(f"Backed up to {path}.", "success"))

    def back_up_to(self) -> None:
        """Choose where backups go, and make one."""
        folder = QFileDialog.getExistingDirectory(self.window, "Where backups go")
        if folder:
            from pathlib import Path

            self.window.preferences.backups = Path(folder)
            self.back_up()

    def keep_copy(self) -> None:
        """Write all that was saved to a new file, also when the casebook itself has gone."""
        from pathlib import Path

        session = self.window.session
        start = str(session.casebook.path.with_name(f"{session.casebook.path.stem} copy.psolve"))
        name, _ = QFileDialog.getSaveFileName(
            self.window, "Keep a copy of the casebook", start, "Casebooks (*.psolve)"
        )
        if name:
            target = Path(name).with_suffix(".psolve")
            job = session.jobs.start(lambda _: session.casebook.rescue(target), "Keeping a copy")
            job.succeeded.connect(
                lambda _: self.window.tell(f"All that was saved is in {target}.", "success")
            )

    def last_backup(self) -> None:
        """Back up on the way out, if the last backup is more than an hour old."""
        try:
            casebook = self.window.session.casebook
            casebook.back_up(self.window.preferences.backups, always=False)
        except (OSError, WorkbenchError) as error:
            self.window.desk.stage = None
            said = f"The backup on closing could not be made: {error}. The casebook itself is safe."
            self.window.desk.show(WorkbenchError(said))

    def change_passphrase(self) -> None:
        """Ask for the old and the new passphrase."""
        from workbench.ui.passphrase import ChangePassphrase

        if ChangePassphrase(self.window, self.window.session.casebook).exec():
            self.window.tell("The passphrase was changed. Older backups keep the old one.", "info")

    def verify(self) -> None:
        """Go through the whole change log and say what is wrong with it."""
        session, folder = self.window.session, self.window.preferences.backups
        job = session.jobs.start(
            lambda _: session.casebook.verified(folder), "Verifying the change log"
        )
        job.succeeded.connect(self._verified)

    def _verified(self, found: Verified) -> None:
        from workbench.ui.verification import said

        words, tone = said(found)
        self.window.tell(words, tone)

    def next_cycle(self) -> None:
        """Start another pass over the problem with a chosen method."""
        from workbench.ui.cycles import NextCycle

        NextCycle(self.window, self.window.session).exec()

    def close_problem(self) -> None:
        """Close the problem in hand with its verdict, or with why there is none."""
        from workbench.ui.closing import CloseProblem

        name = self.window.session.contents.problem.name
        if CloseProblem(self.window, self.window.session).exec():
            self.window.tell(f"{name} is closed. Problem, Reopen takes it up again.", "success")

    def reopen_problem(self) -> None:
        """Open the closed problem in hand again, with the reason."""
        from workbench.ui.closing import ReopenProblem

        name = self.window.session.contents.problem.name
        if ReopenProblem(self.window, self.window.session).exec():
            self.window.tell(f"{name} is open again.", "success")

    def open_another(self) -> None:
        """Close this casebook and show the start window."""
        self.window.left.emit()

    def look(self, name: str) -> None:
        """Show the whole application in another theme, now."""
        self.window.preferences.theme = name
        self._apply()

    def resize_text(self, step: int) -> None:
        """Make all text larger or smaller by one step."""
        preferences = self.window.preferences
        near = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - preferences.scale))
        preferences.scale = SCALES[max(0, min(len(SCALES) - 1, near + step))]
        self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.show(app, self.window.preferences.theme, self.window.preferences.scale)

    def show_keys(self) -> None:
        """List the keys."""
        Told(self.window, "info", "Keys", KEYS).exec()

    def about(self) -> None:
        """Say which version this is and what it does not do."""
        pairs = [
            ("Version", workbench.__version__),
            ("Network", "This application does not use the network."),
            ("Licence", "MIT. The libraries it is built on keep their own licences."),
            ("Casebook", str(self.window.session.casebook.path)),
        ]
        Told(self.window, "info", "Problem-Solving Workbench", pairs).exec()
