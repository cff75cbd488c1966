"""A real window on a real casebook, empty or filled with made-up records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from workbench.domain.assessment import Assessment
from workbench.domain.audience import Marking
from workbench.domain.causes import (
    Factor,
    Hypothesis,
    Likelihood,
    Side,
    Stance,
    Strength,
    Weighing,
)
from workbench.domain.evidence import CardKind, EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner, Reply
from workbench.domain.plan import (
    Action,
    ActionState,
    FourP,
    Objective,
    Response,
    ResponseState,
    Tier,
)
from workbench.domain.record import Record
from workbench.services import problems, records
from workbench.services.guiding import answer
from workbench.store.casebook import Casebook
from workbench.ui import theme
from workbench.ui.errors import ErrorDesk
from workbench.ui.main_window import MainWindow
from workbench.ui.preferences import Preferences
from workbench.ui.session import Session

PHRASE = "lantern harbour violet mend"
NOW = datetime(2026, 11, 22, 14, 2)


def clock() -> datetime:
    return NOW


@pytest.fixture
def phrase() -> str:
    return PHRASE


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(tmp_path / "preferences.ini")
    made.theme = "light"
    made.user = "PC A Khan"
    return made


@pytest.fixture
def casebook(tmp_path: Path) -> Casebook:
    return Casebook.create(tmp_path / "Westbrook team.psolve", PHRASE, "PC A Khan", clock)


@pytest.fixture
def desk() -> ErrorDesk:
    return ErrorDesk()


@pytest.fixture
def open_window(
    qtbot: Any, preferences: Preferences, desk: ErrorDesk
) -> Iterator[Callable[[Casebook], MainWindow]]:
    made: list[MainWindow] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.show(app, "light", 1.0)

    def open_it(casebook: Casebook) -> MainWindow:
        window = MainWindow(Session(casebook, clock, preferences=preferences), desk)
        made.append(window)
        window.resize(1366, 768)
        window.show()
        return window

    yield open_it
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(casebook: Casebook, open_window: Callable[[Casebook], MainWindow]) -> MainWindow:
    """At home, on an empty casebook."""
    return open_window(casebook)


@pytest.fixture
def filled(casebook: Casebook, open_window: Callable[[Casebook], MainWindow]) -> MainWindow:
    """With a problem in hand that has some of everything but data."""
    problem = fill(casebook)
    window = open_window(casebook)
    window.take(problem)
    return window


def fill(casebook: Casebook) -> Any:
    """Made-up records about no real place or person."""
    start = problems.Start(
        "Missing from care homes, Westbrook",
        "Children in three homes go missing most weekends and are at risk of harm.",
        "Westbrook",
        "PC A Khan",
        Marking.OFFICIAL_SENSITIVE,
    )
    problem, _ = problems.start_problem(casebook, start, date(2026, 3, 1))

    def keep(record: Record) -> Any:
        changes = records.add(casebook, record)
        return next(iter(changes)).record

    def common(of: type[Record], /, **values: Any) -> Any:
        return keep(of(problem_id=problem, **values))  # type: ignore[call-arg]

    _scan(casebook, problem, common)
    causes = _analyse(common, keep)
    _respond(common, keep, causes)
    return problem


def _scan(casebook: Casebook, problem: Any, common: Callable[..., Any]) -> None:
    cycle = records.contents(casebook, problem).cycle.id
    for key, value in (("harm", "yes"), ("events", "yes"), ("recurring", "no")):
        answer(casebook, cycle, f"cheers.{key}", value, "26 months of reports")
    statement = (
        "Since August 2024 boys of 14 and 15 from three homes in Westbrook have been reported "
        "missing 31 times a month, mostly between 20:00 and 23:00."
    )
    from workbench.domain.problem import Problem

    records.amend(casebook, Problem, problem, statement=statement, who="Children of the homes")
    common(
        Objective,
        text="Cut repeat missing reports from the three homes by a third by August 2027",
        measure="Reports a month, police records",
        baseline=31.4,
        target=21.0,
        due=date(2027, 8, 31),
    )
    common(Objective, text="Fewer nights away")


def _analyse(common: Callable[..., Any], keep: Callable[..., Any]) -> tuple[Any, Any]:
    for side, words, strength in (
        (Side.OFFENDER, "One address draws boys in at weekends", Strength.SOME),
        (Side.VICTIM, "Mostly boys of 14 and 15 placed from far away", Strength.STRONG),
        (Side.PLACE, "Check-in at Home B is late on Fridays", Strength.SOME),
        (Side.PLACE, "Last bus leaves at 21:40", Strength.NONE),
        (Side.MANAGER, "Home managers act on different rules", Strength.SOME),
    ):
        common(Factor, side=side, text=words, strength=strength)
    first = common(
        Hypothesis,
        statement="Late check-ins at Home B turn short absences into missing reports",
        disproof="Reports stay high after the rota changes",
        likelihood=Likelihood.LIKELY,
    )
    second = common(Hypothesis, statement="Boys travel to one address on Friday nights")
    common(Hypothesis, statement="Recording changed in 2025", likelihood=Likelihood.UNLIKELY)
    card = common(
        EvidenceCard,
        name="\u201cThey ring us before anybody else\u201d",
        kind=CardKind.QUOTATION,
        source="Staff, Home B",
    )
    keep(Weighing(hypothesis_id=first.id, card_id=card.id, stance=Stance.SUPPORTS, note="Rota"))
    return first, second


def _respond(common: Callable[..., Any], keep: Callable[..., Any], causes: tuple[Any, Any]) -> None:
    first, second = causes
    council = common(Partner, name="Westbrook Council", kind="council", authority="Westbrook")
    operator = common(
        Partner, name="Harbour Homes Ltd", role="Runs the three homes", contact="R Lee"
    )
    keep(Agreement(partner_id=council.id, name="Safer Westbrook", review=date(2026, 10, 1)))
    named = common(
        Response,
        name="Named officer for each home",
        hypothesis_id=first.id,
        mechanism="Early contact, so that the home manages the first hour",
        side=Side.PLACE,
        technique="9",
        four_p=FourP.PROTECT,
        tier=Tier.SECONDARY,
        lead="Police",
        state=ResponseState.STARTED,
    )
    common(Response, name="Evening activities", hypothesis_id=second.id, lead="Youth service")
    common(Response, name="Curfew enforcement visits", four_p=FourP.PURSUE, tier=Tier.TERTIARY)
    common(
        Response, name="Move the bus stop", state=ResponseState.REJECTED, reason="Nobody would pay"
    )
    keep(
        Contribution(
            response_id=named.id, partner_id=operator.id, what="Send the rota", reply=Reply.AGREED
        )
    )
    common(
        Action,
        text="Agree first-hour plan with each manager",
        owner="PC A Khan",
        response_id=named.id,
        due=date(2026, 11, 16),
    )
    common(Action, text="Name three officers", owner="Sgt Hall", due=date(2026, 12, 5))
    common(
        Action,
        text="Ask for two years of rotas",
        owner="R Lee",
        partner_id=operator.id,
        state=ActionState.DONE,
        done_on=date(2026, 11, 3),
        shown_by="Rotas received by e-mail",
    )
    common(Assessment, name="First assessment", booked=date(2026, 12, 5))
