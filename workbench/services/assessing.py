"""Assessing: what the numbers allow to be said, and what a person says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from workbench.analysis.codec import pack, unpack
from workbench.analysis.kind import Value
from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.changes import Changes
from workbench.domain.data import Area
from workbench.domain.progress import SILENT, Progress
from workbench.errors import CannotAnswerError, WorkbenchError
from workbench.guide.contents import Contents
from workbench.services import asking
from workbench.services.asking import Answer, Request
from workbench.services.placing import codes_for
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

QUESTION = "treated_control"


def request(assessment: Assessment, contents: Contents) -> Request:
    """The question that an assessment puts to its data.

    Raises:
        CannotAnswerError: something has not been chosen yet.
    """
    if lacking := assessment.lacking:
        raise CannotAnswerError(
            f"The assessment still needs {', '.join(lacking)}. Nothing has been worked out yet. "
            "Choose what is missing, then work it out."
        )
    areas: dict[UUID, Area] = {area.id: area for area in contents.areas}
    treated, control = areas.get(assessment.treated_id), areas.get(assessment.control_id)  # type: ignore[arg-type]
    assert assessment.edition_id is not None
    assert treated is not None, "the store empties a reference when the area goes"
    assert control is not None, "the store empties a reference when the area goes"
    parameters: dict[str, Value] = {
        "treated": list(codes_for(treated)),
        "control": list(codes_for(control)),
        "type": assessment.incident_type,
    }
    for name in ("before_first", "before_last", "after_first", "after_last"):
        chosen: date = getattr(assessment, name)
        parameters[name] = chosen.isoformat()
    return Request(
        QUESTION, assessment.edition_id, parameters=parameters, events=asking.events(contents)
    )


def work_out(
    casebook: Casebook,
    shelf: Shelf,
    contents: Contents,
    assessment: Assessment,
    progress: Progress = SILENT,
) -> Changes:
    """Compare treated with control and keep the result and the verdict that it offers."""
    answered = asking.ask(shelf, request(assessment, contents), progress)
    with casebook.changing("Work out assessment") as unit:
        kept = unit.get(Assessment, assessment.id)
        snapshot = unit.put([pack(answered.result)])
        unit.replace(replace(kept, snapshot=snapshot, offered=answered.result.offered.value))
    return unit.changes


def opened(casebook: Casebook, assessment: Assessment) -> Answer | None:
    """The result as it was kept; None when it has not been worked out."""
    if not assessment.snapshot:
        return None
    kind = asking.known_question(QUESTION)
    with casebook.reading() as reader:
        data = b"".join(reader.blob(assessment.snapshot))
    return asking.answer(kind, unpack(data, kind.result))


def decide(
    casebook: Casebook, assessment_id: UUID, verdict: Verdict, reason: str, today: date
) -> Changes:
    """Say what is said, and why.

    Raises:
        WorkbenchError: a verdict other than the offered one without a reason.
    """
    with casebook.changing("Decide verdict") as unit:
        kept = unit.get(Assessment, assessment_id)
        if verdict.value != kept.offered and not reason.strip():
            offered = kept.offered or "nothing yet, for it has not been worked out"
            raise WorkbenchError(
                f"The numbers offer “{offered}”. Saying “{verdict.value}” needs a reason. Nothing "
                "was changed. Write why, then choose it again."
            )
        unit.replace(replace(kept, verdict=verdict, reason=reason.strip(), decided=today))
    return unit.changes
