"""The table of contents."""

from __future__ import annotations

from workbench.briefings.document import Block, Contents
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """Sections with their pages; one level, so that it stays on the first page."""
    del material
    return (Contents(levels=1),)


KIND = SectionKind("contents", "Contents", make, headed=False)
