"""Adding, amending and removing any record; everything recorded on a problem."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar
from uuid import UUID

from workbench.domain.assessment import Assessment
from workbench.domain.briefing import Briefing, BriefingFile
from workbench.domain.causes import Factor, Hypothesis, Weighing
from workbench.domain.changes import Changes
from workbench.domain.data import Area, Boundaries, Dataset, Edition, SamePlace
from workbench.domain.evidence import EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner
from workbench.domain.plan import Action, Objective, Response
from workbench.domain.problem import Answer, Cycle, Problem, StageOverride
from workbench.domain.record import Record, kind_name
from workbench.domain.reference import Annotation, ReferenceTable
from workbench.errors import NotFoundError
from workbench.guide.contents import Contents
from workbench.store.casebook import Casebook
from workbench.store.unit import Reader

R = TypeVar("R", bound=Record)


def noun(kind: type[Record]) -> str:
    """What people call a kind of record: EvidenceCard is an evidence card."""
    return kind_name(kind).replace("_", " ")


def add(casebook: Casebook, record: Record, label: str = "") -> Changes:
    """Keep a new record; where its kind is numbered, it gets the next number."""
    with casebook.changing(label or f"Add {noun(type(record))}") as unit:
        unit.add(_numbered(unit, record))
    return unit.changes


def add_all(casebook: Casebook, records: list[Record], label: str) -> Changes:
    """Keep several new records as one step."""
    with casebook.changing(label) as unit:
        for record in records:
            unit.add(record)
    return unit.changes


def amend(casebook: Casebook, kind: type[R], record_id: UUID, /, **values: Any) -> Changes:
    """Give fields of a record other values, whatever the fields are called."""
    with casebook.changing(f"Change {noun(kind)}") as unit:
        unit.replace(replace(unit.get(kind, record_id), **values))
    return unit.changes


def remove(casebook: Casebook, record: Record) -> Changes:
    """Remove a record and what hangs on it."""
    with casebook.changing(f"Remove {noun(type(record))}") as unit:
        unit.remove(unit.get(type(record), record.id))
    return unit.changes


def checkpoint(casebook: Casebook, name: str) -> None:
    """Name this moment in the change log; nothing that is kept changes."""
    casebook.checkpoint(name)


def make_again(casebook: Casebook, changes: Changes) -> Changes:
    """Undo or redo: make changes that were made before, or their opposite."""
    with casebook.changing(changes.label) as unit:
        unit.repeat(changes)
    return unit.changes


def all_of(casebook: Casebook, kind: type[R], /, **equal: Any) -> list[R]:
    """Return the records of a kind whose fields equal the given values, in order of adding."""
    with casebook.reading() as reader:
        return reader.all(kind, **equal)


def get(casebook: Casebook, kind: type[R], record_id: UUID) -> R:
    """Return one record."""
    with casebook.reading() as reader:
        return reader.get(kind, record_id)


def contents(casebook: Casebook, problem_id: UUID) -> Contents:
    """Everything recorded on a problem."""
    with casebook.reading() as reader:
        return read_contents(reader, problem_id)


def read_contents(reader: Reader, problem_id: UUID) -> Contents:
    """Everything recorded on a problem, within an open reading."""
    problem = reader.get(Problem, problem_id)
    cycles = reader.all(Cycle, problem_id=problem_id)
    if not cycles:
        raise NotFoundError(
            f"{problem.name} has no cycle, so there is nothing to guide. Nothing was changed. "
            "Undo the last change, or start the problem again."
        )
    cycle = max(cycles, key=lambda one: one.number)

    def own(kind: type[R]) -> tuple[R, ...]:
        return tuple(reader.all(kind, problem_id=problem_id))

    hypotheses, responses, partners = own(Hypothesis), own(Response), own(Partner)
    datasets, briefings, assessed = own(Dataset), own(Briefing), own(Assessment)
    return Contents(
        problem=problem,
        cycle=cycle,
        overrides=tuple(reader.all(StageOverride, cycle_id=cycle.id)),
        answers=tuple(reader.all(Answer, cycle_id=cycle.id)),
        factors=own(Factor),
        hypotheses=hypotheses,
        weighings=_hanging(reader, Weighing, "hypothesis_id", hypotheses),
        cards=own(EvidenceCard),
        objectives=own(Objective),
        responses=responses,
        contributions=_hanging(reader, Contribution, "response_id", responses),
        actions=own(Action),
        partners=partners,
        agreements=_hanging(reader, Agreement, "partner_id", partners),
        datasets=datasets,
        editions=_hanging(reader, Edition, "dataset_id", datasets),
        same_places=_hanging(reader, SamePlace, "dataset_id", datasets),
        boundaries=own(Boundaries),
        areas=own(Area),
        annotations=own(Annotation),
        references=tuple(reader.all(ReferenceTable)),
        assessments=tuple(one for one in assessed if one.is_of(cycle)),
        past_assessments=tuple(one for one in assessed if not one.is_of(cycle)),
        briefings=briefings,
        files=_hanging(reader, BriefingFile, "briefing_id", briefings),
    )


def _hanging(
    reader: Reader, kind: type[R], field: str, owners: tuple[Record, ...]
) -> tuple[R, ...]:
    """The records of a kind that hang on any of the owners, in order of adding."""
    return tuple(reader.hanging(kind, field, [owner.id for owner in owners]))


def _numbered(reader: Reader, record: R) -> R:
    names = {part.name for part in fields(record)}
    if not {"number", "problem_id"} <= names or isinstance(record, Cycle):
        return record
    values: Any = record
    others: list[Any] = reader.all(type(record), problem_id=values.problem_id)
    number: Any = {"number": max((other.number for other in others), default=0) + 1}
    return replace(record, **number)
