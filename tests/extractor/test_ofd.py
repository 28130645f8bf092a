"""OFD files put together by hand as GB/T 33190 says, with seals as GB/T 38540 and GM/T 0031 say."""

# ruff: noqa: E501  the XML stands as it does in files

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
import signing
from asn1crypto import x509
from PIL import Image, ImageDraw

from extractor.esign.certificates import issuer_of
from extractor.records import Box, Color, Page, Place, Seal, Shape, Trouble
from extractor.seals.electronic import with_electronic
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.open import open_source

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SHA256 = "2.16.840.1.101.3.4.2.1"
OFFICE = "某市商务局"
UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

PAGE = f"""<ofd:Page {NS}><ofd:Area><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:Area>
<ofd:Template TemplateID="9" ZOrder="Background"/>
<ofd:Content><ofd:Layer>
<ofd:TextObject Boundary="20 20 100 10" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 3 5">初审意见</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="20 40 100 10" Size="5" CTM="1 0 0 1 10 0"><ofd:TextCode X="0" Y="5">2023</ofd:TextCode></ofd:TextObject>
<ofd:PathObject Boundary="10 60 100 40" LineWidth="0.5"><ofd:AbbreviatedData>M 0 0 L 100 0 L 100 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject>
<ofd:ImageObject Boundary="150 60 20 20" CTM="20 0 0 20 0 0" ResourceID="5"/>
</ofd:Layer></ofd:Content></ofd:Page>"""
TEMPLATE = f"""<ofd:Page {NS}><ofd:Content><ofd:Layer>
<ofd:TextObject Boundary="20 5 100 10" Size="5"><ofd:TextCode X="0" Y="5">AB</ofd:TextCode></ofd:TextObject>
</ofd:Layer></ofd:Content></ofd:Page>"""
DOCUMENT = f"""<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>
<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>
<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>
<ofd:Attachments>Attachs/A.xml</ofd:Attachments></ofd:Document>"""
RESOURCES = f"""<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">
<ofd:MediaFile>i.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"""
ATTACHMENTS = f'<ofd:Attachments {NS}><ofd:Attachment ID="1" Name="发票.xbrl"><ofd:FileLoc>a</ofd:FileLoc></ofd:Attachment></ofd:Attachments>'
ROOT = f"""<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>
<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"""


def png(colour: str, size: int = 40) -> bytes:
    data = io.BytesIO()
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((1, 1, size - 2, size - 2), outline=colour, width=4)
    image.save(data, "PNG")
    return data.getvalue()


def ofd(path: Path, *, sealed: bool = True, old: bool = False, changed: bool = False, method: str = SHA256) -> Path:
    parts = {
        "OFD.xml": ROOT.encode(),
        "Doc_0/Document.xml": DOCUMENT.encode(),
        "Doc_0/DocumentRes.xml": RESOURCES.encode(),
        "Doc_0/Res/i.png": png("blue"),
        "Doc_0/Pages/P.xml": PAGE.encode(),
        "Doc_0/Tpls/T.xml": TEMPLATE.encode(),
        "Doc_0/Attachs/A.xml": ATTACHMENTS.encode(),
    }
    if sealed:
        references = "".join(
            f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>'
            f"{base64.b64encode(hashlib.sha256(data).digest()).decode()}</ofd:CheckValue></ofd:Reference>"
            for name, data in parts.items()
        )
        signature = f"""<ofd:Signature {NS}><ofd:SignedInfo><ofd:Provider ProviderName="某签章"/>
<ofd:References CheckMethod="{method}">{references}</ofd:References><ofd:StampAnnot ID="1" PageRef="1" Boundary="100 80 42 42"/>
<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>V.dat</ofd:SignedValue></ofd:Signature>"""
        listed = '<ofd:Signature ID="1" Type="Seal" BaseLoc="S/Signature.xml"/>'
        own, maker = signing.key("SM2"), signing.key("SM2", 1)
        made, makers = signing.certificate(OFFICE, own, maker), signing.certificate("制章单位", maker, maker)
        seal = signing.seal(f"{OFFICE}公章", png("red"), maker, makers, (made,), old=old)
        value = signing.seal_value(seal, hashlib.sha256(signature.encode()).digest(), own, made, old=old)
        parts |= {
            "Doc_0/Signs/Signatures.xml": f"<ofd:Signatures {NS}>{listed}</ofd:Signatures>".encode(),
            "Doc_0/Signs/S/Signature.xml": signature.encode(),
            "Doc_0/Signs/S/Seal.esl": seal.dump(),
            "Doc_0/Signs/S/V.dat": value,
        }
    if changed:
        parts["Doc_0/Pages/P.xml"] = PAGE.replace("2023", "2022").encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def read(path: Path) -> tuple[RawPage, list[tuple[Trouble, str]]]:
    with open_source(path) as source:
        page = source.read(1)
        assert isinstance(page, RawPage)
        return page, [(problem.trouble, problem.reason.zh) for problem in source.problems]


def test_text_lies_where_the_file_says(tmp_path: Path) -> None:
    page, _ = read(ofd(tmp_path / "a.pdf", sealed=False))  # the wrong name on purpose
    lines = {line.text: line.box for line in page.text or ()}
    assert list(lines) == ["AB", "初审意见", "2023"]
    title = lines["初审意见"]
    assert (title.x0, title.x1) == pytest.approx((20 / 210, 40 / 210), abs=0.002)
    assert title.y0 < 25 / 140 < title.y1
    assert lines["2023"].x0 == pytest.approx(30 / 210, abs=0.002)  # moved by its CTM
    assert page.picture.shape[1] / page.picture.shape[0] == pytest.approx(210 / 140, rel=0.01)


def test_rules_and_pictures_are_drawn(tmp_path: Path) -> None:
    page, problems = read(ofd(tmp_path / "a.ofd", sealed=False))
    scale = page.picture.shape[1] / 210
    corner = page.picture[int(59.5 * scale) : int(60.5 * scale) + 1, int(50 * scale)]
    assert corner.min() < 80
    blue = page.picture[int(60 * scale) : int(80 * scale), int(150 * scale) : int(170 * scale)]
    assert np.count_nonzero((blue[:, :, 2] > 200) & (blue[:, :, 0] < 80)) > 200
    assert [trouble for trouble, _ in problems] == [Trouble.NOTED]
    assert "发票.xbrl" in problems[0][1]


@pytest.mark.parametrize("old", [False, True])
def test_an_electronic_seal_says_whose_it_is_and_who_certified_that(tmp_path: Path, old: bool) -> None:
    page, problems = read(ofd(tmp_path / "a.ofd", old=old))
    (seal,) = page.seals
    assert (seal.text, seal.inner, seal.confidence, seal.electronic) == (OFFICE, f"{OFFICE}公章", 1.0, True)
    assert seal.certified_by == "某市电子认证服务有限公司"
    box = seal.place.box
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((100 / 210, 80 / 140, 142 / 210, 122 / 140))
    assert Trouble.SIGNATURE not in [trouble for trouble, _ in problems]
    scale = page.picture.shape[1] / 210
    red = page.picture[int(80 * scale) : int(122 * scale), int(100 * scale) : int(142 * scale)]
    assert np.count_nonzero((red[:, :, 0] > 200) & (red[:, :, 1] < 80)) > 200


def test_a_seal_over_a_changed_page_is_not_relied_on(tmp_path: Path) -> None:
    page, problems = read(ofd(tmp_path / "a.ofd", changed=True))
    (seal,) = page.seals
    assert seal.confidence < 0.5
    assert len(page.void) == 1
    assert any(trouble is Trouble.SIGNATURE and OFFICE in zh and "改动" in zh for trouble, zh in problems)


def test_a_digest_that_nobody_knows_leaves_the_seal_in_doubt(tmp_path: Path) -> None:
    page, problems = read(ofd(tmp_path / "a.ofd", method="1.2.3"))
    assert page.seals[0].confidence == 0.5
    assert any(trouble is Trouble.SIGNATURE and "无法核验" in zh for trouble, zh in problems)


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml"])
@pytest.mark.parametrize(
    "data", [b"<no", b"", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', b"<a/>"]
)
def test_a_damaged_ofd_is_refused_with_a_reason(tmp_path: Path, part: str, data: bytes) -> None:
    whole = ofd(tmp_path / "a.ofd")
    with zipfile.ZipFile(whole) as package:
        parts = {name: package.read(name) for name in package.namelist()} | {part: data}
    with zipfile.ZipFile(whole, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(Unreadable) as caught:
        read(whole)
    assert "OFD" in caught.value.problem.reason.zh


def test_the_picture_of_an_electronic_seal_is_not_counted_twice() -> None:
    raw = RawPage(1, np.zeros((10, 10, 3), np.uint8), seals=(electronic(OFFICE),))
    page = Page(1, (10, 10), (), (), (drawn(OFFICE), drawn("", 0.6)), UNTURNED)
    first, second = with_electronic(page, raw).seals
    assert (first.place.box.x0, first.electronic) == (0.6, False)
    assert (second.text, second.shape, second.confidence, second.electronic) == (OFFICE, Shape.ROUND, 1.0, True)


def test_a_ring_that_names_another_stays_beside_the_signature() -> None:
    raw = RawPage(1, np.zeros((10, 10, 3), np.uint8), seals=(electronic("某签章科技有限公司"),))
    page = Page(1, (10, 10), (), (), (drawn(OFFICE),), UNTURNED)
    assert [seal.text for seal in with_electronic(page, raw).seals] == [OFFICE, "某签章科技有限公司"]


def test_what_is_drawn_for_a_broken_signature_is_no_seal() -> None:
    raw = RawPage(1, np.zeros((10, 10, 3), np.uint8), void=(Box(0.1, 0.1, 0.4, 0.4),))
    page = Page(1, (10, 10), (), (), (drawn(OFFICE), drawn(OFFICE, 0.6)), UNTURNED)
    assert [seal.place.box.x0 for seal in with_electronic(page, raw).seals] == [0.6]


def electronic(text: str) -> Seal:
    return Seal(Place(1, Box(0.1, 0.1, 0.4, 0.4)), Shape.OTHER, Color.RED, text, "", 1.0, electronic=True)


def drawn(text: str, x: float = 0.15) -> Seal:
    return Seal(Place(1, Box(x, 0.15, x + 0.2, 0.35)), Shape.ROUND, Color.RED, text, "", 0.9)


def test_a_certificates_issuer() -> None:
    assert (
        issuer_of(
            x509.Certificate.load(signing.certificate("甲", signing.key("SM2"), signing.key("SM2", 1), issuer="某CA"))
        )
        == "某CA"
    )
