"""PDFs: rendered by pdfium, their text layer read by pdfplumber."""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pdfplumber.pdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.picture import Picture, grey_picture, turned_picture
from extractor.records import Box, Line, Problem, Trouble, Words
from extractor.sources.asides import asides_of, may_be_signed
from extractor.sources.base import Access, Opening, RawPage, Unreadable
from extractor.sources.mending import MENDED, repaired
from extractor.sources.textlines import Glyph, lines_of, turn_of

DPI = 200.0  # what office scanners give; print of 10.5 pt is 29 px tall, and PP-OCR reads at 48 px or less
FEWEST_PIXELS = 800  # on the long side: a page box of a few millimetres is a sheet that some program scaled down
RENDERED_PIXELS = 20_000_000  # an A2 page at 200 dpi is 15 million; larger sheets are rendered more coarsely
FAX = frozenset({"CCITTFaxDecode", "JBIG2Decode"})
BLANK_FAX = 2000  # bytes: a blank A4 page at 600 dpi is one bit a line, 880 bytes
SHORTEST_SIDE = 9.0  # pt, 3 mm: no page of paper is smaller
MOST_GLYPHS = 60_000  # ten times a dense A4 page; a page with more is a drawing or a bomb and is OCR'd
INVISIBLE = (3, 7)  # PDF's text rendering modes that leave no ink
SCAN_SHARE = 0.5  # of the page: an image that covers more is the page's scan, not a picture on it

SMALLEST_DRAWING = 14.0  # pt, 5 mm: half of the smallest seal; rules and underlines are thinner
MOST_DRAWN = 100  # places: a page with more is a drawing, or a scan in strips, and is searched as a whole
STEPS = 1_000_000  # into which pdfium is asked to divide a page's sides; it gives whole ones
WHOLE = Box(0.0, 0.0, 1.0, 1.0)

_Frame = tuple[float, float, float, float]

if TYPE_CHECKING:
    from extractor.esign.pdf import SignatureFound

_LOCK = threading.Lock()  # pdfium is not thread-safe


def knows(opening: Opening) -> bool:
    """Its mark may stand anywhere in the first 1,024 bytes (Adobe's readers, ISO 32000-1 annex H); in a package it is
    that of a PDF in it."""
    return opening.parts is None and b"%PDF-" in opening.head


@contextmanager
def opened(path: Path, access: Access) -> Generator[_Pdf]:
    """Raises Unreadable; the empty password is tried by pdfium itself."""
    mended, passwords = None, access.passwords
    try:
        document, password = _opened(path, passwords)
    except Unreadable as error:
        mended = repaired(path, passwords)
        if mended is None:
            raise
        try:
            document, password = pdfium.PdfDocument(mended), None
        except pdfium.PdfiumError:
            raise error from None
    source = _Pdf(path, document, password, mended)
    try:
        document.init_forms()  # else what was typed into a form's fields is not drawn
        if not source.page_count:
            raise Unreadable(Problem(Trouble.UNREADABLE, _damaged()))
        yield source
    finally:
        source.close()


def _opened(path: Path, passwords: Sequence[str]) -> tuple[pdfium.PdfDocument, str | None]:
    """The document, with the password that opened it."""
    left = list[str | None]([None, *passwords])
    while True:
        password = left.pop(0)
        try:
            return pdfium.PdfDocument(path, password=password), password
        except pdfium.PdfiumError as error:
            refusal = _refusal(error)
            if not left or refusal.trouble is not Trouble.ENCRYPTED:
                raise Unreadable(refusal) from error


class _Pdf:
    def __init__(
        self, path: Path, document: pdfium.PdfDocument, password: str | None = None, mended: bytes | None = None
    ) -> None:
        self._path = path
        self._mended = mended
        self._password = password
        self._document = document
        self._text: pdfplumber.pdf.PDF | None = None
        self._text_fails = False

    @property
    def page_count(self) -> int:
        return len(self._document)

    @property
    def problems(self) -> tuple[Problem, ...]:
        with _LOCK:
            asides = asides_of(self._document)
        said = (Problem(Trouble.NOTED, MENDED),) if self._mended else ()
        return (*said, *asides, *(one.problem for one in self._signatures))

    @cached_property
    def _signatures(self) -> tuple[SignatureFound, ...]:
        if not may_be_signed(self._path):
            return ()
        from extractor.esign.pdf import signatures_of  # takes a second to load, and few files need it

        return signatures_of(self._path, self._password)

    def read(self, number: int) -> RawPage:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        with _LOCK:
            try:
                page = self._document[number - 1]
                width, height = page.get_size()
                if min(width, height) < SHORTEST_SIDE:
                    raise Unreadable(_bad_page(number))
                dpi = max(DPI, 72 * FEWEST_PIXELS / max(width, height))
                dpi = min(dpi, 72 * (RENDERED_PIXELS / (width * height)) ** 0.5)
                picture = _render(page, dpi)
                if picture.min() == picture.max():
                    _decode_images(page)
                hidden, scan_dpi, drawn = _layers(page)
                frame = _view_frame(page)
                has_text = page.get_textpage().count_chars() > 0
            except MemoryError as error:
                raise Unreadable(_no_memory(number)) from error
            except (pdfium.PdfiumError, ValueError) as error:
                raise Unreadable(_bad_page(number)) from error
        glyphs = self._glyphs(number, frame) if has_text else []
        turn = turn_of(glyphs)
        text: tuple[Line, ...] | None = lines_of(glyphs, turn) or None
        signed = [one for one in self._signatures if one.page in (number, None)]
        seals = tuple(one.seal_on(number) for one in signed if not one.broken)
        void = tuple(one.box for one in signed if one.broken and one.box)
        return RawPage(number, picture, dpi, text, turn, hidden, scan_dpi, seals, void, drawn)

    def close(self) -> None:
        if self._text is not None:
            self._text.close()
        with _LOCK:
            self._document.close()

    def _glyphs(self, number: int, frame: _Frame) -> list[Glyph]:
        """The characters of the text layer; none where pdfminer cannot read it, and the page is OCR'd instead."""
        if self._text_fails:
            return []
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)  # it warns of every oddity, on the terminal
        try:
            if self._text is None:
                self._text = pdfplumber.open(
                    BytesIO(self._mended) if self._mended else self._path, password=self._password
                )
            page = self._text.pages[number - 1]
            glyphs = _glyphs_of(page, frame)
            page.close()
        except Exception:  # noqa: BLE001  pdfminer raises anything at all on damaged files; OCR reads those pages
            self._text_fails = self._text is None
            return []
        return glyphs


def _render(page: pdfium.PdfPage, dpi: float) -> Picture:
    """The page as it is shown. pdfium draws print and strokes on a page with /Rotate a fraction of a pixel elsewhere
    (by up to 213 of 255 at their edges), and what is read would hang on it: the page is rendered unturned, and its
    pixels are turned."""
    turn = page.get_rotation() % 360
    bitmap = page.render(
        scale=cast(int, dpi / 72),  # a float, whatever pypdfium2's annotation says
        rotation=cast(Any, -turn % 360),
        rev_byteorder=True,
        draw_annots=True,
        may_draw_forms=True,
    )
    array = bitmap.to_numpy()
    picture = grey_picture(array[:, :, 0]) if array.shape[2] == 1 else cast(Picture, array[:, :, :3].copy())
    bitmap.close()
    return turned_picture(picture, turn)


def _decode_images(page: pdfium.PdfPage) -> None:
    """Raises PdfiumError for a page whose image cannot be decoded: it is drawn as bare paper, and would pass for a
    blank back. pdfium says so itself but for fax pictures, whose length tells."""
    for item in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=2):
        image = cast(pdfium.PdfImage, item)
        image.get_bitmap().close()
        if FAX.intersection(image.get_filters()) and len(image.get_data(decode_simple=False)) > BLANK_FAX:
            raise pdfium.PdfiumError("a fax picture that is not blank was drawn blank")


def _layers(page: pdfium.PdfPage) -> tuple[bool, float | None, tuple[Box, ...]]:
    """Whether most text objects are invisible or lie under an image of the page, that image's resolution, and where
    anything is drawn but text and thin strokes, in view coordinates."""
    width, height = page.get_size()
    hidden = seen = 0
    scan_dpi: float | None = None
    drawn = _annotated(page)
    for item in page.get_objects(max_depth=1):
        kind = pdfium_c.FPDFPageObj_GetType(item.raw)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            seen += 1
            hidden += pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) in INVISIBLE
            continue
        if kind != pdfium_c.FPDF_PAGEOBJ_IMAGE and len(drawn) >= MOST_DRAWN:
            continue
        try:
            left, bottom, right, top = item.get_bounds()
        except pdfium.PdfiumError:  # an empty path has none; what cannot be measured may be anything
            drawn.append(WHOLE)
            continue
        if min(right - left, top - bottom) >= SMALLEST_DRAWING:
            drawn.append(_in_view(page, left, bottom, right, top))
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and (right - left) * (top - bottom) >= SCAN_SHARE * width * height:
            hidden = seen
            pixels = cast(pdfium.PdfImage, item).get_px_size()
            scan_dpi = max(pixels) / max(right - left, top - bottom) * 72
    return hidden > seen / 2, scan_dpi, tuple(drawn) if len(drawn) < MOST_DRAWN else (WHOLE,)


def _annotated(page: pdfium.PdfPage) -> list[Box]:
    """Where annotations are: stamps, signatures, a form's fields."""
    boxes = list[Box]()
    for index in range(min(MOST_DRAWN, pdfium_c.FPDFPage_GetAnnotCount(page.raw))):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        rect = pdfium_c.FS_RECTF()
        if not annotation or not pdfium_c.FPDFAnnot_GetRect(annotation, rect):
            boxes.append(WHOLE)
        else:
            boxes.append(_in_view(page, rect.left, rect.bottom, rect.right, rect.top))
        if annotation:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return boxes


def _in_view(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """From the page's own coordinates, which know neither /Rotate nor the box that is shown."""
    corners = [_point_in_view(page, x, y) for x, y in ((left, bottom), (right, top))]
    (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
    return Box(x0, y0, x1, y1)


def _point_in_view(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, STEPS, STEPS, 0, x, y, across, down)
    return across.value / STEPS, down.value / STEPS


def _view_frame(page: pdfium.PdfPage) -> _Frame:
    """Left, top, width and height of the view, in points of the turned MediaBox from its top left: pdfplumber's
    coordinates. Its own `cropbox` is wrong on turned pages."""
    width, height = page.get_size()
    media = page.get_mediabox() or (0.0, 0.0, width, height)
    crop = page.get_cropbox() or media
    left, below = max(0.0, crop[0] - media[0]), max(0.0, crop[1] - media[1])
    right, above = max(0.0, media[2] - crop[2]), max(0.0, media[3] - crop[3])
    start = {0: (left, above), 90: (below, left), 180: (right, below), 270: (above, right)}
    return *start[page.get_rotation() % 360], width, height


def _glyphs_of(page: Any, frame: _Frame) -> list[Glyph]:
    left, top, width, height = frame
    left, top = left + float(page.bbox[0]), top + float(page.bbox[1])
    chars = cast(list[dict[str, Any]], page.chars)
    if len(chars) > MOST_GLYPHS:
        return []
    glyphs = (
        Glyph(
            str(char["text"]),
            (min(float(char["x0"]), float(char["x1"])) - left) / width,
            (float(char["top"]) - top) / height,
            (max(float(char["x0"]), float(char["x1"])) - left) / width,
            (float(char["bottom"]) - top) / height,
            _direction(char),
            width / height,
        )
        for char in chars
    )
    return [glyph for glyph in glyphs if glyph.box.shared(WHOLE)]


def _direction(char: dict[str, Any]) -> int:
    """Degrees clockwise by which the character is turned in the view, to the nearest right angle."""
    a, b = (float(value) for value in char["matrix"][:2])
    return round(np.degrees(np.arctan2(-b, a)) / 90) * 90 % 360


def _refusal(error: pdfium.PdfiumError) -> Problem:
    if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
        reason = Words(
            "PDF 设有打开密码，无法读取。请提交去除密码后的文件。",
            "The PDF needs a password to open. Submit it without the password.",
        )
        return Problem(Trouble.ENCRYPTED, reason)
    return Problem(Trouble.UNREADABLE, _damaged())


def _damaged() -> Words:
    return Words(
        "PDF 文件已损坏或不完整，无法打开。请重新导出或扫描后提交。",
        "The PDF is damaged or cut off and cannot be opened. Export or scan it again.",
    )


def _no_memory(number: int) -> Problem:
    reason = Words(
        f"内存不足，第 {number} 页未能读取；文件本身可能是好的。请关闭其他程序或减少 --jobs 后再试。",
        f"There was not enough memory for page {number}; the file may be in order. Close other programs, or use fewer "
        "--jobs, and try again.",
    )
    return Problem(Trouble.PAGE_UNREADABLE, reason, number)


def _bad_page(number: int) -> Problem:
    reason = Words(
        f"第 {number} 页已损坏，无法显示。请重新扫描这一页后提交。",
        f"Page {number} is damaged and cannot be shown. Scan this page again.",
    )
    return Problem(Trouble.PAGE_UNREADABLE, reason, number)
