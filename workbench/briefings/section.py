"""What a section of a briefing is: a heading, and how its blocks come from the material."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from workbench.briefings.document import Block
from workbench.briefings.material import Material
from workbench.registry import Registry


@dataclass(frozen=True)
class SectionKind:
    """One section; ``make`` returns no blocks when there is nothing to say.

    ``empty`` tells the author what is missing. ``instead`` sections give way to what a person
    typed; in the others it comes first. Sections that are not ``headed`` carry their own title.
    """

    key: str
    title: str
    make: Callable[[Material], tuple[Block, ...]]
    empty: str = "There is nothing to show here yet."
    instead: bool = False
    headed: bool = True


@cache
def kinds() -> Registry[SectionKind]:
    """Every section the program knows, by key."""
    from workbench.briefings import sections

    return Registry(sections, SectionKind)
