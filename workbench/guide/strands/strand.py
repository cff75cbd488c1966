"""How a strand is written: faults of single records as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from workbench.domain.record import Record, kind_name
from workbench.guide.facts import Known
from workbench.guide.gap import Gap

R = TypeVar("R", bound=Record)
Strand = Callable[[Known], Iterator[Gap]]


@dataclass(frozen=True)
class Fault(Generic[R]):
    """Something that can be wrong with one record, and how it is said.

    ``says`` takes the record's name as ``{it}``; ``fix`` takes its code, or the name without one.
    ``adds`` is the kind of record that has to be added to mend it; ``field`` then points back.
    ``needs`` is the list, and the kind of record in it, that the field chooses from.
    """

    key: str
    broken: Callable[[Known, R], bool]
    says: str
    fix: str
    field: str = ""
    adds: str = ""
    needs: tuple[str, str] = ("", "")

    def gap(self, known: Known, record: R, it: str) -> Gap:
        """The gap this fault makes in one record."""
        code = str(getattr(record, "code", it))
        says, fix = self.says.replace("{it}", it), self.fix.replace("{it}", code)
        lists, kind = self.needs
        if lists and not known.records(lists):  # the field could point at nothing yet
            article = "an" if kind[0] in "aeiou" else "a"
            fix = f"Add {article} {kind} first"
            return Gap(self.key, says, fix, kind, of=record.id)
        if self.adds:
            starts = ((self.field, record.id),)
            return Gap(self.key, says, fix, self.adds, None, self.field, starts, record.id)
        return Gap(self.key, says, fix, kind_name(type(record)), record.id, self.field)


def faulty(
    known: Known, records: Sequence[R], faults: Sequence[Fault[R]], name: Callable[[R], str]
) -> Iterator[Gap]:
    """Every fault of every record: the first fault in all records, then the next."""
    for fault in faults:
        for record in records:
            if fault.broken(known, record):
                yield fault.gap(known, record, name(record))


def shortened(text: str, limit: int = 60) -> str:
    """A text as it fits into a sentence, cut between words."""
    flat = " ".join(text.split()).rstrip(".")
    if len(flat) <= limit:
        return flat
    return flat[: limit + 1].rsplit(" ", 1)[0][:limit].rstrip(",;:") + "\u2026"
