"""The self test: shows on this very machine that every part of the program works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from workbench.domain.progress import SILENT
from workbench.errors import WorkbenchError, WrongKeyError
from workbench.store.casebook import Casebook, Clock

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind, Value
    from workbench.guide.contents import Contents

Say = Callable[[str], None]
Step = Callable[["Scratch"], str]
PASSPHRASE = "self test, thrown away"


class FaultError(WorkbenchError):
    """Something that the self test found wrong."""


class Scratch:
    """What the steps hand on: a folder that is thrown away, and the casebook made in it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock
        self.casebook = Casebook.create(folder / "self-test.psolve", PASSPHRASE, "self test", clock)
        self.problem_id: UUID | None = None


def self_test(folder: Path, clock: Clock, say: Say) -> list[str]:
    """Try every part in a scratch folder, saying a line each; return what failed."""
    scratch = Scratch(folder, clock)
    faults = []
    try:
        for name, step in STEPS:
            try:
                say(f"ok      {name}: {step(scratch)}")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
                faults.append(name)
                say(f"FAILED  {name}: {type(error).__name__}: {error}")
    finally:
        scratch.casebook.close()
    return faults


def offers() -> Iterator[tuple[str, list[str]]]:
    """Everything the program finds by looking into its folders, by what it is called."""
    from workbench.briefings.presets import presets
    from workbench.briefings.section import kinds as sections
    from workbench.domain.kinds import ALL
    from workbench.guide.methods import methods
    from workbench.services import asking

    yield "kinds of record", [kind.__name__ for kind in ALL]
    yield "methods", list(methods())
    yield "questions", list(asking.questions())
    yield "charts", list(asking.charts())
    yield "sections", list(sections())
    yield "presets", list(presets())


def _registries(_: Scratch) -> str:
    told = []
    for name, keys in offers():
        if not keys:
            raise FaultError(f"there are no {name}")
        told.append(f"{len(keys)} {name}")
    return ", ".join(told)


def _resources(_: Scratch) -> str:
    from workbench import paths

    needed = ("style.qss", "icons/app.svg", "fonts", "help", "practice", "methods")
    missing = [name for name in needed if not paths.resource(name).exists()]
    if not paths.template("house.docx").exists():
        missing.append("house.docx")
    if missing:
        raise FaultError(f"not shipped: {', '.join(missing)}")
    return str(paths.shipped())


def _casebook(scratch: Scratch) -> str:
    from workbench.services.practice.building import build

    scratch.problem_id = build(scratch.casebook, SILENT)
    if faults := scratch.casebook.faults():
        raise FaultError("; ".join(faults))
    backup = scratch.casebook.back_up()
    if backup is None or PASSPHRASE.encode() in backup.read_bytes():
        raise FaultError("no encrypted backup was made")
    scratch.casebook.close()
    path = scratch.casebook.path
    try:
        Casebook.open(path, "another passphrase", "self test", scratch.clock).close()
    except WrongKeyError:
        scratch.casebook = Casebook.open(path, PASSPHRASE, "self test", scratch.clock)
        return "made, filled, backed up, locked and opened again"
    raise FaultError("a wrong passphrase opened the casebook")


def _charts(scratch: Scratch) -> str:
    from io import BytesIO

    from workbench.charts.theme import PAGE
    from workbench.services import asking

    drawn = []
    for key, answered in _answers(scratch):
        made = BytesIO()
        asking.draw(answered, PAGE).savefig(made, format="png")
        if len(made.getvalue()) < 1000:
            raise FaultError(f"the chart of {key} is empty")
        drawn.append(key)
    if lacking := set(asking.charts()) - set(drawn):
        raise FaultError(f"never drawn: {', '.join(sorted(lacking))}")
    return f"{len(drawn)} drawn"


def _answers(scratch: Scratch) -> Iterator[tuple[str, Any]]:
    """Every question asked of the practice data; the assessment as it was worked out."""
    from workbench.analysis.kind import Asked
    from workbench.domain.reference import of_purpose
    from workbench.services import asking, assessing, records
    from workbench.services.asking import Request
    from workbench.services.practice.series import SETTINGS, series
    from workbench.services.shelf import Shelf

    assert scratch.problem_id is not None, "the casebook comes first"
    contents = records.contents(scratch.casebook, scratch.problem_id)
    shelf, edition, shapes = Shelf(scratch.casebook), contents.editions[-1], contents.boundaries
    for key, kind in asking.questions().items():
        if key in SETTINGS:
            yield key, asking.answer(kind, kind.run(Asked(series(), SETTINGS[key])))
        elif key != assessing.QUESTION:
            drawn_on = shapes[-1].id if kind.wants_shapes else None
            tables = of_purpose(contents.references, kind.wants_reference)
            table = tables[0].id if tables else None
            given = trial(kind, contents)
            request = Request(
                key, edition.id, parameters=given, boundaries_id=drawn_on, reference_id=table
            )
            yield key, asking.ask(shelf, request)
    for assessment in contents.assessments:
        answered = assessing.opened(scratch.casebook, assessment)
        if answered is not None:
            yield assessing.QUESTION, answered


def trial(kind: AnyKind, contents: Contents) -> dict[str, Value]:
    """Settings for a question that cannot be asked without areas; empty for any other.

    The small areas of the problem's named areas are dealt out among those that it asks for, and
    months are those of the first assessment.
    """
    wants = [one.key for one in kind.parameters if one.kind == "areas"]
    codes = sorted({code for area in contents.areas for code in area.codes})
    given: dict[str, Value] = {key: codes[at :: len(wants)] for at, key in enumerate(wants)}
    if wants and contents.assessments:
        first = contents.assessments[0]
        months = (one.key for one in kind.parameters if one.kind == "month")
        given |= {key: day.isoformat() for key in months if (day := getattr(first, key, None))}
    return given


def _papers(scratch: Scratch) -> str:
    from workbench.services.handing_out import hand_out

    assert scratch.problem_id is not None, "the casebook comes first"
    starts = {"docx": b"PK", "pdf": b"%PDF-"}
    made = hand_out(scratch.casebook, scratch.problem_id, "council", scratch.folder)
    for path in made:
        if not path.read_bytes().startswith(starts[path.suffix[1:]]):
            raise FaultError(f"{path.name} is not what its name says")
    return ", ".join(f"{path.suffix[1:]} of {path.stat().st_size // 1024} KB" for path in made)


STEPS: tuple[tuple[str, Step], ...] = (
    ("what is on offer", _registries),
    ("files that ship with it", _resources),
    ("casebook", _casebook),
    ("charts", _charts),
    ("Word and PDF", _papers),
)
