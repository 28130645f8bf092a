"""Excel files (.xlsx, .xlsm): each visible sheet laid out as a page, its ruled part as a table. Read by openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import openpyxl
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractor.records import Page, Problem, Trouble, Words
from extractor.sources.base import Access, Opening, Unreadable
from extractor.sources.office.layout import SIZE, Align, Canvas, LaidCell, Paragraph
from extractor.sources.office.numberformat import lost_digits, shown, unformatted_day
from extractor.sources.package import LaidOut, damaged, laid_out, open_package, pictures_in

MAIN = "xl/workbook.xml"
MOST_CELLS = 300_000  # laid out: 20,000 companies in 15 columns
POINTS_A_COLUMN = 5.5  # of a column's width, which Excel counts in digits
ROWS_A_PAGE = 100  # a sheet prints about 50; looking a value up takes time by the square of a page's cells
MARGIN = 36.0  # pt
_WHAT = Words("Excel ", "Excel")
_NEARLY_ALL = 0.8  # of the columns: a cell over as many is a title or a note, not a cell of the table
_CENTRED = ("center", "centerContinuous", "distributed")
_UNSURE = 0.5  # confidence of what the file itself does not hold
_NO_RESULT = Paragraph("（公式没有结果）", confidence=0.0)  # something stands there, and nobody knows what


def knows(opening: Opening) -> bool:
    return MAIN in (opening.parts or ())


@contextmanager
def opened(path: Path, access: Access) -> Generator[LaidOut]:
    """Raises Unreadable."""
    with open_package(path) as package:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of features that openpyxl would not write back
                formulas = openpyxl.load_workbook(path)
                values = openpyxl.load_workbook(path, data_only=True) if _has_formulas(formulas) else formulas
            pages, problems = _pages(formulas, values)
        except Unreadable:
            raise
        except Exception as error:  # openpyxl raises anything at all on damaged files
            raise Unreadable(damaged(_WHAT)) from error
        yield laid_out(package, pages, pictures_in(package, "xl/media/"), problems, _WHAT, access.most_pixels)


def _has_formulas(book: Workbook) -> bool:
    return any(cell.data_type == "f" for sheet in book.worksheets for cell in _cells(sheet))


def _pages(formulas: Workbook, values: Workbook) -> tuple[list[Page], list[Problem]]:
    pages, problems = list[Page](), list[Problem]()
    worksheets = {sheet.title for sheet in formulas.worksheets}
    for name in formulas.sheetnames:
        with_formulas, sheet = formulas[name], values[name]
        if name not in worksheets:
            problems.append(_chart(name))
            continue
        texts = _read(sheet, with_formulas)
        if not texts.cells:
            continue
        if sheet.sheet_state != "visible":
            problems.append(_hidden_sheet(name))
            continue
        pages += _sheet_pages(sheet, texts, len(pages) + 1)
        problems += texts.problems
    return pages, problems


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as shown: places are those in the sheet, counting from 1, spans over visible rows and columns only."""

    paragraphs: tuple[Paragraph, ...]
    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class _Texts:
    """All that a sheet shows, by place; `ruled` are the places with borders."""

    cells: dict[tuple[int, int], _Cell]
    ruled: frozenset[tuple[int, int]]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    problems: tuple[Problem, ...]


def _read(sheet: Worksheet, formulas: Worksheet) -> _Texts:
    """Only what is visible; hidden rows and columns that hold something, and formulas without a value, are said."""
    merged = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
    hidden_rows = {row for row, look in sheet.row_dimensions.items() if look.hidden}
    hidden_columns = set(_hidden_columns(sheet))
    cells, ruled = dict[tuple[int, int], _Cell](), set[tuple[int, int]]()
    dropped_rows, dropped_columns, unvalued, shortened = set[int](), set[int](), list[str](), list[str]()
    headings, serials = dict[int, str](), list[str]()
    for cell in _cells(sheet):
        row, column = cell.row, cell.column
        if _has_border(cell):
            ruled.add((row, column))
        value, formula = cell.value, formulas.cell(row, column).value
        no_result = value is None and isinstance(formula, str) and formula.startswith("=")
        if not no_result and (value is None or value == ""):
            continue
        if row in hidden_rows or column in hidden_columns:
            (dropped_rows if row in hidden_rows else dropped_columns).add(row if row in hidden_rows else column)
            continue
        if no_result:
            unvalued.append(cell.coordinate)
        if lost_digits(value):
            shortened.append(cell.coordinate)
        if isinstance(value, str):
            headings[column] = value
        elif day := unformatted_day(value, str(cell.number_format or "General"), headings.get(column, "")):
            serials.append(cell.coordinate)
            value = day
        last = merged.get((row, column), (row, column))
        paragraphs = (_NO_RESULT,) if no_result else _paragraphs(cell, value, sure=value == cell.value)
        cells[row, column] = _Cell(paragraphs, row, column, *last)
    rows = _span([row for row, _ in cells], [cell.last_row for cell in cells.values()], hidden_rows)
    columns = _span([column for _, column in cells], [cell.last_column for cell in cells.values()], hidden_columns)
    if len(rows) * len(columns) > MOST_CELLS:
        raise Unreadable(Problem(Trouble.UNREADABLE, _too_large(sheet.title, len(rows), len(columns))))
    problems = _said(sheet.title, dropped_rows, dropped_columns, unvalued, shortened, serials)
    return _Texts(cells, frozenset(ruled), rows, columns, tuple(problems))


def _cells(sheet: Worksheet) -> Iterator[ExcelCell]:
    """Those that the file holds; the parts of a merged area but the first are not among them."""
    stored = cast("dict[tuple[int, int], Any]", sheet._cells)  # pyright: ignore[reportPrivateUsage]  iter_rows fills in the gaps: a billion
    for place in sorted(stored):
        if isinstance(stored[place], ExcelCell) or _has_border(stored[place]):
            yield stored[place]


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    """One entry of the file may stand for many columns."""
    for look in sheet.column_dimensions.values():
        if look.hidden:
            first = look.min or column_index_from_string(look.index)
            yield from range(first, (look.max or first) + 1)


def _span(firsts: Sequence[int], lasts: Sequence[int], hidden: set[int]) -> tuple[int, ...]:
    if not firsts:
        return ()
    return tuple(index for index in range(min(firsts), min(max(lasts), max(firsts) + 200) + 1) if index not in hidden)


def _has_border(cell: Any) -> bool:
    sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom) if cell.has_style else ()
    return sum(bool(side is not None and side.style) for side in sides) >= 2


def _paragraphs(cell: ExcelCell, value: object, *, sure: bool) -> tuple[Paragraph, ...]:
    size = float(cell.font.sz or SIZE) if cell.font else SIZE
    horizontal = cell.alignment.horizontal if cell.alignment else None
    align = Align.CENTRE if horizontal in _CENTRED else Align.RIGHT if horizontal == "right" else Align.LEFT
    confidence = 1.0 if sure and not lost_digits(value) else _UNSURE
    text = shown(value, str(cell.number_format or "General"))
    return tuple(
        Paragraph(line, min(max(size, 1.0), 200.0), align, 0.0, confidence)
        for line in text.splitlines()
        if line.strip()
    )


def _sheet_pages(sheet: Worksheet, texts: _Texts, number: int) -> list[Page]:
    widths = {column: _width(sheet, column) for column in texts.columns}
    wide = max(595.0, sum(widths.values()) + 72.0)
    size = wide, max(842.0, wide * 0.7)
    canvases = [Canvas(size, MARGIN)]
    room = ROWS_A_PAGE
    for table, rows in _blocks(texts):
        for some in _parted(texts, rows, room) if table else [rows]:
            if not room:
                canvases.append(Canvas(size, MARGIN))
                room = ROWS_A_PAGE
            if table:
                canvases[-1].table(list(_table(texts, some)), [widths[column] for column in texts.columns])
            else:
                for row in some:
                    canvases[-1].write_row(list(_loose(texts, row, widths)))
            room = max(0, room - len(some))
    full = [canvas for canvas in canvases if not canvas.empty]
    return [canvas.page(index) for index, canvas in enumerate(full, number)]


def _parted(texts: _Texts, rows: Sequence[int], room: int) -> Iterator[list[int]]:
    """A table's rows by page; a merged cell stays whole unless it is higher than a page."""
    ends = {cell.row: cell.last_row for cell in texts.cells.values() if cell.last_row > cell.row}
    part, held = list[int](), 0
    for row in rows:
        if len(part) >= (room or ROWS_A_PAGE) and (row > held or len(part) >= 2 * ROWS_A_PAGE):
            yield part
            part, room = [], ROWS_A_PAGE
        part.append(row)
        held = max(held, ends.get(row, 0))
    yield part


def _width(sheet: Worksheet, column: int) -> float:
    look = sheet.column_dimensions.get(get_column_letter(column))
    return (float(look.width) if look and look.width else 8.43) * POINTS_A_COLUMN


def _blocks(texts: _Texts) -> Iterator[tuple[bool, list[int]]]:
    """The sheet's rows in turn: those of a table together, those outside of one together."""
    by_row = dict[int, list[_Cell]]()
    for cell in texts.cells.values():
        by_row.setdefault(cell.row, []).append(cell)
    ruled = {row for row, _ in texts.ruled if row in set(texts.rows)}
    inside = {
        row for cell in texts.cells.values() if cell.last_row > cell.row for row in range(cell.row, cell.last_row + 1)
    }
    block, table = list[int](), False
    begun = False
    for row in texts.rows:
        cells = by_row.get(row, [])
        is_table = (row in ruled) if ruled else (len(cells) >= 2 or (begun and row in inside))
        if not begun and (not cells or _is_title(cells, texts)):
            is_table = False
        begun = is_table
        if block and is_table is not table:
            yield table, block
            block = []
        block.append(row)
        table = is_table
    if block:
        yield table, block


def _is_title(cells: Sequence[_Cell], texts: _Texts) -> bool:
    """One cell over all the columns, or one that stands alone: the title, even where somebody drew a border round."""
    if len(cells) != 1:
        return False
    cell = cells[0]
    over = sum(cell.column <= column <= cell.last_column for column in texts.columns)
    return over >= _NEARLY_ALL * len(texts.columns) or not texts.ruled or (cell.row, cell.column) not in texts.ruled


def _table(texts: _Texts, rows: Sequence[int]) -> Iterator[LaidCell]:
    """Every place of the table, empty ones too: a value that is missing has its cell."""
    taken = set[tuple[int, int]]()
    for index, row in enumerate(rows):
        for at, column in enumerate(texts.columns):
            if (row, column) in taken:
                continue
            cell = texts.cells.get((row, column))
            if cell is None:
                yield LaidCell(index, at, 1, 1, ())
                continue
            over_rows = [other for other in rows if row <= other <= cell.last_row]
            over_columns = [other for other in texts.columns if column <= other <= cell.last_column]
            taken |= {(one, other) for one in over_rows for other in over_columns}
            yield LaidCell(index, at, len(over_rows), len(over_columns), cell.paragraphs)


def _loose(texts: _Texts, row: int, widths: dict[int, float]) -> Iterator[tuple[Paragraph, float, float]]:
    """The texts of a row with their left and right as shares of the sheet's width; one runs over empty cells."""
    total = sum(widths.values()) or 1.0
    cells = sorted((cell for cell in texts.cells.values() if cell.row == row), key=lambda cell: cell.column)
    for cell, after in pairwise([*cells, None]):
        assert cell is not None  # only the last stands for none
        left = sum(width for column, width in widths.items() if column < cell.column)
        end = cell.last_column if cell.last_column > cell.column else (after.column - 1 if after else texts.columns[-1])
        centred = any(paragraph.align is Align.CENTRE for paragraph in cell.paragraphs)
        last = cell.last_column if centred and after else end
        right = sum(width for column, width in widths.items() if column <= last)
        for paragraph in cell.paragraphs:
            yield paragraph, left / total, right / total


def _said(
    title: str,
    rows: set[int],
    columns: set[int],
    unvalued: Sequence[str],
    shortened: Sequence[str],
    serials: Sequence[str],
) -> Iterator[Problem]:
    if rows or columns:
        reason = Words(
            f"工作表“{title}”有 {len(rows)} 行、{len(columns)} 列被隐藏但有内容，未读取。"
            "如应计入，请取消隐藏后重新提交。",
            f"In the sheet “{title}” {len(rows)} rows and {len(columns)} columns that hold something are hidden "
            "and were not read. Show them and submit it again if they count.",
        )
        yield Problem(Trouble.NOTED, reason)
    if unvalued:
        reason = Words(
            f"工作表“{title}”的 {_few(unvalued)} 是公式，文件中没有保存计算结果，无法读取。"
            "请在 Excel 中打开并保存后重新提交。",
            f"In the sheet “{title}” {_few(unvalued)} hold formulas whose results were not saved. "
            "Open the file in Excel, save it and submit it again.",
        )
        yield Problem(Trouble.PAGE_UNREADABLE, reason)
    if shortened:
        reason = Words(
            f"工作表“{title}”的 {_few(shortened)} 是超过 15 位的数字，Excel 已丢失末尾几位。请改为文本格式后重新填写。",
            f"In the sheet “{title}” {_few(shortened)} are numbers of more than 15 digits, whose last ones Excel lost. "
            "Enter them again as text.",
        )
        yield Problem(Trouble.NOTED, reason)
    if serials:
        reason = Words(
            f"工作表“{title}”的 {_few(serials)} 在日期栏中，单元格却没有设为日期格式，显示为数字；"
            "已按 Excel 的日期序号读作日期，请核对，并改为日期格式。",
            f"In the sheet “{title}” {_few(serials)} in a column of dates have no date's format and show a number, "
            "which was read as Excel's number of a day. Look at them, and give them a date's format.",
        )
        yield Problem(Trouble.NOTED, reason)


def _few(places: Sequence[str]) -> str:
    return "、".join(places[:5]) + ("…" if len(places) > 5 else "")


def _hidden_sheet(title: str) -> Problem:
    reason = Words(
        f"工作表“{title}”被隐藏，未读取。如应计入，请取消隐藏后重新提交。",
        f"The sheet “{title}” is hidden and was not read. Show it and submit the file again if it counts.",
    )
    return Problem(Trouble.NOTED, reason)


def _chart(title: str) -> Problem:
    reason = Words(f"“{title}”是图表，没有可读取的文字。", f"“{title}” is a chart; there is no text to read.")
    return Problem(Trouble.NOTED, reason)


def _too_large(title: str, rows: int, columns: int) -> Words:
    return Words(
        f"工作表“{title}”过大（{rows} 行 × {columns} 列），超出限制，未读取。请删去空白行列，或拆分后提交。",
        f"The sheet “{title}” is too large ({rows} rows x {columns} columns) and was not read. "
        "Delete empty rows and columns, or split it.",
    )
