"""What is known about the quality of an edition, and which of it matters to a question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.data import Boundaries, Role
from workbench.services.joins import Joins, joins, joins_of
from workbench.services.shelf import Shelf

if TYPE_CHECKING:
    from workbench.analysis.incidents import Incidents
    from workbench.analysis.kind import AnyKind
    from workbench.analysis.shapes import Shapes
    from workbench.intake.making import Made
    from workbench.intake.quality_fact import Concern, Fact

Account = tuple[int, tuple[tuple[str, int], ...]]  # rows read; left out, by reason

_COVER = 0.8  # of the rows: boundaries that hold so many are those of the area
_SAMPLE = 2_000  # points


@dataclass(frozen=True)
class Quality:
    """The facts about one edition, the gravest first, and how its codes fit the boundaries."""

    edition_id: UUID
    facts: tuple[Fact, ...]
    joins: Joins

    def told(self) -> tuple[Fact, ...]:
        """What was found; the rest was looked for and is not there."""
        return tuple(fact for fact in self.facts if fact.n)

    def silent(self) -> tuple[str, ...]:
        """What was looked for and not found."""
        return tuple(fact.what for fact in self.facts if not fact.n)

    def things(self, kind: AnyKind | None = None) -> tuple[Fact, ...]:
        """What to know before an answer is believed: amber and red, of one question or of all."""
        grave = [fact for fact in self.told() if fact.light.value != "green"]
        if kind is None:
            return tuple(grave)
        concerned = concerns(kind)
        return tuple(fact for fact in grave if concerned & set(fact.harms))

    def by_area(self, kind: AnyKind | None) -> bool:
        """Whether it matters to a question which boundaries the rows are put into."""
        return kind is not None and kind.wants_shapes and _by_area(kind)


def quality(shelf: Shelf, edition_id: UUID, boundaries: Sequence[Boundaries] = ()) -> Quality:
    """The quality of an edition, worked out once; for a worker.

    Args:
        shelf: where the rows are kept at hand.
        edition_id: whose rows.
        boundaries: the files of the problem: codes are held against them, and points outside the
            one that covers the rows are counted.

    Raises:
        NotFoundError: the edition is no longer in the casebook.
    """
    key = ("quality", edition_id, tuple(one.content for one in boundaries))
    return shelf.drawn(key, lambda: _quality(shelf, edition_id, boundaries))


def ahead(shelf: Shelf, made: Made, boundaries: Sequence[Boundaries] = ()) -> tuple[Fact, ...]:
    """The facts about rows that are not kept yet, held against the boundaries; for a worker.

    Args:
        shelf: where the boundaries are kept at hand.
        made: the rows as they would come in.
        boundaries: the files of the problem.
    """
    from workbench.analysis.incidents import Incidents

    rows = Incidents(made.frame, made.precision, made.places, made.summed)
    found = joins_of(shelf, rows, boundaries)
    account = (made.rows_read, made.left_out)
    return _facts(shelf, rows, account, found, boundaries, made.doubt)


def _quality(shelf: Shelf, edition_id: UUID, boundaries: Sequence[Boundaries]) -> Quality:
    edition, rows = shelf.edition(edition_id), shelf.incidents(edition_id)
    found = joins(shelf, edition_id, boundaries)
    account = (edition.rows_read, edition.left_out)
    doubt = _doubt(edition.recipe)
    return Quality(edition_id, _facts(shelf, rows, account, found, boundaries, doubt), found)


def _doubt(recipe: str) -> str:
    """What was doubted of the shape of a file when it was brought in."""
    try:
        kept = json.loads(recipe or "{}")
    except ValueError:
        return ""
    return str(kept.get("doubt", "")) if isinstance(kept, dict) else ""


def _facts(
    shelf: Shelf,
    rows: Incidents,
    account: Account,
    found: Joins,
    boundaries: Sequence[Boundaries],
    doubt: str,
) -> tuple[Fact, ...]:
    """All facts, the gravest first; those about codes before others as grave."""
    from workbench.intake import quality as checks

    outlines = _outlines(shelf, found, rows, boundaries)
    material = checks.Material(
        rows.frame, rows.precision, rows.places, rows.summed, *account, outlines, doubt
    )
    grave = {light: at for at, light in enumerate(("red", "amber", "green"))}
    every = (*_codes(found, rows), *checks.facts(material))
    return tuple(sorted(every, key=lambda fact: grave[fact.light.value]))


def _outlines(
    shelf: Shelf, found: Joins, rows: Incidents, boundaries: Sequence[Boundaries]
) -> Shapes | None:
    """The boundaries of the area that the rows are about: by their codes, else by their points."""
    if rows.places != "bng" or not rows.has(Role.EASTING):
        return None
    best = found.best()
    if best is not None and best.lost <= (1 - _COVER) * best.rows:
        return shelf.shapes(best.boundaries_id)
    from workbench.intake.quality_place import outside_of

    points = rows.frame.select(Role.EASTING.value, Role.NORTHING.value).drop_nulls()
    some = points.gather_every(max(1, points.height // _SAMPLE))
    outside = [
        (float(outside_of(some, shelf.shapes(one.id)).mean()), at)
        for at, one in enumerate(boundaries)
        if some.height
    ]
    least, at = min(outside, default=(1.0, 0))
    return shelf.shapes(boundaries[at].id) if least <= 1 - _COVER else None


def _codes(found: Joins, rows: Incidents) -> list[Fact]:
    """Editions of codes that are mixed, and rows whose code the best boundary file lacks."""
    from workbench.intake.quality_fact import Concern, Fact, Light, light

    areas = (Concern.AREAS,)
    made = _mixed(found, rows)
    best = found.best()
    if best is not None and best.lost:
        advice = found.advice(best.boundaries_id)
        effect = " ".join(advice) or "they lie over the border, and are in no area"
        shade = Light.AMBER if advice else light(best.lost, best.rows)
        what = f"No area in “{best.name}” has their code"
        made.append(Fact(shade, what, best.lost, best.rows, effect, areas))
    return made


def _mixed(found: Joins, every: Incidents) -> list[Fact]:
    """Codes of two editions in one file; the count is of the rarer."""
    from workbench.analysis.area_codes import span
    from workbench.intake.quality_fact import Concern, Fact, Light

    rows: dict[str, int] = {}
    for run in found.stretches:
        if run.edition:
            rows[run.edition] = rows.get(run.edition, 0) + run.rows
    if len(rows) < 2:
        return []
    runs = "; ".join(f"{span(run)} of {run.edition}" for run in found.stretches if run.edition)
    what = f"Small-area codes of two editions: {runs}"
    effect = "no one boundary file fits all months: ask about the months of one edition"
    if every.places == "bng":
        effect += ", or place rows by their point where the map of areas lets you choose"
    return [Fact(Light.AMBER, what, min(rows.values()), every.n, effect, (Concern.AREAS,))]


def concerns(kind: AnyKind) -> frozenset[Concern]:
    """What a question rests on, told from the columns it needs."""
    from workbench.intake.quality_fact import Concern

    found = {Concern.ROWS}
    timed = kind.group.startswith(("When", "Did it")) or Role.START in kind.needs
    where = kind.group.startswith("Where")
    for holds, concern in (
        (timed, Concern.MONTHS),
        (not kind.precision.months or Role.END in kind.needs, Concern.HOURS),
        (any(one.kind == "type" for one in kind.parameters), Concern.TYPES),
        (Role.TYPE in kind.needs, Concern.TYPES),
        (Role.PLACE in kind.needs or _by_place(kind), Concern.NAMES),
        (Role.EASTING in kind.needs or (where and not kind.wants_shapes), Concern.POINTS),
        (Role.AREA in kind.needs or _by_area(kind), Concern.AREAS),
        (Role.OUTCOME in kind.needs, Concern.OUTCOMES),
    ):
        if holds:
            found.add(concern)
    return frozenset(found)


def _by_place(kind: AnyKind) -> bool:
    """Whether rows are counted by the place they name, as in top places and repeats."""
    return any(word in kind.key for word in ("place", "repeat", "time_course", "lorenz"))


def _by_area(kind: AnyKind) -> bool:
    """Whether rows are put into the areas of a boundary file, and not only drawn over them."""
    return kind.wants_shapes and Role.EASTING not in kind.needs and not _by_place(kind)
