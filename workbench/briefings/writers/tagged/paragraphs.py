"""Tagged paragraphs, headings, captions and lists."""

from __future__ import annotations

from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import ListFlowable, Paragraph

from workbench.briefings.writers.scripts import runs_from_right
from workbench.briefings.writers.tagged import faces
from workbench.briefings.writers.tagged.canvas import TaggedCanvas
from workbench.briefings.writers.tagged.tags import ARTIFACT, Tag

Link = tuple[int, str]


class TagText(PDFTextObject):  # type: ignore[misc]
    """A paragraph's text; switches marked content, inside BT..ET, where a link starts or ends."""

    brings_marks = True

    def __init__(self, canvas: TaggedCanvas, x: float, y: float, tag: Tag) -> None:
        super().__init__(canvas, x, y)
        self._tag, self._marked, self._at = tag, False, 0  # _at: where the last fragment starts

    def link_whole(self, link: Link, lines: int) -> None:
        """All of it is one link, with an annotation for each line."""
        self._at = len(self._code)
        tags = [self.link(link) for _ in range(lines)]  # each line waits for its annotation
        self._start(tags[0])

    def _start(self, tag: Tag) -> None:
        """Mark from the last fragment on as the tag's."""
        self._code.insert(self._at, "EMC " * self._marked + self._canvas.begin(tag))
        self._marked = True

    def _settle(self) -> None:
        if self._at and not self._marked:  # the last fragment turned out to be no link
            self._start(self._tag)

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - reportlab's own names
        if TStar and text and text[-1] not in " -\u00ad":
            text += " "  # a break between words at the line's end, for whoever takes the text out
        self._settle()
        self._at = len(self._code)
        super()._textOut(text, TStar)

    def _linkRecord(self, link: Link, what: str) -> None:  # noqa: N802
        """Reportlab's own hook: start comes after a link's first fragment, end before the next."""
        if what == "start":
            self._start(self.link(link))
        else:
            self._code.append("EMC")
            self._marked, self._at = False, 0

    def getCode(self) -> str:  # noqa: N802
        self._settle()
        self._code += ["EMC"] * self._marked
        return str(super().getCode())

    def link(self, link: Link) -> Tag:
        """The tag of a link; its annotation is drawn later and finds it by its target."""
        if self._tag is ARTIFACT:
            return ARTIFACT
        made = Tag("Link", self._tag, self._tag.link_text.get(link))
        tag = self._tag.links.setdefault(link, made)
        self._canvas.pending.setdefault(link[1], []).append(tag)
        return tag


class Para(Paragraph):  # type: ignore[misc]
    """A paragraph, heading (role H1 to H6) or caption (role Caption, parent the figure's tag)."""

    def __init__(
        self,
        text: str | None,
        style: Any = None,
        *args: Any,
        role: str = "P",
        parent: Tag | None = None,
        key: str | None = None,
        rtl: str = "",
        **kw: Any,
    ) -> None:
        if rtl and runs_from_right(rtl):
            style = style.clone(style.name, alignment=TA_RIGHT)
        super().__init__(text, style, *args, **kw)
        self.tag, self.key, self.plain = Tag(role, parent), key, ""
        self.rtl = rtl  # the text as it is read, where some of it runs from the right
        self.tag.actual = rtl or None
        if text is not None:  # None: a split part, see split()
            self.plain = self.getPlainText()
            for fragment in self.frags:
                for link in getattr(fragment, "link", None) or ():
                    self.tag.link_text[link] = self.tag.link_text.get(link, "") + fragment.text

    def split(self, width: float, height: float) -> list[Any]:
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.tag = self.tag
        return parts

    def breakLines(self, width: Any) -> Any:  # noqa: N802
        if self.rtl:  # each line is turned on its own, when its width is known
            room = min(width) if isinstance(width, list | tuple) else width
            size = self.style.fontSize
            told = "<br/>".join(map(faces.markup, faces.lines(self.rtl, room, size)))
            self.frags = Paragraph(told, self.style).frags
        return super().breakLines(width)

    def beginText(self, x: float, y: float) -> Any:  # noqa: N802
        made = TagText(self.canv, x, y, self.canv.current)
        whole = self.blPara.link[-1:] if self.blPara.kind == 0 else None  # one fragment, all a link
        if whole:
            made.link_whole(whole[0], len(self.blPara.lines))
        return made

    def draw(self) -> None:
        if self.key and self.plain:
            self.canv.bookmarkHorizontal(self.key, 0, self.height)
        with self.canv.tagged(self.tag, "text"):  # lines and backgrounds become artifacts
            super().draw()


class _Label:
    """The bullet or number of a list item."""

    def __init__(self, bullet: Any, tag: Tag) -> None:
        self.bullet, self.tag = bullet, tag

    def drawOn(self, indenter: Any, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        with canvas.tagged(self.tag):
            self.bullet.drawOn(indenter, canvas, x, y, _sW)


class TagList(ListFlowable):  # type: ignore[misc]
    """A list of paragraphs: L, LI, Lbl, LBody."""

    def __init__(self, flowables: list[Any], **kw: Any) -> None:
        super().__init__(flowables, **kw)
        kind = "/Disc" if self._bulletType == "bullet" else "/Decimal"
        self.tag = Tag("L", attrs={"List": {"ListNumbering": kind}})

    def _makeLIIndenter(self, flowable: Any, bullet: Any, params: Any = None) -> Any:  # noqa: N802
        if bullet is not None:
            item = Tag("LI", self.tag)
            bullet, self._body = _Label(bullet, Tag("Lbl", item)), Tag("LBody", item)
        flowable.tag.parent = self._body
        return super()._makeLIIndenter(flowable, bullet, params)
