"""Every edit can be undone and redone to the same state, whatever was edited."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import PASSPHRASE, Clock
from workbench.domain.kinds import ALL, BY_NAME
from workbench.domain.record import Record, kind_name
from workbench.services.records import make_again
from workbench.store import columns
from workbench.store.casebook import Casebook

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


def value(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if get_origin(inner) is tuple:
            parts = st.tuples(*(value(one) for one in get_args(inner)))
        else:
            parts = value(inner)
        return st.lists(parts, max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return {
        str: WORDS,
        bool: st.booleans(),
        int: st.integers(-(2**31), 2**31 - 1),
        float: st.floats(allow_nan=False, allow_infinity=False, width=32),
        date: st.dates(date(1900, 1, 1)),
        datetime: st.datetimes(datetime(1900, 1, 1)),
    }[hint]


def made(draw: Any, kind: type[Record], kept: dict[str, list[Record]]) -> Record | None:
    """A new record of a kind, hung on those that there are; None where there are none."""
    values: dict[str, Any] = {}
    for part in fields(kind):
        hint, empty = columns.hints(kind)[part.name]
        refers = part.metadata.get("refers")
        if part.name == "id":
            continue
        if refers:
            owners = kept.get(refers, [])
            if not owners and not empty:
                return None
            choice = st.sampled_from(owners).map(lambda one: one.id) if owners else st.none()
            values[part.name] = draw(st.one_of(st.none(), choice) if empty else choice)
        else:
            values[part.name] = draw(st.one_of(st.none(), value(hint)) if empty else value(hint))
    return kind(**values)


def state(casebook: Casebook) -> dict[str, list[Record]]:
    with casebook.reading() as reader:
        return {kind_name(kind): reader.all(kind) for kind in ALL}


def edit(draw: Any, casebook: Casebook) -> Any:
    kept = state(casebook)
    kind = draw(st.sampled_from(ALL))
    there = kept[kind_name(kind)]
    what = draw(st.sampled_from(["add", "add", "change", "remove"])) if there else "add"
    with casebook.changing(what) as unit:
        if what == "remove":
            unit.remove(draw(st.sampled_from(there)))
        else:
            record = made(draw, kind, kept)
            if record is None:
                record = made(draw, BY_NAME["problem"], kept)
                what = "add"
            assert record is not None
            if what == "change":
                unit.replace(replace(record, id=draw(st.sampled_from(there)).id))
            else:
                unit.add(record)
    return unit.changes


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_random_edits_undo_and_redo_to_the_same_state(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        casebook = Casebook.create(Path(folder) / "a.psolve", PASSPHRASE, "PC A", Clock())
        try:
            states, steps = [state(casebook)], []
            for _ in range(data.draw(st.integers(1, 14))):
                steps.append(edit(data.draw, casebook))
                states.append(state(casebook))
            for step, before in zip(reversed(steps), reversed(states[:-1]), strict=True):
                if step:
                    make_again(casebook, step.undone())
                assert state(casebook) == before
            for step, after in zip(steps, states[1:], strict=True):
                if step:
                    make_again(casebook, step)
                assert state(casebook) == after
            assert casebook.faults() == []
        finally:
            casebook.close()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_log_tells_any_record_exactly(data: st.DataObject) -> None:
    kept = {name: [BY_NAME["problem"](name="x")] for name in BY_NAME}
    record = made(data.draw, data.draw(st.sampled_from(ALL)), kept)
    assert record is not None
    assert columns.from_plain(type(record), columns.plain(record)) == record
