"""What happens next: the open actions by date."""

from __future__ import annotations

from datetime import date

from workbench.analysis.words import counted
from workbench.briefings.document import Block, Table
from workbench.briefings.material import Material
from workbench.briefings.prose import uk_date
from workbench.briefings.section import SectionKind
from workbench.domain.plan import Action, ActionState


def make(material: Material) -> tuple[Block, ...]:
    """Open actions, soonest first; outside, an organisation leads and not a person."""
    todo = [a for a in material.contents.actions if a.state is not ActionState.DONE]
    todo.sort(key=lambda action: action.due or date.max)
    rows = [_row(material, action) for action in todo]
    rows += [
        (uk_date(a.booked), f"{a.name}: the result is told to every partner", "Police")
        for a in material.contents.assessments
        if a.booked and a.booked >= material.today and a.verdict is None
    ]
    if not rows:
        return ()
    table = Table(
        card="next_steps",
        caption="What happens next",
        description=f"{len(rows)} steps with the date and who leads.",
        columns=("When", "What happens", "Who leads"),
        rows=tuple(rows),
        widths=(5, 10, 6),
    )
    return (table,)


def _row(material: Material, action: Action) -> tuple[str, str, str]:
    partner = material.partner(action.partner_id)
    who = partner.name if partner else "Police"
    if not material.outside and action.owner:
        who = f"{action.owner}, {partner.name}" if partner else action.owner
    when = uk_date(action.due) if action.due else "No date yet"
    late = action.late_by(material.today)
    if late:
        when = f"Was due {when}" if material.outside else f"{when}, {counted(late, 'day')} late"
    return when, action.text, who


KIND = SectionKind("next_steps", "What happens next", make, "Add an action with a date.")
