"""Whatever is recorded, however oddly, the guide says something about it and does not fail."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.domain.kinds import BY_NAME
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.coverage import coverage
from workbench.guide.headline import headline
from workbench.guide.method import PAGE_OF_KIND, PAGES
from workbench.guide.methods import method
from workbench.guide.smart import smart
from workbench.guide.statement import nudges
from workbench.guide.status import current_stage, stage_states
from workbench.guide.thread import gaps

IDS = [UUID(int=n) for n in range(6)]
WORDS = st.sampled_from(
    ["", " ", "yes", "no", "cheers.community", "{it}", "{0}", "%s", "scan", "9", "99", "\u2019\n"]
)
LISTS = {
    "overrides": "stage_override",
    "answers": "answer",
    "factors": "factor",
    "hypotheses": "hypothesis",
    "weighings": "weighing",
    "cards": "evidence_card",
    "objectives": "objective",
    "responses": "response",
    "contributions": "contribution",
    "actions": "action",
    "partners": "partner",
    "agreements": "agreement",
    "datasets": "dataset",
    "editions": "edition",
    "boundaries": "boundaries",
    "areas": "area",
    "assessments": "assessment",
    "briefings": "briefing",
    "files": "briefing_file",
}


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    type(None): st.none(),
    UUID: st.sampled_from(IDS),
    str: WORDS,
    bool: st.booleans(),
    int: st.integers(0, 12),
    float: st.sampled_from([0.0, -1.0, 3.5, 1e300, float("inf"), float("nan")]),
    date: st.dates(date(1, 1, 1), date(9999, 12, 31)),
}


def values(hint: Any) -> st.SearchStrategy[Any] | None:
    """Any value of a type; None for a type that is left at its default."""
    if isinstance(hint, UnionType):
        parts = [values(part) for part in get_args(hint)]
        return st.one_of(*(part for part in parts if part is not None))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return PLAIN.get(hint)


def made(name: str) -> st.SearchStrategy[Record]:
    kind = BY_NAME[name]
    hints = get_type_hints(kind)
    drawn = {part.name: values(hints[part.name]) for part in fields(kind)}
    return st.builds(kind, **{name: value for name, value in drawn.items() if value is not None})


def several(name: str) -> st.SearchStrategy[tuple[Record, ...]]:
    return st.lists(made(name), max_size=4).map(tuple)


ANYTHING = st.builds(
    Contents,
    problem=made("problem"),
    cycle=made("cycle"),
    **{field: several(name) for field, name in LISTS.items()},
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    contents=ANYTHING,
    today=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    key=st.sampled_from(["sara", "osara", "spatial", "clear_hold_build", "unknown"]),
)
def test_the_guide_reads_any_contents(contents: Contents, today: date, key: str) -> None:
    found = gaps(contents, today)
    assert found == gaps(contents, today)
    for gap in found:
        assert gap.says
        assert gap.fix
        assert PAGE_OF_KIND[gap.kind] in {*PAGES, "data"}
    states = stage_states(contents, method(key), today)
    assert current_stage(states) in states
    for state in states:
        assert state.says
        assert all(state.counters)
    for page in PAGES:
        assert headline(page, contents, today)
    assert coverage(contents).lines
    for objective in contents.objectives:
        assert 0 <= smart(objective, contents).score <= 5
    assert nudges(contents.problem.statement) is not None
