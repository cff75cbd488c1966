"""The tables of a casebook: one for each kind of record, and four of the store's own."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, String, Table

from workbench.domain.kinds import ALL
from workbench.domain.record import Record
from workbench.store import columns

metadata = MetaData()

TABLES: Final[dict[type[Record], Table]] = {kind: columns.table(kind, metadata) for kind in ALL}
HOLDERS: Final = tuple(
    column for kind, made in TABLES.items() for column in columns.holders(kind, made)
)

about = Table(  # schema number, name of the casebook, head of the change log, settings
    "about",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
blob = Table(  # Parquet parts, packed results, files: immutable, under the hash of their content
    "blob",
    metadata,
    Column("key", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
change_log = Table(
    "change_log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("who", String, nullable=False),
    Column("machine", String, nullable=False),
    Column("label", String, nullable=False),
    Column("payload", String, nullable=True),  # emptied when it is lawfully disposed of
    Column("payload_hash", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)
touched = Table(  # which entries of the log tell of which record: for field history
    "touched",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("record_id", String, primary_key=True, index=True),
)
