"""Which of a problem's boundary files the small-area codes of an edition belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.data import Boundaries
from workbench.services.shelf import Shelf

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.area_codes import Stretch
    from workbench.analysis.incidents import Incidents


@dataclass(frozen=True)
class Fit:
    """One boundary file beside the rows: how many of them, month by month, it has no area for."""

    boundaries_id: UUID
    name: str
    edition: str
    level: str
    months: tuple[tuple[date | None, int, int], ...]  # month, rows with a code, without an area
    stretches: tuple[Stretch, ...]

    @property
    def lost(self) -> int:
        """Rows with a code that would find no area."""
        return sum(lost for _, _, lost in self.months)

    @property
    def rows(self) -> int:
        """Rows with a code."""
        return sum(rows for _, rows, _ in self.months)


@dataclass(frozen=True)
class Joins:
    """What the codes of an edition are, and how each boundary file fits them, best first."""

    level: str
    editions: str
    stretches: tuple[Stretch, ...]
    fits: tuple[Fit, ...]
    pointed: bool = False  # rows without a code of the file are put into it by their points

    def best(self) -> Fit | None:
        """The file that lacks fewest rows, if it has areas for any."""
        found = min(self.fits, key=lambda fit: fit.lost, default=None)
        return found if found is not None and found.lost < found.rows else None

    def advice(self, boundaries_id: UUID) -> tuple[str, ...]:
        """What to know before rows are joined to a boundary file; empty when it fits."""
        chosen = next((fit for fit in self.fits if fit.boundaries_id == boundaries_id), None)
        if chosen is None or not chosen.rows:
            return ()
        if chosen.lost == chosen.rows:
            return (self._other_kind(chosen),)
        pairs = enumerate(chosen.stretches)
        return tuple(self._misfit(chosen, at) for at, run in pairs if run.misfits)

    def _other_kind(self, chosen: Fit) -> str:
        ours, theirs = self.level or "areas", chosen.level or "areas"
        if ours != theirs:
            return (
                f"“{chosen.name}” holds {theirs}, the rows have codes of {ours}: rows are put into "
                "them by their points, where they have points."
            )
        return (
            f"“{chosen.name}” has none of the areas that the rows name. {self._instead(chosen, 0)}"
        )

    def _misfit(self, chosen: Fit, at: int) -> str:
        from workbench.analysis.area_codes import span

        run = chosen.stretches[at]
        when = f" of {span(run)}" if len(chosen.stretches) > 1 else ""
        codes = ""
        if run.edition and chosen.edition and run.edition != chosen.edition:
            codes = (
                f" The rows use codes of {run.edition}, “{chosen.name}” holds those of "
                f"{chosen.edition}."
            )
        how = "have no code" if self.pointed else "would find no area"
        lost = f"{run.lost:,} of {run.rows:,} rows{when} {how} in “{chosen.name}”"
        lost += " and are put into it by their points." if self.pointed else "."
        return f"{lost}{codes} {self._instead(chosen, at)}"

    def _instead(self, chosen: Fit, at: int) -> str:
        """The file that fits these months, or what to bring in."""
        others = [fit for fit in self.fits if fit is not chosen and not fit.stretches[at].misfits]
        better = min(others, key=lambda fit: fit.stretches[at].lost, default=None)
        if better is not None:
            lost = better.stretches[at].lost
            rest = f", where {lost:,} have none" if lost else ""
            return f"Use “{better.name}” instead{rest}."
        edition = self.stretches[at].edition
        what = f"{self.level or 'boundaries'}{f' of {edition}' if edition else ''}"
        return f"Bring in {what} that cover these rows."


def joins(shelf: Shelf, edition_id: UUID, boundaries: Sequence[Boundaries]) -> Joins:
    """Hold the codes of an edition against every boundary file there is; for a worker.

    Args:
        shelf: where rows and shapes are kept at hand.
        edition_id: whose codes.
        boundaries: the files to compare.
    """
    key = ("joins", edition_id, tuple(one.content for one in boundaries))
    return shelf.drawn(key, lambda: joins_of(shelf, shelf.incidents(edition_id), boundaries))


def joins_of(shelf: Shelf, rows: Incidents, boundaries: Sequence[Boundaries]) -> Joins:
    """The same for rows that need not be kept yet."""
    from workbench.analysis import area_codes
    from workbench.analysis.membership import pointed

    found = area_codes.coded(rows)
    if found.is_empty():
        return Joins("", "", (), ())
    each = area_codes.editions(found)
    fits = []
    for one in boundaries:
        shapes = shelf.shapes(one.id)
        known = (*shapes.codes, *shapes.names)
        by_month = area_codes.unmatched(found, known)
        runs = area_codes.stretches(found, known, each)
        level = area_codes.level(shapes.codes)
        months = tuple(by_month.iter_rows())
        fits.append(Fit(one.id, one.name, shapes.edition, level, months, runs))
    runs = area_codes.stretches(found, each=each)
    fits.sort(key=lambda fit: (fit.lost, fit.name))
    level = area_codes.level(found["code"].unique().to_list())
    return Joins(level, area_codes.in_words(runs), runs, tuple(fits), pointed(rows))
