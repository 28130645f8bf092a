"""Keys, certificates and signatures of one's own making, by RSA, ECDSA and SM2, for the tests of electronic papers."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import drawn
from asn1crypto import core, keys, x509
from cryptography import x509 as makers
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from gmalg import SM2
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from extractor.esign.sm2 import USER, sm3

SM2_WITH_SM3, SM3 = "1.2.156.10197.1.501", "1.2.156.10197.1.401"
GM_DATA, GM_SIGNED = "1.2.156.10197.6.1.4.2.1", "1.2.156.10197.6.1.4.2.2"
METHODS = {
    "RSA": ("1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1"),
    "ECDSA": ("1.2.840.10045.4.3.2", "2.16.840.1.101.3.4.2.1"),
    "SM2": (SM2_WITH_SM3, SM3),
}
DAY = datetime(2023, 3, 1, 9, 30, tzinfo=UTC)
VALID = (datetime(2022, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
ENDED = (datetime(2019, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC))
CA = "某市电子认证服务有限公司"
RESERVED = 8192  # bytes for a signature in a PDF


def sequence(*members: core.Asn1Value | Raw) -> core.Sequence:
    """A sequence of anything, as no schema knows it."""
    contents = b"".join(member.dump() for member in members)
    return core.Sequence.load(core.Sequence(contents=contents).dump(force=True))


@dataclass(frozen=True)
class Raw:
    """A member that stands as its bytes."""

    data: bytes

    def dump(self) -> bytes:
        return self.data


def set_of(*members: core.Asn1Value | Raw) -> Raw:
    contents = b"".join(sorted(member.dump() for member in members))
    return Raw(b"\x31" + core.Sequence(contents=contents).dump(force=True)[1:])


def tagged(number: int, member: core.Asn1Value | Raw, *, implicit: bool = False) -> Raw:
    """`implicit`: of a set, in place of its own tag."""
    if implicit:
        return Raw(bytes([0xA0 + number]) + member.dump()[1:])
    body = member.dump()
    return Raw(bytes([0xA0 + number]) + core.Sequence(contents=body).dump(force=True)[1:])


@dataclass(frozen=True)
class Key:
    method: str
    secret: Any

    def sign(self, message: bytes) -> bytes:
        if isinstance(self.secret, rsa.RSAPrivateKey):
            return self.secret.sign(message, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(self.secret, ec.EllipticCurvePrivateKey):
            return self.secret.sign(message, ec.ECDSA(hashes.SHA256()))
        r, s = SM2(self.secret, USER).sign(message)
        return sequence(*(core.Integer(int.from_bytes(one, "big")) for one in (r, s))).dump()

    def digest(self, data: bytes) -> bytes:
        return sm3(data) if self.method == "SM2" else hashlib.sha256(data).digest()

    @property
    def public(self) -> bytes:
        if not isinstance(self.secret, bytes):
            return self.secret.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        point = SM2(self.secret).generate_pk(self.secret)
        curve = sequence(core.ObjectIdentifier("1.2.840.10045.2.1"), core.ObjectIdentifier("1.2.156.10197.1.301"))
        return sequence(curve, core.OctetBitString(point)).dump()


@cache
def key(method: str, number: int = 0) -> Key:
    if method == "RSA":
        return Key(method, rsa.generate_private_key(65537, 2048))
    if method == "ECDSA":
        return Key(method, ec.generate_private_key(ec.SECP256R1()))
    return Key(method, SM2().generate_keypair()[0])


def certificate(whose: str, owner: Key, maker: Key, days: tuple[datetime, datetime] = VALID, issuer: str = CA) -> bytes:
    """A certificate in DER; `issuer` is whose name stands for `maker`."""
    if maker.method != "SM2" and owner.method != "SM2":
        names = [makers.Name([makers.NameAttribute(NameOID.ORGANIZATION_NAME, one)]) for one in (whose, issuer)]
        builder = makers.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).serial_number(len(whose))
        builder = builder.not_valid_before(days[0]).not_valid_after(days[1]).public_key(owner.secret.public_key())
        builder = builder.add_extension(makers.KeyUsage(True, True, *[False] * 7), critical=True)
        return builder.sign(maker.secret, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    method = sequence(core.ObjectIdentifier(METHODS[maker.method][0]))
    to_sign = sequence(
        tagged(0, core.Integer(2)),
        core.Integer(len(whose)),
        method,
        x509.Name.build({"organization_name": issuer}),
        sequence(*(core.UTCTime(day) for day in days)),
        x509.Name.build({"organization_name": whose}),
        core.Sequence.load(owner.public),
    )
    return sequence(to_sign, method, core.OctetBitString(maker.sign(to_sign.dump()))).dump()


def message(content: bytes, owner: Key, own: bytes, *above: bytes, day: datetime = DAY) -> bytes:
    """A signed message over `content`, which it does not hold; by SM2 as GM/T 0010 has it."""
    gm = owner.method == "SM2"
    data, signed = (GM_DATA, GM_SIGNED) if gm else ("1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2")
    algorithm, hashing = (sequence(core.ObjectIdentifier(one)) for one in METHODS[owner.method])
    parsed = x509.Certificate.load(own)
    attributes = set_of(
        sequence(core.ObjectIdentifier("1.2.840.113549.1.9.3"), set_of(core.ObjectIdentifier(data))),
        sequence(core.ObjectIdentifier("1.2.840.113549.1.9.5"), set_of(core.UTCTime(day))),
        sequence(core.ObjectIdentifier("1.2.840.113549.1.9.4"), set_of(core.OctetString(owner.digest(content)))),
    )
    info = sequence(
        core.Integer(1),
        sequence(parsed.issuer, core.Integer(parsed.serial_number)),
        hashing,
        tagged(0, attributes, implicit=True),
        algorithm,
        core.OctetString(owner.sign(attributes.dump())),
    )
    body = sequence(
        core.Integer(1),
        set_of(hashing),
        sequence(core.ObjectIdentifier(data)),
        tagged(0, set_of(*(core.Sequence.load(one) for one in (own, *above))), implicit=True),
        set_of(info),
    )
    return sequence(core.ObjectIdentifier(signed), tagged(0, body)).dump()


def seal(
    name: str, picture: bytes, maker: Key, made_by: bytes, users: tuple[bytes, ...], *, old: bool
) -> core.Sequence:
    """An electronic seal: GB/T 38540, or `old` as GM/T 0031."""
    time = core.UTCTime if old else core.GeneralizedTime
    kind = () if old else (core.Integer(1),)
    info = sequence(
        sequence(core.IA5String("ES"), core.Integer(4), core.IA5String("x")),
        core.IA5String("37"),
        sequence(
            core.Integer(1),
            core.UTF8String(name),
            *kind,
            sequence(*(core.OctetString(user) for user in users)),
            time(VALID[0]),
            *(time(day) for day in VALID),
        ),
        sequence(core.IA5String("png"), core.OctetString(picture), core.Integer(40), core.Integer(40)),
    )
    by, method = core.OctetString(made_by), core.ObjectIdentifier(METHODS[maker.method][0])
    if old:
        signed = maker.sign(sequence(info, by, method).dump())
        return sequence(info, sequence(by, method, core.OctetBitString(signed)))
    return sequence(info, by, method, core.OctetBitString(maker.sign(info.dump())))


def seal_value(stamp: core.Sequence, digest: bytes, owner: Key, own: bytes, *, old: bool, day: datetime = DAY) -> bytes:
    """What is signed with a seal over the `digest` of what it covers."""
    who = (core.OctetString(own), core.ObjectIdentifier(METHODS[owner.method][0]))
    time = core.OctetBitString(core.UTCTime(day).dump()) if old else core.GeneralizedTime(day)
    given = (core.Integer(4), stamp, time, core.OctetBitString(digest), core.IA5String("/x"))
    to_sign = sequence(*given, *who) if old else sequence(*given)
    signature = core.OctetBitString(owner.sign(to_sign.dump()))
    return sequence(to_sign, signature).dump() if old else sequence(to_sign, *who, signature).dump()


def signed_pdf(sign: Any, lines: tuple[str, ...] = ("Premium 35,300.00",), box: Any = (300, 100, 450, 250)) -> bytes:
    """A PDF with a signature field, in which lies what `sign` makes of the bytes that it covers."""
    writer = IncrementalPdfFileWriter(io.BytesIO(drawn.pdf([drawn.text(72, 700, "Premium 35,300.00")])))
    whole = signers.sign_pdf(
        writer,
        signers.PdfSignatureMetadata("Seal"),
        _filler(),
        new_field_spec=fields.SigFieldSpec("Seal", on_page=0, box=(300, 100, 450, 250)),
        bytes_reserved=2 * RESERVED,
    ).getvalue()
    start = whole.index(b"/Contents <") + len(b"/Contents ")
    end = whole.index(b">", start) + 1
    contents = sign(whole[:start] + whole[end:]).hex().encode()
    return whole[:start] + b"<" + contents.ljust(end - start - 2, b"0") + b">" + whole[end:]


@cache
def _filler() -> signers.SimpleSigner:
    """Some signature or other, to be replaced."""
    owner = key("ECDSA", 9)
    made = certificate("x", owner, owner, issuer="x")
    secret = owner.secret.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(x509.Certificate.load(made), keys.PrivateKeyInfo.load(secret), SimpleCertificateStore())
