"""Words of a column's name in one spelling: what is abbreviated written out, slips put right."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from workbench.intake.words import spaced

_SHORT: Final[dict[str, str]] = {
    **dict.fromkeys(("occ", "occd", "occur", "occurs", "occrd"), "occurred"),
    **dict.fromkeys(("rptd", "rpt", "reptd", "repd", "rprtd"), "reported"),
    **dict.fromkeys(("recd", "rcvd", "recvd"), "received"),
    **dict.fromkeys(("cmtd", "commtd", "cmmtd", "comitted"), "committed"),
    **dict.fromkeys(("dte", "dt", "dat"), "date"),
    **dict.fromkeys(("tme", "tm", "hrs"), "time"),
    **dict.fromkeys(("dttm", "dtm", "dtg"), "datetime"),
    **dict.fromkeys(("strt", "begin", "began", "begins", "commenced", "started"), "start"),
    **dict.fromkeys(("frm",), "from"),
    **dict.fromkeys(("finish", "finished", "ended", "until"), "end"),
    **dict.fromkeys(("inc", "incid", "incdt", "incs"), "incident"),
    **dict.fromkeys(("offense", "offnc", "ofence"), "offence"),
    **dict.fromkeys(("crm", "crme"), "crime"),
    **dict.fromkeys(("refno", "refnum", "rf"), "ref"),
    **dict.fromkeys(("crimeref", "crimeno", "crimenumber", "crimereference"), "crime ref"),
    **dict.fromkeys(("crn", "crimenum"), "crime ref"),
    **dict.fromkeys(("desc", "descr", "dscrptn"), "description"),
    **dict.fromkeys(("cat", "catg"), "category"),
    **dict.fromkeys(("loc", "locn", "lctn"), "location"),
    **dict.fromkeys(("addr",), "address"),
    **dict.fromkeys(("xcoord", "xcord", "coordx"), "x coord"),
    **dict.fromkeys(("ycoord", "ycord", "coordy"), "y coord"),
    **dict.fromkeys(("num", "nbr", "nr", "nos"), "number"),
    **dict.fromkeys(("cds",), "code"),
    **dict.fromkeys(("prem", "premis"), "premises"),
}
_RIGHT: Final = (
    "address", "attended", "category", "classification", "committed", "coordinate", "created",
    "datetime", "description", "district", "division", "easting", "incident", "investigating",
    "latitude", "location", "longitude", "neighbourhood", "northing", "occurred", "occurrence",
    "offence", "outcome", "postcode", "premises", "received", "recorded", "reference", "reported",
    "started", "victim",
)  # fmt: skip
# Words of their own that are but a slip away from another.
_OWN: Final = frozenset(
    [
        "attender",
        "committee",
        "creator",
        "eating",
        "easter",
        "greeting",
        "incidents",
        "locating",
        "located",
        "northern",
        "offences",
        "offender",
        "offenders",
        "outcomes",
        "presence",
        "preference",
        "reporter",
        "recorder",
        "treated",
        "victims",
        "districts",
        "locations",
        "divisions",
        "addresses",
        "references",
        "premise",
        "posting",
        "coordinates",
        "related",
        "rotated",
    ]
)
_BLAND: Final = frozenset({"id", "name", "code", "ref", "number", "type", "date"})
_SHORTEST: Final = 6  # letters; of shorter words a slip makes another


@lru_cache(maxsize=4096)
def plain_words(name: str) -> str:
    """The words of a name as they are looked for: "DT_OCCURED" is "date occurred"."""
    return " ".join(filter(None, map(_word, spaced(name).split())))


def told_by(name: str) -> tuple[str, ...]:
    """What of a joined name tells what a column is: the part nearest the cells, and with the next.

    "street / id" is no reference of the row.
    """
    before, _, last = name.rpartition(" / ")
    if not before:
        return (name,)
    both = f"{before.rpartition(' / ')[2]} {last}"
    return (both,) if spaced(last) in _BLAND else (last, both)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < _SHORTEST or word in _RIGHT or word in _OWN or not word.isalpha():
        return word
    near = [right for right in _RIGHT if _slips(word, right) <= (2 if len(word) > 8 else 1)]
    return min(near, key=lambda right: _slips(word, right)) if near else word


def _slips(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped between two words; 9 where they are unlike."""
    if abs(len(one) - len(other)) > 2 or one[0] != other[0]:
        return 9
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, row = before, row, [at] + [0] * len(other)
        for place, wanted in enumerate(other, start=1):
            same = letter == wanted
            row[place] = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (not same))
            swapped = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted
            if swapped:
                row[place] = min(row[place], older[place - 2] + 1)
    return row[-1]
