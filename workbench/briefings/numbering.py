"""The numbers that headings, figures and tables get, the same in Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.briefings.document import Asks, Block, Document, Heading, Picture, Table


@dataclass(frozen=True)
class Numbered:
    """A heading with its number ("" below level 2) and the name of its bookmark."""

    heading: Heading
    number: str
    bookmark: str


def captions(document: Document) -> dict[str, tuple[str, int]]:
    """What each card's figure or table is called: card -> ("Figure", 2)."""
    given = {"Figure": 0, "Table": 0}
    found: dict[str, tuple[str, int]] = {}
    for block in document.blocks:
        if isinstance(block, Picture | Table | Asks):
            label = "Figure" if isinstance(block, Picture) else "Table"
            given[label] += 1
            found.setdefault(block.card, (label, given[label]))
            found[anchor(block)] = (label, given[label])
    return found


def anchor(block: Picture | Table | Asks) -> str:
    """What tells a card's figure from the same card's table."""
    return f"{'figure' if isinstance(block, Picture) else 'table'}:{block.card}"


def labels(document: Document) -> dict[str, str]:
    """What a reference to each card reads: card -> "Figure 2"."""
    return {card: f"{label} {number}" for card, (label, number) in captions(document).items()}


def headings(document: Document) -> list[Numbered]:
    """Every heading in order, numbered 1, 1.1 and so on."""
    found: list[Numbered] = []
    first = second = 0
    for block in document.blocks:
        if not isinstance(block, Heading):
            continue
        if block.level == 1:
            first, second = first + 1, 0
        elif block.level == 2:
            second += 1
        number = (str(first), f"{first}.{second}", "")[min(block.level, 3) - 1]
        found.append(Numbered(block, number, f"_Toc{100000001 + len(found)}"))
    return found


def section_of(blocks: tuple[Block, ...], index: int) -> str:
    """The heading under which a block stands."""
    before = (
        b.text for b in reversed(blocks[: index + 1]) if isinstance(b, Heading) and b.level == 1
    )
    return next(before, "Cover")
