"""Which rows of a workbook are hidden, as by a filter: no reader of cells says so."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 20
_LONGEST: Final = 4_096  # bytes of a tag
_MOST: Final = 2 << 30  # bytes of a sheet that are looked through
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION: Final = re.compile(rb"<Relationship\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_TABLE_ROW: Final = re.compile(rb"<table:table(-row)?\b([^>]*)>")
_BROKEN: Final = (
    KeyError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def of(path: Path) -> dict[str, frozenset[int]]:
    """The hidden rows of each sheet, counted from 0; nothing where that cannot be told."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                return _of_document(archive)
            if "xl/workbook.xml" not in names:
                return {}
            parts = _parts(archive)
            return {name: frozenset(_rows(archive, part)) for name, part in parts if part in names}
    except _BROKEN:
        return {}


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode().rpartition(":")[2]: unescape(value.decode("utf-8", "replace"))
        for key, value in _ATTRIBUTE.findall(tag)
    }


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and the part of the workbook it lies in."""
    relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each["Id"]: each["Target"] for each in map(_attributes, relations)}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        told = _attributes(tag)
        target = targets.get(told.get("id", ""), "")
        yield told.get("name", ""), target.lstrip("/") if target[:1] == "/" else f"xl/{target}"


def _tags(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Pieces of a part that end between tags."""
    read, left = 0, b""
    with archive.open(part) as stream:
        while read < _MOST and (piece := stream.read(_CHUNK)):
            read += len(piece)
            piece = left + piece
            end = piece.rfind(b"<", max(0, len(piece) - _LONGEST))
            end = end if end > 0 else len(piece)
            yield piece[:end]
            left = piece[end:]
    yield left


def _rows(archive: zipfile.ZipFile, part: str) -> Iterator[int]:
    for piece in _tags(archive, part):
        if b" hidden=" not in piece:
            continue
        for tag in _ROW.findall(piece):
            if b" hidden=" not in tag:
                continue
            told = _attributes(tag)
            if told["hidden"] in {"1", "true"} and told.get("r", "").isdigit():
                yield int(told["r"]) - 1


def _of_document(archive: zipfile.ZipFile) -> dict[str, frozenset[int]]:
    """The same of an OpenDocument workbook, where rows that are alike are written once."""
    found: dict[str, set[int]] = {}
    name, at = "", 0
    for piece in _tags(archive, "content.xml"):
        if b"<table:table" not in piece:
            continue
        for row, tag in _TABLE_ROW.findall(piece):
            told = _attributes(tag)
            if not row:
                name, at = told.get("name", name), 0
                continue
            times = int(told.get("number-rows-repeated", "1"))
            if told.get("visibility") in {"filter", "collapse"} and times < _CHUNK:
                found.setdefault(name, set()).update(range(at, at + times))
            at += times
    return {sheet: frozenset(rows) for sheet, rows in found.items()}
