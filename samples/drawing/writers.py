"""Drawn pages as files: PDFs with text or with scans, pictures, and files that cannot be read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from drawing.fonts import FACES, path_of
from drawing.media import MEDIA
from drawing.pages import DrawnPage
from drawing.sheet import Disc, DrawnSheet, Impression, Stroke, Text

# A seal in a text PDF: its picture at this resolution, ink laid over the text with this strength.
STAMP_DPI = 200
STAMP_STRENGTH = 0.8
KEPT_OF_BROKEN = 0.55  # share of a file's bytes that a broken copy keeps: its end, with the page tree, is lost


def write_pdf(path: Path, pages: Sequence[DrawnPage], password: str | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf_bytes(pages, password))


def pdf_bytes(pages: Sequence[DrawnPage], password: str | None = None) -> bytes:
    rl_config.useA85 = 0  # no ASCII armour: a quarter smaller
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1, encrypt=password)
    for page in pages:
        if page.jpeg is None:
            _text_page(canvas, page.sheet)
        else:
            _scan_page(canvas, page.jpeg, MEDIA[page.medium.partition("@")[0]].dpi)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write_picture(path: Path, page: DrawnPage) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if page.jpeg is not None:
        path.write_bytes(page.jpeg)
    else:
        page.picture.save(path)


def write_broken(path: Path, pages: Sequence[DrawnPage]) -> None:
    """A PDF whose transfer stopped half-way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = pdf_bytes(pages)
    path.write_bytes(whole[: int(len(whole) * KEPT_OF_BROKEN)])


def _scan_page(canvas: Canvas, jpeg: bytes, dpi: int) -> None:
    reader = ImageReader(io.BytesIO(jpeg))
    width, height = (edge * 72 / dpi for edge in reader.getSize())
    canvas.setPageSize((width, height))
    canvas.drawImage(reader, 0, 0, width, height)


def _font_name(role: str) -> str:
    if role not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(role, path_of(role), subfontIndex=FACES[role].index))
    return role


def _text_page(canvas: Canvas, sheet: DrawnSheet) -> None:
    width, height = sheet.size
    canvas.setPageSize((width * mm, height * mm))
    for thing in sheet.things:
        ink = tuple(part / 255 for part in thing.ink)
        canvas.setFillColorRGB(*ink)
        canvas.setStrokeColorRGB(*ink)
        if isinstance(thing, Text):
            canvas.saveState()  # the render mode outlives its text object
            line = canvas.beginText(thing.x * mm, (height - thing.baseline) * mm)
            line.setFont(_font_name(thing.face), thing.size * mm)
            if thing.bold:
                canvas.setLineWidth(thing.bold * mm)
            line.setTextRenderMode(2 if thing.bold else 0)
            line.textOut(thing.text)
            canvas.drawText(line)
            canvas.restoreState()
        elif isinstance(thing, Stroke):
            canvas.setLineWidth(thing.width * mm)
            canvas.line(thing.x0 * mm, (height - thing.y0) * mm, thing.x1 * mm, (height - thing.y1) * mm)
        elif isinstance(thing, Disc):
            canvas.circle(thing.x * mm, (height - thing.y) * mm, thing.radius * mm, stroke=0, fill=1)
        else:
            _stamp(canvas, thing, height)


def _stamp(canvas: Canvas, seal: Impression, height: float) -> None:
    x0, y0, x1, y1 = seal.box
    size = (round((x1 - x0) / 25.4 * STAMP_DPI), round((y1 - y0) / 25.4 * STAMP_DPI))
    mask = Image.fromarray(seal.ink_mask).resize(size, Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", size, seal.ink)
    picture.putalpha(Image.fromarray((np.asarray(mask) * STAMP_STRENGTH).astype(np.uint8)))
    canvas.drawImage(ImageReader(picture), x0 * mm, (height - y1) * mm, (x1 - x0) * mm, (y1 - y0) * mm, mask="auto")
