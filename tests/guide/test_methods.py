"""Every method loads, is whole, and asks only what the program can answer."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from workbench.domain.kinds import BY_NAME
from workbench.domain.problem import Problem
from workbench.guide.contents import Contents
from workbench.guide.counters import COUNTERS
from workbench.guide.facts import _FACTS, CHEERS, Known
from workbench.guide.headline import headline
from workbench.guide.method import CANONICAL, PAGE_OF_KIND, PAGES, TONES, Check, Step
from workbench.guide.methods import DEFAULT, method, methods
from workbench.guide.status import _KINDS

ALL = list(methods())
STEPS = {
    step.key: step for one in methods().values() for stage in one.stages for step in stage.steps
}


def test_the_four_methods_are_there() -> None:
    assert ALL[:4] == ["sara", "osara", "spatial", "clear_hold_build"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sara", "Scan Analyse Respond Assess"),
        ("osara", "Objective Scan Analyse Respond Assess"),
        ("spatial", "Scan Prioritise Analyse Task Intervene Assess Learn"),
        ("clear_hold_build", "Choose Understand Clear Hold Build Assess"),
    ],
)
def test_the_stages_are_those_of_the_field(key: str, words: str) -> None:
    assert [stage.word for stage in methods()[key].stages] == words.split()


@pytest.mark.parametrize("key", ALL)
def test_every_stage_is_whole(key: str) -> None:
    one = methods()[key]
    assert one.key == key
    assert one.name
    assert one.about
    assert len({stage.key for stage in one.stages}) == len(one.stages)
    for stage in one.stages:
        assert stage.word
        assert stage.question.endswith("?")
        assert stage.why
        assert stage.tone in TONES
        assert stage.canonical in CANONICAL
        assert stage.steps
        assert stage.checks
        assert len(stage.counters) == 2
        assert set(stage.counters) <= set(COUNTERS)
        assert set(stage.pages) <= set(PAGES)
        keys = [check.key for check in stage.checks]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))
def test_every_step_guides(step: Step) -> None:
    assert step.page in PAGES
    assert step.do
    assert step.why
    assert step.good_example
    assert step.mistakes
    assert step.ask
    assert all("?" in question.text for question in step.ask)
    assert all(question.kind == "yes" for question in step.ask)
    assert all(question.word for question in (*step.questions, *step.ask) if question.compulsory)
    assert all(question.kind in ("yes", "text") for question in step.questions)
    assert "!" not in f"{step.do}{step.why}{step.good_example}{step.mistakes}"


def test_no_two_questions_share_a_key() -> None:
    keys = [question.key for step in STEPS.values() for question in (*step.questions, *step.ask)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("key", ALL)
def test_every_page_is_worked_in_some_stage(key: str) -> None:
    used = {page for stage in methods()[key].stages for page in stage.pages}
    assert used == set(PAGES)


@pytest.mark.parametrize("key", ALL)
def test_cheers_is_compulsory_in_every_method(key: str) -> None:
    checks = {check.on for stage in methods()[key].stages for check in stage.checks}
    assert set(CHEERS) <= checks


def test_cheers_is_the_only_compulsory_set_of_the_common_method() -> None:
    compulsory = {
        question.key
        for stage in methods()["sara"].stages
        for step in stage.steps
        for question in (*step.questions, *step.ask)
        if question.compulsory
    }
    assert compulsory == set(CHEERS)
    words = {q.key: q.word for q in STEPS["cheers"].questions}
    assert words == CHEERS


def test_the_six_questions_are_fields_of_the_problem() -> None:
    names = {part.name for part in fields(Problem)}
    asked = [question.field for question in STEPS["five_w_one_h"].questions]
    assert len(asked) == 6
    assert all(f.removeprefix("problem.") in names for f in asked)


CHECKS = {check.key: check for step in STEPS.values() for check in step.checks}


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_every_check_looks_at_something_that_exists(
    check: Check, sound: Contents, today: date
) -> None:
    assert check.must
    assert check.says.endswith(".")
    assert check.fix
    if check.rule == "answered":
        assert any(check.on == q.key for s in STEPS.values() for q in (*s.questions, *s.ask))
        return
    assert check.rule in ("has", "every")
    name, _, field = check.on.partition(".")
    assert Known(sound, today).records(name) is not None
    kind = BY_NAME[_KINDS[name]]
    known = {part.name for part in fields(kind)} | {n for k, n in _FACTS if k == _KINDS[name]}
    assert not field or field in known
    assert {where for where, _ in check.where} <= known
    assert not check.field or check.field in known


def test_an_unknown_method_is_shown_and_not_dropped(sound: Contents, today: date) -> None:
    strange = method("five_is")
    assert strange.key == "five_is"
    assert "five_is" in strange.name
    assert not strange.known
    assert strange.stages == methods()[DEFAULT].stages


def test_every_kind_of_record_has_the_page_that_edits_it() -> None:
    assert set(PAGE_OF_KIND) <= set(BY_NAME)
    # These edit what stands beside the data, and what is said of addresses; no step leads there.
    beside = {"references", "data"}
    assert set(PAGE_OF_KIND.values()) <= set(PAGES) | beside
    assert set(BY_NAME) - set(PAGE_OF_KIND) == {"cycle", "stage_override", "recipe", "setting"}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_headline(page: str, sound: Contents, today: date) -> None:
    says = headline(page, sound, today)
    assert says
    assert not says.endswith(".")
    assert says != page.replace("_", " ").capitalize()


def test_a_page_finds_its_stage_and_steps() -> None:
    sara = methods()["sara"]
    stage = sara.stage_of_page("hypotheses")
    assert stage is not None
    assert stage.key == "analyse"
    assert [step.key for step in stage.steps_on("hypotheses")] == ["hypotheses"]
    assert sara.stage("nothing") is None
    assert sara.stage_of_page("nothing") is None
    assert sara.question("cheers.events") is not None
    assert sara.question("nothing") is None
