"""Published cases of trying a response: interrupted series, and differences in differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workbench.analysis.differences import difference_of_means
from workbench.analysis.segmented import Errors, Shape
from workbench.analysis.straight import segmented_linear

Found = Mapping[str, Any]


def smoking_ban_straight(given: Mapping[str, Any]) -> Found:
    data = {key: np.array(values, float) for key, values in given["data"].items()}
    # the paper counts months since the ban from 1, so the level is that of the month before it
    before = data["time"][data["smokban"] == 0].max()
    shape = Shape(slope=True, origin=before, harmonics=0)
    told = data["aces"], data["time"], data["smokban"], data["stdpop"] / 1e5
    found = segmented_linear(*told, shape=shape, errors=Errors(lag=given["lag"]))
    assert found is not None
    return {
        "coef": found.fit.coefficients.tolist(),
        "se": found.fit.errors.tolist(),
        "durbin_watson": found.durbin_watson,
    }


def means(given: Mapping[str, Any]) -> Found:
    return {"did": difference_of_means(given["treated"], given["control"]).estimate}


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "did-card-krueger": means,
    "its-sicily-ols-neweywest": smoking_ban_straight,
}
