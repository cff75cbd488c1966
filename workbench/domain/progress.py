"""How long work tells of its progress and is told to stop, without knowing Qt."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Given to each long job; each report is a point at which it can be stopped."""

    def report(self, done: int, total: int, note: str = "") -> None:
        """Say how far the job is; raise ``CancelledError`` if the user stopped it."""


class Silent:
    """Progress that nobody watches and nobody stops."""

    def report(self, done: int, total: int, note: str = "") -> None:
        """Do nothing."""


SILENT = Silent()
