"""JSON as a table: lists of records, one record a line, GeoJSON, and names with rows of values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import polars as pl

from workbench.intake.readers.text import as_utf8
from workbench.intake.refusals import refusal, too_big, too_wide
from workbench.intake.source import Grid, Sheet

START: Final = (b"[", b"{")
MOST: Final = 200 << 20  # bytes; a record takes many times its length while it is read
WIDEST: Final = 1_000
_NAMES: Final = frozenset({"columns", "fields", "headers", "header", "names"})
_DEEPEST: Final = 6  # names within names
_HEAD: Final = 400


def looks_like(start: bytes) -> bool:
    """Tell whether text begins as JSON does, and goes on so: no name of a column is quoted so."""
    bare = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    inner = bare[1:].lstrip(b" \r\n\t")
    if bare[:1] == b"{":
        return inner[:1] in {b'"', b"}"} and b":" in inner[:2_000]
    return bare[:1] == b"[" and inner[:1] in {b"{", b"[", b"]"}


def sheet(name: str, data: bytes) -> Sheet:
    """The table in some JSON.

    Raises:
        UnreadableFileError: it is cut short or too big, or holds no records.
    """
    if len(data) > MOST:
        raise too_big(name, f"{len(data) / (1 << 20):,.0f} MB of JSON")
    text = as_utf8(data, name)
    rows = _records(_parsed(text.data.decode("utf-8", "replace"), name))
    grid = _grid(name, rows, text.encoding)
    return Sheet(name, lambda: _first(grid), lambda: grid)


def _first(grid: Grid) -> Grid:
    return Grid(
        grid.frame.head(_HEAD), grid.encoding, of=grid.frame.height, notes=grid.notes, shift=-1
    )


def _parsed(text: str, name: str) -> Any:
    """What the text holds; one record a line becomes a list of them."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise _unread(name, "its records lie too deep within each other") from error
    except ValueError as error:
        records = _by_line(text)
        if records is None:
            raise _unread(name, "it is cut short or damaged") from error
        return records


def _by_line(text: str) -> list[Any] | None:
    """Records that stand one a line; None where a line is none."""
    try:
        records = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
    return records if len(records) > 1 else None


def _unread(name: str, why: str) -> Exception:
    return refusal(
        f"“{name}” is JSON, not a table, and could not be read: {why}.",
        "Ask for it as CSV or Excel, or make the download again, then choose that file.",
    )


def _records(held: Any) -> list[dict[str, Any]]:
    """The longest list of records in what was read, each with its attributes and its point."""
    for rows in sorted(_lists(held, 0), key=len, reverse=True):
        if any(isinstance(row, dict) for row in rows):
            return [_record(row) for row in rows if isinstance(row, dict)]
        if len(rows) > 1 and all(isinstance(row, list) for row in rows):
            beside = _names(held, max(map(len, rows)), 0)
            names = beside or [str(name) for name in rows[0]]
            body = rows if beside else rows[1:]
            return [dict(zip(names, row, strict=False)) for row in body]
    return [_record(held)] if isinstance(held, dict) and held else []


def _lists(held: Any, depth: int) -> Iterator[list[Any]]:
    """Every list that may hold records, not looked for within records."""
    if isinstance(held, list):
        yield held
    elif isinstance(held, dict) and depth < _DEEPEST:
        for inner in held.values():
            yield from _lists(inner, depth + 1)


def _names(held: Any, wide: int, depth: int) -> list[str]:
    """Names that stand somewhere beside rows of values, under the keys that exports use."""
    if not isinstance(held, dict) or depth > _DEEPEST:
        return []
    for key, found in held.items():
        if key.lower() in _NAMES and isinstance(found, list) and len(found) == wide:
            return [str(one.get("name", one) if isinstance(one, dict) else one) for one in found]
    inner = (_names(each, wide, depth + 1) for each in held.values())
    return next((names for names in inner if names), [])


def _record(row: dict[str, Any]) -> dict[str, Any]:
    """A record; of a feature of a map its attributes, and its point as two coordinates."""
    attributes = row.get("properties", row.get("attributes"))
    if not isinstance(attributes, dict):
        return row
    record = dict(attributes)
    shape = row.get("geometry")
    if isinstance(shape, dict):
        at = shape.get("coordinates")
        if shape.get("type") == "Point" and isinstance(at, list) and len(at) > 1:
            record.setdefault("longitude", at[0])
            record.setdefault("latitude", at[1])
        elif {"x", "y"} <= shape.keys():
            record.setdefault("x", shape["x"])
            record.setdefault("y", shape["y"])
    if "id" in row and "id" not in record:
        record["id"] = row["id"]
    return record


def _grid(name: str, records: Iterable[dict[str, Any]], encoding: str) -> Grid:
    rows = [dict(_flat(record, "", 0)) for record in records]
    names = list(dict.fromkeys(key for row in rows for key in row))
    if not rows or not names:
        raise refusal(
            f"“{name}” is JSON, but holds no list of records.",
            "Check that it is the file you meant, or ask for the records as CSV or Excel.",
        )
    if len(names) > WIDEST:
        raise too_wide(name, len(names))
    schema = {f"c{at}": pl.String for at in range(len(names))}
    cells = [names, *([row.get(key) for key in names] for row in rows)]
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    note = f"JSON: {len(rows):,} records were read, with the names of their fields as columns"
    return Grid(frame, encoding, notes=(note,), shift=-1)


def _flat(held: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, str | None]]:
    """Fields with their values as text; of fields within fields the names are joined."""
    for key, value in held.items():
        name = f"{before} / {key}" if before else str(key)
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, name, depth + 1)
        elif isinstance(value, list | dict):
            yield name, json.dumps(value, ensure_ascii=False) if value else None
        elif value is None or value == "":
            yield name, None
        else:
            yield name, str(value).lower() if isinstance(value, bool) else str(value)
