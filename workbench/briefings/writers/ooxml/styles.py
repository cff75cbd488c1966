"""The styles of the house master, by the names a force's own master must carry too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.briefings.writers import look
from workbench.briefings.writers.ooxml.xml import NS

WIDTH: Final = 9298  # text width in twentieths of a point: A4 less two margins of 23 mm
MEASURE: Final = 1247  # prose stops 22 mm short of the right margin
W: Final = f'xmlns:w="{NS["w"]}"'
FONT: Final = (
    f'<w:rFonts w:ascii="{look.FONT}" w:hAnsi="{look.FONT}" w:eastAsia="{look.FONT}"'
    f' w:cs="{look.FONT}"/>'
)


def border(side: str, colour: str, eighths: int, space: int = 0) -> str:
    """One side of a border."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def box(colour: str, eighths: int = 4, space: int = 10) -> str:
    """A border round a paragraph; neighbours with the same border join into one box."""
    return "".join(border(s, colour, eighths, space) for s in ("top", "left", "bottom", "right"))


def bar(colour: str, tint: str) -> str:
    """A thick bar on the left; the other sides are padding in the colour of the panel."""
    return (
        border("top", tint, 4, 8)
        + border("left", colour, 36, 10)
        + border("bottom", tint, 4, 8)
        + border("right", tint, 4, 10)
    )


def tab(kind: str, position: int, leader: str = "") -> str:
    """A tab stop."""
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tab w:val="{kind}"{dots} w:pos="{position}"/>'


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands; lengths in twentieths of a point."""

    before: int = 0
    after: int = 0
    line: int = 240
    left: int = 0
    right: int = 0
    hanging: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    number: tuple[int, int] | None = None
    borders: str = ""
    shade: str = ""
    tabs: str = ""
    align: str = ""
    outline: int | None = None

    def xml(self) -> str:
        """The w:pPr, in the order the schema wants."""
        number = ""
        if self.number:
            held, level = self.number
            number = f'<w:ilvl w:val="{level}"/><w:numId w:val="{held}"/>'
        shade = self.shade and f'<w:shd w:val="clear" w:color="auto" w:fill="{self.shade}"/>'
        parts = [
            "<w:keepNext/>" * self.keep_next,
            "<w:keepLines/>" * self.keep_lines,
            "<w:widowControl/>",
            f"<w:numPr>{number}</w:numPr>" if number else "",
            f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else "",
            shade,
            f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "",
            f'<w:spacing w:before="{self.before}" w:after="{self.after}"'
            f' w:line="{self.line}" w:lineRule="auto"/>',
            f'<w:ind w:left="{self.left}" w:right="{self.right}" w:hanging="{self.hanging}"/>',
            f'<w:jc w:val="{self.align}"/>' if self.align else "",
            f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "",
        ]
        return f"<w:pPr>{''.join(parts)}</w:pPr>"


@dataclass(frozen=True)
class Letters:
    """Size in points, weight, colour, and extra room between letters in points."""

    size: float
    bold: bool = False
    colour: str = look.INK
    spaced: float = 0

    def xml(self) -> str:
        """The w:rPr."""
        weight = "<w:b/><w:bCs/>" if self.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
        room = f'<w:spacing w:val="{round(self.spaced * 20)}"/>' if self.spaced else ""
        half = round(self.size * 2)
        return (
            f'<w:rPr>{weight}<w:color w:val="{self.colour}"/>{room}'
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        )


@dataclass(frozen=True)
class Style:
    """One paragraph style."""

    name: str
    shape: Shape
    letters: Letters
    base: str = "Normal"
    following: str = ""
    quick: bool = True

    def xml(self) -> str:
        """The w:style."""
        after = identifier(self.following or self.name)
        return (
            f'<w:style {W} w:type="paragraph" w:styleId="{identifier(self.name)}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="{self.base}"/>'
            f'<w:next w:val="{after}"/><w:uiPriority w:val="1"/>{"<w:qFormat/>" * self.quick}'
            f"{self.shape.xml()}{self.letters.xml()}</w:style>"
        )


def identifier(name: str) -> str:
    """The id of a style: 'Table text' is TableText."""
    return name.title().replace(" ", "")


def other_styles() -> list[str]:
    """Defaults, one character style and the one table style."""
    head = (
        f"<w:tcBorders>{border('bottom', look.NAVY, 12)}</w:tcBorders>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.TINT}"/>'
    )
    foot = f"<w:tcBorders>{border('top', look.NAVY, 8)}</w:tcBorders>"
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 57), ("left", 85), ("bottom", 57), ("right", 85))
    )
    return [
        f'<w:style {W} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:rPr>{FONT}<w:color w:val="{look.INK}"/></w:rPr></w:style>',
        f'<w:style {W} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>',
        f'<w:style {W} w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>",
        f'<w:style {W} w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>",
        f'<w:style {W} w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:semiHidden/></w:style>',
        f'<w:style {W} w:type="table" w:styleId="BriefingTable"><w:name w:val="Briefing table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"{border('bottom', look.NAVY, 8)}{border('insideH', look.RULE, 4)}</w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"{_part('firstRow', head)}{_part('lastRow', foot)}{_part('firstCol', '')}</w:style>",
    ]


def _part(kind: str, cell: str) -> str:
    inside = f"<w:tcPr>{cell}</w:tcPr>" if cell else ""
    return f'<w:tblStylePr w:type="{kind}"><w:rPr><w:b/></w:rPr>{inside}</w:tblStylePr>'
