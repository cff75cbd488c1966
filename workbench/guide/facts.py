"""What can be asked of a problem's records by name: its lists, their fields, and facts derived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from workbench.domain.assessment import Assessment
from workbench.domain.causes import Hypothesis, Side, Stance, Weighing
from workbench.domain.partners import Partner
from workbench.domain.plan import Action, Response, ResponseState
from workbench.domain.record import Record, kind_name
from workbench.guide.contents import Contents

CHEERS: Final = {
    "cheers.community": "Community",
    "cheers.harm": "Harmful",
    "cheers.expectation": "Expectation",
    "cheers.events": "Events",
    "cheers.recurring": "Recurring",
    "cheers.similarity": "Similar",
}
CONTROLS: Final = {
    Side.HANDLER: Side.OFFENDER,
    Side.GUARDIAN: Side.VICTIM,
    Side.MANAGER: Side.PLACE,
}


@dataclass(frozen=True)
class Known:
    """A problem's contents on a day, and what follows from them."""

    contents: Contents
    today: date

    def live_responses(self) -> tuple[Response, ...]:
        """The responses that were not rejected: the plan."""
        return tuple(r for r in self.contents.responses if r.state is not ResponseState.REJECTED)

    def weighings_of(self, hypothesis: Hypothesis) -> tuple[Weighing, ...]:
        """The evidence held against one hypothesis."""
        return tuple(w for w in self.contents.weighings if w.hypothesis_id == hypothesis.id)

    def count(self, hypothesis: Hypothesis, stance: Stance) -> int:
        """How many pieces of evidence take one stance on a hypothesis."""
        return sum(w.stance is stance for w in self.weighings_of(hypothesis))

    def has_agreement(self, partner: Partner) -> bool:
        """True when the partner has a sharing agreement, in date or not."""
        return any(a.partner_id == partner.id for a in self.contents.agreements)

    def late(self) -> tuple[Action, ...]:
        """Actions past their date and not done, the latest first."""
        late = [a for a in self.contents.actions if a.late_by(self.today)]
        return tuple(sorted(late, key=lambda a: -a.late_by(self.today)))

    def answers_yes(self, key: str) -> bool:
        """True when a question was answered with yes."""
        return any(a.question == key and _is_yes(a.value) for a in self.contents.answers)

    def records(self, name: str) -> Sequence[Record] | None:
        """A list of records by its name; None when there is no such list."""
        if name == "problem":
            return (self.contents.problem,)
        if name == "responses":
            return self.live_responses()
        found = getattr(self.contents, name, None)
        return found if isinstance(found, tuple) else None

    def value(self, record: Record, name: str) -> Any:
        """A field of a record, or a fact about it; None when there is neither."""
        fact = _FACTS.get((kind_name(type(record)), name))
        return fact(self, record) if fact else getattr(record, name, None)


def filled(value: object) -> bool:
    """Tell whether a field holds something: nought counts, blanks do not."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != ()


def side_of(side: Side | None) -> Side | None:
    """The side of the triangle that a controller belongs to; a side is its own."""
    return CONTROLS.get(side, side) if side else None


def several(n: int, one: str, many: str = "") -> str:
    """A count in words: "no hypotheses", "1 hypothesis", "3 hypotheses"."""
    plural = many or f"{one}s"
    return f"No {plural}" if n == 0 else f"{n:,} {one if n == 1 else plural}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def day(when: date) -> str:
    """A date as it is shown everywhere: 5 Dec 2026."""
    return f"{when.day} {when:%b %Y}"


def _is_yes(value: str) -> bool:
    return value.strip().casefold() == "yes"


def _evidence(known: Known, record: Record) -> bool:
    return isinstance(record, Hypothesis) and bool(known.weighings_of(record))


def _agreement(known: Known, record: Record) -> bool:
    return isinstance(record, Partner) and known.has_agreement(record)


def _on_time(known: Known, record: Record) -> bool:
    return isinstance(record, Action) and not record.late_by(known.today)


def _verdict_reason(known: Known, record: Record) -> bool:  # noqa: ARG001 - one shape for all
    return isinstance(record, Assessment) and (record.verdict is None or filled(record.reason))


_FACTS: Final[dict[tuple[str, str], Callable[[Known, Record], bool]]] = {
    ("hypothesis", "evidence"): _evidence,
    ("partner", "agreement"): _agreement,
    ("action", "on_time"): _on_time,
    ("assessment", "verdict_reason"): _verdict_reason,
}
