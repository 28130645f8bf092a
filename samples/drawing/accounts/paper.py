"""Tables put on pages of a PDF, as a spreadsheet program prints them; and the same pages as scans."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from drawing.accounts.table import Drawn, Put
from drawing.fonts import path_of, width_of

FACES = ("light", "hei")
MARGIN = 42.0  # pt
A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """How a report is printed. `ruled`: with rules around all cells, or below the rows only where `level`; `number`
    is what stands below each page around its number."""

    face: str
    size: float
    landscape: bool
    ruled: bool
    row: float
    level: bool = False
    number: str = ""

    @property
    def page(self) -> tuple[float, float]:
        return (A4[1], A4[0]) if self.landscape else A4


def random_sheet(rng: Random, columns: int) -> AccountsPage:
    landscape = columns > 7 or rng.random() < 0.3
    size = 7.0 if columns > 9 else rng.choice((8.0, 9.0, 9.5)) if columns > 5 or not landscape else 10.0
    face, ruled, row = rng.choice(FACES), rng.random() < 0.85, size * rng.uniform(1.7, 2.2)
    return AccountsPage(
        face, size, landscape, ruled, row, ruled and rng.random() < 0.1, rng.choice(("", "{}", "- {} -", "第{}页"))
    )


class Printer:
    """Tables below one another, and over to a next page where one is full."""

    def __init__(self, path: Path, rng: Random) -> None:
        for face in FACES:
            pdfmetrics.registerFont(TTFont(face, path_of(face)))
        self.canvas, self.rng, self.y, self.sheet = Canvas(str(path), invariant=1), rng, -1.0, None

    def table(self, drawn: Drawn, sheet: AccountsPage, *, below: bool = False) -> int:
        """Returns the page that it begins on, from 1. `below`: on the page of the last one, if it fits."""
        heights = _heights(drawn, sheet)
        if not (below and self.sheet == sheet and self.y + sum(heights) + 5 * sheet.row < sheet.page[1] - MARGIN):
            self._turn(sheet)
        began = self.canvas.getPageNumber()
        wide = sheet.page[0] - 2 * MARGIN
        self._text(drawn.title, MARGIN, wide, self.y, sheet.size * 1.5, "centre")
        self.y += sheet.size * 2.6
        self._text(drawn.left, MARGIN, wide, self.y, sheet.size, "left")
        self._text(drawn.unit, MARGIN, wide, self.y, sheet.size, "right")
        self.y += sheet.size * 0.6
        for index, rows in enumerate(_pages(heights, drawn.head, self.y, sheet)):
            if index:
                self._turn(sheet)
                rows = [*range(drawn.head), *rows]
            self._rows(drawn, sheet, rows, heights)
        if drawn.note:
            self.y += sheet.row
            self._text(drawn.note, MARGIN, wide, self.y, sheet.size, "left")
        self.y += 2 * sheet.row
        return began

    def prose(self, sentences: Sequence[str], sheet: AccountsPage) -> None:
        self._turn(sheet)
        per = int((sheet.page[0] - 2 * MARGIN) / 12)
        for sentence in sentences:
            text = "　　" + sentence
            for start in range(0, len(text), per):
                self._text(text[start : start + per], MARGIN, 0, self.y, 12, "left")
                self.y += 22

    def save(self) -> None:
        self._number()
        self.canvas.save()

    def _number(self) -> None:
        if self.sheet is not None and self.sheet.number:
            text = self.sheet.number.format(self.canvas.getPageNumber())
            self._text(text, 0, self.sheet.page[0], self.sheet.page[1] - MARGIN / 2, 9, "centre")

    def _turn(self, sheet: AccountsPage) -> None:
        if self.y >= 0:
            self._number()
            self.canvas.showPage()
        self.canvas.setPageSize(sheet.page)
        self.sheet, self.y = sheet, MARGIN + sheet.size

    def _rows(self, drawn: Drawn, sheet: AccountsPage, rows: Sequence[int], heights: Sequence[float]) -> None:
        wide = sheet.page[0] - 2 * MARGIN
        edges = [MARGIN + wide * sum(drawn.widths[:i]) for i in range(len(drawn.widths) + 1)]
        tops = dict[int, float]()
        y = self.y
        for row in rows:
            tops[row], y = y, y + heights[row]
        for put in drawn.puts:
            if put.row in tops:
                down = sum(heights[put.row : put.row + put.down])
                self._cell(put, sheet, edges[put.column], edges[put.column + put.across], tops[put.row], down)
        self.y = y

    def _cell(self, put: Put, sheet: AccountsPage, x0: float, x1: float, top: float, down: float) -> None:
        if sheet.ruled:
            self.canvas.setLineWidth(0.6)
            if sheet.level:
                self.canvas.line(x0, sheet.page[1] - top - down, x1, sheet.page[1] - top - down)
            else:
                self.canvas.rect(x0, sheet.page[1] - top - down, x1 - x0, down)
        lines = _wrapped(put.text, sheet, x1 - x0)
        y = top + down / 2 - (len(lines) - 1) * sheet.size * 0.6 + sheet.size * 0.35
        for line in lines:
            self._text(line, x0 + 2.5, x1 - x0 - 5, y, sheet.size, put.align)
            y += sheet.size * 1.2

    def _text(self, text: str, x: float, width: float, y: float, size: float, align: str) -> None:
        if not text or self.sheet is None:
            return
        self.canvas.setFont(self.sheet.face, size)
        long = width_of(text, self.sheet.face, size)
        left = x if align == "left" else x + (width - long) / (2 if align == "centre" else 1)
        self.canvas.drawString(left, self.sheet.page[1] - y, text)


def _wrapped(text: str, sheet: AccountsPage, width: float) -> list[str]:
    lines = [""]
    for char in text:
        if width_of(lines[-1] + char, sheet.face, sheet.size) > width - 4 and not text.replace(",", "")[:1].isdigit():
            lines.append("")
        lines[-1] += char
    return lines


def _heights(drawn: Drawn, sheet: AccountsPage) -> list[float]:
    wide = sheet.page[0] - 2 * MARGIN
    heights = [sheet.row] * drawn.rows
    for put in drawn.puts:
        width = wide * sum(drawn.widths[put.column : put.column + put.across])
        need = len(_wrapped(put.text, sheet, width)) * sheet.size * 1.25 + 4
        if put.down == 1:
            heights[put.row] = max(heights[put.row], need)
    return heights


def _pages(heights: Sequence[float], head: int, top: float, sheet: AccountsPage) -> Iterator[list[int]]:
    rows, room = list[int](), sheet.page[1] - MARGIN - top
    for row, height in enumerate(heights):
        if height > room and rows:
            yield rows
            rows, room = [], sheet.page[1] - 2 * MARGIN - sheet.size - sum(heights[:head])
        rows.append(row)
        room -= height
    yield rows


def scanned(pdf: Path, path: Path, rng: Random, dpi: int = 200) -> None:
    """The same pages as a scanner gives them: grey, a little turned."""
    pages = list[Image.Image]()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=dpi / 72).to_pil().convert("L")
            turned = picture.rotate(rng.uniform(-0.3, 0.3), Image.Resampling.BICUBIC, fillcolor=255)
            packed = io.BytesIO()
            turned.save(packed, "JPEG", quality=80)
            pages.append(Image.open(packed))
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=dpi)
