"""Sentences for files that cannot be read: what happened, whether work is safe, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import UnreadableFileError, WorkbenchError

SAFE = "Nothing has been changed."


def short(error: UnreadableFileError) -> str:
    """What happened, without what to do about it."""
    return str(error).partition(f" {SAFE}")[0].rstrip(".")


def refusal(what: str, do: str) -> UnreadableFileError:
    """An error that says what happened, that work is safe, and what to do."""
    return UnreadableFileError(f"{what} {SAFE} {do}")


def empty(name: str) -> UnreadableFileError:
    """The file holds nothing at all."""
    return refusal(
        f"“{name}” is empty: it holds no rows.",
        "Make the export again, or choose another file.",
    )


def header_only(name: str) -> UnreadableFileError:
    """The file has names of columns and nothing under them."""
    return refusal(
        f"“{name}” has column names but no rows under them.",
        "Check the dates and filters of the export, make it again, then choose the new file.",
    )


def no_table(name: str) -> UnreadableFileError:
    """No rows and columns could be made out."""
    return refusal(
        f"No table of rows and columns was found in “{name}”.",
        "Open it to see what it holds, save the table as CSV or Excel, then choose that file.",
    )


def one_column(name: str) -> UnreadableFileError:
    """There are rows, but each has one cell, and no date."""
    return refusal(
        f"No table was found in “{name}”: it has one column only, which holds no dates.",
        "If it should have more columns, save it again as CSV or Excel with each of them apart, "
        "then choose that file.",
    )


def damaged(name: str, what: str = "file") -> UnreadableFileError:
    """The bytes are not what the name says, or are cut short."""
    return refusal(
        f"“{name}” cannot be read: the {what} is damaged, cut short, or of another kind than its "
        "name says.",
        "Copy or download it again, or ask for a new export, then choose that file.",
    )


def protected(name: str) -> UnreadableFileError:
    """The workbook or zip needs a password."""
    return refusal(
        f"“{name}” is protected with a password, so it could not be read.",
        "Open it with its password, save a copy without one, then choose the copy. Keep that copy "
        "on an encrypted disk and remove it afterwards.",
    )


def too_big(name: str, size: str) -> UnreadableFileError:
    """The file unpacks to more than can be held."""
    return refusal(
        f"“{name}” was not opened: unpacked it would be {size}, more than this computer can "
        "safely hold.",
        "Export fewer months at a time, then choose the smaller files.",
    )


def too_wide(name: str, columns: int) -> UnreadableFileError:
    """A table of incidents never has that many columns."""
    return refusal(
        f"“{name}” has {columns:,} columns, too many for a table of incidents or counts.",
        "Check that it is the file you meant; if it is, save the columns you need as a new file.",
    )


def giant_cell(name: str, lines: int) -> UnreadableFileError:
    """Most lines of a text belong to one cell."""
    return refusal(
        f"“{name}” has {lines:,} lines, of which most are no rows but lie within a cell: a "
        "quotation mark was left open, or a note is full of empty lines.",
        "Open the row before them, take the lines or the mark out, or make the export again "
        "without its notes.",
    )


def in_use(name: str) -> UnreadableFileError:
    """Another program holds the file."""
    return refusal(
        f"“{name}” is open in Excel or another program, or you may not read it, so it could not "
        "be read.",
        "Close it there, then choose Try again.",
    )


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn the trouble an operating system or a reader reports into a sentence about the file."""
    try:
        yield
    except WorkbenchError:
        raise
    except PermissionError as error:
        raise in_use(path.name) from error
    except FileNotFoundError as error:
        raise refusal(
            f"“{path.name}” is no longer where it was.",
            "Check whether it was moved or renamed, or a drive was taken out, then choose it "
            "again.",
        ) from error
    except MemoryError as error:
        raise too_big(path.name, "very large") from error
    except OSError as error:
        raise refusal(
            f"“{path.name}” could not be read from the disk or drive it is on.",
            "Copy it to this computer, then choose the copy.",
        ) from error
