"""What the user likes: theme, text size, open panes, recent casebooks; kept outside them all."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QStandardPaths

from workbench.ui.theme import Name

ORGANISATION, PROGRAM = "Problem-Solving Workbench", "Workbench"
RECENT = 8
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class Preferences:
    """Settings of this user on this computer; ``file`` keeps them there, as tests do."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._kept = QSettings(ORGANISATION, PROGRAM)
        else:
            self._kept = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """light, dark, contrast or system."""
        return str(self._get("theme", "system"))

    @theme.setter
    def theme(self, name: Name | str) -> None:
        self._kept.setValue("theme", name)

    @property
    def scale(self) -> float:
        """The text size, 1 to 2."""
        try:
            return min(2.0, max(1.0, float(self._get("scale", 1.0))))
        except ValueError:
            return 1.0

    @scale.setter
    def scale(self, value: float) -> None:
        self._kept.setValue("scale", value)

    @property
    def user(self) -> str:
        """Who works here; the name of the system's account until they say."""
        return str(self._get("user", "")) or getpass.getuser()

    @user.setter
    def user(self, name: str) -> None:
        self._kept.setValue("user", name.strip())

    @property
    def guide(self) -> bool:
        """Whether the guide pane is open."""
        return str(self._get("guide", "true")).lower() == "true"

    @guide.setter
    def guide(self, shown: bool) -> None:
        self._kept.setValue("guide", "true" if shown else "false")

    @property
    def backups(self) -> Path | None:
        """Where backups go; None is beside the casebook."""
        kept = str(self._get("backups", ""))
        return Path(kept) if kept else None

    @backups.setter
    def backups(self, folder: Path | None) -> None:
        self._kept.setValue("backups", str(folder) if folder else "")

    @property
    def recent(self) -> list[Path]:
        """The casebooks opened last, newest first, as far as they are still there."""
        kept = self._get("recent", [])
        paths = [kept] if isinstance(kept, str) else kept or []
        return [path for path in map(Path, paths) if path.is_file()]

    def opened(self, path: Path) -> None:
        """Remember a casebook as the last that was opened."""
        kept = [path, *(other for other in self.recent if other != path)][:RECENT]
        self._kept.setValue("recent", [str(one) for one in kept])

    def folder(self) -> Path:
        """Where new casebooks are offered a place: never a roaming or synchronised folder."""
        kind = QStandardPaths.StandardLocation.GenericDataLocation
        return Path(QStandardPaths.writableLocation(kind)) / PROGRAM

    def _get(self, key: str, default: object) -> Any:
        return self._kept.value(key, default)
