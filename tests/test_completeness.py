"""Nothing on offer is half there: each kind has all of its parts, and its key for ever."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from workbench import domain, paths
from workbench.analysis import codec
from workbench.analysis.kind import Asked
from workbench.analysis.words import sentence
from workbench.briefings import disclosure
from workbench.briefings.composing import compose
from workbench.briefings.presets import presets
from workbench.briefings.section import kinds as sections
from workbench.charts.theme import PAGE, SCREEN
from workbench.domain.kinds import ALL, BY_NAME
from workbench.domain.record import Record, form_fields
from workbench.domain.reference import of_purpose
from workbench.errors import CannotAnswerError
from workbench.guide.help import help_text
from workbench.guide.method import CANONICAL, PAGE_OF_KIND, PAGES, TONES, Method
from workbench.guide.methods import methods
from workbench.services import asking, assessing, papers, records
from workbench.services.asking import Answer, Request, charts, questions
from workbench.services.practice.building import PASSPHRASE, build
from workbench.services.practice.series import SETTINGS, series
from workbench.services.self_test import offers, trial
from workbench.services.shelf import Shelf
from workbench.store import schema
from workbench.store.casebook import Casebook

TESTS = Path(__file__).parent
NOW = datetime(2026, 11, 22, 9, 0)
# Keys are stored in casebooks. They may be added to; none may ever be renamed or dropped.
FOR_EVER = {
    "questions": {"change_point", "compare", "count_chart", "cross_table", "cusum", "detectable",
                  "displacement", "ewma", "exceedance", "funnel", "harm", "hot_cells",
                  "hot_spot_accuracy", "hour_week", "interrupted", "lorenz", "map_areas",
                  "map_density", "map_points", "near_repeats", "panel", "rates", "repeats",
                  "run_chart", "scan_window", "season", "time_course", "top_places",
                  "treated_control", "trend", "two_periods", "weekday", "year_on_year"},
    "methods": {"sara", "osara", "spatial", "clear_hold_build"},
    "presets": {"council", "school", "internal"},
    "sections": {"annex", "asks", "assessment", "causes", "contacts", "contents", "control",
                 "handling", "in_hand", "key_messages", "method", "next_steps", "objectives",
                 "what_we_see", "why"},
}  # fmt: skip


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The practice problem, built once, with a shelf to read it from."""
    path = tmp_path_factory.mktemp("practice") / "practice.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", lambda: NOW)
    casebook.problem_id = build(casebook)  # type: ignore[attr-defined]
    yield Shelf(casebook)
    casebook.close()
    shutil.rmtree(path.parent)


def answered(shelf: Shelf, key: str) -> Answer:
    """The answer of the practice data to a question."""
    contents = records.contents(shelf.casebook, shelf.casebook.problem_id)  # type: ignore[attr-defined]
    if key == assessing.QUESTION:
        (found,) = [assessing.opened(shelf.casebook, one) for one in contents.assessments]
        assert found is not None
        return found
    if key in SETTINGS:
        return asking.answer(questions()[key], questions()[key].run(Asked(series(), SETTINGS[key])))
    wants = questions()[key].wants_shapes
    shapes = contents.boundaries[-1].id if wants else None
    wanted = questions()[key].wants_reference
    tables = of_purpose(contents.references, wanted)
    table = tables[0].id if wanted else None
    edition = contents.editions[-1].id
    given = trial(questions()[key], contents)
    request = Request(key, edition, parameters=given, boundaries_id=shapes, reference_id=table)
    return asking.ask(shelf, request)


def test_no_registry_is_empty_and_no_key_is_lost() -> None:
    found = {name: set(keys) for name, keys in offers()}
    assert all(found.values())
    for name, keys in FOR_EVER.items():
        assert keys <= found[name]


# questions, their charts and their words


@pytest.mark.parametrize("key", sorted(questions()))
def test_a_question_has_all_its_parts(key: str) -> None:
    kind = questions()[key]
    assert kind.group in {"When does it happen?", "Where?", "Who and what?", "Did it work?"}
    assert kind.question.endswith("?")
    assert key in charts()
    told = help_text(key)
    assert told is not None, f"resources/help/{key}.md is missing"
    assert told.title
    assert told.paragraphs
    for parameter in kind.parameters:
        assert parameter.label
        if parameter.choices:
            assert parameter.default in {value for value, _ in parameter.choices}


@pytest.mark.parametrize("key", sorted(questions()))
def test_a_question_is_tested(key: str) -> None:
    texts = [p.read_text("utf-8") for p in (TESTS / "analysis").rglob("test_*.py")]
    assert any(re.search(rf"\b{key}\b", text) for text in texts), "no test of its analysis"
    texts = [p.read_text("utf-8") for p in (TESTS / "charts").rglob("test_*.py")]
    assert any(re.search(rf"\b{key}\b", text) for text in texts), "no test of its chart"


@pytest.mark.parametrize("key", sorted(questions()))
def test_an_answer_is_whole(key: str, practised: Shelf) -> None:
    found = answered(practised, key)
    assert found.result.basis.n > 0
    assert found.result.basis.source
    packed = codec.pack(found.result)
    assert codec.pack(codec.unpack(packed, found.kind.result)) == packed
    assert found.table.title
    assert found.table.rows
    assert all(len(row) == len(found.table.columns) for row in found.table.rows)
    reading = found.reading
    assert reading.finding
    assert not reading.finding.endswith(".")
    assert reading.measure
    assert reading.caveat.endswith(".")
    assert reading.sentences
    assert reading.tone in {"change", "same", "unsure"}
    for said in (sentence(reading.finding), reading.caveat, *reading.sentences):
        assert not re.search(r"\bnan\b|\bNone\b|\{|\}|!", said), said


@pytest.mark.parametrize("theme", [SCREEN, PAGE], ids=lambda theme: theme.name)
@pytest.mark.parametrize("key", sorted(questions()))
def test_an_answer_is_drawn(key: str, theme: Any, practised: Shelf) -> None:
    drawn = BytesIO()
    asking.draw(answered(practised, key), theme).savefig(drawn, format="png", dpi=60)
    assert len(drawn.getvalue()) > 1500


@pytest.mark.parametrize("key", sorted(questions()))
def test_a_question_asked_of_nothing_is_answered_in_words(key: str, practised: Shelf) -> None:
    """It refuses, or it says that there is nothing, and draws that; it never fails."""
    contents = records.contents(practised.casebook, practised.casebook.problem_id)  # type: ignore[attr-defined]
    incidents = practised.incidents(contents.editions[-1].id)
    none = replace(incidents, frame=incidents.frame.clear())
    kind = questions()[key]
    shapes = practised.shapes(contents.boundaries[-1].id) if kind.wants_shapes else None
    tables = of_purpose(contents.references, kind.wants_reference)
    table = practised.reference(tables[0].id) if kind.wants_reference else None
    asked = Asked(none, kind.settings({}), shapes, reference=table)
    try:
        found = asking.answer(kind, kind.run(asked))
    except CannotAnswerError as told:
        words = str(told)
    else:
        words = f"{found.reading.finding}."
        assert found.result.basis.n == 0
        assert words.lower().startswith(("no ", "nothing "))
        assert not re.search(r"\bnan\b|\bNone\b", " ".join(found.reading.sentences))
        asking.draw(found, PAGE).savefig(BytesIO(), format="png", dpi=60)
    assert words.endswith(".")


# records


def record_types() -> set[type[Record]]:
    found: set[type[Record]] = set()
    for module in pkgutil.iter_modules(domain.__path__):
        named = vars(importlib.import_module(f"workbench.domain.{module.name}")).values()
        found |= {one for one in named if isinstance(one, type) and issubclass(one, Record)}
    return found - {Record}


def test_every_record_is_a_kind_and_has_a_table() -> None:
    assert record_types() == set(ALL)
    assert set(schema.TABLES) == set(ALL)
    assert len(BY_NAME) == len(ALL)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_record_of_the_practice_problem_can_be_read(
    kind: type[Record], practised: Shelf
) -> None:
    found = records.all_of(practised.casebook, kind)
    unused = {"Recipe", "StageOverride", "BriefingFile", "SamePlace", "Setting"}
    assert found or kind.__name__ in unused, "the practice problem shows none of these"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_fields_are_named_for_people(kind: type[Record]) -> None:
    for part in form_fields(kind):
        label = part.metadata["label"]
        assert label[:1].isupper() or label[:1].isdigit(), label
        assert not label.endswith((".", ":")), label


# methods


@pytest.mark.parametrize("method", methods().values(), ids=lambda method: method.key)
def test_a_method_has_all_its_parts(method: Method) -> None:
    assert method.name
    assert method.about.endswith(".")
    assert len(method.stages) >= 3
    for stage in method.stages:
        assert stage.tone in TONES
        assert stage.canonical in CANONICAL
        assert stage.steps
        assert stage.counters
        for step in stage.steps:
            assert step.page in PAGES
            assert step.do
            assert step.why
            assert step.mistakes
            assert step.good_example
    keys = [step.key for stage in method.stages for step in stage.steps]
    assert len(keys) == len(set(keys))


def test_every_page_that_the_guide_names_is_there() -> None:
    from workbench.registry import Registry
    from workbench.ui import pages
    from workbench.ui.page import PageKind

    there = set(Registry(pages, PageKind))
    assert set(PAGES) <= there
    assert set(PAGE_OF_KIND.values()) <= there
    assert set(PAGE_OF_KIND) <= set(BY_NAME)


# briefings


def test_every_section_is_used_by_some_preset() -> None:
    used = {section.key for preset in presets().values() for section in preset.sections}
    assert used == set(sections())


@pytest.mark.parametrize("key", sorted(presets()))
def test_a_preset_makes_a_paper_of_the_practice_problem(key: str, practised: Shelf) -> None:
    preset = presets()[key]
    assert preset.title
    assert preset.tone.endswith(".")
    assert preset.words > 0
    contents = records.contents(practised.casebook, practised.casebook.problem_id)  # type: ignore[attr-defined]
    there = [one for one in contents.briefings if one.preset == key]
    briefing = (there or [papers.started(key, contents.problem, "PC A Khan")])[-1]
    made = papers.paper(practised, contents, briefing, date(2026, 11, 22))
    assert made.document.practice
    assert made.document.marking
    assert any(not outlined.empty for outlined in made.composition.outline)
    assert compose(made.material) == made.composition, "composing is not repeatable"
    assert disclosure.check(made.composition.document, made.material) == made.findings


# what ships


def test_every_icon_and_style_is_whole() -> None:
    icons = list(paths.resource("icons").glob("*.svg"))
    assert len(icons) > 20
    assert all("<svg" in icon.read_text("utf-8") for icon in icons)
    for sheet in ("style.qss", "contrast.qss"):
        text = paths.resource(sheet).read_text("utf-8")
        assert text.count("{") == text.count("}")


def test_migrations_follow_each_other() -> None:
    from workbench.store import migrations

    steps = sorted(one.name for one in pkgutil.iter_modules(migrations.__path__))
    numbers = [int(name[5:]) for name in steps if name.startswith("step_")]
    assert numbers[0] == 1
    assert all(after == before + 1 for before, after in pairwise(numbers))
    assert numbers[-1] == migrations.NEWEST
