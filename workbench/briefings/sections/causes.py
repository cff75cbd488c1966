"""What is causing it: the hypotheses, and what the evidence says of each."""

from __future__ import annotations

from workbench.analysis import words
from workbench.briefings.document import Block, List, Strong, Text
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind
from workbench.domain.causes import Hypothesis, Likelihood, Stance

STATE = {
    Likelihood.UNTESTED: "Not tested yet",
    Likelihood.UNLIKELY: "Unlikely",
    Likelihood.POSSIBLE: "Possible",
    Likelihood.LIKELY: "Likely",
    Likelihood.ESTABLISHED: "Established",
}


def make(material: Material) -> tuple[Block, ...]:
    """Every hypothesis with its state; police papers also say what would prove it wrong."""
    items = tuple(_item(material, hypothesis) for hypothesis in material.contents.hypotheses)
    return (List(items, numbered=True),) if items else ()


def _item(material: Material, hypothesis: Hypothesis) -> Text:
    parts: list[str | Strong] = [
        words.sentence(hypothesis.statement),
        " ",
        Strong(f"{STATE[hypothesis.likelihood]}."),
        _evidence(material, hypothesis),
    ]
    if not material.outside and hypothesis.disproof:
        parts.append(f" It would be wrong if: {words.sentence(hypothesis.disproof)}")
    return tuple(part for part in parts if part)


def _evidence(material: Material, hypothesis: Hypothesis) -> str:
    weighed = [w for w in material.contents.weighings if w.hypothesis_id == hypothesis.id]
    for_it = sum(w.stance is Stance.SUPPORTS for w in weighed)
    against = sum(w.stance is Stance.CONTRADICTS for w in weighed)
    if not for_it and not against:
        return " No evidence has been weighed for or against it."
    first = "No evidence" if not for_it else words.counted(for_it, "piece") + " of evidence"
    return f" {first} for it, {against or 'none'} against."


KIND = SectionKind("causes", "What is causing it", make, "Add a hypothesis: X happens because Y.")
