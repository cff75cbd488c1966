"""Data kept beside the records outlives the sweep, whichever kind of record holds it."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_origin

import pytest

from tests.conftest import PASSPHRASE, Clock
from workbench.domain.data import Dataset
from workbench.domain.kinds import ALL, BY_NAME
from workbench.domain.record import Record
from workbench.errors import NotFoundError
from workbench.store import columns, schema
from workbench.store.casebook import Casebook
from workbench.store.unit import Unit

_VALUES = {str: "words", int: 1, float: 1.0, bool: True, date: date(2026, 11, 22),
           datetime: datetime(2026, 11, 22, 9)}  # fmt: skip


def _made(unit: Unit, kind: type[Record], /, **given: Any) -> Record:
    """A record of a kind with every compulsory field filled, and its owners before it."""
    values = dict(given)
    for part in fields(kind):
        hint, empty = columns.hints(kind)[part.name]
        owner = part.metadata.get("refers")
        if part.name in values or part.name == "id" or empty:
            continue
        if part.default is not MISSING or part.default_factory is not MISSING:
            continue
        if owner:
            values[part.name] = _made(unit, BY_NAME[owner]).id
        elif get_origin(hint) is tuple:
            values[part.name] = ()
        elif issubclass(hint, StrEnum):
            values[part.name] = next(iter(hint))
        else:
            values[part.name] = _VALUES[hint]
    made = kind(**values)
    unit.add(made)
    return made


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_kind_keeps_its_data_through_the_sweep(tmp_path: Path, kind: type[Record]) -> None:
    path = tmp_path / "team.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", Clock())
    held = [part.name for part in fields(kind) if part.metadata.get("holds")]
    with casebook.changing("Keep") as unit:
        keys = {name: unit.put([kind.__name__.encode(), name.encode()]) for name in held}
        made = _made(unit, kind, **keys)
    casebook.close()
    again = Casebook.open(path, PASSPHRASE, "PC A Khan", Clock())
    with again.reading() as reader:
        kept = reader.get(kind, made.id)
        for name, key in keys.items():
            assert getattr(kept, name) == key
            assert reader.blob(key) == [kind.__name__.encode(), name.encode()]
    again.close()


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_data_that_no_field_holds_cannot_be_kept(casebook: Casebook, kind: type[Record]) -> None:
    """Each word a kind keeps in a field that is not for it: nothing is kept, rather than lost."""
    plain = [
        part.name
        for part in fields(kind)
        if columns.hints(kind)[part.name][0] is str and not part.metadata.get("holds")
    ]
    for name in plain:
        with pytest.raises(ValueError, match="no record holds"), casebook.changing("Lose") as unit:
            key = unit.put([b"would be lost"])
            _made(unit, kind, **{name: key})
    with casebook.reading() as reader:
        assert reader.all(kind) == []


def test_what_no_record_holds_any_more_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "team.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", Clock())
    with casebook.changing("Keep") as unit:
        key = unit.put([b"rows"])
        edition = _made(unit, BY_NAME["edition"], content=key)
    with casebook.changing("Undo") as unit:
        unit.remove(unit.all(Dataset)[0])
    assert edition.id
    casebook.close()
    again = Casebook.open(path, PASSPHRASE, "PC A Khan", Clock())
    with again.reading() as reader, pytest.raises(NotFoundError):
        reader.blob(key)
    again.close()


def test_the_sweep_knows_the_holders_from_the_records() -> None:
    assert {str(column) for column in schema.HOLDERS} >= {
        "edition.content", "boundaries.content", "reference_table.content",
        "evidence_card.snapshot", "assessment.snapshot",
    }  # fmt: skip
    assert all(columns.hints(kind)[column.name][0] is str
               for kind, table in schema.TABLES.items()
               for column in columns.holders(kind, table))  # fmt: skip
