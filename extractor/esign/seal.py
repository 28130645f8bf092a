"""Electronic seals (GB/T 38540-2020, GM/T 0031-2014 before it): whose they are, what they look like, what they cover,
and whether the signature over that is the signer's.

Read by structure, not by version: the two differ in where the certificate stands and in the types of dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from asn1crypto import core, x509

from extractor.esign.certificates import FAULTS, certificate_in, day_of, vouches


@dataclass(frozen=True, slots=True)
class SealData:
    """What a seal says of itself: its name, its picture's bytes, the signer's certificate and the seal maker's, when it
    was set, for which days the seal was made, and the digest of what it covers; empty where it does not say.
    `holds`: whether the signature is the signer's, `made`: whether the maker vouches for the seal and the signer may
    use it; None where that cannot be told."""

    name: str = ""
    picture: bytes = b""
    signer: x509.Certificate | None = None
    maker: x509.Certificate | None = None
    digest: bytes = b""
    signed_on: datetime | None = None
    days: tuple[date | None, date | None] = (None, None)
    holds: bool | None = None
    made: bool | None = None


def seal_data(seal: bytes, signed: bytes) -> SealData:
    """From `Seal.esl` and `SignedValue.dat`; either may be empty or of a kind that is not known."""
    value = _sequence(signed)
    to_sign = _sequence(_at(value, 0))
    stamp = _sequence(seal) or _sequence(_at(to_sign, 1))
    info = _sequence(_at(stamp, 0))
    about = _sequence(_at(info, 2))
    picture = _sequence(_at(info, 3))
    new = certificate_in(_octets(_at(value, 1)))
    signer = new or certificate_in(_octets(_at(to_sign, 5)))
    algorithm, signature = (_at(value, 2), _at(value, 3)) if new else (_at(to_sign, 6), _at(value, 1))
    times = [day_of(time) for one in about if (time := _time(one))]
    maker, made = _making(stamp)
    return SealData(
        _text(_at(about, 1)),
        _octets(_at(picture, 1)),
        signer,
        maker,
        _bits(_at(to_sign, 3)),
        _time(_at(to_sign, 2)),
        (times[-2], times[-1]) if len(times) >= 2 else (None, None),
        _holds(signer, algorithm, signature, _at(value, 0)),
        made if made is not True or _may_use(signer, about) else False,
    )


def _holds(signer: x509.Certificate | None, algorithm: Any, signature: Any, to_sign: Any) -> bool | None:
    if signer is None or not isinstance(algorithm, core.ObjectIdentifier) or to_sign is None:
        return None
    return vouches(signer, algorithm.dotted, _bits(signature), bytes(to_sign.dump()))


def _making(stamp: list[Any]) -> tuple[x509.Certificate | None, bool | None]:
    """The maker's certificate, and whether its signature over the seal is good. Of old it covers certificate and
    method too; since 2020 the seal's own data."""
    own = _sequence(_at(stamp, 1))
    octets, method, signature = own[:3] if len(own) >= 3 else (_at(stamp, 1), _at(stamp, 2), _at(stamp, 3))
    maker = certificate_in(_octets(octets))
    if maker is None or not isinstance(method, core.ObjectIdentifier):
        return maker, None
    parts = [bytes(one.dump()) for one in (_at(stamp, 0), octets, method)]
    bare, whole = parts[0], core.Sequence(contents=b"".join(parts)).dump(force=True)
    said = [vouches(maker, method.dotted, _bits(signature), one) for one in (bare, whole)]
    return maker, True if True in said else None if None in said else False


def _may_use(signer: x509.Certificate | None, about: list[Any]) -> bool:
    """Whether the signer is of those whom the seal names; one that names none by certificate says nothing."""
    listed = [octets for one in about for member in _sequence(one) if (octets := _octets(member))]
    return signer is None or not any(certificate_in(one) for one in listed) or signer.dump() in listed


def _sequence(value: Any) -> list[Any]:
    """The members of a sequence, given as it is or as its bytes; none where it is something else."""
    try:
        if isinstance(value, bytes):
            value = core.load(value) if value else None
        if isinstance(value, core.Sequence):
            return [value[index] for index in range(len(value))]
    except FAULTS:
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


def _time(value: Any) -> datetime | None:
    """A time, also one that is wrapped in a bit string, as GM/T 0031 has it."""
    try:
        if isinstance(value, core.BitString):
            value = core.load(_bits(value))
        return cast(datetime, value.native) if isinstance(value, (core.UTCTime, core.GeneralizedTime)) else None
    except FAULTS:
        return None
