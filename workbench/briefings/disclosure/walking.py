"""Every text of a document: finding the way to it, and putting another in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from workbench.briefings.document import Block, Document, Ref, Strong, Text

Path = tuple[str | int, ...]
Change = Callable[[Path, Text], Text]

_NO_WORDS: Final = frozenset(
    {"card", "style", "png", "svg", "pdf", "marking", "widths", "numeric", "counts"}
)
_COVER: Final = ("title", "subtitle", "audience", "author", "organisation")
REFERENCE: Final = "\ufffc"  # stands for a reference in plain text: one letter long


@dataclass(frozen=True)
class Spot:
    """One text of the document, and the way to it."""

    block: int
    path: Path
    text: Text

    @property
    def plain(self) -> str:
        """The text with each reference as one letter, so that places in it can be counted."""
        return flat(self.text)


def flat(text: Text) -> str:
    """The text as one string."""
    parts = (text,) if isinstance(text, str) else text
    return "".join(
        part if isinstance(part, str) else part.text if isinstance(part, Strong) else REFERENCE
        for part in parts
    )


def spots(document: Document) -> Iterator[Spot]:
    """Every text: the cover's first, then block by block."""
    for name in _COVER:
        yield Spot(-1, (name,), getattr(document, name))
    for name, value in document.provenance.items():
        yield Spot(-1, ("provenance", name), value)
    for index, block in enumerate(document.blocks):
        found: list[Spot] = []
        rebuilt(block, _noting(index, found))
        yield from found


def _noting(index: int, found: list[Spot]) -> Change:
    def note(path: Path, text: Text) -> Text:
        found.append(Spot(index, path, text))
        return text

    return note


def rebuilt(block: Block, change: Change) -> Block:
    """The block with each of its texts passed through ``change``."""
    made: Block = _rebuilt(block, change, ())
    return made


def _rebuilt(value: Any, change: Change, path: Path) -> Any:
    if isinstance(value, str) or (isinstance(value, tuple) and _is_text(path)):
        return change(path, value)
    if isinstance(value, tuple):
        return tuple(_rebuilt(part, change, (*path, i)) for i, part in enumerate(value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    names = [part.name for part in fields(value) if part.name not in _NO_WORDS]
    new = {name: _rebuilt(getattr(value, name), change, (*path, name)) for name in names}
    return replace(value, **new)


def _is_text(path: Path) -> bool:
    return path[-1:] == ("text",) or (path[:1] in (("messages",), ("items",)) and len(path) == 2)


def rewritten(document: Document, change: Callable[[Spot], Text]) -> Document:
    """The document with each text changed, the cover's too."""
    blocks = tuple(
        rebuilt(block, lambda path, text, i=index: change(Spot(i, path, text)))  # type: ignore[misc]
        for index, block in enumerate(document.blocks)
    )
    cover = {name: flat(change(Spot(-1, (name,), getattr(document, name)))) for name in _COVER}
    told = {
        name: flat(change(Spot(-1, ("provenance", name), value)))
        for name, value in document.provenance.items()
    }
    return replace(
        document,
        title=cover["title"],
        subtitle=cover["subtitle"],
        audience=cover["audience"],
        author=cover["author"],
        organisation=cover["organisation"],
        provenance=told,
        blocks=blocks,
    )


def cut(text: Text, start: int, end: int, new: str) -> Text:
    """The text with the letters from start to end replaced, whatever parts they lie in."""
    if isinstance(text, str):
        return text[:start] + new + text[end:]
    made: list[str | Strong | Ref] = []
    at = 0
    for part in text:
        words = flat((part,))
        low, high = max(start - at, 0), min(end - at, len(words))
        if low < high and not isinstance(part, Ref):
            here = new if start >= at else ""  # the first part that is hit takes the new words
            left = words[:low] + here + words[high:]
            made.append(Strong(left) if isinstance(part, Strong) else left)
        else:
            made.append(part)
        at += len(words)
    return tuple(made)
