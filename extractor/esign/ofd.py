"""Signatures of OFD files (GB/T 33190-2016): by a seal of GB/T 38540 or by a signed message, over a list of files.

Three links are looked at: the files against the list's digests, the list against the digest that was signed, and the
signature against its certificate. Writers differ in what they take digests of: a difference is a change where another
digest of the same signature shows that it is understood, and in doubt where none does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from asn1crypto import x509

from extractor.esign.certificates import day_of, days_of, is_own_issuer, issued, issuer_of, subject_of
from extractor.esign.digests import digest_of, same_digest
from extractor.esign.message import message_in
from extractor.esign.said import esign
from extractor.esign.seal import seal_data
from extractor.language.organisations import organisation_in
from extractor.records import ESign, Integrity

# What a later signature, or a reader, may add to or change in a file: its own list, the list of lists, and what is
# never shown on a page.
_ADDED_TO = re.compile(r"(?:^/?ofd|/(?:signatures|customtags?|extensions?|attachments?))\.xml$", re.I)
_ASIDES = re.compile(r"/(?:attach[^/]*|tags?|customtags?|versions?|history)/", re.I)


class PackageFiles(Protocol):
    """A package's files."""

    @property
    def paths(self) -> Iterable[str]: ...

    def data(self, path: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class SignedPackage:
    """`signature` is the list of what is covered, as it lies there; `value` what was signed over it; `seal` the seal's
    own file; `covered` the paths and digests, by `method`; `signatures` where the list of signatures is."""

    signature: bytes
    value: bytes
    seal: bytes
    method: str
    covered: tuple[tuple[str, str], ...]
    signatures: str
    moment: str
    parts: PackageFiles


@dataclass(frozen=True, slots=True)
class OfdSignature:
    """`name` is the seal's own, `picture` what is drawn for it."""

    about: ESign
    name: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class _Value:
    """What was signed: `same`, whether it is the list as it lies there; `holds`, whether the signature is the signer's;
    `made`, whether those who vouch for it do; each None where that cannot be told."""

    signer: x509.Certificate | None
    others: tuple[x509.Certificate, ...]
    same: bool | None
    holds: bool | None
    made: bool | None
    signed: date | None


def ofd_signature(package: SignedPackage, page: int | None) -> OfdSignature:
    seal = seal_data(package.seal, package.value)
    value = _by_message(package) or _by_seal(package)
    said = (seal.name, *subject_of(value.signer))
    own = is_own_issuer(value.signer)
    first, last = ([day for day in days if day] for days in zip(days_of(value.signer), seal.days, strict=True))
    about = esign(
        organisation_in(*said) or next((one for one in said if one), ""),
        issuer_of(value.signer),
        _integrity(package, value),
        self_signed=own,
        chained=issued(value.signer, value.others) if value.signer and not own else None,
        signed=value.signed or _day_in(package.moment),
        valid=(max(first, default=None), min(last, default=None)),
        page=page,
    )
    return OfdSignature(about, seal.name, seal.picture)


def _by_message(package: SignedPackage) -> _Value | None:
    message = message_in(package.value)
    if message is None:
        return None
    same = message.covers(package.signature, digest_of(message.method))
    made = None if message.signer is None else issued(message.signer, message.others)
    return _Value(
        message.signer, message.others, same, message.holds(package.signature), made, day_of(message.signed_on)
    )


def _by_seal(package: SignedPackage) -> _Value:
    seal, digest = seal_data(package.seal, package.value), digest_of(package.method)
    same = digest(package.signature) == seal.digest if digest and seal.digest else None
    return _Value(seal.signer, (), same, seal.holds, seal.made, day_of(seal.signed_on))


def _integrity(package: SignedPackage, value: _Value) -> Integrity:
    digest = digest_of(package.method)
    if digest is None or not package.covered:
        return Integrity.UNVERIFIED
    found = [(path, package.parts.data(path), written) for path, written in package.covered]
    changed = [path for path, data, written in found if data is not None and not same_digest(data, written, digest)]
    missing = [path for path, data, _ in found if data is None]
    understood = value.same is True or len(changed) + len(missing) < len(found)
    if not understood or value.holds is False:
        return Integrity.UNVERIFIED
    if value.same is False or any(not _ADDED_TO.search(path) for path in changed):
        return Integrity.BROKEN
    if changed or missing:
        return Integrity.DOUBTFUL
    if not value.same or not value.holds or value.made is False:
        return Integrity.UNVERIFIED
    return Integrity.PARTLY if _uncovered(package) else Integrity.WHOLE


def _uncovered(package: SignedPackage) -> list[str]:
    """What is shown, or may be, and is not in the list."""
    covered = {path.lstrip("/").lower() for path, _ in package.covered}
    aside = package.signatures.lstrip("/").rpartition("/")[0].lower()
    return [
        path
        for path in package.parts.paths
        if path.lower() not in covered
        and not (aside and path.lower().startswith(f"{aside}/"))
        and not path.endswith("/")
        and not _ADDED_TO.search(path)
        and not _ASIDES.search(f"/{path}")
    ]


def _day_in(written: str) -> date | None:
    """The day of `20230301093000Z`, with or without fractions, or of `2023-03-01 …`."""
    digits = re.sub(r"\D", "", written)
    try:
        if written.endswith("Z") and len(digits) >= 14:
            return day_of(datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC))
        return datetime.strptime(digits[:8], "%Y%m%d").date()
    except ValueError:
        return None
