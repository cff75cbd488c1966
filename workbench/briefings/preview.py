"""The real pages of a PDF as pictures, for the builder's page view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class PageImage:
    """One page as pixels: four bytes each, red, green, blue, opaque; row by row from the top."""

    number: int
    width: int
    height: int
    rgba: bytes


def pages(pdf: bytes, width_px: int = 800) -> list[PageImage]:
    """Every page, ``width_px`` pixels wide."""
    return list(drawn(pdf, width_px))


def drawn(pdf: bytes, width_px: int = 800) -> Iterator[PageImage]:
    """One page after another, so that the first can be shown before the last is drawn."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            page = document[index]
            scale = width_px / page.get_width()
            bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=4)
            wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
            rows = bytes(bitmap.buffer)
            pixels = b"".join(rows[y * stride : y * stride + wide * 4] for y in range(high))
            yield PageImage(index + 1, wide, high, pixels)
            page.close()
    finally:
        document.close()


def page_of(pdf: bytes, words: str) -> int:
    """The page on which words stand, counted from 1; the first when they are on none."""
    wanted = "".join(words.split()).casefold()[:40]
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            text = document[index].get_textpage().get_text_bounded()
            if wanted and wanted in "".join(text.split()).casefold():
                return index + 1
    finally:
        document.close()
    return 1
