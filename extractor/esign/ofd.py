"""Electronic seals of OFD files: whose they are, what they look like, and whether what they cover is unchanged.

Read by structure, not by version: GM/T 0031-2014 and GB/T 38540-2020 differ in where the certificate stands and in
the types of dates. What is checked are the digests, of every file that the seal covers and of the list of these files;
the SM2 signature over them is not verified.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from asn1crypto import core, x509

_DIGESTS = {
    "1.2.156.10197.1.401": "sm3",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "1.3.14.3.2.26": "sha1",
    "1.2.840.113549.2.5": "md5",
}
_FAULTS = (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError)  # asn1crypto's, on odd data


@dataclass(frozen=True, slots=True)
class SealData:
    """What a seal says of itself: its name, its picture's format and bytes, who signed, by whom certified, and the
    digest of the list of files that it covers; `""` and `b""` where it does not say."""

    name: str = ""
    picture: bytes = b""
    signer: tuple[str, ...] = ()
    issuer: str = ""
    digest: bytes = b""


def seal_data(seal: bytes, signed: bytes) -> SealData:
    """From `Seal.esl` and `SignedValue.dat`; either may be empty or of a kind that is not known."""
    value = _sequence(signed)
    to_sign = _sequence(_at(value, 0))
    stamp = _sequence(seal) or _sequence(_at(to_sign, 1))
    info = _sequence(_at(stamp, 0))
    picture = _sequence(_at(info, 3))
    certificate = _certificate(_at(value, 1)) or _certificate(_at(to_sign, 5))
    return SealData(
        _text(_at(_sequence(_at(info, 2)), 1)),
        _octets(_at(picture, 1)),
        _subject(certificate),
        issuer_of(certificate) if certificate else "",
        _bits(_at(to_sign, 3)),
    )


def digest_of(method: str) -> Callable[[bytes], bytes] | None:
    """The function for a digest's name or number; None where it is not known or not at hand."""
    name = _DIGESTS.get(method.strip(), method.strip().lower().replace("-", ""))
    if name not in (*_DIGESTS.values(), "sha512") or name not in hashlib.algorithms_available:
        return None
    return lambda data: hashlib.new(name, data, usedforsecurity=False).digest()


def same_digest(data: bytes, written: str, digest: Callable[[bytes], bytes]) -> bool:
    try:
        return base64.b64decode(written.strip(), validate=False) == digest(data)
    except (binascii.Error, ValueError):
        return False


def subject_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Organisation, unit and name of whom a certificate is about, as far as it says."""
    return _named(certificate.subject)


def issuer_of(certificate: x509.Certificate) -> str:
    try:
        names = _named(certificate.issuer)
    except _FAULTS:
        return ""
    return names[-1] if names else ""


def _subject(certificate: x509.Certificate | None) -> tuple[str, ...]:
    try:
        return subject_of(certificate) if certificate else ()
    except _FAULTS:
        return ()


def _named(name: x509.Name) -> tuple[str, ...]:
    native = cast("dict[str, Any]", name.native)
    found = list[str]()
    for key in ("organization_name", "organizational_unit_name", "common_name"):
        value = native.get(key)
        found += [str(one) for one in (cast("list[Any]", value) if isinstance(value, list) else [value]) if one]
    return tuple(found)


def _sequence(value: Any) -> list[Any]:
    """The members of a sequence, given as it is or as its bytes; none where it is something else."""
    try:
        if isinstance(value, bytes):
            value = core.load(value) if value else None
        if isinstance(value, core.Sequence):
            return [value[index] for index in range(len(value))]
    except _FAULTS:
        return []
    return []


def _at(members: list[Any], index: int) -> Any:
    return members[index] if index < len(members) else None


def _text(value: Any) -> str:
    return str(value.native) if isinstance(value, core.AbstractString) else ""


def _octets(value: Any) -> bytes:
    return cast(bytes, value.native) if isinstance(value, core.OctetString) else b""


def _bits(value: Any) -> bytes:
    """A bit string's bytes, or an octet string's."""
    if isinstance(value, core.BitString):
        return (value.contents or b"\0")[1:]  # the first byte counts the bits that are not used
    return _octets(value)


def _certificate(value: Any) -> x509.Certificate | None:
    data = _octets(value)
    if not data:
        return None
    try:
        return cast(x509.Certificate, x509.Certificate.load(data))
    except _FAULTS:
        return None
