"""Rows that were left out, cells that are empty, and rows that are there twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from workbench.domain.data import Precision, Role
from workbench.intake.amounts import rows
from workbench.intake.quality_fact import Concern, Fact, Light, Material, light

_USED: Final = (
    (Role.TYPE, "questions about kinds of incident leave these rows out", Concern.TYPES),
    (Role.PLACE, "top places and repeats leave these rows out", Concern.NAMES),
    (Role.AREA, "shading by small area and rates leave these rows out", Concern.AREAS),
    (Role.OUTCOME, "no outcome is known for these rows", Concern.OUTCOMES),
    (Role.END, "the start is taken for the moment of the incident", Concern.HOURS),
    (Role.COUNT, "withheld or missing figures add nothing to any total", Concern.ROWS),
    (Role.REFERENCE, "the same incident twice cannot be told from two incidents", Concern.ROWS),
)
_ABOUT: Final = {
    Role.AREA: "small area", Role.AREA_NAME: "area", Role.TYPE: "kind of incident",
}  # fmt: skip
_TABLE: Final = 5  # rows, of which a table about areas or kinds has more
_ASB: Final = "Anti-social behaviour"
_AS_PUBLISHED: Final = (
    "all of them are anti-social behaviour, which data.police.uk publishes without one"
)
_NO_FACTS: Final = frozenset({"row", "file", "no place"})


def check(material: Material) -> Iterator[Fact]:
    """The facts about rows as a whole."""
    yield from _no_incidents(material)
    yield from _left_out(material)
    yield from _missing(material)
    if not material.summed and not material.frame.is_empty():
        yield from _copies(material.frame, material.precision)
        yield from _same_moment(material)


def _no_incidents(material: Material) -> Iterator[Fact]:
    """Rows that look like figures and were taken for incidents: one for each area or kind."""
    frame, rows_in = material.frame, material.frame.height
    if material.summed:
        return
    told = [(role, what) for role, what in _ABOUT.items() if role.value in frame.columns]
    undated = Role.START.value not in frame.columns and rows_in >= _TABLE
    single = (what for role, what in told if undated and frame[role.value].n_unique() == rows_in)
    what = next(single, "")
    if what:
        yield Fact(
            Light.RED,
            f"Each row is another {what}, and none has a date",
            rows_in,
            rows_in,
            f"these look like figures about {what}s, not incidents: residents, homes and "
            "weights are brought in under “Tables and events”",
        )
    elif material.doubt:
        said = "These rows look like a table of figures, and each counts as one incident"
        yield Fact(Light.RED, said, rows_in, rows_in, material.doubt)


def _left_out(material: Material) -> Iterator[Fact]:
    of = material.rows_read
    for reason, n in material.left_out:
        harmless = reason in {"blank row", "a row of totals"}
        shade = Light.GREEN if harmless else light(n, of)
        yield Fact(shade, f"Left out: {reason}", n, of, "no figure counts these rows")


def _missing(material: Material) -> Iterator[Fact]:
    frame, of = material.frame, material.frame.height
    for role, effect, harm in _USED:
        if role.value not in frame.columns:
            continue
        n = frame[role.value].null_count()
        what = f"No {role.word.lower()}"
        if n and role in {Role.REFERENCE, Role.OUTCOME} and n == _asb_without(frame, role):
            asb = (
                "all of them are anti-social behaviour, which data.police.uk publishes without one"
            )
            yield Fact(Light.GREEN, what, n, of, asb, (harm,))
        else:
            yield Fact(light(n, of), what, n, of, effect if n else "none", (harm,))


def _asb_without(frame: pl.DataFrame, role: Role) -> int:
    """Rows of anti-social behaviour, as data.police.uk calls it, where a cell is empty."""
    if Role.TYPE.value not in frame.columns:
        return 0
    asb = pl.col(Role.TYPE.value) == _ASB
    return int(frame.select((asb & pl.col(role.value).is_null()).sum()).item() or 0)


def _copies(frame: pl.DataFrame, precision: Precision) -> Iterator[Fact]:
    """Rows that are the same in everything, and references that occur more than once."""
    told = [name for name in frame.columns if name not in _NO_FACTS]
    same = frame.select(told).hash_rows().is_first_distinct().not_()
    n, of = int(same.sum()), frame.height
    if Role.REFERENCE.value not in frame.columns:
        effect = "repeats or the same row twice: this file has no reference to tell them apart"
        shade = Light.AMBER if n else Light.GREEN
        if precision.months:
            shade, effect = Light.GREEN, "repeats at one place in one month look alike: no errors"
        yield Fact(shade, "Rows exactly alike", n, of, effect if n else "none")
        return
    reference = frame[Role.REFERENCE.value]
    named = int((same & reference.is_not_null()).sum())
    if n - named:
        yield _repeats(frame, same & reference.is_null(), of)
    effect = f"{rows(named)} may count twice" if named else "none"
    shade = max(light(named, of), Light.AMBER if named else Light.GREEN, key=list(Light).index)
    yield Fact(shade, "Rows with a reference exactly alike", named, of, effect)
    filled = reference.drop_nulls()
    again = len(filled) - filled.n_unique() - named
    if again > 0:
        later = "may be several victims, or a later version of the same record"
        what = "References that occur again with other details"
        yield Fact(Light.AMBER, what, again, of, later)


def _repeats(frame: pl.DataFrame, alike: pl.Series, of: int) -> Fact:
    """Rows without a reference that are the same: repeats at one point, not errors."""
    n = int(alike.sum())
    effect = "kept as repeats at one point, as published"
    if Role.TYPE.value in frame.columns:
        asb = int(((frame[Role.TYPE.value] == _ASB).fill_null(value=False) & alike).sum())
        if asb == n:
            effect = (
                "all are anti-social behaviour, published without a reference at one map point a "
                "month: repeats, not errors, so they are kept"
            )
    return Fact(Light.GREEN, "Rows without a reference exactly alike", n, of, effect)


def _same_moment(material: Material) -> Iterator[Fact]:
    """Different references at one place, minute and kind: perhaps one incident recorded twice."""
    frame = material.frame
    needed = {Role.START.value, Role.REFERENCE.value}
    if material.precision is not Precision.MINUTE or not needed <= set(frame.columns):
        return
    where = [Role.PLACE] if Role.PLACE.value in frame.columns else [Role.EASTING, Role.NORTHING]
    keys = [role.value for role in (Role.START, *where, Role.TYPE) if role.value in frame.columns]
    if not {role.value for role in where} <= set(keys):
        return
    known = frame.select(*keys, Role.REFERENCE.value).drop_nulls().unique()
    n = known.height - known.select(keys).unique().height
    effect = "one incident with several victims, or recorded twice: look before counting repeats"
    what = "Other references at the same place, minute and kind"
    shade = Light.AMBER if n > 0.01 * frame.height else Light.GREEN
    harms = (Concern.ROWS, Concern.NAMES)
    yield Fact(shade, what, n, frame.height, effect if n else "none", harms)
