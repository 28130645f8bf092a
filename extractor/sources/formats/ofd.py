"""OFD files (GB/T 33190-2016), the national format for electronic papers and invoices, with their electronic seals."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np

from extractor.esign.ofd import OfdSignature, SignedPackage, ofd_signature
from extractor.esign.said import problem_of
from extractor.records import Box, Color, Integrity, Place, Problem, Seal, Shape, Trouble, Words
from extractor.sources.asides import attached
from extractor.sources.base import Access, Opening, RawPage, Unreadable
from extractor.sources.ofd.page import Drawing
from extractor.sources.ofd.parts import WHAT, Parts, beside, box_of, child, children, text
from extractor.sources.package import damaged, open_package
from extractor.sources.textlines import lines_of, turn_of

MAIN = "OFD.xml"
A4 = (0.0, 0.0, 210.0, 297.0)  # mm
LONGEST = 5000.0  # mm: no sheet is longer
MOST_PAGES = 20_000


# How far a seal is believed that is whole, and one that is broken; any other is for a person to look at. A broken one
# keeps its place, so that the paper is not accused of having none as well.
_WHOLE, _DOUBTED, _BROKEN = 1.0, 0.5, 0.3


@dataclass(frozen=True, slots=True)
class _OfdPage:
    """Where a page's content is; `document` is the part that its templates and resources hang on."""

    id: str
    content: str
    document: str


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Where a seal shows: the page's id and its place there in millimetres."""

    page: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signature of the file, and where it shows."""

    signature: OfdSignature
    stamps: tuple[_Stamp, ...]


def knows(opening: Opening) -> bool:
    return MAIN in (opening.parts or ())


@contextmanager
def opened(path: Path, access: Access) -> Generator[_Ofd]:
    """Raises Unreadable."""
    with open_package(path) as package:
        source = _Ofd(Parts(package))
        if not source.page_count:
            raise Unreadable(damaged(WHAT))
        yield source


class _Ofd:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._pages = list[_OfdPage]()
        self._documents = dict[str, _Document]()
        self._signed = list[_Signed]()
        self._problems = list[Problem]()
        root = parts.xml(MAIN)
        for body in children(root, "DocBody"):
            self._open(body)

    @property
    def page_count(self) -> int:
        return len(self._pages)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)

    def read(self, number: int) -> RawPage:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        page = self._pages[number - 1]
        document = self._documents[page.document]
        content = self._parts.xml(page.content)
        left, top, width, height = _sheet(content) or document.sheet
        drawing = Drawing(width, height, document.media, document.units)
        origin = np.array([[1.0, 0, -left], [0, 1.0, -top], [0, 0, 1.0]])
        back, front = document.templates_of(content)
        for block in (*back, child(content, "Content"), *front, *document.annotations_of(page.id)):
            if block is not None:
                drawing.draw(block, origin)
        seals, void = self._stamped(number, page.id, drawing, (left, top))
        if drawing.unshown:
            self._problems.append(_unshown(number, drawing.unshown))
        turn = turn_of(drawing.glyphs)
        lines = lines_of(drawing.glyphs, turn) or None
        return RawPage(number, drawing.picture, drawing.dpi, lines, turn, seals=seals, void=void)

    def _open(self, body: Element) -> None:
        root = beside(MAIN, text(child(body, "DocRoot")))
        document = _Document(self._parts, root)
        self._documents[root] = document
        self._pages += document.pages()
        names = list(document.attachments())
        if names:
            self._problems.append(attached(names, len(names)))
        signatures = beside(MAIN, text(child(body, "Signatures")))
        for signature in children(self._parts.xml_or_none(signatures), "Signature"):
            self._sign(beside(signatures, signature.get("BaseLoc")), signatures)

    def _sign(self, path: str, signatures: str) -> None:
        signature = self._parts.xml_or_none(path)
        info = child(signature, "SignedInfo")
        if signature is None or info is None:
            self._problems.append(Problem(Trouble.SIGNATURE, _NO_FILE))
            return
        stamps = tuple(
            _Stamp(stamp.get("PageRef", ""), box)
            for stamp in children(info, "StampAnnot")
            if (box := box_of(stamp.get("Boundary")))
        )
        numbers = {page.id: number for number, page in enumerate(self._pages, 1)}
        page = next((numbers[stamp.page] for stamp in stamps if stamp.page in numbers), None)
        verified = ofd_signature(_package_of(self._parts, path, signature, info, signatures), page)
        self._signed.append(_Signed(verified, stamps))
        self._problems.append(problem_of(verified.about))

    def _stamped(
        self, number: int, page: str, drawing: Drawing, origin: tuple[float, float]
    ) -> tuple[tuple[Seal, ...], tuple[Box, ...]]:
        """The seals on a page, their pictures drawn; and the places of broken ones."""
        seals, void = list[Seal](), list[Box]()
        for signed in self._signed:
            for stamp in signed.stamps:
                if stamp.page != page:
                    continue
                x, y, width, height = stamp.box[0] - origin[0], stamp.box[1] - origin[1], *stamp.box[2:]
                if signed.signature.picture:
                    drawing.image(signed.signature.picture, np.diag([1.0, 1.0, 1.0]), _square(x, y, width, height))
                box = Box(
                    max(0.0, x / drawing.width),
                    max(0.0, y / drawing.height),
                    min(1.0, (x + width) / drawing.width),
                    min(1.0, (y + height) / drawing.height),
                )
                if signed.signature.about.integrity is Integrity.BROKEN:
                    void.append(box)  # what is drawn there proves nothing
                seals.append(_seal(signed.signature, Place(number, box)))
            if not signed.stamps and number == self.page_count:
                seals.append(_seal(signed.signature, Place(number, Box(0.0, 1.0, 1.0, 1.0))))
        return tuple(seals), tuple(void)


class _Document:
    """A document of the file: its sheet, resources, templates and annotations."""

    def __init__(self, parts: Parts, root: str) -> None:
        self._parts = parts
        self._root = root
        self._element = parts.xml(root)
        common = child(self._element, "CommonData")
        self.sheet = _box(child(common, "PageArea")) or A4
        self.media = _Media(parts, [beside(root, text(one)) for one in children(common, "PublicRes", "DocumentRes")])
        self.units = self.media.units
        self._templates = {
            one.get("ID", ""): beside(root, one.get("BaseLoc")) for one in children(common, "TemplatePage")
        }
        self._annotations = beside(root, text(child(self._element, "Annotations")))

    def pages(self) -> list[_OfdPage]:
        listed = children(child(self._element, "Pages"), "Page")
        found = [_OfdPage(page.get("ID", ""), beside(self._root, page.get("BaseLoc")), self._root) for page in listed]
        return found[:MOST_PAGES]

    def templates_of(self, content: Element) -> tuple[list[Element | None], list[Element | None]]:
        """What lies behind a page's content, and what before it."""
        back, front = list[Element | None](), list[Element | None]()
        for use in children(content, "Template"):
            template = self._parts.xml_or_none(self._templates.get(use.get("TemplateID", ""), ""))
            (front if use.get("ZOrder") == "Foreground" else back).append(child(template, "Content"))
        return back, front

    def annotations_of(self, page: str) -> Iterator[Element]:
        """What is drawn for a page's annotations, each in its own place."""
        for listed in children(self._parts.xml_or_none(self._annotations), "Page"):
            if listed.get("PageID") != page:
                continue
            annotations = self._parts.xml_or_none(beside(self._annotations, text(child(listed, "FileLoc"))))
            for annotation in children(annotations, "Annot"):
                look = child(annotation, "Appearance")
                if look is not None and annotation.get("Visible") != "false":
                    yield _as_block(look)

    def attachments(self) -> Iterator[str]:
        path = beside(self._root, text(child(self._element, "Attachments")))
        for one in children(self._parts.xml_or_none(path), "Attachment"):
            yield one.get("Name") or one.get("ID") or ""


class _Media(Mapping[str, bytes]):
    """The bytes of pictures by their ids; read when they are asked for."""

    def __init__(self, parts: Parts, resources: list[str]) -> None:
        self._parts = parts
        self._paths = dict[str, str]()
        self.units = dict[str, Element]()
        for path in resources:
            resource = parts.xml_or_none(path)
            base = beside(path, (resource.get("BaseLoc") if resource is not None else "") or ".")
            for one in children(child(resource, "MultiMedias"), "MultiMedia"):
                self._paths[one.get("ID", "")] = beside(f"{base}/x", text(child(one, "MediaFile")))
            for one in children(child(resource, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
                content = child(one, "Content")
                if content is not None:
                    self.units[one.get("ID", "")] = content

    def __getitem__(self, key: str) -> bytes:
        return self._parts.data(self._paths[key]) or b""

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _sheet(content: Element) -> tuple[float, float, float, float] | None:
    return _box(child(content, "Area"))


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    """The part that is shown: the application's box, else the sheet's; None where it is no sheet."""
    for name in ("ApplicationBox", "PhysicalBox"):
        box = box_of(text(child(area, name)))
        if box and 1 < box[2] < LONGEST and 1 < box[3] < LONGEST:
            return box
    return None


def _as_block(look: Element) -> Element:
    """An annotation's appearance has a place of its own, which a block of the page has not."""
    block = Element("Content")
    move = box_of(look.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    for item in look:
        box = box_of(item.get("Boundary"))
        if box:
            copy = Element(
                item.tag, {**item.attrib, "Boundary": f"{box[0] + move[0]} {box[1] + move[1]} {box[2]} {box[3]}"}
            )
            copy.extend(item)
            block.append(copy)
        else:
            block.append(item)
    return block


def _square(x: float, y: float, width: float, height: float) -> Any:
    return np.array([[width, 0.0, x], [0.0, height, y], [0.0, 0.0, 1.0]])


def _seal(signature: OfdSignature, place: Place) -> Seal:
    about = signature.about
    inner = signature.name if signature.name != about.whose else ""
    believed = {Integrity.WHOLE: _WHOLE, Integrity.BROKEN: _BROKEN}.get(about.integrity, _DOUBTED)
    confidence = believed if about.whose else 0.0
    return Seal(
        place, Shape.OTHER, Color.RED, about.whose, inner, confidence, electronic=True, certified_by=about.issuer
    )


def _package_of(parts: Parts, path: str, signature: Element, info: Element, signatures: str) -> SignedPackage:
    """What a signature of the package needs to be verified."""
    references = child(info, "References")
    return SignedPackage(
        signature=parts.data(path) or b"",
        value=parts.data(beside(path, text(child(signature, "SignedValue")))) or b"",
        seal=parts.data(beside(path, text(child(info, "Seal", "BaseLoc")))) or b"",
        method=references.get("CheckMethod", "") if references is not None else "",
        covered=tuple(
            (beside(path, reference.get("FileRef")), text(child(reference, "CheckValue")))
            for reference in children(references, "Reference")
        ),
        signatures=signatures,
        moment=text(child(info, "SignatureDateTime")),
        parts=parts,
    )


_NO_FILE = Words(
    "电子签章不能采信：签章文件缺失或损坏。请重新签章后提交，或用阅读器核验。",
    "An electronic seal cannot be relied on: its file is missing or damaged. Have it sealed again, or verify it in a "
    "reader.",
)


def _unshown(number: int, count: int) -> Problem:
    reason = Words(
        f"第 {number} 页有 {count} 幅图片的格式不受支持或已损坏，没有读取。请导出为 PDF 后提交。",
        f"Page {number} has {count} pictures that are damaged or of a format that cannot be read. Export it as PDF.",
    )
    return Problem(Trouble.PAGE_UNREADABLE, reason, number)
