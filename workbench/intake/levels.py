"""Levels of geography: a table that holds a country, its regions and their districts counts thrice.

One level is kept, the finest that most rows are of; the rows of the others are left out as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake.source import Source
from workbench.intake.words import spaced

CODES: Final = {
    **dict.fromkeys(("E92", "W92", "S92", "N92", "K02", "K03", "K04"), "countries"),
    **dict.fromkeys(("E12", "E13", "E15", "W99"), "regions"),
    **dict.fromkeys(("E06", "E07", "E08", "E09", "E10", "W06", "S12", "N09"), "local authorities"),
    **dict.fromkeys(("E11", "E47"), "combined areas"),
    **dict.fromkeys(("E23", "W15", "S32"), "police forces"),
    **dict.fromkeys(("E05", "W05", "S13", "N08", "E36"), "wards"),
    **dict.fromkeys(("E02", "W02", "S02"), "middle-layer areas"),
    **dict.fromkeys(("E01", "W01", "S01"), "small areas"),
    **dict.fromkeys(("E00", "W00", "S00"), "output areas"),
}
_LARGE: Final = (
    r"^\W*(total )?(england( and|,|&) wales|england|wales"
    r"|scotland|great britain|united kingdom"
    r"|northern ireland|north east( england)?|north west( england)?|yorks(hire)?"
    r" (and|&) (the )?humber"
    r"(side)?|east midlands|west midlands|east( of england)?|(inner |outer )?london|south east"
    r"( england)?|south west( england)?|eastern|all (forces|areas|authorities))\W*[0-9]*$"
)
_NAMED: Final = r"geog(raphic(al)?)?( area)?( level| type| l)|(area|geography) (level|type)|level"
_WORDS: Final = (
    r"(?i)\b(national|country|region(al)?|local authority|la|ward|district|county|lad)\b"
)
_SURELY_LARGE: Final = r"^\W*(total )?(england|north west|south west|east midlands|wales|all )"
SHARE: Final = "countries and regions"
NO_CODE: Final = "no area code"


@dataclass(frozen=True)
class Level:
    """The column that tells levels apart, the level to keep, and rows of each."""

    column: str
    keep: str
    rows: dict[str, int]


def find(source: Source, areas: tuple[str, ...]) -> Level | None:
    """The levels of a table of counts; None where all rows are of one.

    Args:
        source: the file.
        areas: columns of codes and names of areas, the surest first.
    """
    named = [name for name in source.columns if re.fullmatch(_NAMED, spaced(name))]
    for column in (*named, *areas):
        found = of(source.table[column])
        counted = found.drop_nulls().value_counts(name="n", sort=True)
        rows = {str(level): int(n) for level, n in counted.iter_rows()}
        if len(rows) > 1:
            finest = [
                level for level in rows if level not in {SHARE, NO_CODE, "countries", "regions"}
            ]
            keep = max(finest or rows, key=lambda level: rows[level])
            return Level(column, keep, rows)
    return None


def of(text: pl.Series) -> pl.Series:
    """The level of each row by one column: of codes, of names, or of the levels themselves."""
    plain = text.str.strip_chars().alias("v")
    unlike = plain.drop_nulls().unique()
    if unlike.is_empty():
        return plain
    code = pl.col("v").str.slice(0, 3).replace_strict(CODES, default=None, return_dtype=pl.String)
    coded = plain.to_frame().select(
        pl.when(pl.col("v").str.contains(r"^[A-Z][0-9]{8}$")).then(code).alias("v")
    )
    if coded["v"].count() > 0.5 * len(plain):
        return coded.to_series().fill_null(NO_CODE)
    if len(unlike) <= 12 and unlike.str.contains(_WORDS).sum() >= 2:
        return plain
    if not unlike.str.to_lowercase().str.contains(_SURELY_LARGE).any():
        return pl.Series("v", [None], dtype=pl.String).new_from_index(0, len(plain))
    large = pl.col("v").str.to_lowercase().str.contains(_LARGE)
    seen = pl.col("v").cum_count().over("v")
    twice = pl.len().over("v") == 2  # the West Midlands are a region first, then a force
    level = pl.when(large & ~(twice & (seen == 2))).then(pl.lit(SHARE)).otherwise(pl.lit("areas"))
    return plain.to_frame().select(pl.when(pl.col("v").is_not_null()).then(level)).to_series()
