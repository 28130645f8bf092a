"""Excel and CSV files as rows of cells, whoever made them. Of merged cells each has what stands in them."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.sources.base import Unreadable
from extractor.sources.package import open_package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | float | date | datetime | time | None
ENDINGS = (".xlsx", ".xlsm", ".csv")
MOST_ROWS, MOST_COLUMNS = 100_000, 60  # of a sheet: a city receives some thousand companies a year
_MOST_BYTES = 100_000_000  # of a CSV file: MOST_ROWS rows of a thousand bytes
ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China saves CSV in the second


class NoSheets(Exception):  # noqa: N818 - named for what it is
    """The file is damaged, too large, or none of these."""


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """`rows` from the first one on; `name` None where a file has only one; `left`: rows after `MOST_ROWS`."""

    name: str | None
    rows: tuple[tuple[Cell, ...], ...]
    left: int = 0


def sheets_of(path: Path) -> tuple[RegisterSheet, ...]:
    """Raises `NoSheets`."""
    return _of_csv(path) if path.suffix.lower() == ".csv" else _of_workbook(path)


def _of_workbook(path: Path) -> tuple[RegisterSheet, ...]:
    import openpyxl

    try:
        open_package(path).close()  # a bomb is refused before it is opened
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that openpyxl would not write back
            book = openpyxl.load_workbook(path, data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        alone = len(visible) == 1
        return tuple(
            RegisterSheet(None if alone else sheet.title, tuple(_rows(sheet)), max(0, sheet.max_row - MOST_ROWS))
            for sheet in visible
        )
    except Unreadable as error:
        raise NoSheets(error.problem.reason.zh) from error
    except Exception as error:  # openpyxl raises anything at all on damaged files
        raise NoSheets(type(error).__name__) from error


def _rows(sheet: Worksheet) -> Iterator[tuple[Cell, ...]]:
    merged = dict[tuple[int, int], tuple[int, int]]()
    for span in sheet.merged_cells.ranges:
        for row in range(span.min_row, min(span.max_row, MOST_ROWS) + 1):
            for column in range(span.min_col, min(span.max_col, MOST_COLUMNS) + 1):
                merged[row, column] = (span.min_row, span.min_col)
    columns = min(sheet.max_column, MOST_COLUMNS)
    for row in range(1, min(sheet.max_row, MOST_ROWS) + 1):
        places = [merged.get((row, column), (row, column)) for column in range(1, columns + 1)]
        yield tuple(_cell(sheet.cell(*place).value) for place in places)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, (str, int, float, date, time)):
        return value
    return str(value)


def _of_csv(path: Path) -> tuple[RegisterSheet, ...]:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise NoSheets(error.strerror or type(error).__name__) from error
    if len(content) > _MOST_BYTES:
        raise NoSheets(f"> {_MOST_BYTES // 1_000_000} MB")
    text = decoded(content)
    if text is None:
        raise NoSheets("UTF-8, GB18030")
    first = "\n".join(text.splitlines()[:5])
    mark = max(",;\t", key=first.count)
    try:
        rows = tuple(tuple(row[:MOST_COLUMNS]) for row in csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise NoSheets(str(error)) from error
    return (RegisterSheet(None, rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)),)


def decoded(content: bytes) -> str | None:
    """A CSV file's text; None where it is in no encoding that Excel writes in China."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
