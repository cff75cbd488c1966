"""Results come back from bytes exactly as they went in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from workbench.analysis.codec import SnapshotError, pack, unpack
from workbench.analysis.kind import Basis, Cell, Reading, Table


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Shade(Enum):
    DARK = (0, 0)
    LIGHT = (1, 1)


@dataclass(frozen=True)
class Inner:
    name: str
    value: float
    flag: bool = True


@dataclass(frozen=True)
class Other:
    name: str
    value: float


@dataclass(frozen=True)
class Whole:
    basis: Basis
    cells: tuple[tuple[Cell, ...], ...]
    pair: tuple[int, float]
    either: Inner | Other | str | None
    perhaps: Inner | None
    colour: Colour
    shade: Shade
    at: datetime | date
    numbers: NDArray[np.float64]
    counts: NDArray[np.int64]
    names: Mapping[str, tuple[float, ...]]
    literal: Literal["a", "b"]
    inner: tuple[Inner, ...] = ()
    raw: bytes = b""


text = st.text(max_size=8)
floats = st.floats(allow_nan=True, allow_infinity=True)
days = st.dates()
inner = st.builds(Inner, text, floats, st.booleans())
cell = st.one_of(text, st.integers(), floats, days, st.none())
wholes = st.builds(
    Whole,
    st.builds(
        Basis, text, st.integers(), st.none() | days, st.none() | days,
        st.lists(st.tuples(text, st.integers()), max_size=3).map(tuple),
    ),
    st.lists(st.lists(cell, max_size=4).map(tuple), max_size=4).map(tuple),
    st.tuples(st.integers(), floats),
    st.one_of(inner, st.builds(Other, text, floats), text, st.none()),
    st.none() | inner,
    st.sampled_from(Colour),
    st.sampled_from(Shade),
    st.datetimes() | days,
    hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, min_side=0, max_side=4)),
    hnp.arrays(np.int64, hnp.array_shapes(min_side=0, max_side=4)),
    st.dictionaries(text, st.lists(floats, max_size=3).map(tuple), max_size=3),
    st.sampled_from(["a", "b"]),
    st.lists(inner, max_size=3).map(tuple),
    st.binary(max_size=9),
)  # fmt: skip


def same(left: Any, right: Any) -> bool:  # noqa: PLR0911
    """Equal in type and to the last bit, NaN included."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray):
        return (
            left.dtype == right.dtype
            and left.shape == right.shape
            and left.tobytes() == right.tobytes()
        )
    if is_dataclass(left):
        return all(same(getattr(left, f.name), getattr(right, f.name)) for f in fields(left))
    if isinstance(left, (tuple, list)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[k], right[k]) for k in left)
    if isinstance(left, float):
        signs = math.copysign(1, left) == math.copysign(1, right)
        return (left == right and signs) or (math.isnan(left) and math.isnan(right))
    return bool(left == right)


@given(wholes)
@settings(max_examples=80, deadline=None)
def test_any_result_comes_back_exactly(whole: Whole) -> None:
    back = unpack(pack(whole), Whole)
    # json does not tell one NaN from another, which is all that is lost of a float in the tree
    assert same(back, whole)


def test_the_same_result_gives_the_same_bytes() -> None:
    one = Reading("A fell", "Incidents", ("So.",), "Careful.")
    assert pack(one) == pack(replace(one))


def test_a_table_with_cells_of_any_kind_comes_back() -> None:
    table = Table("T", (), ((1, 1.0, "1", None, date(2024, 1, 1)),))
    assert same(unpack(pack(table), Table), table)


def test_numpy_numbers_come_back_as_numbers() -> None:
    assert unpack(pack(Inner("a", np.float64(0.1), True)), Inner) == Inner("a", 0.1, True)


@pytest.mark.parametrize("data", [b"", b"junk", pack(Inner("a", 1.0))[:-4]])
def test_damaged_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(SnapshotError, match="safe"):
        unpack(data, Inner)


def test_a_result_of_another_shape_is_refused() -> None:
    with pytest.raises(SnapshotError):
        unpack(pack(Inner("a", 1.0)), Whole)


def test_a_field_added_since_takes_its_default() -> None:
    assert unpack(pack(Other("a", 2.0)), Inner) == Inner("a", 2.0, True)


def test_what_could_not_be_read_back_is_not_packed() -> None:
    with pytest.raises(TypeError):
        pack(Inner("a", object()))  # type: ignore[arg-type]


def test_a_moment_in_a_field_of_days_is_not_packed() -> None:
    basis = Basis("s", 1, datetime(2024, 1, 1), None)
    with pytest.raises(TypeError):
        pack(basis)
