"""What `docs-check tables` found, as a workbook: a sheet of findings, and each table with its cells tinted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from checks.arithmetic.figures import TableFigures
from docs_check.commands.tables import CheckedFile
from docs_check.commands.tables_page import Marks, marks_of
from extractor.records import Words

_FILLS = {"ok": "E3F4E3", "sure": "F7B7B0", "doubt": "FDEEB5"}  # as on the page
_NAME = 31  # characters: Excel's own limit
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = (24, 6, 10, 80, 60)  # characters
_HEADS = (
    Words("文件", "File"),
    Words("页", "Page"),
    Words("结论", "Result"),
    Words("说明", "What"),
    Words("可能的原因", "It may be that"),
)


def to_xlsx(files: Sequence[CheckedFile], language: str) -> bytes:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # of a new workbook it always is
    first.title = Words("核算结果", "Findings").in_language(language)
    _lines(
        first,
        [[head.in_language(language) for head in _HEADS], *(row for file in files for row in _rows(file, language))],
    )
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        first.column_dimensions[letter].width = width
    first.freeze_panes = "A2"
    for file in files:
        marks = marks_of(file.result)
        for sheet in file.result.sheets:
            _table(book, sheet, marks)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(file: CheckedFile, language: str) -> Iterator[list[str]]:
    for finding in file.result.findings:
        kind = Words("存疑", "unsure") if finding.doubt else Words("不符", "does not follow")
        why = "\n".join(one.words.in_language(language) for one in finding.explanations)
        page, message = str(finding.figure.place.page), finding.message.in_language(language)
        yield [file.reading.file, page, kind.in_language(language), message, why]
    note = Words("请核对", "look").in_language(language)
    for problem in file.reading.problems:
        yield [file.reading.file, str(problem.page or ""), note, problem.reason.in_language(language), ""]
    for one in file.notes:
        yield [file.reading.file, "", note, one.in_language(language), ""]
    for sheet in file.result.unchecked:
        words = Words(
            f"没有核算“{sheet.table.caption}”：没有认出合计或百分比。",
            f"“{sheet.table.caption}” was not checked: neither totals nor percentages were recognised.",
        )
        yield [file.reading.file, str(sheet.table.places[0].page), note, words.in_language(language), ""]


def _table(book: Workbook, sheet: TableFigures, marks: Marks) -> None:
    caption = _NOT_IN_NAMES.sub("", sheet.table.caption)
    page = book.create_sheet(f"{sheet.number + 1} {caption}"[:_NAME])
    columns = sheet.table.columns
    rows = [[cell.written if (cell := row.at(column.index)) else "" for column in columns] for row in sheet.table.rows]
    _lines(page, [[column.name for column in columns], *rows])
    for line, row in enumerate(sheet.table.rows, start=2):
        for place, column in enumerate(columns, start=1):
            figure = sheet.at(row.index, column.index)
            tint = marks.tint.get(figure) if figure else None
            if tint:
                page.cell(line, place).fill = PatternFill("solid", fgColor=_FILLS[tint])
    page.freeze_panes = "A2"


def _lines(page: Worksheet, lines: Sequence[Sequence[str]]) -> None:
    """Text is always text, never a formula."""
    for number, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            cell = page.cell(number, place)
            assert isinstance(cell, Cell)  # nothing is merged here
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
