"""What kind of text a file or a member of a zip holds: cells apart, JSON, or a web page."""

from __future__ import annotations

from pathlib import Path

from workbench.intake.readers import delimited, json_records, web_page
from workbench.intake.source import Sheet


def sheets(
    name: str, fetch: delimited.Fetch, start: bytes, path: Path | None = None
) -> tuple[str, list[Sheet]]:
    """The kind of a text, and the tables in it.

    Args:
        name: what it is called.
        fetch: gives its bytes: all, or only the first so many.
        start: its first bytes.
        path: where it lies, when its bytes are just those of a file.

    Raises:
        UnreadableFileError: in words, when it is JSON or a page that holds no table.
    """
    if json_records.looks_like(start):
        return "json", [json_records.sheet(name, _all(fetch, json_records.MOST))]
    if web_page.looks_like(start):
        return "page", web_page.sheets(name, _all(fetch, web_page.MOST))
    return "csv", [delimited.sheet(name, fetch, path)]


def _all(fetch: delimited.Fetch, most: int) -> bytes:
    """All bytes, but one more than may be at most where there are too many."""
    return fetch(most + 1)
