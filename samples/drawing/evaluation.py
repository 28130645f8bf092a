"""A page of an evaluation report, with the published table that does not add up, in four formats.

The figures are those of the published evaluation; the sentences are ours. The column paid by 2023-12-31 adds up to
674.94 and says 679.94; the score table is right.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from drawing.fonts import font, path_of

PAGE = (595, 842)  # pt, A4
FACE = "light"
SIZE = 10.5
ROW = 20.0
LEFT = 60.0

PAYMENTS = """
市南区|2172.95|0|0%|18.64|0.86%
市北区|398.26|0|0%|0|0%
李沧区|194.61|0|0%|0|0%
崂山区|1297.05|0|0%|0|0%
西海岸新区|1495.89|0|0%|0|0%
自贸片区|674.94|674.94|100%|674.94|100%
城阳区|618.75|0|0%|92.81|15%
高新区|97.70|0|0%|97.70|100%
即墨区|582.11|0|0%|0|0%
胶州市|590.93|0|0%|0|0%
平度市|226.19|0|0%|0|0%
莱西市|216.97|0|0%|0|0%
合计|8566.35|679.94|7.94%|884.09|10.32%
"""
SCORES = """
指标|分值|得分|得分率
决策|20|17.30|86.50%
过程|20|17.25|86.25%
产出与效益|60|51.71|86.18%
合计|100|86.26|86.26%
"""
HEADS = ("区（市）", "应拨付", "截至2023年12月31日", "截至2024年6月30日", "实际拨付", "拨付率")
PROSE = (
    "截至2023年12月31日，区（市）实际拨付679.94万元，拨付率7.94%。",
    "加上小微企业1433.65万元，全市共拨付2113.59万元，占预算10000万元的21.14%。",
)
PAYMENT_WIDTHS = (85, 75, 80, 70, 80, 70)
SCORE_WIDTHS = (120, 80, 80, 80)
CAPTIONS = ("表1-6 区（市）扶持资金拨付情况表", "表1-7 绩效评价得分表")
UNIT = "单位：万元"

Cells = list[tuple[int, int, int, int, str]]  # row, column, row span, column span, text


def rows_of(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


def payment_cells(payments: str = PAYMENTS) -> Cells:
    area, due, first, second, paid, rate = HEADS
    cells: Cells = [(0, 0, 2, 1, area), (0, 1, 2, 1, due), (0, 2, 1, 2, first), (0, 4, 1, 2, second)]
    cells += [(1, 2 + i, 1, 1, text) for i, text in enumerate((paid, rate, paid, rate))]
    return cells + [(r + 2, c, 1, 1, text) for r, row in enumerate(rows_of(payments)) for c, text in enumerate(row)]


def score_cells(scores: str = SCORES) -> Cells:
    return [(r, c, 1, 1, text) for r, row in enumerate(rows_of(scores)) for c, text in enumerate(row)]


class _Paper:
    """What both a PDF's page and a picture can draw, in pt from the top left."""

    def text(self, x: float, y: float, text: str) -> None: ...

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None: ...


class _PdfPaper(_Paper):
    def __init__(self, path: Path) -> None:
        pdfmetrics.registerFont(TTFont(FACE, path_of(FACE)))
        self.canvas = Canvas(str(path), pagesize=PAGE, invariant=1)

    def text(self, x: float, y: float, text: str) -> None:
        self.canvas.setFont(FACE, SIZE)
        self.canvas.drawString(x, PAGE[1] - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, PAGE[1] - y0, x1, PAGE[1] - y1)


class _PicturePaper(_Paper):
    def __init__(self, dpi: int) -> None:
        self.scale = dpi / 72
        self.image = Image.new("RGB", (round(PAGE[0] * self.scale), round(PAGE[1] * self.scale)), "white")
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str) -> None:
        place = (x * self.scale, y * self.scale)
        self.draw.text(place, text, "black", font(FACE, SIZE * self.scale), anchor="ls")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        ends = tuple(value * self.scale for value in (x0, y0, x1, y1))
        self.draw.line(ends, "black", max(1, round(0.7 * self.scale)))


def as_pdf(path: Path, payments: str = PAYMENTS, prose: tuple[str, ...] = PROSE, *, ruled: bool = True) -> None:
    paper = _PdfPaper(path)
    _page(paper, payments, prose, ruled)
    paper.canvas.save()


def as_picture(path: Path, payments: str = PAYMENTS, dpi: int = 200) -> None:
    paper = _PicturePaper(dpi)
    _page(paper, payments, PROSE, True)
    paper.image.save(path, dpi=(dpi, dpi))


def _page(paper: _Paper, payments: str, prose: tuple[str, ...], ruled: bool) -> None:
    y = 70.0
    for sentence in prose:
        paper.text(LEFT, y, sentence)
        y += ROW
    tables = ((payment_cells(payments), PAYMENT_WIDTHS, UNIT), (score_cells(), SCORE_WIDTHS, ""))
    for caption, (cells, widths, unit) in zip(CAPTIONS, tables, strict=True):
        paper.text(LEFT + 100, y + ROW, caption)
        paper.text(LEFT + sum(widths) - 60, y + 2 * ROW - 4, unit)
        y = _table(paper, cells, widths, y + 2 * ROW, ruled) + ROW


def _table(paper: _Paper, cells: Cells, widths: tuple[int, ...], top: float, ruled: bool) -> float:
    edges = [LEFT + sum(widths[:i]) for i in range(len(widths) + 1)]
    for row, column, down, across, text in cells:
        x0, x1, y0, y1 = edges[column], edges[column + across], top + row * ROW, top + (row + down) * ROW
        paper.text(x0 + 6, (y0 + y1) / 2 + 4, text)
        if ruled:
            for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                paper.line(*ends)
    return top + max(row + down for row, _, down, _, _ in cells) * ROW


def as_docx(path: Path) -> None:
    from docx import Document

    document = Document()
    for sentence in PROSE:
        document.add_paragraph(sentence)
    for caption, cells in zip(CAPTIONS, (payment_cells(), score_cells()), strict=True):
        document.add_paragraph(caption)
        if cells[0][2] > 1:
            document.add_paragraph(UNIT)
        rows, columns = (max(cell[i] for cell in cells) + 1 for i in (0, 1))
        table = document.add_table(rows, columns)
        for row, column, down, across, text in cells:
            cell = table.cell(row, column)
            if down > 1 or across > 1:
                cell = cell.merge(table.cell(row + down - 1, column + across - 1))
            cell.text = text
    document.save(str(path))


def as_xlsx(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表1-6"
    sheet["A1"] = CAPTIONS[0]
    sheet["A2"] = UNIT
    for row, column, down, across, text in payment_cells():
        cell = sheet.cell(row + 3, column + 1)
        at = cell.coordinate
        if text.endswith("%"):
            sheet[at], cell.number_format = float(text[:-1]) / 100, "0.00%"
        elif text.replace(".", "").isdigit():
            sheet[at], cell.number_format = float(text), "0.00"
        else:
            sheet[at] = text
        if down > 1 or across > 1:
            sheet.merge_cells(None, row + 3, column + 1, row + 2 + down, column + across)
    scores = book.create_sheet("表1-7")
    for row, column, _, _, text in score_cells():
        scores.cell(row + 1, column + 1).value = text
    book.save(str(path))
