"""How each kind of finding is said, what it can be replaced by, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.analysis.words import counted, listed


@dataclass(frozen=True)
class Told:
    """``one`` and ``many`` name it, ``instead`` stands where it was, ``why`` says what is wrong."""

    one: str
    many: str
    instead: str
    why: str


KINDS: Final = {
    "name": Told("name", "names", "[name withheld]", "looks like the name of a person"),
    "name_perhaps": Told("possible name", "possible names", "[name withheld]",
                         "may be the name of a person"),
    "date_of_birth": Told("date of birth", "dates of birth", "[date withheld]",
                          "may be a date of birth"),
    "phone": Told("telephone number", "telephone numbers", "[number withheld]",
                  "is a telephone number that no partner\u2019s office has"),
    "email": Told("e-mail address", "e-mail addresses", "[address withheld]",
                  "is an e-mail address that no partner\u2019s office has"),
    "postcode": Told("postcode", "postcodes", "[postcode withheld]",
                     "is a postcode, which is about fifteen addresses"),
    "crime_reference": Told("crime reference", "crime references", "[reference withheld]",
                            "looks like the reference of a crime or incident"),
    "national_insurance": Told("National Insurance number", "National Insurance numbers",
                               "[number withheld]", "looks like a National Insurance number"),
    "identity": Told("identity number", "identity numbers", "[number withheld]",
                     "looks like the number of a person\u2019s document or record"),
    "online": Told("name used online", "names used online", "[name withheld]",
                   "looks like the name that somebody uses online"),
    "vehicle": Told("vehicle mark", "vehicle marks", "[vehicle withheld]",
                    "looks like the registration mark of a vehicle"),
    "address": Told("exact address", "exact addresses", "[address withheld]",
                    "is an exact address"),
    "coordinates": Told("exact place", "exact places", "[place withheld]",
                        "is the exact place of something"),
    "small_count": Told("count below {n}", "counts below {n}", "", ""),
    "given_back": Told("withheld count that its total gives back",
                       "withheld counts that their totals give back", "", ""),
    "picture_count": Told("chart with counts below {n}", "charts with counts below {n}", "", ""),
    "picture_place": Told("picture of exact places", "pictures of exact places", "", ""),
    "picture_words": Told("chart with personal details", "charts with personal details", "", ""),
    "card_audience": Told("card that is not for this audience",
                          "cards that are not for this audience", "", ""),
    "marking": Told("missing protective marking", "missing protective markings", "", ""),
    "marking_low": Told("marking to look at", "markings to look at", "", ""),
    "practice": Told("practice paper that does not say so",
                     "practice papers that do not say so", "", ""),
    "audience": Told("missing audience", "missing audiences", "", ""),
    "recipients": Told("missing recipient", "missing recipients", "", ""),
}  # fmt: skip


def tally(kinds: list[str], below: int) -> str:
    """'1 count below 5 and 1 name'."""
    parts = []
    for kind in dict.fromkeys(kinds):
        told = KINDS[kind]
        words = counted(kinds.count(kind), told.one, told.many)
        parts.append(words.replace("{n}", str(below)))
    return listed(parts)
