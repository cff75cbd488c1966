"""A document as a tagged PDF: the same blocks and the same look as the Word."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.platypus import Frame, PageTemplate

from workbench.briefings.document import PROGRAM, Contents, Document
from workbench.briefings.numbering import headings
from workbench.briefings.prose import legal
from workbench.briefings.writers import look
from workbench.briefings.writers.tagged import letters
from workbench.briefings.writers.tagged.cover import Edges, cover
from workbench.briefings.writers.tagged.story import Story
from workbench.briefings.writers.tagged.template import PageTotal, TaggedTemplate


def write_pdf(document: Document) -> bytes:
    """The finished PDF, the same bytes for the same document."""
    return _laid_out(document)[0]


def heading_pages(document: Document) -> list[int]:
    """The page each heading falls on, for the contents of the Word document."""
    found = dict(_laid_out(document)[1].found)
    return [found.get(numbered.bookmark, 1) for numbered in headings(document)]


def _laid_out(document: Document) -> tuple[bytes, TaggedTemplate]:
    letters.install()
    out, total = BytesIO(), PageTotal()
    levels = next((b.levels for b in document.blocks if isinstance(b, Contents)), 2)
    template = TaggedTemplate(
        out,
        listed=levels,
        title=legal(look.titled(document.title, document.practice)),
        author=legal(document.maker),
        subject=legal(document.subtitle),
        keywords=", ".join([document.marking] + [look.PRACTICE] * document.practice),
        creator=PROGRAM,
        producer=PROGRAM,
        moment=document.moment,
        lang="en-GB",
        pagesize=(look.PAGE_WIDTH, look.PAGE_HEIGHT),
        initialFontName=letters.PLAIN,
        invariant=1,
    )
    template.addPageTemplates([_page(Edges(document, total))])
    story = Story(document)
    template.multiBuild([*cover(story), *story.flowables(), total], maxPasses=6)
    return out.getvalue(), template


def _page(edges: Edges) -> Any:
    high = look.PAGE_HEIGHT - look.TOP - look.BOTTOM
    frame = Frame(
        look.MARGIN, look.BOTTOM, look.TEXT_WIDTH, high,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    return PageTemplate("page", [frame], onPage=lambda canvas, doc: edges.draw(canvas, doc.page))
