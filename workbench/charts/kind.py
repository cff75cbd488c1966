"""What a kind of chart is: the picture of one kind of analysis, under the same key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.charts.theme import Theme

R = TypeVar("R")


@dataclass(frozen=True)
class ChartKind(Generic[R]):
    """Draws a frozen result; its words come from the reading, never from here."""

    key: str
    draw: Callable[[R, Reading, Theme], Figure]


AnyChart = ChartKind[Any]
