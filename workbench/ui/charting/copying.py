"""What Copy puts on the clipboard: picture, vector, table and words of one answer."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QImage

from workbench.ui import clipboard
from workbench.ui.charting.drawing import Sheet, image, png, vector
from workbench.ui.charting.reading import caption
from workbench.ui.charting.table import safe, tab_separated

if TYPE_CHECKING:
    from workbench.analysis.kind import Table
    from workbench.services.asking import Answer

PAPER = Sheet(720, 440, ratio=2.0)


@dataclass(frozen=True)
class Pictures:
    """A chart in the forms that other programs take: PNG from the image, SVG and PDF."""

    image: QImage
    svg: bytes
    pdf: bytes


def pictures(answer: Answer) -> Pictures:
    """The chart as a picture and as vector drawings; made in a job."""
    return Pictures(
        image(answer, PAPER), vector(answer, PAPER, "svg"), vector(answer, PAPER, "pdf")
    )


def words(answer: Answer) -> str:
    """The finding, what it rests on, and the table with tabs."""
    reading, basis = answer.reading, answer.result.basis
    parts = [
        f"{reading.finding.rstrip('.')}.",
        *reading.sentences,
        reading.caveat,
        f"{caption(basis)}. Source: {basis.source}.",
    ]
    said = "\n".join(part for part in parts if part)
    return f"{said}\n\n{tab_separated(answer.table)}\n"


def on_clipboard(answer: Answer, made: Pictures) -> QMimeData:
    """Everything in one copy: each program takes the form that it knows."""
    data = QMimeData()
    data.setImageData(made.image)
    data.setData("image/png", QByteArray(png(made.image)))
    data.setData("image/svg+xml", QByteArray(made.svg))
    data.setData("application/pdf", QByteArray(made.pdf))
    data.setText(words(answer))
    data.setHtml(_html(answer.table))
    return data


def _html(table: Table) -> str:
    heads = "".join(f"<th>{escape(clipboard.cell(one.name))}</th>" for one in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in safe(table)
    )
    return f"<table><caption>{escape(table.title)}</caption><tr>{heads}</tr>{rows}</table>"
