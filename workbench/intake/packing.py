"""Rows as compressed parts for the casebook, and back; the same rows always make the same parts.

Parquet, not Arrow IPC: on 369,323 rows of police data it packs in a third of the time, opens in a
third of the time, and is a quarter smaller, because texts that repeat are kept once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import Final

import polars as pl

from workbench.domain.progress import SILENT, Progress

PART: Final = 125_000  # rows: few enough that little is held beside them while they are packed


def pack(frame: pl.DataFrame, progress: Progress = SILENT) -> list[bytes]:
    """Rows as Parquet files compressed with zstd, at most ``PART`` rows each."""
    total = max(1, -(-frame.height // PART))
    rows = max(1, -(-frame.height // total))
    parts: list[bytes] = []
    for number in range(total):
        progress.report(number, total, "Packing rows")
        parts.append(_packed(frame.slice(number * rows, rows)))
    progress.report(total, total, "Packed")
    return parts


def _packed(rows: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    rows.rechunk().write_parquet(stream, compression="zstd", compression_level=1, statistics=False)
    return stream.getvalue()


def unpack(parts: Iterable[bytes], columns: list[str] | None = None) -> pl.DataFrame:
    """Rows out of their parts, all columns or only some."""
    return pl.concat([pl.read_parquet(io.BytesIO(part), columns=columns) for part in parts])


def content_hash(parts: Iterable[bytes]) -> str:
    """The SHA-256 over the parts in order, as hexadecimal text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
