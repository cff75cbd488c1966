"""A rule that a whole casebook keeps to, such as the smallest count that is shown outside."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.record import Record, kept, told


@dataclass(frozen=True, kw_only=True)
class Setting(Record):
    """One rule and its value; there is at most one record of each key."""

    key: str = kept()
    value: str = told("Value", "")
