"""What can honestly be said: three words for a change, five for a response."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from workbench.analysis.comparison import Difference, Interval, cautious_ratio
from workbench.domain.assessment import Verdict

# No change is said of an estimate within a tenth of it, whose range rules out what a response is
# usually hoped to bring: a fall of three in ten, or a rise as large.
NEAR: Final = (0.9, 1 / 0.9)
RULED_OUT: Final = (0.7, 1 / 0.7)


class Move(StrEnum):
    """Which way a count went, as far as its range lets anybody say."""

    FELL = "fell"
    ROSE = "rose"
    UNSURE = "cannot tell"


def move(*ranges: Interval | None) -> Move:
    """Fell or rose only when every range lies on one side of no change."""
    known = [one for one in ranges if one is not None]
    if len(known) < len(ranges) or not known:
        return Move.UNSURE
    if all(one.high < 1 for one in known):
        return Move.FELL
    return Move.ROSE if all(one.low > 1 for one in known) else Move.UNSURE


def from_nought(now: int, phi: float = 1.0, time_now: float = 1.0, time_then: float = 1.0) -> bool:
    """Whether so many, where there had been none, are more than months vary.

    No percentage can be given of nought; turned round, the ratio of nought to ``now`` can.

    Args:
        now: events in the later period, or in the place that has some.
        phi: variance over mean, 1 or more.
        time_now: exposure of that.
        time_then: exposure of the other, in the same unit.
    """
    back = cautious_ratio(0, now, phi, time_then, time_now)
    return back is not None and back.high < 1


def offered(
    ratio: Interval | None,
    weak: Interval | None,
    difference: Difference,
    *,
    alike_before: bool | None,
    picked: bool = False,
) -> Verdict:
    """The verdict the numbers allow; a person may choose another and must then say why.

    The rule, in this order:

    1. No ratio can be calculated: cannot tell.
    2. The 95% range of the ratio lies above 1 and the difference is above 0: made it worse.
    3. The 95% range of the ratio lies below 1:
       worked, if the range of the difference lies below 0 too, the areas are not known to have
       moved apart before the start and the area was not picked for being high; probably worked,
       if one of the three does not hold and the difference is below 0; cannot tell otherwise, for
       ratio and difference disagree.
    4. Only the narrower range of the ratio lies below 1, the difference is below 0, the areas are
       not known to have moved apart and the area was not picked: probably worked.
    5. The ratio is within a tenth of 1 and its 95% range rules out a fall of three in ten and a
       rise as large: no change.
    6. Anything else: cannot tell.

    Args:
        ratio: change against the control, 95%.
        weak: the same, with the narrower range of the policy.
        difference: weighted displacement difference, 95%, with the control made as large as the
            treated area.
        alike_before: whether the areas moved alike before the start; None when not known.
        picked: whether the area stood among the highest before, so that luck was taken off.
    """
    if ratio is None or weak is None:
        return Verdict.CANNOT_TELL
    apart, down = alike_before is False, difference.total.estimate < 0
    if ratio.high < 1:
        sure = difference.total.high < 0
        if sure and not (apart or picked):
            return Verdict.WORKED
        return Verdict.PROBABLY if down and (sure or not apart) else Verdict.CANNOT_TELL
    if ratio.low > 1 and difference.total.estimate > 0:
        return Verdict.WORSE
    if weak.high < 1 and down and not (apart or picked):
        return Verdict.PROBABLY
    return Verdict.NO_CHANGE if unchanged(ratio) else Verdict.CANNOT_TELL


def unchanged(ratio: Interval) -> bool:
    """Whether a ratio is near 1 and its range rules out what would matter."""
    near = NEAR[0] <= ratio.estimate <= NEAR[1]
    return near and RULED_OUT[0] < ratio.low and ratio.high < RULED_OUT[1]
