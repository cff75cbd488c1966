"""How we will know: each objective with its baseline, its target and its date."""

from __future__ import annotations

from workbench.analysis.words import tick
from workbench.briefings.document import Block, Table
from workbench.briefings.material import Material
from workbench.briefings.prose import uk_date
from workbench.briefings.section import SectionKind

DASH = "\u2013"


def make(material: Material) -> tuple[Block, ...]:
    """A table of the objectives."""
    rows = tuple(
        (
            objective.text,
            DASH if objective.baseline is None else tick(objective.baseline),
            DASH if objective.target is None else tick(objective.target),
            uk_date(objective.due) if objective.due else DASH,
            objective.harm_guard or DASH,
        )
        for objective in material.contents.objectives
    )
    if not rows:
        return ()
    table = Table(
        card="objectives",
        caption="What should change, by how much and by when",
        description=f"{len(rows)} objectives with baseline, target, date and harm guard.",
        columns=("Objective", "Baseline", "Target", "By", "Must not get worse"),
        rows=rows,
        source=_sources(material),
        widths=(8, 3, 3, 4, 6),
        numeric=(1, 2),
    )
    return (table,)


def _sources(material: Material) -> str:
    """How each is counted, and from when its baseline is."""
    told = [
        " ".join(part for part in (o.measure.rstrip("."), f"({o.baseline_period})"
                                   if o.baseline_period else "") if part)
        for o in material.contents.objectives
    ]  # fmt: skip
    counted = "; ".join(dict.fromkeys(part for part in told if part))
    return f"Counted: {counted}." if counted else ""


KIND = SectionKind("objectives", "How we will know", make, "Add an objective with a target.")
