"""Asking a question of an edition: filter, run, and say the answer in every form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from workbench.analysis import kinds as analysis_kinds
from workbench.analysis.filter import DRAWN, Filter
from workbench.analysis.kind import AnalysisKind, AnyKind, Asked, Event, Reading, Table, Value
from workbench.domain.data import Precision, Role
from workbench.domain.plan import ResponseState
from workbench.domain.progress import SILENT, Progress
from workbench.errors import CannotAnswerError
from workbench.guide.contents import Contents
from workbench.registry import Registry
from workbench.services.placing import choose, placed
from workbench.services.shelf import Shelf

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from workbench.analysis.reference import Reference
    from workbench.analysis.shapes import Shapes
    from workbench.charts.kind import ChartKind
    from workbench.charts.theme import Theme

_SMALL = 5
_ORDER = {precision: at for at, precision in enumerate(Precision)}  # the coarsest first


@dataclass(frozen=True)
class Request:
    """A question, of which edition, with which filter and settings."""

    question: str
    edition_id: UUID
    filter: Filter = field(default_factory=Filter)
    parameters: Mapping[str, Value] = field(default_factory=dict)
    boundaries_id: UUID | None = None
    events: tuple[Event, ...] = ()
    reference_id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """A frozen result with its one table and one reading."""

    kind: AnyKind
    result: Any
    table: Table
    reading: Reading


@cache
def questions() -> Registry[AnyKind]:
    """Every question that the program can answer, by key."""
    return Registry(analysis_kinds, AnalysisKind)


@cache
def charts() -> Registry[ChartKind[Any]]:
    """The chart of each question, by the same key."""
    from workbench.charts import kinds as chart_kinds
    from workbench.charts.kind import ChartKind

    return Registry(chart_kinds, ChartKind)


def scan_pack() -> list[AnyKind]:
    """The six questions of the scan pack, in their order."""
    chosen = [kind for kind in questions().values() if kind.pack]
    return sorted(chosen, key=lambda kind: kind.pack)


def known_question(key: str) -> AnyKind:
    """The kind under a key.

    Raises:
        CannotAnswerError: this version has no such question; the card that named it is unharmed.
    """
    kind = questions().get(key)
    if kind is None:
        raise CannotAnswerError(
            f"This version of the workbench does not know the question “{key}”. The card is kept "
            "as it is. Open it with a newer version."
        )
    return kind


def ask(shelf: Shelf, request: Request, progress: Progress = SILENT) -> Answer:
    """Answer a question.

    Raises:
        CannotAnswerError: in words, when the data cannot bear it.
        CancelledError: it was stopped.
    """
    kind = known_question(request.question)
    found = choose(shelf, request.edition_id, request.filter)
    shapes = shelf.shapes(request.boundaries_id) if request.boundaries_id else None
    found, settings = placed(shelf, found, kind, kind.settings(request.parameters))
    incidents = found.labelled(shelf, request.boundaries_id)
    incidents.need(*kind.needs)
    timeless = incidents.precision.months and Role.START not in kind.needs
    coarse = _ORDER[incidents.precision] < _ORDER[kind.precision]
    if coarse and not (timeless and kind.precision is Precision.MONTH):
        known = f"the {incidents.precision.value}"
        wanted = "times" if kind.precision is Precision.MINUTE else f"{kind.precision.value}s"
        raise CannotAnswerError(
            f"This file gives only {known} of each incident, so “{kind.name}” cannot be answered "
            "from it. Nothing is wrong with the data. "
            f"Bring in an export with {wanted} to see this."
        )
    if shapes is not None and request.filter.areas:
        shapes = _asked_areas(shapes, request.filter.areas)
    reference = _reference(shelf, kind, request)
    asked = Asked(incidents, settings, shapes, request.events, progress, reference)
    return answer(kind, _named(kind.run(asked), request.filter, found.lost))


_LACKS = {
    "weights": "“{}” needs a table that says how much harm one incident of each kind does. None is "
    "chosen, and none comes with the program, for weights must be dated and sourced. Bring in the "
    "table your force uses, or choose another question.",
    "exposure": "“{}” needs a table of what could be harmed in each small area: residents, homes "
    "or premises. None is chosen. Bring in such a table, with its date and source, or choose "
    "another question.",
}


def _reference(shelf: Shelf, kind: AnyKind, request: Request) -> Reference | None:
    """The table a question was given; refused in words when it cannot do without one."""
    if not kind.wants_reference:
        given = request.reference_id if kind.may_use_reference else None
        return shelf.reference(given) if given else None
    if request.reference_id is None:
        raise CannotAnswerError(_LACKS[kind.wants_reference].format(kind.name))
    table = shelf.reference(request.reference_id)
    if kind.wants_reference == "weights":
        return table
    if request.filter.outline or request.filter.places:
        what = DRAWN if request.filter.outline else "a place"
        raise CannotAnswerError(
            "A rate sets the incidents of whole small areas against who or what is there, and "
            f"{what} is only a part of some. Choose small areas instead, or use all rows."
        )
    return table.only(request.filter.areas) if request.filter.areas else table


def _asked_areas(shapes: Shapes, codes: Sequence[str]) -> Shapes:
    """The boundaries of the areas asked about: the others are not empty, they were not asked."""
    from workbench.analysis.outlines import chosen

    wanted = set(codes)
    at = [place for place, code in enumerate(shapes.codes) if code in wanted]
    return chosen(shapes, np.array(at, np.int64)) if at else shapes


def _named(result: Any, chosen: Filter, lost: int) -> Any:
    """The result, which says what it counted when that was not everything."""
    if lost:
        result = replace(result, basis=replace(result.basis, lost=lost))
    if hasattr(result, "incident_type"):
        return replace(result, incident_type=chosen.subject(result.incident_type))
    if words := chosen.subject():
        return replace(result, basis=replace(result.basis, chosen=words))
    return result


def answer(kind: AnyKind, result: Any) -> Answer:
    """A result with its table and reading, as when a card is opened again."""
    reading = kind.reading(result)
    if result.basis.chosen:
        reading = replace(reading, measure=f"{reading.measure}; only {result.basis.chosen}")
    if result.basis.lost:
        reading = replace(reading, sentences=(*reading.sentences, _lost(result.basis.lost)))
    return Answer(kind, result, kind.table(result), reading)


def _lost(rows: int) -> str:
    """How many rows could not be placed; small counts are not told, as papers leave the team."""
    many = f"{rows:,} incidents have" if rows >= _SMALL else f"Fewer than {_SMALL} incidents have"
    return f"{many} no place by which they could be told to lie in the area, and are not counted."


def draw(answered: Answer, theme: Theme) -> Figure:
    """The chart of an answer for a medium."""
    return charts()[answered.kind.key].draw(answered.result, answered.reading, theme)


def events(contents: Contents) -> tuple[Event, ...]:
    """Responses marked to be shown on charts, and annotations, by day."""
    shown = [
        Event(response.starts, response.name)
        for response in contents.responses
        if response.on_charts and response.starts and response.state is not ResponseState.REJECTED
    ]
    shown += [Event(one.day, one.words) for one in contents.annotations]
    return tuple(sorted(shown, key=lambda event: event.day))
