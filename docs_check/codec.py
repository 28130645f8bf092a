"""Records as bytes for the cache and back, by their types: JSON, compressed. Never pickle, which could execute."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

T = TypeVar("T")

_LEVEL = 1  # of zlib: 6 makes a page 8% smaller and takes three times as long
_LARGEST = 1 << 30  # bytes unpacked: 100,000 pages; more is a damaged or foreign value


class Unusable(Exception):  # noqa: N818 - the value is at fault
    """Bytes that are not such a record: damaged, or of another version."""


def packed(kind: type[T], record: T) -> bytes | None:
    """None for a record that JSON cannot hold."""
    try:
        return zlib.compress(_adapter(kind).dump_json((record,)), _LEVEL)
    except (PydanticSerializationError, UnicodeError):
        return None


def unpacked(kind: type[T], value: bytes) -> T:
    """Raises `Unusable`."""
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(value, _LARGEST)
        if not unpacker.eof:
            raise Unusable
        (record,) = _adapter(kind).validate_json(text)
    except (zlib.error, ValidationError, ValueError) as error:
        raise Unusable from error
    return record


def digest(kind: type[T], record: T) -> str:
    """The same for equal records, in every run."""
    return hashlib.sha256(_adapter(kind).dump_json((record,))).hexdigest()


@cache
def _adapter(kind: type[T]) -> TypeAdapter[Any]:
    """Of a tuple of one: only so can it be said for a dataclass that infinite numbers are written as such."""
    whole: Any = tuple[kind]  # pyright: ignore[reportInvalidTypeForm] - known only when it runs
    return TypeAdapter(whole, config=ConfigDict(ser_json_inf_nan="constants"))
