"""Bringing in data: a file becomes an edition of a dataset, wholly or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from workbench.analysis import area_codes
from workbench.analysis.codec import pack as pack_result
from workbench.analysis.incidents import Incidents
from workbench.domain.changes import Changes
from workbench.domain.data import Boundaries, Dataset, Edition, Recipe
from workbench.domain.progress import SILENT, Progress
from workbench.intake import making, packing
from workbench.intake.boundaries import read_boundaries
from workbench.intake.making import Made
from workbench.intake.recipe import Choices, from_json
from workbench.intake.source import Source
from workbench.store.casebook import Casebook
from workbench.store.unit import Unit

_CODE_KEY = "code key"


def code_key(casebook: Casebook) -> bytes:
    """The secret by which this casebook replaces names with codes; made at first need."""
    with casebook.changing("Make code key") as unit:
        kept = unit.setting(_CODE_KEY)
        if not kept:
            kept = os.urandom(32).hex()
            unit.set(_CODE_KEY, kept)
    return bytes.fromhex(kept)


def ahead(
    casebook: Casebook, source: Source, choices: Choices, progress: Progress = SILENT
) -> Made:
    """Read a source by the choices as it would come in, and keep nothing of it.

    Names get the codes that this casebook gives them, so that rows can be held against an earlier
    edition; as long as it has no key for codes, a throw-away one does.

    Raises:
        WorkbenchError: in words, when the file cannot be brought in as chosen.
        CancelledError: it was stopped.
    """
    key = None
    if choices.needs_key:
        with casebook.reading() as reader:
            kept = reader.setting(_CODE_KEY)
        key = bytes.fromhex(kept) if kept else os.urandom(32)
    return making.make(source, choices, progress, key)


def bring_in(
    casebook: Casebook,
    dataset: Dataset,
    source: Source,
    choices: Choices,
    progress: Progress = SILENT,
    recipe_name: str = "",
) -> Changes:
    """Read a source by the choices made and keep it as the next edition of a dataset.

    Args:
        casebook: where to.
        dataset: a new one, or one that is there: then this is its next edition.
        source: the file as it was opened.
        choices: what its columns are.
        progress: told at each step; stopping at any of them leaves nothing behind.
        recipe_name: keep the choices for the next file under this name, if one is given.

    Raises:
        WorkbenchError: in words, when the file cannot be brought in as chosen.
        CancelledError: it was stopped; nothing was kept.
    """
    key = code_key(casebook) if choices.needs_key else None
    made = making.make(source, choices, progress, key)
    parts = packing.pack(made.frame, progress)
    with casebook.changing(f"Bring in {source.name}") as unit:
        content = unit.put(parts)
        progress.report(1, 1, "Keeping it in the casebook")
        _keep(unit, dataset, _edition(casebook, dataset, source, choices, made, content))
        if recipe_name.strip():
            _keep_recipe(unit, recipe_name.strip(), choices)
    return unit.changes


def _edition(
    casebook: Casebook, dataset: Dataset, source: Source, choices: Choices, made: Made, content: str
) -> Edition:
    runs = area_codes.stretches(area_codes.coded(_incidents(made)))
    return Edition(
        dataset_id=dataset.id,
        brought_in=casebook.now().replace(microsecond=0),
        file_name=source.name,
        file_hash=source.sha256,
        content=content,
        rows_read=made.rows_read,
        rows_in=made.rows_in,
        left_out=made.left_out,
        notes=(*made.notes, *_codes_said(runs)),
        columns=made.columns,
        precision=made.precision,
        places=made.places,
        summed=made.summed,
        first=made.first,
        last=made.last,
        recipe=choices.to_json(),
        area_codes=area_codes.in_words(runs),
    )


def _codes_said(runs: Sequence[area_codes.Stretch]) -> list[str]:
    """Which edition the small-area codes are of, where that can be told."""
    known = [f"{area_codes.span(run)} of {run.edition}" for run in runs if run.edition]
    if len(known) > 1:
        return [f"Small-area codes: {'; '.join(known)}."]
    return [f"Small-area codes of {run.edition}." for run in runs if run.edition]


def _incidents(made: Made) -> Incidents:
    return Incidents(made.frame, made.precision, made.places, made.summed)


def _keep(unit: Unit, dataset: Dataset, edition: Edition) -> None:
    if unit.find(Dataset, dataset.id) is None:
        unit.add(dataset)
    earlier = unit.all(Edition, dataset_id=dataset.id)
    unit.add(replace(edition, number=max((one.number for one in earlier), default=0) + 1))


def _keep_recipe(unit: Unit, name: str, choices: Choices) -> None:
    layout = replace(choices, name=name).to_json()
    known = unit.all(Recipe, name=name)
    if known:
        unit.replace(replace(known[0], layout=layout))
    else:
        unit.add(Recipe(name=name, layout=layout))


def recipes(casebook: Casebook) -> list[Choices]:
    """The recipes kept in this casebook, newest first."""
    with casebook.reading() as reader:
        return [from_json(recipe.layout) for recipe in reader.all(Recipe)[::-1]]


def bring_in_boundaries(
    casebook: Casebook,
    problem_id: UUID,
    paths: Path | Sequence[Path],
    name: str = "",
    progress: Progress = SILENT,
) -> Changes:
    """Read boundary files as one set of small areas and keep them on a problem.

    Raises:
        UnreadableFileError: in words, when they cannot be read.
    """
    return take_boundaries(casebook, problem_id, paths, name, progress)[0]


def take_boundaries(
    casebook: Casebook,
    problem_id: UUID,
    paths: Path | Sequence[Path],
    name: str = "",
    progress: Progress = SILENT,
) -> tuple[Changes, tuple[str, ...]]:
    """The same, and what was assumed, mended or left out, a sentence each."""
    files = [paths] if isinstance(paths, Path) else list(paths)
    read = read_boundaries(files, progress=progress)
    with casebook.changing("Bring in boundaries") as unit:
        unit.add(
            Boundaries(
                problem_id=problem_id,
                name=name.strip() or files[0].stem,
                source=read.shapes.source,
                edition=read.shapes.edition,
                count=len(read.shapes.codes),
                content=unit.put([pack_result(read.shapes)]),
                file_name=files[0].name,
            )
        )
    return unit.changes, read.notes
