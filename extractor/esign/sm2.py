"""SM2 signatures and SM3 digests (GB/T 32918, GB/T 32905): gmalg and OpenSSL do the arithmetic."""

from __future__ import annotations

from asn1crypto import algos
from cryptography.hazmat.primitives import hashes
from gmalg import SM2
from gmalg.errors import GMError

USER = b"1234567812345678"  # whom a signature is by where nobody else was agreed on, GM/T 0009
LONGEST = 1 << 21  # bytes: gmalg takes digests in Python, two seconds for a megabyte; what is signed is a page at most
_HALF = 32  # bytes of each of the two numbers of a signature


def sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def sm2_holds(point: bytes, message: bytes, signature: bytes) -> bool | None:
    """Whether `signature`, in DER or as two bare numbers, is over `message` by the owner of the public `point`; None
    where that cannot be told."""
    numbers = _numbers(signature)
    if numbers is None or len(message) > LONGEST or len(point) != 2 * _HALF + 1:
        return None
    try:
        return bool(SM2(uid=USER, pk=point).verify(message, *numbers))
    except (GMError, ValueError, TypeError, IndexError):
        return None


def _numbers(signature: bytes) -> tuple[bytes, bytes] | None:
    if len(signature) == 2 * _HALF:
        return signature[:_HALF], signature[_HALF:]
    try:
        pair = algos.DSASignature.load(signature).native
        return int(pair["r"]).to_bytes(_HALF, "big"), int(pair["s"]).to_bytes(_HALF, "big")
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
