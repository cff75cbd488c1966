"""Rows as compressed parts for the casebook, and back; the same rows always make the same parts."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import polars as pl

from workbench.domain.progress import SILENT, Progress

PART: Final = 200_000  # rows
_AT_ONCE: Final = 4


def pack(frame: pl.DataFrame, progress: Progress = SILENT) -> list[bytes]:
    """Rows as Arrow IPC files compressed with zstd, at most ``PART`` rows each."""
    total = max(1, -(-frame.height // PART))
    rows = max(1, -(-frame.height // total))  # parts of one size, so that no core waits for one
    parts: list[bytes] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        packing = [pool.submit(_packed, frame.slice(n * rows, rows)) for n in range(total)]
        try:
            for number, part in enumerate(packing):
                progress.report(number, total, "Packing rows")
                parts.append(part.result())
            progress.report(total, total, "Packed")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return parts


def _packed(rows: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    rows.rechunk().write_ipc(stream, compression="zstd")
    return stream.getvalue()


def unpack(parts: Iterable[bytes], columns: list[str] | None = None) -> pl.DataFrame:
    """Rows out of their parts, all columns or only some."""
    return pl.concat([pl.read_ipc(io.BytesIO(part), columns=columns) for part in parts])


def content_hash(parts: Iterable[bytes]) -> str:
    """The SHA-256 over the parts in order, as hexadecimal text."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
