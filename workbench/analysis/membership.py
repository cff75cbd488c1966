"""Which area of a boundary file each row lies in: decided here, for map, charts and papers alike.

A row goes by its code where that is a code of the file, and of the file's edition as far as the
two can be told; any other row goes by its point. Each row lies in one area or in none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import area_codes, joining
from workbench.analysis.incidents import Incidents
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Role

Whole = NDArray[np.int64]

HOW: Final = "placed by"  # a column of labelled rows, with one of these four
BY_CODE, BY_POINT, OUTSIDE, UNKNOWN = range(4)
AUTO, CODE, POINT = "auto", "code", "place"

READ: Final = {Role.AREA.value: "area as read", Role.AREA_NAME.value: "area name as read"}


def pointed(rows: Incidents) -> bool:
    """Whether rows can be put into areas by their points."""
    return rows.has(Role.EASTING) and rows.has(Role.NORTHING) and rows.places == "bng"


def coded(rows: Incidents) -> bool:
    """Whether rows say in which area they lie."""
    return rows.has(Role.AREA) or rows.has(Role.AREA_NAME)


def points_of(rows: Incidents) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each row lies, in metres; not a number for those without a place, or at 0, 0."""
    east, north = (pl.col(role.value) for role in (Role.EASTING, Role.NORTHING))
    nowhere = (east == 0) & (north == 0)
    axes = rows.frame.select(
        pl.when(~nowhere).then(axis).cast(pl.Float64).fill_null(float("nan")).alias(name)
        for name, axis in (("x", east), ("y", north))
    )
    return axes["x"].to_numpy(), axes["y"].to_numpy()


def area_of(rows: Incidents, shapes: Shapes) -> Whole:
    """The area in which each row's point lies, -1 for none; shape (rows,)."""
    return joining.by_place(*points_of(rows), shapes)


def labels(rows: Incidents, shapes: Shapes, by: str = AUTO) -> pl.DataFrame:
    """The area of each row.

    Args:
        rows: all rows of an edition, since its months tell of which edition their codes are.
        shapes: the areas of the boundary file.
        by: "auto", or only by "code" or by "place".

    Returns:
        For each row ``area`` and ``area_name``, empty for none, and ``placed by``. A row that lies
        in none keeps its own code where rows go by codes, unless that is one of the file's.
    """
    groups, which = _groups(rows, shapes)
    told = groups["at"].to_numpy()[which]
    mute = (groups["code"] == "").to_numpy()[which] & (groups["name"] == "").to_numpy()[which]
    there = np.zeros(len(rows), np.bool_)
    sure = (told >= 0) & (by != POINT)
    if by == AUTO and pointed(rows):
        sure &= ~_other_edition(rows, shapes)
    at = np.where(sure, told, joining.NONE)
    if by != CODE and pointed(rows) and not sure.all():
        east, north = points_of(rows)
        there = np.isfinite(east) & np.isfinite(north)
        at[~sure] = joining.by_place(east[~sure], north[~sure], shapes)
    if by == AUTO:  # a code that another edition shares is better than nothing
        last = ~sure & ~there & (told >= 0)
        at[last], sure = told[last], sure | last
    lost = np.where(~there & (mute | (by == POINT)), UNKNOWN, OUTSIDE)
    how = np.where(sure, BY_CODE, np.where(at >= 0, BY_POINT, lost))
    return _written(groups, which, shapes, at, how)


def labelled(rows: Incidents, shapes: Shapes | None, by: str = AUTO) -> Incidents:
    """The rows with the area of each as their code and name; what was read stands beside them.

    Rows that carry labels keep them, unless another way is asked for.
    """
    if shapes is None or not shapes.codes or (HOW in rows.frame.columns and by == AUTO):
        return rows
    plain = as_read(rows)
    if not (coded(plain) or pointed(plain)):
        return plain
    return relabelled(plain, labels(plain, shapes, by))


def relabelled(rows: Incidents, found: pl.DataFrame) -> Incidents:
    """The rows with labels that are known already, a line for each row."""
    frame = rows.frame
    kept = frame.rename({name: read for name, read in READ.items() if name in frame.columns})
    return replace(rows, frame=kept.hstack(found), coverage=rows.covered())


def as_read(rows: Incidents) -> Incidents:
    """The rows as they were before they were labelled."""
    if HOW not in rows.frame.columns:
        return rows
    frame = rows.frame.drop(*READ, HOW)
    back = {read: name for name, read in READ.items() if read in frame.columns}
    return replace(rows, frame=frame.rename(back), coverage=rows.covered())


def _groups(rows: Incidents, shapes: Shapes) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The areas that rows name, each once, and which of them each row names.

    ``code`` and ``name`` are as read, without blanks; ``at`` is the area of the file.
    """
    here = rows.frame.columns
    none = pl.repeat(None, pl.len(), dtype=pl.String)
    read = rows.frame.select((pl.col(name) if name in here else none).alias(name) for name in READ)
    each = read.unique(maintain_order=True).with_row_index("group")
    columns = list(READ)
    which = read.join(each, on=columns, how="left", maintain_order="left", nulls_equal=True)
    plain = each.select(
        pl.col(name).cast(pl.String).str.strip_chars().fill_null("").alias(word)
        for name, word in zip(columns, ("code", "name"), strict=True)
    )
    code, name = (plain[word].to_list() for word in ("code", "name"))
    bare = (plain["code"] == "").to_numpy()
    by_name = joining.by_name(name, shapes)
    at = np.where(bare, by_name, joining.by_code(code, shapes))
    return plain.with_columns(at=at), which["group"].to_numpy().astype(np.int64)


def _other_edition(rows: Incidents, shapes: Shapes) -> NDArray[np.bool_]:
    """Which rows have codes of another edition than the boundaries, told month by month."""
    none = np.zeros(len(rows), np.bool_)
    found = area_codes.coded(rows) if shapes.edition else None
    if found is None or found.is_empty():
        return none
    months = found["month"].unique().sort().to_list()
    told = zip(months, area_codes.editions(found), strict=True)
    others = [one for one, edition in told if edition and edition != shapes.edition]
    if not others or len(others) == len(months):
        return ~none if others else none
    month = rows.frame[Role.START.value].dt.truncate("1mo").dt.date()
    return month.is_in(others, nulls_equal=True).to_numpy()


def _written(
    groups: pl.DataFrame, which: Whole, shapes: Shapes, at: Whole, how: Whole
) -> pl.DataFrame:
    """Labels as words: of the file; else of the row itself, unless most rows go by their points."""
    by_code, by_point = (int((how == one).sum()) for one in (BY_CODE, BY_POINT))
    strange = (groups["at"].to_numpy() < 0)[which]
    unknown = strange & (how == OUTSIDE) & (groups["code"] != "").to_numpy()[which]
    keep = max(by_code, int(unknown.sum())) >= by_point
    own = len(shapes.codes) + which
    none = len(shapes.codes) + groups.height
    code = np.where(at >= 0, at, np.where(keep & strange, own, none))
    nameless = np.array([*map(str.__eq__, shapes.codes, shapes.names)], np.bool_)
    worded = (groups["name"] != "").to_numpy()[which] & (how == BY_CODE)
    name = np.where(worded & nameless[at], own, code) if nameless.size else code
    codes = [one or other or None for one, other in groups.select("code", "name").iter_rows()]
    names = [one or other or None for one, other in groups.select("name", "code").iter_rows()]
    words = ((shapes.codes, codes, code), (shapes.names, names, name))
    columns = [
        pl.Series(role, [*file, *read, None], pl.String).cast(pl.Categorical).gather(number)
        for role, (file, read, number) in zip(READ, words, strict=True)
    ]
    return pl.DataFrame([*columns, pl.Series(HOW, how, pl.UInt8)])
