"""Electronic papers of our own making, by RSA, ECDSA and SM2, in PDF and OFD: each is judged as it was made."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import signing
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from extractor.records import ESign, Integrity, Trouble
from extractor.sources.base import RawPage
from extractor.sources.open import open_source

OFFICE = "某市商务局"
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = (
    f'<ofd:Page {NS}><ofd:Content><ofd:Layer><ofd:TextObject Boundary="20 20 100 10" Size="5">'
    '<ofd:TextCode X="0" Y="5">35300</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>'
)
DOCUMENT = (
    f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
)
ROOT = (
    f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
)
LISTED = f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="S/Signature.xml"/></ofd:Signatures>'


def by_message(method: str, days: tuple[datetime, datetime] = signing.VALID) -> Callable[[bytes], bytes]:
    own, authority = signing.key(method), signing.key(method, 1)
    made = signing.certificate(OFFICE, own, authority, days)
    above = signing.certificate(signing.CA, authority, authority)
    return lambda content: signing.message(content, own, made, above)


def by_seal(*, old: bool, days: tuple[datetime, datetime] = signing.VALID) -> Callable[[bytes], bytes]:
    own, maker = signing.key("SM2"), signing.key("SM2", 1)
    made = signing.certificate(OFFICE, own, maker, days)
    stamp = signing.seal(f"{OFFICE}公章", b"", maker, signing.certificate("制章单位", maker, maker), (made,), old=old)
    return lambda content: signing.seal_value(stamp, own.digest(content), own, made, old=old)


def ofd(sign: Callable[[bytes], bytes], method: str, covered: tuple[str, ...], changes: dict[str, str]) -> bytes:
    parts = {"OFD.xml": ROOT, "Doc_0/Document.xml": DOCUMENT, "Doc_0/P.xml": PAGE, "Doc_0/Signs/Signatures.xml": LISTED}
    digest = signing.key(method).digest
    references = "".join(
        f'<ofd:Reference FileRef="/{path}"><ofd:CheckValue>'
        f"{base64.b64encode(digest(parts[path].encode())).decode()}</ofd:CheckValue></ofd:Reference>"
        for path in covered
    )
    signature = (
        f"<ofd:Signature {NS}><ofd:SignedInfo>"
        f'<ofd:References CheckMethod="{signing.METHODS[method][1]}">{references}</ofd:References>'
        "</ofd:SignedInfo><ofd:SignedValue>V.dat</ofd:SignedValue></ofd:Signature>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, text in (parts | changes).items():
            package.writestr(name, text)
        package.writestr("Doc_0/Signs/S/Signature.xml", signature)
        package.writestr("Doc_0/Signs/S/V.dat", sign(signature.encode()))
    return data.getvalue()


WHOLE, PART = ("OFD.xml", "Doc_0/Document.xml", "Doc_0/P.xml"), ("Doc_0/Document.xml",)
FORGED = {"Doc_0/P.xml": PAGE.replace("35300", "95300")}


def page_added_to(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 500 Td (and 1,000,000 more) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(stream))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def note_put_on(data: bytes) -> bytes:
    """A note pasted on the page afterwards: the page's own content is as it was."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    name = generic.pdf_name
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(generic.NumberObject(one) for one in (72, 600, 300, 640)),
            name("/Contents"): generic.pdf_string("95,300.00"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.mark_update(page.container_ref)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def forged(data: bytes) -> bytes:
    return data.replace(b"35,300.00", b"95,300.00", 1)


def cases() -> dict[str, tuple[Callable[[], bytes], Integrity, bool]]:
    """What each is made of, how it stands, and whether it was signed while its certificate was valid."""
    pdf = signing.signed_pdf
    made: dict[str, tuple[Callable[[], bytes], Integrity, bool]] = {}
    for method in ("RSA", "ECDSA", "SM2"):
        sign = by_message(method)
        made |= {
            f"{method} whole.pdf": (lambda sign=sign: pdf(sign), Integrity.WHOLE, True),
            f"{method} changed.pdf": (lambda sign=sign: forged(pdf(sign)), Integrity.BROKEN, True),
            f"{method} added to.pdf": (lambda sign=sign: page_added_to(pdf(sign)), Integrity.CHANGED, True),
            f"{method} note.pdf": (lambda sign=sign: note_put_on(pdf(sign)), Integrity.DOUBTFUL, True),
            f"{method} ended.pdf": (
                lambda method=method: pdf(by_message(method, signing.ENDED)),
                Integrity.WHOLE,
                False,
            ),
            f"{method} whole.ofd": (lambda s=sign, m=method: ofd(s, m, WHOLE, {}), Integrity.WHOLE, True),
            f"{method} changed.ofd": (lambda s=sign, m=method: ofd(s, m, WHOLE, FORGED), Integrity.BROKEN, True),
            f"{method} part.ofd": (lambda s=sign, m=method: ofd(s, m, PART, {}), Integrity.PARTLY, True),
        }
    for old in (False, True):
        seal, name = by_seal(old=old), "GM/T 0031" if old else "GB/T 38540"
        made |= {
            f"{name} whole.pdf": (lambda seal=seal: pdf(seal), Integrity.WHOLE, True),
            f"{name} changed.pdf": (lambda seal=seal: forged(pdf(seal)), Integrity.BROKEN, True),
            f"{name} whole.ofd": (lambda seal=seal: ofd(seal, "SM2", WHOLE, {}), Integrity.WHOLE, True),
            f"{name} changed.ofd": (lambda seal=seal: ofd(seal, "SM2", WHOLE, FORGED), Integrity.BROKEN, True),
            f"{name} part.ofd": (lambda seal=seal: ofd(seal, "SM2", PART, {}), Integrity.PARTLY, True),
            f"{name} ended.ofd": (
                lambda old=old: ofd(by_seal(old=old, days=signing.ENDED), "SM2", WHOLE, {}),
                Integrity.WHOLE,
                False,
            ),
        }
    return made


CASES = cases()


def signature_in(path: Path, data: bytes) -> tuple[ESign, Trouble]:
    path.write_bytes(data)
    with open_source(path) as source:
        assert isinstance(source.read(1), RawPage)
        (found,) = [problem for problem in source.problems if problem.esign]
    assert found.esign
    return found.esign, found.trouble


@pytest.mark.parametrize("name", CASES)
def test_an_electronic_paper_is_judged_as_it_was_made(tmp_path: Path, name: str) -> None:
    make, integrity, in_time = CASES[name]
    found, trouble = signature_in(tmp_path / f"a{name[-4:]}", make())
    assert (found.whose, found.issuer) == (OFFICE, signing.CA)
    assert (found.integrity, found.in_time) == (integrity, in_time)
    assert trouble is (Trouble.NOTED if integrity is Integrity.WHOLE and in_time else Trouble.SIGNATURE)
    assert "未核验" in found.said.zh


def test_a_signature_by_another_key_than_its_certificates_is_not_verified(tmp_path: Path) -> None:
    """The digest was made anew for the changed page, and nobody has the signer's key."""
    own = signing.certificate(OFFICE, signing.key("SM2"), signing.key("SM2", 1))
    data = signing.signed_pdf(lambda content: signing.message(content, signing.key("SM2", 2), own))
    assert signature_in(tmp_path / "a.pdf", data)[0].integrity is Integrity.UNVERIFIED


@pytest.mark.parametrize("method", ["RSA", "SM2"])
def test_a_certificate_that_its_issuers_own_does_not_vouch_for_is_not_verified(tmp_path: Path, method: str) -> None:
    """Anybody can write an authority's name into a certificate."""
    own, authority, forger = (signing.key(method, number) for number in range(3))
    made = signing.certificate(OFFICE, own, forger)
    above = signing.certificate(signing.CA, authority, authority)
    data = signing.signed_pdf(lambda content: signing.message(content, own, made, above))
    found, _ = signature_in(tmp_path / "a.pdf", data)
    assert found.integrity is Integrity.UNVERIFIED
    assert "不符" in found.said.zh


def test_a_seal_used_by_one_whom_it_does_not_name_is_not_verified(tmp_path: Path) -> None:
    own, maker = signing.key("SM2"), signing.key("SM2", 1)
    made, others = (signing.certificate(name, own, maker) for name in (OFFICE, "某市财政局"))
    stamp = signing.seal(
        "某市财政局公章", b"", maker, signing.certificate("制章单位", maker, maker), (others,), old=False
    )
    data = signing.signed_pdf(lambda c: signing.seal_value(stamp, own.digest(c), own, made, old=False))
    assert signature_in(tmp_path / "a.pdf", data)[0].integrity is Integrity.UNVERIFIED
