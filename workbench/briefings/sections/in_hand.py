"""What is being done: the responses, how each works, and how far it is."""

from __future__ import annotations

from workbench.analysis.words import sentence
from workbench.briefings.document import Block, Table
from workbench.briefings.material import Material
from workbench.briefings.section import SectionKind
from workbench.domain.plan import Response, ResponseState

STATES = {
    ResponseState.PROPOSED: "Proposed",
    ResponseState.AGREED: "Agreed",
    ResponseState.STARTED: "Under way",
    ResponseState.FINISHED: "Finished",
}


def make(material: Material) -> tuple[Block, ...]:
    """A table of the responses that were not rejected."""
    live = [r for r in material.contents.responses if r.state is not ResponseState.REJECTED]
    if not live:
        return ()
    columns = ("What is done", "How it works", "Type", "State")
    rows = tuple(_row(response, material.outside) for response in live)
    table = Table(
        card="responses",
        caption="What is being done, and how each part works",
        description=f"{len(rows)} responses with how each works, its type and its state.",
        columns=columns,
        rows=rows,
        source="Type: the P of the national strategy and the tier of prevention.",
        widths=(6, 8, 4, 4),
    )
    return (table,)


def _row(response: Response, outside: bool) -> tuple[str, ...]:
    kind = [part.value.capitalize() for part in (response.four_p, response.tier) if part]
    code = "" if outside else f"{response.code} "
    lead = f", led by {response.lead}" if response.lead and not outside else ""
    works = sentence(response.mechanism) if response.mechanism else "Not written down yet"
    return (f"{code}{response.name}", works, ", ".join(kind).replace(", S", ", s").replace(
        ", P", ", p").replace(", T", ", t") or "\u2013", STATES[response.state] + lead)  # fmt: skip


KIND = SectionKind("in_hand", "What is being done", make, "Add a response to one of the causes.")
