"""Electronic signatures of PDFs, by pyHanko: by whom, where they show, whether what they cover is unchanged.

Nothing is fetched: neither certificates nor their revocation. Whether a certificate's issuer deserves trust is for
whoever reads the report; who that is, is said. Signatures by SM2 (GM/T 0009), which pyHanko cannot verify, are named.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from asn1crypto import cms, x509
from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from extractor.esign.ofd import issuer_of, seal_data, subject_of
from extractor.geometry import turned_box
from extractor.language.organisations import organisation_in
from extractor.records import Box, Color, Place, Problem, Seal, Shape, Trouble, Words

MOST_SIGNATURES = 50  # more is no paper
MOST_PAGES = 20_000
MOST_DEPTH = 30  # of a page tree
_DOUBTED = 0.5  # confidence: for a person to look at
_UNPLACED = Box(0.0, 1.0, 1.0, 1.0)


class State(StrEnum):
    INTACT = "intact"  # nothing of what it covers was changed
    CHANGED = "changed"  # intact itself, but the file was changed afterwards in ways that a signature forbids
    BROKEN = "broken"
    UNVERIFIED = "unverified"  # of a kind that cannot be verified here, SM2 for one


@dataclass(frozen=True, slots=True)
class Signature:
    """`whose`: the organisation, else the name, that signed, `""` where it does not say; `page` and `box` where it
    shows, in view coordinates, both None where it shows nowhere; `issuer` of the signer's certificate."""

    whose: str
    issuer: str
    state: State
    page: int | None
    box: Box | None
    self_signed: bool = False

    @property
    def broken(self) -> bool:
        return self.state is State.BROKEN

    def seal_on(self, page: int) -> Seal:
        """As an electronic seal; not for a broken one. One that shows nowhere covers the whole file, and so every
        paper in it: it is on each page, and a paper of several counts it once (`extractor.understand`)."""
        confidence = (1.0 if self.state is State.INTACT else _DOUBTED) if self.whose else 0.0
        return Seal(
            Place(page, self.box or _UNPLACED),
            Shape.OTHER,
            Color.RED,
            self.whose,
            "",
            confidence,
            electronic=True,
            certified_by=self.issuer,
        )

    @property
    def problem(self) -> Problem | None:
        """What is to be said of it, if anything."""
        name = self.whose or "未注明签署人"
        if self.state is State.INTACT:
            return Problem(Trouble.NOTED, _self_signed(name), self.page) if self.self_signed else None
        return Problem(Trouble.SIGNATURE, _said(name, self.state), self.page)


def signatures_of(path: Path, password: str | None = None) -> tuple[Signature, ...]:
    """None where the file has no signature, or is so damaged that none can be found."""
    try:
        with _silent(), path.open("rb") as file:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                reader.decrypt(password or "")
            pages = _pages(reader)
            return tuple(_signatures(reader, pages))
    except Exception:  # noqa: BLE001  pyHanko raises anything at all on damaged files, which pdfium reads all the same
        return ()


@contextmanager
def _silent() -> Generator[None]:
    """pyHanko tells the terminal of every certificate that it does not trust."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _signatures(reader: PdfFileReader, pages: list[tuple[Any, DictionaryObject]]) -> Iterator[Signature]:
    for count, (name, _, reference) in enumerate(enumerate_sig_fields(reader, filled_status=True)):
        if count >= MOST_SIGNATURES:
            return
        field = cast(DictionaryObject, reference.get_object())
        value = cast(DictionaryObject, field["/V"])
        if value.get("/Type") == "/DocTimeStamp":
            continue  # says when, not who
        page, box = _shown(field, reference, pages)
        yield _signature(reader, field, name, value, page, box)


def _signature(
    reader: PdfFileReader,
    field: DictionaryObject,
    name: str,
    value: DictionaryObject,
    page: int | None,
    box: Box | None,
) -> Signature:
    contents = bytes(cast(Any, value.raw_get("/Contents")))
    names, issuer, self_signed = _signer(contents)
    claimed = str(value.get("/Name") or "")
    whose = organisation_in(*names) or next(iter(reversed(names)), None) or claimed
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=[], allow_fetching=False))
    except Exception:  # noqa: BLE001  whatever pyHanko does not know how to verify, SM2 first of all
        return Signature(whose, issuer, State.UNVERIFIED, page, box)
    if not status.intact or not status.valid:
        state = State.BROKEN
    else:
        state = State.INTACT if status.docmdp_ok is not False else State.CHANGED
    return Signature(whose, issuer, state, page, box, self_signed)


def _signer(contents: bytes) -> tuple[tuple[str, ...], str, bool]:
    """Organisation, unit and name of the signer, its certificate's issuer, and whether it certified itself. From a CMS
    message, of whatever kind it says to be (GM/T 0010 numbers its own), else from a seal of GB/T 38540."""
    certificate = _cms_signer(contents)
    if certificate is not None:
        try:
            own = certificate.subject.native == certificate.issuer.native
            return subject_of(certificate), issuer_of(certificate), own
        except (ValueError, TypeError, KeyError):
            return (), "", False
    seal = seal_data(b"", contents)
    names = (*((seal.name,) if seal.name else ()), *seal.signer)
    return names, seal.issuer, False


def _cms_signer(contents: bytes) -> x509.Certificate | None:
    try:
        message = cms.ContentInfo.load(contents)
        data = cast(Any, message[1])
        signed = data.parsed if hasattr(data, "parsed") else data
        if not isinstance(signed, cms.SignedData):
            signed = cms.SignedData.load(signed.dump(), strict=False)
        serials = {info["sid"].native["serial_number"] for info in cast(Any, signed["signer_infos"])}
        found = [one.chosen for one in cast(Any, signed["certificates"])]
        return next((one for one in found if one.serial_number in serials), None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _pages(reader: PdfFileReader) -> list[tuple[Any, DictionaryObject]]:
    """Every page's reference and dictionary, what it inherits filled in."""
    found = list[tuple[Any, DictionaryObject]]()

    def walk(reference: Any, inherited: dict[str, Any], depth: int) -> None:
        node = reference.get_object()
        if depth > MOST_DEPTH or len(found) >= MOST_PAGES or not isinstance(node, DictionaryObject):
            return
        own = inherited | {key: node[key] for key in ("/MediaBox", "/CropBox", "/Rotate") if key in node}
        if "/Kids" in node:
            for index in range(len(node["/Kids"])):
                walk(node["/Kids"].raw_get(index), own, depth + 1)
        else:
            found.append((_number(reference), DictionaryObject({**node, **own})))

    walk(reader.root.raw_get("/Pages"), {}, 0)
    return found


def _number(reference: Any) -> Any:
    return reference.idnum if isinstance(reference, IndirectObject) else None


def _shown(
    field: DictionaryObject, reference: Any, pages: list[tuple[Any, DictionaryObject]]
) -> tuple[int | None, Box | None]:
    """The page where a signature shows, and its box there; neither where it shows nowhere."""
    kids = field.get("/Kids")
    widgets = [(kid.get_object(), _number(kid)) for kid in (kids.raw_get(i) for i in range(len(kids)))] if kids else []
    for widget, number in [(field, _number(reference)), *widgets]:
        rect = [float(value) for value in widget.get("/Rect", ())]
        if len(rect) != 4 or rect[0] == rect[2] or rect[1] == rect[3]:
            continue
        home = _number(widget.raw_get("/P")) if "/P" in widget else None
        for index, (page_number, page) in enumerate(pages):
            annotations = page.get("/Annots", ())
            listed = {_number(annotations.raw_get(i)) for i in range(len(annotations))} if annotations else set()
            if (home is not None and page_number == home) or (number is not None and number in listed):
                return index + 1, _in_view(rect, page)
    return None, None


def _in_view(rect: list[float], page: DictionaryObject) -> Box:
    crop = [float(value) for value in page.get("/CropBox") or page.get("/MediaBox") or (0, 0, 595, 842)]
    left, right = sorted((crop[0], crop[2]))
    bottom, top = sorted((crop[1], crop[3]))
    wide, high = max(1.0, right - left), max(1.0, top - bottom)
    xs = sorted(min(1.0, max(0.0, (value - left) / wide)) for value in (rect[0], rect[2]))
    ys = sorted(min(1.0, max(0.0, (top - value) / high)) for value in (rect[1], rect[3]))
    return turned_box(Box(xs[0], ys[0], xs[1], ys[1]), int(page.get("/Rotate") or 0) % 360)


def _self_signed(name: str) -> Words:
    return Words(
        f"“{name}”的电子签名完好，但证书是自己签发的，没有第三方证明其身份。请核实签署人。",
        f"The electronic signature of “{name}” is intact, but its certificate is self-issued: nobody vouches for who "
        "signed. Make sure of the signer.",
    )


def _said(name: str, state: State) -> Words:
    if state is State.UNVERIFIED:
        return Words(
            f"“{name}”的电子签名无法核验（国密 SM2 等本工具不能核验的算法）。请用出具单位提供的阅读器核验。",
            f"The electronic signature of “{name}” cannot be verified here (SM2, or another method that is not known). "
            "Verify it in the reader that its maker names.",
        )
    if state is State.CHANGED:
        return Words(
            f"“{name}”签名之后文件又被改动。请核对改动的内容，或重新签名后提交。",
            f"The file was changed after “{name}” signed it. Look at what was changed, or have it signed again.",
        )
    return Words(
        f"“{name}”的电子签名已损坏：签名保护的内容与签名不符，不能视为盖章。请重新签名后提交。",
        f"The electronic signature of “{name}” is broken: what it covers does not match it, so that it is no seal. "
        "Have it signed again.",
    )
