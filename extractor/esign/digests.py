"""Digests by the names and numbers that signed files give them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable

from extractor.esign.sm2 import sm3

Digest = Callable[[bytes], bytes]

_DIGESTS = {
    "1.2.156.10197.1.401": "sm3",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.3.14.3.2.26": "sha1",
    "1.2.840.113549.2.5": "md5",
}


def digest_of(method: str) -> Digest | None:
    """The function for a digest's name or number; None where it is not known."""
    name = _DIGESTS.get(method.strip(), method.strip().lower().replace("-", ""))
    if name == "sm3":
        return sm3
    if name not in _DIGESTS.values():
        return None
    return lambda data: hashlib.new(name, data, usedforsecurity=False).digest()


def same_digest(data: bytes, written: str, digest: Digest) -> bool:
    try:
        return base64.b64decode(written.strip(), validate=False) == digest(data)
    except (binascii.Error, ValueError):
        return False
