"""People's names: by title, by lists of common names, by the company they keep."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from workbench.briefings.disclosure.patterns import Covered, Hit
from workbench.paths import resource

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_TITLE_WORDS: Final = "mr mrs ms miss dr mx prof pc dc ds sgt insp pcso cllr rev"
_ROLE_WORDS: Final = (
    "child girl boy pupil student victim suspect offender witness complainant mother father"
    " parent brother sister son daughter uncle aunt partner nominal male female named called"
    " resident driver accused defendant aka alias missing arrested absconded assaulted interviewed"
    " went returned threatened abused groomed met"
)
_PLAIN_WORDS: Final = "the a an and or of in on at to by for from with is was are were be not no"
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_ROLES: Final = frozenset(_ROLE_WORDS.split())
_STOP_WORDS: Final = frozenset(_PLAIN_WORDS.split())
_NEAR: Final = 4  # words between a role and a name


@dataclass(frozen=True)
class Names:
    """The lists; all words in small letters."""

    given: frozenset[str]
    surname: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]


@cache
def lists() -> Names:
    """The lists that ship with the program."""
    data = tomllib.loads(resource("disclosure/names.toml").read_text("utf-8"))
    return Names(**{key: frozenset(str(value).split()) for key, value in data.items()})


@dataclass(frozen=True)
class Word:
    """A word of the text; ``opens`` is true for the first of a sentence."""

    text: str
    start: int
    end: int
    opens: bool

    @property
    def low(self) -> str:
        """In small letters, without a possessive."""
        return self.text.lower().removesuffix("'s").replace("'", "")

    @property
    def capital(self) -> bool:
        """True when it starts with a capital."""
        return self.text[:1].isupper()


def _split(text: str) -> list[Word]:
    made = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip(" \"'(")
        opens = not before or before[-1] in ".!?:;\u2022|"
        made.append(Word(match.group(), match.start(), match.end(), opens))
    return made


def names(text: str) -> Iterator[Hit]:
    """Names of people; ``name`` is almost surely one, ``name_perhaps`` may be."""
    all_words = _split(text)
    taken = Covered(len(text))
    for start, end in _roads(text, all_words):
        taken.add(start, end)
    for hit in (*_pairs(text, all_words), *_titled(text, all_words), *_near_roles(text, all_words),
                *_alone(all_words), *_initials(text)):  # fmt: skip
        if not taken.touches(hit.start, hit.end):
            taken.add(hit.start, hit.end)
            yield hit


def _between(text: str, first: Word, second: Word) -> str:
    return text[first.end : second.start]


def _pairs(text: str, all_words: list[Word]) -> Iterator[Hit]:
    """Given name and surname, either way round, in any case and with any spaces between."""
    for index, (first, second) in enumerate(pairwise(all_words)):
        gap = _between(text, first, second)
        if gap.strip(" ") not in ("", ",", "-", ".", "_"):
            continue
        comma = "," in gap
        given, family = (second, first) if comma else (first, second)
        if _is_pair(given, family, comma):
            third = all_words[index + 2 : index + 3]
            longer = [w for w in third if _goes_on(text, second, w) and not comma]
            yield Hit("name", first.start, (longer or [second])[0].end)


def _roads(text: str, all_words: list[Word]) -> Iterator[tuple[int, int]]:
    """Streets that are called after somebody: 'David Lewis Street' is no person."""
    for first, second, third in zip(all_words, all_words[1:], all_words[2:], strict=False):
        apart = _between(text, first, second) + _between(text, second, third)
        proper = first.capital and second.capital and third.capital
        if proper and third.low in _ROADS and not apart.strip(" "):
            yield first.start, third.end


def _goes_on(text: str, last: Word, word: Word) -> bool:
    """A middle name came first: 'John Paul Smith'."""
    return (
        not _between(text, last, word).strip(" -") and word.low in lists().surname and word.capital
    )


def _is_pair(given: Word, family: Word, comma: bool) -> bool:
    known = lists()
    first, last = given.low, family.low
    if last in known.places and last not in known.surname:
        return False
    if len(family.text) == 1 and not comma and family.text.isupper():  # surname, then an initial
        return (
            given.capital
            and first in known.surname
            and first not in known.ordinary | (known.places | known.given)
        )
    if len(first) == 1 and not comma:  # an initial
        return given.capital and last in known.surname and last not in known.ordinary
    if first not in known.given:
        return (
            given.capital and family.capital and not given.opens and not comma
            and last in known.surname and last not in known.ordinary
            and first not in known.places and first not in _STOP_WORDS
        )  # fmt: skip
    if last in known.surname:
        cased = given.capital and family.capital and last not in known.places
        return cased or not (first in known.ordinary and last in known.ordinary)
    proper = given.capital and family.capital and not comma and len(last) > 1
    return proper and last not in _STOP_WORDS and first not in known.ordinary


def _titled(text: str, all_words: list[Word]) -> Iterator[Hit]:
    known = lists()
    for first, second in pairwise(all_words):
        gap = _between(text, first, second)
        if first.low not in _TITLES or gap.strip(" .") or not gap:
            continue
        named = second.low in known.surname or second.low in known.given
        if (
            second.capital
            or named
            or (first.low in ("mr", "mrs") and second.low not in _STOP_WORDS)
        ):
            yield Hit("name", first.start, second.end)


def _near_roles(text: str, all_words: list[Word]) -> Iterator[Hit]:
    """Two words with capitals beside 'victim' or 'mother': perhaps a name no list holds."""
    roles = [word for word in all_words if word.low.rstrip("s") in _ROLES and not word.capital]
    for first, second in pairwise(all_words):
        if _could_be(text, first, second) and any(_near(text, role, first) for role in roles):
            yield Hit("name_perhaps", first.start, second.end)


def _could_be(text: str, first: Word, second: Word) -> bool:
    known = lists()
    if _between(text, first, second).strip(" ") or not (first.capital and second.capital):
        return False
    if first.opens or first.low in known.places or second.low in known.places:
        return False
    return len(second.text) > 1 and not {first.low, second.low} & (_ROLES | _STOP_WORDS)


_TOWN_ROADS: Final = frozenset(["avenue", "close", "crescent", "drive", "lane", "road", "street"])
_ROADS: Final = _TOWN_ROADS | {
    "gardens",
    "grove",
    "mews",
    "row",
    "square",
    "terrace",
    "walk",
    "way",
}
_INITIALS: Final = re.compile(
    r"\b(?i:child|girl|boy|pupil|student|victim|suspect|witness|nominal)\s+"
    r"([A-Z]\.?\s?[A-Z]\b\.?)(?!\s*\d)"
)


def _initials(text: str) -> Iterator[Hit]:
    """Both initials of somebody: one letter alone is a cover name."""
    for match in _INITIALS.finditer(text):
        yield Hit("name_perhaps", *match.span(1))


def _near(text: str, role: Word, name: Word) -> bool:
    """A few words apart, in the same part of a sentence."""
    between = (
        text[role.end : name.start] if role.start < name.start else text[name.end : role.start]
    )
    return len(between.split()) <= _NEAR and not set(between) & set(".;:!?|")


def _alone(all_words: list[Word]) -> Iterator[Hit]:
    """A first name on its own."""
    known = lists()
    for index, word in enumerate(all_words):
        after = all_words[index + 1].low if index + 1 < len(all_words) else ""
        if word.capital and word.low in known.given - known.ordinary and after not in known.places:
            yield Hit("name_perhaps", word.start, word.end)
