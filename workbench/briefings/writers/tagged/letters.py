"""The font and the paragraph styles of the PDF; the same look as the Word master."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.fonts import addMapping
from reportlab.lib.styles import ParagraphStyle

from workbench.briefings.writers import look
from workbench.briefings.writers.tagged import faces

PLAIN: Final = faces.MAIN
BOLD: Final = faces.BOLD


def colour(code: str) -> Any:
    """A colour as reportlab wants it."""
    return HexColor("#" + code)


@cache
def install() -> None:
    """Make the two faces known to reportlab, once in a process."""
    faces.install()
    for bold in (0, 1):
        for italic in (0, 1):  # no italics for emphasis in the house style
            addMapping(PLAIN, bold, italic, BOLD if bold else PLAIN)


def style(
    name: str, size: float, bold: bool = False, ink: str = look.INK, line: float = 1.0, **how: Any
) -> ParagraphStyle:
    """A paragraph style; ``line`` is the distance of lines as a share of the natural one."""
    install()
    return ParagraphStyle(
        name,
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * look.NATURAL * line,
        textColor=colour(ink),
        bulletFontName=BOLD if bold else PLAIN,
        bulletFontSize=size,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
        **how,
    )


@cache
def styles() -> dict[str, Any]:
    """Every paragraph style, by the name it has in Word."""
    prose: dict[str, Any] = {"line": look.LEADING, "rightIndent": look.MEASURE}
    made = [
        style("Practice", 26, True, look.AMBER, alignment=1),
        style("Title", 26, True, look.WHITE, 1.05, spaceAfter=5),
        style("Long title", 14, True, look.WHITE, 1.1, spaceAfter=5),
        style("Subtitle", 13, False, look.WHITE, 1.1, spaceAfter=8),
        style("Cover line", 10, False, look.PALE, 1.1),
        style("Body Text", 11, spaceAfter=6.5, **prose),
        style("List", 11, spaceAfter=3, **prose),
        style("Panel heading", 13, True, look.NAVY, spaceAfter=3),
        style("Key message", 11, line=look.LEADING, spaceAfter=5),
        style("Callout heading", 11, True, look.TEAL, spaceAfter=3),
        style("Callout", 10.5, line=look.LEADING, spaceAfter=5),
        style("Handling heading", 11, True, look.RED, spaceAfter=3),
        style("Handling", 9.5, line=1.1, spaceAfter=2),
        style("caption", 10.5, True, look.NAVY, 1.1, spaceBefore=11, spaceAfter=4),
        style("Source note", 8.5, False, look.GREY, 1.05, spaceBefore=3, spaceAfter=12),
        style("Table text", 9.5, line=1.05),
        style("Table number", 9.5, line=1.05, alignment=2),
        style("Table heading", 9.5, True, look.NAVY, 1.05),
        style("Table heading number", 9.5, True, look.NAVY, 1.05, alignment=2),
        style("TOC Heading", 13, True, look.NAVY, spaceBefore=20, spaceAfter=5),
        *_headings(),
    ]
    return {each.name: each for each in made}


def _headings() -> list[Any]:
    keep: dict[str, Any] = {"rightIndent": look.MEASURE, "keepWithNext": 1}
    number = {"leftIndent": 28.35, "bulletIndent": 0}
    return [
        style("heading 1", 18, True, look.NAVY, spaceBefore=17, spaceAfter=5.5, **number, **keep),
        style("heading 2", 13, True, look.NAVY, spaceBefore=12, spaceAfter=4, **number, **keep),
        style("heading 3", 11, True, look.INK, spaceBefore=10, spaceAfter=3, **keep),
    ]


def contents_styles() -> list[Any]:
    """The levels of the table of contents."""
    first = style("toc 1", 10.5, leftIndent=21.3)
    second = style("toc 2", 10, leftIndent=49.6, bulletIndent=21.3)
    return [first, second, style("toc 3", 10, leftIndent=49.6)]
