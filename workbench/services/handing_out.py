"""Handing out: a briefing on a problem made as files without a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from workbench.briefings.presets import preset
from workbench.domain.briefing import Briefing
from workbench.domain.problem import Problem
from workbench.domain.progress import SILENT, Progress
from workbench.errors import NotFoundError, WorkbenchError
from workbench.services import papers, problems, records
from workbench.services.practice import building
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook, Clock

FORMS = ("docx", "pdf")


def find_problem(casebook: Casebook, words: str) -> Problem:
    """The problem of that reference, or else of that name or a part of it.

    Raises:
        NotFoundError: there is none, or more than one.
    """
    there = problems.all_problems(casebook)
    wanted = words.strip().casefold()
    exact = [one for one in there if wanted in (one.reference.casefold(), one.name.casefold())]
    found = exact or [one for one in there if wanted and wanted in one.name.casefold()]
    if len(found) == 1:
        return found[0]
    known = "; ".join(f"{one.reference} {one.name}" for one in found or there)
    why = "More than one problem is" if found else "No problem is"
    raise NotFoundError(
        f"{why} called “{words}” in this casebook. No file was made. "
        f"Give one of these references: {known or 'there is no problem in it yet'}."
    )


def hand_out(
    casebook: Casebook,
    problem_id: UUID,
    preset_key: str,
    folder: Path,
    forms: Sequence[str] = FORMS,
    progress: Progress = SILENT,
) -> list[Path]:
    """Make the files of a briefing: the one there is of this preset, or a new one.

    Raises:
        WorkbenchError: the disclosure check stops it; every reason is on a line of its own.
    """
    preset(preset_key)
    today = casebook.now().date()
    briefing = _briefing(casebook, problem_id, preset_key)
    contents = records.contents(casebook, problem_id)
    made = papers.paper(Shelf(casebook), contents, briefing, today, progress)
    if made.stops:
        reasons = "\n".join(f"- {finding.says}" for finding in made.stops)
        raise WorkbenchError(
            f"{made.stopped}\nNo file was made. Open the problem in the workbench, decide about "
            f"each of these under Briefing, and run this again:\n{reasons}"
        )
    return [papers.make_file(casebook, made, form, folder)[0] for form in forms]


def practice_pack(scratch: Path, folder: Path, clock: Clock, say: Callable[[str], None]) -> None:
    """Build the practice problem in a scratch casebook and make its briefings into a folder.

    Files of the same names are replaced; nothing else in the folder is touched.
    """
    say("Making the practice problem in a scratch casebook: made-up data, marked PRACTICE.")
    casebook = Casebook.create(scratch / "practice.psolve", building.PASSPHRASE, "practice", clock)
    try:
        problem_id = building.build(casebook)
        for key in _presets(casebook, problem_id):
            for path in hand_out(casebook, problem_id, key, scratch / "made"):
                say(f"Made {_copied(path, folder)}")
    finally:
        casebook.close()


def _copied(path: Path, folder: Path) -> Path:
    """Put a copy of a file into a folder that may be on another disk."""
    kept = folder / path.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(path.read_bytes())
    except OSError as error:
        raise WorkbenchError(
            f"{kept} could not be written. The practice files that stand there are as they were. "
            "Close the file if it is open, or choose another folder, and run this again."
        ) from error
    return kept


def _briefing(casebook: Casebook, problem_id: UUID, preset_key: str) -> Briefing:
    """The newest briefing of a preset on a problem, begun when there is none."""
    there = records.all_of(casebook, Briefing, problem_id=problem_id, preset=preset_key)
    if there:
        return there[-1]
    made, _ = papers.start_briefing(casebook, problem_id, preset_key)
    return records.get(casebook, Briefing, made)


def _presets(casebook: Casebook, problem_id: UUID) -> list[str]:
    """The presets of the briefings that the practice problem has."""
    there = records.all_of(casebook, Briefing, problem_id=problem_id)
    return list(dict.fromkeys(briefing.preset for briefing in there))
