"""Why we are writing: the concern and the problem statement."""

from __future__ import annotations

from workbench.analysis.words import sentence
from workbench.briefings.document import Block, Paragraph
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """The concern, the statement, and why it matters, as they were recorded."""
    problem = material.contents.problem
    told = dict.fromkeys(
        text.strip() for text in (problem.concern, problem.statement, problem.why) if text.strip()
    )
    return tuple(Paragraph(sentence(text)) for text in told)


KIND = SectionKind(
    "why", "Why we are writing", make, "Write the concern or the problem statement.", instead=True
)
