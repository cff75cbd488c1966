"""Data taken down from the casebook once and kept at hand while it is in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from workbench.domain.data import Boundaries, Dataset, Edition, SamePlace
from workbench.domain.reference import ReferenceTable
from workbench.store.casebook import Casebook

if TYPE_CHECKING:
    import polars as pl

    from workbench.analysis.incidents import Incidents
    from workbench.analysis.reference import Reference
    from workbench.analysis.shapes import Shapes

D = TypeVar("D")

ROOM = 6  # frames, boundary files and the areas of rows kept at hand
PICTURES = 64  # drawn results


class Shelf:
    """Editions as incidents and boundary files as shapes; safe to ask from any thread."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._drawn: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def edition(self, edition_id: UUID) -> Edition:
        """The record of an edition."""
        with self.casebook.reading() as reader:
            return reader.get(Edition, edition_id)

    def incidents(self, edition_id: UUID) -> Incidents:
        """The rows of an edition and what is known about them, also of their addresses."""
        from workbench.analysis.incidents import Incidents

        with self.casebook.reading() as reader:
            edition = reader.get(Edition, edition_id)
            dataset = reader.get(Dataset, edition.dataset_id)
            answers = reader.all(SamePlace, dataset_id=dataset.id)
        source = dataset.source or dataset.name
        return Incidents(
            frame=self._frame(edition.content),
            precision=edition.precision,
            places=edition.places,
            summed=edition.summed,
            source=f"{source}, edition {edition.number}",
            same=tuple((one.first, one.second) for one in answers if one.same),
            apart=tuple((one.first, one.second) for one in answers if not one.same),
        )

    def shapes(self, boundaries_id: UUID) -> Shapes:
        """The shapes of a boundary file."""
        from workbench.analysis.codec import unpack
        from workbench.analysis.shapes import Shapes

        with self.casebook.reading() as reader:
            boundaries = reader.get(Boundaries, boundaries_id)
        found: Shapes = self._take(
            boundaries.content, lambda parts: unpack(b"".join(parts), Shapes)
        )
        return found

    def labels(self, edition_id: UUID, boundaries_id: UUID) -> pl.DataFrame:
        """The area of a boundary file in which each row of an edition lies; see ``membership``."""
        from workbench.analysis import membership

        with self.casebook.reading() as reader:
            edition, file = reader.get(Edition, edition_id), reader.get(Boundaries, boundaries_id)

        def make() -> pl.DataFrame:
            return membership.labels(self.incidents(edition_id), self.shapes(boundaries_id))

        found: pl.DataFrame = self._keep(f"{edition.content} in {file.content}", make)
        return found

    def reference(self, reference_id: UUID) -> Reference:
        """The values of a reference table."""
        from workbench.analysis.codec import unpack
        from workbench.analysis.reference import Reference

        with self.casebook.reading() as reader:
            kept = reader.get(ReferenceTable, reference_id)
        found: Reference = self._take(
            kept.content, lambda parts: unpack(b"".join(parts), Reference)
        )
        told = {"name": kept.name, "unit": kept.unit, "source": kept.source, "dated": kept.dated}
        return replace(found, **told)  # type: ignore[arg-type]

    def drawn(self, key: Hashable, draw: Callable[[], D]) -> D:
        """Something drawn from immutable data, drawn once: the key must name all it depends on."""
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                found: D = self._drawn[key]
                return found
        made = draw()
        with self._lock:
            self._drawn[key] = made
            while len(self._drawn) > PICTURES:
                self._drawn.popitem(last=False)
        return made

    def _frame(self, key: str) -> pl.DataFrame:
        from workbench.analysis.incidents import with_categories
        from workbench.intake.packing import unpack

        found: pl.DataFrame = self._take(key, lambda parts: with_categories(unpack(parts)))
        return found

    def _take(self, key: str, open_parts: Any) -> Any:
        def read() -> Any:
            with self.casebook.reading() as reader:
                parts = reader.blob(key)
            return open_parts(parts)

        return self._keep(key, read)

    def _keep(self, key: str, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > ROOM:
                self._kept.popitem(last=False)
        return made
