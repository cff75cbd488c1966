"""The table of contents."""

from __future__ import annotations

from workbench.briefings.document import Block, Contents
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """Headings of two levels, with their pages."""
    del material
    return (Contents(),)


KIND = SectionKind("contents", "Contents", make, headed=False)
