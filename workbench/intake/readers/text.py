"""Bytes become UTF-8 text: which encoding a file is in, and what was mended on the way."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from workbench.intake.refusals import damaged

_CHUNK: Final = 1 << 22  # short enough that the window never waits for one chunk
_CONTROL: Final = bytes(range(32)).translate(None, b"\x00\t\n\x0b\x0c\r\x1a\x1b\x1f")
WORDS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


@dataclass(frozen=True)
class Text:
    """A file's text as UTF-8 bytes, its encoding in words, what was mended, what parts cells."""

    data: bytes
    encoding: str
    notes: tuple[str, ...] = ()
    separator: str = ""  # where a first line names it


def as_utf8(data: bytes, name: str) -> Text:
    """Find the encoding of a text file and give its text as UTF-8.

    Raises:
        UnreadableFileError: when the bytes are no text.
    """
    encoding, body = _mark(data)
    notes: list[str] = []
    if not encoding:
        if _junk(data[:65536]):
            raise damaged(name)
        encoding = "utf-8" if _valid(body) else "cp1252"
    if encoding.startswith("utf-16") or encoding == "cp1252":
        body, lost = _recoded(body, encoding)
        if lost:
            notes.append(f"{lost:,} characters could not be read and are shown as \ufffd")
    elif not _valid(body):
        body, lost = _recoded(body, "utf-8")
        notes.append(f"{lost:,} characters could not be read and are shown as \ufffd")
    if 0 in body:
        notes.append(f"{body.count(0):,} empty bytes (NUL) were taken out")
        body = body.replace(b"\0", b"")
    if b"\r" in body and b"\n" not in body:
        body = body.replace(b"\r", b"\n")
    body = body.removeprefix(codecs.BOM_UTF8)  # of a text that was marked twice
    return Text(body, WORDS[encoding], tuple(notes))


def _mark(data: bytes) -> tuple[str, bytes]:
    """The encoding that the first bytes give away, and the bytes after the mark."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) > 7 and odd > 0.6 * len(head) / 2 and even < 0.1 * len(head) / 2:
        return "utf-16-le", data
    if len(head) > 7 and even > 0.6 * len(head) / 2 and odd < 0.1 * len(head) / 2:
        return "utf-16-be", data
    return "", data


def _junk(head: bytes) -> bool:
    """Tell whether bytes are no text: text has next to no control characters."""
    control = len(head) - len(head.translate(None, _CONTROL))
    return control > 0.01 * len(head) or head.count(0) > 0.2 * len(head)


def _valid(data: bytes) -> bool:
    """Tell whether bytes are UTF-8; a character cut off at the very end is forgiven."""
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            piece = data[start : start + _CHUNK]
            if not piece.isascii() or reader.getstate()[0]:
                reader.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(data: bytes, encoding: str) -> tuple[bytes, int]:
    """The text as UTF-8, and how many characters were lost."""
    reader = codecs.getincrementaldecoder(encoding)("replace")
    parts: list[bytes] = []
    lost = 0
    for start in range(0, len(data), _CHUNK):
        text = reader.decode(data[start : start + _CHUNK], start + _CHUNK >= len(data))
        lost += text.count("\ufffd")
        parts.append(text.encode("utf-8", "replace"))
    return b"".join(parts), lost
