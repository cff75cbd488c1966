"""Who may read: protective marking, and the audiences a paper can be made for."""

from __future__ import annotations

from enum import StrEnum


class Marking(StrEnum):
    """Government security classification as police papers carry it."""

    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


class Audience(StrEnum):
    """For whom a paper is made; it decides what may be in it."""

    INTERNAL = "internal"
    COUNCIL = "council"
    SCHOOL = "school"
    HOUSING = "housing"
    HEALTH = "health"
    PUBLIC = "public"

    @property
    def word(self) -> str:
        """What the audience is called on screens and covers."""
        return _WORDS[self]

    @property
    def outside(self) -> bool:
        """True for anybody who is not police: the gates for sharing outside hold."""
        return self is not Audience.INTERNAL


_WORDS = {
    Audience.INTERNAL: "Police only",
    Audience.COUNCIL: "Council",
    Audience.SCHOOL: "School",
    Audience.HOUSING: "Housing",
    Audience.HEALTH: "Health",
    Audience.PUBLIC: "Public",
}
