"""Application forms made as Word and Excel files, at random: tables with merged and nested cells, underlined blanks,
text set by tabs, content controls; labels that the pack does not know; some blank. LibreOffice prints them."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from drawing import pack
from drawing.anyhow.forms import DATES, FIELDS, LONG, STATEMENTS
from drawing.anyhow.manner import Manner

KIND = "application_form"
A4_WIDTH = 210.0
FONTS = ("AR PL UMing CN", "WenQuanYi Zen Hei", "LXGW WenKai")
# What offices ask besides, and what may be filled in; nothing of it is a field of the pack.
OTHERS = {
    "电子邮箱": "office@example.com",
    "传真": "0532-80000001",
    "邮政编码": "266000",
    "经营范围": "货物进出口",
    "职工人数": "86",
    "备注": "无",
}
EMPTY_SHARE = 0.1  # of the forms: nothing is filled in
SIGNS = ("（盖章）", "（公章）", "签章：")


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """`fields`: name, as written, value; `blank`: the fields whose labels are printed and where nothing stands."""

    family: str
    suffix: str
    content: bytes
    fields: tuple[tuple[str, str, str], ...]
    blank: tuple[str, ...]


@dataclass(slots=True)
class _Writing:
    manner: Manner
    document: Docx
    fields: list[tuple[str, str, str]]
    empty: bool
    margin: float = 20.0
    row: float | None = None  # in mm, of a table's rows at least

    @property
    def width(self) -> float:
        """Of the text, in mm."""
        return A4_WIDTH - 2 * self.margin

    @property
    def rng(self) -> random.Random:
        return self.manner.rng

    def value(self, name: str) -> str:
        if self.empty:
            self.manner.blank.append(name)
            return ""
        text = self.manner.value(name)
        if text:
            self.fields.append((name, text, self.manner.values[name]))
        return text

    def pieces(self) -> list[tuple[str, str, str]]:
        """Each field with its label and what is filled in, and now and then something that is no field: name `""`."""
        found = [(name, self.manner.word(name), self.value(name)) for name in FIELDS]
        for other in self.rng.sample(list(OTHERS), self.rng.choice((0, 1, 2, 3))):
            filled = OTHERS[other] if not self.empty and self.rng.random() < 0.5 else ""
            found.insert(self.rng.randrange(len(found) + 1), ("", other, filled))
        return found


def office_paper(seed: int, family: str | None = None) -> OfficePaper:
    rng = random.Random(f"office {seed}")
    chosen = family or list(FAMILIES)[seed % len(FAMILIES)]
    writing = _Writing(Manner.any(rng, KIND, vector=True), Document(), [], rng.random() < EMPTY_SHARE)
    if chosen == "excel":
        content, suffix = _workbook(writing), ".xlsx"
    else:
        _begin(writing)
        FAMILIES[chosen](writing)
        out = io.BytesIO()
        writing.document.save(out)
        content, suffix = out.getvalue(), ".docx"
    return OfficePaper(chosen, suffix, content, tuple(writing.fields), tuple(writing.manner.blank))


def printed(path: Path, timeout: float = 120) -> Path:
    """The PDF that LibreOffice prints a file to, beside it."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
                "--outdir", str(path.parent), str(path),
            ],
            check=True, capture_output=True, timeout=timeout,
        )  # fmt: skip
    return path.with_suffix(".pdf")


def can_print() -> bool:
    return shutil.which("soffice") is not None


def _begin(writing: _Writing) -> None:
    document, rng = writing.document, writing.rng
    section = document.sections[0]
    section.page_width, section.page_height = Mm(A4_WIDTH), Mm(297)
    writing.margin = rng.uniform(15, 30)
    section.left_margin = section.right_margin = Mm(writing.margin)
    section.top_margin = section.bottom_margin = Mm(rng.uniform(12, 22))
    if rng.random() < 0.85:  # what Word sets by itself in Chinese: 15.6 pt from line to line
        lines = OxmlElement("w:docGrid")
        lines.set(qn("w:type"), "lines")
        lines.set(qn("w:linePitch"), "312")
        for properties in document.element.body.iter(qn("w:sectPr")):
            for old in properties.findall(qn("w:docGrid")):
                properties.remove(old)
            properties.append(lines)
    writing.row = rng.choice((None, 8, 9, 10, 11)) if rng.random() < 0.85 else None
    style = cast("ParagraphStyle", document.styles["Normal"])
    style.font.size, style.font.name = Pt(rng.choice((10.5, 11, 12))), rng.choice(FONTS)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), style.font.name)
    style.paragraph_format.space_after = Pt(0)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(pack.titles(KIND)[0])
    run.bold, run.font.size = True, Pt(rng.choice((15, 16, 18)))


def _table(writing: _Writing) -> None:
    """Pairs of cells, one or two in a row, values of long fields across the rest."""
    rows = _in_rows(writing.rng, writing.pieces(), 2)
    table = _grid(writing, writing.document, len(rows), 4)
    label = writing.rng.uniform(0.16, 0.24) * writing.width
    _set_widths(table, label, writing.width / 2 - label, label, writing.width / 2 - label)
    for row, some in enumerate(rows):
        _fill(writing, table, row, some)
    _places(writing)


def _nested(writing: _Writing) -> None:
    """A table of sections, each with a table in its cell."""
    pieces = writing.pieces()
    outer = _grid(writing, writing.document, 3, 2)
    part = -(-len(pieces) // 3)
    width = writing.width
    _set_widths(outer, 16, width - 16)
    for row, heading in enumerate(("企业基本情况", "出口业务情况", "投保及申请情况")):
        outer.cell(row, 0).text = heading
        cell = outer.cell(row, 1)
        rows = _in_rows(writing.rng, pieces[row * part : (row + 1) * part], 2)
        inner = _grid(writing, cell, len(rows), 4)
        _set_widths(inner, 30, (width - 80) / 2, 30, (width - 80) / 2)
        for at, some in enumerate(rows):
            _fill(writing, inner, at, some)
    _places(writing)


def _blanks(writing: _Writing) -> None:
    """Paragraphs with underlined blanks, numbered or not."""
    number = writing.rng.choice(("", "{}、", "{}. ", "（{}）"))
    for at, (_, label, value) in enumerate(writing.pieces(), 1):
        paragraph = writing.document.add_paragraph(number.format(at) + label + "：")
        room = max(2, 24 - len(value))
        before = writing.rng.randint(0, min(4, room))
        paragraph.add_run(" " * before + value + "\u00a0" * (room - before)).underline = True
        paragraph.paragraph_format.space_after = Pt(4)
    _places(writing)


def _tabs(writing: _Writing) -> None:
    """Two columns set by tabs, without rules."""
    for some in _in_rows(writing.rng, writing.pieces(), 2):
        paragraph = writing.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(5)
        for at in (42, 95, 130):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(at))
        paragraph.add_run("\t".join(f"{label}：\t{value}" for _, label, value in some))
    _places(writing)


def _controls(writing: _Writing) -> None:
    """A table whose values stand in content controls, as Word's own form templates."""
    rows = _in_rows(writing.rng, writing.pieces(), 2)
    table = _grid(writing, writing.document, len(rows), 4)
    for row, some in enumerate(rows):
        _fill(writing, table, row, some, controlled=True)
    _places(writing)


FAMILIES: dict[str, Callable[[_Writing], None]] = {
    "word_table": _table,
    "word_nested": _nested,
    "word_underlined": _blanks,
    "word_tabs": _tabs,
    "word_controls": _controls,
    "excel": lambda _: None,
}


def _in_rows(rng: random.Random, pieces: list[tuple[str, str, str]], most: int) -> list[list[tuple[str, str, str]]]:
    rows, pending = list[list[tuple[str, str, str]]](), list(pieces)
    while pending:
        count = 1 if pending[0][0] in LONG or rng.random() < 0.2 else most
        if count > 1 and len(pending) > 1 and pending[1][0] in LONG:
            count = 1
        rows.append(pending[:count])
        pending = pending[count:]
    return rows


def _grid(writing: _Writing, home: Any, rows: int, columns: int) -> Table:
    """`home`: the document or a cell, whose type python-docx keeps to itself."""
    table: Table = home.add_table(rows, columns)
    table.style = "Table Grid"
    for row in table.rows:
        row.height = Mm(writing.row) if writing.row else None
        for cell in row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    return table


def _set_widths(table: Table, *widths: float) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _fill(
    writing: _Writing, table: Table, row: int, some: list[tuple[str, str, str]], *, controlled: bool = False
) -> None:
    if len(some) == 1:
        table.cell(row, 1).merge(table.cell(row, 3))
    for at, (_, label, value) in enumerate(some):
        table.cell(row, 2 * at).paragraphs[0].add_run(label)
        paragraph = table.cell(row, 2 * at + 1).paragraphs[0]
        if writing.rng.random() < 0.4:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if controlled and value:
            _control(paragraph, value)
        elif value:
            paragraph.add_run(value)


def _control(paragraph: Paragraph, text: str) -> None:
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    properties = OxmlElement("w:sdtPr")
    run = paragraph.add_run(text)
    control.append(properties)
    content.append(run.element)
    control.append(content)
    paragraph.paragraph_format.element.append(control)


def _places(writing: _Writing) -> None:
    """The places for seals: a table, one under the other, the label beside or above what is said."""
    document, rng, manner = writing.document, writing.rng, writing.manner
    document.add_paragraph()
    beside = rng.random() < 0.6
    table = _grid(writing, document, len(STATEMENTS), 2 if beside else 1)
    for row, (slot, said) in enumerate(STATEMENTS.items()):
        label = pack.slot_label(KIND, slot)
        cell = table.cell(row, 1 if beside else 0)
        if beside:
            table.cell(row, 0).text = label
            cell.text = rng.choice(said)
        else:
            cell.text = label + "："
            cell.add_paragraph(rng.choice(said))
        foot = cell.add_paragraph(rng.choice(SIGNS))
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if slot in DATES:
            value = manner.values[DATES[slot]]
            foot.add_run("　" + manner.day(value))
            year, month, day = (int(part) for part in value.split("-"))
            writing.fields.append((DATES[slot], f"{year}年{month}月{day}日", value))
        else:
            foot.add_run("　年　　月　　日")


def _workbook(writing: _Writing) -> bytes:
    """A sheet with merged cells, values across the rest of their rows."""
    book = Workbook()
    sheet = book.create_sheet("申请表", 0)
    thin = Side(style="thin")
    sheet.merge_cells("A1:D1")
    sheet["A1"] = pack.titles(KIND)[0]
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    rows = _in_rows(writing.rng, writing.pieces(), 2)
    for at, some in enumerate(rows, 3):
        for column in range(1, 5):
            sheet.cell(at, column).border = Border(thin, thin, thin, thin)
        for place, (_, label, value) in enumerate(some):
            sheet.cell(at, 2 * place + 1, label)
            cell = sheet.cell(at, 2 * place + 2, value or None)
            cell.alignment = Alignment(wrap_text=True, horizontal=writing.rng.choice(("left", "center")))
        if len(some) == 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=4)
        sheet.row_dimensions[at].height = 30
    for column, width in zip("ABCD", (20, 26, 20, 26), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
