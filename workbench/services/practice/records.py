"""The records of the practice problems, read from resources/practice and made anew each time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from types import UnionType
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from workbench import paths
from workbench.domain.kinds import ALL
from workbench.domain.record import Record, kind_name, new_id

MAIN: Final = "westbrook"
OTHERS: Final = ("bikes", "vans")
_DAYS: Final = re.compile(r"today([+-]\d+)?")
_LATER: Final = "analysis:"  # a card that exists once its question has been asked


@dataclass(frozen=True)
class Practice:
    """One made-up problem as records, each kind after those it hangs on.

    ``ids`` finds a record by its name in the file. ``later`` holds what waits for a card
    that comes from asking the data: the key of the question, the kind of record, its fields.
    """

    records: tuple[Record, ...]
    ids: Mapping[str, UUID]
    later: tuple[tuple[str, type[Record], Mapping[str, Any]], ...]

    @property
    def problem_id(self) -> UUID:
        """The problem itself."""
        return self.ids["problem"]

    def weighings(self, cards: Mapping[str, UUID]) -> list[Record]:
        """The weighings of the cards kept from analyses, given the card of each question's key."""
        return [
            kind(**{**values, "card_id": cards[question]})
            for question, kind, values in self.later
            if question in cards
        ]


def practice(key: str, today: date) -> Practice:
    """Make the records of one practice problem; late actions are late on ``today``."""
    with (paths.resource("practice") / f"{key}.toml").open("rb") as file:
        told = tomllib.load(file)
    ids: dict[str, UUID] = {}
    made: list[Record] = []
    later = []
    for kind in ALL:
        for entry in told.get(kind_name(kind), ()):
            values = _values(kind, entry, ids, today)
            question = str(entry.get("card_id", ""))
            if question.startswith(_LATER):
                later.append((question.removeprefix(_LATER), kind, values))
                continue
            record = kind(id=new_id(), **values)
            made.append(record)
            if "ref" in entry:
                ids[entry["ref"]] = record.id
    return Practice(tuple(made), ids, tuple(later))


def records(today: date) -> list[Record]:
    """The records of the practice problem, ready to be added in this order."""
    return list(practice(MAIN, today).records)


def other_records(today: date) -> list[Record]:
    """The records of the small problems that keep it company on the home page."""
    return [record for key in OTHERS for record in practice(key, today).records]


def _values(
    kind: type[Record], entry: Mapping[str, Any], ids: Mapping[str, UUID], today: date
) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        name: _value(hints[name], told, ids, today)
        for name, told in entry.items()
        if name != "ref" and not str(told).startswith(_LATER)
    }


def _value(hint: Any, told: Any, ids: Mapping[str, UUID], today: date) -> Any:
    """What a field holds for what the file says: names become ids, words become choices."""
    wanted = _plain(hint)
    if wanted is UUID:
        return ids[told]
    if wanted is date and isinstance(told, str):
        return _day(told, today)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(told)
    return _fixed(told)


def _fixed(told: Any) -> Any:
    """Lists as tuples, all the way down; text without the line ends round it."""
    if isinstance(told, list):
        return tuple(_fixed(part) for part in told)
    return told.strip() if isinstance(told, str) else told


def _plain(hint: Any) -> Any:
    """The type that a field takes when it is not empty."""
    if isinstance(hint, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _day(told: str, today: date) -> date:
    found = _DAYS.fullmatch(told)
    if found is None:
        msg = f"{told!r} is neither a date nor a day counted from today"
        raise ValueError(msg)
    return today + timedelta(int(found[1] or 0))
