"""Is there a tested reason why: the triangle, the hypotheses, the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from workbench.domain.causes import Hypothesis, Likelihood, Side, Stance
from workbench.guide.facts import CONTROLS, Known, filled, several
from workbench.guide.gap import Gap
from workbench.guide.strands.strand import Fault, faulty

_SUPPORTED: Final = (Likelihood.LIKELY, Likelihood.ESTABLISHED)
_INNER: Final = (Side.OFFENDER, Side.VICTIM, Side.PLACE)


def gaps(known: Known) -> Iterator[Gap]:
    """What is missing from the analysis."""
    yield from _hypotheses(known)
    yield from faulty(known, known.contents.hypotheses, _FAULTS, lambda h: h.code)
    yield from _triangle(known)
    yield from _controllers(known)


def _hypotheses(known: Known) -> Iterator[Gap]:
    hypotheses = known.contents.hypotheses
    if not hypotheses:
        says = "There is no hypothesis about why it happens."
        yield Gap("hypothesis", says, "Add a hypothesis", "hypothesis")
    elif len(hypotheses) == 1:
        says = f"{hypotheses[0].code} has no rival explanation beside it."
        yield Gap("hypothesis.rival", says, "Add a rival", "hypothesis")


def _bare(known: Known, hypothesis: Hypothesis) -> bool:
    return not known.weighings_of(hypothesis)


def _no_disproof(_: Known, hypothesis: Hypothesis) -> bool:
    return not filled(hypothesis.disproof)


def _unsupported(known: Known, hypothesis: Hypothesis) -> bool:
    believed = hypothesis.likelihood in _SUPPORTED and not _bare(known, hypothesis)
    return believed and not known.count(hypothesis, Stance.SUPPORTS)


def _untested(known: Known, hypothesis: Hypothesis) -> bool:
    return hypothesis.likelihood is Likelihood.UNTESTED and not _bare(known, hypothesis)


_FAULTS: Final = (
    Fault(
        "hypothesis.evidence",
        _bare,
        "{it} has no evidence for or against it.",
        "Add evidence to {it}",
        "evidence",
    ),
    Fault(
        "hypothesis.disproof",
        _no_disproof,
        "{it} does not say what would prove it wrong.",
        "Say what would prove {it} wrong",
        "disproof",
    ),
    Fault(
        "hypothesis.unsupported",
        _unsupported,
        "{it} is held to be likely, but no evidence supports it.",
        "Look at {it} again",
        "likelihood",
    ),
    Fault(
        "hypothesis.untested",
        _untested,
        "{it} has evidence but is still called untested.",
        "Judge {it}",
        "likelihood",
    ),
)


def _triangle(known: Known) -> Iterator[Gap]:
    on = Counter(factor.side for factor in known.contents.factors)
    if not on:
        yield Gap("factor", "The triangle is empty.", "Add a factor", "factor")
        return
    for side in _INNER:
        if not on[side]:
            says = f"Nothing is recorded on the {side.word} side of the triangle."
            fix = f"Add a factor for {side.word}"
            starts = (("side", side),)
            yield Gap(f"factor.{side.value}", says, fix, "factor", None, "side", starts)


def _controllers(known: Known) -> Iterator[Gap]:
    on = Counter(factor.side for factor in known.contents.factors)
    for controller, side in CONTROLS.items():
        if on[side] and not on[controller]:
            factors = several(on[side], "factor")
            says = (
                f"Nothing is recorded about a {controller.value} for {side.word}, with {factors}: "
                "is anyone responsible for it?"
            )
            fix = f"Add a {controller.value}"
            starts = (("side", controller),)
            yield Gap(f"factor.{controller.value}", says, fix, "factor", None, "side", starts)
