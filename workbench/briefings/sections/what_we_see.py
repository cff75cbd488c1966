"""What we see: the evidence cards, one after another."""

from __future__ import annotations

from workbench.briefings.cards import card_blocks
from workbench.briefings.document import Block
from workbench.briefings.material import Material
from workbench.briefings.presets import preset
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """Each card that the audience may see: its words, its figure, its table."""
    rows = preset(material.briefing.preset).rows
    return tuple(block for content in material.shown for block in card_blocks(content, rows))


KIND = SectionKind(
    "what_we_see", "What we see", make,
    "Choose evidence cards that this audience may see.",
)  # fmt: skip
