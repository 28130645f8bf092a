"""X.509 certificates: about whom they are, by whom, for which days, and what their keys vouch for (RSA, ECDSA, SM2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any, cast

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from extractor.esign.sm2 import sm2_holds

FAULTS = (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError)  # asn1crypto's, on odd data
CHINA = timezone(timedelta(hours=8))  # a day of signing is a day there
SM2 = frozenset({"1.2.156.10197.1.501", "1.2.156.10197.1.301.1", "1.2.156.10197.1.301"})
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "1.2.840.113549.1.1.5": hashes.SHA1(),
    "1.2.840.113549.1.1.11": hashes.SHA256(),
    "1.2.840.113549.1.1.12": hashes.SHA384(),
    "1.2.840.113549.1.1.13": hashes.SHA512(),
    "1.2.840.10045.4.1": hashes.SHA1(),
    "1.2.840.10045.4.3.2": hashes.SHA256(),
    "1.2.840.10045.4.3.3": hashes.SHA384(),
    "1.2.840.10045.4.3.4": hashes.SHA512(),
}


def certificate_in(data: bytes) -> x509.Certificate | None:
    if not data:
        return None
    try:
        found = cast(x509.Certificate, x509.Certificate.load(data))
        readable = found.subject.native is not None
    except FAULTS:
        return None
    return found if readable else None


def subject_of(certificate: x509.Certificate | None) -> tuple[str, ...]:
    """Organisation, unit and name of whom a certificate is about, as far as it says."""
    try:
        return _named(certificate.subject) if certificate else ()
    except FAULTS:
        return ()


def issuer_of(certificate: x509.Certificate | None) -> str:
    try:
        names = _named(certificate.issuer) if certificate else ()
    except FAULTS:
        return ""
    return names[-1] if names else ""


def days_of(certificate: x509.Certificate | None) -> tuple[date | None, date | None]:
    """The first and the last day on which it is valid."""
    try:
        if certificate is None:
            return None, None
        return day_of(certificate.not_valid_before), day_of(certificate.not_valid_after)
    except FAULTS:
        return None, None


def day_of(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    return (moment.astimezone(CHINA) if moment.tzinfo else moment).date()


def vouches(certificate: x509.Certificate, algorithm: str, signature: bytes, message: bytes) -> bool | None:
    """Whether `signature` is over `message` by the certificate's key; None where that cannot be told."""
    try:
        key = certificate.public_key
        if algorithm in SM2:
            return sm2_holds(bytes(cast(Any, key["public_key"]).contents)[1:], message, signature)
        method, loaded = _HASHES.get(algorithm), load_der_public_key(key.dump())
    except (*FAULTS, UnsupportedAlgorithm):
        return None
    try:
        if method and isinstance(loaded, rsa.RSAPublicKey):
            loaded.verify(signature, message, padding.PKCS1v15(), method)
        elif method and isinstance(loaded, ec.EllipticCurvePublicKey):
            loaded.verify(signature, message, ec.ECDSA(method))
        else:
            return None
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError):
        return None
    return True


def issued(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> bool | None:
    """Whether a certificate that the file carries vouches for this one; None where none of the issuer's is there."""
    try:
        above = [one for one in (certificate, *others) if one.subject.native == certificate.issuer.native]
        said = [
            vouches(
                one,
                cast(Any, certificate["signature_algorithm"])["algorithm"].dotted,
                bytes(cast(Any, certificate["signature_value"]).contents)[1:],
                cast(Any, certificate["tbs_certificate"]).dump(),
            )
            for one in above
        ]
    except FAULTS:
        return None
    return True if True in said else False if False in said else None


def is_own_issuer(certificate: x509.Certificate | None) -> bool:
    try:
        return certificate is not None and certificate.subject.native == certificate.issuer.native
    except FAULTS:
        return False


def _named(name: x509.Name) -> tuple[str, ...]:
    native = cast("dict[str, Any]", name.native)
    found = list[str]()
    for key in ("organization_name", "organizational_unit_name", "common_name"):
        value = native.get(key)
        found += [str(one) for one in (cast("list[Any]", value) if isinstance(value, list) else [value]) if one]
    return tuple(found)
