"""Each gap of the golden thread leads to the field that mends it: in view, with the keyboard."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from tests.ui.hand import eyes
from tests.ui.hand.hand import Hand
from tests.ui.hand.watch import ACCEPT, LEAVE
from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.causes import (
    Factor,
    Hypothesis,
    Likelihood,
    Side,
    Stance,
    Weighing,
)
from workbench.domain.data import Area, AreaRole
from workbench.domain.evidence import CardKind, EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner
from workbench.domain.plan import (
    Action,
    ActionState,
    FourP,
    Objective,
    Response,
    ResponseState,
    Tier,
)
from workbench.domain.record import Record, label
from workbench.guide import strands
from workbench.guide.gap import Gap
from workbench.guide.thread import gaps
from workbench.services import records
from workbench.ui.assessing.verdict import VerdictPanel
from workbench.ui.pages.hypotheses import HypothesesPage
from workbench.ui.records.add_line import AddLine
from workbench.ui.records.form import RecordForm

pytestmark = [pytest.mark.qt_no_exception_capture, pytest.mark.timeout(900)]
PAST = date(2026, 1, 5)
USUAL, SMALL = (1366, 768), (1024, 600)
Make = Callable[[UUID], Iterator[Record]]


def nothing(_problem: UUID) -> Iterator[Record]:
    yield from ()


def without_control(problem: UUID) -> Iterator[Record]:
    """An assessment where no area is named that could be its control."""
    yield Response(problem_id=problem, name="Patrols")
    yield Assessment(problem_id=problem, name="First")


def careless(problem: UUID) -> Iterator[Record]:
    """Everything is there, and something is missing from each."""
    supported = Hypothesis(problem_id=problem, statement="One", likelihood=Likelihood.LIKELY)
    bare = Hypothesis(problem_id=problem, statement="Two", likelihood=Likelihood.UNLIKELY)
    against = Hypothesis(problem_id=problem, statement="Three", likelihood=Likelihood.LIKELY)
    untested = Hypothesis(problem_id=problem, statement="Four")
    card = EvidenceCard(problem_id=problem, name="Card", kind=CardKind.QUOTATION)
    yield from (supported, bare, against, untested, card)
    for one, stance in (
        (supported, Stance.SUPPORTS),
        (against, Stance.CONTRADICTS),
        (untested, Stance.SUPPORTS),
    ):
        yield Weighing(hypothesis_id=one.id, card_id=card.id, stance=stance)
    yield Objective(problem_id=problem, text="Fewer")
    for side in (Side.OFFENDER, Side.VICTIM):
        yield Factor(problem_id=problem, side=side, text="There")
    loose = Response(
        problem_id=problem, name="Patrols", four_p=FourP.PURSUE, tier=Tier.PRIMARY,
        state=ResponseState.STARTED,
    )  # fmt: skip
    yield loose
    for name, p, tier in (
        ("Raids", FourP.PREPARE, Tier.PRIMARY),
        ("Talks", FourP.PURSUE, Tier.PRIMARY),
    ):
        yield Response(problem_id=problem, name=name, hypothesis_id=bare.id, four_p=p, tier=tier)
    yield Response(problem_id=problem, name="Move it", state=ResponseState.REJECTED)
    yield Action(problem_id=problem, text="Late one", due=PAST)
    yield Action(problem_id=problem, text="Some day")
    yield Action(problem_id=problem, text="Done one", state=ActionState.DONE)
    partner, agreed = (
        Partner(problem_id=problem, name="School"),
        Partner(problem_id=problem, name="Home"),
    )
    yield from (partner, agreed)
    yield Agreement(partner_id=agreed.id, name="Old", review=PAST)
    yield Contribution(response_id=loose.id, partner_id=agreed.id, what="Send it", by=PAST)
    yield Area(problem_id=problem, name="There", role=AreaRole.CONTROL)
    yield Assessment(problem_id=problem, name="First", booked=PAST)
    yield Assessment(problem_id=problem, name="Second", verdict=Verdict.WORKED)
    yield Assessment(problem_id=problem, name="Third")


def lopsided(problem: UUID) -> Iterator[Record]:
    """One explanation, the triangle half empty, and enforcement alone."""
    yield Hypothesis(problem_id=problem, statement="Only")
    yield Factor(problem_id=problem, side=Side.PLACE, text="There")
    for name in ("Patrols", "Raids"):
        yield Response(
            problem_id=problem, name=name, four_p=FourP.PURSUE, tier=Tier.SECONDARY,
            side=Side.OFFENDER,
        )  # fmt: skip


def placed(problem: UUID) -> Iterator[Record]:
    """A plan of three, all of one kind, with nothing on the side of the victim."""
    for name, p in (("A", FourP.PREVENT), ("B", FourP.PROTECT), ("C", FourP.PREVENT)):
        yield Response(problem_id=problem, name=name, four_p=p, tier=Tier.TERTIARY, side=Side.PLACE)
    for side in (Side.VICTIM, Side.OFFENDER, Side.HANDLER, Side.GUARDIAN, Side.MANAGER):
        yield Factor(problem_id=problem, side=side, text="There")


PROBLEMS: dict[str, Make] = {
    one.__name__: one for one in (nothing, careless, lopsided, placed, without_control)
}


def known_keys() -> set[str]:
    """The keys that the strands can give, as patterns: "side.*"."""
    found = set()
    for path in Path(str(strands.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.value if isinstance(node.func, ast.Subscript) else node.func
            if isinstance(called, ast.Name) and called.id in ("Gap", "Fault"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
                elif isinstance(first, ast.JoinedStr):
                    parts = (p.value if isinstance(p, ast.Constant) else "*" for p in first.values)
                    found.add("".join(map(str, parts)))
    return found


def fill(hand: Hand, make: Make) -> None:
    session = hand.window.session
    problem = session.problem_id
    assert problem is not None
    for record in make(problem):
        session.history.do(lambda casebook, one=record: records.add(casebook, one))
    session.history.stack.clear()
    hand.settle()
    hand.first = hand.kept()


def open_gaps(hand: Hand) -> list[Gap]:
    return list(gaps(hand.window.session.contents, hand.window.session.today))


def test_the_problems_here_have_every_gap_there_can_be(work: Any) -> None:
    seen: set[str] = set()
    for make in PROBLEMS.values():
        hand = work("empty", name=make.__name__)
        fill(hand, make)
        seen |= {gap.key for gap in open_gaps(hand)}
    lacking = [
        key for key in known_keys()
        if not any(re.fullmatch(key.replace(".", r"\.").replace("*", ".+"), one) for one in seen)
    ]  # fmt: skip
    assert not lacking


@pytest.mark.parametrize("problem", PROBLEMS)
def test_each_gap_leads_to_where_it_is_mended(work: Any, problem: str) -> None:
    hand = work("empty", SMALL if problem == "careless" else USUAL)
    fill(hand, PROBLEMS[problem])
    for gap in open_gaps(hand):
        hand.trail.append(f"gap {gap.key}")
        before = hand.mark()
        hand.window.go(gap)
        hand.way = LEAVE  # a dialog that opens is ours to work
        hand.settle()
        assert hand.mark() == before, f"going to {gap.key} changed something"
        now = QApplication.focusWidget()
        assert now is not None, f"{gap.key}: nothing has the keyboard"
        wrong = eyes.unseen(now)
        assert not wrong, f"{gap.key}: {eyes.label(now)}: {wrong}"
        hand.way = ACCEPT
        assert mend(hand, gap, now), (
            f"{gap.key} leads to {eyes.label(now)!r} of {type(now).__name__}"
        )
        above = QApplication.activeModalWidget()
        if above is not None:
            above.close()
        hand.settle()
        hand.notice()
        elsewhere = gap.key == "dataset" or isinstance(now, QAbstractButton)
        assert gap not in open_gaps(hand) or elsewhere, f"{gap.key} is not mended"
        hand.take_back()
    assert not hand.found, "\n".join(hand.found)


def mend(  # noqa: PLR0911 - each kind of place has its own way
    hand: Hand, gap: Gap, now: QWidget
) -> bool:
    """Do where the keyboard is what the gap asks for; False where that is somewhere else."""
    page = hand.window.page
    if gap.key == "dataset":
        return isinstance(now, QAbstractButton) and hand.window.deck.key == "wizard"
    if isinstance(now.parentWidget(), AddLine):
        QTest.keyClicks(now, "Words")
        QTest.keyClick(now, Qt.Key.Key_Return)
        then = QApplication.focusWidget()
        if gap.field and not gap.starts and isinstance(then, QComboBox):  # it asks for the rest
            QTest.keyClick(then, Qt.Key.Key_End)
        return True
    if gap.key == "hypothesis.evidence" and not hand.window.session.contents.cards:
        return eyes.label(now).startswith("Keep something as evidence first")
    if gap.key == "hypothesis.evidence":
        assert isinstance(page, HypothesesPage)
        QTest.mouseClick(page.link_it, Qt.MouseButton.LeftButton)
        return now is page.card
    if gap.key == "cheers":
        QTest.keyClick(now, Qt.Key.Key_Space)
        return "yes" in eyes.label(now).lower()
    panel = inside(now, VerdictPanel)
    if isinstance(panel, VerdictPanel):
        if gap.field == "verdict":
            QTest.keyClick(now, Qt.Key.Key_Space)
        QTest.keyClicks(panel.why, "Seen")
        QTest.mouseClick(panel.go, Qt.MouseButton.LeftButton)
        return now is panel.why or gap.field == "verdict"
    form = inside(now, RecordForm)
    if not isinstance(form, RecordForm) or form.record is None or form.record.id != gap.record_id:
        return False
    write(now, gap)
    return now.accessibleName() == label(type(form.record), gap.field)


def write(now: QWidget, gap: Gap) -> None:
    """Give a field a value that mends the gap."""
    if isinstance(now, QComboBox):
        back = gap.key == "hypothesis.unsupported"
        QTest.keyClick(now, Qt.Key.Key_Home if back else Qt.Key.Key_End)
        return
    days = gap.field in ("due", "review", "booked") or gap.field.endswith(("first", "last"))
    figure = gap.field in ("baseline", "target")
    if isinstance(now, QLineEdit):
        now.selectAll()
    for _ in range(4 if gap.key == "assessment.months" else 1):  # which follow each other
        field = QApplication.focusWidget() or now
        QTest.keyClicks(field, "1/12/2030" if days else "12" if figure else "Words")
        QTest.keyClick(field, Qt.Key.Key_Tab)


def inside(widget: QWidget, kind: type[QWidget]) -> QWidget | None:
    one: QWidget | None = widget
    while one is not None and not isinstance(one, kind):
        one = one.parentWidget()
    return one
