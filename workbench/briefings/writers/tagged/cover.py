"""The cover band and the lines at the top and foot of each page."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from workbench.briefings.document import Document
from workbench.briefings.prose import uk_date
from workbench.briefings.writers import look
from workbench.briefings.writers.tagged import faces, letters
from workbench.briefings.writers.tagged.figures import Panel
from workbench.briefings.writers.tagged.story import Story

_LONG = 160  # letters, above which a title is set smaller


class Band(Panel):
    """The title on navy, a little wider than the text."""

    def _paint(self) -> None:
        self.canv.setFillColor(letters.colour(self.tint))
        self.canv.rect(-3.5, 0, self.width + 7, self.height, stroke=0, fill=1)


class PracticeBand(Flowable):  # type: ignore[misc]
    """PRACTICE across the page, in letters set apart."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner, self.spaceAfter = inner, 10

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = self.inner.wrapOn(self.canv, width, height)[1] + 12
        return self.width, self.height

    def draw(self) -> None:
        with self.canv.tagged(self.inner.tag, "text"):
            self.canv.setFillColor(letters.colour(look.AMBER_TINT))
            self.canv.rect(-3.5, 0, self.width + 7, self.height, stroke=0, fill=1)
            text = self.canv.beginText()
            size, apart = 26, 9
            wide = stringWidth(look.PRACTICE, letters.BOLD, size) + apart * len(look.PRACTICE)
            text.setTextOrigin((self.width - wide + apart) / 2, 11)
            text.setFont(letters.BOLD, size)
            text.setFillColor(letters.colour(look.AMBER))
            text.setCharSpace(apart)
            text.textOut(look.PRACTICE)
            self.canv.drawText(text)


def cover(story: Story) -> list[Any]:
    """PRACTICE if it is, then title, subtitle, for whom, by whom and when."""
    source = story.source
    title = look.titled(source.title, source.practice)
    inside = [story.para("Title" if len(title) <= _LONG else "Long title", title, role="H1")]
    if source.subtitle:
        inside.append(story.para("Subtitle", source.subtitle))
    if source.audience:
        inside.append(story.para("Cover line", f"For {source.audience}"))
    who = ", ".join(part for part in (source.author, uk_date(source.made)) if part)
    inside.append(story.para("Cover line", who))
    band = Band(inside, look.NAVY, look.NAVY, bar=False, pad=15)
    band.spaceBefore, band.spaceAfter = 0, 16
    practice = [PracticeBand(story.para("Practice", look.PRACTICE))] if source.practice else []
    return [*practice, band]


class Edges:
    """Header and footer of a page, drawn as decoration."""

    def __init__(self, source: Document, total: Any) -> None:
        self.source, self.total = source, total

    def draw(self, canvas: Any, page: int) -> None:
        """Marking above and below; title, version, sender and page number between."""
        source = self.source
        right, middle = look.PAGE_WIDTH - look.MARGIN, look.PAGE_WIDTH / 2
        high = look.PAGE_HEIGHT - 31
        canvas.setFont(letters.BOLD, 10)
        canvas.setFillColor(letters.colour(look.RED))
        canvas.drawCentredString(middle, high, source.marking)
        canvas.drawCentredString(middle, 24, source.marking)
        if source.practice:
            canvas.setFont(letters.BOLD, 9)
            canvas.setFillColor(letters.colour(look.AMBER))
            canvas.drawCentredString(middle, high - 13, look.PRACTICE_LINE)
        canvas.setFont(letters.PLAIN, 9)
        canvas.setFillColor(letters.colour(look.GREY))
        title = look.titled(source.title, source.practice)
        version = f"Version {source.version}" if source.version else ""
        room = look.TEXT_WIDTH - stringWidth(version, letters.PLAIN, 9) - 12
        head = source.organisation if page == 1 else title
        _draw(canvas, look.MARGIN, high - 27, fitted(head, room))
        canvas.drawRightString(right, high - 27, version)
        _draw(canvas, look.MARGIN, 40, fitted(source.organisation, look.TEXT_WIDTH - 80))
        canvas.drawRightString(right, 40, f"Page {page} of {max(self.total.total, page)}")
        canvas.setStrokeColor(letters.colour(look.RULE))
        canvas.setLineWidth(0.5)
        canvas.line(look.MARGIN, high - 33, right, high - 33)
        canvas.line(look.MARGIN, 52, right, 52)


def fitted(words: str, room: float) -> str:
    """The words, cut with an ellipsis where they would run into the other side."""
    words = faces.plain(words).replace("\n", " ")
    if faces.width(words, 9) <= room:
        return words
    fits = bisect_right(range(len(words)), room, key=lambda n: faces.width(words[:n] + "\u2026", 9))
    return words[: max(0, fits - 1)].rstrip() + "\u2026"


def _draw(canvas: Any, x: float, y: float, words: str) -> None:
    """Draw words of one line, each letter in a face that has it."""
    for face, letters_of in faces.runs(faces.seen(words)):
        canvas.setFont(face, 9)
        canvas.drawString(x, y, letters_of)
        x += stringWidth(letters_of, face, 9)
    canvas.setFont(letters.PLAIN, 9)
