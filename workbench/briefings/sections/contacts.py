"""Who to call: organisations, posts and office telephones, never a person's own number."""

from __future__ import annotations

from workbench.briefings.document import Block, Table
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind

DASH = "\u2013"


def make(material: Material) -> tuple[Block, ...]:
    """A table of the partners that have a post or a telephone; names only in police papers."""
    listed = [p for p in material.contents.partners if p.post or p.phone]
    rows = tuple(
        (
            partner.name,
            ", ".join(
                part for part in ("" if material.outside else partner.contact, partner.post) if part
            )
            or DASH,
            partner.phone or DASH,
        )
        for partner in listed
    )
    if not rows:
        return ()
    table = Table(
        card="contacts",
        caption="Who to call",
        description=f"{len(rows)} organisations with the post to ask for and its telephone.",
        columns=("Organisation", "Ask for", "Telephone"),
        rows=rows,
        source="If somebody is at risk now, call 999. To pass on a worry that is not urgent,"
        " call 101.",
        widths=(8, 8, 5),
    )
    return (table,)


KIND = SectionKind(
    "contacts", "Who to call", make, "Add a post or an office telephone to a partner."
)
