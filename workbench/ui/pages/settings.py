"""Settings: how the window looks, where backups go, and the rules for sharing."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QSpinBox, QWidget

from workbench.domain.record import Record
from workbench.domain.setting import Setting
from workbench.services.settings import set_smallest_count, smallest_count
from workbench.ui import theme, tokens
from workbench.ui.page import Page, PageKind
from workbench.ui.passphrase import ChangePassphrase
from workbench.ui.preferences import SCALES
from workbench.ui.records.days import written
from workbench.ui.session import Session
from workbench.ui.widgets.basics import (
    CARD,
    Frame,
    Segments,
    breakable,
    button,
    column,
    empty,
    row,
    text,
)
from workbench.ui.widgets.forms import FormRow
from workbench.ui.widgets.pages import PageHeader
from workbench.ui.widgets.unfolding import helped

THEMES = (("system", "System"), ("light", "Light"), ("dark", "Dark"), ("contrast", "Contrast"))


class SettingsPage(Page):
    """What this user likes, and what this casebook keeps to."""

    watches: ClassVar[tuple[type[Record], ...]] = (Setting,)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.preferences, self.sitting = session.preferences, 0
        self.header = PageHeader("Settings", "Looks are yours; rules belong to the casebook")
        self.themes = Segments("Theme", [words for _, words in THEMES], -1)
        self.themes.chosen.connect(self._look)
        self.sizes = Segments("Text size", [f"{scale:.0%}" for scale in SCALES], -1)
        self.sizes.chosen.connect(self._resize)
        self.user, self.least = QLineEdit(), QSpinBox()
        self.user.setMinimumWidth(theme.px(240))
        self.user.editingFinished.connect(self._name)
        self.least.setRange(3, 20)
        self.least.setKeyboardTracking(False)
        self.least.valueChanged.connect(self._threshold)
        self.least.editingFinished.connect(self._left)
        self.where, self.kept = text("", "small", wrap=True), column(gap=2)
        cards = (self._looks(), self._you(), self._sharing(), self._safe())
        body = column(self.header, *cards, None, gap=tokens.MEDIUM)
        held = QWidget()
        held.setLayout(body)
        held.setMaximumWidth(theme.px(860))
        row((held, 20), None, into=self)

    def _looks(self) -> Frame:
        words = "The window changes at once. Charts and pages stay white, as they print."
        return _card(
            "Looks", FormRow("Theme", self.themes), FormRow("Text", self.sizes, note=words)
        )

    def _you(self) -> Frame:
        note = "Kept beside each change you make, from the next time the casebook is opened."
        return _card("You", FormRow("Your &name", self.user, note=note))

    def _sharing(self) -> Frame:
        note = "Counts below this are not shown to anybody outside, nor can they be worked out."
        return _card("Sharing", FormRow("&Smallest count", self.least, note=note))

    def _safe(self) -> Frame:
        choose = button("Choose a folder", icon="package", does=self._choose)
        beside = button("Beside the casebook", "link", does=lambda: self._set_backups(None))
        now = button("Back up now", icon="lock", does=self._back_up)
        phrase = button("Change the passphrase", icon="lock", does=self._passphrase)
        line = FormRow("Backups", choose, now, beside)
        self.help = helped("what_is_kept")
        parts = (line, self.where, self.kept, FormRow("Passphrase", phrase), self.help)
        return _card("Safe keeping", *parts)

    def read(self) -> None:
        kept = self.preferences
        keys = [key for key, _ in THEMES]
        self.themes.set_at(keys.index(kept.theme) if kept.theme in keys else 0)
        near = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - kept.scale))
        self.sizes.set_at(near)
        self.user.setText(kept.user)
        self.least.blockSignals(True)
        self.least.setValue(smallest_count(self.session.casebook))
        self.least.blockSignals(False)
        self._show_backups()

    def _show_backups(self) -> None:
        from workbench.store import backups

        path = self.session.casebook.path
        folder = self.preferences.backups or backups.folder_of(path)
        made = backups.found(path, folder)
        self.where.setText(breakable(f"Encrypted copies go to {folder}"))
        empty(self.kept)
        if not made:
            self.kept.addWidget(text("None has been made yet.", "secondary"))
        for one in made[:5]:
            words = f"{written(one.at.date())} at {one.at:%H:%M}, {one.path.name}"
            self.kept.addWidget(text(words, "secondary", wrap=True))
        if len(made) > 5:
            self.kept.addWidget(text(f"and {len(made) - 5} older", "small"))

    def _look(self, at: int) -> None:
        self.preferences.theme = THEMES[at][0]
        self._apply()

    def _resize(self, at: int) -> None:
        self.preferences.scale = SCALES[at]
        self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.show(app, self.preferences.theme, self.preferences.scale)

    def _name(self) -> None:
        if self.user.text().strip():
            self.preferences.user = self.user.text()

    def _threshold(self, value: int) -> None:
        edit = f"smallest count {self.sitting}"
        self.session.history.do(lambda casebook: set_smallest_count(casebook, value), edit)

    def _left(self) -> None:
        self.sitting += 1  # what was set in one go is one step to undo

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where backups go")
        if folder:
            self._set_backups(Path(folder))

    def _set_backups(self, folder: Path | None) -> None:
        self.preferences.backups = folder
        self._show_backups()

    def _back_up(self) -> None:
        session, folder = self.session, self.preferences.backups
        job = session.jobs.start(lambda _: session.casebook.back_up(folder), "Backing up")
        job.succeeded.connect(lambda _path: self._show_backups())

    def _passphrase(self) -> None:
        ChangePassphrase(self, self.session.casebook).exec()


def _card(name: str, *parts: QWidget | object) -> Frame:
    return Frame("surface", column(text(name, "heading"), *parts, gap=tokens.MEDIUM, pad=CARD))  # type: ignore[arg-type]


KIND = PageKind("settings", "Settings", "more", SettingsPage, home=True)
