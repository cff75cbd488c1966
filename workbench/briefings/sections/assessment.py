"""Did it work: the verdict, what it rests on, and what else may explain it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.analysis.words import period, sentence
from workbench.briefings.cards import picture_block, said, table_block
from workbench.briefings.document import Block, Callout, Heading, Paragraph, Strong
from workbench.briefings.material import AssessedContent, Material
from workbench.briefings.presets import preset
from workbench.briefings.section import SectionKind
from workbench.briefings.verdicts import verdict_words
from workbench.domain.assessment import Assessment


def make(material: Material) -> tuple[Block, ...]:
    """Every assessment that has a verdict or a result."""
    told = [c for c in material.assessed if c.assessment.verdict or material.results(c)]
    return tuple(block for content in told for block in _blocks(material, content, len(told) > 1))


def _blocks(material: Material, content: AssessedContent, headed: bool) -> Iterator[Block]:
    assessment = content.assessment
    if headed:
        yield Heading(assessment.name, 2)
    if assessment.verdict:
        reason = sentence(assessment.reason) if assessment.reason else ""
        yield Paragraph((Strong(f"{verdict_words(assessment.verdict)} "), reason))
    yield from _compared(material, assessment)
    rows = preset(material.briefing.preset).rows
    for key, drawn in material.results(content):
        yield from said(key, drawn)
        table = table_block(key, drawn, rows)
        picture = picture_block(key, assessment.name, drawn)
        yield from (block for block in (picture, table) if block)
    if assessment.delivered:
        yield Paragraph((Strong("Was it done as planned? "), sentence(assessment.delivered)))
    if assessment.other_changes:
        yield Callout("What else changed", sentence(assessment.other_changes))


def _compared(material: Material, assessment: Assessment) -> Iterator[Block]:
    """Which months and areas stand against each other."""
    a = assessment
    if not (a.before_first and a.before_last and a.after_first and a.after_last):
        return
    before, after = period(a.before_first, a.before_last), period(a.after_first, a.after_last)
    names = {area.id: area.name for area in material.contents.areas}
    treated = names.get(a.treated_id) if a.treated_id else None
    control = names.get(a.control_id) if a.control_id else None
    where = f" in {treated}" if treated else ""
    against = f", against {control} over the same months" if control else ""
    yield Paragraph(f"We compared {before} with {after}{where}{against}.")


KIND = SectionKind(
    "assessment", "Did it work", make, "Book an assessment, and say what its result means."
)
