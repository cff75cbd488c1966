"""What a kind of analysis is: a question, asked of incidents, answered by a frozen result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from workbench.analysis.incidents import Incidents
from workbench.analysis.reference import Reference
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Precision, Role
from workbench.domain.progress import SILENT, Progress

Value = str | int | float | bool | None | Sequence[str]
Cell = str | int | float | date | None
R = TypeVar("R")


@dataclass(frozen=True)
class Parameter:
    """One thing that may be set about a question, as data for a form.

    ``kind`` is "choice", "whole" (number), "number", "yes", "text" (a line of words), "month"
    ("2024-01"), "type" (one of the kinds of incident in the data) or "areas" (codes of small
    areas).
    """

    key: str
    label: str
    kind: str
    default: Value
    choices: tuple[tuple[str, str], ...] = ()
    low: float | None = None
    high: float | None = None
    hint: str = ""

    def told(self, value: Value) -> str:
        """A value in a few words, to tell two answers apart; "" where that takes many."""
        match self.kind:
            case "choice":
                said = dict(self.choices).get(str(value), str(value)).lower()
                return said if any(map(str.isalpha, said)) else f"{self.label.lower()} {said}"
            case "yes":
                return self.label.lower() if value else f"not {self.label.lower()}"
            case "areas" | "text":
                return ""
            case "type":
                return str(value or "")
        return "" if value is None or value == "" else f"{self.label.lower()} {value}"


@dataclass(frozen=True)
class Event:
    """Something that happened on a day and is drawn on time charts."""

    day: date
    words: str


@dataclass(frozen=True)
class Asked:
    """Everything handed to an analysis: rows, settings, shapes, events, and a way to be stopped."""

    incidents: Incidents
    parameters: Mapping[str, Value] = field(default_factory=dict)
    shapes: Shapes | None = None
    events: tuple[Event, ...] = ()
    progress: Progress = SILENT
    reference: Reference | None = None


@dataclass(frozen=True)
class Basis:
    """What a result rests on; part of every result, so that no figure travels without it."""

    source: str
    n: int
    first: date | None
    last: date | None
    left_out: tuple[tuple[str, int], ...] = ()  # reason, rows
    chosen: str = ""  # which of the rows were asked, in words; empty when it was all of them
    lost: int = 0  # incidents that may lie in the areas asked about: they have no place


@dataclass(frozen=True)
class Column:
    """A column of a table; ``places`` are decimals, None for text."""

    name: str
    places: int | None = None
    percent: bool = False  # the value is a share, 0 to 1


@dataclass(frozen=True)
class Table:
    """A result as rows; the same on screen, clipboard, Word, PDF and Excel."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False  # the last row is a total


@dataclass(frozen=True)
class Reading:
    """A result in plain English, and the words round its chart.

    ``finding`` is a full sentence without its stop; ``tone`` is "change", "same" or "unsure" and
    says which chip goes beside it, whose words are ``says``. A ``grave`` caveat is one without
    which the finding misleads; it is shown in red, and set apart on paper.
    """

    finding: str
    measure: str
    sentences: tuple[str, ...]
    caveat: str
    working: tuple[str, ...] = ()
    says: str = ""
    tone: str = "unsure"
    grave: bool = False


@dataclass(frozen=True)
class AnalysisKind(Generic[R]):
    """One question the program can answer.

    ``result`` is a frozen dataclass with a field ``basis: Basis``; it holds facts, no words of
    ours. ``run`` raises CannotAnswerError in words when the data cannot bear the question.
    """

    key: str
    group: str  # "When does it happen?", "Where?", "Who and what?", "Did it work?"
    name: str
    question: str
    result: type[R]
    run: Callable[[Asked], R]
    table: Callable[[R], Table]
    reading: Callable[[R], Reading]
    needs: tuple[Role, ...] = ()
    precision: Precision = Precision.MONTH
    parameters: tuple[Parameter, ...] = ()
    wants_shapes: bool = False
    wants_reference: str = ""  # "weights" or "exposure": the table it cannot do without
    may_use_reference: str = ""  # likewise, a table that it can say more with
    pack: int = 0  # place in the scan pack, 1 to 6; 0 is not in it
    outside: Callable[[R, int], R] | None = None  # what readers outside may see, below a threshold
    exact: Callable[[R], bool] | None = None  # whether a result shows exact places
    called: Callable[[R], str] | None = None  # a kept answer, where its name alone says too little

    def settings(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """The given parameters, completed with the defaults."""
        return {p.key: given.get(p.key, p.default) for p in self.parameters}

    def chosen(self, given: Mapping[str, Value]) -> tuple[str, ...]:
        """The settings that are not the usual ones, each in a word or two."""
        return tuple(
            told
            for one in self.parameters
            if given.get(one.key, one.default) != one.default and (told := one.told(given[one.key]))
        )


AnyKind = AnalysisKind[Any]
