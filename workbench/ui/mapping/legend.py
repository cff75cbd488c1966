"""What stands beside a map and is part of its picture: key, scale, north, source and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from workbench.ui import theme
from workbench.ui.mapping.view import View

INK, SOFT, PAPER, RULE = "#14202B", "#4A5866", "#FFFFFF", "#B4BEC9"
PAD, GAP, SIGN = 8, 3, 16
WIDEST = 230  # of the key
CORNERS = ("top right", "bottom right", "top left")  # the scale is at the bottom left
_BLANK = 250  # grey from which nothing is drawn


@dataclass(frozen=True)
class Line:
    """One line of the key: a box, a dot (``size`` is its radius), a line, or a heading."""

    words: str
    colour: str = ""
    kind: str = "box"  # "box", "hatch", "dots", "dot", "ring", "line" or "head"
    size: float = 0.0


@dataclass(frozen=True)
class Legend:
    """The key with its corner, and the words at the foot."""

    lines: tuple[Line, ...] = ()
    title: str = ""
    foot: tuple[str, ...] = ()
    corner: str = "top right"  # or "bottom right" or "top left"


def paint(painter: QPainter, view: View, legend: Legend, size: float = 1.0) -> None:
    """Put key, scale, north and foot on a picture of a map.

    Args:
        painter: of the picture, in pixels of the view.
        view: what the picture shows.
        legend: what is said.
        size: of the words, 1 as they are.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = _font(size)
    foot = _foot(painter, view, legend, font)
    _scale(painter, view, font, foot)
    if legend.lines:
        _key(painter, view, legend, font)


def free_corner(image: QImage, view: View, legend: Legend, size: float = 1.0) -> str:
    """The corner in which the key covers least of what was drawn; of equal ones the first."""
    import numpy as np

    if not legend.lines:
        return CORNERS[0]
    drawn = image.convertToFormat(QImage.Format.Format_Grayscale8)
    held = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), -1)
    ratio, font = image.devicePixelRatio(), _font(size)
    covered = {}
    for corner in CORNERS:
        box = _box(view, replace(legend, corner=corner), font)
        edges = (round(edge * ratio) for edge in (box.top(), box.bottom(), box.left(), box.right()))
        top, bottom, left, right = (max(0, edge) for edge in edges)
        covered[corner] = int((held[top:bottom, left:right] < _BLANK).sum())
    return min(CORNERS, key=lambda corner: covered[corner])


def _font(size: float, bold: bool = False) -> QFont:
    made = QFont(theme.font("caption"))
    made.setPointSizeF(9.0 * size)
    made.setBold(bold)
    return made


def _ground(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(QColor(RULE), 1))
    painter.setBrush(QColor(255, 255, 255, 235))
    painter.drawRoundedRect(box, 3, 3)


def _box(view: View, legend: Legend, font: QFont) -> QRectF:
    """Where the key stands."""
    metrics = QFontMetricsF(_bold(font))
    most = min(WIDEST, view.width * 0.42)
    title = _wrapped(metrics, legend.title, most - 2 * PAD)
    inner = [metrics.horizontalAdvance(word) for word in title]
    inner += [
        metrics.horizontalAdvance(one.words) + (0 if one.kind == "head" else SIGN + 8)
        for one in legend.lines
    ]
    wide = min(most, max(inner, default=0) + 2 * PAD)
    heights = sum(_high(one, metrics) for one in legend.lines)
    tall = 2 * PAD + len(title) * metrics.height() + heights + GAP
    left = 10 if legend.corner == "top left" else view.width - wide - 10
    floor = view.height - _tall(view, legend, font) - tall - 6
    return QRectF(left, floor if legend.corner == "bottom right" else 10, wide, tall)


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


def _key(painter: QPainter, view: View, legend: Legend, font: QFont) -> None:
    """In its corner: title, then its lines."""
    box, bold = _box(view, legend, font), _bold(font)
    metrics = QFontMetricsF(bold)
    title = _wrapped(metrics, legend.title, min(WIDEST, view.width * 0.42) - 2 * PAD)
    lines = legend.lines
    heights = [_high(one, metrics) for one in lines]
    _ground(painter, box)
    painter.setPen(QColor(INK))
    painter.setFont(bold)
    y = box.top() + PAD
    for word in title:
        painter.drawText(QPointF(box.left() + PAD, y + metrics.ascent()), word)
        y += metrics.height()
    y += GAP
    for one, high in zip(lines, heights, strict=True):
        painter.setFont(bold if one.kind == "head" else font)
        middle, left = y + high / 2, box.left() + PAD
        if one.kind != "head":
            _sign(painter, one, QPointF(left + SIGN / 2, middle))
            left += SIGN + 8
        painter.setPen(QColor(INK))
        painter.drawText(
            QRectF(left, y, box.right() - left, high),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(one.words, Qt.TextElideMode.ElideRight, box.right() - left - 2),
        )
        y += high


def _high(one: Line, metrics: QFontMetricsF) -> float:
    return max(metrics.height() + GAP, 2 * one.size + 4 if one.kind in ("dot", "ring") else 0)


def _sign(painter: QPainter, one: Line, at: QPointF) -> None:
    colour = QColor(one.colour)
    if one.kind in ("dot", "ring"):
        painter.setPen(QPen(colour, 1.2) if one.kind == "ring" else Qt.PenStyle.NoPen)
        painter.setBrush(colour if one.kind == "dot" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, one.size, one.size)
    elif one.kind == "line":
        painter.setPen(QPen(colour, 2.2))
        painter.drawLine(at - QPointF(SIGN / 2, 0), at + QPointF(SIGN / 2, 0))
    else:
        painter.setPen(QPen(QColor(SOFT), 0.8))
        hatch = QBrush(QColor(SOFT), Qt.BrushStyle.BDiagPattern)
        painter.setBrush(hatch if one.kind == "hatch" else colour)
        box = QRectF(at.x() - SIGN / 2, at.y() - 5.5, SIGN, 11)
        painter.drawRect(box)
        if one.kind == "dots":
            painter.setBrush(QBrush(QColor(SOFT), Qt.BrushStyle.Dense6Pattern))
            painter.drawRect(box)


def _foot(painter: QPainter, view: View, legend: Legend, font: QFont) -> float:
    """Source and dates along the bottom; returns where they end above."""
    metrics = QFontMetricsF(font)
    lines = _foot_lines(view, legend, font)
    tall = _tall(view, legend, font)
    top = view.height - tall
    painter.fillRect(QRectF(0, top, view.width, tall), QColor(255, 255, 255, 235))
    painter.setPen(QColor(SOFT))
    painter.setFont(font)
    for at, words in enumerate(lines):
        painter.drawText(QPointF(12, top + GAP + metrics.ascent() + at * metrics.height()), words)
    return top


def _foot_lines(view: View, legend: Legend, font: QFont) -> list[str]:
    metrics = QFontMetricsF(font)
    return [part for words in legend.foot for part in _wrapped(metrics, words, view.width - 24)]


def _tall(view: View, legend: Legend, font: QFont) -> float:
    """How high the foot is."""
    return len(_foot_lines(view, legend, font)) * QFontMetricsF(font).height() + 2 * GAP


def _scale(painter: QPainter, view: View, font: QFont, floor: float) -> None:
    """A bar of round length, and the grid's north, above the foot at the left."""
    lengths = [base * 10**power for power in range(6) for base in (1, 2, 5)]
    metres = max((m for m in lengths if m / view.scale <= 110), default=1)
    long = metres / view.scale
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    metrics = QFontMetricsF(font)
    words_wide = metrics.horizontalAdvance(words)
    wide = 2 * PAD + long + 6 + words_wide + 26
    box = QRectF(10, floor - 36, wide, 28)
    _ground(painter, box)
    y = box.center().y() + 2
    painter.setPen(QPen(QColor(INK), 1))
    for start, colour in ((0.0, INK), (0.5, PAPER)):
        painter.setBrush(QColor(colour))
        painter.drawRect(QRectF(box.left() + PAD + start * long, y - 2, long / 2, 4))
    painter.setFont(font)
    x = box.left() + PAD + long + 6
    painter.drawText(QPointF(x, box.center().y() + metrics.ascent() / 2 - 1), words)
    _north(painter, QPointF(x + words_wide + 16, box.center().y()), font)


def _north(painter: QPainter, at: QPointF, font: QFont) -> None:
    painter.setBrush(QColor(INK))
    tip = [QPointF(0, -11), QPointF(4.5, -3), QPointF(-4.5, -3)]
    painter.drawPolygon(QPolygonF([at + point for point in tip]))
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    half = QFontMetricsF(bold).horizontalAdvance("N") / 2
    painter.drawText(QPointF(at.x() - half, at.y() + 10), "N")


def _wrapped(metrics: QFontMetricsF, words: str, room: float) -> list[str]:
    """Words broken into lines that fit."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def named(lines: Sequence[Line]) -> str:
    """The key in words, for those who cannot see it."""
    return "; ".join(one.words for one in lines)
