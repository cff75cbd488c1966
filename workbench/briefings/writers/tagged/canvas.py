"""A reportlab canvas that tags what it paints.

Every painting operator goes through ``Operators``, which opens marked content for the current
context: a structure tag, or ``/Artifact`` when none is open. So nothing can stay untagged. This
file reaches into private parts of reportlab, which is why its version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import XMP, PDFArrayCompact, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from workbench.briefings.writers.tagged.structure import Tree, metadata
from workbench.briefings.writers.tagged.tags import ARTIFACT, Elem, Tag

_PAINT: Final = frozenset(
    (
        "m",
        "l",
        "c",
        "v",
        "y",
        "re",
        "h",
        "S",
        "s",
        "f",
        "F",
        "f*",
        "B",
        "B*",
        "b",
        "b*",
        "sh",
        "Do",
        "ET",
        "EI",
    )
)
PAGINATION: Final = "/Artifact <</Type/Pagination>> BDC"
DECORATION: Final = "/Artifact BMC"


class Operators(list[str]):
    """A page's operators; opens marked content before painting, closes it at q and Q."""

    def __init__(self, canvas: TaggedCanvas, operators: list[str]) -> None:
        super().__init__(operators)
        self.canvas = canvas

    def append(self, operator: str) -> None:
        last = operator[operator.rstrip().rfind(" ") + 1 :].rstrip()
        if last in ("q", "Q"):
            self.canvas.close_mark()
        elif last in _PAINT:
            self.canvas.mark(text=last == "ET")
        super().append(operator)

    def quietly(self, operator: str) -> None:
        """Add an operator that is itself a mark, or brings its own."""
        super().append(operator)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Draws pages and keeps the tree of what is on them."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        self._code: Any
        self._root = Elem(Tag("Document"), None)
        self._elems: dict[Tag, Elem] = {self._root.tag: self._root}
        self._stack: list[tuple[Tag, str]] = []  # tag, what it owns: all, text or nothing
        self._marked: Tag | None = None  # whose marked content is open now
        self._parents: list[Any] = []  # the parent tree: elements of a page, or one element
        self._page_key: int | None = None
        self.pending: dict[str, list[Tag]] = {}  # link target -> tags drawn, no annotation yet
        self.artifact = DECORATION
        super().__init__(*args, **{"pdfVersion": (1, 7), **kw})

    def date(self, moment: datetime) -> None:
        """Say when the file was made; without it reportlab takes its own first day."""
        self._doc._timeStamp.YMDhms = moment.timetuple()[:6]  # noqa: SLF001 - there is no other door

    # Contexts.
    @property
    def current(self) -> Tag:
        """The innermost open tag."""
        return self._stack[-1][0] if self._stack else ARTIFACT

    def push(self, tag: Tag, owns: str = "all", **attrs: dict[str, Any]) -> None:
        """Open a tag; inside an artifact everything is an artifact."""
        if self._stack and self.current is ARTIFACT:
            tag = ARTIFACT
        self.close_mark()
        if tag is not ARTIFACT:
            self._elem(tag).attrs.update(attrs)
        self._stack.append((tag, owns))

    def pop(self) -> None:
        """Close the innermost tag."""
        self.close_mark()
        self._stack.pop()

    @contextmanager
    def tagged(self, tag: Tag, owns: str = "all", **attrs: dict[str, Any]) -> Iterator[None]:
        """Everything painted inside belongs to the tag."""
        self.push(tag, owns, **attrs)
        yield
        self.pop()

    def _elem(self, tag: Tag) -> Elem:
        if tag not in self._elems:
            up = self._elem(tag.parent or (self.current if self._stack else self._root.tag))
            elem = self._elems[tag] = Elem(tag, up, attrs=dict(tag.attrs))
            up.kids.append(elem)
        return self._elems[tag]

    # Marked content.
    def begin(self, tag: Tag) -> str:
        """The operator that opens the tag on this page; it gets the page's next mark."""
        if tag is ARTIFACT:
            return self.artifact
        if self._page_key is None:
            self._page_key = len(self._parents)
            self._parents.append([])
        marks, elem = self._parents[self._page_key], self._elem(tag)
        elem.kids.append((self._pageNumber, len(marks)))
        marks.append(elem)
        return f"/{tag.role} <</MCID {len(marks) - 1}>> BDC"

    def mark(self, text: bool) -> None:
        """Open marked content for what is painted next, unless it is open already."""
        tag, owns = self._stack[-1] if self._stack else (ARTIFACT, "all")
        if not (owns == "all" or (owns == "text" and text)):
            tag = ARTIFACT
        if self._marked is not tag:
            self.close_mark()
            self._code.quietly(self.begin(tag))
            self._marked = tag

    def close_mark(self) -> None:
        """Close the marked content that is open, if any."""
        if self._marked is not None:
            self._code.quietly("EMC")
            self._marked = None

    def drawText(self, text: Any) -> None:  # noqa: N802 - reportlab's own name
        if getattr(text, "brings_marks", False):  # marked content inside BT..ET
            self.close_mark()
            self._code.quietly(text.getCode())
        else:
            super().drawText(text)

    # Links.
    def linkURL(self, url: str, *args: Any, **kw: Any) -> None:  # noqa: N802
        self._target = url
        super().linkURL(url, *args, **kw)

    def linkRect(self, contents: str, destinationname: str, *args: Any, **kw: Any) -> None:  # noqa: N802
        self._target = "#" + destinationname
        super().linkRect(contents, destinationname, *args, **kw)

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:  # noqa: N802
        if self._stack and self.current is ARTIFACT:
            return  # a repeated header: no second link
        queue = self.pending.get(self._target)
        tag = queue.pop(0) if queue else Tag("Link")
        elem, name = self._elem(tag), f"link{len(self._parents)}"
        elem.kids.append((self._pageNumber, self._doc.refAnnotation(name)))
        outside = None if self._target[0] == "#" else f"({self._target})"
        words = " ".join(filter(None, (tag.alt, outside))) or self._target
        extra = {"StructParent": len(self._parents), "F": 4, "Contents": PDFString(words)}
        self._parents.append(elem)
        if isinstance(annotation, PDFDictionary):  # from linkURL
            annotation.dict.update(extra)
        else:  # from linkRect
            annotation.permitted += ("StructParent",)
            annotation.Contents = extra.pop("Contents")
            annotation.otherkw.update(extra)
        super()._addAnnotation(annotation, name, addtopage)

    # Pages and file.
    def _restartAccumulators(self) -> None:  # noqa: N802
        super()._restartAccumulators()
        if not isinstance(self._code, Operators):
            self._code = Operators(self, self._code)

    def showPage(self) -> None:  # noqa: N802
        self.close_mark()
        super().showPage()
        self._page_key = None

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - the last call with the page object
        super()._setAnnotations(page)
        if hasattr(page, "pagewidth"):  # a page, not a form
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.Tabs, page.StructParents = PDFName("S"), self._page_key

    def save(self) -> None:
        if len(self._code):
            self.showPage()
        self._write_tree()
        super().save()

    def _write_tree(self) -> None:
        pdf, root = self._doc, PDFDictionary({"Type": PDFName("StructTreeRoot")})
        tree = Tree(pdf)
        root["K"] = tree.write(self._root, pdf.Reference(root))
        numbered: list[Any] = []
        for key, entry in enumerate(self._parents):
            many = isinstance(entry, list)
            held = PDFArrayCompact([tree.refs[e] for e in entry]) if many else tree.refs[entry]
            numbered += [key, held]
        root["ParentTree"] = pdf.Reference(PDFDictionary({"Nums": PDFArrayCompact(numbered)}))
        root["ParentTreeNextKey"] = len(self._parents)
        pdf.Catalog.StructTreeRoot = root
        pdf.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        pdf.Catalog.Metadata = XMP(creator=metadata)
