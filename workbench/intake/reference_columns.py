"""Which columns of a file make a reference table, and its rows as keys and values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.joining import is_small, tidy
from workbench.analysis.reference import plain
from workbench.domain.reference import Purpose
from workbench.errors import UnreadableFileError
from workbench.intake.counts import suppressed
from workbench.intake.source import Source
from workbench.intake.words import spaced

_OFFICIAL: Final = re.compile(r"^[EWSNK][0-9]{8}$")
_TOTALS: Final = frozenset({"total", "all", "grand total", "all areas", "all kinds", "totals"})
_WEIGHTS: Final = re.compile(r"weight|harm|sever|score|days|cchi|css|points", re.IGNORECASE)
_PEOPLE: Final = re.compile(r"\bpop|resident|people|person|usual|inhabitant", re.IGNORECASE)
_HOMES: Final = re.compile(r"house|home|dwelling|premis|address|propert|vehicle", re.IGNORECASE)
_SHARES: Final = re.compile(
    r"%|percent|per cent|rate|density|score|decile|quintile|rank|index|share|ratio", re.IGNORECASE
)
_SERIAL: Final = re.compile(r"(?i)^(?:index|id|fid|objectid|no|number|row|column [0-9]+|)$")
_KINDS: Final = re.compile(r"type|kind|categor|offence|crime|group", re.IGNORECASE)
_AREAS: Final = re.compile(r"lsoa|msoa|area|code|ward|zone|census|oa\b|beat", re.IGNORECASE)


@dataclass(frozen=True)
class Proposal:
    """What a file seems to hold, with the reasons."""

    purpose: Purpose
    key: str
    value: str
    why_key: str
    why_value: str
    unit: str


@dataclass(frozen=True)
class Rows:
    """A table as it was read, and the rows that were left out with the reason."""

    keys: tuple[str, ...]
    values: NDArray[np.float64]
    left_out: tuple[tuple[str, int], ...]

    def fitting(self, known: Sequence[str]) -> int:
        """How many of the keys in the data the table has."""
        there = {plain(key) for key in self.keys}
        return sum(plain(key) in there for key in known)


def propose(source: Source, kinds: Sequence[str] = (), areas: Sequence[str] = ()) -> Proposal:
    """Say which columns hold keys and values.

    Args:
        source: the file as it was opened.
        kinds: kinds of incident in the data, to be found in a table of weights.
        areas: codes of small areas in the data, to be found in a table of residents.

    Raises:
        UnreadableFileError: no column holds numbers, or none holds keys.
    """
    columns = _Columns(source.table, source.columns)
    numbers = [name for name in columns.names if columns.number[name] > 0.5]
    words = [name for name in columns.names if name not in numbers]
    if not numbers or not words:
        raise UnreadableFileError(
            f"“{source.name}” has no column of {'numbers' if words else 'names or codes'}, so it "
            "is no table of weights or residents. Nothing has been changed. Choose a file with a "
            "row for each kind of incident or small area, and its number."
        )
    coded = max(words, key=lambda name: _area_score(columns, name, areas))
    named = max(words, key=lambda name: _kind_score(columns, name, kinds))
    by_area = _area_score(columns, coded, areas) >= _kind_score(columns, named, kinds)
    if by_area:
        value = max(numbers, key=lambda name: _size_score(columns, name))
        return Proposal(
            Purpose.EXPOSURE, coded, value, _why_area(columns, coded, areas),
            f"“{value}” {_why_size(value)}", _unit(value, "residents"),
        )  # fmt: skip
    value = max(numbers, key=lambda name: _weight_score(columns, name))
    worded = bool(_WEIGHTS.search(spaced(value)))
    why = "is called like a weight" if worded else "is a column of numbers"
    return Proposal(
        Purpose.WEIGHTS, named, value, _why_kind(columns, named, kinds), f"“{value}” {why}",
        "days" if "day" in spaced(value) else "",
    )  # fmt: skip


class _Columns:
    """What the columns of a table hold, looked at once."""

    def __init__(self, table: pl.DataFrame, names: Sequence[str]) -> None:
        self.names = [name for name in names if name in table.columns]
        self.values: dict[str, list[str]] = {}
        self.number: dict[str, float] = {}
        self.whole: dict[str, bool] = {}
        for name in self.names:
            text = table[name].str.strip_chars()
            filled = text.filter(text.is_not_null() & (text != ""))
            numbers = filled.to_frame("v").select(_number(pl.col("v"))).to_series()
            known = numbers.drop_nulls()
            self.values[name] = filled.to_list()
            self.number[name] = known.len() / max(1, filled.len())
            self.whole[name] = known.len() > 0 and bool((known == known.floor()).all())

    def single(self, name: str) -> float:
        """How nearly each row has a value of its own."""
        values = self.values[name]
        return len({plain(value) for value in values}) / max(1, len(values))

    def shared(self, name: str, known: Sequence[str]) -> float:
        """The share of the keys in the data that the column has."""
        there = {plain(value) for value in self.values[name]}
        return sum(plain(one) in there for one in known) / max(1, len(known))


def _area_score(columns: _Columns, name: str, areas: Sequence[str]) -> float:
    values = columns.values[name][:2000]
    coded = sum(bool(_OFFICIAL.match(tidy(value))) for value in values) / max(1, len(values))
    score = 3 * coded + 4 * columns.shared(name, areas) + columns.single(name)
    return score + 0.5 * bool(_AREAS.search(spaced(name)))


def _kind_score(columns: _Columns, name: str, kinds: Sequence[str]) -> float:
    values = columns.values[name][:2000]
    coded = sum(bool(_OFFICIAL.match(tidy(value))) for value in values) / max(1, len(values))
    score = 4 * columns.shared(name, kinds) + columns.single(name) - 3 * coded
    return score + 0.8 * bool(_KINDS.search(spaced(name)))


def _size_score(columns: _Columns, name: str) -> float:
    said = spaced(name)
    score = 3.0 * bool(_PEOPLE.search(said)) + 2.5 * bool(_HOMES.search(said))
    score += 1.0 * columns.whole[name] - 4.0 * bool(_SHARES.search(name))
    return score - 3.0 * bool(_SERIAL.match(said)) - 1.0 * ("non" in said.split())


def _weight_score(columns: _Columns, name: str) -> float:
    said = spaced(name)
    return (
        3.0 * bool(_WEIGHTS.search(said)) - 3.0 * bool(_SERIAL.match(said)) + columns.number[name]
    )


def _why_area(columns: _Columns, name: str, areas: Sequence[str]) -> str:
    example = columns.values[name][0]
    what = "small-area codes" if is_small(example) else "codes or names of areas"
    said = f"“{name}” holds {what} such as {example}"
    found = round(columns.shared(name, areas) * len(areas))
    return f"{said}; it has {found:,} of the {len(areas):,} areas in your data" if areas else said


def _why_kind(columns: _Columns, name: str, kinds: Sequence[str]) -> str:
    said = f"“{name}” holds kinds such as {columns.values[name][0]}"
    found = round(columns.shared(name, kinds) * len(kinds))
    return f"{said}; it has {found:,} of the {len(kinds):,} kinds in your data" if kinds else said


def _why_size(value: str) -> str:
    said = spaced(value)
    if _PEOPLE.search(said) or _HOMES.search(said):
        return "is called like a number of people or places"
    return "is a column of numbers"


def _unit(value: str, usual: str) -> str:
    """What the values count, as far as their name tells."""
    said = spaced(value)
    for words, unit in (("household", "households"), ("dwelling", "dwellings"),
                        ("premis", "premises"), ("vehicle", "vehicles"), ("home", "homes"),
                        ("address", "addresses"), ("propert", "properties")):  # fmt: skip
        if words in said:
            return unit
    return usual if _PEOPLE.search(said) else ""


def read(source: Source, key: str, value: str) -> Rows:
    """The keys and values of two columns.

    Raises:
        UnreadableFileError: a column is not there, a key has two different values, a value is
            below 0, or nothing is left.
    """
    for name in (key, value):
        if name not in source.columns:
            raise UnreadableFileError(
                f"“{source.name}” has no column called {name}. Nothing has been changed. "
                f"Choose one of {', '.join(source.columns[:8])}."
            )
    text = source.table.select(
        pl.col(key).str.strip_chars().fill_null("").alias("key"),
        pl.col(value).str.strip_chars().fill_null("").alias("text"),
    ).with_columns(_number(pl.col("text")).alias("number"), suppressed(pl.col("text")).alias("c"))
    plainly = pl.col("key").str.to_lowercase()
    total, nameless = plainly.is_in(list(_TOTALS)), pl.col("key") == ""
    blank, unread = pl.col("text") == "", pl.col("number").is_null()
    reason = (
        pl.when(nameless & blank).then(pl.lit("an empty row"))
        .when(nameless).then(pl.lit("no key"))
        .when(total).then(pl.lit("a total"))
        .when(blank).then(pl.lit("no value"))
        .when(pl.col("c") & unread).then(pl.lit("suppressed by its source"))
        .when(unread).then(pl.lit("not a number"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    told = text.with_columns(reason.alias("why"))
    tally = told.filter(pl.col("why") != "").group_by("why").len().sort("why")
    left_out = [(str(why), int(n)) for why, n in tally.iter_rows()]
    keys, values, again = _single(source.name, told.filter(pl.col("why") == ""))
    if again:
        left_out.append(("the same row again", again))
    if not keys:
        raise UnreadableFileError(
            f"No row of “{source.name}” has both a key in “{key}” and a number in “{value}”. "
            "Nothing has been changed. Choose other columns."
        )
    return Rows(tuple(keys), np.array(values, np.float64), tuple(left_out))


def _single(name: str, told: pl.DataFrame) -> tuple[list[str], list[float], int]:
    """One value a key; the same row twice is one, two values for one key are refused."""
    found: dict[str, tuple[str, float]] = {}
    unlike: dict[str, None] = {}
    below: list[str] = []
    for key, number in told.select("key", "number").iter_rows():
        at = plain(key)
        if number < 0:
            below.append(key)
        if at in found and found[at][1] != number:
            unlike[found[at][0]] = None
        found.setdefault(at, (" ".join(key.split()), float(number)))
    if unlike:
        raise UnreadableFileError(
            f"“{name}” gives more than one value for {_some(list(unlike))}, and nothing says which "
            "holds. Nothing has been changed. Take the wrong rows out of the file, or choose "
            "another column."
        )
    if below:
        raise UnreadableFileError(
            f"“{name}” gives a value below 0 for {_some(below)}. Nothing has been changed. "
            "Correct the file, or choose another column."
        )
    pairs = list(found.values())
    return [key for key, _ in pairs], [value for _, value in pairs], told.height - len(pairs)


def _some(keys: list[str]) -> str:
    shown = ", ".join(f"“{key}”" for key in keys[:3])
    return f"{shown} and {len(keys) - 3:,} more" if len(keys) > 3 else shown


def _number(text: pl.Expr) -> pl.Expr:
    """A cell as a number; 1,954 and £3.50 are forgiven."""
    plainly = text.str.replace_all(r"[,£\s]", "")
    number = plainly.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)
