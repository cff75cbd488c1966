"""Dates all written in one fixed width are taken apart byte by byte: a million in no time.

Most exports write every date of a column alike. Their digits stand at the same bytes in every row,
so they become numbers without a pattern being tried on each; what is written otherwise, blanks
and "unknown" among it, goes the usual way.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.intake.date_shapes import apart

_MANY: Final = 20_000  # rows; fewer are grouped and tried by patterns just as soon
_SLICES: Final = {10: (0, 2), 16: (0, 8), 19: (0, 8, 11)}  # where eight bytes are taken at a time
_SEPARATORS: Final = frozenset(b"/-. ")
_DAY_FIRST: Final = {"a": (0, 2), "b": (3, 5), "y": (6, 10)}
_YEAR_FIRST: Final = {"y": (0, 4), "m": (5, 7), "d": (8, 10)}
_TIME: Final = {"h": (11, 13), "mi": (14, 16), "s": (17, 19)}
_NUMBERS: Final = ("y", "m", "d", "a", "b", "h", "mi", "s")
_SHARE: Final = 0.8  # of the rows that must be written alike


def rows_apart(text: pl.Series) -> pl.DataFrame | None:
    """Take a column apart row by row, as ``date_shapes.apart`` does its unlike texts.

    Args:
        text: the column, all its rows.

    Returns:
        One row per row, in order; ``v`` and ``shape`` are null where a row is blank or fits
        nothing. None where the column is short, says few things, or is written in many ways.
    """
    if len(text) < _MANY or text.head(_MANY).n_unique() < _MANY // 20:
        return None
    lengths = text.str.len_bytes()
    usual = lengths.drop_nulls().head(1_000).mode()
    width = int(usual[0]) if len(usual) else 0
    fits = (lengths == width).fill_null(False)
    if width not in _SLICES or int(fits.sum()) < _SHARE * len(text):
        return None
    whole = bool(fits.all())
    found = _numbers(text if whole else text.filter(fits), width)
    if found is None:
        return None
    if whole and not found["shape"].null_count():
        return found.with_columns(text.alias("v"))
    return _with_the_rest(text, fits, found)


def _with_the_rest(text: pl.Series, fits: pl.Series, found: pl.DataFrame) -> pl.DataFrame:
    """Put rows that are written otherwise back in their places."""
    at = pl.Series("at", fits.arg_true()).filter(found["shape"].is_not_null())
    found = found.filter(pl.col("shape").is_not_null())
    alike = found.with_columns(at, text.gather(at).alias("v"))
    held = pl.Series(np.bincount(at.to_numpy(), minlength=len(text)) > 0)
    others = (~held).arg_true()
    rest = pl.DataFrame([others.alias("at"), text.gather(others).str.strip_chars().alias("v")])
    rest = rest.with_columns(pl.col("v").replace("", None))
    known = apart(rest["v"].drop_nulls().unique())
    joined = rest.join(known, on="v", how="left").select(["at", *known.columns])
    columns = ["at", *known.columns]
    return pl.concat([alike.select(columns), joined.select(columns)]).sort("at").drop("at")


def _numbers(text: pl.Series, width: int) -> pl.DataFrame | None:
    """The numbers in texts of one width, by the places that the first of them shows."""
    raw = _bytes(text, width)
    first = bytes(int(raw[at][0]) for at in range(width)) if len(text) else b""
    layout = _layout(first)
    if layout is None:
        return None
    shape, places = layout
    ok = np.ones(len(text), np.bool_)
    numbers: dict[str, NDArray[np.int32]] = {}
    covered: set[int] = set()
    for name, (begin, end) in places.items():
        total = np.zeros(len(text), np.int32)
        for at in range(begin, end):
            digit = raw[at] - np.uint8(48)  # what is no digit wraps round to more than 9
            ok &= digit < 10
            total = total * 10 + digit
            covered.add(at)
        numbers[name] = total
    for at in set(range(width)) - covered:
        ok &= raw[at] == first[at]
    if ok.mean() < _SHARE:
        return None
    nothing = pl.Series([None], dtype=pl.Int32).new_from_index(0, len(text))
    columns = [
        pl.Series(name, numbers[name]) if name in numbers else nothing.alias(name)
        for name in _NUMBERS
    ]
    said = pl.Series("shape", [shape]).new_from_index(0, len(text))
    if not ok.all():
        said = pl.select(pl.when(pl.Series(ok)).then(said)).to_series().alias("shape")
    serial = pl.Series("serial", [None], dtype=pl.Float64).new_from_index(0, len(text))
    return pl.DataFrame([said, *columns, nothing.alias("offset"), serial])


def _layout(first: bytes) -> tuple[str, dict[str, tuple[int, int]]] | None:
    """Which shape a text has, and between which bytes its numbers stand."""
    if len(first) < 10 or not (first[:2] + first[8:10]).isdigit():
        return None
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
    timed = {name: place for name, place in _TIME.items() if place[1] <= len(first)}
    return shape, {**places, **timed}


def _bytes(text: pl.Series, width: int) -> dict[int, NDArray[np.uint8]]:
    """Each byte of texts of one width as a column."""
    value = pl.col("v").cast(pl.Binary)
    words = text.alias("v").to_frame().select(
        value.bin.slice(at, 8).bin.reinterpret(dtype=pl.UInt64, endianness="little").alias(str(at))
        for at in _SLICES[width]
    )  # fmt: skip
    found: dict[int, NDArray[np.uint8]] = {}
    for start in _SLICES[width]:
        eight = words[str(start)].to_numpy().view(np.uint8).reshape(-1, 8)
        for at in range(8):
            found.setdefault(start + at, eight[:, at])
    return found
