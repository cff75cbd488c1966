"""Which column of a boundary file carries the code of an area, and which its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from workbench.analysis import area_codes, joining

_GSS: Final = re.compile(r"^[EWSNK][0-9]{8}$")
_CODED: Final = re.compile(r"(^|[^a-z])(code|cd|ref)([^a-z]|$)|[0-9]cd$|code$|_cd$", re.IGNORECASE)
_NAMED: Final = re.compile(r"name$|nm$|label$|title$|district$|ward$|beat$", re.IGNORECASE)
_SERIAL: Final = re.compile(r"^(object_?id|fid|gid|ogc_fid|id)[0-9]*$", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<![0-9])(?:20)?(11|21)(?=_?(cd|code|nm|name))", re.IGNORECASE)


@dataclass(frozen=True)
class OfferedColumn:
    """A column of a boundary file, for choosing which one carries the code and the name."""

    name: str
    examples: tuple[str, ...]
    distinct: int


def find_code(columns: dict[str, list[str]]) -> str:
    """The column that tells areas apart: official codes first, then a column called code."""
    return max(columns, key=lambda name: _code_score(name, columns[name]), default="")


def _code_score(name: str, values: Sequence[str]) -> float:
    filled = [value for value in values if value]
    if not filled:
        return -100.0
    official = sum(bool(_GSS.match(value)) for value in filled) / len(values)
    single = len(set(filled)) / len(values)
    score = 100 * official + 40 * single + 20 * bool(_CODED.search(name))
    numbers = all(value.replace(".", "").isdigit() for value in filled)
    return score - 30 * bool(_SERIAL.match(name)) - 15 * numbers


def why_code(columns: dict[str, list[str]], code: str) -> str:
    """Why a column was taken for the code, in a sentence."""
    if code not in columns:
        return "The file has no columns, so the areas are numbered."
    values = [value for value in columns[code] if value]
    level = area_codes.level(values)
    each = "each different" if len(set(values)) == len(values) else "some more than once"
    what = f"official codes of {level}" if level else "short values"
    return f"Areas are told by “{code}”: {what} such as {', '.join(values[:2])}, {each}."


def find_name(columns: dict[str, list[str]], code: str) -> str:
    """The column with words that people call areas by; the code's own when there is none."""
    worded = {
        name: sum(any(letter.isalpha() for letter in v) and not _GSS.match(v) for v in values)
        for name, values in columns.items()
        if name != code
    }
    called = [name for name in worded if _NAMED.search(name) and worded[name]]
    if called:
        return max(called, key=lambda name: worded[name])
    return max((n for n in worded if worded[n]), key=lambda n: worded[n], default=code)


def edition_of(codes: Iterable[str], column: str) -> str:
    """2011, 2021 or nothing: from the codes or else from the name of their column."""
    known = list(codes)
    found = joining.edition(known)
    named = _YEAR.search(column)
    if not found and named and any(joining.is_small(code) for code in known):
        return f"20{named.group(1)}"
    return found


def offered(name: str, values: Sequence[str]) -> OfferedColumn:
    """A column with its first few values, for a person to choose by."""
    distinct = list(dict.fromkeys(value for value in values if value))
    return OfferedColumn(name, tuple(distinct[:3]), len(distinct))
