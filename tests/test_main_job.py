"""The main job, end to end, in the real window: from a problem to two papers with its numbers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.conftest import SHARED, Clock
from tests.papers_read import numbers, pdf_text, places, said, word_text
from workbench.domain.assessment import Assessment
from workbench.domain.audience import Audience, Marking
from workbench.domain.briefing import Briefing, BriefingFile
from workbench.domain.data import Area, Boundaries, Dataset, Edition
from workbench.domain.evidence import EvidenceCard
from workbench.services import assessing, cards, records
from workbench.store.casebook import Casebook
from workbench.ui import theme
from workbench.ui.errors import ErrorDesk
from workbench.ui.main_window import MainWindow
from workbench.ui.preferences import Preferences
from workbench.ui.session import Session
from workbench.ui.widgets.basics import place

LONG = 90_000  # milliseconds that a signal is waited for at most
TESTS = Path(__file__).parent


class Files:
    """The real files, or the small sample of the same layout that stands in for them."""

    def __init__(self, folder: Path, real: bool) -> None:
        data = SHARED / "data"
        self.real = real
        if self.real:
            street = data / "police-uk" / "merseyside"
            self.street = [
                street / "merseyside-2018-11-to-2024-02-street.zip",
                street / "2018-10" / "2018-10-merseyside-street.csv",
            ]
            self.boundaries = data / "boundaries" / "lsoa21_merseyside.geojson"
            self.panel = data / "evaluation" / "merseyside_lsoa_crime_matched_treated_control.csv"
            self.rows = 77_137 + 15_008
        else:
            street = TESTS / "data" / "police-uk" / "merseyside"
            self.street = sorted(street.glob("**/*-street.*"))
            sample = TESTS / "data" / "main-job"
            self.boundaries = sample / "small_areas.geojson"
            self.panel = sample / "panel.csv"
            self.rows = _rows(self.street)
        self.out = folder / "papers"


def _rows(files: list[Path]) -> int:
    """Rows of data in CSV files and in the CSV members of zips, counted without our readers."""
    total = 0
    for file in files:
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                texts = [archive.read(name).decode() for name in archive.namelist()]
        else:
            texts = [file.read_text("utf-8")]
        total += sum(len(text.strip().splitlines()) - 1 for text in texts if text.strip())
    return total


@pytest.fixture(params=["sample", "real"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    real = request.param == "real"
    if real and not (SHARED / "data").is_dir():
        pytest.skip("the folder ../shared with the real data is not here; the sample is tried")
    return Files(tmp_path, real)


@pytest.fixture
def window(qtbot: Any, tmp_path: Path) -> Iterator[MainWindow]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.show(app, "light", 1.0)
    clock = Clock()
    casebook = Casebook.create(tmp_path / "team.psolve", "four wet otters sing", "PC A", clock)
    preferences = Preferences(tmp_path / "preferences.ini")
    made = MainWindow(Session(casebook, clock, preferences=preferences), ErrorDesk())
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Driver:
    """Works the window as a person would: pages, fields and buttons, and waits for signals."""

    def __init__(self, window: MainWindow, qtbot: Any) -> None:
        self.window, self.qtbot = window, qtbot
        self.session = window.session

    def page(self, key: str) -> Any:
        self.window.go(key)
        assert self.window.deck.key == key
        return self.window.page

    @property
    def contents(self) -> Any:
        return self.session.contents

    def start(self) -> None:
        page = self.page("start")
        page.name.setText("Burglary and robbery, Merseyside, since 2018")
        page.concern.setPlainText("People in Merseyside are burgled and robbed in their streets.")
        page.area.setText("Merseyside")
        page.owner.setText("PC A")
        with self.qtbot.waitSignal(self.session.problem_opened, timeout=LONG):
            page.submit()

    def bring_in(self, paths: list[Path]) -> Edition:
        """Through the five steps of the wizard to the casebook."""
        page = self.page("wizard")
        page.take_files(paths)
        self.qtbot.waitUntil(
            lambda: page.draft.source is not None and page.job is None, timeout=LONG
        )
        while page.at < 4:
            page.go_on()
        self.qtbot.waitUntil(lambda: page.draft.account is not None, timeout=LONG)
        before = {edition.id for edition in self.contents.editions}
        with self.qtbot.waitSignal(self.session.history.changed, timeout=LONG):
            page.go_on()
        (made,) = [edition for edition in self.contents.editions if edition.id not in before]
        return made

    def boundaries(self, path: Path) -> None:
        page = self.page("map")
        with self.qtbot.waitSignal(self.session.history.changed, timeout=LONG):
            page.bring_files([str(path)])

    def pack(self) -> Any:
        page = self.page("scan_pack")
        self.qtbot.waitUntil(
            lambda: (
                len(page.cards) == 6
                and not page.waiting
                and all(card.chip.words != "Working" for card in page.cards.values())
            ),
            timeout=LONG,
        )
        return page

    def add(self, key: str, words: str) -> Any:
        """Add a record with the quick line of a list page, and return it."""
        page = self.page(key)
        page.add_line.line.setText(words)
        page.add_line.add.click()
        return page.record

    def set(self, key: str, **values: Any) -> None:
        """Give fields of the record in the form other values, through their editors."""
        page = self.window.page
        assert page is not None
        for name, value in values.items():
            editor = page.form.editors[name]
            editor.put(value)
            editor.finished.emit()
            page.form.keep()
            assert getattr(page.record, name) == value, name


@pytest.fixture
def driver(window: MainWindow, qtbot: Any) -> Driver:
    return Driver(window, qtbot)


def test_from_problem_to_papers(driver: Driver, files: Files, qtbot: Any) -> None:
    session = driver.session
    driver.start()
    edition = driver.bring_in(files.street)
    assert edition.rows_read == files.rows
    assert edition.rows_in + sum(n for _, n in edition.left_out) == edition.rows_read
    driver.boundaries(files.boundaries)
    assert driver.contents.boundaries[0].count > 0

    pack = driver.pack()
    shown = {key: card.answer for key, card in pack.cards.items()}
    assert shown["hour_week"] is None  # the file has months only, and says so
    assert "only the month" in pack.cards["hour_week"].why.text()
    answered = [key for key, answer in shown.items() if answer is not None]
    assert set(answered) >= {"trend", "top_places", "repeats", "map_points"}
    with qtbot.waitSignal(session.history.changed, timeout=LONG):
        pack.keep_all()
    kept = {card.question: card for card in driver.contents.cards}
    assert set(kept) == set(answered)
    for key in answered:  # the card shows what was on the screen, not a recount
        assert cards.opened(session.casebook, kept[key]).table == shown[key].table

    _causes(driver, kept)
    _plan(driver)
    panel = driver.bring_in([files.panel])
    assert panel.summed
    assessment = _assess(driver, panel, files, qtbot)
    _papers(driver, files, qtbot, kept, assessment)
    assert session.casebook.faults() == []
    _undone(driver)


def _causes(driver: Driver, kept: dict[str, EvidenceCard]) -> None:
    driver.add("hypotheses", "Burglary is high because empty student houses are not watched")
    driver.set("hypotheses", disproof="Burglary stays as high in terms as in holidays")
    driver.add("hypotheses", "Recorded burglary rose because recording changed")
    page = driver.page("hypotheses")
    page.open(driver.contents.hypotheses[0].id)
    page.card.setCurrentIndex(place(page.card, kept["top_places"].id))
    page.link()
    assert len(driver.contents.hypotheses) == 2
    assert driver.contents.weighings[0].card_id == kept["top_places"].id


def _plan(driver: Driver) -> None:
    driver.add("objectives", "Cut burglary in the treated streets by a fifth by 31 December 2024")
    driver.set("objectives", baseline=120.0, target=96.0, due=date(2024, 12, 31))
    driver.add("responses", "Landlords fit locks before term")
    driver.set(
        "responses",
        hypothesis_id=driver.contents.hypotheses[0].id,
        objective_id=driver.contents.objectives[0].id,
        mechanism="Empty houses are harder to enter",
        lead="Council",
    )
    assert driver.contents.responses[0].code == "R1"


def _assess(driver: Driver, panel: Edition, files: Files, qtbot: Any) -> Any:
    from workbench.services.areas import marks

    marked = {
        mark.value: mark.codes
        for mark in marks(driver.session.shelf, panel.id)
        if mark.column == "treatment"
    }
    for role, value in (("treated", "1"), ("control", "0")):
        driver.add("map", f"The {role} area")
        driver.set("map", role=role)
        driver.window.page.picker._choose(frozenset(marked[value]))  # as its dialog does
    if files.real:
        assert [len(area.codes) for area in driver.contents.areas] == [13, 64]
    driver.add("assessment", "Did burglary fall where landlords fitted locks?")
    areas = {area.role.value: area.id for area in driver.contents.areas}
    driver.set(
        "assessment",
        edition_id=panel.id,
        treated_id=areas["treated"],
        control_id=areas["control"],
        incident_type="burglary",
        before_first=date(2021, 1, 1),
        before_last=date(2022, 12, 1),
        after_first=date(2023, 1, 1),
        after_last=date(2024, 10, 1),
    )
    page = driver.window.page
    with qtbot.waitSignal(driver.session.history.changed, timeout=LONG):
        page.work()
    qtbot.waitUntil(lambda: page.studio.answer is not None, timeout=LONG)
    result = page.studio.answer.result
    counts = _counted(files.panel, "burglary")
    assert (result.treated.before, result.treated.after) == counts["1"]
    assert (result.control.before, result.control.after) == counts["0"]
    verdict = page.verdict
    for choice, button in verdict.choices.items():
        button.setChecked(choice.value == result.offered.value)
    verdict.why.setPlainText("The numbers offer it, and the work was done as planned.")
    verdict.decide()
    assert driver.contents.assessments[0].verdict == result.offered
    return page.studio.answer


def _counted(path: Path, kind: str) -> dict[str, tuple[int, int]]:
    """Burglary before and after by treatment flag, counted with nothing of ours."""
    import csv

    found = {"0": [0, 0], "1": [0, 0]}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if "2021-01" <= row["month"][:7] <= "2024-10":
                found[row["treatment"]][row["month"][:4] >= "2023"] += int(row[kind])
    return {flag: (before, after) for flag, (before, after) in found.items()}


def _papers(
    driver: Driver, files: Files, qtbot: Any, kept: dict[str, EvidenceCard], assessed: Any
) -> None:
    session = driver.session
    for card in kept.values():
        records.amend(session.casebook, EvidenceCard, card.id, audiences=("internal", "council"))
    page = driver.page("briefings")
    with qtbot.waitSignal(page.composed, timeout=LONG):
        page.start("council")
    page._change(recipients="Merseyside councils, community safety", marking=Marking.OFFICIAL)
    chosen = tuple(str(kept[key].id) for key in ("trend", "top_places"))
    with qtbot.waitSignal(page.composed, timeout=LONG):
        page._change(cards=chosen)
    _settle_all(page, qtbot)
    assert page.now.paper.stopped == ""
    for form in ("docx", "pdf"):
        with qtbot.waitSignal(page.made, timeout=LONG):
            page.make(form, files.out)
    made = {path.suffix: path for path in files.out.iterdir()}
    assert set(made) == {".docx", ".pdf"}
    word, pdf = word_text(made[".docx"]), pdf_text(made[".pdf"])
    for text in (word, pdf):
        assert "OFFICIAL" in text
        for key in ("trend", "top_places"):
            reading = cards.opened(session.casebook, kept[key]).reading
            for sentence in (reading.finding, *reading.sentences):
                said(text, sentence)
        numbers(text, assessed)
    places(pdf, cards.opened(session.casebook, kept["top_places"]))
    assert "withheld" not in word + pdf
    listed = driver.contents.files
    assert {one.form for one in listed} == {"docx", "pdf"}
    assert all(len(one.sha256) == 64 and one.audience is Audience.COUNCIL for one in listed)
    assert all(isinstance(one, BriefingFile) for one in listed)


def _settle_all(page: Any, qtbot: Any) -> None:
    """Settle what the check found, as a person would with the buttons of the foot."""
    for _ in range(40):
        if not page.now.paper.stops:
            return
        finding = page.now.paper.stops[0]
        fix = finding.fixes[0]
        with qtbot.waitSignal(page.composed, timeout=LONG):
            page.settle(finding, fix.decision.value, "Checked" if fix.needs_reason else "")
    raise AssertionError([finding.says for finding in page.now.paper.stops])


def _undone(driver: Driver) -> None:
    """Everything can be taken back to the empty casebook, and made again."""
    session = driver.session
    problem = session.problem_id
    stack = session.history.stack
    driver.window.go("home")
    before = records.contents(session.casebook, problem)  # type: ignore[arg-type]
    # a direct amend above is no step of this window: give the cards back what they had
    for card in before.cards:
        records.amend(session.casebook, EvidenceCard, card.id, audiences=("internal",))
    before = records.contents(session.casebook, problem)  # type: ignore[arg-type]
    steps = stack.count()
    while stack.canUndo():
        stack.undo()
    for kind in (Dataset, Edition, Boundaries, Area, EvidenceCard, Assessment, Briefing):
        assert records.all_of(session.casebook, kind) == []
    while stack.canRedo():
        stack.redo()
    assert stack.count() == steps
    assert records.contents(session.casebook, problem) == before  # type: ignore[arg-type]
    assert assessing.opened(session.casebook, before.assessments[0]) is not None
