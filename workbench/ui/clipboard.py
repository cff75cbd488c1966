"""What goes on the clipboard, and that it stays out of clipboard histories and clouds."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

# What Windows and KDE look for before they keep a copy of what was copied.
_PRIVATE: Final = (
    ("ExcludeClipboardContentFromMonitorProcessing", b"\0\0\0\0"),
    ("CanIncludeInClipboardHistory", b"\0\0\0\0"),
    ("CanUploadToCloudClipboard", b"\0\0\0\0"),
)
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def put(data: QMimeData) -> None:
    """Put something on the clipboard, marked as private."""
    for name, value in _PRIVATE:
        data.setData(f'application/x-qt-windows-mime;value="{name}"', QByteArray(value))
    data.setData("x-kde-passwordManagerHint", QByteArray(b"secret"))
    QGuiApplication.clipboard().setMimeData(data)


def put_text(text: str) -> None:
    """Put words on the clipboard."""
    data = QMimeData()
    data.setText(text)
    put(data)


def put_image(image: QImage) -> None:
    """Put a picture on the clipboard."""
    data = QMimeData()
    data.setImageData(image)
    put(data)


def cell(text: str) -> str:
    """A cell of text that no spreadsheet takes for a formula, on one line and in one cell."""
    one = " ".join(text.replace("\t", " ").splitlines()) if text.strip() else text
    return f"'{one}" if text.startswith(_STARTS) or one.startswith(_STARTS) else one
