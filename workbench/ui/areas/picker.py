"""AreaPicker: the small areas of a named area, chosen in a list, on a map, or by their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from workbench.errors import WorkbenchError
from workbench.ui import theme, tokens
from workbench.ui.areas.area_map import AreaMap
from workbench.ui.areas.sources import MarkDialog, PasteDialog
from workbench.ui.charting.ticking import TickDelegate
from workbench.ui.session import Session
from workbench.ui.widgets.basics import button, column, row, rule, text
from workbench.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from workbench.analysis.shapes import Shapes
    from workbench.guide.contents import Contents
    from workbench.services.areas import Mark
    from workbench.services.shelf import Shelf

    Found = tuple[object, dict[str, str], Shapes | None]  # the source, codes and names, shapes

CODE = Qt.ItemDataRole.UserRole


class AreaPicker(QWidget):
    """Signals:
    changed: the codes that are in, sorted.
    """

    changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.codes: frozenset[str] = frozenset()
        self.known: dict[str, str] = {}
        self._shown: object = None
        self.reading = False
        self.marking: MarkDialog | None = None
        self.source = QComboBox()
        self.source.setAccessibleName("Small areas of")
        self.source.setMinimumContentsLength(16)
        self.source.activated.connect(lambda _at: self._load())
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find by name or code")
        self.search.setAccessibleName("Find a small area")
        self.search.textChanged.connect(self._filter)
        self.list, self.map = QListWidget(), AreaMap()
        self.list.setAccessibleName("Small areas")
        self.list.setProperty("framed", "true")
        self.list.setMinimumHeight(theme.px(220))
        self.list.itemChanged.connect(self._ticked)
        self.list.setItemDelegate(TickDelegate(self.list))
        self.map.clicked.connect(self._clicked)
        self.count = text("", "caption", wrap=True)
        paste = button("Paste codes...", "link", "copy", self.paste)
        data = button("Take from the data...", "link", "data", self.take)
        clear = button("Take all out", "link", "close", lambda: self._choose(frozenset()))
        head = row(text("Small areas in it", "heading"), (self.count, 1))
        side = column(self.search, (self.list, 1), gap=tokens.SMALL)
        both = row((side, 2), (self.map, 3), gap=tokens.MEDIUM)
        tools = Flow(self.source, paste, data, clear, gap=tokens.LARGE)
        column(rule(), head, tools, both, gap=tokens.SMALL, into=self)

    def show_codes(
        self, contents: Contents, codes: Sequence[str], others: Mapping[str, str]
    ) -> None:
        """Show which small areas are in; ``others`` says which lie in another named area."""
        self._offer(contents)
        self.codes, self.others = frozenset(codes), dict(others)
        self._load()
        self._tick()

    def paste(self) -> None:
        """Choose the codes in pasted text."""
        dialog = PasteDialog(self.window(), frozenset(self.known))
        if dialog.exec():
            self._choose(self.codes | frozenset(dialog.codes))

    def take(self) -> None:
        """Choose the areas that a column of the data marks; the columns are looked at in a job."""
        from workbench.services.areas import marks

        edition, shelf = self._edition(), self.session.shelf
        if edition is None:
            return
        job = self.session.studio.start(lambda _progress: marks(shelf, edition))
        job.succeeded.connect(self._offer_marks)
        job.failed.connect(self._not_read)

    def _offer_marks(self, found: tuple[Mark, ...]) -> None:
        self.marking = MarkDialog(self.window(), found)
        self.marking.accepted.connect(self._take_marked)
        self.marking.open()

    def _take_marked(self) -> None:
        if self.marking is not None and self.marking.codes:
            self._choose(frozenset(self.marking.codes))

    def _offer(self, contents: Contents) -> None:
        self.contents = contents
        held = self.source.currentData()
        self.source.clear()
        for one in contents.boundaries:
            self.source.addItem(f"{one.name} ({one.count:,} areas)", ("boundaries", one.id))
        for edition in contents.editions:
            if "area" in edition.columns:
                self.source.addItem(f"Codes in {edition.file_name}", ("edition", edition.id))
        at = next((n for n in range(self.source.count()) if self.source.itemData(n) == held), 0)
        self.source.setCurrentIndex(at)
        self.source.setVisible(self.source.count() > 0)

    def _edition(self) -> UUID | None:
        with_codes = [one for one in self.contents.editions if "area" in one.columns]
        return with_codes[-1].id if with_codes else None

    def _load(self) -> None:
        """Read the areas that are offered in a job, unless they are shown already."""
        chosen = self.source.currentData()
        if chosen == self._shown:
            return
        self._shown = chosen
        if chosen is None:
            self._take_areas((None, {}, None))
            return
        self.reading, shelf = True, self.session.shelf
        job = self.session.studio.start(lambda _progress: _read(shelf, chosen))
        job.succeeded.connect(self._take_areas)
        job.failed.connect(self._not_read)

    def _take_areas(self, found: Found) -> None:
        chosen, known, shapes = found
        if chosen != self._shown:
            return  # others were chosen meanwhile
        self.known, self.reading = known, False
        self.map.show_shapes(shapes)
        self.map.setVisible(shapes is not None)
        self._fill()

    def _not_read(self, error: Exception) -> None:
        """Say why there are no areas; choosing them again reads again."""
        if not isinstance(error, WorkbenchError):
            raise error
        self._shown, self.reading = None, False
        self.count.setText(str(error))

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for code, name in sorted(self.known.items(), key=lambda pair: (pair[1], pair[0])):
            item = QListWidgetItem(f"{name}  {code}" if name and name != code else code)
            item.setData(CODE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._filter()
        self._tick()

    def _filter(self) -> None:
        wanted = self.search.text().casefold()
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(wanted not in item.text().casefold())

    def _tick(self) -> None:
        self.list.blockSignals(True)
        for at in range(self.list.count()):
            item = self.list.item(at)
            code = item.data(CODE)
            on = code in self.codes
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setToolTip(f"In {self.others[code]}" if code in self.others else "")
        self.list.blockSignals(False)
        self.map.show_chosen(self.codes, self.others)
        if self.reading:
            self.count.setText("The areas are being read")
            return
        unknown = len(self.codes - set(self.known))
        said = f"{len(self.codes):,} chosen of {len(self.known):,}"
        self.count.setText(f"{said}, {unknown} not in this file" if unknown else said)

    def _ticked(self, item: QListWidgetItem) -> None:
        code = str(item.data(CODE))
        on = item.checkState() == Qt.CheckState.Checked
        self._choose(self.codes | {code} if on else self.codes - {code})

    def _clicked(self, code: str) -> None:
        self._choose(self.codes ^ {code})

    def _choose(self, codes: frozenset[str]) -> None:
        if codes != self.codes:
            self.codes = codes
            self._tick()
            self.changed.emit(tuple(sorted(codes)))


def _read(shelf: Shelf, chosen: tuple[str, UUID]) -> Found:
    """The areas of a boundary file, or the codes of an edition; for a worker."""
    what, key = chosen
    if what == "boundaries":
        shapes = shelf.shapes(key)
        return chosen, dict(zip(shapes.codes, shapes.names, strict=True)), shapes
    from workbench.services.areas import codes_of

    return chosen, dict(codes_of(shelf, key)), None
