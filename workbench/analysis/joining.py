"""Which small area each row belongs to: by its code, or by where its point lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.outlines import to_geometry
from workbench.analysis.shapes import Shapes

_SMALL: Final = re.compile(r"^[EW]01\d{6}$")
# Small areas that are new in the 2021 edition carry numbers above the last one of 2011.
_LAST_OF_2011: Final = {"E": 1_033_768, "W": 1_001_958}
_FEW: Final = 50  # about 6% changed in 2021, so that many without a new one are of 2011

NONE: Final = -1


def tidy(code: str | None) -> str:
    """A code as codes are compared: no blanks, capitals."""
    return "".join((code or "").split()).upper()


def is_small(code: str | None) -> bool:
    """Tell whether a code is that of a small area (LSOA) of England or Wales."""
    return bool(_SMALL.match(tidy(code)))


def edition(codes: Iterable[str]) -> str:
    """The edition of small-area (LSOA) codes.

    Args:
        codes: as they stand in a file.

    Returns:
        "2021" when one is new in that edition, "2011" when many are given and none is, "" when
        they are few or other codes.

    Source: the last code of 2011 is E01033768 in England and W01001958 in Wales.
    """
    small = {code for code in map(tidy, codes) if is_small(code)}
    if any(int(code[1:]) > _LAST_OF_2011[code[0]] for code in small):
        return "2021"
    return "2011" if len(small) >= _FEW else ""


def by_code(codes: Sequence[str | None], shapes: Shapes) -> NDArray[np.int64]:
    """Find the area of each code.

    Args:
        codes: (n,) of the rows; names of areas do as well where no code agrees.
        shapes: the areas.

    Returns:
        (n,) index of the area, -1 where none has that code.
    """
    known = _by_name(shapes)
    known.update({tidy(code): index for index, code in enumerate(shapes.codes)})
    return np.array([known.get(tidy(code), NONE) for code in codes], dtype=np.int64)


def by_name(names: Sequence[str | None], shapes: Shapes) -> NDArray[np.int64]:
    """Find the area of each name, shape (n,); -1 for none, and for a name of several areas."""
    known = _by_name(shapes)
    return np.array([known.get(tidy(name), NONE) for name in names], dtype=np.int64)


def _by_name(shapes: Shapes) -> dict[str, int]:
    """Where each name stands that one area alone has."""
    names = [tidy(name) for name in shapes.names]
    many = Counter(names)
    return {name: at for at, name in enumerate(names) if name and many[name] == 1}


def by_place(easting: ArrayLike, northing: ArrayLike, shapes: Shapes) -> NDArray[np.int64]:
    """Find the area in which each point lies.

    Args:
        easting: (n,) metres, not a number where unknown.
        northing: (n,) metres.
        shapes: the areas in the same metres.

    Returns:
        (n,) index of the area, -1 outside all of them; on a shared edge the first of the file.
    """
    points = np.column_stack([np.asarray(easting, float), np.asarray(northing, float)])
    found = np.full(len(points), len(shapes.codes), dtype=np.int64)
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    if not known.size or not shapes.codes:
        return np.full(len(points), NONE, dtype=np.int64)
    tree = shapely.STRtree(to_geometry(shapes))
    which, area = tree.query(shapely.points(points[known]), predicate="intersects")
    np.minimum.at(found, known[which], area)
    found[found == len(shapes.codes)] = NONE
    return found


def centred(
    easting: ArrayLike, northing: ArrayLike, shapes: Shapes
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Move each point to one spot of its area, so that it tells the area and no more.

    Args:
        easting: (n,) metres, not a number where unknown.
        northing: (n,) metres.
        shapes: the areas in the same metres.

    Returns:
        Easting and northing of a spot within the area, the same for all its points; not a number
        for points outside all areas.
    """
    area = by_place(easting, northing, shapes)
    spots = shapely.get_coordinates(shapely.point_on_surface(to_geometry(shapes)))
    found = np.full((len(area), 2), np.nan)
    found[area >= 0] = spots[area[area >= 0]]
    return found[:, 0], found[:, 1]
