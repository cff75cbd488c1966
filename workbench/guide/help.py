"""The short help texts read from resources/help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from workbench import paths


@dataclass(frozen=True)
class Help:
    """A title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@cache
def help_text(key: str) -> Help | None:
    """The help under a key, such as that of a question; None when there is none."""
    path = paths.resource("help") / f"{key}.md"
    if not path.is_file():
        return None
    title, _, body = path.read_text(encoding="utf-8").strip().partition("\n")
    paragraphs = (" ".join(part.split()) for part in body.split("\n\n"))
    return Help(title.removeprefix("# ").strip(), tuple(part for part in paragraphs if part))
