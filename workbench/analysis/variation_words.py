"""How much a comparison varies beyond chance, and what that rests on, for the working."""

from __future__ import annotations

from workbench.analysis.dispersion import MONTHS_NEEDED, Dispersion
from workbench.analysis.uncertainty import Variation
from workbench.analysis.words import counted, number


def said_variation(varies: Variation | None, phi: Dispersion) -> str:
    """One sentence without its stop: the factor on the variance, and how it was found.

    Args:
        varies: as the policy gives it; None in answers that were kept before there was one.
        phi: the spread of single months, as those answers have it.
    """
    if varies is None:
        return f"Months vary {number(phi.phi, 2)} times as much as chance alone"
    of = f"{counted(varies.series, 'series', 'series')} of {counted(varies.months, 'month')}"
    said = (
        f"The range allows for {number(varies.factor, 1)} times the variance of chance alone: "
        f"single months vary {number(varies.phi, 2)} times as much as chance, neighbouring months "
        f"have a correlation of about {number(varies.lean, 2)}, both learnt from {of}, and what so "
        "few months cannot tell is averaged over (residual likelihood, Student's t)"
    )
    if not varies.learnt:
        said += f". Fewer than {MONTHS_NEEDED} months are known, so much of this is caution"
    return said
