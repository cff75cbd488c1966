"""What the plan covers: techniques, the four Ps, the tiers of prevention, the triangle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from workbench.domain.causes import Side
from workbench.domain.plan import FourP, Response, ResponseState, Tier
from workbench.guide.contents import Contents
from workbench.guide.facts import side_of
from workbench.guide.lists import techniques

_SIDES: Final = (Side.OFFENDER, Side.VICTIM, Side.PLACE)


@dataclass(frozen=True)
class Used:
    """A technique, and the codes of the responses that use it."""

    key: str
    name: str
    responses: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One of the five groups of techniques."""

    key: str
    word: str
    techniques: tuple[Used, ...]


@dataclass(frozen=True)
class Coverage:
    """Counts over the responses that were not rejected; nought is shown too."""

    columns: tuple[Column, ...]
    four_ps: tuple[tuple[FourP, int], ...]
    tiers: tuple[tuple[Tier, int], ...]
    sides: tuple[tuple[Side, int], ...]
    responses: int

    @property
    def techniques_used(self) -> int:
        """How many of the 25 techniques some response uses."""
        return sum(bool(used.responses) for column in self.columns for used in column.techniques)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The coverage as heading and words, for a panel or a screen reader."""
        return (
            ("Techniques", f"{self.techniques_used} of 25 used"),
            ("4P", _counts((p.value.capitalize(), n) for p, n in self.four_ps)),
            ("Tier", _counts((tier.value, n) for tier, n in self.tiers)),
            ("Triangle", _counts((side.word, n) for side, n in self.sides)),
        )


def coverage(contents: Contents) -> Coverage:
    """What the responses of a problem cover."""
    plan = [r for r in contents.responses if r.state is not ResponseState.REJECTED]
    ps = Counter(response.four_p for response in plan)
    tiers = Counter(response.tier for response in plan)
    sides = Counter(side_of(response.side) for response in plan)
    return Coverage(
        columns=_columns(plan),
        four_ps=tuple((p, ps[p]) for p in FourP),
        tiers=tuple((tier, tiers[tier]) for tier in Tier),
        sides=tuple((side, sides[side]) for side in _SIDES),
        responses=len(plan),
    )


def sides_with_factors(contents: Contents) -> dict[Side, int]:
    """The sides of the triangle that have factors, controllers' factors counted with theirs."""
    on = Counter(side_of(factor.side) for factor in contents.factors)
    return {side: on[side] for side in _SIDES if on[side]}


def _columns(plan: list[Response]) -> tuple[Column, ...]:
    return tuple(
        Column(
            group.key,
            group.word,
            tuple(
                Used(t.key, t.name, tuple(r.code for r in plan if r.technique == t.key))
                for t in group.techniques
            ),
        )
        for group in techniques()
    )


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{word} {n}" for word, n in pairs)
