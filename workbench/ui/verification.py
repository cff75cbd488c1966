"""What verifying the change log found, in a few sentences and a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.ui.records.days import written

if TYPE_CHECKING:
    from workbench.store.verifying import Verified

SHOWN: Final = 5  # faults that are told; the rest is counted


def said(found: Verified) -> tuple[str, str]:
    """The words, and "error", "success" or "info"; no success without a backup that agrees."""
    notes = " ".join(found.notes)
    if found.faults:
        words = " ".join(found.faults[:SHOWN])
        if (more := len(found.faults) - SHOWN) > 0:
            words += f" There are {more:,} more."
        return f"The change log does not verify. {words} Keep the file as it is. {notes}", "error"
    words = "The change log verifies: every line is as it was written, and all records and kept "
    words += "data are as the lines left them."
    if found.since is not None:
        agree = "One backup agrees" if found.anchors == 1 else f"{found.anchors:,} backups agree"
        words += f" {agree} with it, the oldest of {written(found.since.date())}."
    return f"{words} {notes}".strip(), "success" if found.anchors else "info"
