"""Everything recorded on one problem, as the guide and the briefings read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.domain.assessment import Assessment
from workbench.domain.briefing import Briefing, BriefingFile
from workbench.domain.causes import Factor, Hypothesis, Weighing
from workbench.domain.data import Area, Boundaries, Dataset, Edition, SamePlace
from workbench.domain.evidence import EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner
from workbench.domain.plan import Action, Objective, Response
from workbench.domain.problem import Answer, Cycle, Problem, StageOverride
from workbench.domain.reference import Annotation, ReferenceTable


@dataclass(frozen=True)
class Contents:
    """One problem and all that hangs on it, each list in the order it was numbered or added."""

    problem: Problem
    cycle: Cycle
    overrides: tuple[StageOverride, ...] = ()
    answers: tuple[Answer, ...] = ()
    factors: tuple[Factor, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    weighings: tuple[Weighing, ...] = ()
    cards: tuple[EvidenceCard, ...] = ()
    objectives: tuple[Objective, ...] = ()
    responses: tuple[Response, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    actions: tuple[Action, ...] = ()
    partners: tuple[Partner, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    editions: tuple[Edition, ...] = ()
    same_places: tuple[SamePlace, ...] = ()
    boundaries: tuple[Boundaries, ...] = ()
    areas: tuple[Area, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    references: tuple[ReferenceTable, ...] = ()  # of the whole casebook
    assessments: tuple[Assessment, ...] = ()  # of the present cycle
    past_assessments: tuple[Assessment, ...] = ()  # of the cycles before it
    briefings: tuple[Briefing, ...] = ()
    files: tuple[BriefingFile, ...] = field(default=())
