"""What was found in a column of dates, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from workbench.domain.data import Precision
from workbench.intake.amounts import rows
from workbench.intake.date_shapes import Order


@dataclass(frozen=True)
class DateChoice:
    """How the column, or columns, of a date are read; ``local`` turns offsets into UK time.

    Day numbers among dates that are written out count from 1900, or ``since_1904``.
    """

    order: Order = Order.DAY_FIRST
    local: bool = True
    since_1904: bool = False


@dataclass(frozen=True)
class DateFinding:
    """What was found in a column of dates, over all its rows.

    ``proof`` pairs what is written with what is read. ``ambiguous`` rows could be read day first
    or month first; ``day_only`` and ``month_only`` can be read one way only. ``misfits`` pairs
    texts that do not fit the decision with their number of rows. ``swapped`` rows were
    probably turned round by a spreadsheet before the file was saved.
    """

    choice: DateChoice
    rows: int
    blank: int
    read: int
    proof: tuple[tuple[str, datetime], ...]
    misfits: tuple[tuple[str, int], ...]
    unread: int
    ambiguous: int
    day_only: int
    month_only: int
    swapped: int
    offset: bool
    precision: Precision
    first: date | None
    last: date | None
    numbers: int = 0  # rows of day numbers among dates that are written out

    @property
    def settled(self) -> bool:
        """Tell whether the rows themselves settle the order of day and month."""
        return not self.ambiguous or bool(self.day_only) != bool(self.month_only)

    @property
    def mixed(self) -> bool:
        """Tell whether some rows fit only day first and others only month first."""
        return self.day_only > 0 and self.month_only > 0

    def sentences(self) -> tuple[str, ...]:
        """The decision and its doubts in plain words."""
        said = [f"Read as {self.choice.order.value}."]
        if self.mixed:
            said.append(
                "This column mixes two ways of writing dates: "
                f"{rows(self.day_only, 'fits', 'fit')} only day first and "
                f"{rows(self.month_only, 'fits', 'fit')} only month first. "
                f"{rows(self.ambiguous, 'fits', 'fit')} both, so some of them may be wrong. Ask "
                "for the export with one way of writing dates."
            )
        elif self.ambiguous and not self.settled:
            said.append(
                f"{rows(self.ambiguous)} could be read day first or month first, and no row "
                "settles it. UK files write the day first, so that is how they are read: check "
                "the proof."
            )
        elif self.ambiguous:
            sure = self.day_only or self.month_only
            said.append(f"{rows(sure)} can be read only this way, which settles the others.")
        if self.swapped:
            said.append(
                f"In {rows(self.swapped)} a spreadsheet has probably swapped day and month: every "
                "date left as text has a day above 12 and no other date has. Ask for the export "
                "as it was before it was opened in Excel."
            )
        if self.numbers:
            said.append(
                f"{rows(self.numbers, 'holds', 'hold')} a day number of Excel; they are read "
                "together with the dates that are written out."
            )
        if self.unread:
            said.append(f"{rows(self.unread, 'holds', 'hold')} something that cannot be read so.")
        if self.blank:
            said.append(f"{rows(self.blank, 'is', 'are')} blank.")
        if self.offset and self.choice.local:
            said.append("Times are written with an offset from UTC; they are turned into UK time.")
        said.append(_KNOWN[self.precision])
        return tuple(sentence for sentence in said if sentence)


_KNOWN: Final = {
    Precision.YEAR: "Each row stands for a whole year.",
    Precision.QUARTER: "Each row stands for a whole quarter.",
    Precision.MONTH: "Only the month is known, not the day or the hour.",
    Precision.DAY: "No time of day is known.",
    Precision.MINUTE: "",
}
