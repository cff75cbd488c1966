"""Learning which questions there are, and which of them some data can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.sweeping import settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.analysis.kind import AnyKind
    from workbench.domain.data import Edition
    from workbench.guide.contents import Contents


def learn() -> dict[str, AnyKind]:
    """Every question by key; what drawing needs is read as well, so that the window never waits."""
    from workbench.services import asking

    asking.charts()
    found = dict(asking.questions())
    settle("questions")
    return found


def barred(kinds: Mapping[str, AnyKind], edition: Edition, contents: Contents) -> dict[str, str]:
    """The questions that an edition cannot bear, and what they lack, in a few words."""
    found = {}
    for key, kind in kinds.items():
        if lacks := _lacks(kind, edition, contents):
            found[key] = lacks
    return found


def _lacks(kind: AnyKind, edition: Edition, contents: Contents) -> str:
    from workbench.domain.data import Precision, Role

    there = set(edition.columns)
    placed = {Role.EASTING.value, Role.NORTHING.value} <= there
    if placed and any(one.kind == "areas" for one in kind.parameters):
        there.add(Role.AREA.value)  # rows find named areas by where they lie
    missing = [role.word.lower() for role in kind.needs if role.value not in there]
    if missing:
        return f"Needs {' and '.join(missing)}"
    order, known = tuple(Precision), edition.precision
    timeless = kind.precision is Precision.MONTH and Role.START not in kind.needs
    if order.index(known) < order.index(kind.precision) and not timeless:
        wanted = "times" if kind.precision is Precision.MINUTE else f"{kind.precision.value}s"
        return f"Needs {wanted}, not only {known.value}s"
    held = {one.purpose.value for one in contents.references}
    if kind.wants_reference and kind.wants_reference not in held:
        what = "weights" if kind.wants_reference == "weights" else "residents or homes"
        return f"Needs a table of {what}"
    return ""
