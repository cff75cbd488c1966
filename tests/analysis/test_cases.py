"""Every published worked case, each under its own id; how each is asked stands in worked/."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED

CASES = SHARED / "cases" / "analysis_cases.json"
Asker = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@cache
def worked() -> dict[str, Asker]:
    """The function that asks each case, by its id."""
    found: dict[str, Asker] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent / "worked")]):
        found |= import_module(f"tests.analysis.worked.{module.name}").WORKED
    return found


@cache
def cases() -> dict[str, dict[str, Any]]:
    """The cases as they were published; none where the shared folder is not here."""
    if not CASES.is_file():
        return {}
    return {one["id"]: one for one in json.loads(CASES.read_text("utf-8"))}


def test_every_case_is_asked(shared: Path) -> None:
    assert set(cases()) <= set(worked())


@pytest.mark.parametrize("case", sorted(cases() or worked()), ids=str)
def test_case(case: str, shared: Path) -> None:
    told = cases()[case]
    found = worked()[case](told["inputs"])
    tolerance = told["tolerance"]
    for name, expected in told["expected"].items():
        if name == "p_minlike":  # another definition, which the program never shows
            continue
        allowed = tolerance
        if isinstance(tolerance, dict):
            allowed = tolerance.get(name, tolerance.get("*", 0))
        agree(found[name], expected, allowed, name)


def agree(found: Any, expected: Any, allowed: float, name: str) -> None:
    """Hold what was found against what was published, number by number."""
    if isinstance(expected, list):
        assert len(found) == len(expected), name
        for ours, theirs in zip(found, expected, strict=True):
            agree(ours, theirs, allowed, name)
    elif isinstance(expected, str) or not allowed:
        assert found == expected, name
    else:
        assert found == pytest.approx(expected, abs=allowed, rel=0), name
