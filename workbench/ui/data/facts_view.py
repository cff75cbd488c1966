"""Facts about the quality of rows as lines: a light, what it is, n, %, and what it harms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import column, row, text
from workbench.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from workbench.intake.quality_fact import Fact

LIGHTS = {
    "green": ("Good", "success", "check"),
    "amber": ("Look", "warning", "warning"),
    "red": ("Poor", "error", "error"),
}


def fact_lines(fact: Fact, room: int = 240) -> QVBoxLayout:
    """One fact: light, words, count and share; below them its effect and what it harms."""
    figures = f"{fact.n:,}  {_share(fact)}" if fact.of else f"{fact.n:,}"
    number = text(figures)
    number.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
    chip = Chip(*LIGHTS[fact.light.value])
    head = row(column(chip, None), (wrapped(fact.what, "body", room - 90), 1), number)
    lines = []
    if fact.effect != "none":
        stop = "" if fact.effect[-1:] in {".", "?"} else "."
        effect = f"{fact.effect[:1].upper()}{fact.effect[1:]}{stop}"
        lines.append(wrapped(effect, "small", room))
    if fact.light.value != "green":
        harms = ", ".join(one.value for one in fact.harms)
        lines.append(wrapped(f"Harms: {harms}.", "small", room))
    return column(head, *lines, gap=2)


def silent_line(silent: Sequence[str], room: int = 240) -> QLabel:
    """What was looked for and is not there."""
    words = ", ".join(f"{one[:1].lower()}{one[1:]}" for one in silent)
    return wrapped(f"Looked for and not found: {words}.", "small", room)


def things(n: int) -> str:
    """How many things there are to know."""
    if not n:
        return "nothing to worry about"
    return "1 thing to know" if n == 1 else f"{n} things to know"


def wrapped(words: str, style: str = "body", room: int = 240) -> QLabel:
    """Words over several lines, to be copied."""
    made = text(words, style, wrap=True)
    made.setMinimumWidth(theme.px(room))
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _share(fact: Fact) -> str:
    share = fact.share
    if 0 < share < 0.001:
        return "under 0.1%"
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


GAP = tokens.MEDIUM
