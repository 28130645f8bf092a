"""Cells in rows and columns, before anybody asks what they mean: from ruled grids, and from print that stands in
columns without rules; parts of one table on following pages are joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.geometry import box_in_view
from extractor.language.matching import fold_label
from extractor.records import Box, Line, Page, Place
from extractor.tables.numbers import number_of
from extractor.tables.records import TableCell
from extractor.understand.blanks import blank_confidence
from extractor.understand.sheet import CellText, Sheet
from extractor.understand.text import in_rows, joined

ABOVE = 0.12  # of the page: as far above a table its caption and unit stand, four lines of print
TOP = 0.12  # of the page: above it stands only the running head, so that a table there goes on from the page before
SAME_BORDER = 0.02  # of the page's width: parts of one table on two pages are so far alike
FEWEST_ROWS = 3  # rows of print in columns that make a table without rules
FEWEST_COLUMNS = 2
PITCH = 3.0  # line heights between two rows of a table without rules; prose and tables stand farther apart


@dataclass(frozen=True, slots=True)
class Raw:
    """`above` is the print right above it, nearest last; `edges` the left edges of its columns in upright fractions;
    `starts_page`: nothing but a running head stands above it."""

    places: tuple[Place, ...]
    rows: int
    columns: int
    cells: tuple[TableCell, ...]
    above: tuple[str, ...]
    edges: tuple[float, ...]
    ruled: bool
    starts_page: bool

    def texts(self, row: int) -> tuple[str, ...]:
        return tuple(fold_label(cell.written) for cell in self.cells if cell.row == row)


def raw_tables(page: Page) -> tuple[list[Raw], list[Line]]:
    """The page's tables from top to bottom, and the print that belongs to none."""
    sheet = Sheet.of(page)
    loose = list(sheet.loose)
    found = list[tuple[float, Raw]]()
    for which, grid in enumerate(page.grids):
        cells = [cell for cell in sheet.cells if cell.grid == which]
        if cells and max(cell.cell.row for cell in cells) >= 1:
            found.append((grid.box.y0, _ruled(page, cells, grid.box, loose)))
    for block in _blocks(loose):
        raw = _aligned(page, block, loose)
        if raw:
            found.append((min(line.box.y0 for row in block for line in row), raw))
            used = {id(line) for row in block for line in row}
            loose = [line for line in loose if id(line) not in used]
    return [raw for _, raw in sorted(found, key=lambda item: item[0])], loose


def join_pages(tables: Sequence[Raw]) -> Iterator[Raw]:
    """Tables that run on over a page's end, joined; a header that is printed again is taken once."""
    whole: Raw | None = None
    for raw in tables:
        if whole is not None and _goes_on(whole, raw):
            whole = _appended(whole, raw)
            continue
        if whole is not None:
            yield whole
        whole = raw
    if whole is not None:
        yield whole


def _goes_on(whole: Raw, raw: Raw) -> bool:
    return (
        raw.starts_page
        and raw.places[0].page == whole.places[-1].page + 1
        and raw.columns == whole.columns
        and all(abs(a - b) <= SAME_BORDER for a, b in zip(whole.edges, raw.edges, strict=True))
    )


def _appended(whole: Raw, raw: Raw) -> Raw:
    again = 0
    while again < min(raw.rows, whole.rows) and any(raw.texts(again)) and raw.texts(again) == whole.texts(again):
        again += 1
    more = [replace(cell, row=cell.row - again + whole.rows) for cell in raw.cells if cell.row >= again]
    return replace(
        whole,
        places=(*whole.places, *raw.places),
        rows=whole.rows + raw.rows - again,
        cells=(*whole.cells, *more),
    )


def _ruled(page: Page, cells: Sequence[CellText], box: Box, loose: Sequence[Line]) -> Raw:
    made = tuple(
        _cell(page, cell.lines, cell.box, cell.text, cell.cell.row, cell.cell.column)
        if cell.cell.row_span == cell.cell.column_span == 1
        else replace(
            _cell(page, cell.lines, cell.box, cell.text, cell.cell.row, cell.cell.column),
            row_span=cell.cell.row_span,
            column_span=cell.cell.column_span,
        )
        for cell in cells
    )
    columns = max(cell.cell.column + cell.cell.column_span for cell in cells)
    edges = tuple(
        min((cell.box.x0 for cell in cells if cell.cell.column == column), default=0.0) for column in range(columns)
    )
    rows = max(cell.cell.row + cell.cell.row_span for cell in cells)
    return Raw(
        (Place(page.number, box_in_view(box, page.to_view)),),
        rows,
        columns,
        made,
        _above(box, loose),
        edges,
        True,
        _starts_page(box, loose),
    )


def _cell(page: Page, lines: Sequence[Line], box: Box, text: str, row: int, column: int) -> TableCell:
    certain = [min(line.confidences, default=line.confidence) for line in lines]
    confidence = min(certain) if certain else blank_confidence(page, box)
    place = Place(page.number, box_in_view(box, page.to_view))
    return TableCell(place, row, column, 1, 1, text, confidence, page.from_text_layer)


def _above(box: Box, loose: Sequence[Line]) -> tuple[str, ...]:
    near = [line for line in loose if box.y0 - ABOVE <= line.box.centre[1] < box.y0 + line.box.height / 2]
    return tuple(joined(row) for row in in_rows(near))


def _starts_page(box: Box, loose: Sequence[Line]) -> bool:
    return not any(TOP < line.box.centre[1] < box.y0 for line in loose)


def _blocks(loose: Sequence[Line]) -> Iterator[list[list[Line]]]:
    """Runs of rows that each hold several pieces of print, some of them numbers."""
    block = list[list[Line]]()
    for row in in_rows(loose):
        if block and row[0].box.y0 - block[-1][0].box.y1 > PITCH * block[-1][0].box.height:
            yield from _kept(block)
            block = []
        if len(row) >= FEWEST_COLUMNS:
            block.append(row)
        elif block:
            yield from _kept(block)
            block = []
    yield from _kept(block)


def _kept(block: list[list[Line]]) -> Iterator[list[list[Line]]]:
    numeric = sum(any(number_of(line.text) for line in row[1:]) for row in block)
    if len(block) >= FEWEST_ROWS and numeric >= FEWEST_ROWS - 1:
        yield block


def _aligned(page: Page, block: Sequence[Sequence[Line]], loose: Sequence[Line]) -> Raw | None:
    """Print in columns; None where its pieces do not stand under each other."""
    body = [row for row in block if sum(number_of(line.text) is not None for line in row) * 2 >= len(row) - 1]
    spans = _merged([(line.box.x0, line.box.x1) for row in body for line in row])
    if len(spans) < FEWEST_COLUMNS or sum(len(row) == len(spans) for row in body) * 2 < len(body):
        return None
    starts = [0.0, *((left[1] + right[0]) / 2 for left, right in pairwise(spans)), 1.0]
    cells = list[TableCell]()
    for index, row in enumerate(block):
        for column, (left, right) in enumerate(pairwise(starts)):
            pieces = [line for line in row if left <= line.box.centre[0] < right]
            box = Box.around(line.box for line in pieces) if pieces else _gap(row, left, right)
            cells.append(_cell(page, pieces, box, joined(pieces), index, column))
    used = {id(line) for row in block for line in row}
    rest = [line for line in loose if id(line) not in used]
    box = Box.around(line.box for row in block for line in row)
    place = Place(page.number, box_in_view(box, page.to_view))
    edges = tuple(span[0] for span in spans)
    return Raw((place,), len(block), len(spans), tuple(cells), _above(box, rest), edges, False, _starts_page(box, rest))


def _gap(row: Sequence[Line], left: float, right: float) -> Box:
    return Box(left, row[0].box.y0, right, row[0].box.y1)


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Intervals that overlap, as one each, from left to right."""
    found = list[tuple[float, float]]()
    for left, right in sorted(spans):
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found
