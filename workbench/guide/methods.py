"""The methods that ship with the program, read from resources/methods."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from workbench import paths
from workbench.guide.method import Check, Method, Question, Stage, Step

DEFAULT: Final = "sara"
_ORDER: Final = ("sara", "osara", "spatial", "clear_hold_build")
_RULES: Final = ("has", "every", "answered")


@cache
def methods() -> Mapping[str, Method]:
    """The methods by key, the four we ship first and any added file after them."""
    read = {m.key: m for m in map(_method, sorted(paths.resource("methods").glob("*.toml")))}
    first = [key for key in _ORDER if key in read]
    rest = [key for key in read if key not in _ORDER]
    return MappingProxyType({key: read[key] for key in (*first, *rest)})


def method(key: str) -> Method:
    """The method of a key; an unknown one is shown under its own name with the stages of SARA."""
    known = methods()
    if key in known:
        return known[key]
    return replace(
        known[DEFAULT],
        key=key,
        name=f"{key or 'No method'} (not known here)",
        about="This program does not know the method. The stages of SARA are shown in its place.",
        known=False,
    )


def _method(path: Path) -> Method:
    told = _read(path)
    stages = tuple(_stage(stage, path.parent / "steps") for stage in told["stages"])
    return Method(told["key"], told["name"], told["full"], told["about"], stages)


def _stage(told: dict[str, Any], folder: Path) -> Stage:
    return Stage(
        key=told["key"],
        word=told["word"],
        canonical=told["canonical"],
        tone=told["tone"],
        question=told["question"],
        why=told["why"],
        steps=tuple(_step(key, folder) for key in told["steps"]),
        counters=tuple(told.get("counters", ())),
    )


@cache
def _step(key: str, folder: Path) -> Step:
    told = _read(folder / f"{key}.toml")
    questions = tuple(Question(**question) for question in told.get("questions", ()))
    ask = tuple(Question(**question) for question in told.get("ask", ()))
    return Step(
        key=key,
        word=told["word"],
        page=told["page"],
        do=told["do"],
        why=told["why"],
        good_example=told.get("good_example", ""),
        mistakes=tuple(told.get("mistakes", ())),
        questions=questions,
        ask=ask,
        checks=(
            *(_yes(question) for question in (*questions, *ask) if question.compulsory),
            *(_check(check) for check in told.get("checks", ())),
        ),
    )


def _check(told: dict[str, Any]) -> Check:
    rule = next((name for name in _RULES if name in told), "")
    where = told.get("where", {})
    return Check(
        key=told["key"],
        must=told["must"],
        says=told["says"],
        fix=told["fix"],
        rule=rule,
        on=told.get(rule, ""),
        least=told.get("least", 1),
        where=tuple((name, tuple(values)) for name, values in where.items()),
        flag=told.get("flag", False),
        existing=told.get("existing", False),
        field=told.get("field", ""),
    )


def _yes(question: Question) -> Check:
    """The check that a compulsory question makes by itself."""
    word = question.word or question.text
    return Check(
        key=question.key,
        must=f"Yes to: {word}",
        says=f"{word} is not answered with yes.",
        fix=f"Answer {word}",
        rule="answered",
        on=question.key,
    )


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
