"""Why it happens: factors on the triangle, hypotheses, and evidence weighed against them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from workbench.domain.record import Record, belongs, kept, told


class Side(StrEnum):
    """The three sides of the problem analysis triangle and their controllers."""

    OFFENDER = "offender"
    VICTIM = "victim"
    PLACE = "place"
    HANDLER = "handler"
    GUARDIAN = "guardian"
    MANAGER = "manager"

    @property
    def word(self) -> str:
        """The side in words."""
        return {"victim": "Target or victim"}.get(self.value, self.value.capitalize())


class Strength(StrEnum):
    """How much evidence stands behind a factor."""

    NONE = "none"
    SOME = "some"
    STRONG = "strong"


@dataclass(frozen=True, kw_only=True)
class Factor(Record):
    """An entry on the problem analysis triangle."""

    problem_id: UUID = belongs("problem")
    side: Side = told("Side", Side.PLACE)
    text: str = told("Factor", long=True)
    strength: Strength = told("Strength of evidence", Strength.NONE)


class Likelihood(StrEnum):
    """What the evidence allows to be said of a hypothesis."""

    UNTESTED = "untested"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    ESTABLISHED = "established"


@dataclass(frozen=True, kw_only=True)
class Hypothesis(Record):
    """X happens because Y, with what would prove it wrong."""

    problem_id: UUID = belongs("problem")
    number: int = kept(1)
    statement: str = told("Hypothesis", hint="X happens because Y.", long=True)
    disproof: str = told("What would prove us wrong", "", long=True)
    likelihood: Likelihood = told("State", Likelihood.UNTESTED)
    data_needed: str = told("Data still needed", "", long=True)

    @property
    def code(self) -> str:
        """H1, H2 and so on."""
        return f"H{self.number}"


class Stance(StrEnum):
    """What a piece of evidence says of a hypothesis."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NEUTRAL = "neutral"


@dataclass(frozen=True, kw_only=True)
class Weighing(Record):
    """One evidence card held against one hypothesis."""

    hypothesis_id: UUID = belongs("hypothesis")
    card_id: UUID = belongs("evidence_card")
    stance: Stance = told("It", Stance.SUPPORTS)
    note: str = told("Because", "", long=True)
