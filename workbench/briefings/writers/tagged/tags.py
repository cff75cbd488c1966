"""What a piece of a paper is, for somebody who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

Attributes = dict[str, dict[str, Any]]  # owner -> attributes


@dataclass(eq=False)
class Tag:
    """A structure tag; ``parent`` None means the enclosing open tag, else the document."""

    role: str
    parent: Tag | None = None
    alt: str | None = None
    actual: str | None = None  # what is read, where it is drawn in another order
    attrs: Attributes = field(default_factory=dict)
    links: dict[Any, Tag] = field(default_factory=dict)  # link in a paragraph -> its tag
    link_text: dict[Any, str] = field(default_factory=dict)


ARTIFACT: Final = Tag("Artifact")  # as a context: everything inside is decoration


@dataclass(eq=False)
class Elem:
    """A tag as one canvas draws it: its children in drawing order, which is reading order."""

    tag: Tag
    parent: Elem | None
    kids: list[Any] = field(default_factory=list)  # Elem, (page, mark) or (page, annotation)
    attrs: Attributes = field(default_factory=dict)
