"""Where a casebook may be kept, and why not elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath, PureWindowsPath

_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "box sync": "Box",
    "sharepoint": "SharePoint",
}
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "davfs"}
_REMOTE_DRIVE = 4


def refusal(path: PurePath) -> str:
    """Why a casebook may not be kept at this path; empty when it may."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return _network("on a network share")
    for part in PureWindowsPath(text).parts:
        for name, product in _SYNCED.items():
            if part.lower() == name or part.lower().startswith((f"{name} -", f"{name} (")):
                return _synced(product)
    if _in_onedrive_folder(text):
        return _synced("OneDrive")
    return _network("on a network drive") if _on_network_drive(path) else ""


def _synced(product: str) -> str:
    return (
        f"This folder is in {product}. A casebook kept there can be damaged when {product} "
        "copies it while it is open. Nothing was written. Choose a folder on this computer; "
        f"backups can go to {product}, because they are encrypted and never open."
    )


def _network(where: str) -> str:
    return (
        f"This folder is {where}. A casebook kept there can be damaged when the connection breaks, "
        "and two people could open it at once. Nothing was written. Choose a folder on this "
        "computer; backups can go to the network."
    )


def _in_onedrive_folder(text: str) -> bool:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        folder = os.environ.get(name)
        if folder and text.lower().startswith(folder.lower()):
            return True
    return False


def _on_network_drive(path: PurePath) -> bool:
    if sys.platform == "win32":
        import ctypes

        root = PureWindowsPath(path).anchor or "C:\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE_DRIVE)
    return _mounted_as(path) in _NETWORK


def _mounted_as(path: PurePath) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        point, found = line.split()[1:3]
        inside = str(path) == point or str(path).startswith(point.rstrip("/") + "/")
        if inside and len(point) > len(best):
            best, kind = point, found
    return kind
