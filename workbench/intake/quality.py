"""What is known about the quality of an edition before anybody asks it anything."""

from __future__ import annotations

from typing import Final

from workbench.intake import quality_kinds, quality_place, quality_rows, quality_time
from workbench.intake.making import Made
from workbench.intake.quality_fact import Concern, Fact, Light, Material

__all__ = ["Concern", "Fact", "Light", "Material", "check", "facts"]

_GRAVE: Final = (Light.RED, Light.AMBER, Light.GREEN)


def check(made: Made) -> tuple[Fact, ...]:
    """The facts about rows that are about to be brought in, the gravest first."""
    return facts(
        Material(
            made.frame,
            made.precision,
            made.places,
            made.summed,
            made.rows_read,
            made.left_out,
            doubt=made.doubt,
        )
    )


def facts(material: Material) -> tuple[Fact, ...]:
    """The facts about rows, the gravest first.

    Source: ``spec/analytics.md`` 2.13 lists the checks that come before any analysis.
    """
    found = [
        *quality_rows.check(material),
        *quality_place.check(material),
        *quality_time.check(material),
        *quality_kinds.check(material),
    ]
    return tuple(sorted(found, key=lambda fact: _GRAVE.index(fact.light)))
