"""Document control: who owns this paper, and which edition it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from workbench.briefings.document import Block, Document, DocumentControl
from workbench.briefings.material import Material
from workbench.briefings.presets import preset
from workbench.briefings.prose import uk_date
from workbench.briefings.section import SectionKind

_MADE: Final = "{}, made on {}"


def numbered(document: Document, version: int) -> Document:
    """A paper that says which version it is, on every page and where it says who owns it."""
    said = _MADE.format(version, uk_date(document.made))
    blocks = tuple(
        replace(block, rows=tuple((n, said if n == "Version" else v) for n, v in block.rows))
        if isinstance(block, DocumentControl)
        else block
        for block in document.blocks
    )
    told = {**document.provenance, "Version": str(version)}
    return replace(document, version=str(version), blocks=blocks, provenance=told)


def make(material: Material) -> tuple[Block, ...]:
    """What is known of it; lines without a value are not shown."""
    briefing, problem = material.briefing, material.contents.problem
    reviews = [d.review for d in material.contents.datasets if d.review]
    told = (
        ("Purpose", preset(briefing.preset).subtitle),
        ("Problem", " ".join(p for p in (problem.reference, problem.name) if p)),
        ("Author", briefing.author),
        ("Owner of the problem", problem.owner),
        ("Version", _MADE.format("?", uk_date(material.today))),
        ("Protective marking", briefing.marking.value if briefing.marking else ""),
        ("Audience", material.audience.word),
        ("Recipients", briefing.recipients),
        ("Freedom of information", "Send requests to the author before release"),
        ("Data to be reviewed by", uk_date(min(reviews)) if reviews else ""),
    )
    return (DocumentControl(tuple((name, value) for name, value in told if value)),)


KIND = SectionKind("control", "Document control", make, headed=False)
