"""Electronic signatures of PDFs: by whom, where they show, what they cover, whether that is unchanged.

pyHanko finds them and verifies those of the kinds that it knows; a message by SM2 (GM/T 0010) or a seal of GB/T 38540
in place of one is verified here. Nothing is fetched: whether a certificate's issuer deserves trust is said to be open.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, parse_pdf_date
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from extractor.esign.certificates import day_of, days_of, is_own_issuer, issued, issuer_of, subject_of
from extractor.esign.digests import digest_of
from extractor.esign.message import Message, message_in
from extractor.esign.said import esign, problem_of
from extractor.esign.seal import SealData, seal_data
from extractor.esign.sm2 import sm3
from extractor.geometry import turned_box
from extractor.language.organisations import organisation_in
from extractor.records import Box, Color, ESign, Integrity, Place, Problem, Seal, Shape

MOST_SIGNATURES = 50  # more is no paper
MOST_PAGES = 20_000
MOST_DEPTH = 30  # of a page tree
_DOUBTED = 0.5  # confidence: for a person to look at
_UNPLACED = Box(0.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """`box` is where it shows, in view coordinates, None where it shows nowhere."""

    about: ESign
    box: Box | None

    @property
    def page(self) -> int | None:
        return self.about.page

    @property
    def broken(self) -> bool:
        return self.about.integrity is Integrity.BROKEN

    def seal_on(self, page: int) -> Seal:
        """As an electronic seal; not for a broken one. One that shows nowhere covers the whole file, and so every
        paper in it: it is on each page, and a paper of several counts it once (`extractor.understand`)."""
        whole = self.about.integrity is Integrity.WHOLE
        confidence = (1.0 if whole else _DOUBTED) if self.about.whose else 0.0
        return Seal(
            Place(page, self.box or _UNPLACED),
            Shape.OTHER,
            Color.RED,
            self.about.whose,
            "",
            confidence,
            electronic=True,
            certified_by=self.about.issuer,
        )

    @property
    def problem(self) -> Problem:
        """What is to be said of it."""
        return problem_of(self.about)


def signatures_of(path: Path, password: str | None = None) -> tuple[SignatureFound, ...]:
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


def _signatures(reader: PdfFileReader, pages: list[tuple[Any, DictionaryObject]]) -> Iterator[SignatureFound]:
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
) -> SignatureFound:
    contents = bytes(cast(Any, value.raw_get("/Contents")))
    message = message_in(contents)
    seal = seal_data(b"", contents) if message is None else None
    signer = message.signer if message else seal.signer if seal else None
    names = (*((seal.name,) if seal and seal.name else ()), *subject_of(signer))
    whose = organisation_in(*names) or next(iter(reversed(names)), None) or str(value.get("/Name") or "")
    others = message.others if message else ()
    about = esign(
        whose,
        issuer_of(signer),
        _integrity(reader, field, name, message, seal),
        self_signed=is_own_issuer(signer),
        chained=issued(signer, others) if signer and not is_own_issuer(signer) else None,
        signed=_signed_on(value, message, seal),
        valid=_narrower(days_of(signer), seal.days if seal else (None, None)),
        page=page,
    )
    return SignatureFound(about, box)


def _signed_on(value: DictionaryObject, message: Message | None, seal: SealData | None) -> date | None:
    """The day that the signature itself gives, else the one that stands beside it, which it covers as well."""
    moment: datetime | None = message.signed_on if message else seal.signed_on if seal else None
    if moment is None and "/M" in value:
        try:
            moment = parse_pdf_date(str(value["/M"]), strict=False)
        except Exception:  # noqa: BLE001  as odd as files are
            return None
    return day_of(moment)


def _narrower(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> tuple[date | None, date | None]:
    """The days that are in both."""
    firsts, lasts = ([day for day in days if day] for days in zip(one, other, strict=True))
    return max(firsts, default=None), min(lasts, default=None)


def _integrity(
    reader: PdfFileReader, field: DictionaryObject, name: str, message: Message | None, seal: SealData | None
) -> Integrity:
    try:
        if message is None or message.by_sm2:
            return _by_sm2(_Covering(reader, field, name), message, seal)
        embedded = EmbeddedPdfSignature(reader, field, name)
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=[], allow_fetching=False))
        if not status.intact or not status.valid:
            return Integrity.BROKEN
        return _since(embedded, chained=message.signer is None or issued(message.signer, message.others))
    except Exception:  # noqa: BLE001  whatever pyHanko does not know how to verify
        return Integrity.UNVERIFIED


class _Covering(EmbeddedPdfSignature):
    """What a signature covers, and what was changed since, whatever it is made of: pyHanko's own wants a message of
    CMS with numbers that it knows."""

    def __init__(self, reader: PdfFileReader, field: DictionaryObject, name: str) -> None:
        self.reader = reader
        self.sig_field = field
        self.sig_object = cast(DictionaryObject, field["/V"])
        self.byte_range = self.sig_object.raw_get("/ByteRange")
        self.pkcs7_content = extract_contents(self.sig_object)
        reference = cast(IndirectObject, field.raw_get("/V")).reference
        self.signed_revision = reader.xrefs.get_last_change(reference)
        self.coverage = self.evaluate_signature_coverage()
        self._docmdp_queried = self._fieldmdp_queried = False
        self._docmdp = self._fieldmdp = self.diff_result = None
        self.fq_name = name

    def content(self) -> bytes:
        """What lies within its byte range."""
        places = [int(one) for one in cast(Any, self.byte_range)]
        stream, parts = self.reader.stream, list[bytes]()
        for start, length in zip(places[::2], places[1::2], strict=True):
            stream.seek(start)
            parts.append(stream.read(length))
        return b"".join(parts)


def _by_sm2(covering: _Covering, message: Message | None, seal: SealData | None) -> Integrity:
    content = covering.content()
    if message:
        same, holds = message.covers(content, digest_of(message.method)), message.holds(content)
        chained = message.signer is None or issued(message.signer, message.others)
    elif seal and seal.digest:
        same, holds, chained = sm3(content) == seal.digest, seal.holds, seal.made
    else:
        return Integrity.UNVERIFIED
    if same is False and holds is not False:
        return Integrity.BROKEN
    return _since(covering, chained=chained) if same and holds else Integrity.UNVERIFIED


def _since(signed: EmbeddedPdfSignature, *, chained: bool | None) -> Integrity:
    """Of a signature that holds: whether it covers all of the file, and what came after."""
    if chained is False:
        return Integrity.UNVERIFIED  # a certificate that its issuer's does not vouch for is anybody's
    coverage = signed.coverage or signed.evaluate_signature_coverage()
    if coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Integrity.WHOLE
    if coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return Integrity.PARTLY
    signed.coverage = coverage
    difference = signed.diff_result or signed.evaluate_modifications(DEFAULT_DIFF_POLICY)
    level = difference.modification_level if isinstance(difference, DiffResult) else ModificationLevel.OTHER
    allowed = signed.docmdp_level
    if level is ModificationLevel.OTHER or (allowed is not None and level.value > allowed.value):
        return Integrity.CHANGED if _content_differs(signed) else Integrity.DOUBTFUL
    if level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES) or _signed_again(signed):
        return Integrity.WHOLE
    return Integrity.PARTLY


def _content_differs(signed: EmbeddedPdfSignature) -> bool:
    """Whether a page's own content is another than when it was signed, or pages were put in or taken out."""
    then = [_content(page) for page in _leaves(signed.reader.get_historical_root(signed.signed_revision))]
    return then != [_content(page) for page in _leaves(signed.reader.root)]


def _signed_again(signed: EmbeddedPdfSignature) -> bool:
    """Whether all that was added is covered by a later signature."""
    size = signed.reader.stream.seek(0, 2)
    for _, value, _ in enumerate_sig_fields(signed.reader, filled_status=True):
        places = cast(Any, value).get_object().get("/ByteRange")
        if places and int(places[2]) + int(places[3]) == size:
            return True
    return False


def _leaves(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """A file's pages, in their order; asked for by index, as what iterates gives references."""

    def walk(node: DictionaryObject, depth: int) -> Iterator[DictionaryObject]:
        if "/Kids" not in node or depth > MOST_DEPTH:
            yield node
            return
        kids = cast(Any, node["/Kids"])
        for index in range(len(kids)):
            yield from walk(kids[index], depth + 1)

    return walk(cast(DictionaryObject, root["/Pages"]), 0)


def _content(page: DictionaryObject) -> bytes:
    if "/Contents" not in page:
        return b""
    content = cast(Any, page["/Contents"])
    streams: list[Any] = (
        [content[index] for index in range(len(content))] if isinstance(content, ArrayObject) else [content]
    )
    return b"\n".join(bytes(one.data) for one in streams)


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
