"""The lists behind the choices of forms, read from resources and kept by key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from workbench import paths
from workbench.guide.methods import methods

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Technique:
    """One of the 25 techniques of situational prevention."""

    key: str
    name: str
    examples: str


@dataclass(frozen=True)
class TechniqueGroup:
    """One of the five columns of techniques: what it does to the offence."""

    key: str
    word: str
    techniques: tuple[Technique, ...]


@dataclass(frozen=True)
class Explained:
    """An entry of a list with a sentence on what it means."""

    key: str
    name: str
    means: str
    examples: str = ""


@cache
def techniques() -> tuple[TechniqueGroup, ...]:
    """The 25 techniques in their five columns."""
    return tuple(
        TechniqueGroup(
            group["key"],
            group["word"],
            tuple(Technique(t["key"], t["name"], t["examples"]) for t in group["techniques"]),
        )
        for group in _read(paths.resource("techniques.toml"))["groups"]
    )


@cache
def explained(name: str) -> tuple[Explained, ...]:
    """The entries of ``partner_types``, ``tiers``, ``four_ps`` or ``audiences``, with meanings."""
    return tuple(Explained(**item) for item in _read(paths.resource(f"{name}.toml"))["items"])


def choices(name: str) -> Choices:
    """The keys and labels of a list, as a form offers them; nothing for an unknown list."""
    read = _LISTS.get(name)
    return read() if read else ()


def label_of(name: str, key: str) -> str:
    """The label of a stored key; a key that the list does not have is shown as it is."""
    if not key:
        return ""
    return dict(choices(name)).get(key, f"{key} (not in the list)")


def _techniques() -> Choices:
    return tuple(
        (t.key, f"{t.key}. {t.name} ({group.word.lower()})")
        for group in techniques()
        for t in group.techniques
    )


def _methods() -> Choices:
    return tuple((method.key, method.name) for method in methods().values())


def _presets() -> Choices:
    """The presets that are there; a file without a key or title goes by its name."""
    found = sorted(paths.template("presets").glob("*.toml"))
    return tuple(_preset(path) for path in found)


def _preset(path: Path) -> tuple[str, str]:
    told = _read(path)
    key = str(told.get("key", path.stem))
    return key, str(told.get("title") or told.get("name") or key.capitalize())


def _items(name: str) -> Callable[[], Choices]:
    return lambda: tuple((item.key, item.name) for item in explained(name))


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


_LISTS: Final[dict[str, Callable[[], Choices]]] = {
    "methods": _methods,
    "techniques": _techniques,
    "partner_types": _items("partner_types"),
    "tiers": _items("tiers"),
    "four_ps": _items("four_ps"),
    "audiences": _items("audiences"),
    "presets": _presets,
}
