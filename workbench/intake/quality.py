"""What is known about the quality of an edition before anybody asks it anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workbench.domain.data import Role
from workbench.intake import quality_time
from workbench.intake.amounts import rows
from workbench.intake.making import Made


class Light(StrEnum):
    """How much a fact matters."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Fact:
    """One line of the check: ``n`` of ``of`` rows, and what that does to the answers."""

    light: Light
    what: str
    n: int
    of: int
    effect: str

    @property
    def share(self) -> float:
        """The part of the rows, 0 to 1."""
        return self.n / self.of if self.of else 0.0


_AMBER: Final = 0.02
_RED: Final = 0.2
_USED: Final = (
    (Role.TYPE, "questions about kinds of incident leave these rows out"),
    (Role.PLACE, "top places and repeats leave these rows out"),
    (Role.AREA, "shading by small area and rates leave these rows out"),
    (Role.OUTCOME, "no outcome is known for these rows"),
    (Role.END, "the start is taken for the moment of the incident"),
    (Role.REFERENCE, "the same incident twice cannot be told from two incidents"),
)


def check(made: Made) -> tuple[Fact, ...]:
    """The facts about an edition, the gravest first."""
    found = [
        *_left_out(made),
        *_missing(made),
        *_places(made),
        *_repeated_places(made),
        *_copies(made),
        *(
            Fact(Light(light), what, n, of, effect)
            for light, what, n, of, effect in quality_time.check(made)
        ),
    ]
    grave = (Light.RED, Light.AMBER, Light.GREEN)
    return tuple(sorted(found, key=lambda fact: grave.index(fact.light)))


def _light(n: int, of: int) -> Light:
    share = n / of if of else 0.0
    return Light.RED if share > _RED else Light.AMBER if share > _AMBER else Light.GREEN


def _left_out(made: Made) -> Iterator[Fact]:
    for reason, n in made.left_out:
        harmless = reason in {"blank row", "a row of totals"}
        light = Light.GREEN if harmless else _light(n, made.rows_read)
        yield Fact(light, f"Left out: {reason}", n, made.rows_read, "no figure counts these rows")


def _missing(made: Made) -> Iterator[Fact]:
    frame, of = made.frame, made.frame.height
    for role, effect in _USED:
        if role.value not in frame.columns:
            continue
        n = frame[role.value].null_count()
        asb = _asb(made) if role in {Role.REFERENCE, Role.OUTCOME} else 0
        if asb and n == asb:
            effect_here = (
                "all of them are anti-social behaviour, which data.police.uk publishes without one"
            )
            yield Fact(Light.GREEN, f"No {role.word.lower()}", n, of, effect_here)
        else:
            yield Fact(_light(n, of), f"No {role.word.lower()}", n, of, effect if n else "none")


def _asb(made: Made) -> int:
    """Rows of anti-social behaviour, as data.police.uk calls it."""
    if Role.TYPE.value not in made.frame.columns:
        return 0
    return int((made.frame[Role.TYPE.value] == "Anti-social behaviour").sum())


def _places(made: Made) -> Iterator[Fact]:
    if made.placed is None:
        return
    of = made.rows_read
    for n, what in (
        (made.placed.blank, "No coordinates"),
        (made.placed.zero, "Coordinates at 0,0"),
        (made.placed.unread, "Coordinates that are no numbers"),
        (
            made.placed.outside,
            "Outside Great Britain" if made.places == "bng" else "Far from the others",
        ),
    ):
        if n or what == "No coordinates":
            effect = "kept, but not on the map and in no hot spot" if n else "none"
            yield Fact(_light(n, of), what, n, of, effect)


def _repeated_places(made: Made) -> Iterator[Fact]:
    """The busiest points: many rows at one point may be a default of the system."""
    pair = [Role.EASTING.value, Role.NORTHING.value]
    if not set(pair) <= set(made.frame.columns):
        return
    points = made.frame.select(pair).drop_nulls()
    if points.is_empty():
        return
    busiest = points.group_by(pair).len().sort(["len", *pair], descending=[True, False, False])
    top, ten = int(busiest["len"][0]), int(busiest["len"].head(10).sum())
    east, north = busiest.row(0)[:2]
    doubtful = top > 0.05 * points.height and busiest.height > 20
    yield Fact(
        Light.AMBER if doubtful else Light.GREEN,
        f"At the 10 busiest points (most at {east:.0f}, {north:.0f}: {top:,})",
        ten,
        points.height,
        "check whether the busiest point is a place, or where the system puts what it cannot find"
        if doubtful
        else "none",
    )


def _copies(made: Made) -> Iterator[Fact]:
    """Rows that are the same in everything, and references that occur more than once."""
    frame = made.frame
    if made.summed or frame.is_empty():
        return
    facts = [name for name in frame.columns if name not in {"row", "file"}]
    same = frame.select(facts).hash_rows().is_first_distinct().not_()
    n = int(same.sum())
    reference = frame[Role.REFERENCE.value] if Role.REFERENCE.value in frame.columns else None
    if reference is None:
        effect = "repeats or the same row twice: this file has no reference to tell them apart"
        yield Fact(
            Light.AMBER if n else Light.GREEN,
            "Rows exactly alike",
            n,
            frame.height,
            effect if n else "none",
        )
        return
    named = int((same & reference.is_not_null()).sum())
    if n - named:
        yield Fact(
            Light.GREEN,
            "Rows without a reference exactly alike",
            n - named,
            frame.height,
            "kept as repeats at one point, as published",
        )
    yield Fact(
        _light(named, frame.height),
        "Rows with a reference exactly alike",
        named,
        frame.height,
        f"{rows(named)} may count twice" if named else "none",
    )
    again = len(reference.drop_nulls()) - reference.drop_nulls().n_unique() - named
    if again > 0:
        yield Fact(
            Light.AMBER,
            "References that occur again with other details",
            again,
            frame.height,
            "may be several victims, or a later version of the same record",
        )
