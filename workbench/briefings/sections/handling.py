"""How the paper may be handled."""

from __future__ import annotations

from workbench.briefings.document import Block, HandlingBlock
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind
from workbench.domain.audience import Marking

DEFAULT = {
    Marking.OFFICIAL: ("For the named recipients. Ask the author before passing it on.",),
    Marking.OFFICIAL_SENSITIVE: (
        "For the named recipients only. Do not copy, forward or publish it without the agreement"
        " of the author.",
        "Keep it on your organisation\u2019s systems. Delete it when a newer version reaches you.",
        "Tell the author at once if it is lost or reaches somebody else.",
        "Send requests under the Freedom of Information Act to the author before answering them.",
    ),
}


def make(material: Material) -> tuple[Block, ...]:
    """The marking, with a person's instructions or the usual ones."""
    briefing = material.briefing
    if briefing.marking is None:
        return ()
    lines = tuple(line.strip() for line in briefing.handling.splitlines() if line.strip())
    return (HandlingBlock(briefing.marking.value, lines or DEFAULT[briefing.marking]),)


KIND = SectionKind(
    "handling", "Handling", make, "Choose a protective marking, and its handling follows.",
    headed=False,
)  # fmt: skip
