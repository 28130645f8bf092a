"""Tables of a workbook that read on the screen and on paper, whoever writes them. Text is always text, never a
formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docs_check.reports.common.lines import text
from extractor.records import Words

_SHEET_NAME = 31  # characters: Excel's own limit
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
_NARROWEST, _WIDEST = 6, 48  # characters of a column
_LINE = 15.5  # points: the height of a line of 11 pt
_TALLEST = 409.0  # points: Excel's own limit
_A4 = 9
_HEAD = PatternFill("solid", fgColor="E9E4D8")
_RULE = Border(bottom=Side("thin", color="C9C2B2"))


class Sheets:
    """A workbook under way: every sheet has its heads frozen and filtered, its columns fitted, and prints on A4."""

    def __init__(self, language: str) -> None:
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.language = language
        self._taken = set[str]()

    def say(self, words: Words) -> str:
        return text(words.in_language(self.language))

    def named(self, title: str) -> str:
        """`title` as a sheet may be called, and as no other is."""
        plain = _NOT_IN_SHEET_NAMES.sub("-", title)[:_SHEET_NAME] or "-"
        name, number = plain, 2
        while name.casefold() in self._taken:
            end = f" {number}"
            name, number = plain[: _SHEET_NAME - len(end)] + end, number + 1
        self._taken.add(name.casefold())
        return name

    def add(self, title: str) -> Worksheet:
        return self.book.create_sheet(self.named(title))

    def table(
        self,
        sheet: Worksheet,
        first: int,
        heads: Sequence[str],
        rows: Iterable[Sequence[object]],
        widest: Sequence[int] = (),
    ) -> None:
        """Heads in row `first`, one row below for each of `rows`; frozen, filtered, fitted (no column wider than
        `widest` says), set up for print."""
        every = [tuple(heads), *map(tuple, rows)]
        most = [*widest, *([_WIDEST] * len(heads))]
        widths = [min(most[column], _width(row[column] for row in every)) for column in range(len(heads))]
        words, number, head = (_style(sheet, first, **sort) for sort in ({}, {"number": True}, {"head": True}))
        for down, row in enumerate(every):
            for across, value in enumerate(row):
                style = head if down == 0 else number if isinstance(value, (int, float)) else words
                put(sheet, first + down, across + 1, value, style)
            sheet.row_dimensions[first + down].height = _height(row, widths)
        for across, width in enumerate(widths):
            sheet.column_dimensions[get_column_letter(across + 1)].width = width
        last = first + len(every) - 1
        sheet.freeze_panes = f"A{first + 1}"
        sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(heads))}{last}"
        self._print(sheet, first)

    def _print(self, sheet: Worksheet, head: int) -> None:
        setup = sheet.page_setup
        setup.paperSize, setup.orientation = _A4, "landscape"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{head}:{head}"
        footer: Any = sheet.oddFooter
        footer.left.text, footer.right.text = "&A", "&P / &N"
        for side in ("left", "right"):
            setattr(sheet.page_margins, side, 0.4)  # inches
        sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7


def _style(sheet: Worksheet, row: int, *, head: bool = False, number: bool = False) -> Any:
    """Of the cells of a table, made once: openpyxl looks for each part of a cell's style among all that there are. A
    number keeps its distance from the words beside it."""
    cell: Any = sheet.cell(row, 1)
    side, indent = ("right", 1) if number else (None, 0)
    cell.alignment = Alignment(horizontal=side, indent=indent, vertical="top", wrap_text=not number)
    cell.border = _RULE
    if head:
        cell.font, cell.fill = Font(bold=True), _HEAD
    return copy(cell._style)


def put(sheet: Worksheet, row: int, column: int, value: object, style: Any = None) -> Any:
    """Numbers as numbers, all else as text: a company may be called `=HYPERLINK(…)`."""
    cell: Any = sheet.cell(row, column)
    if style is not None:
        cell._style = copy(style)
    if isinstance(value, (int, float)):
        cell.value = value
    elif value is not None and value != "":
        written = text(str(value))
        cell.value = written
        cell.data_type = "s"
        cell.quotePrefix = written.startswith(("=", "+", "-", "@"))  # also after somebody has edited it
    return cell


def _width(values: Iterable[object]) -> float:
    """Of a column in characters: Chinese ones count twice."""
    longest = max((_columns(str(value)) for value in values if value is not None), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 3)))  # the arrow of the filter covers two


def _columns(written: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in written)


def _height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Programs other than Excel do not fit a row's height to wrapped text by themselves."""
    lines = max(
        (-(-_columns(str(value)) // int(width - 1)) for value, width in zip(row, widths, strict=True)), default=1
    )
    return min(_TALLEST, _LINE * max(1, lines) + 3)
