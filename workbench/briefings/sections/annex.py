"""Annex: the tables that are too long for the text."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefings.cards import table_block
from workbench.briefings.document import Block, Heading
from workbench.briefings.material import Material
from workbench.briefings.presets import preset
from workbench.briefings.section import SectionKind

MOST = 60  # rows of one table; the rest stays in the workbench


def make(material: Material) -> tuple[Block, ...]:
    """Each long table under its card's name."""
    return tuple(_tables(material))


def _tables(material: Material) -> Iterator[Block]:
    rows = preset(material.briefing.preset).rows
    for content in material.shown:
        drawn = content.drawn
        if drawn is None or drawn.table is None or len(drawn.table.rows) <= rows:
            continue
        table = table_block(content.key, drawn, MOST)
        if table and drawn.png:
            yield Heading(content.card.name, 2)
            yield table


KIND = SectionKind(
    "annex", "Figures behind the charts", make, "No chart here has a table too long for the text."
)
