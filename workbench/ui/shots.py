"""Pictures of every page, in every theme and at two sizes, filled from a casebook."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.services.problems import all_problems
from workbench.services.records import contents
from workbench.ui import theme
from workbench.ui.errors import ErrorDesk
from workbench.ui.main_window import MainWindow
from workbench.ui.mapping.tools import Shape
from workbench.ui.pages.map import LIST, MAP, MapPage
from workbench.ui.preferences import Preferences
from workbench.ui.records.list_page import ListPage
from workbench.ui.session import Session
from workbench.ui.unlock import StartWindow

if TYPE_CHECKING:
    from workbench.store.casebook import Casebook

SIZES = ((1366, 768), (1920, 1080))
THEMES: tuple[theme.Name, ...] = ("light", "dark", "contrast")
MAPS = ("selection", "density", "hot-cells", "shading", "squares", "small-areas")  # of the map page
PATIENCE = 30.0  # seconds for a page that draws in the background
RESTS = 0.12  # seconds without a job after which nothing more is drawn


@dataclass(frozen=True)
class Screens:
    """What is to be drawn, and where to."""

    folder: Path
    themes: tuple[theme.Name, ...] = THEMES
    sizes: tuple[tuple[int, int], ...] = SIZES
    scale: float = 1.0
    only: tuple[str, ...] = ()


def draw(app: QApplication, casebook: Casebook, wanted: Screens) -> list[Path]:
    """Draw every page of the fullest problem, and return the files.

    The casebook is closed afterwards.
    """
    wanted.folder.mkdir(parents=True, exist_ok=True)
    preferences = Preferences(wanted.folder / "preferences.ini")
    preferences.user = casebook.author.who
    session = Session(casebook, preferences=preferences)
    fullest = _fullest(casebook)
    made: list[Path] = []
    window: MainWindow | None = None
    for name in wanted.themes:
        theme.apply(app, name, wanted.scale)
        for size in wanted.sizes:
            if window is None:
                window = MainWindow(session, ErrorDesk())
                if fullest is not None:
                    window.take(fullest)
            window.resize(*size)
            window.show()
            for key in _pages(window, wanted):
                window.go(key)
                path = wanted.folder / f"{key}-{name}-{size[0]}.png"
                _grab(window, path, session)
                made.append(path)
                made += _open(window, wanted.folder / f"{key}-open-{name}-{size[0]}.png", session)
                made += _map_views(window, wanted.folder, f"{name}-{size[0]}", session)
        made += _start(preferences, wanted, name)
    if window is not None:
        window.close()
        window.deleteLater()
    (wanted.folder / "preferences.ini").unlink(missing_ok=True)
    _flush()
    return made


def _fullest(casebook: Casebook) -> UUID | None:
    """The problem with the most evidence, which shows the pages at work."""
    kept = [contents(casebook, problem.id) for problem in all_problems(casebook)]
    best = max(kept, key=lambda one: (len(one.cards), len(one.actions)), default=None)
    return best.problem.id if best else None


def _pages(window: MainWindow, wanted: Screens) -> Iterator[str]:
    inside = window.session.problem_id is not None
    for key, kind in window.kinds.items():
        if (not wanted.only or key in wanted.only) and (kind.home or inside):
            yield key


def _open(window: MainWindow, path: Path, session: Session) -> list[Path]:
    """The same page with its first record in the form, where it lists records."""
    page = window.page
    if isinstance(page, MapPage):
        page.turn(LIST)
    if not isinstance(page, ListPage) or not page.list.rows.rowCount():
        return []
    page.open(page.list.key(0), enter=False)
    _grab(window, path, session)
    page.shut()
    return [path]


def _map_views(window: MainWindow, folder: Path, name: str, session: Session) -> list[Path]:
    """The map with a selection, and as partners see it."""
    page = window.page
    if not isinstance(page, MapPage) or page.desk.data is None:
        return []
    desk, (left, bottom, right, top) = page.desk, page.desk.data.window
    made = [folder / f"map-{what}-{name}.png" for what in MAPS]
    across = (right - left) / 4
    page.turn(MAP)
    desk.take(4)
    desk.canvas.finished.emit(Shape(circle=(left + across, (bottom + top) / 2, across * 0.6)))
    _grab(window, made[0], session)
    session.selection.clear()
    desk.layers.set_ground("density")
    _grab(window, made[1], session)
    desk.layers.set_ground("hot")
    _grab(window, made[2], session)
    desk.layers.set_ground("areas")
    _grab(window, made[3], session)
    desk.layers.set_ground("none")
    desk.layers.set_view("250")
    _grab(window, made[4], session)
    desk.layers.set_view("area")
    _grab(window, made[5], session)
    desk.layers.set_view("0")
    desk.take(0)
    return made


def _start(preferences: Preferences, wanted: Screens, name: str) -> list[Path]:
    if wanted.only and "unlock" not in wanted.only:
        return []
    window = StartWindow(preferences)
    made = []
    for panel, show in (("choose", window.show_choose), ("new", window.show_new)):
        show()
        window.show()
        path = wanted.folder / f"{panel}-{name}.png"
        _grab(window, path)
        made.append(path)
    window.ask(Path("/casebooks/Westbrook team.psolve"))
    _grab(window, wanted.folder / f"unlock-{name}.png")
    made.append(wanted.folder / f"unlock-{name}.png")
    window.close()
    window.deleteLater()
    return made


def _grab(window: QWidget, path: Path, session: Session | None = None) -> None:
    _flush()
    until = time.monotonic() + PATIENCE
    busy = time.monotonic()
    while session is not None and time.monotonic() < until:
        _flush()
        if not (session.jobs.idle and session.studio.idle):
            busy = time.monotonic()
        elif time.monotonic() - busy > RESTS:
            break
        time.sleep(0.01)
    _flush()
    window.grab().save(str(path))


def _flush() -> None:
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
