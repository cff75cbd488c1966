"""What partners are asked to do, from contributions and actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workbench.briefings.document import Ask
from workbench.briefings.material import Material
from workbench.domain.partners import Partner, Reply
from workbench.domain.plan import ActionState


def asked_of(material: Material) -> tuple[Ask, ...]:
    """What is asked of this audience's partners, soonest first; of all, in a police paper.

    When no partner belongs to the audience, everybody's share is shown. What was declined, or
    agreed for a day that has passed, is not asked again.
    """
    found = list(_asks(material))
    if material.outside:
        theirs = [pair for pair in found if pair[0].audience is material.audience]
        found = theirs or found
    asks = dict.fromkeys(ask for _, ask in found)
    return tuple(sorted(asks, key=lambda ask: ask.by or date.max))


def _asks(material: Material) -> Iterator[tuple[Partner, Ask]]:
    for contribution in material.contents.contributions:
        partner = material.partner(contribution.partner_id)
        past = contribution.by is not None and contribution.by < material.today
        settled = contribution.reply is Reply.AGREED and past
        if partner and contribution.reply is not Reply.DECLINED and not settled:
            yield partner, Ask(contribution.what, partner.name, contribution.by, past)
    for action in material.contents.actions:
        partner = material.partner(action.partner_id)
        if partner and action.state is not ActionState.DONE:
            past = action.due is not None and action.due < material.today
            yield partner, Ask(action.text, partner.name, action.due, past)
