"""Dates all written in one fixed width are taken apart eight bytes at a time: a million in no time.

Most exports write every date of a column alike. Their digits stand at the same bytes in every row,
so they become numbers without a pattern being tried on each; what is written otherwise, blanks
and "unknown" among it, goes the usual way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.ma
import polars as pl
from numpy.typing import NDArray

from workbench.intake.date_shapes import apart

_MANY: Final = 20_000  # rows; fewer are grouped and tried by patterns just as soon
_SHARE: Final = 0.8  # of the rows that must be written alike
_STRETCH: Final = 32_768  # rows taken apart at a time, few enough to stay near the processor
_WORDS: Final = {10: (0, 2), 16: (0, 8), 19: (0, 8, 11)}  # where eight bytes are taken at a time
_SEPARATORS: Final = frozenset(b"/-. ")
_DAY_FIRST: Final = {"one": 0, "two": 3, "century": 6, "year": 8}  # where their two digits stand
_YEAR_FIRST: Final = {"century": 0, "year": 2, "two": 5, "one": 8}
_CLOCK: Final = {"hour": 11, "minute": 14, "second": 17}
_DAY: Final = 86_400  # seconds
NEVER: Final = -1

_Number = TypeVar("_Number", bound=np.generic)
Whole = NDArray[np.int32]
Small = NDArray[np.uint8]
Yes = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """A column of dates taken apart row by row, in its order.

    ``alike`` marks the rows that are written in its one way, ``shape`` "ab" or "ymd" of
    ``date_shapes``. Of those are ``year``, ``one`` and ``two`` (of "ab" the numbers as they
    follow each other, of "ymd" day and month) and ``second``, of the day, ``NEVER`` where there
    is no such time; None where none is written. ``rest`` has the other rows as ``apart`` gives
    them, with their number ``row``; ``v`` is null where one is blank.
    """

    text: pl.Series
    shape: str
    alike: Yes
    year: NDArray[np.int16]
    one: Small
    two: Small
    second: Whole | None
    rest: pl.DataFrame


@dataclass(frozen=True)
class DateText:
    """The text of a column of dates, taken apart row by row where that can be done."""

    text: pl.Series
    rows: Rows | None


def rows_apart(text: pl.Series) -> Rows | None:
    """Take a long column apart row by row.

    Args:
        text: the column, all its rows.

    Returns:
        None where the column is short, says few things, or is written in many ways.
    """
    if len(text) < _MANY or text.head(_MANY).n_unique() < _MANY // 20:
        return None
    return by_row(text)


def by_row(text: pl.Series) -> Rows | None:
    """Take a column apart row by row; None where too few of its rows are written in one way."""
    lengths = text.str.len_bytes()
    usual = lengths.drop_nulls().head(1_000).mode().to_list()
    width = min(usual, default=0)
    if width not in _WORDS:
        return None
    fits = (lengths == width).fill_null(False)
    if int(fits.sum()) < _SHARE * len(text):
        return None
    whole = bool(fits.all())
    wide = text if whole else text.filter(fits)
    form = _form(str(wide[0]).encode())
    if form is None:
        return None
    found = _Numbers(len(wide), width, form)
    for at in range(0, len(wide), _STRETCH):
        found.take(wide.slice(at, _STRETCH), at)
    if found.alike.sum() < _SHARE * len(text):
        return None
    spread = None if whole else fits.arg_true().to_numpy()
    return _rows(text, found, spread)


@dataclass(frozen=True)
class _Form:
    """The one way in which a column is written: its first text, and where its numbers stand."""

    shape: str
    first: bytes
    places: dict[str, int]


def _form(first: bytes) -> _Form | None:
    """The way in which a text is written, told by what stands between its digits."""
    if first[2] == first[5] and first[2] in _SEPARATORS:
        shape, places = "ab", _DAY_FIRST
    elif first[4] == first[7] and first[4] in b"/-.":
        shape, places = "ymd", _YEAR_FIRST
    else:
        return None
    if len(first) > 10 and (first[10] not in b" T" or first[13] not in b":."):
        return None
    if len(first) > 16 and first[16] != first[13]:
        return None
    clock = {name: at for name, at in _CLOCK.items() if at < len(first)}
    return _Form(shape, first, {**places, **clock})


class _Numbers:
    """The numbers of texts of one width, filled in some rows at a time."""

    def __init__(self, rows: int, width: int, form: _Form) -> None:
        self.form, self.width = form, width
        self.alike = np.zeros(rows, np.bool_)
        self.year = np.zeros(rows, np.int16)
        self.one, self.two = np.zeros(rows, np.uint8), np.zeros(rows, np.uint8)
        self.second = np.zeros(rows, np.int32) if width > 10 else None
        self._words = [(start, *_template(form, start)) for start in _WORDS[width]]

    def take(self, text: pl.Series, at: int) -> None:
        """Take some texts apart and put their numbers at their place."""
        pairs, alike = self._pairs(text)
        here = slice(at, at + len(text))
        self.alike[here] = alike
        self.one[here], self.two[here] = pairs["one"], pairs["two"]
        np.multiply(pairs["century"], 100, out=self.year[here], dtype=np.int16)
        self.year[here] += pairs["year"]
        if self.second is not None:
            self.second[here] = _seconds(pairs)

    def _pairs(self, text: pl.Series) -> tuple[dict[str, Small], Yes]:
        """Each number of two digits, and which texts have digits and signs where they belong."""
        kind = pl.Array(pl.UInt8, self.width)
        raw = text.cast(pl.Binary).bin.reinterpret(dtype=kind, endianness="little").to_numpy()
        raw = np.ascontiguousarray(raw)
        bad = np.zeros(len(text), np.uint64)
        pairs: dict[str, Small] = {}
        for start, zeros, over in self._words:
            word = np.ndarray(len(text), "<u8", raw, start, (self.width,))
            digits = word ^ zeros  # digits become 0 to 9, and the signs between them 0
            bad |= (digits + over) | digits
            both = (digits * np.uint64(10) + (digits >> np.uint64(8))).view(np.uint8)
            for name, place in self.form.places.items():
                if start <= place < start + 7:
                    pairs[name] = both.reshape(-1, 8)[:, place - start]
        return pairs, (bad & np.uint64(0x8080808080808080)) == 0


def _template(form: _Form, start: int) -> tuple[np.uint64, np.uint64]:
    """Eight bytes of the way of writing, and what lifts to 128 what is not written so."""
    digits = {at for place in form.places.values() for at in (place, place + 1)}
    at = range(start, start + 8)
    zeros = bytes(48 if each in digits else form.first[each] for each in at)
    over = bytes(118 if each in digits else 127 for each in at)
    return np.uint64(int.from_bytes(zeros, "little")), np.uint64(int.from_bytes(over, "little"))


def _seconds(pairs: dict[str, Small]) -> Whole:
    """Seconds since midnight; 24:00 is the midnight that ends the day."""
    hour, minute = pairs["hour"].astype(np.int32), pairs["minute"]
    total = hour * 3_600 + minute * np.int32(60)
    usual = (hour < 24) & (minute < 60)
    if "second" in pairs:
        total += pairs["second"]
        usual &= pairs["second"] < 60
    usual |= (hour == 24) & (total == _DAY)
    return np.where(usual, total, np.int32(NEVER))


def _rows(text: pl.Series, found: _Numbers, spread: NDArray[np.uint32] | None) -> Rows:
    """All rows in order, with the few that are written otherwise taken apart by patterns."""
    size = len(text)
    alike = _spread(found.alike, spread, size)
    others = pl.Series("row", np.flatnonzero(~alike).astype(np.uint32))
    plain = text.gather(others).str.strip_chars().alias("v")
    rest = pl.DataFrame([others, plain]).with_columns(pl.col("v").replace("", None))
    known = apart(rest["v"].drop_nulls().unique(), alone=False)
    rest = rest.join(known, on="v", how="left", maintain_order="left")
    return Rows(
        text=text,
        shape=found.form.shape,
        alike=alike,
        year=_spread(found.year, spread, size),
        one=_spread(found.one, spread, size),
        two=_spread(found.two, spread, size),
        second=None if found.second is None else _spread(found.second, spread, size),
        rest=rest,
    )


def _spread(
    numbers: NDArray[_Number], spread: NDArray[np.uint32] | None, rows: int
) -> NDArray[_Number]:
    """Numbers of some rows at the place of those rows among all."""
    if spread is None:
        return numbers
    wide = np.zeros(rows, numbers.dtype)
    wide[spread] = numbers
    return wide
