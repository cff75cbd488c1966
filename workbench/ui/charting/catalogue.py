"""Learning which questions there are; run in a job, for it reads the numerical libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.sweeping import settle

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind


def learn() -> dict[str, AnyKind]:
    """Every question by key; what drawing needs is read as well, so that the window never waits."""
    from workbench.services import asking

    asking.charts()
    found = dict(asking.questions())
    settle("questions")
    return found
