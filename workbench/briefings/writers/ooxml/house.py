"""The house's paragraph styles: what each looks like."""

from __future__ import annotations

from typing import Any, Final

from workbench.briefings.writers import look
from workbench.briefings.writers.ooxml.styles import (
    MEASURE,
    WIDTH,
    Letters,
    Shape,
    Style,
    bar,
    border,
    box,
    tab,
)  # fmt: skip

_COVER: Final[dict[str, Any]] = {
    "borders": box(look.NAVY, 48, 12), "shade": look.NAVY, "left": 300, "right": 300,
    "keep_next": True,
}  # fmt: skip
_PANEL: Final[dict[str, Any]] = {
    "borders": bar(look.NAVY, look.TINT), "shade": look.TINT, "left": 290, "right": 220,
    "keep_lines": True,
}  # fmt: skip
_CALLOUT: Final[dict[str, Any]] = {
    "borders": bar(look.TEAL, look.TEAL_TINT), "shade": look.TEAL_TINT, "left": 290,
    "right": 220, "keep_lines": True,
}  # fmt: skip
_HANDLING: Final[dict[str, Any]] = {
    "borders": box(look.RED, 8, 8), "left": 200, "right": 200, "keep_lines": True,
}  # fmt: skip
_HEAD: Final[dict[str, Any]] = {"keep_next": True, "keep_lines": True, "right": MEASURE}
_PRACTICE: Final[dict[str, Any]] = {
    "borders": box(look.AMBER_TINT, 24, 6), "shade": look.AMBER_TINT, "left": 160, "right": 160,
    "align": "center", "keep_next": True,
}  # fmt: skip


def house_styles() -> list[Style]:
    """Every paragraph style the writer asks for."""
    return [*_cover(), *_headings(), *_text(), *_panels(), *_tables(), *_lists(), *_edges()]


def _cover() -> list[Style]:
    return [
        Style("Practice", Shape(**_PRACTICE, after=200),
              Letters(26, True, look.AMBER, spaced=9), following="Title"),
        Style("Title", Shape(**_COVER, after=100, line=252), Letters(26, True, look.WHITE),
              following="Subtitle"),
        Style("Subtitle", Shape(**_COVER, after=160, line=264), Letters(13, False, look.WHITE),
              following="Cover line"),
        Style("Cover line", Shape(**_COVER, line=264), Letters(10, False, look.PALE),
              following="Body Text"),
    ]  # fmt: skip


def _headings() -> list[Style]:
    return [
        Style("heading 1", Shape(**_HEAD, number=(1, 0), before=340, after=110, hanging=567,
                                 left=567, outline=0),
              Letters(18, True, look.NAVY), following="Body Text"),
        Style("heading 2", Shape(**_HEAD, number=(1, 1), before=240, after=80, hanging=567,
                                 left=567, outline=1),
              Letters(13, True, look.NAVY), following="Body Text"),
        Style("heading 3", Shape(**_HEAD, number=(1, 2), before=200, after=60, outline=2),
              Letters(11, True), following="Body Text"),
        Style("TOC Heading", Shape(keep_next=True, before=400, after=100),
              Letters(13, True, look.NAVY), following="Body Text"),
    ]  # fmt: skip


def _text() -> list[Style]:
    return [
        Style("Body Text", Shape(after=130, line=281, right=MEASURE), Letters(11)),
        Style("List Bullet", Shape(number=(2, 0), after=60, line=281, left=397, hanging=284,
                                   right=MEASURE), Letters(11)),
        Style("List Number", Shape(number=(3, 0), after=60, line=281, left=397, hanging=397,
                                   right=MEASURE), Letters(11)),
        Style("caption", Shape(keep_next=True, keep_lines=True, before=220, after=80, line=264),
              Letters(10.5, True, look.NAVY)),
        Style("Figure", Shape(keep_next=True, after=40), Letters(10)),
        Style("Source note", Shape(keep_lines=True, before=60, after=240, line=252),
              Letters(8.5, False, look.GREY), following="Body Text"),
    ]  # fmt: skip


def _panels() -> list[Style]:
    return [
        Style("Panel heading", Shape(**_PANEL, keep_next=True, before=360, after=60),
              Letters(13, True, look.NAVY), following="Key message"),
        Style("Key message", Shape(**_PANEL, after=100, line=281), Letters(11)),
        Style("Callout heading", Shape(**_CALLOUT, keep_next=True, before=280, after=60),
              Letters(11, True, look.TEAL), following="Callout"),
        Style("Callout", Shape(**_CALLOUT, after=100, line=281), Letters(10.5)),
        Style("Handling heading", Shape(**_HANDLING, keep_next=True, before=360, after=60),
              Letters(11, True, look.RED), following="Handling"),
        Style("Handling", Shape(**_HANDLING, keep_next=True, after=40, line=264), Letters(9.5)),
    ]  # fmt: skip


def _tables() -> list[Style]:
    return [
        Style("Table text", Shape(line=252), Letters(9.5), following="Table text"),
        Style("Table number", Shape(line=252, align="right"), Letters(9.5), base="TableText"),
        Style("Table heading", Shape(keep_next=True, line=252), Letters(9.5, True, look.NAVY),
              base="TableText"),
        Style("Table heading number", Shape(keep_next=True, line=252, align="right"),
              Letters(9.5, True, look.NAVY), base="TableText"),
    ]  # fmt: skip


def _lists() -> list[Style]:
    first = tab("left", 426) + tab("right", WIDTH, "dot")
    second = tab("left", 992) + tab("right", WIDTH, "dot")
    return [
        Style("toc 1", Shape(keep_next=True, tabs=first, before=60, after=20, left=426,
                             hanging=426), Letters(10.5), quick=False),
        Style("toc 2", Shape(keep_next=True, tabs=second, after=20, left=992, hanging=566),
              Letters(10), quick=False),
    ]  # fmt: skip


def _edges() -> list[Style]:
    """Headers and footers; colour sits in the style, for some programs drop run colours here."""
    stop = tab("right", WIDTH)
    small = Letters(9, False, look.GREY)
    return [
        Style("header", Shape(tabs=stop, borders=border("bottom", look.RULE, 4, 6)), small,
              quick=False),
        Style("footer", Shape(tabs=stop, borders=border("top", look.RULE, 4, 6)), small,
              quick=False),
        Style("Header marking", Shape(align="center", after=30), Letters(10, True, look.RED),
              quick=False),
        Style("Footer marking", Shape(align="center", before=60), Letters(10, True, look.RED),
              quick=False),
        Style("Practice line", Shape(align="center", after=30), Letters(9, True, look.AMBER),
              quick=False),
    ]  # fmt: skip
