"""Every kind of record, by the key it is stored under; owners come before what hangs on them."""

from __future__ import annotations

from typing import Final

from workbench.domain.assessment import Assessment
from workbench.domain.briefing import Briefing, BriefingFile
from workbench.domain.causes import Factor, Hypothesis, Weighing
from workbench.domain.data import Area, Boundaries, Dataset, Edition, Recipe, SamePlace
from workbench.domain.evidence import EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner
from workbench.domain.plan import Action, Objective, Response
from workbench.domain.problem import Answer, Cycle, Problem, StageOverride
from workbench.domain.record import Record, kind_name
from workbench.domain.reference import Annotation, ReferenceTable
from workbench.domain.setting import Setting

ALL: Final[tuple[type[Record], ...]] = (
    Problem,
    Cycle,
    StageOverride,
    Answer,
    Factor,
    Hypothesis,
    Dataset,
    Edition,
    Recipe,
    SamePlace,
    Boundaries,
    Area,
    ReferenceTable,
    Annotation,
    EvidenceCard,
    Weighing,
    Objective,
    Response,
    Partner,
    Agreement,
    Contribution,
    Action,
    Assessment,
    Briefing,
    BriefingFile,
    Setting,
)
BY_NAME: Final[dict[str, type[Record]]] = {kind_name(kind): kind for kind in ALL}
