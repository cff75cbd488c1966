"""Presets: which sections a kind of paper has, in what tone and length, read from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workbench.domain.audience import Audience, Marking
from workbench.domain.briefing import Briefing
from workbench.domain.problem import Problem
from workbench.errors import NotFoundError
from workbench.paths import template


@dataclass(frozen=True)
class PresetSection:
    """A section in a preset: its title there, what to write, and how much of it."""

    key: str
    title: str = ""
    prompt: str = ""
    words: int = 0
    new_page: bool = False


@dataclass(frozen=True)
class Preset:
    """A kind of paper."""

    key: str
    title: str
    audience: Audience
    marking: Marking
    subtitle: str
    tone: str
    words: int  # how long the whole paper should be at most
    sections: tuple[PresetSection, ...]
    rows: int = 12  # a table with more rows than this goes to the annex, or is cut
    handling: tuple[str, ...] = ()

    def section(self, key: str) -> PresetSection:
        """How the preset has a section; a bare one if it does not name it."""
        return next((s for s in self.sections if s.key == key), PresetSection(key))


@cache
def presets(folder: Path | None = None) -> dict[str, Preset]:
    """Every preset that ships with the program, by key."""
    found = (_read(path) for path in sorted((folder or template("presets")).glob("*.toml")))
    return {preset.key: preset for preset in found}


def preset(key: str) -> Preset:
    """The preset of that key.

    Raises:
        NotFoundError: it is not among the presets that ship with the program.
    """
    if key not in presets():
        known = ", ".join(presets())
        raise NotFoundError(
            f"The preset \u201c{key}\u201d is not among the presets of this program. The briefing"
            f" is unchanged. Choose one of these instead: {known}."
        )
    return presets()[key]


def _read(path: Path) -> Preset:
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    sections = tuple(PresetSection(**section) for section in data.pop("section"))
    audience, marking = Audience(data.pop("audience")), Marking(data.pop("marking"))
    handling = tuple(data.pop("handling", ()))
    return Preset(
        key=path.stem, audience=audience, marking=marking, sections=sections,
        handling=handling, **data,
    )  # fmt: skip


def started(key: str, problem: Problem, author: str = "", organisation: str = "") -> Briefing:
    """A new briefing on a problem, with what the preset proposes."""
    chosen = preset(key)
    strict = Marking.OFFICIAL_SENSITIVE in (chosen.marking, problem.marking)
    return Briefing(
        problem_id=problem.id,
        title=problem.name,
        preset=key,
        audience=chosen.audience,
        marking=Marking.OFFICIAL_SENSITIVE if strict else Marking.OFFICIAL,
        handling="\n".join(chosen.handling),
        author=author,
        organisation=organisation,
        sections=tuple(section.key for section in chosen.sections),
    )
