"""The choices offered for a file: a recipe that fits it, or else what its columns look like."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.intake import columns, recipe
from workbench.intake.recipe import Choices
from workbench.intake.source import Source


def propose(source: Source, saved: Sequence[Choices] = ()) -> Choices:
    """Choices for a file, to be looked at and changed by the person.

    Args:
        source: the file as text.
        saved: recipes kept in the casebook, tried first; then the built-in ones.
    """
    return recipe.known(source, saved) or columns.propose(source)
