"""White space round the cells of a column, taken off where there is any and only there."""

from __future__ import annotations

import polars as pl


def stripped(text: pl.Series, spaces: str | None = None) -> pl.Series:
    """Cells without white space round them, null where nothing is left.

    Args:
        text: the cells.
        spaces: the white space that they may begin or end with, where that is known.

    Returns:
        The same column, and no copy of it, where there is nothing to take off.
    """
    if spaces is not None and bool((text >= "!").all()) and not _ends(text, spaces):
        return text  # where white space is known, all letters are plain
    bare = text.str.strip_chars()
    length = bare.str.len_bytes()
    if length.min() != 0:
        return text if length.sum() == text.str.len_bytes().sum() else bare
    return bare.replace("", None)


def surely_filled(text: pl.Series) -> bool:
    """Tell cheaply that every cell holds more than white space; False where it takes a look."""
    return not text.null_count() and bool(((text >= "!") & (text < "\x7f")).all())


def _ends(text: pl.Series, spaces: str) -> bool:
    return any(text.str.ends_with(sign).any() for sign in spaces)
