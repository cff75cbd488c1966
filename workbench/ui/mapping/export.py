"""Writing a map to a file: as a picture, a drawing or a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from workbench.errors import WorkbenchError
from workbench.ui.mapping import legend

if TYPE_CHECKING:
    from workbench.ui.mapping.easel import Easel
    from workbench.ui.mapping.sheet import Sheet

DOTS = 96  # pixels of a view an inch


def write(easel: Easel, sheet: Sheet, path: str) -> str:
    """Write the map, with key, scale, north, source and date; the ending of the name says how.

    Returns:
        A sentence on where it is.

    Raises:
        WorkbenchError: it could not be written there.
    """
    file = Path(path)
    if not file.suffix:
        file = file.with_suffix(".png")
    makers = {".svg": _svg, ".pdf": _pdf}
    make = makers.get(file.suffix.lower(), _png)
    try:
        done = make(easel, sheet, file)
    except OSError:
        done = False
    if not done or not file.is_file():
        raise WorkbenchError(
            f"The picture could not be written to {file.parent}. Nothing was changed. Choose "
            "another folder, or make room there."
        )
    return f"{file.name} was saved in {file.parent}."


def _png(easel: Easel, sheet: Sheet, file: Path) -> bool:
    image: QImage = easel.whole(sheet)
    return image.save(str(file))


def _svg(easel: Easel, sheet: Sheet, file: Path) -> bool:
    made = QSvgGenerator()
    made.setFileName(str(file))
    size = QSize(sheet.view.width, sheet.view.height)
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    made.setResolution(DOTS)
    made.setTitle("Map")
    painter = QPainter()
    if not painter.begin(made):
        return False
    _paint(painter, easel, sheet)
    return painter.end()


def _pdf(easel: Easel, sheet: Sheet, file: Path) -> bool:
    made = QPdfWriter(str(file))
    inches = QSizeF(sheet.view.width / DOTS, sheet.view.height / DOTS)
    page = QPageSize(inches, QPageSize.Unit.Inch)
    made.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    made.setResolution(DOTS * 4)
    painter = QPainter()
    if not painter.begin(made):
        return False
    painter.scale(4, 4)
    _paint(painter, easel, sheet)
    return painter.end()


def _paint(painter: QPainter, easel: Easel, sheet: Sheet) -> None:
    corner = easel.picture(sheet).legend.corner
    told = replace(easel.paint(painter, sheet), corner=corner)
    legend.paint(painter, sheet.view, told)
