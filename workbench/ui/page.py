"""What every page of the window is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.domain.problem import Cycle
from workbench.ui.session import Session

if TYPE_CHECKING:
    from workbench.domain.changes import Changes
    from workbench.domain.record import Record
    from workbench.guide.gap import Gap


@dataclass(frozen=True)
class Offer:
    """Something a page can do, put into a menu and into Find or do while the page is shown."""

    menu: str  # "Problem", "Data", "Evidence", "Briefing" ...
    words: str
    does: Callable[[], object]
    keys: str = ""
    icon: str = "chevron-right"


class Page(QWidget):
    """One page; reads the casebook when it is shown and something that it watches has changed.

    Signals:
        go: asks the window to go elsewhere: a page key, or a Gap to jump to its fix.
    """

    go = Signal(object)
    watches: ClassVar[tuple[type[Record], ...]] = ()
    wide: ClassVar[bool] = False  # True: rail and guide give way where there is not room for all
    scrolls: ClassVar[bool] = True  # False: it fits itself to the room while its least fits there

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.stale = True
        self.foot: QWidget | None = None  # the buttons that finish the page; never scrolls away
        session.history.changed.connect(self._on_changed)

    def read(self) -> None:
        """Read the casebook again and show what it says."""
        raise NotImplementedError

    def land(self, gap: Gap) -> None:
        """Put the cursor where a gap is mended; pages that can do better than open override it."""

    def entrance(self) -> QWidget | None:
        """Where the keyboard goes when the page is opened; None: to the first that takes it."""

    def offers(self) -> tuple[Offer, ...]:
        """What the page can do, for the menus; every key and button of it should be here."""
        return ()

    def leave(self) -> None:
        """Hear no more of changes: the page is being put away."""
        self.session.history.changed.disconnect(self._on_changed)

    def refresh(self) -> None:
        """Read if something changed since the last reading."""
        if self.stale:
            self.stale = False
            self.read()

    def _on_changed(self, changes: Changes) -> None:
        if not self.watches or changes.touch(*self.watches, Cycle):  # whose records are of it
            self.stale = True
            if self.isVisible():
                self.refresh()


@dataclass(frozen=True)
class PageKind:
    """One page on offer; a module under ``ui/pages`` names it KIND."""

    key: str
    words: str
    icon: str
    build: Callable[[Session], Page]
    home: bool = False  # belongs to the casebook, not to a problem
