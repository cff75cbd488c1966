"""A document before it is Word or PDF: a list of neutral, frozen blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final


@dataclass(frozen=True)
class Strong:
    """Words that must not be missed; the house style has no italics for emphasis."""

    text: str


@dataclass(frozen=True)
class Ref:
    """'Figure 2', wherever that card's figure ends up."""

    card: str


Text = str | tuple[str | Strong | Ref, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Prose in one of the master's styles."""

    text: Text
    style: str = "Body Text"


@dataclass(frozen=True)
class KeyMessages:
    """The few sentences that a busy reader must take away."""

    card: str
    messages: tuple[Text, ...]
    title: str = "Key messages"


@dataclass(frozen=True)
class Callout:
    """A caution set apart."""

    title: str
    text: Text


@dataclass(frozen=True)
class List:
    """Bullets or numbers."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Cells are words already: the card decided how to round and what to withhold."""

    card: str
    caption: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""
    widths: tuple[int, ...] = ()  # shares of the text width
    numeric: tuple[int, ...] = ()  # columns set to the right
    total: bool = False  # the last row is a total
    counts: tuple[int, ...] = ()  # columns that hold counts of people or incidents


@dataclass(frozen=True)
class Picture:
    """A chart, as PNG for old readers and as SVG and PDF for the sharp ones."""

    card: str
    caption: str
    description: str
    png: bytes
    svg: bytes = b""
    pdf: bytes = b""
    source: str = ""
    width_mm: float = 160
    height_mm: float = 90


@dataclass(frozen=True)
class Ask:
    """One thing asked of one partner."""

    what: str
    who: str
    by: date | None
    late: bool = False  # the day has passed


@dataclass(frozen=True)
class Asks:
    """What each partner is asked to do."""

    card: str
    asks: tuple[Ask, ...]
    caption: str = "What we ask each partner to do"


@dataclass(frozen=True)
class DocumentControl:
    """Owner, version and the rest, as label and value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HandlingBlock:
    """How the document may be handled."""

    marking: str
    instructions: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """The table of contents."""

    levels: int = 2
    title: str = "Contents"


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a page."""


Block = (
    Heading | Paragraph | KeyMessages | Callout | List | Table | Picture | Asks
    | DocumentControl | HandlingBlock | Contents | PageBreak
)  # fmt: skip


PROGRAM: Final = "Problem-Solving Workbench"


@dataclass(frozen=True)
class Document:
    """The blocks, and what is said about them on the cover and in the file's properties."""

    title: str
    subtitle: str
    audience: str
    marking: str
    author: str
    organisation: str
    made: date
    version: str
    blocks: tuple[Block, ...]
    provenance: dict[str, str] = field(default_factory=dict)
    practice: bool = False
    at: time = time()  # of the day, when the file is made

    @property
    def moment(self) -> datetime:
        """When the file is made."""
        return datetime.combine(self.made, self.at)

    @property
    def maker(self) -> str:
        """The team, never one person; the program where no team is named."""
        return self.organisation.strip() or PROGRAM
