"""Document control: who owns this paper, and which edition it is."""

from __future__ import annotations

from workbench.briefings.document import Block, DocumentControl
from workbench.briefings.material import Material
from workbench.briefings.presets import preset
from workbench.briefings.prose import uk_date
from workbench.briefings.section import SectionKind


def make(material: Material) -> tuple[Block, ...]:
    """What is known of it; lines without a value are not shown."""
    briefing, problem = material.briefing, material.contents.problem
    reviews = [d.review for d in material.contents.datasets if d.review]
    told = (
        ("Purpose", preset(briefing.preset).subtitle),
        ("Problem", " ".join(p for p in (problem.reference, problem.name) if p)),
        ("Author", briefing.author),
        ("Owner of the problem", problem.owner),
        ("Version", f"{material.version}, made on {uk_date(material.today)}"),
        ("Protective marking", briefing.marking.value if briefing.marking else ""),
        ("Audience", material.audience.word),
        ("Recipients", briefing.recipients),
        ("Freedom of information", "Send requests to the author before release"),
        ("Data to be reviewed by", uk_date(min(reviews)) if reviews else ""),
    )
    return (DocumentControl(tuple((name, value) for name, value in told if value)),)


KIND = SectionKind("control", "Document control", make, headed=False)
