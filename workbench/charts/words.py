"""How wide words are, and how they are cut or broken to fit their room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from matplotlib.textpath import text_to_path

from workbench.analysis.words import month
from workbench.charts.theme import Theme


@lru_cache(maxsize=20_000)
def width(text: str, theme: Theme, bold: bool = False, size: float | None = None) -> float:
    """How wide the text will be, in points; needs no renderer."""
    box = text_to_path.get_text_width_height_descent(text, theme.font(bold, size), ismath=False)
    return float(box[0])


def widest(texts: Sequence[str], theme: Theme, bold: bool = False) -> float:
    """The width of the longest text, 0 for none."""
    return max((width(text, theme, bold) for text in texts), default=0.0)


def shorten(text: str, theme: Theme, room: float, bold: bool = False, keep: int = 8) -> str:
    """Cut so that it fits the room, but keep the last letters: names often differ only there."""
    if width(text, theme, bold) <= room:
        return text
    tail = "\u2026" + text[len(text) - keep :].lstrip() if keep else "\u2026"
    low, high = 0, max(0, len(text) - keep)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(text[:middle].rstrip() + tail, theme, bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + tail


def wrap(
    text: str,
    theme: Theme,
    room: float,
    most: int = 2,
    bold: bool = False,
    size: float | None = None,
) -> list[str]:
    """Break between words into at most `most` lines; the last is cut if the text goes on."""
    if most == 1 and size is None:
        return [shorten(text, theme, room, bold)]
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, theme, bold, size) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    scale = 1.0 if size is None else theme.text / size
    return [shorten(line, theme, room * scale, bold, keep=0) for line in lines]


def month_ticks(first: date, last: date, room: float, theme: Theme) -> list[tuple[int, str]]:
    """Month starts as (ordinal, label), as close together as their labels allow."""
    most = max(1, int(room / (width("Mmm 2024", theme) + 7)))
    span = (last.year - first.year) * 12 + last.month - first.month
    gap = next((g for g in (1, 2, 3, 6, 12, 24, 36, 60, 120) if span // g + 1 <= most), 240)
    ticks = []
    for index in range(span + 1):
        year, zero_month = divmod(first.year * 12 + first.month - 1 + index, 12)
        if (year * 12 + zero_month) % gap == 0:
            start = date(year, zero_month + 1, 1)
            ticks.append((start.toordinal(), month(start)))
    return ticks or [(first.toordinal(), month(first))]
