"""How well a forecast of places held: PAI, PEI and RRI, cumulative by rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Ranked:
    """Places in the order of the forecast, and what each first so many of them came to."""

    order: Whole  # indices into what was given, foremost first
    observed: Floats  # (n,) running sums
    predicted: Floats
    area: Floats

    @property
    def pai(self) -> Floats:
        """Predictive accuracy index: the share of incidents held, by the share of area searched.

        Shape (n,), for the first place, the first two, and so on; 1 is no better than an even
        spread. NaN when there is no incident at all.

        Source: Chainey, Tompson and Uhlig (2008) Security Journal 21:4.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            held = self.observed / self.observed[-1:]
            return np.asarray(held / (self.area / self.area[-1:]))

    @property
    def pei(self) -> Floats:
        """Predictive efficiency index: PAI for each of the best PAI that as much area could have.

        Shape (n,), from 0 to 1. The best searches the places with most incidents per area first,
        and a part of the next one where sizes differ. NaN when there is no incident at all.

        Source: Hunt (2016), doctoral thesis on whether hot spots move; Drawve and Wooditch (2019)
        J Criminal Justice 64:101625.
        """
        each, sizes = (np.diff(one, prepend=0.0) for one in (self.observed, self.area))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.observed / best(each, sizes, self.area))

    @property
    def rri(self) -> Floats:
        """Recapture rate index: incidents predicted for each one seen.

        Shape (n,); above 1 too many were forecast, below 1 too few. NaN where none was seen yet.
        What was predicted has to be in incidents of the later period.

        Source: Levine (2008) Security Journal 21:295, in the form of Wheeler and Steenbeek (2021)
        J Quantitative Criminology 37:445.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.observed > 0, self.predicted / self.observed, np.nan)

    @property
    def search_efficiency(self) -> Floats:
        """Incidents found for each unit of area searched, shape (n,).

        Source: Bowers, Johnson and Pease (2004) British J Criminology 44:641.
        """
        return np.asarray(self.observed / self.area)


def ranked(observed: ArrayLike, predicted: ArrayLike, area: ArrayLike) -> Ranked:
    """Put places in the order in which a forecast would have searched them.

    Args:
        observed: incidents of the later period in each place, shape (n,), 0 or more.
        predicted: what was forecast for each, shape (n,), in any unit for PAI and PEI and in
            incidents for RRI.
        area: the size of each, shape (n,), above 0; any unit.

    Returns:
        Those with most forecast per area first. Of equals the one with fewest incidents is first,
        so that ties never flatter.

    Raises:
        ValueError: shapes do not agree, a number is not known or below 0, or an area is 0.
    """
    seen, told, size = (
        np.asarray(one, dtype=np.float64).ravel() for one in (observed, predicted, area)
    )
    if not seen.size == told.size == size.size:
        raise ValueError("each place needs a number seen, a number predicted and an area")
    if seen.size and not np.isfinite(np.concatenate([seen, told, size])).all():
        raise ValueError("every number must be known")
    if seen.size and (min(seen.min(), told.min()) < 0 or size.min() <= 0):
        raise ValueError("numbers must be 0 or more, and areas above 0")
    order = np.lexsort((seen, -(told / size)))
    return Ranked(
        order.astype(np.int64),
        np.cumsum(seen[order]),
        np.cumsum(told[order]),
        np.cumsum(size[order]),
    )


def best(observed: ArrayLike, area: ArrayLike, searched: ArrayLike) -> Floats:
    """The most incidents that so much area could have held.

    Args:
        observed: incidents in each place, shape (n,).
        area: sizes, shape (n,).
        searched: areas, shape (m,); more than there is holds all.

    Returns:
        Shape (m,).
    """
    perfect = ranked(observed, observed, area)
    sums, sizes = (np.concatenate([[0.0], one]) for one in (perfect.observed, perfect.area))
    return np.asarray(np.interp(np.asarray(searched, dtype=np.float64), sizes, sums))
