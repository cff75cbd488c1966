"""What the check finds, where, and what may be done about it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether it keeps a paper from going outside, or only wants a look."""

    STOP = "stop"
    LOOK = "look"


class Decision(StrEnum):
    """What a person may decide about a finding; the key kept in the briefing."""

    GROUP = "group"
    HIDE = "hide"
    LEAVE_OUT = "leave out"
    MEANT = "meant"


@dataclass(frozen=True)
class Fix:
    """A way to settle a finding; one with a reason is kept as ``meant: the reason``."""

    decision: Decision
    label: str
    needs_reason: bool = False


@dataclass(frozen=True)
class Where:
    """A place in the document; ``block`` is -1 for what is said of the paper as a whole.

    ``path`` leads to the text inside the block, ``start`` and ``end`` are letters in it, and
    ``instead`` is what stands there once it is hidden.
    """

    block: int
    section: str
    excerpt: str
    path: tuple[str | int, ...] = ()
    start: int = 0
    end: int = 0
    instead: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing found; the same words found in three places are one finding.

    ``key`` stays the same as long as what was found does, so that a decision is not asked for
    twice, and does not cover what came later.
    """

    key: str
    kind: str
    severity: Severity
    says: str
    places: tuple[Where, ...]
    fixes: tuple[Fix, ...] = ()
    card: str = ""
    found: str = ""

    @property
    def where(self) -> Where:
        """The first place."""
        return self.places[0]


Settled = Mapping[str, str]  # finding key -> "hide", "group", "leave out" or "meant: why"

MEANT = Fix(Decision.MEANT, "It is meant to be there", needs_reason=True)
LEAVE_OUT = Fix(Decision.LEAVE_OUT, "Leave the card out")
WHOLE = Where(-1, "The whole paper", "")


def key(kind: str, *parts: object) -> str:
    """The stable key of a finding."""
    told = "\x1f".join(str(part) for part in parts)
    return f"{kind}:{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def decided(finding: Finding, settled: Settled) -> tuple[Decision | None, str]:
    """What was decided about a finding, and the reason given."""
    word, _, reason = settled.get(finding.key, "").partition(":")
    known = {fix.decision.value: fix for fix in finding.fixes}
    fix = known.get(word.strip())
    if fix is None or (fix.needs_reason and not reason.strip()):
        return None, ""
    return fix.decision, reason.strip()
