"""From a passphrase to the raw key of a casebook."""

from __future__ import annotations

import os
import unicodedata
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


def raw_keys(passphrase: str, salt: bytes) -> list[str]:
    """The keys to try: letters in the form that is kept, then as they were typed.

    An accent may be typed as one letter or as two; casebooks of before were keyed with either.
    """
    forms = (unicodedata.normalize("NFC", passphrase), passphrase,
             unicodedata.normalize("NFD", passphrase))  # fmt: skip
    return [_derived(one, salt) for one in dict.fromkeys(forms)]


def raw_key(passphrase: str, salt: bytes) -> str:
    """The key and salt as SQLCipher takes them, derived with argon2id."""
    return _derived(unicodedata.normalize("NFC", passphrase), salt)


def _derived(passphrase: str, salt: bytes) -> str:
    key = hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"), salt, PASSES, MEMORY_KIB, LANES, hash_len=32,
        type=Type.ID,
    )  # fmt: skip
    return f"x'{key.hex()}{salt.hex()}'"
