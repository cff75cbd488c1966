"""The edition of small-area codes, month by month, and how many rows a boundary file lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

import polars as pl

from workbench.analysis import joining
from workbench.analysis.incidents import Incidents
from workbench.analysis.words import month, number
from workbench.domain.data import Role

# What the first three signs of an official code say that it is a code of.
LEVELS: Final = {
    "E00": "census output areas", "W00": "census output areas", "S00": "census output areas",
    "E01": "small areas (LSOA)", "W01": "small areas (LSOA)",
    "S01": "small areas (data zones)", "N20": "small areas (data zones)",
    "E02": "middle areas (MSOA)", "W02": "middle areas (MSOA)", "S02": "intermediate zones",
    "E05": "wards", "W05": "wards", "S13": "wards", "N08": "wards",
    "E06": "districts", "E07": "districts", "E08": "districts", "E09": "districts",
    "W06": "districts", "S12": "districts", "N09": "districts", "E10": "counties",
    "E12": "regions", "E23": "police force areas", "W15": "police force areas",
}  # fmt: skip
MUCH: Final = 0.02  # of the rows without an area: a few always lie over the border
_TOLD: Final = 5  # rows; fewer are not worth a warning, and are a small count


@dataclass(frozen=True)
class Stretch:
    """Months on end whose codes are of one edition ("" where that cannot be told).

    ``lost`` are the rows with a code that the boundaries in hand do not have.
    """

    edition: str
    first: date | None
    last: date | None
    rows: int
    lost: int = 0

    @property
    def misfits(self) -> bool:
        """Whether so many rows lack an area that these are other boundaries than the rows'."""
        return self.lost >= _TOLD and self.lost > MUCH * self.rows


def level(codes: Iterable[str | None]) -> str:
    """What most codes are codes of, in words; empty where they are no official codes."""
    tidy = [joining.tidy(code) for code in codes]
    official = Counter(LEVELS.get(code[:3], "") for code in tidy if len(code) == 9)
    best = max(official, key=lambda word: official[word], default="")
    return best if best and official[best] > 0.5 * len(tidy) else ""


def tiny(codes: Iterable[str | None]) -> bool:
    """Whether areas are small areas (LSOA or data zones) by most of their codes."""
    return level(codes).startswith("small areas")


def coded(rows: Incidents) -> pl.DataFrame:
    """Rows by month and code.

    Returns:
        ``month`` (first day; null without dates), ``code`` and ``n`` incidents, in this order;
        rows without a code are not in it.
    """
    if not rows.has(Role.AREA):
        return pl.DataFrame(schema={"month": pl.Date, "code": pl.String, "n": pl.Int64})
    timed = rows.has(Role.START)
    month = pl.col(Role.START).dt.truncate("1mo").dt.date() if timed else pl.lit(None, pl.Date)
    count = pl.col(Role.COUNT).sum() if rows.summed and rows.has(Role.COUNT) else pl.len()
    code = pl.col(Role.AREA).alias("code")
    found = rows.frame.group_by(month.alias("month"), code).agg(count.cast(pl.Int64).alias("n"))
    tidy = pl.col("code").cast(pl.String).str.replace_all(r"\s", "").str.to_uppercase()
    found = found.with_columns(tidy).filter(pl.col("code").str.len_bytes() > 0)
    return found.group_by("month", "code").agg(pl.col("n").sum()).sort("month", "code")


def unmatched(found: pl.DataFrame, known: Iterable[str]) -> pl.DataFrame:
    """Rows by month, and those whose code is not among the known ones.

    Args:
        found: as ``coded`` gives it.
        known: codes (or names) of the areas of a boundary file.

    Returns:
        ``month``, ``rows`` and ``lost``, by month.
    """
    here = pl.col("code").is_in(sorted({joining.tidy(one) for one in known}))
    lost = pl.when(here).then(0).otherwise(pl.col("n")).sum().alias("lost")
    return found.group_by("month").agg(pl.col("n").sum().alias("rows"), lost).sort("month")


def editions(found: pl.DataFrame) -> tuple[str, ...]:
    """The edition of the codes of each month, in the order of the months."""
    by_month = found.group_by("month").agg(pl.col("code")).sort("month")
    return tuple(_filled([joining.edition(codes) for codes in by_month["code"].to_list()]))


def stretches(
    found: pl.DataFrame, known: Iterable[str] | None = None, each: Sequence[str] = ()
) -> tuple[Stretch, ...]:
    """The months in runs of one edition, first to last.

    Args:
        found: as ``coded`` gives it.
        known: codes of the boundaries in hand, to count the rows that they lack.
        each: the edition of each month, where ``editions`` told it already.

    Returns:
        A month with too few codes to tell by goes with the months before it, or else after it.

    Source: ``joining.edition`` for the ranges of the codes.
    """
    if found.is_empty():
        return ()
    counts = unmatched(found, known) if known is not None else _counted(found)
    columns = (counts[name].to_list() for name in ("month", "rows", "lost"))
    lines = zip(each or editions(found), *columns, strict=True)
    runs = [list(run) for _, run in groupby(lines, key=lambda line: line[0])]
    return tuple(
        Stretch(
            run[0][0], run[0][1], run[-1][1], sum(one[2] for one in run), sum(one[3] for one in run)
        )
        for run in runs
    )


def _counted(found: pl.DataFrame) -> pl.DataFrame:
    counts = found.group_by("month").agg(pl.col("n").sum().alias("rows")).sort("month")
    return counts.with_columns(pl.lit(0, pl.Int64).alias("lost"))


def _filled(known: Sequence[str]) -> list[str]:
    """Gaps take the edition before them, and those at the start the first that is known."""
    at = next((one for one in known if one), "")
    filled = []
    for one in known:
        at = one or at
        filled.append(at)
    return filled


def in_words(runs: Sequence[Stretch]) -> str:
    """The editions that occur, as an edition record keeps them: "2011", or "2011, 2021"."""
    return ", ".join(sorted({run.edition for run in runs if run.edition}))


def misfit(runs: Sequence[Stretch], boundaries: str) -> str:
    """What is wrong with boundaries for these rows, and which to bring; empty when they fit.

    Args:
        runs: of the rows, with what the boundaries lack.
        boundaries: the edition of the boundaries, "" where not known.
    """
    said = [_misfit(run, boundaries, alone=len(runs) == 1) for run in runs if run.misfits]
    return " ".join(said)


def _misfit(run: Stretch, boundaries: str, *, alone: bool) -> str:
    when = "" if alone or run.first is None or run.last is None else f" of {span(run)}"
    lost = f"{number(run.lost)} of {number(run.rows)} rows{when} find no area"
    if run.edition and boundaries and run.edition != boundaries:
        return (
            f"{lost}: they use small areas of {run.edition}, the boundaries are of "
            f"{boundaries}. Bring in the {run.edition} boundaries for them."
        )
    return f"{lost} in these boundaries. Use boundaries that cover them."


def span(run: Stretch) -> str:
    """The months of a run: "Jan 2024", or "Oct 2018 to Jan 2019"."""
    if run.first is None or run.last is None:
        return ""
    ends = (month(run.first), month(run.last))
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
