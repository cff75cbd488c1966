"""What each column is: proposed from its name and its content, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake import dates, labels, levels, panels, personal, places, points, units, unused
from workbench.intake.clocks import is_clock, says_time
from workbench.intake.column_facts import Facts, facts_of
from workbench.intake.column_words import (
    CLOCKS,
    DATE_PARTS,
    NAMES,
    QUARTERS,
    ROW_NUMBERS,
    YEARS,
)
from workbench.intake.date_shapes import Order
from workbench.intake.misspelt import plain_words, told_by
from workbench.intake.places import Places
from workbench.intake.recipe import Choices, ColumnChoice
from workbench.intake.source import Source
from workbench.intake.words import spaced

_SAMPLE: Final = 1_500
_MOSTLY: Final = 0.6  # of the cells
_END_OF_DAY: Final = 2_400


def propose(source: Source, figures: bool | None = None) -> Choices:
    """Choices for a file of an unknown layout.

    Args:
        source: the file.
        figures: True or False where a person says that its rows are figures, or are incidents.
    """
    step = max(1, source.rows // _SAMPLE)
    sample = source.table.select(source.columns).gather_every(step).head(_SAMPLE)
    facts = facts_of(sample)
    taken: dict[str, ColumnChoice] = {}
    _take_date_parts(facts, taken)
    points.take(sample, facts, taken)
    for role, patterns in NAMES:
        _take(role, patterns, facts, taken)
    _take_by_content(facts, taken)
    _take_clocks(sample, facts, taken)
    _mend_swapped(sample, facts, taken)
    points.leave_spare(sample, taken)
    found = panels.find(source, taken, facts, figures)
    taken.update(found.columns)
    columns = tuple(
        _private(taken.get(name, _other(name, facts[name], source.rows)), sample[name])
        for name in source.columns
    )
    choices = Choices(
        columns,
        summed=found.summed,
        sheet=source.chosen,
        shape_why=found.why,
        doubt=found.doubt,
    )
    told = unused.told(decided(choices, source), facts, sample)
    return units.find(source, told)


def decided(choices: Choices, source: Source) -> Choices:
    """The same columns with what follows from them: levels, labels, dates and coordinates."""
    numbers = set(choices.of(Role.COUNT)) if choices.summed else set()
    choices = _levelled(replace(choices, filled_down=labels.left_blank(source, numbers)), source)
    return _with_decisions(choices, labels.filled_down(source, choices))


def _levelled(choices: Choices, source: Source) -> Choices:
    """Keep one level of geography of a table of counts."""
    if not choices.summed:
        return replace(choices, level="", level_of="")
    areas = (*choices.of(Role.AREA), *choices.of(Role.AREA_NAME))
    found = levels.find(source, areas)
    return replace(choices, level=found.keep, level_of=found.column) if found else choices


def _fits(role: Role, name: str, facts: Facts) -> bool:
    """Tell whether the cells of a column bear a role out."""
    if role in _DATES and facts.high < _END_OF_DAY and says_time(name):
        return facts.dated > _MOSTLY  # 1945 is a year elsewhere, but not where the name says time
    test = _TESTS.get(role)
    return facts.filled > 0 and (test is None or test(facts))


def _is_date(facts: Facts) -> bool:
    together = facts.dated > 0.02 and facts.dated + facts.numbered > 0.9
    return facts.dated > _MOSTLY or facts.bare_dated > 0.9 or together


def _half_a_date(role: Role, name: str, facts: Facts) -> bool:
    """Tell whether a column says by its name that it is a date, and half of its cells bear it."""
    return role in _DATES and facts.dated >= 0.5 and re.search(r"\bdate", name) is not None


def _on_the_map(facts: Facts, *, most: float, degrees: tuple[int, int]) -> bool:
    """Tell whether numbers are coordinates: they differ, or the one there is lies in Britain."""
    least, farthest = degrees
    one = places.LEAST <= facts.low <= most or least <= facts.low <= farthest
    return facts.numeric > 0.8 and (facts.unlike > 1 or one)


def _is_text(facts: Facts) -> bool:
    return facts.numeric < 0.5 and facts.dated < 0.5


_DATES: Final = (Role.START, Role.END)
_TESTS: Final[Mapping[Role, Callable[[Facts], bool]]] = {
    Role.LATITUDE: lambda f: f.numeric > 0.8 and f.low >= -90 and f.high <= 90,
    Role.LONGITUDE: lambda f: f.numeric > 0.8 and f.low >= -180 and f.high <= 180,
    Role.EASTING: partial(_on_the_map, most=places.EAST_MOST, degrees=(-9, 3)),
    Role.NORTHING: partial(_on_the_map, most=places.NORTH_MOST, degrees=(49, 61)),
    Role.START: _is_date,
    Role.END: _is_date,
    Role.TYPE: lambda f: _is_text(f) and (f.unlike < 0.6 * f.filled or f.filled < 100),
    Role.OUTCOME: lambda f: _is_text(f) and (f.unlike < 0.6 * f.filled or f.filled < 100),
    Role.REFERENCE: lambda f: f.dated < 0.5 and f.area < 0.5 and f.unlike > 0.5 * f.filled,
    Role.PERSON: lambda f: f.dated < 0.5,
    Role.AREA: lambda f: f.area > _MOSTLY,
    Role.AREA_NAME: lambda f: _is_text(f) and f.area < 0.5,
    Role.POSTCODE: lambda f: f.postcode > 0.5,
    Role.PLACE: lambda f: _is_text(f) and f.area < 0.5 and f.postcode < 0.5,
    Role.ADDRESS: _is_text,
    Role.COUNT: lambda f: f.counted > 0.8 and f.whole > 0.2,
}


def _take(
    role: Role,
    patterns: tuple[re.Pattern[str], ...],
    facts: dict[str, Facts],
    taken: dict[str, ColumnChoice],
) -> None:
    """Give a role to the free column whose name says it most surely and whose cells agree."""
    if any(choice.role is role for choice in taken.values()):
        return
    found = _named(role, patterns, facts, taken, _fits)
    if found is None and role in _DATES:
        found = _named(role, patterns, facts, taken, _half_a_date)
    if found is not None:
        taken[found] = ColumnChoice(found, role, f"its name says so: “{found}”")


def _named(
    role: Role,
    patterns: tuple[re.Pattern[str], ...],
    facts: dict[str, Facts],
    taken: dict[str, ColumnChoice],
    fits: Callable[[Role, str, Facts], bool],
) -> str | None:
    """The free column whose name says a role most surely and whose cells fit it."""
    for pattern in patterns:
        for name, known in facts.items():
            if name in taken:
                continue
            for last in told_by(name):
                plain = plain_words(last)
                if pattern.fullmatch(plain) and fits(role, plain, known):
                    return name
    return None


def _take_date_parts(facts: dict[str, Facts], taken: dict[str, ColumnChoice]) -> None:
    """A date split over columns: year and month at least, each a whole number."""
    parts: dict[str, str] = {}
    for part, pattern in DATE_PARTS.items():
        for name, known in facts.items():
            months = part == "month" and known.month_named > 0.9
            if re.fullmatch(pattern, spaced(name)) and (known.whole > 0.8 or months):
                parts.setdefault(part, name)
    if not {"year", "month"} <= parts.keys():
        return
    year, month = facts[parts["year"]], facts[parts["month"]]
    numbers = 1 <= month.low <= month.high <= 12 or month.month_named > 0.9
    if not (1950 <= year.low <= year.high <= 2100 and numbers):
        return
    for part, name in parts.items():
        taken[name] = ColumnChoice(name, Role.START, f"the {part} of a date split over columns")


def _take_clocks(
    sample: pl.DataFrame, facts: dict[str, Facts], taken: dict[str, ColumnChoice]
) -> None:
    """A time of day beside a bare date, and a quarter beside a year, belong to that date."""
    for role in (Role.START, Role.END):
        held = [name for name, choice in taken.items() if choice.role is role]
        if len(held) != 1 or facts[held[0]].filled == 0:
            continue
        free = [name for name, known in facts.items() if name not in taken and known.filled]
        if re.fullmatch(YEARS, spaced(held[0])):
            fit = [name for name in free if re.fullmatch(QUARTERS, spaced(name))]
            why = "the quarter of the year beside it"
        else:
            timed = sample[held[0]].str.contains(r"[0-9][:.][0-9][0-9]\b[^/-]*$")
            timed &= ~sample[held[0]].str.contains(dates.MIDNIGHT)
            named = [
                n for n in free if re.fullmatch(CLOCKS, plain_words(n)) and is_clock(sample[n], n)
            ]
            own = [name for name in named if _nearest(name, held[0], facts)]
            fit = [] if timed.any() else sorted(own, key=lambda n: -_shared(n, held[0]))
            why = f"the time of day of “{held[0]}”"
        if fit:
            taken[fit[0]] = ColumnChoice(fit[0], role, why)


def _nearest(clock: str, day: str, facts: dict[str, Facts]) -> bool:
    """Tell whether no other column of dates has a name nearer to that of a time of day."""
    others = [
        name
        for name, known in facts.items()
        if name not in (clock, day) and _is_date(known) and not says_time(name)
    ]
    return all(_shared(clock, name) <= _shared(clock, day) for name in others)


def _shared(one: str, other: str) -> int:
    """How many words two names share, those at their beginning and end above all."""
    ours, theirs = plain_words(one).split(), plain_words(other).split()
    if not ours or not theirs:
        return 0
    says = says_time(one) - 1  # "Time to close" is a length of time
    both = 2 * len(set(ours) & set(theirs)) + (ours[0] == theirs[0]) + (ours[-1] == theirs[-1])
    return both + says


_BY_CONTENT: Final[tuple[tuple[Role, Callable[[Facts], bool], str], ...]] = (
    (Role.AREA, lambda f: f.area > 0.8, "its values are codes of small areas"),
    (Role.POSTCODE, lambda f: f.postcode > 0.8, "its values are postcodes"),
    (Role.START, lambda f: f.dated > 0.8, "its values are dates"),
)


def _take_by_content(facts: dict[str, Facts], taken: dict[str, ColumnChoice]) -> None:
    """Roles that the cells give away whatever the name says."""
    roles = {choice.role for choice in taken.values()}
    for role, test, why in _BY_CONTENT:
        fitting = [n for n, f in facts.items() if n not in taken and f.filled and test(f)]
        if role not in roles and fitting:
            # Of areas the smallest are the most telling: the column with most unlike codes.
            area = role is Role.AREA
            found = max(fitting, key=lambda n: facts[n].unlike) if area else fitting[0]
            taken[found] = ColumnChoice(found, role, why)


def _mend_swapped(
    sample: pl.DataFrame, facts: dict[str, Facts], taken: dict[str, ColumnChoice]
) -> None:
    """X and Y that hold degrees are longitude and latitude; a latitude of -2 is no latitude."""
    for first, second in ((Role.LONGITUDE, Role.LATITUDE), (Role.EASTING, Role.NORTHING)):
        x = next((c for c in taken.values() if c.role is first), None)
        y = next((c for c in taken.values() if c.role is second), None)
        if x is None or y is None:
            for half in (x, y):
                taken.pop(half.name if half else "", None)
            continue
        east, north = facts[x.name], facts[y.name]
        if 49 <= east.low <= east.high <= 61 and -9 <= north.low <= north.high <= 3:
            why = "its numbers show that the names of the two are swapped"
            taken[x.name] = replace(x, role=Role.LATITUDE, why=why)
            taken[y.name] = replace(y, role=Role.LONGITUDE, why=why)
        elif first is Role.EASTING and (
            places.guess(sample[x.name], sample[y.name], degrees=False) is Places.DEGREES
        ):
            why = "its numbers are degrees"
            taken[x.name] = replace(x, role=Role.LONGITUDE, why=why)
            taken[y.name] = replace(y, role=Role.LATITUDE, why=why)


def _other(name: str, facts: Facts, rows: int) -> ColumnChoice:
    if not facts.filled:
        return ColumnChoice(name, Role.LEFT_OUT, "it is empty")
    serial = facts.whole == 1 and facts.unlike == facts.filled > 5
    if serial and re.fullmatch(ROW_NUMBERS, name) and facts.high <= 1.1 * rows + 1:
        return ColumnChoice(name, Role.LEFT_OUT, "it only numbers the rows")
    return ColumnChoice(name, Role.OTHER, "kept as it is; no question needs it")


def _private(choice: ColumnChoice, sample: pl.Series) -> ColumnChoice:
    """Leave out what is personal; a reference to a person is replaced by a code."""
    if choice.role is Role.LEFT_OUT:
        return choice
    if choice.role is Role.PERSON:
        why = f"{choice.why}; replaced by a code, so that repeats can be counted"
        return replace(
            choice, why=why, personal="reference to a person", coded=True, meant=Role.PERSON
        )
    found = personal.spot(choice.name, sample, choice.role)
    if found is None:
        return choice
    why = f"it may hold personal data ({found.kind}): {found.why}"
    return replace(choice, role=Role.LEFT_OUT, why=why, personal=found.kind, meant=choice.role)


def _with_decisions(choices: Choices, source: Source) -> Choices:
    """Decide dates over all rows, and what the coordinates are."""
    dated = [(role, names) for role in (Role.START, Role.END) if (names := choices.of(role))]
    with ThreadPoolExecutor(2) as both:
        texts = list(both.map(lambda each: dates.column(source, each[1]), dated))
    for (role, names), text in zip(dated, texts, strict=True):
        made = dates.order_of(text)
        if made.order is Order.FINANCIAL and _school(names, source):
            made = replace(made, order=Order.SCHOOL)
        if source.since_1904:
            serial = made.order is Order.SERIAL
            made = replace(made, order=Order.SERIAL_1904 if serial else made.order, since_1904=True)
        start = role is Role.START
        choices = replace(choices, start=made) if start else replace(choices, end=made)
    for first, second, degrees in (
        (Role.LONGITUDE, Role.LATITUDE, True),
        (Role.EASTING, Role.NORTHING, False),
    ):
        x, y = choices.of(first), choices.of(second)
        if x and y:
            some = source.table.select(x[0], y[0]).gather_every(max(1, source.rows // 20_000))
            kind = places.guess(some[x[0]], some[y[0]], degrees=degrees)
            if kind is not Places.DEGREES:
                kind = points.of_metres(kind, x[0], y[0], choices, source)
            return replace(_as_written(choices, some, x[0], y[0], kind), places=kind)
    return replace(choices, places=Places.POINT if choices.of(Role.POINT) else Places.NONE)


def _school(names: tuple[str, ...], source: Source) -> bool:
    """Tell whether years are school years: by their name, or by a column that says so."""
    told = [name for name in source.columns if spaced(name) == "time identifier"]
    said = [*names, *(str(source.table[name][0]) for name in told)]
    return any(re.search(r"(?i)academic|school", each) for each in said)


def _as_written(choices: Choices, some: pl.DataFrame, x: str, y: str, kind: Places) -> Choices:
    """Keep clocks as they are written when the places lie outside Britain."""
    if kind is not Places.DEGREES:
        return choices
    few = some.head(2_000)
    if places.place(few[x], few[y], kind).kind != "local":
        return choices
    return replace(
        choices,
        start=replace(choices.start, local=False),
        end=replace(choices.end, local=False),
    )
