"""How often the same place or person is hit: prevalence, incidence, concentration, repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

CLASSES: Final = 5  # hit once, twice, three, four times, and five times or more


@dataclass(frozen=True)
class Repetition:
    """The measures of repeat victimisation; a "victim" is a place or a person hit at least once.

    ``victims`` and ``incidents`` have one number for each of 1, 2, 3, 4 and 5 or more times.
    """

    victims: tuple[int, ...]
    incidents: tuple[int, ...]
    population: int | None = None  # all that could have been hit, when that is known

    @property
    def hit(self) -> int:
        """Places or persons hit at least once."""
        return sum(self.victims)

    @property
    def total(self) -> int:
        """Incidents."""
        return sum(self.incidents)

    @property
    def repeated(self) -> int:
        """Places or persons hit twice or more."""
        return sum(self.victims[1:])

    @property
    def prevalence(self) -> float:
        """Hit at least once, of all that could have been; not a number when those are unknown."""
        return self.hit / self.population if self.population else float("nan")

    @property
    def incidence(self) -> float:
        """Incidents for each that could have been hit; not a number when those are unknown."""
        return self.total / self.population if self.population else float("nan")

    @property
    def concentration(self) -> float:
        """Incidents for each that was hit."""
        return self.total / self.hit if self.hit else float("nan")

    @property
    def repeat_victims(self) -> float:
        """Share of those hit that were hit twice or more."""
        return self.repeated / self.hit if self.hit else float("nan")

    @property
    def repeat_incidents(self) -> float:
        """Share of incidents that were not the first there: (incidents - victims) / incidents."""
        return (self.total - self.hit) / self.total if self.total else float("nan")

    @property
    def held_by_repeats(self) -> float:
        """Share of incidents, first ones too, at those hit twice or more."""
        return sum(self.incidents[1:]) / self.total if self.total else float("nan")


def repetition(counts: ArrayLike, population: int | None = None) -> Repetition:
    """Count who was hit once, twice, three, four, and five times or more.

    Args:
        counts: incidents at each place or person; zeros may be left out.
        population: all places or persons that could have been hit, when known.

    Returns:
        The tallies, from which every measure follows.

    Raises:
        ValueError: when a count is below 0, or more were hit than there are.

    Source: concentration is incidents / victims, repeats are (incidents - victims) / incidents
    (Farrell and Pease's measures of prevalence, incidence and concentration).
    """
    found: NDArray[np.int64] = np.asarray(counts, dtype=np.int64).ravel()
    if found.size and found.min() < 0:
        raise ValueError("counts of incidents must be 0 or more")
    found = found[found > 0]
    if population is not None and population < found.size:
        raise ValueError("more were hit than there are")
    rank = np.minimum(found, CLASSES) - 1
    victims = np.bincount(rank, minlength=CLASSES)
    incidents = np.bincount(rank, weights=found, minlength=CLASSES)
    return Repetition(
        tuple(int(one) for one in victims), tuple(int(one) for one in incidents), population
    )
