"""Building the practice problem: its records, its data brought in, its questions asked."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from workbench.analysis.filter import Filter
from workbench.analysis.kind import Value
from workbench.domain.assessment import Assessment
from workbench.domain.data import Area, Boundaries, Dataset, Edition
from workbench.domain.evidence import CardState, EvidenceCard
from workbench.domain.progress import SILENT, Progress
from workbench.domain.record import Record
from workbench.intake.columns import propose
from workbench.intake.opening import open_file
from workbench.services import asking, assessing, bringing_in, cards, records
from workbench.services.asking import Request
from workbench.services.placing import named
from workbench.services.practice import incidents, tables, town
from workbench.services.practice.records import MAIN, OTHERS, Practice, practice
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

PASSPHRASE: Final = "practice"
SOURCE: Final = "PRACTICE missing reports, Westbrook and Easthaven (made up)"
_NAMES: Final = {
    "trend": "Missing reports a month, three homes",
    "top_places": "Homes and places that reports come from",
    "hour_week": "When children go missing",
    "repeats": "Children reported more than once",
    "map_points": "Where reports come from",
    "year_on_year": "This year against last",
    "map_areas": "Reports by small area",
}
_FOR_PARTNERS: Final = ("trend", "hour_week", "year_on_year", "map_areas")
_FROZEN: Final = ("repeats",)
_SETTINGS: Final[Mapping[str, Mapping[str, Value]]] = {"repeats": {"by": "person"}}


def build(casebook: Casebook, progress: Progress = SILENT) -> UUID:
    """Fill an empty casebook with the practice problems and return the main one's id.

    Everything goes the way a user's own work goes: the made-up export is brought in as a file,
    each card is asked of the data, the assessment is worked out.
    """
    today = casebook.now().date()
    main = practice(MAIN, today)
    others = [record for key in OTHERS for record in practice(key, today).records]
    progress.report(0, 5, "Writing records")
    records.add_all(casebook, [*others, *main.records], "Practice problems")
    with tempfile.TemporaryDirectory() as folder:
        progress.report(1, 5, "Bringing in practice data")
        edition = _bring_in(casebook, main.problem_id, Path(folder), progress)
        boundaries = _boundaries(casebook, main.problem_id, Path(folder))
        tables.bring_in(casebook, Path(folder))
    shelf = Shelf(casebook)
    progress.report(2, 5, "Asking the questions")
    kept = _cards(casebook, shelf, main, edition, boundaries)
    progress.report(3, 5, "Weighing the evidence")
    records.add_all(casebook, _weighings(main, kept), "Weigh evidence")
    progress.report(4, 5, "Working out the assessment")
    _assess(casebook, shelf, main.problem_id, edition)
    casebook.checkpoint("Practice problem as it comes")
    return main.problem_id


def _bring_in(casebook: Casebook, problem_id: UUID, folder: Path, progress: Progress) -> Edition:
    path = incidents.write_csv(folder / "Missing reports PRACTICE.csv")
    source = open_file(path)
    dataset = Dataset(
        problem_id=problem_id,
        name="Missing reports (PRACTICE)",
        source=SOURCE,
        purpose="To understand and reduce repeat missing reports from three children's homes.",
        basis="Practice data, made up: no lawful basis is needed",
        review=date(2027, 3, 31),
    )
    changes = bringing_in.bring_in(casebook, dataset, source, propose(source))
    progress.report(1, 5, "Practice data is in")
    return next(c.after for c in changes if isinstance(c.after, Edition))


def _boundaries(casebook: Casebook, problem_id: UUID, folder: Path) -> Boundaries:
    path = town.write_boundaries(folder / "Practice small areas.geojson")
    changes = bringing_in.bring_in_boundaries(
        casebook, problem_id, path, "Practice small areas (made up)"
    )
    made = next(c.after for c in changes if isinstance(c.after, Boundaries))
    for area in records.contents(casebook, problem_id).areas:
        records.amend(casebook, Area, area.id, boundaries_id=made.id)
    return made


def _cards(
    casebook: Casebook, shelf: Shelf, main: Practice, edition: Edition, boundaries: Boundaries
) -> Mapping[str, UUID]:
    """Keep one card a question, asked of the treated area, and return their ids by question."""
    contents = records.contents(casebook, main.problem_id)
    treated = next(area for area in contents.areas if area.role == "treated")
    kept: dict[str, UUID] = {}
    for question, name in _NAMES.items():
        kind = asking.known_question(question)
        request = Request(
            question,
            edition.id,
            filter=named(Filter(areas=treated.codes, boundaries=str(boundaries.id)), [treated]),
            parameters=_SETTINGS.get(question, {}),
            boundaries_id=boundaries.id if kind.wants_shapes else None,
            events=asking.events(contents),
        )
        outside = ("council", "school") if question in _FOR_PARTNERS else ()
        audiences = ("internal", *outside)
        changes = cards.keep(
            casebook, main.problem_id, request, asking.ask(shelf, request), name, audiences
        )
        card = next(c.after for c in changes if isinstance(c.after, EvidenceCard))
        kept[question] = card.id
        state = CardState.FROZEN if question in _FROZEN else CardState.LIVE
        records.amend(
            casebook, EvidenceCard, card.id, starred=question in _FOR_PARTNERS, state=state
        )
    return kept


def _weighings(main: Practice, kept: Mapping[str, UUID]) -> list[Record]:
    return list(main.weighings(kept))


def _assess(casebook: Casebook, shelf: Shelf, problem_id: UUID, edition: Edition) -> None:
    contents = records.contents(casebook, problem_id)
    for assessment in contents.assessments:
        areas = {area.id: area for area in contents.areas}
        if not {assessment.treated_id, assessment.control_id} <= set(areas):
            continue
        records.amend(casebook, Assessment, assessment.id, edition_id=edition.id)
        contents = records.contents(casebook, problem_id)
        chosen = next(one for one in contents.assessments if one.id == assessment.id)
        assessing.work_out(casebook, shelf, contents, chosen)
