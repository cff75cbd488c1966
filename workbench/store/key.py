"""From a passphrase to the raw key of a casebook."""

from __future__ import annotations

import os
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

SALT = 16
PASSES, MEMORY_KIB, LANES = 3, 64 * 1024, 1


def new_salt() -> bytes:
    """Sixteen random bytes; SQLCipher keeps them as the first bytes of the file."""
    return os.urandom(SALT)


def salt_of(path: Path) -> bytes:
    """The salt in a casebook file's first bytes."""
    with path.open("rb") as file:
        return file.read(SALT)


def raw_key(passphrase: str, salt: bytes) -> str:
    """The key and salt as SQLCipher takes them, derived with argon2id."""
    key = hash_secret_raw(
        passphrase.encode(), salt, PASSES, MEMORY_KIB, LANES, hash_len=32, type=Type.ID
    )
    return f"x'{key.hex()}{salt.hex()}'"
