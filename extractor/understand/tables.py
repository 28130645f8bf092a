"""Rows of a summary table: header, rows, totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.forms import FieldSpec, KindSpec
from extractor.language.matching import LABEL_MATCH, fold_label, label_likeness
from extractor.language.values import value_of
from extractor.records import Box, Field, Page, Place, Row
from extractor.understand.blanks import blank_confidence
from extractor.understand.sheet import CellText, Sheet
from extractor.understand.text import certainty

# A header names at least this many of the kind's columns; fewer is a coincidence.
FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Which column of which grid holds which field; `row` is the last row of the header."""

    grid: int
    row: int
    columns: Mapping[int, str]


def read_rows(sheet: Sheet, kind: KindSpec, before: Header | None) -> tuple[list[Row], list[Field], Header | None]:
    """The table's rows and its totals. `before` is the header of the paper's page before: a table that runs on
    has none of its own. Also the header, for the next page."""
    header = _header(sheet, kind) or (before and Header(0, -1, before.columns))
    if header is None:
        return [], [], None
    rows, totals = list[Row](), list[Field]()
    by_row = dict[int, list[CellText]]()
    for cell in sheet.cells:
        if cell.grid == header.grid and cell.cell.row > header.row:
            by_row.setdefault(cell.cell.row, []).append(cell)
    for _, cells in sorted(by_row.items()):
        if _is_total(cells, kind):
            totals += _totals(cells, kind, header, sheet.page)
        elif any(cell.text for cell in cells):
            fields = _fields(cells, kind.rows, header, sheet.page)
            if any(field.written for field in fields):
                box = Box.around(cell.box for cell in cells)
                rows.append(Row(Place(sheet.page.number, box), tuple(fields)))
    return rows, totals, header


def _header(sheet: Sheet, kind: KindSpec) -> Header | None:
    best: Header | None = None
    rows = dict[tuple[int, int], dict[int, str]]()
    last = dict[tuple[int, int], int]()
    for cell in sheet.cells:
        name = _column_name(cell.text, kind.rows)
        if name:
            key = cell.grid, cell.cell.row
            rows.setdefault(key, {}).setdefault(cell.cell.column, name)
            last[key] = max(last.get(key, 0), cell.cell.row + cell.cell.row_span - 1)
    for (grid, row), columns in rows.items():
        if len(columns) >= FEWEST_COLUMNS and (best is None or len(columns) > len(best.columns)):
            best = Header(grid, last[grid, row], columns)
    return best


def _column_name(text: str, specs: Mapping[str, FieldSpec]) -> str | None:
    ranked = [(label_likeness(text, label), name) for name, spec in specs.items() for label in spec.labels]
    likeness, name = max(ranked, default=(0.0, ""))
    return name if likeness >= LABEL_MATCH else None


def _is_total(cells: list[CellText], kind: KindSpec) -> bool:
    return any(fold_label(cell.text) in {fold_label(label) for label in kind.total_labels} for cell in cells)


def _fields(cells: list[CellText], specs: Mapping[str, FieldSpec], header: Header, page: Page) -> list[Field]:
    found = list[Field]()
    for cell in cells:
        name = header.columns.get(cell.cell.column)
        spec = specs.get(name) if name else None
        if name and spec:
            box = Box.around(line.box for line in cell.lines) if cell.lines else cell.box
            confidence = certainty(cell.lines) if cell.lines else blank_confidence(page, cell.box)
            found.append(Field(name, Place(page.number, box), cell.text, value_of(cell.text, spec), confidence))
    return found


def _totals(cells: list[CellText], kind: KindSpec, header: Header, page: Page) -> list[Field]:
    renamed = Header(
        header.grid,
        header.row,
        {column: kind.totals[name] for column, name in header.columns.items() if name in kind.totals},
    )
    return [field for field in _fields(cells, kind.fields, renamed, page) if field.written]
