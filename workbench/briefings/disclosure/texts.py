"""What each text of a paper gives away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.briefings.disclosure.allowed import Allowed
from workbench.briefings.disclosure.folding import Folded, folded
from workbench.briefings.disclosure.names import names
from workbench.briefings.disclosure.patterns import Covered, Hit, old_dates, shaped
from workbench.briefings.disclosure.small_words import small_counts
from workbench.briefings.disclosure.walking import Spot
from workbench.briefings.document import Block, DocumentControl, Table

OFFICIAL_CELLS = ("Author", "Owner of the problem", "Recipients", "Problem")


@dataclass(frozen=True)
class Found:
    """A thing in a text: its kind, its letters, and for a count what would stand there."""

    kind: str
    start: int
    end: int
    words: str
    instead: str = ""


def in_text(
    spot: Spot, block: Block | None, allowed: Allowed, below: int, before: int
) -> list[Found]:
    """Everything found in one text, in its order.

    Args:
        spot: the text and where it is.
        block: the block it stands in; None on the cover.
        allowed: what may be there.
        below: counts under this are small.
        before: full dates in years before this may be dates of birth.
    """
    plain = spot.plain
    text = allowed.masked(folded(plain))
    taken = Covered(len(text.text))
    hits = _free((h for h in shaped(text.text) if not _fine(h, text, allowed)), taken)
    hits += _free(old_dates(text.text, before), taken)
    if not _is_office(spot, block):
        hits += _free(names(text.text), taken)
    found = [_found(hit.kind, text, plain, hit.start, hit.end) for hit in hits]
    if not _in_cells(spot, block):
        small = (s for s in small_counts(text.text, below) if not taken.touches(s.start, s.end))
        found += [_found("small_count", text, plain, s.start, s.end, s.instead) for s in small]
    return sorted(found, key=lambda each: each.start)


def _found(kind: str, text: Folded, plain: str, start: int, end: int, instead: str = "") -> Found:
    low, high = text.span(start, end)
    return Found(kind, low, high, plain[low:high], instead)


def _free(hits: Iterable[Hit], taken: Covered) -> list[Hit]:
    """Those that lie over nothing that was found before; they are taken themselves."""
    found = [hit for hit in hits if not taken.touches(hit.start, hit.end)]
    for hit in found:
        taken.add(hit.start, hit.end)
    return found


def _fine(hit: Hit, text: Folded, allowed: Allowed) -> bool:
    return hit.kind == "phone" and allowed.phone(text.text[hit.start : hit.end])


def _is_office(spot: Spot, block: Block | None) -> bool:
    """Author and owner are officials, whoever they are."""
    if spot.block < 0:
        return spot.path[0] in ("author", "organisation", "audience")
    if isinstance(block, DocumentControl) and spot.path[0] == "rows":
        return block.rows[int(spot.path[1])][0] in OFFICIAL_CELLS
    return False


def _in_cells(spot: Spot, block: Block | None) -> bool:
    """Counts in the cells of a table are looked at together, not one by one."""
    return isinstance(block, Table) and spot.path[0] == "rows" and spot.path[2] != 0


def excerpt(plain: str, start: int, end: int, room: int = 36) -> str:
    """The words round a finding."""
    low, high = max(0, start - room), min(len(plain), end + room)
    before = "\u2026" if low else ""
    after = "\u2026" if high < len(plain) else ""
    return f"{before}{plain[low:high].strip()}{after}".replace("\ufffc", "figure")
