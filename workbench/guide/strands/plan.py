"""Does the plan act on the causes, towards objectives that can be measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workbench.domain.causes import Likelihood, Side
from workbench.domain.plan import FourP, Objective, Response, ResponseState, Tier
from workbench.guide.coverage import sides_with_factors
from workbench.guide.facts import Known, filled, several, side_of
from workbench.guide.gap import Gap
from workbench.guide.strands.strand import Fault, faulty, shortened

_ENOUGH: Final = 3  # responses before an empty column is an imbalance and not just a beginning


def gaps(known: Known) -> Iterator[Gap]:
    """What is missing from objectives and responses."""
    yield from _first(known)
    yield from faulty(known, known.live_responses(), _RESPONSE, _named)
    yield from _causes_left(known)
    yield from faulty(known, known.contents.objectives, _OBJECTIVE, lambda o: o.code)
    yield from _sides_left(known)
    yield from _balance(known)
    yield from faulty(known, known.contents.responses, _REJECTED, _named)


def _first(known: Known) -> Iterator[Gap]:
    if not known.contents.objectives:
        says = "There is no objective, so nothing can be said to have worked."
        yield Gap("objective", says, "Add an objective", "objective")
    if not known.live_responses():
        yield Gap("response", "There is no response yet.", "Add a response", "response")


def _named(response: Response) -> str:
    return f"{response.code} {shortened(response.name, 40)}".strip()


def _loose(known: Known, response: Response) -> bool:
    return all(h.id != response.hypothesis_id for h in known.contents.hypotheses)


def _on_unlikely(known: Known, response: Response) -> bool:
    return any(
        h.id == response.hypothesis_id and h.likelihood is Likelihood.UNLIKELY
        for h in known.contents.hypotheses
    )


def _aimless(known: Known, response: Response) -> bool:
    return all(o.id != response.objective_id for o in known.contents.objectives)


_RESPONSE: Final = (
    Fault[Response](
        "response.hypothesis",
        _loose,
        "{it} answers no hypothesis.",
        "Link {it} to a hypothesis",
        "hypothesis_id",
        needs=("hypotheses", "hypothesis"),
    ),
    Fault[Response](
        "response.unlikely",
        _on_unlikely,
        "{it} answers a hypothesis that is called unlikely.",
        "Look at {it} again",
        "hypothesis_id",
    ),
    Fault[Response](
        "response.mechanism",
        lambda _, r: not filled(r.mechanism),
        "{it} does not say how it works.",
        "Say how {it} works",
        "mechanism",
    ),
    Fault[Response](
        "response.objective",
        _aimless,
        "{it} serves no objective.",
        "Link {it} to an objective",
        "objective_id",
        needs=("objectives", "objective"),
    ),
    Fault[Response](
        "response.lead",
        lambda _, r: not filled(r.lead),
        "Nobody leads {it}.",
        "Name a lead for {it}",
        "lead",
    ),
)
_REJECTED: Final = (
    Fault[Response](
        "response.reason",
        lambda _, r: r.state is ResponseState.REJECTED and not filled(r.reason),
        "{it} was rejected without a reason.",
        "Say why {it} was rejected",
        "reason",
    ),
)
_OBJECTIVE: Final = (
    Fault[Objective](
        "objective.measure",
        lambda _, o: not filled(o.measure),
        "{it} has no measure.",
        "Add a measure to {it}",
        "measure",
    ),
    Fault[Objective](
        "objective.baseline",
        lambda _, o: o.baseline is None,
        "{it} has no baseline.",
        "Add a baseline to {it}",
        "baseline",
    ),
    Fault[Objective](
        "objective.target",
        lambda _, o: o.target is None,
        "{it} has no target.",
        "Add a target to {it}",
        "target",
    ),
    Fault[Objective](
        "objective.due",
        lambda _, o: o.due is None,
        "{it} has no date.",
        "Add a date to {it}",
        "due",
    ),
)


def _causes_left(known: Known) -> Iterator[Gap]:
    answered = {response.hypothesis_id for response in known.live_responses()}
    for hypothesis in known.contents.hypotheses:
        held = hypothesis.likelihood in (Likelihood.LIKELY, Likelihood.ESTABLISHED)
        if held and answered and hypothesis.id not in answered:
            says = (
                f"{hypothesis.code} is {hypothesis.likelihood.value}, and no response acts on it."
            )
            fix = f"Add a response to {hypothesis.code}"
            starts = (("hypothesis_id", hypothesis.id),)
            where = ("response", None, "hypothesis_id", starts, hypothesis.id)
            yield Gap("hypothesis.response", says, fix, *where)


def _sides_left(known: Known) -> Iterator[Gap]:
    plan = known.live_responses()
    acted = {side_of(response.side) for response in plan}
    for side, n in sides_with_factors(known.contents).items():
        if plan and side not in acted:
            says = f"Nothing acts on {side.word}, with {several(n, 'factor')}."
            fix = f"Add a {_ADJECTIVE[side]} response"
            yield Gap(f"side.{side.value}", says, fix, "response", None, "side", (("side", side),))


_ADJECTIVE: Final = {Side.OFFENDER: "offender", Side.VICTIM: "victim", Side.PLACE: "place"}


def _balance(known: Known) -> Iterator[Gap]:
    plan = known.live_responses()
    ps = [response.four_p for response in plan if response.four_p]
    if len(ps) >= 2 and set(ps) == {FourP.PURSUE}:
        says = f"All {len(ps)} responses are Pursue: the plan is enforcement alone."
        fix = "Add a response that is not enforcement"
        yield Gap("balance.enforcement", says, fix, "response", None, "four_p")
    elif len(ps) >= _ENOUGH:
        for p in FourP:
            if p not in ps:
                word = p.value.capitalize()
                says, fix = f"Nothing is planned under {word}.", f"Add a {word} response"
                where = ("response", None, "four_p", (("four_p", p),))
                yield Gap(f"four_p.{p.value}", says, fix, *where)
    tiers = [response.tier for response in plan if response.tier]
    for tier in Tier if len(tiers) >= _ENOUGH else ():
        if tier not in tiers:
            says = f"Nothing is planned as {tier.value} prevention."
            fix = f"Add a {tier.value} response"
            starts = (("tier", tier),)
            yield Gap(f"tier.{tier.value}", says, fix, "response", None, "tier", starts)
