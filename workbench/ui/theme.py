"""Turns the tokens into a palette and one style sheet, and applies them to the application."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from workbench import paths
from workbench.ui import tokens

Name = Literal["light", "dark", "contrast"]

ROLES = {  # palette role -> token; every role is set, or Fusion mixes its own greys
    "Window": "window",
    "WindowText": "text",
    "Base": "surface",
    "AlternateBase": "window",
    "Text": "text",
    "Button": "surface",
    "ButtonText": "text",
    "BrightText": "error",
    "Highlight": "accent",
    "HighlightedText": "on_accent",
    "Link": "link",
    "LinkVisited": "link",
    "ToolTipBase": "surface",
    "ToolTipText": "text",
    "PlaceholderText": "secondary",
    "Light": "surface",
    "Midlight": "hover",
    "Mid": "soft_border",
    "Dark": "border",
    "Shadow": "hairline",
    "Accent": "accent",
}


class _Look(QObject):
    changed = Signal()
    sheet = ""
    name: Name = "light"
    scale: float = 1.0


FACES = ("Segoe UI Variable Text", "Segoe UI")
OURS = "Liberation Sans"
look = _Look()
_files = QTemporaryDir()


def apply(
    app: QApplication,
    name: Name,
    scale: float = 1.0,
    system: QPalette | None = None,
) -> None:
    """Show the whole application in a theme, now.

    Args:
        app: the running application.
        name: light, dark or contrast.
        scale: the user's text size, 1 to 2.
        system: the system's contrast palette, where it has one.
    """
    look.name, look.scale = name, scale
    app.setStyle("Fusion")
    app.setPalette((system or contrast_palette()) if name == "contrast" else _palette())
    font = QFont(face())
    font.setPointSizeF(tokens.TYPE["body"].points * scale)
    font.setFeature(QFont.Tag("tnum"), 1)  # figures line up in columns
    app.setFont(font)
    sheet = "contrast.qss" if name == "contrast" else "style.qss"
    look.sheet = Template(paths.resource(sheet).read_text("utf-8")).substitute(_values())
    look.changed.emit()


@cache
def face() -> str:
    """The typeface of windows and of pictures of them: the design's, else the one we bring.

    What a system without either would choose is wider and not what the pages were laid out in.
    """
    there = set(QFontDatabase.families())
    if found := next((name for name in FACES if name in there), ""):
        return found
    for part in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(paths.resource(f"fonts/LiberationSans-{part}.ttf")))
    return OURS


class _Dress(QObject):
    """Keeps a window in the sheet of the theme shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window = window
        look.changed.connect(self.put)
        self.put()

    def put(self) -> None:
        self.window.setStyleSheet(look.sheet)


def dress(window: QWidget) -> None:
    """Give a window, and all that is in it, the style sheet; called when it has been built.

    The application itself has none. Under one, Qt styles each part anew whenever it is laid into
    another, and a page takes two to three times as long to build.
    """
    _Dress(window)


def show(app: QApplication, liked: str, scale: float) -> None:
    """Show the theme that the user likes: light, dark, contrast, or what the system has."""
    names: dict[str, Name] = {"light": "light", "dark": "dark", "contrast": "contrast"}
    apply(app, names.get(liked) or wanted(app), scale)


def wanted(app: QApplication) -> Name:
    """The theme that the system asks for."""
    hints = app.styleHints()
    reading = getattr(hints, "accessibility", lambda: None)()
    if reading is not None and reading.contrastPreference().name == "HighContrast":
        return "contrast"
    return "dark" if hints.colorScheme().name == "Dark" else "light"


def contrast_palette() -> QPalette:
    """White on black, with two colours that act; where the system has no contrast theme to give."""
    palette = QPalette()
    grounds = ("Window", "Base", "AlternateBase", "Button", "ToolTipBase", "HighlightedText")
    for role in ROLES:
        palette.setColor(QPalette.ColorRole[role], QColor("#FFFFFF"))
    for role in grounds:
        palette.setColor(QPalette.ColorRole[role], QColor("#000000"))
    for role in ("Highlight", "Accent"):
        palette.setColor(QPalette.ColorRole[role], QColor("#8EE3F0"))
    for role in ("Link", "LinkVisited"):
        palette.setColor(QPalette.ColorRole[role], QColor("#FFEE32"))
    return palette


def colour(token: str) -> QColor:
    """A token's colour in the theme shown; in a contrast theme, the system's."""
    ink = tokens.COLOURS[token]
    if look.name == "contrast":
        return QApplication.palette().color(QPalette.ColorRole[ink.system])
    return QColor(getattr(ink, look.name))


def font(style: str) -> QFont:
    """A type style as a font, for what is painted and not styled."""
    made = QFont(QApplication.font())
    made.setPointSizeF(tokens.TYPE[style].points * look.scale)
    made.setWeight(QFont.Weight(tokens.TYPE[style].weight))
    return made


def px(pixels: float) -> int:
    """A width or an icon that must grow with the text in or beside it."""
    return round(pixels * look.scale)


def plain() -> bool:
    """True in a contrast theme: borders instead of tints."""
    return look.name == "contrast"


def _palette() -> QPalette:
    palette = QPalette()
    for role, token in ROLES.items():
        palette.setColor(QPalette.ColorRole[role], colour(token))
    for role in ("WindowText", "Text", "ButtonText"):
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], colour("disabled"))
    return palette


def _values() -> dict[str, str]:
    values = {token: colour(token).name() for token in tokens.COLOURS}
    values |= {
        f"{style}_size": f"{kind.points * look.scale:g}pt" for style, kind in tokens.TYPE.items()
    }
    values |= {"radius": f"{tokens.RADIUS}px", "card_radius": f"{tokens.CARD_RADIUS}px"}
    values |= {"tick_box": f"{16 * look.scale:.0f}px", "dot_radius": f"{8 * look.scale + 1:.0f}px"}
    drawn = (
        ("arrow", "chevron-down", "secondary"),
        ("up", "chevron-up", "secondary"),
        ("tick", "check", "on_accent"),
        ("dot", "dot", "on_accent"),
    )
    return values | {use: _drawn(icon, token) for use, icon, token in drawn}


def _drawn(icon: str, token: str) -> str:
    """A style sheet can only name image files, so the few marks it needs are written out."""
    from workbench.ui.icons import svg

    path = Path(_files.path()) / f"{icon}-{colour(token).name()[1:]}.svg"
    path.write_bytes(svg(icon, colour(token)))
    return path.as_posix()
