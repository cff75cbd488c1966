"""One way to keep any kind's result: packed to bytes and read back exactly, by its type hints."""

from __future__ import annotations

import json
import struct
import types
import zlib
from base64 import b85decode, b85encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from workbench.errors import WorkbenchError

R = TypeVar("R")
Array = NDArray[Any]

MAGIC: Final = b"PSWR"
VERSION: Final = 1
_HEAD: Final = struct.Struct("<4sBI")  # magic, version, length of the tree
_PLAIN: Final = (str, int, float, bool)


class SnapshotError(WorkbenchError):
    """A kept result cannot be read by this version."""


def pack(result: object) -> bytes:
    """Pack a frozen result.

    The facts go into a JSON tree, walked by the type hints of the dataclass; arrays follow as raw
    bytes, so that NaN, infinity and every last bit come back.

    Args:
        result: a dataclass of dataclasses, tuples, lists, mappings, enums, dates, arrays, text
            and numbers, with hints that can be resolved where it was defined.

    Raises:
        TypeError: a value is of a kind that could not be read back (a fault in the program).
    """
    arrays: list[bytes] = []
    tree = _write(result, type(result), arrays)
    text = json.dumps(tree, separators=(",", ":")).encode()
    return zlib.compress(_HEAD.pack(MAGIC, VERSION, len(text)) + text + b"".join(arrays), 6)


def unpack(data: bytes, kind: type[R]) -> R:
    """Read back what ``pack`` made of a result of this kind.

    Raises:
        SnapshotError: the bytes are damaged, or were made by another version of the kind.
    """
    try:
        plain = zlib.decompress(data)
        tree = json.loads(plain[_HEAD.size : _behind(plain)])
        return cast("R", _read(tree, kind, memoryview(plain)[_behind(plain) :]))
    except (zlib.error, struct.error, ValueError, KeyError, TypeError, IndexError) as fault:
        raise SnapshotError(
            "This kept result cannot be read: it is damaged, or another version of the workbench "
            "made it. The data it came from is safe. Ask the question again to make it new."
        ) from fault


def _behind(plain: bytes) -> int:
    """Where the arrays start; refuses bytes of another form."""
    magic, version, long = _HEAD.unpack_from(plain)
    if magic != MAGIC or version != VERSION:
        raise ValueError(f"kept in form {version}")
    return _HEAD.size + int(long)


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The resolved types of the fields of a dataclass."""
    found = get_type_hints(kind)
    return {part.name: found[part.name] for part in fields(kind)}


@cache
def _choices(hint: Any) -> tuple[Any, ...] | None:
    """The members of a union, without None; None when the hint is no union."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(member for member in get_args(hint) if member is not type(None))
    return None


def _matches(value: object, hint: Any) -> bool:
    """Tell whether a member of a union is the very type of the value."""
    origin = get_origin(hint) or hint
    if origin is Literal:
        return value in get_args(hint)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (list, tuple)) and origin in (Sequence, tuple, list):
        return origin is Sequence or type(value) is origin
    return type(value) is origin or (origin is Mapping and isinstance(value, dict))


def _write(value: Any, hint: Any, arrays: list[bytes]) -> Any:
    """One value as JSON; its arrays are appended to the list."""
    members = _choices(hint)
    if members is not None:
        return _write_union(value, hint, members, arrays)
    if isinstance(value, np.ndarray):
        return _write_array(value, arrays)
    if is_dataclass(value) and type(value) is hint:
        hints = _hints(cast("type", hint))
        return {name: _write(getattr(value, name), of, arrays) for name, of in hints.items()}
    if isinstance(value, (tuple, list, frozenset)):
        return _write_many(value, hint, arrays)
    if isinstance(value, Mapping):
        key, of = get_args(hint)
        return [[_write(k, key, arrays), _write(v, of, arrays)] for k, v in value.items()]
    return _write_one(value, hint)


def _write_union(value: Any, hint: Any, members: tuple[Any, ...], arrays: list[bytes]) -> Any:
    """Null, or the value; with its place among the members when there are several."""
    if value is None:
        return None
    if len(members) == 1:
        return _write(value, members[0], arrays)
    which = next((i for i, one in enumerate(members) if _matches(value, one)), None)
    if which is None:
        raise TypeError(f"{value!r} is none of {hint}")
    return [which, _write(value, members[which], arrays)]


# How a value that holds no others is written and read, by its type.
_ONES: Final[dict[type, tuple[Callable[[Any], Any], Callable[[Any], Any]]]] = {
    date: (date.isoformat, date.fromisoformat),
    datetime: (datetime.isoformat, datetime.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    timedelta: (lambda one: [one.days, one.seconds, one.microseconds], lambda t: timedelta(*t)),
    UUID: (lambda one: one.hex, UUID),
    bytes: (lambda one: b85encode(one).decode(), b85decode),
}


def _write_one(value: Any, hint: Any) -> Any:
    """A value that holds no others."""
    if isinstance(value, Enum) and type(value) is hint:
        return value.value if isinstance(value.value, (str, int)) else value.name
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, _PLAIN) and (hint in _PLAIN or _literal(hint))):
        return value
    if type(value) is hint and hint in _ONES:
        return _ONES[hint][0](value)
    raise TypeError(f"a {type(value).__name__} in a field of {hint} could not be read back")


def _literal(hint: Any) -> bool:
    return get_origin(hint) is Literal


def _write_many(value: Any, hint: Any, arrays: list[bytes]) -> list[Any]:
    """The members of a tuple, list or frozen set."""
    of = _members(hint, len(value))
    if len(set(of)) == 1 and of[0] in _PLAIN and all(type(one) in _PLAIN for one in value):
        return list(value)  # long rows of numbers, without a call for each
    return [_write(one, member, arrays) for one, member in zip(value, of, strict=True)]


def _members(hint: Any, count: int) -> tuple[Any, ...]:
    """The hint of each member of a row of so many."""
    given = get_args(hint)
    if get_origin(hint) is not tuple:
        return given * count
    if len(given) == 2 and given[1] is Ellipsis:
        return given[:1] * count
    return () if given == ((),) else given


def _write_array(value: Array, arrays: list[bytes]) -> list[Any]:
    """Type, shape and place of an array; its bytes go behind the tree."""
    if value.dtype.hasobject or value.dtype.fields:
        raise TypeError(f"an array of {value.dtype} could not be read back")
    start = sum(map(len, arrays))
    arrays.append(np.ascontiguousarray(value).tobytes())
    return [value.dtype.str, list(value.shape), start]


def _read(tree: Any, hint: Any, room: memoryview) -> Any:
    """One value of the hinted type from its JSON."""
    members = _choices(hint)
    if members is not None:
        if tree is None or len(members) == 1:
            return None if tree is None else _read(tree, members[0], room)
        return _read(tree[1], members[tree[0]], room)
    origin = get_origin(hint) or hint
    if origin is np.ndarray:
        return _read_array(tree, room)
    if is_dataclass(origin):
        return _read_record(tree, cast("type", origin), room)
    if get_args(hint) and origin is not Literal:
        return _read_many(tree, hint, room)
    return _read_one(tree, origin)


def _read_one(tree: Any, origin: Any) -> Any:
    """A value that holds no others."""
    if origin in _PLAIN or origin is Literal or tree is None:
        return tree
    if origin in _ONES:
        return _ONES[origin][1](tree)
    if issubclass(origin, Enum):
        known = {one.value: one for one in origin}
        return known[tree] if tree in known else origin[tree]
    raise TypeError(f"no way to read a {origin}")


def _read_many(tree: list[Any], hint: Any, room: memoryview) -> Any:
    """A tuple, list, frozen set or mapping."""
    if get_origin(hint) in (dict, Mapping):
        key, value = get_args(hint)
        return {_read(k, key, room): _read(v, value, room) for k, v in tree}
    of = _members(hint, len(tree))
    make = {list: list, frozenset: frozenset}.get(get_origin(hint), tuple)
    if len(set(of)) == 1 and of[0] in _PLAIN:
        return make(tree)
    return make(_read(one, member, room) for one, member in zip(tree, of, strict=True))


def _read_array(tree: list[Any], room: memoryview) -> Array:
    """An array with its own memory, as it was."""
    kind, shape, start = np.dtype(tree[0]), tuple(tree[1]), tree[2]
    count = int(np.prod(shape, dtype=np.int64))
    return (
        np.frombuffer(room, kind, count, start).reshape(shape).copy()
        if count
        else np.empty(shape, kind)
    )


def _read_record(tree: dict[str, Any], kind: type, room: memoryview) -> Any:
    """A dataclass; a field that was added since takes its default."""
    hints = _hints(kind)
    if unknown := set(tree) - set(hints):
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    has_default = {
        part.name
        for part in fields(kind)
        if part.default is not MISSING or part.default_factory is not MISSING
    }
    missing = set(hints) - set(tree)
    if missing - has_default:
        raise ValueError(f"{kind.__name__} lacks {', '.join(sorted(missing - has_default))}")
    return kind(**{name: _read(tree[name], hints[name], room) for name in tree})
