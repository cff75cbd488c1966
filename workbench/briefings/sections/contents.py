"""The table of contents."""

from __future__ import annotations

from workbench.briefings.document import Block, Contents
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """Sections with their pages; in a police paper what is in them too."""
    return (Contents(levels=1 if material.outside else 2),)


KIND = SectionKind("contents", "Contents", make, headed=False)
