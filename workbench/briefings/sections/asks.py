"""What we ask of you: one line for each thing asked of a partner."""

from __future__ import annotations

from workbench.briefings.asked import asked_of
from workbench.briefings.document import Asks, Block
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """Contributions asked for and open actions of the partners that this paper is for."""
    asks = asked_of(material)
    return (Asks("asks", asks),) if asks else ()


KIND = SectionKind(
    "asks", "What we ask of you", make,
    "Ask a partner for a contribution, or give a partner an action.",
)  # fmt: skip
