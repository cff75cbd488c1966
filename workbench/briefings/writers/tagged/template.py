"""The pages of a tagged PDF: bookmarks, contents, and how many pages there are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, TableStyle
from reportlab.platypus.doctemplate import IndexingFlowable
from reportlab.platypus.tableofcontents import TableOfContents

from workbench.briefings.writers.tagged import faces
from workbench.briefings.writers.tagged.canvas import DECORATION, PAGINATION, TaggedCanvas
from workbench.briefings.writers.tagged.paragraphs import Para
from workbench.briefings.writers.tagged.tables import TagTable
from workbench.briefings.writers.tagged.tags import ARTIFACT


class _ContentsTable(TagTable):
    roles = ("TOC", "TOCI", "P", "P")


class _Entry(Para):
    """A line of the contents, with dots up to its page."""

    def draw(self) -> None:
        super().draw()
        last = self.blPara.lines[-1]
        spare = last[0] if isinstance(last, tuple) else last.extraSpace
        with self.canv.tagged(ARTIFACT):
            self.canv.saveState()
            self.canv.setDash([0.6, 2.2])
            self.canv.setLineWidth(0.6)
            self.canv.setStrokeColor(self.style.textColor)
            self.canv.line(self.width - spare + 4, 3.2, self.width + 12, 3.2)
            self.canv.restoreState()


_LONG = 300  # letters of a heading that the contents show


class TagContents(TableOfContents):  # type: ignore[misc]
    """TOC, TOCI, Reference, Link; the entries come from the headings of the document."""

    levels = 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        rows = []
        for level, text, page, key in self._lastEntries or [(0, "-", 0, None)]:
            number, words = text.split("\t", 1) if "\t" in text else ("", text)
            words = words if len(words) <= _LONG else f"{words[:_LONG].rstrip()}\u2026"
            link = f'<a href="#{key}">%s</a>' if key else "%s"
            style = self.getLevelStyle(level)
            made = _Entry(
                link % faces.markup(faces.seen(words)), style, number or None, role="Reference"
            )
            rows.append([made, str(page)])
        font = self.levelStyles[0]
        style = TableStyle(
            [
                ("ALIGN", (1, 0), (1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("FONT", (0, 0), (-1, -1), font.fontName, font.fontSize),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ]
        )
        self._table = _ContentsTable(rows, colWidths=[width - 30, 30], style=style)
        self.width, self.height = self._table.wrapOn(self.canv, width, height)
        return self.width, self.height


class PageTotal(IndexingFlowable, Flowable):  # type: ignore[misc]
    """Remembers how many pages the last pass had, for 'page 2 of 6'; draws nothing."""

    def __init__(self) -> None:
        Flowable.__init__(self)
        self.total, self._seen = 0, 0

    def isIndexing(self) -> int:  # noqa: N802 - reportlab's own names
        return 1

    def isSatisfied(self) -> bool:  # noqa: N802
        return self.total == self._seen

    def beforeBuild(self) -> None:  # noqa: N802
        self.total, self._seen = self._seen, 0

    def notify(self, kind: str, stuff: Any) -> None:
        if kind == "PageTotal":
            self._seen = stuff

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del width, height
        return 0, 0

    def draw(self) -> None:
        """Nothing is seen of it."""


class TaggedTemplate(BaseDocTemplate):  # type: ignore[misc]
    """Call ``multiBuild(story)``; headings with a key become bookmarks and contents entries."""

    def __init__(self, target: Any, *, moment: datetime, listed: int = 2, **kw: Any) -> None:
        super().__init__(target, displayDocTitle=True, **kw)
        self.moment = moment
        self.listed = listed  # how many levels go into the contents
        self.found: list[tuple[str, int]] = []  # key and page of each heading, in the last pass

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> Any:  # noqa: N802
        del canvasmaker
        self.found = []
        made = super()._makeCanvas(filename, TaggedCanvas)
        made.date(self.moment)
        return made

    def handle_pageBegin(self) -> None:  # noqa: N802 - headers and footers are artifacts
        self.canv.artifact = PAGINATION
        super().handle_pageBegin()
        self.canv.close_mark()
        self.canv.artifact = DECORATION

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        key, level = getattr(flowable, "key", None), getattr(flowable, "level", None)
        if key and level and flowable.plain:
            self.canv.addOutlineEntry(flowable.plain, key, level - 1)
            self.found.append((key, self.page))
            if level <= self.listed:
                self.notify("TOCEntry", (level - 1, flowable.listed, self.page, key))

    def afterPage(self) -> None:  # noqa: N802
        self.notify("PageTotal", self.page)
