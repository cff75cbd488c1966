"""Longitude and latitude become metres of the British National Grid; points are blurred."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

NATIONAL_GRID: Final = "EPSG:27700"
ACCURACY: Final = 5.0  # metres; without the OSTN15 grid the shift of datum is seven parameters
# Written out, so that every machine gives the same metres and none looks for a grid on a network.
_SHIFT: Final = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
    "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +proj=helmert +x=-446.448 +y=125.157 +z=-542.06 +rx=-0.15 +ry=-0.247 +rz=-0.842 "
    "+s=20.489 +convention=position_vector "
    "+step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 "
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)
# The square in which British National Grid metres mean something, in degrees.
_WEST, _EAST, _SOUTH, _NORTH = -9.5, 3.0, 49.0, 61.5

Floats = NDArray[np.float64]


def to_grid(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Change WGS 84 degrees into British National Grid metres.

    Good to about 5 m: the exact shift needs the OSTN15 grid, which is not shipped.

    Args:
        longitude: degrees east, any shape; not a number where unknown.
        latitude: degrees north, the same shape.

    Returns:
        Easting and northing in metres, not a number where either was unknown, was 0, 0, or lies
        outside Great Britain and its waters.

    Source: EPSG transformation 1314 (OSGB36 to WGS 84, seven parameters) and projection 27700.
    """
    east = np.asarray(longitude, dtype=np.float64)
    north = np.asarray(latitude, dtype=np.float64)
    known = in_britain(east, north, east, north)
    easting, northing = np.full(east.shape, np.nan), np.full(east.shape, np.nan)
    if known.any():
        from pyproj import Transformer  # slow to import, and needed for degrees alone

        # One transformer a call: they must not be shared between threads, and cost little.
        shift = Transformer.from_pipeline(_SHIFT)
        easting[known], northing[known] = shift.transform(east[known], north[known])
    return easting, northing


def in_britain(west: Floats, south: Floats, east: Floats, north: Floats) -> NDArray[np.bool_]:
    """Tell which boxes of degrees lie where the National Grid means something.

    Args:
        west: least longitude of each box; not a number where there is none.
        south: least latitude.
        east: greatest longitude.
        north: greatest latitude.

    Returns:
        True where the whole box does.
    """
    inside: NDArray[np.bool_] = (west >= _WEST) & (east <= _EAST)
    return inside & (south >= _SOUTH) & (north <= _NORTH)


def placed(easting: ArrayLike, northing: ArrayLike) -> NDArray[np.bool_]:
    """Tell which points have a place: both numbers known, and not 0, 0.

    Args:
        easting: metres.
        northing: metres, the same shape.

    Returns:
        True where the point can be put on a map.
    """
    east = np.asarray(easting, dtype=np.float64)
    north = np.asarray(northing, dtype=np.float64)
    known = np.isfinite(east) & np.isfinite(north)
    somewhere: NDArray[np.bool_] = known & ((east != 0) | (north != 0))
    return somewhere


def blur(easting: ArrayLike, northing: ArrayLike, cell: float = 100.0) -> tuple[Floats, Floats]:
    """Move each point to the middle of its square, so that no single address can be read off.

    Args:
        easting: metres.
        northing: metres, the same shape.
        cell: side of the squares in metres, above 0.

    Returns:
        Easting and northing of the middles; not a number stays so.

    Raises:
        ValueError: when ``cell`` is not above 0.
    """
    if cell <= 0:
        raise ValueError("the side of a square must be above 0 metres")
    east = np.asarray(easting, dtype=np.float64)
    north = np.asarray(northing, dtype=np.float64)
    return (np.floor(east / cell) + 0.5) * cell, (np.floor(north / cell) + 0.5) * cell
