"""The few sentences that a busy reader must take away."""

from __future__ import annotations

from workbench.analysis import words
from workbench.briefings.asked import asked_of
from workbench.briefings.document import Block, KeyMessages, Strong, Text
from workbench.briefings.material import Material
from workbench.briefings.prose import uk_date
from workbench.briefings.section import SectionKind
from workbench.briefings.verdicts import verdict_words

MOST = 3  # findings; the verdict and the asks come on top


def make(material: Material) -> tuple[Block, ...]:
    """The findings of the first cards, what the assessment says, and what is asked."""
    readings = [c.drawn.reading for c in material.shown if c.drawn and c.drawn.reading]
    messages: list[Text] = [
        (Strong(words.sentence(reading.finding)),) for reading in readings[:MOST]
    ]
    for content in material.assessed:
        verdict = content.assessment.verdict
        if verdict is not None:
            messages.append((Strong(f"{verdict_words(verdict)} "), content.assessment.reason))
    messages.extend(_asked(material))
    if not messages:
        return ()
    return (KeyMessages("key_messages", tuple(messages)),)


def _asked(material: Material) -> list[Text]:
    asks = asked_of(material)
    if not asks:
        return []
    dates = [ask.by for ask in asks if ask.by]
    late = bool(dates) and min(dates) < material.today
    by = "was due" if late else "by"
    first = f", the first {by} {uk_date(min(dates))}" if dates else ""
    count = words.small(len(asks))
    things = "thing" if len(asks) == 1 else "things"
    whom = "of you" if material.outside else "of partners"
    return [(Strong(f"We ask {count} {things} {whom}"), f"{first}.")]


KIND = SectionKind(
    "key_messages", "Key messages", make,
    "Star evidence cards that this audience may see, or write the messages yourself.",
    instead=True, headed=False,
)  # fmt: skip
