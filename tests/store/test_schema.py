"""The schema: what the steps make is what the records need."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tests.conftest import PASSPHRASE, ROOT, Clock
from workbench.domain.briefing import BriefingFile
from workbench.domain.data import Area, Edition, SamePlace
from workbench.domain.problem import Problem
from workbench.domain.reference import Annotation, AnnotationKind, Purpose, ReferenceTable
from workbench.services import records
from workbench.store import migrations, schema
from workbench.store.casebook import Casebook


def test_steps_lead_to_the_tables_that_the_records_need() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for number in range(migrations.NEWEST):
            migrations.step(connection, number)
        assert migrations.version(connection) == migrations.NEWEST
        found = inspect(connection)
        assert set(found.get_table_names()) == set(schema.metadata.tables)
        for name, table in schema.metadata.tables.items():
            made = {one["name"]: one for one in found.get_columns(name)}
            assert set(made) == {column.name for column in table.c}, name
            for column in table.c:
                assert made[column.name]["nullable"] == column.nullable, (name, column.name)
                assert str(made[column.name]["type"]) == str(column.type.compile(engine.dialect)), (
                    name,
                    column.name,
                )
            keys = {
                (key["constrained_columns"][0], key["referred_table"])
                for key in found.get_foreign_keys(name)
            }
            wanted = {
                (column.name, key.column.table.name)
                for column in table.c
                for key in column.foreign_keys
            }
            assert keys == wanted, name


def test_tables_can_be_made_on_postgresql() -> None:
    for table in schema.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


@pytest.mark.parametrize("kept", sorted((ROOT / "tests" / "data" / "casebooks").glob("*.psolve")))
def test_casebook_of_every_released_schema_opens(kept: Path, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / kept.name
    shutil.copy(kept, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    assert len(records.all_of(casebook, Problem)) == 2
    (edition,) = records.all_of(casebook, Edition)
    assert edition.left_out == (("no date", 1),)
    with casebook.reading() as reader:
        assert reader.blob(edition.content) == [b"PRACTICE rows"]
        labels = [entry.label for entry in reader.entries()]
    assert labels[0] == f"Checkpoint: As {kept.stem.replace('-', ' ')} was"
    assert casebook.faults() == []
    casebook.close()


def test_second_schema_keeps_what_it_added(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "schema-2.psolve"
    shutil.copy(ROOT / "tests" / "data" / "casebooks" / path.name, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    (weights,) = records.all_of(casebook, ReferenceTable)
    assert (weights.purpose, weights.dated) == (Purpose.WEIGHTS, date(2026, 4, 1))
    with casebook.reading() as reader:
        assert reader.blob(weights.content) == [b"PRACTICE table"]
    (annotation,) = records.all_of(casebook, Annotation)
    assert annotation.kind is AnnotationKind.RECORDING
    (place,) = records.all_of(casebook, SamePlace)
    assert place.same
    (area,) = records.all_of(casebook, Area)
    assert area.outline
    assert records.all_of(casebook, Edition)[0].area_codes == "2021"
    casebook.close()


def test_third_schema_keeps_the_version_of_a_file(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "schema-3.psolve"
    shutil.copy(ROOT / "tests" / "data" / "casebooks" / path.name, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    (made,) = records.all_of(casebook, BriefingFile)
    assert (made.version, made.state) == (1, "PRACTICE state")
    casebook.close()


def test_a_casebook_of_every_schema_is_kept() -> None:
    names = {path.name for path in (ROOT / "tests" / "data" / "casebooks").iterdir()}
    assert {f"schema-{number}.psolve" for number in range(1, migrations.NEWEST + 1)} <= names
