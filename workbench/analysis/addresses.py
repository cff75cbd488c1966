"""Addresses that are spelt otherwise but are the same: one key for each, flats kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from workbench.analysis.address_words import (
    FLOORS,
    ORDINALS,
    PARTS,
    SHORT,
    SLASHED,
    STREETS,
    TELLING,
)

Texts = Sequence[str] | pl.Series

_PASSES: Final = 8  # enough for any address; only nonsense needs a second
_OUT, _IN = "[A-Z]{1,2}[0-9][A-Z0-9]?", "[0-9][A-Z]{2}"
_POSTCODE_ALONE: Final = rf"^({_OUT})({_IN})$"
_APOSTROPHES: Final = "['’‘`´ʼ]"
_SPAN: Final = r"([0-9][A-Z]?) *[-–—] *([0-9])"  # from one house to another: 12-14
_FLAT_SPAN: Final = (
    r"\b((?:FLAT|FLT|APT|APARTMENT|UNIT|ROOM) +[A-Z0-9]+) +[-–—] +"  # a flat, a house
)
_STRANGE: Final = r"[^\p{L}\p{N},~]+"
# From here on each word has a blank of its own on either side, so that neighbours never share one.
_SHORT: Final = {
    f" {short} ": f" {full.replace(' ', '  ')} " for short, full in (SHORT | ORDINALS).items()
}
_STOREYS: Final = {
    f" {short}  {floor} ": f" {full}  FLOOR "
    for short, full in ORDINALS.items()
    for floor in ("FLOOR", "FLR", "FLAT")
}
_HIGHER: Final = " ([0-9]+)(?:ST|ND|RD|TH)  (?:FLOOR|FLR) "
_LAST: Final = rf" ({_OUT})(?:  )?({_IN}) (?: , )?$"
_ANYWHERE: Final = rf" ({_OUT})(?:  )?({_IN}) "
_PART: Final = rf" (?:{'|'.join(PARTS)})  (?:[0-9][A-Z0-9-]*|[A-Z][0-9]+[A-Z]?|[A-Z]) "
_FLOOR: Final = rf" (?:{'|'.join(FLOORS)})  (?:FLOOR|FLAT) (?: FLAT )?".replace("R G", "R  G")
_APART: Final = f"{_PART}|{_FLOOR}"
_MET: Final = f"{_APART}|{_HIGHER}|{_ANYWHERE}"
_GUARD: Final = rf" ({'|'.join(PARTS)}) (?: , )+"
_LETTER: Final = " ([0-9]+)  ([A-Z]) "
_NO: Final = " (?:(?:NO|NUM|NUMBER)  )+([0-9]|[A-Z] )"
_FIGURE: Final = r" ([^ ]*[0-9][^ ]*) "
_TELLING: Final = rf" (?:[^ ]*[0-9][^ ]*|\p{{L}}|{'|'.join(TELLING)}) "
_SAINTS: Final = (  # all others are streets
    (" ST ( (?:NORTH|SOUTH|EAST|WEST|,) |$)", " STREET $1"),
    (rf" ST ( [^,]*? (?:{'|'.join(STREETS)}) )", " SAINT $1"),
    (rf" ST ( [^,]*? (?:{'|'.join(STREETS)}) )", " SAINT $1"),
    (rf"((?:^| , )(?:{_PART}| [0-9][^ ]* )*) ST ", "$1 SAINT "),
)


def normal(address: str, postcode: str = "") -> str:
    """One address as it is compared.

    Args:
        address: in any spelling, with or without its postcode.
        postcode: where it stands in a column of its own.

    Returns:
        Capitals without punctuation, short words in full, the flat first and the postcode last;
        "" for nothing. "12 high st., flat 2, ne11aa" is FLAT 2, 12 HIGH STREET, NE1 1AA. To make
        it normal again changes nothing.
    """
    found = read([address], [postcode])
    return spelt(str(found["key"][0]), str(found["postcode"][0]))


def spelt(address: str, postcode: str) -> str:
    """An address and its postcode as one line, from which both can be read again."""
    return ", ".join(part for part in (address, postcode) if part)


def read(texts: Texts, postcodes: Texts = ()) -> pl.DataFrame:
    """Addresses as they are compared; hand in each spelling once.

    Args:
        texts: (n,) addresses.
        postcodes: (n,) postcodes beside them; none at all where there is no such column.

    Returns:
        (n,) rows in the order given, all text, "" where there is none: ``key`` (all but the
        postcode), ``postcode`` (NE1 1AA), ``flat`` (which part of a house or site: FLAT 2, GROUND
        FLOOR) and ``number`` (of the house: the first word with a figure that is not of the flat).
    """
    text = pl.Series("text", texts, dtype=pl.String).fill_null("")
    beside = pl.Series("beside", postcodes, dtype=pl.String)
    found = _once(text, _postcodes(beside) if len(beside) else _blanks(len(text)))
    # Where a word was taken out its neighbours met: such rows are read until nothing changes.
    at = found["met"].arg_true()
    for _ in range(_PASSES):
        if at.is_empty():
            break
        some = found[at]
        again = _once(some["key"], some["postcode"])
        same = [again[name] == some[name] for name in ("key", "postcode", "flat")]
        moved = (~(same[0] & same[1] & same[2])).arg_true()
        at = at.gather(moved)
        found = pl.DataFrame(
            [found[name].scatter(at, again[name][moved]) for name in found.columns]
        )
    number = pl.col("rest").str.extract(_FIGURE).fill_null("").alias("number")
    return found.select("key", "postcode", "flat", number)


def telling(keys: Texts) -> pl.Series:
    """The words of keys that tell neighbours apart, in order.

    They are those with a figure, single letters, and such as OUTSIDE or NORTH: two addresses that
    differ in them are never one place, however alike the rest.
    """
    spaced = " " + pl.Series("telling", keys, dtype=pl.String).str.replace_all("[ ,]+", "  ") + " "
    return spaced.str.extract_all(_TELLING).list.join("")


def _blanks(count: int) -> pl.Series:
    return pl.Series("blank", [""], dtype=pl.String).new_from_index(0, count)


def _postcodes(beside: pl.Series) -> pl.Series:
    """Postcodes of a column of their own as AB1 2CD; what is none is left out."""
    bare = beside.fill_null("").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    return bare.str.replace(_POSTCODE_ALONE, "$1 $2").str.replace("^[^ ]*$", "")


def _once(text: pl.Series, beside: pl.Series) -> pl.DataFrame:
    """Key, postcode, flat and the rest of each address, read once; and whether words have met."""
    words, postcode = _without_postcode(_words(text), beside)
    words = _streets(words.str.replace_many(_SHORT))
    flat, parted = _blanks(len(words)), words.str.contains(_APART).arg_true()
    if len(parted):
        taken, left = _flats(words.gather(parted).str.replace_all(_LETTER, " $1$2 "))
        flat, words = flat.scatter(parted, taken), words.scatter(parted, left)
    before = _without_commas(words)
    rest = _unnumbered(before)
    met = (rest != before) | rest.str.contains(_MET)
    rest = rest.str.replace_all(_LETTER, " $1$2 ")
    whole = (flat + "," + rest).str.strip_chars(" ,").str.replace_all("  ", " ", literal=True)
    key = whole.str.replace_all(" ?, ?", ", ").alias("key")
    return pl.DataFrame([key, postcode.alias("postcode"), flat.alias("flat"), rest.alias("rest"),
                         met.alias("met")])  # fmt: skip


def _words(text: pl.Series) -> pl.Series:
    """Capitals, each word with a blank on either side; a comma is a word, a storey is in full."""
    foreign = (text.str.len_bytes() != text.str.len_chars()).arg_true()
    if len(foreign):
        text = text.scatter(foreign, text.gather(foreign).str.normalize("NFKC"))
    capital = text.str.to_uppercase().str.replace_all("~", " ", literal=True)
    capital = capital.str.replace_all(_APOSTROPHES, "").str.replace_all("&", " AND ", literal=True)
    if capital.str.contains("/", literal=True).any():
        for slashed, full in SLASHED.items():
            capital = capital.str.replace_all(slashed, f" {full} ")
    if capital.str.contains("[-–—]").any():
        capital = capital.str.replace_all(_FLAT_SPAN, "$1 , ").str.replace_all(_SPAN, "$1~$2")
    plain = capital.str.replace_all(_STRANGE, "  ").str.replace_all("[ ,]*,[ ,]*", "  ,  ")
    spaced = " " + plain.str.strip_chars(" ").str.replace_all("~", "-", literal=True) + " "
    spaced = _unnumbered(spaced)
    return spaced.str.replace_many(_STOREYS).str.replace_all(_HIGHER, " FLOOR  $1 ")


def _without_postcode(words: pl.Series, beside: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The words without the postcode, and it; another than the one beside them stays a word."""
    postcode = beside
    for pattern in (_LAST, _ANYWHERE):
        at = pl.int_range(len(words), eager=True)
        while len(at):
            some, known = words.gather(at), postcode.gather(at)
            out, in_ = some.str.extract_groups(pattern).struct.unnest()
            own = out + " " + in_
            takes = (own.is_not_null() & ((known == "") | (known == own))).arg_true()
            at = at.gather(takes)
            words = words.scatter(at, some.gather(takes).str.replace(pattern, " , "))
            postcode = postcode.scatter(at, own.gather(takes))
    return words, postcode


def _without_commas(words: pl.Series) -> pl.Series:
    """Words without commas but those after a shop or such: "Corner shop, 3 Mill Lane"."""
    at = words.str.contains(_GUARD).arg_true()
    if len(at):
        words = words.scatter(at, words.gather(at).str.replace_all(_GUARD, " $1 ; "))
    bare = words.str.replace_all(" , ", "", literal=True)
    return bare.str.replace_all(";", ",", literal=True) if len(at) else bare


def _unnumbered(words: pl.Series) -> pl.Series:
    """Without NO and NUMBER before a figure or a letter."""
    at = words.str.contains(_NO).arg_true()
    return words.scatter(at, words.gather(at).str.replace_all(_NO, " $1")) if len(at) else words


def _streets(words: pl.Series) -> pl.Series:
    """ST in full: a saint before the name of a street or at the start, else a street."""
    at = words.str.contains(" ST ", literal=True).arg_true()
    if at.is_empty():
        return words
    some = words.gather(at)
    for pattern, full in _SAINTS:
        some = some.str.replace_all(pattern, full)
    return words.scatter(at, some.str.replace_all(" ST ", " STREET ", literal=True))


def _flats(words: pl.Series) -> tuple[pl.Series, pl.Series]:
    """What parts of a house or site are named, in one order, and the words without them."""
    floor = words.str.extract(f"({_FLOOR})").fill_null("").str.replace("FL(?:OOR|AT) .*", "FLOOR ")
    left = words.str.replace_all(_FLOOR, " , ")
    parts = left.str.extract_all(_PART)
    several = (parts.list.len() > 1).arg_true()  # to sort them all would take half a second
    part = parts.list.join(",")
    part = part.scatter(several, parts.gather(several).list.sort().list.join(","))
    flat = (part + "," + floor).str.replace_all(" +", " ").str.replace_all(" ?, ?", ", ")
    flat = flat.str.strip_chars(" ,")
    return flat, left.str.replace_all(_PART, " , ")
