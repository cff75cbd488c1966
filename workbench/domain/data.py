"""Data brought in: datasets, their editions, recipes, boundaries and areas."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from workbench.domain.record import Record, belongs, holds, kept, refers, told


class Role(StrEnum):
    """What a column of an incident table is; also its name in an edition's frame."""

    START = "start"
    END = "end"
    TYPE = "type"
    PLACE = "place"
    REFERENCE = "reference"
    OUTCOME = "outcome"
    PERSON = "person"
    EASTING = "easting"
    NORTHING = "northing"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    POINT = "point"
    AREA = "area"
    AREA_NAME = "area_name"
    POSTCODE = "postcode"
    ADDRESS = "address"
    COUNT = "count"
    OTHER = "other"
    LEFT_OUT = "left out"

    @property
    def word(self) -> str:
        """What the role is called in the wizard."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.START: "Start date",
    Role.END: "End date",
    Role.TYPE: "Kind of incident",
    Role.PLACE: "Place",
    Role.REFERENCE: "Reference",
    Role.OUTCOME: "Outcome",
    Role.PERSON: "Person code",
    Role.EASTING: "Easting",
    Role.NORTHING: "Northing",
    Role.LATITUDE: "Latitude",
    Role.LONGITUDE: "Longitude",
    Role.POINT: "Grid reference, or both coordinates",
    Role.AREA: "Small-area code",
    Role.AREA_NAME: "Small-area name",
    Role.POSTCODE: "Postcode",
    Role.ADDRESS: "Address",
    Role.COUNT: "Count",
    Role.OTHER: "Other, kept as text",
    Role.LEFT_OUT: "Leave out",
}


class Precision(StrEnum):
    """How exactly the start of an incident is known."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"

    @property
    def months(self) -> int:
        """How many whole months a date stands for; 0 when the day is known."""
        return {Precision.YEAR: 12, Precision.QUARTER: 3, Precision.MONTH: 1}.get(self, 0)

    def through(self, day: date) -> date:
        """The last day that an incident of this day may lie on: a month known is a whole month."""
        if not self.months:
            return day
        last = day.year * 12 + day.month - 1 + self.months - 1
        year, month = last // 12, last % 12 + 1
        return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, kw_only=True)
class Dataset(Record):
    """A stream of data on one problem; each re-import is a new edition."""

    problem_id: UUID = belongs("problem")
    name: str = told("Name")
    source: str = told("Source", "")
    purpose: str = told("Purpose", "", long=True)
    basis: str = told("Lawful basis", "")
    review: date | None = told("Review by", None)


@dataclass(frozen=True, kw_only=True)
class Edition(Record):
    """One import of a dataset: immutable columns kept as Parquet parts under ``content``.

    ``left_out`` pairs a reason with the number of rows; rows read = rows in + rows left out.
    ``recipe`` is the JSON by which the file was read.
    """

    dataset_id: UUID = belongs("dataset")
    number: int = kept(1)
    brought_in: datetime | None = kept(None)
    file_name: str = kept("")
    file_hash: str = kept("")
    content: str = holds()
    rows_read: int = kept(0)
    rows_in: int = kept(0)
    left_out: tuple[tuple[str, int], ...] = kept(())
    notes: tuple[str, ...] = kept(())
    columns: tuple[str, ...] = kept(())
    precision: Precision = kept(Precision.DAY)
    places: str = kept("none")  # "bng", "local" or "none"
    summed: bool = kept(False)
    first: date | None = kept(None)
    last: date | None = kept(None)
    recipe: str = kept("{}")
    area_codes: str = kept("")  # which edition its small-area codes are of: "2011", "2011, 2021"

    @property
    def code(self) -> str:
        """Edition 1, Edition 2 and so on."""
        return f"Edition {self.number}:"


@dataclass(frozen=True, kw_only=True)
class Recipe(Record):
    """How a layout of file is read; the next file of the same layout is read the same way."""

    name: str = told("Name")
    layout: str = kept("{}")


@dataclass(frozen=True, kw_only=True)
class Boundaries(Record):
    """A boundary file kept for maps and joins; its shapes are under ``content``."""

    problem_id: UUID = belongs("problem")
    name: str = told("Name")
    source: str = told("Source", "")
    edition: str = kept("")
    count: int = kept(0)
    content: str = holds()
    file_name: str = kept("")


class AreaRole(StrEnum):
    """What an area is for in an assessment."""

    TREATED = "treated"
    BUFFER = "buffer"
    CONTROL = "control"


@dataclass(frozen=True, kw_only=True)
class Area(Record):
    """A named list of small areas, an outline drawn on the map, or both."""

    problem_id: UUID = belongs("problem")
    name: str = told("Name")
    role: AreaRole = told("Role", AreaRole.TREATED)
    codes: tuple[str, ...] = kept(())
    boundaries_id: UUID | None = refers("boundaries")
    why: str = told("Why this area", "", long=True)
    outline: str = kept("")  # JSON: rings of [easting, northing] in metres; empty when not drawn


@dataclass(frozen=True, kw_only=True)
class SamePlace(Record):
    """What a person said of two addresses that look alike."""

    dataset_id: UUID = belongs("dataset")
    first: str = told("Address")
    second: str = told("Other address")
    same: bool = told("The same place", True)
