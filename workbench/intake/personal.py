"""Personal data is spotted from names and content, and left out, coded or kept with a reason."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from workbench import paths
from workbench.domain.data import Role
from workbench.intake import dates
from workbench.intake.words import spaced

_CODE_LENGTH: Final = 12
_NAMED: Final = 0.25  # of the unlike cells of a column


@dataclass(frozen=True)
class Spotted:
    """A kind of personal data found in a column, and why it was spotted."""

    kind: str
    why: str


@dataclass(frozen=True)
class _Kind:
    """A kind of personal data: names of columns, writing of cells, and how many must fit."""

    word: str
    named: str = ""
    written: str = ""
    share: float = 0.3


# Direct identifiers first; the first that fits is told.
_KINDS: Final = (
    _Kind(
        "National Insurance number",
        r"\b(ni|nino|national insurance)( no| number)?\b",
        r"^(?i:[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D])$",
    ),
    _Kind("e-mail address", r"\be ?mail\b", r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"),
    _Kind(
        "phone number",
        r"\b(phone|telephone|mobile|tel|contact no|contact number)\b",
        r"^(?:\+44\s?\(?0?\)?|0)[\d ()-]{8,14}\d$",
    ),
    _Kind(
        "vehicle registration",
        r"\b(vrm|vrn|vehicle reg(istration)?|reg(istration)? "
        r"(no|number|mark))\b",
        r"^(?i:[A-Z]{2}\d{2}\s?[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|[A-Z]{3}\s?\d{1,3}[A-Z])$",
    ),
    _Kind("date of birth", r"\b(dob|d o b|date of birth|birth ?date)\b"),
    _Kind(
        "name of a person",
        r"\b(fore|sur|first|last|full|given|family|middle|maiden|nick)\s?names?\b"
        r"|\b(victim|offender|suspect|child|person|witness|caller|complainant|officer|owner|carer"
        r"|informant|aggrieved|accused|detainee|misper|parent)s?( s)? (full )?name\b|^name$"
        r"|\b(oic|officer in (the )?case|alias(es)?|reported by name)\b"
        r"|\b(?<!number of )officer\b(?! (defined|time|date|hours|count|strength|numbers))"
        r"|\b(investigating|attending|reporting|arresting|allocated) officers\b"
        r"|^(supervisor|interviewer|informant)$"
        r"|\b(collar|shoulder|warrant|epaulette|badge) (no|num|number)\b"
        r"|\b(call ?(handler|taker)|created by|updated by|entered by|allocated to|assigned to"
        r"|dealt with by|investigator)\b",
    ),
    _Kind(
        "house number or home address",
        r"\b(house|flat|door) (no|num|number|name)\b"
        r"|\bhome address\b|\baddress line 1\b",
        r"^(?i:(?:flat|apt|apartment|unit)\s*\w+[, ]+)?"
        r"\d{1,4}[A-Za-z]?[, ]+[A-Za-z][A-Za-z'. ]{3,}",
        0.4,
    ),
    _Kind(
        "free text",
        r"\b(mo( text| description)?|notes?|narrative|summary|free ?text|comments?"
        r"|remarks|details of incident|log text|circumstances)\b",
    ),
)
_NAMED_AS: Final = tuple((kind, re.compile(kind.named)) for kind in _KINDS if kind.named)
_STREET: Final = (
    r"(?i)\b(road|rd|street|st|avenue|ave|lane|ln|close|drive|way|court|place|terrace|gardens|grove"
    r"|crescent|hill|park|square|walk|green|row|house|school|centre|police|council|station|estate"
    r"|hospital|north|south|east|west)\b"
)


def spot(name: str, text: pl.Series, role: Role = Role.OTHER) -> Spotted | None:
    """Tell whether a column holds personal data, from its name and from a sample of its cells.

    Args:
        name: the column's name in the file.
        text: cells as text; a sample is enough.
        role: what the column was taken for; coordinates, areas and counts hold no names.
    """
    plain = spaced(name)
    filled = text.drop_nulls().str.strip_chars()
    filled = filled.filter(filled != "")
    often = len(filled)
    filled = filled.unique().sort()
    for kind, pattern in _NAMED_AS:
        if len(filled) and pattern.search(plain):
            return Spotted(kind.word, f"the column is called “{name}”")
    if role in _NEVER or not len(filled):
        return None
    frame = filled.to_frame("v")
    like = [kind for kind in _KINDS if kind.written]
    fits = [pl.col("v").str.contains(kind.written).mean().alias(kind.word) for kind in like]
    for kind, share in zip(like, frame.select(fits).row(0), strict=True):
        if share > kind.share:
            return Spotted(kind.word, f"{share:.0%} of its values are written like one")
    seldom_twice = frame.height > 0.3 * often
    looks = _LOOKS if seldom_twice else (_names, _births)
    return next((found for found in (look(frame) for look in looks) if found), None)


_NEVER: Final = frozenset(
    {
        Role.LATITUDE,
        Role.LONGITUDE,
        Role.EASTING,
        Role.NORTHING,
        Role.AREA,
        Role.COUNT,
        Role.START,
        Role.END,
        Role.POSTCODE,
        Role.REFERENCE,
        Role.POINT,  # of an address beside the point nothing is kept
    }
)


@cache
def _first_names() -> list[str]:
    """Common first names, lower case; they only help to notice a column of names."""
    return paths.resource("intake/first_names.txt").read_text("utf-8").split()


def _names(frame: pl.DataFrame) -> Spotted | None:
    """Two or three words, a first name among them, and no street."""
    text = pl.col("v")
    person = text.str.contains(r"^[A-Za-z][A-Za-z'’-]+[, ]+(?:[A-Za-z.'’-]+ ?){1,3}$")
    if frame.select((person & ~text.str.contains(_STREET)).mean()).item() <= _NAMED:
        return None
    first = (
        text.str.to_lowercase()
        .str.extract_all(r"[a-z]+")
        .list.eval(pl.element().is_in(_first_names()))
        .list.any()
    )
    share = float(frame.select((person & first & ~text.str.contains(_STREET)).mean()).item() or 0)
    if share > _NAMED and frame.height > 2:
        return Spotted("name of a person", f"{share:.0%} of its values hold a first name")
    return None


def _prose(frame: pl.DataFrame) -> Spotted | None:
    """Long cells that seldom repeat."""
    words = frame.select(pl.col("v").str.count_matches(r"\s").mean()).item()
    if frame.height > 5 and words is not None and float(words) > 9:
        return Spotted("free text", f"its cells hold {float(words) + 1:.0f} words each on average")
    return None


def _births(frame: pl.DataFrame) -> Spotted | None:
    """Days spread over decades, which incidents are not."""
    if frame.height < 10 or dates.looks_like(frame["v"]) < 0.9:
        return None
    finding = dates.decide(frame["v"])
    if finding.first and finding.last and (finding.last - finding.first).days > 25 * 365:
        return Spotted("date of birth", "its dates are spread over more than 25 years")
    return None


_LOOKS: Final[tuple[Callable[[pl.DataFrame], Spotted | None], ...]] = (_names, _prose, _births)


def coded(text: pl.Series, key: bytes) -> pl.Series:
    """Replace values by codes that only the casebook's key can make again.

    The same person gets the same code whatever the capitals and blanks; blank stays blank.

    Args:
        text: the column as text.
        key: secret bytes kept in the casebook, at least 16.

    Raises:
        ValueError: when the key is too short to keep a secret.
    """
    if len(key) < 16:
        raise ValueError("a key of at least 16 bytes is needed to code a column")
    plain = text.str.strip_chars().str.to_lowercase().str.replace_all(r"\s+", " ")
    plain = plain.replace("", None)
    unlike = plain.unique().drop_nulls()
    if unlike.is_empty():
        return plain
    codes = [_code(value, key) for value in unlike.to_list()]
    return plain.replace_strict(unlike, codes, default=None, return_dtype=pl.String)


def _code(value: str, key: bytes) -> str:
    digest = hmac.digest(key, value.encode(), "sha256")
    return "P-" + base64.b32encode(digest).decode()[:_CODE_LENGTH]
