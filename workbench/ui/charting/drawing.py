"""Drawing an answer away from the window's thread: nothing here touches a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from workbench.ui.widgets.paper import picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from workbench.services.asking import Answer

DOTS = 96  # device-independent pixels an inch


@dataclass(frozen=True)
class Sheet:
    """The paper wanted: its size in device-independent pixels, and how fine it is drawn.

    ``scale`` is the size of the words, 1 as they are; ``bare`` leaves the finding and the caveat
    to the words beside the picture.
    """

    width: int
    height: int
    ratio: float = 1.0
    scale: float = 1.0
    bare: bool = False


def figure(answer: Answer, sheet: Sheet) -> Figure:
    """The chart of an answer, laid out for a sheet."""
    from workbench.charts.theme import SCREEN
    from workbench.services import asking

    theme = replace(
        SCREEN,
        width=sheet.width / DOTS / sheet.scale,
        height=sheet.height / DOTS / sheet.scale,
        dpi=round(DOTS * sheet.ratio * sheet.scale),
    )
    if sheet.bare:
        answer = replace(answer, reading=replace(answer.reading, finding="", caveat=""))
    return asking.draw(answer, theme)


def image(answer: Answer, sheet: Sheet) -> QImage:
    """The chart as a picture that is sharp at the screen's resolution."""
    made = picture(figure(answer, sheet))
    made.setDevicePixelRatio(sheet.ratio)
    return made


def png(made: QImage) -> bytes:
    """A picture as PNG bytes."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def vector(answer: Answer, sheet: Sheet, form: str) -> bytes:
    """The chart as a vector drawing, "svg" or "pdf", for other programs."""
    from io import BytesIO

    out = BytesIO()
    drawn: Any = figure(answer, sheet)
    made = "CreationDate" if form == "pdf" else "Date"
    drawn.savefig(out, format=form, metadata={made: None, "Creator": None})
    return out.getvalue()


def description(answer: Answer) -> str:
    """What a screen reader says of the chart, written from its result as in briefings."""
    from workbench.analysis.words import sentence

    reading = answer.reading
    said = (reading.finding, reading.measure, *reading.sentences[:1])
    return " ".join(dict.fromkeys(sentence(part) for part in said if part))
