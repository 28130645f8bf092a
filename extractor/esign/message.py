"""Signed messages (CMS, RFC 5652) of whatever kind they say to be: GM/T 0010 numbers its own types and methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from asn1crypto import cms, parser, x509

from extractor.esign.certificates import FAULTS, SM2, vouches

_BY_KEY = {
    ("sha256", "rsa"): "1.2.840.113549.1.1.11",
    ("sha384", "rsa"): "1.2.840.113549.1.1.12",
    ("sha512", "rsa"): "1.2.840.113549.1.1.13",
    ("sha1", "rsa"): "1.2.840.113549.1.1.5",
}
_BARE_RSA = "1.2.840.113549.1.1.1"


@dataclass(frozen=True, slots=True)
class Message:
    """`attributes`: what was signed in place of the content, in DER; `b""` where it is the content itself.
    `digest` is the content's as they say, by `method`; `others` are certificates that came with the signer's."""

    signer: x509.Certificate | None
    others: tuple[x509.Certificate, ...]
    signed_on: datetime | None
    attributes: bytes
    digest: bytes
    method: str
    algorithm: str
    signature: bytes

    @property
    def by_sm2(self) -> bool:
        return self.algorithm in SM2

    def covers(self, content: bytes, digest: Callable[[bytes], bytes] | None) -> bool | None:
        """Whether this is the content that was signed: by its digest, else by the signature, which is then over it."""
        if not self.attributes:
            return self.holds(content) or None
        return None if digest is None else digest(content) == self.digest

    def holds(self, content: bytes) -> bool | None:
        """Whether its signature is its signer's over what it says, or over `content` itself."""
        if self.signer is None:
            return None
        return vouches(self.signer, self.algorithm, self.signature, self.attributes or content)


def message_in(contents: bytes) -> Message | None:
    try:
        return _message(contents)
    except FAULTS:
        return None


def _message(contents: bytes) -> Message | None:
    signed = cast(Any, cms.ContentInfo.load(contents)[1])
    if not isinstance(signed, cms.SignedData):  # of a type whose number is not known: within the tag is the same
        signed = cms.SignedData.load(cast(Any, parser.parse(bytes(signed.dump())))[4])
    info = cast(Any, signed["signer_infos"])[0]
    serial = info["sid"].native["serial_number"]
    certificates = tuple(one.chosen for one in cast(Any, signed["certificates"]))
    signer = next((one for one in certificates if one.serial_number == serial), None)
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    moment = attributes.get("signing_time")
    digest = attributes.get("message_digest")
    raw = bytes(info["signed_attrs"].dump()) if attributes else b""
    method, algorithm = info["digest_algorithm"]["algorithm"], info["signature_algorithm"]["algorithm"].dotted
    return Message(
        signer,
        tuple(one for one in certificates if one is not signer),
        moment[0].native if moment else None,
        b"\x31" + raw[1:] if raw else b"",  # signed as the set that it is, whatever tag it bears here
        digest[0].native if digest else b"",
        method.dotted,
        _BY_KEY.get((method.native, "rsa"), algorithm) if algorithm == _BARE_RSA else algorithm,
        bytes(info["signature"].native),
    )
