"""Blocks as reportlab flowables: one builder a document."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import Any
from xml.sax.saxutils import quoteattr

from reportlab.platypus import KeepTogether, PageBreak, TableStyle

from workbench.briefings import document as b
from workbench.briefings import numbering
from workbench.briefings.prose import MISSING, legal
from workbench.briefings.writers import look
from workbench.briefings.writers.blocks import asks_table, control_table
from workbench.briefings.writers.ooxml.pictures import size_mm
from workbench.briefings.writers.scripts import has_rtl
from workbench.briefings.writers.tagged import faces, letters
from workbench.briefings.writers.tagged.figures import Panel, TagFigure, drawing
from workbench.briefings.writers.tagged.paragraphs import Para, TagList
from workbench.briefings.writers.tagged.tables import HIGHEST, TagTable, parted
from workbench.briefings.writers.tagged.template import TagContents

MM = 72 / 25.4
ROLES = {1: "H2", 2: "H3", 3: "H4"}  # the title is H1


class Story:
    """Turns blocks into flowables and knows the numbers they get."""

    def __init__(self, source: b.Document) -> None:
        self.source = source
        self.styles = letters.styles()
        self.captions = numbering.captions(source)
        self.next_heading = iter(numbering.headings(source))
        self._depth = 0

    def flowables(self) -> list[Any]:
        """Everything after the cover band, in reading order."""
        made: list[Any] = []
        for block in self.source.blocks:
            made.extend(self.made(block))
        return _led(made)

    def words(self, text: b.Text) -> str:
        """The text in reportlab's own markup."""
        parts = (text,) if isinstance(text, str) else text
        return "".join(self._part(part) for part in parts).replace("\n", "<br/>")

    def _plain(self, text: b.Text) -> str:
        """The text without what is strong in it, and with references as words."""
        parts = (text,) if isinstance(text, str) else text
        told = [part.text if isinstance(part, b.Strong) else part for part in parts]
        return "".join(part if isinstance(part, str) else self._label(part) for part in told)

    def _label(self, ref: b.Ref) -> str:
        if ref.card not in self.captions:
            return MISSING
        label, number = self.captions[ref.card]
        return f"{label} {number}"

    def _part(self, part: str | b.Strong | b.Ref) -> str:
        if isinstance(part, b.Strong):
            return f"<b>{faces.markup(part.text)}</b>"
        if isinstance(part, str):
            return faces.markup(part)
        if part.card not in self.captions:
            return MISSING
        label, number = self.captions[part.card]
        kind = "figure" if label == "Figure" else "table"
        anchor = part.card if ":" in part.card else f"{kind}:{part.card}"
        return f'<a href={quoteattr("#" + anchor)} color="#{look.NAVY}">{label} {number}</a>'

    def para(self, name: str, text: b.Text, **how: Any) -> Para:
        """A tagged paragraph in one of the styles."""
        if has_rtl(told := self._plain(text)):
            return Para(
                faces.markup(told), self.styles.get(name, self.styles["Body Text"]), rtl=told, **how
            )
        return Para(self.words(text), self.styles.get(name, self.styles["Body Text"]), **how)

    @singledispatchmethod
    def made(self, block: object) -> list[Any]:
        """What a block is in the PDF."""
        raise TypeError(f"No way to write {type(block).__name__} in a PDF yet")

    @made.register
    def _(self, block: b.Heading) -> list[Any]:
        numbered, level = next(self.next_heading), min(block.level, 3)
        made = Para(
            faces.markup(block.text), self.styles[f"heading {level}"], numbered.number or None,
            role=ROLES[level], key=numbered.bookmark, rtl=block.text if has_rtl(block.text) else "",
        )  # fmt: skip
        made.plain = f"{numbered.number} {legal(block.text)}".strip()
        made.listed = f"{numbered.number}\t{legal(block.text)}"
        made.level = self._depth = min(level, self._depth + 1)  # bookmarks may not skip a level
        return [made]

    @made.register
    def _(self, block: b.Paragraph) -> list[Any]:
        return [self.para(block.style, block.text)]

    @made.register
    def _(self, block: b.PageBreak) -> list[Any]:
        del block
        return [PageBreak()]

    @made.register
    def _(self, block: b.List) -> list[Any]:
        items = [self.para("List", item) for item in block.items]
        if not items:
            return []
        how = {"bulletType": "1", "bulletFormat": "%s."} if block.numbered else {
            "bulletType": "bullet", "start": "\u2022"}  # fmt: skip
        made = TagList(
            items, leftIndent=19.85, bulletDedent=14.2 if not block.numbered else 19.85,
            bulletFontName=letters.PLAIN, bulletFontSize=11, **how,
        )  # fmt: skip
        made.spaceAfter = 6
        return [made]

    @made.register
    def _(self, block: b.KeyMessages) -> list[Any]:
        inside = [self.para("Panel heading", block.title, role="H2")]
        inside += [self.para("Key message", message) for message in block.messages]
        return [Panel(inside, look.TINT, look.NAVY, bar=True)]

    @made.register
    def _(self, block: b.Callout) -> list[Any]:
        inside = [self.para("Callout heading", block.title), self.para("Callout", block.text)]
        return [Panel(inside, look.TEAL_TINT, look.TEAL, bar=True)]

    @made.register
    def _(self, block: b.HandlingBlock) -> list[Any]:
        head = f"{block.marking}: how to handle this paper"
        inside = [self.para("Handling heading", head, role="H2")]
        inside += [self.para("Handling", line) for line in block.instructions]
        return [Panel(inside, look.WHITE, look.RED, bar=False)]

    @made.register
    def _(self, block: b.Picture) -> list[Any]:
        width, height = size_mm(block)
        shown = drawing(block.pdf, block.png, width * MM, height * MM)
        figure = TagFigure(shown, block.description)
        figure.hAlign = "LEFT"
        note = [self.para("Source note", block.source)] if block.source else []
        return [KeepTogether([self.caption(block, figure.tag), figure, *note])]

    def caption(self, block: b.Picture | b.Table, parent: Any) -> Para:
        """'Figure 1. What it shows', read out as part of the figure or table."""
        anchor = numbering.anchor(block)
        label, number = self.captions[anchor]
        words = f"{label} {number}. {block.caption}"
        return self.para("caption", words, role="Caption", parent=parent, key=anchor)

    @made.register
    def _(self, block: b.Asks) -> list[Any]:
        return self.made(asks_table(block))

    @made.register
    def _(self, block: b.Table) -> list[Any]:
        made = self.grid(block)
        note = [self.para("Source note", block.source)] if block.source else []
        return self._together(self.caption(block, made.tag), made, note, len(block.rows))

    @made.register
    def _(self, block: b.DocumentControl) -> list[Any]:
        table = control_table(block)
        made = self.grid(table, row_headers=1)
        head = self.para("caption", table.caption, role="Caption", parent=made.tag)
        return self._together(head, made, [], len(table.rows))

    def _together(self, caption: Para, grid: TagTable, note: list[Any], rows: int) -> list[Any]:
        """A short table stays on one page; a long one keeps its caption with its first rows."""
        if rows <= 12:
            return [KeepTogether([caption, grid, *note])]
        caption.keepWithNext = 1
        return [caption, grid, *note]

    def grid(self, table: b.Table, row_headers: int = 0) -> TagTable:
        """The cells, with the header repeated on each page."""
        parts = table.widths or look.shares(table.columns, table.rows)
        widths = [look.TEXT_WIDTH * part / sum(parts) for part in parts]
        rows = [self._row(table, table.columns, head=True)]
        for index, cells in enumerate(table.rows, 1):
            last = table.total and index == len(table.rows)
            rows.append(self._row(table, cells, bold=last, heads=row_headers))
        laid, which = parted(rows, [width - 2 * _SIDE for width in widths])
        high = which.count(0) > 1 or laid[0][0].wrap(widths[0], 0)[1] > HIGHEST / 2
        made = TagTable(
            laid, colWidths=widths, repeatRows=0 if high else 1, row_headers=row_headers,
            rows=which, style=_table_style(table.total, which), hAlign="LEFT",
        )  # fmt: skip
        made.spaceAfter = 0 if table.source else 12
        return made

    def _row(
        self, table: b.Table, cells: tuple[str, ...], head: bool = False, bold: bool = False,
        heads: int = 0,
    ) -> list[Para]:  # fmt: skip
        kind = "heading" if head else "text"
        made = []
        for column, cell in enumerate(cells):
            name = f"Table {kind}"
            if column in table.numeric:
                name = "Table heading number" if head else "Table number"
            words: b.Text = (b.Strong(cell),) if bold or column < heads else cell
            made.append(self.para(name, words))
        return made

    @made.register
    def _(self, block: b.Contents) -> list[Any]:
        head = self.para("TOC Heading", block.title, role="H2")
        head.keepWithNext = 1
        listed = TagContents()
        listed.levelStyles = letters.contents_styles()
        return [head, listed]


def _led(flowables: list[Any]) -> list[Any]:
    """Headings go onto the page of what they head, also where that is kept together."""
    made: list[Any] = []
    waiting: list[Any] = []
    for each in flowables:
        if hasattr(each, "level"):
            waiting.append(each)
            continue
        if waiting and isinstance(each, KeepTogether):
            each = KeepTogether([*waiting, *each._content])  # noqa: SLF001, PLW2901
        else:
            made.extend(waiting)
        waiting = []
        made.append(each)
    return [*made, *waiting]


_SIDE = 4.25  # points beside the words of a cell


def _table_style(total: bool, which: list[int]) -> Any:
    """Lines and room; ``which`` says of each line of cells which row it is a part of."""
    navy, rule = letters.colour(look.NAVY), letters.colour(look.RULE)
    head = which.count(0) - 1
    ends = [at for at in range(head + 1, len(which) - 1) if which[at] != which[at + 1]]
    commands: list[Any] = [
        ("BACKGROUND", (0, 0), (-1, head), letters.colour(look.TINT)),
        ("LINEBELOW", (0, head), (-1, head), 1.5, navy),
        *[("LINEBELOW", (0, at), (-1, at), 0.5, rule) for at in ends],
        ("LINEBELOW", (0, -1), (-1, -1), 1, navy),
        ("FONT", (0, 0), (-1, -1), letters.PLAIN, 9.5),  # else empty cells ask for Helvetica
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.85),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.85),
        ("LEFTPADDING", (0, 0), (-1, -1), _SIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), _SIDE),
    ]
    if total:
        last = which.index(which[-1])
        commands.append(("LINEABOVE", (0, last), (-1, last), 1, navy))
    return TableStyle(commands)
