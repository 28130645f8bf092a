"""PDFs signed by pyHanko itself, then left alone, changed, or turned into what it does not know."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import drawn
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from extractor.file import read_file
from extractor.forms import Forms, KindSpec, Layout
from extractor.ocr.rapid import Engine
from extractor.records import Box, Color, Page, Place, Problem, Seal, Shape, Trouble, Words
from extractor.seals.electronic import with_electronic
from extractor.sources.base import RawPage
from extractor.sources.open import open_source

COMPANY = "某市甲进出口有限公司"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> signers.SimpleSigner:
    folder = tmp_path_factory.mktemp("keys")
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    day = datetime(2023, 1, 1, tzinfo=UTC)

    def made(subject: dict[x509.ObjectIdentifier, str], own: ec.EllipticCurvePublicKey) -> x509.Certificate:
        names = x509.Name([x509.NameAttribute(kind, text) for kind, text in subject.items()])
        issuer = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "某市电子认证服务有限公司")])
        builder = x509.CertificateBuilder().subject_name(names).issuer_name(issuer).public_key(own)
        builder = builder.serial_number(len(names) + 1).not_valid_before(day).not_valid_after(day.replace(year=2043))
        usage = x509.KeyUsage(True, True, *[False] * 7)
        return builder.add_extension(usage, critical=True).sign(ca_key, hashes.SHA256())

    certificate = made({NameOID.COMMON_NAME: "张三", NameOID.ORGANIZATION_NAME: COMPANY}, key.public_key())
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    loaded = signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "cert.pem"))
    assert loaded is not None
    return loaded


@pytest.fixture
def signed(signer: signers.SimpleSigner) -> Callable[..., bytes]:
    def sign(box: tuple[int, int, int, int] | None = (300, 100, 450, 250), page_keys: str = "") -> bytes:
        data = io.BytesIO(drawn.pdf([drawn.text(72, 700, "Premium 35,300.00")] * 2, page_keys=page_keys))
        writer = IncrementalPdfFileWriter(data)
        spec = fields.SigFieldSpec("Seal", on_page=0, box=box)
        out = signers.sign_pdf(writer, signers.PdfSignatureMetadata("Seal"), signer, new_field_spec=spec)
        return bytes(out.getvalue())

    return sign


def read(path: Path, data: bytes, number: int) -> tuple[RawPage, tuple[Problem, ...]]:
    path.write_bytes(data)
    with open_source(path) as source:
        page = source.read(number)
        assert isinstance(page, RawPage)
        return page, source.problems


def test_an_intact_signature_is_the_signers_seal_where_it_shows(
    tmp_path: Path, signed: Callable[..., bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    page, problems = read(tmp_path / "a.pdf", signed(), 1)
    (seal,) = page.seals
    assert (seal.text, seal.confidence, seal.electronic) == (COMPANY, 1.0, True)
    assert seal.certified_by == "某市电子认证服务有限公司"
    box = seal.place.box
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((300 / 595, 592 / 842, 450 / 595, 742 / 842))
    assert [problem.trouble for problem in problems] == [Trouble.NOTED]
    assert "完好" in problems[0].reason.zh
    assert capfd.readouterr() == ("", "")


def test_a_signature_on_a_turned_page_lies_where_it_is_seen(tmp_path: Path, signed: Callable[..., bytes]) -> None:
    page, _ = read(tmp_path / "a.pdf", signed(page_keys="/Rotate 90"), 1)
    box = page.seals[0].place.box
    assert (box.x0, box.y0) == pytest.approx((100 / 842, 300 / 595))


def test_a_signature_that_shows_nowhere_holds_for_every_page(tmp_path: Path, signed: Callable[..., bytes]) -> None:
    for number in (1, 2):
        page, problems = read(tmp_path / "a.pdf", signed(None), number)
        (seal,) = page.seals
        assert seal.unplaced
        assert (seal.text, seal.place.page) == (COMPANY, number)
        assert [problem.trouble for problem in problems] == [Trouble.NOTED]


def test_one_signature_that_shows_nowhere_is_on_each_paper_of_the_file_once(
    tmp_path: Path, signer: signers.SimpleSigner, engine: Engine
) -> None:
    """A bundle of two papers, with a blank back after the first; signed once, as a whole."""
    pages = [drawn.text(72, 760, title, 20) for title in ("Application form", "Certificate")]
    pages[1:1] = [drawn.text(72, 760, "and its second page", 12), ""]
    writer = IncrementalPdfFileWriter(io.BytesIO(drawn.pdf(pages)))
    out = signers.sign_pdf(writer, signers.PdfSignatureMetadata("Seal"), signer)
    (tmp_path / "a.pdf").write_bytes(out.getvalue())
    kinds = {
        name: KindSpec(Words(name, name), Layout.LETTER, (name,), "applicant", {})
        for name in ("Application form", "Certificate")
    }
    reading = read_file(tmp_path / "a.pdf", "a.pdf", Forms(kinds, {}, {}), engine)
    assert [(paper.kind, paper.pages) for paper in reading.documents] == [
        ("Application form", (1, 2)),
        ("Certificate", (4,)),
    ]
    assert reading.blank_pages == (3,)
    for paper in reading.documents:
        assert [(seal.text, seal.place.page, seal.unplaced) for seal in paper.seals] == [
            (COMPANY, paper.pages[-1], True)
        ]


def test_of_two_pages_on_one_scan_a_signature_belongs_to_the_one_that_it_shows_on() -> None:
    drawn_seal = Seal(Place(1, Box(0.6, 0.7, 0.9, 0.9)), Shape.OTHER, Color.RED, COMPANY, "", 1.0, electronic=True)
    everywhere = replace(drawn_seal, place=Place(1, Box(0, 1, 1, 1)), text="乙")
    raw = RawPage(1, drawn.pixels(drawn.page(200, 140)), seals=(drawn_seal, everywhere))
    left, right = (
        with_electronic(
            Page(1, (100, 140), (), (), (), (0.5, 0, x, 0, 1, 0, 0, 0, 1), area=Box(x, 0, x + 0.5, 1)), raw
        ).seals
        for x in (0.0, 0.5)
    )
    assert [seal.text for seal in left] == ["乙"]
    assert [seal.text for seal in right] == [COMPANY, "乙"]
    assert right[0].place.box.x0 == pytest.approx(0.2)


def test_a_broken_signature_that_shows_nowhere_is_said_of_the_file(
    tmp_path: Path, signed: Callable[..., bytes]
) -> None:
    page, (problem,) = read(tmp_path / "a.pdf", signed(None).replace(b"35,300.00", b"95,300.00", 1), 2)
    assert page.seals == ()
    assert (problem.trouble, problem.page) == (Trouble.SIGNATURE, None)


def test_a_broken_signature_does_not_count(tmp_path: Path, signed: Callable[..., bytes]) -> None:
    data = signed().replace(b"35,300.00", b"95,300.00", 1)
    page, (problem,) = read(tmp_path / "a.pdf", data, 1)
    assert page.seals == ()
    assert isinstance(page.void[0], Box)
    assert problem.trouble is Trouble.SIGNATURE
    assert COMPANY in problem.reason.zh
    assert "已损坏" in problem.reason.zh


def test_a_file_that_was_changed_after_it_was_signed_is_doubted(tmp_path: Path, signed: Callable[..., bytes]) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    stream = generic.StreamObject(stream_data=drawn.text(72, 500, "and 1,000,000 more").encode())
    writer.add_stream_to_page(0, writer.add_object(stream))
    out = io.BytesIO()
    writer.write(out)
    page, (problem,) = read(tmp_path / "a.pdf", out.getvalue(), 1)
    assert [seal.confidence for seal in page.seals] == [0.5]
    assert "改动" in problem.reason.zh


def test_a_signature_of_a_kind_that_is_not_known_is_named_and_not_guessed(
    tmp_path: Path, signed: Callable[..., bytes]
) -> None:
    """ecdsa-with-SHA256 (1.2.840.10045.4.3.2) becomes a number of the same length that nobody uses."""
    before, after = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a811ccf5501837f")
    data = signed()
    start = data.index(b"/Contents <") + len(b"/Contents <")
    contents = data[start : data.index(b">", start)].lower()
    place = contents.rindex(before.hex().encode())
    contents = contents[:place] + after.hex().encode() + contents[place + len(after.hex()) :]
    page, (problem,) = read(tmp_path / "a.pdf", data[:start] + contents + data[start + len(contents) :], 1)
    assert [(seal.text, seal.confidence) for seal in page.seals] == [(COMPANY, 0.5)]
    assert problem.trouble is Trouble.SIGNATURE
    assert "无法核验" in problem.reason.zh


@pytest.mark.parametrize("contents", [b"<>", b"<30>", b"<" + b"ff" * 200 + b">"])
def test_rubbish_in_place_of_a_signature_takes_nothing_down(
    tmp_path: Path, signed: Callable[..., bytes], contents: bytes
) -> None:
    data = signed()
    start = data.index(b"/Contents <") + len(b"/Contents ")
    end = data.index(b">", start) + 1
    page, _ = read(tmp_path / "a.pdf", data[:start] + contents.ljust(end - start) + data[end:], 1)
    assert page.text
    assert not [seal for seal in page.seals if seal.confidence > 0.5]
