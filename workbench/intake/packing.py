"""Rows as compressed parts for the casebook, and back; the same rows always make the same parts."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import Final

import polars as pl

from workbench.domain.progress import SILENT, Progress

PART: Final = 250_000  # rows


def pack(frame: pl.DataFrame, progress: Progress = SILENT) -> list[bytes]:
    """Rows as Arrow IPC files compressed with zstd, at most ``PART`` rows each."""
    total = max(1, -(-frame.height // PART))
    parts: list[bytes] = []
    for number in range(total):
        progress.report(number, total, "Packing rows")
        stream = io.BytesIO()
        frame.slice(number * PART, PART).rechunk().write_ipc(stream, compression="zstd")
        parts.append(stream.getvalue())
    progress.report(total, total, "Packed")
    return parts


def unpack(parts: Iterable[bytes], columns: list[str] | None = None) -> pl.DataFrame:
    """Rows out of their parts, all columns or only some."""
    return pl.concat([pl.read_ipc(io.BytesIO(part), columns=columns) for part in parts])


def content_hash(parts: Iterable[bytes]) -> str:
    """The SHA-256 over the parts in order, as hexadecimal text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
