"""Selection: what is chosen on map, chart or table, which the others show as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from workbench.analysis.filter import Filter
    from workbench.domain.data import Area


@dataclass(frozen=True)
class Chosen:
    """Small areas, an outline, or places; areas and outline say the same in two ways.

    ``places`` are words as the rows have them. ``drawn`` says that the outline is what was chosen,
    and the areas are those whose middle lies in it. ``circle`` is easting, northing and radius.
    """

    areas: tuple[str, ...] = ()
    outline: str = ""
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of the places or areas, as they are shown
    drawn: bool = False
    circle: tuple[float, float, float] | None = None
    boundaries_id: UUID | None = None
    incidents: int | None = None  # of the rows on show; None until they are counted

    @property
    def short(self) -> str:
        """What is chosen, for the chip: areas, a drawn area or places, and how many incidents."""
        if self.drawn and self.areas:
            return replace(self, drawn=False).words
        return replace(self, circle=None).words

    @property
    def words(self) -> str:
        """What is chosen, and how many incidents."""
        if self.places:
            said = self.names[0] if len(self.names) == 1 else f"{len(self.names)} places"
        elif self.drawn:
            said = "a drawn area"
            if self.circle:
                said = f"a circle of {self.circle[2]:,.0f} m"
            if self.areas:
                said += f" ({_areas(len(self.areas))})"
        else:
            said = self._called or _areas(len(self.areas))
        if self.incidents is None:
            return said
        return f"{said}, {self.incidents:,} incident{'' if self.incidents == 1 else 's'}"

    @property
    def _called(self) -> str:
        """The names of one or two areas; of more their number says enough."""
        return " and ".join(self.names) if self.areas and len(self.names) <= 2 else ""

    def narrow(
        self, chosen: Filter, columns: Sequence[str], areas: Sequence[Area] = ()
    ) -> Filter | None:
        """A filter that lets through only what is chosen; None when the rows cannot tell.

        Args:
            chosen: what else is asked.
            columns: those of the edition, by role.
            areas: the named areas of the problem, by whose name it is called if it is one of them.
        """
        from workbench.services.placing import named

        placed, file = "easting" in columns, str(self.boundaries_id or "")
        if self.places and "place" in columns:
            return replace(chosen, places=self.places)
        if self.outline and self.drawn and placed:
            return named(replace(chosen, outline=self.outline), areas)
        if self.areas and ("area" in columns or (file and placed)):
            narrowed = replace(chosen, areas=self.areas, boundaries=file, named=self._called)
            return named(narrowed, areas)
        return None


class Selection(QObject):
    """The one selection of the problem in hand.

    Signals:
        changed: something else is chosen, or nothing.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: Chosen | None = None

    def choose(self, chosen: Chosen | None) -> None:
        """Choose something else; None or nothing at all clears it."""
        if chosen is not None and not (chosen.areas or chosen.outline or chosen.places):
            chosen = None
        if chosen != self.now:
            self.now = chosen
            self.changed.emit()

    def forget(self) -> None:
        """Choose nothing, in silence: those who listened are put away."""
        self.now = None

    def clear(self) -> None:
        """Choose nothing."""
        self.choose(None)


def _areas(count: int) -> str:
    return f"{count:,} area{'' if count == 1 else 's'}"
