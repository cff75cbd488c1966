"""Tagged figures and panels, and a page of another PDF as a picture that stays sharp."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFName
from reportlab.platypus import Flowable, Image

from workbench.briefings.writers.tagged import embedding
from workbench.briefings.writers.tagged.tags import ARTIFACT, Tag


class TagFigure(Flowable):  # type: ignore[misc]
    """Any flowable as one Figure with alternative text."""

    def __init__(self, inner: Any, alt: str) -> None:
        super().__init__()
        self.inner, self.tag = inner, Tag("Figure", alt=alt)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = self.inner.wrapOn(self.canv, width, height)
        return self.width, self.height

    def draw(self) -> None:
        x, y = self.canv.absolutePosition(0, 0)
        box = PDFArrayCompact([round(v, 2) for v in (x, y, x + self.width, y + self.height)])
        with self.canv.tagged(self.tag, Layout={"BBox": box, "Placement": PDFName("Block")}):
            self.inner.drawOn(self.canv, 0, 0)


class VectorPage(Flowable):  # type: ignore[misc]
    """The first page of a PDF, such as matplotlib writes, drawn as lines and letters."""

    def __init__(self, data: bytes, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.page = embedding.first_page(data)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del width, height
        return self.width, self.height

    def draw(self) -> None:
        box = embedding.box(self.page)
        name = embedding.form(self.canv, self.page)
        self.canv.scale(self.width / (box[2] - box[0]), self.height / (box[3] - box[1]))
        self.canv.translate(-box[0], -box[1])
        self.canv.doForm(name)


def drawing(pdf: bytes, png: bytes, width: float, height: float) -> Any:
    """The chart as vectors, or as the picture where there are none or they cannot be read."""
    if pdf:
        with contextlib.suppress(Exception):  # whatever is wrong with it, the PNG shows the same
            return VectorPage(pdf, width, height)
    return Image(io.BytesIO(png), width, height)


_ALONE = 120  # points; what is higher may stand without what comes after it


class Panel(Flowable):  # type: ignore[misc]
    """Paragraphs on a tint, with a bar at the left or a line all round."""

    def __init__(self, inside: list[Any], tint: str, edge: str, bar: bool, pad: float = 11) -> None:
        super().__init__()
        self.inside, self.tint, self.edge, self.bar, self.pad = inside, tint, edge, bar, pad
        self.spaceBefore, self.spaceAfter = 12, 12

    def _room(self, width: float) -> float:
        return width - 2 * self.pad - 3 * self.bar

    def _heights(self, width: float) -> list[float]:
        room = self._room(width)
        found = []
        for index, each in enumerate(self.inside):
            _, high = each.wrapOn(self.canv, room, 10_000)
            after = each.getSpaceAfter() if index < len(self.inside) - 1 else 0
            found.append(high + after)
        return found

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        self.width = width
        self.height = sum(self._heights(width)) + 2 * self.pad
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        left, heights = height - 2 * self.pad, self._heights(width)
        fits = 0
        while fits < len(heights) and heights[fits] <= left:
            left -= heights[fits]
            fits += 1
        if fits == len(heights):
            return []
        parted = self.inside[fits].split(self._room(width), left)
        first, rest = [*self.inside[:fits], *parted[:1]], [*parted[1:], *self.inside[fits + 1 :]]
        if len(parted) < 2:  # it goes to the next page whole
            first, rest = self.inside[:fits], self.inside[fits:]
        if not first or (len(first) == 1 and sum(heights[:fits]) < _ALONE and len(parted) < 2):
            return []  # a heading does not stay behind on its own
        return [
            type(self)(part, self.tint, self.edge, self.bar, self.pad) for part in (first, rest)
        ]

    def draw(self) -> None:
        with self.canv.tagged(ARTIFACT):
            self._paint()
        across = self.pad + 3 * self.bar
        down = self.height - self.pad
        for each, high in zip(self.inside, self._heights(self.width), strict=True):
            each.drawOn(self.canv, across, down - each.height)
            down -= high

    def _paint(self) -> None:
        self.canv.saveState()
        self.canv.setFillColor(HexColor("#" + self.tint))
        self.canv.setStrokeColor(HexColor("#" + self.edge))
        self.canv.setLineWidth(1)
        self.canv.rect(0, 0, self.width, self.height, stroke=int(not self.bar), fill=1)
        if self.bar:
            self.canv.setFillColor(HexColor("#" + self.edge))
            self.canv.rect(0, 0, 4.5, self.height, stroke=0, fill=1)
        self.canv.restoreState()
