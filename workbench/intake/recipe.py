"""The choices by which a file is read: kept as JSON, offered again for the next file like it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

from workbench import paths
from workbench.domain.data import Role
from workbench.errors import WorkbenchError
from workbench.intake import dates
from workbench.intake.date_finding import DateChoice
from workbench.intake.date_shapes import Order
from workbench.intake.places import Places
from workbench.intake.source import Source

_MISFIT = 0.2  # a saved way of reading dates that leaves more unread is a changed layout


@dataclass(frozen=True)
class ColumnChoice:
    """What one column is taken for, and why.

    ``personal`` names the kind of personal data spotted in it; such a column is left out, or
    replaced by codes (``coded``), or kept for a ``reason``; ``meant`` is its role if kept. A column
    of counts may stand for a ``period`` (see ``periods.Period.text``) and count a ``kind``.
    """

    name: str
    role: Role
    why: str = ""
    personal: str = ""
    coded: bool = False
    reason: str = ""
    meant: Role = Role.OTHER
    period: str = ""
    kind: str = ""
    like: str = ""  # what it looks like, where it is not used so

    @property
    def kept(self) -> bool:
        """Tell whether anything of the column is brought in."""
        return self.role is not Role.LEFT_OUT


@dataclass(frozen=True)
class Cut:
    """Where a table lies, when a person moved its edges: told by what stands there.

    ``rows`` of names, the first and the last column, and the words ``before`` which it ends.
    """

    rows: int = 1
    left: int = 0
    right: int = -1
    before: str = ""


@dataclass(frozen=True)
class Choices:
    """Everything chosen in the wizard, enough to read the file again or the next one like it.

    A date split over several columns has them all under one role, in the order of the file.
    Several columns under COUNT become rows of their own, one per kind: ``summed`` data. Of such
    data only the rows of one ``level`` come in, as the column ``level_of`` tells (see ``levels``).
    ``shape_why`` says why the rows were taken for figures or incidents, and ``doubt`` why that may
    be wrong. Labels of ``filled_down`` columns hold for the rows below that leave them blank; rows
    with the same value in the column ``one_of`` are one incident.
    """

    columns: tuple[ColumnChoice, ...]
    start: DateChoice = field(default_factory=DateChoice)
    end: DateChoice = field(default_factory=DateChoice)
    places: Places = Places.NONE
    summed: bool = False
    name: str = ""
    sheet: str = ""
    without_copies: bool = False
    level: str = ""
    level_of: str = ""
    cut: Cut | None = None
    shape_why: str = ""
    doubt: str = ""
    filled_down: tuple[str, ...] = ()
    one_of: str = ""
    without_hidden: bool = False

    def of(self, role: Role) -> tuple[str, ...]:
        """The columns taken for a role, in the order of the file."""
        return tuple(column.name for column in self.columns if column.role is role)

    def column(self, name: str) -> ColumnChoice:
        """The choice about one column."""
        return next(column for column in self.columns if column.name == name)

    def with_column(self, changed: ColumnChoice) -> Choices:
        """The same with another choice about one column."""
        columns = tuple(changed if c.name == changed.name else c for c in self.columns)
        return replace(self, columns=columns)

    def unexplained(self) -> tuple[ColumnChoice, ...]:
        """Personal columns that would be kept as they are without a reason."""
        return tuple(
            c
            for c in self.columns
            if c.personal and c.kept and not c.coded and not c.reason.strip()
        )

    @property
    def needs_key(self) -> bool:
        """Tell whether a column is to be replaced by codes."""
        return any(column.coded and column.kept for column in self.columns)

    def to_json(self) -> str:
        """As text for the casebook."""
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Choices:
    """Read choices back.

    Raises:
        WorkbenchError: when the text is no recipe of this program.
    """
    try:
        raw: dict[str, Any] = json.loads(text)
        return Choices(
            columns=tuple(
                ColumnChoice(
                    **{**column, "role": Role(column["role"]), "meant": Role(column["meant"])}
                )
                for column in raw.pop("columns")
            ),
            start=_date_choice(raw.pop("start")),
            end=_date_choice(raw.pop("end")),
            places=Places(raw.pop("places")),
            cut=Cut(**cut) if (cut := raw.pop("cut", None)) else None,
            filled_down=tuple(raw.pop("filled_down", ())),
            **raw,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkbenchError(
            "This recipe cannot be read: it may come from a newer version of the workbench. "
            "Nothing has been changed. Choose the columns by hand and save them as a new recipe."
        ) from error


def layout(names: Iterable[str]) -> str:
    """A short mark that two files share when their columns have the same names."""
    plain = "\n".join(sorted(name.casefold() for name in names))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def difference(choices: Choices, source: Source) -> str:
    """How a file differs from the layout a recipe was made for; empty when it does not."""
    theirs = {name.casefold(): name for name in source.columns}
    ours = {column.name.casefold(): column for column in choices.columns}
    gone = [c.name for key, c in ours.items() if key not in theirs and c.kept]
    new = [name for key, name in theirs.items() if key not in ours]
    said = []
    if gone:
        said.append(f"not there any more: {', '.join(gone)}")
    if new:
        said.append(f"new: {', '.join(new)}")
    start = [name for name in choices.of(Role.START) if name.casefold() in theirs]
    if len(start) == 1 and not gone:
        text = source.table[theirs[start[0].casefold()]].head(5_000)
        found = dates.decide(text, choices.start)
        fresh = dates.decide(text)
        misfit = found.unread > _MISFIT * max(1, found.rows - found.blank)
        if misfit and fresh.choice.order is not choices.start.order:
            said.append(f"“{start[0]}” is no longer written as {choices.start.order.value}")
    return f"The layout has changed; {'; '.join(said)}." if said else ""


def adapted(choices: Choices, source: Source) -> Choices:
    """A recipe fitted to a file whose layout has changed: new columns are left out at first."""
    ours = {column.name.casefold(): column for column in choices.columns}
    columns = tuple(
        replace(ours[name.casefold()], name=name)
        if name.casefold() in ours
        else ColumnChoice(name, Role.LEFT_OUT, "new in this file")
        for name in source.columns
    )
    return replace(choices, columns=columns, sheet=source.chosen)


def known(source: Source, saved: Sequence[Choices] = ()) -> Choices | None:
    """The first recipe that fits a file without any difference: saved ones, then built-in ones."""
    for choices in (*saved, *built_in()):
        if not difference(choices, source):
            return adapted(choices, source)
    return None


@cache
def built_in() -> tuple[Choices, ...]:
    """The recipes that ship with the program."""
    folder = paths.resource("recipes")
    return tuple(_shipped(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml")))


def _shipped(text: str) -> Choices:
    raw = tomllib.loads(text)
    return Choices(
        columns=tuple(
            ColumnChoice(column["name"], Role(column["role"]), column.get("why", ""))
            for column in raw["columns"]
        ),
        start=DateChoice(Order(raw.get("dates", Order.DAY_FIRST.value))),
        places=Places(raw.get("places", Places.NONE.value)),
        name=raw["name"],
    )


def _date_choice(raw: dict[str, Any]) -> DateChoice:
    return DateChoice(Order(raw["order"]), bool(raw["local"]), bool(raw.get("since_1904", False)))
