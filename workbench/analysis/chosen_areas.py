"""The small areas that a comparison was given: their codes, their rows, and that they lie apart."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Value
from workbench.analysis.months import Monthly, monthly
from workbench.analysis.words import counted, listed
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError


def codes_of(value: Value) -> tuple[str, ...]:
    """The codes that were chosen, each once and in order; none when nothing was."""
    chosen = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return tuple(sorted(set(chosen)))


def need_codes(value: Value, name: str) -> tuple[str, ...]:
    """The codes that were chosen for an area that the question cannot do without.

    Raises:
        CannotAnswerError: none is chosen.
    """
    codes = codes_of(value)
    if not codes:
        raise CannotAnswerError(
            f"No {name} area is chosen, so nothing can be compared. Nothing was changed. "
            f"Choose the small areas of the {name} area."
        )
    return codes


def keep_apart(one: Sequence[str], other: Sequence[str], names: tuple[str, str]) -> None:
    """Refuse areas that share a small area.

    Args:
        one: codes of the first area.
        other: codes of the second.
        names: what they are called within a sentence, such as "the treated area".

    Raises:
        CannotAnswerError: naming what is in both.
    """
    both = sorted(set(one) & set(other))
    if both:
        raise CannotAnswerError(
            f"{counted(len(both), 'small area is', 'small areas are')} in {names[0]} and in "
            f"{names[1]}: {listed(both[:3])}. Nothing was changed. Take them out of one of them."
        )


def rows_in(incidents: Incidents, codes: Sequence[str], name: str) -> Incidents:
    """The rows that lie in the small areas.

    Raises:
        CannotAnswerError: none does.
    """
    part = incidents.only(pl.col(Role.AREA).is_in(list(codes)))
    if part.frame.is_empty():
        raise CannotAnswerError(
            f"No row of this file lies in the {name} area ({counted(len(codes), 'code')}). "
            "Nothing was changed. The file and the boundaries may use different editions of the "
            "codes (2011 and 2021): choose areas from boundaries of the file's edition."
        )
    return part


def series_of(incidents: Incidents, codes: Sequence[str], wanted: str, name: str) -> Monthly:
    """Counts by month of some small areas.

    Raises:
        CannotAnswerError: no row lies in them.
    """
    return monthly(rows_in(incidents, codes, name), wanted)
