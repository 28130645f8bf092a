"""Cells in rows and columns, before anybody asks what they mean: from ruled grids, and from print that stands in
columns without rules; parts of one table on following pages are joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.geometry import box_in_view
from extractor.language.matching import fold_label
from extractor.records import Box, Line, Page, Place
from extractor.tables.cells import cell_of
from extractor.tables.false_rules import without_false_rules
from extractor.tables.records import TableCell
from extractor.tables.run_on import pieces
from extractor.tables.unruled import TableBlock, blocks, cells_of
from extractor.understand.sheet import CellText, Sheet
from extractor.understand.text import in_rows, joined

ABOVE = 0.12  # of the page: as far above a table its caption and unit stand, four lines of print
TOP = 0.12  # of the page: above it stands only the running head, so that a table there goes on from the page before
SAME_BORDER = 0.02  # of the page's width: parts of one table on two pages are so far alike


@dataclass(frozen=True, slots=True)
class Raw:
    """`above` is the print right above it, nearest last; `edges` the left edges of its columns in the view;
    `starts_page`: nothing but a running head stands above it. Its columns are those from `begins` on: one side of a
    table is a Raw too."""

    places: tuple[Place, ...]
    rows: int
    columns: int
    cells: tuple[TableCell, ...]
    above: tuple[str, ...]
    edges: tuple[float, ...]
    ruled: bool
    starts_page: bool
    begins: int = 0

    def texts(self, row: int) -> tuple[str, ...]:
        return tuple(fold_label(cell.written) for cell in self.cells if cell.row == row)


def raw_tables(page: Page) -> tuple[list[Raw], list[Line]]:
    """The page's tables from top to bottom, and the print that belongs to none."""
    sheet = Sheet.of(page)
    loose = [piece for line in sheet.loose for piece in pieces(line)]
    found = list[tuple[float, Raw]]()
    for which, grid in enumerate(page.grids):
        cells = [cell for cell in sheet.cells if cell.grid == which]
        if cells and max(cell.cell.row for cell in cells) >= 1:
            found.append((grid.box.y0, _ruled(page, cells, grid.box, loose)))
    for block in list(blocks(loose)):
        used = {id(line) for line in block.lines}
        rest = [line for line in loose if id(line) not in used]
        raw = _unruled(page, block, rest)
        if raw:
            found.append((block.box.y0, raw))
            loose = rest
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
    """Nothing new stands above it, or only what stood above the first part: its title is printed again. Without rules
    a column begins where its longest number does, on every page elsewhere: its headings, printed again, tell."""
    headed = raw.texts(0) == whole.texts(0)
    again = bool(raw.above) and set(raw.above) <= set(whole.above) and headed
    by_heads = headed and not raw.ruled and not whole.ruled and sum(map(bool, raw.texts(0))) > 1
    return (
        (raw.starts_page or again)
        and raw.places[0].page == whole.places[-1].page + 1
        and raw.columns == whole.columns
        and (by_heads or all(abs(a - b) <= SAME_BORDER for a, b in zip(whole.edges, raw.edges, strict=True)))
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
        cell_of(page, cell.lines, cell.box, cell.text, cell.cell.row, cell.cell.column)
        if cell.cell.row_span == cell.cell.column_span == 1
        else replace(
            cell_of(page, cell.lines, cell.box, cell.text, cell.cell.row, cell.cell.column),
            row_span=cell.cell.row_span,
            column_span=cell.cell.column_span,
        )
        for cell in cells
    )
    made = without_false_rules(made)
    columns = max(cell.column + cell.column_span for cell in made)
    edges = tuple(
        min((cell.place.box.x0 for cell in made if cell.column == column), default=0.0) for column in range(columns)
    )
    rows = max(cell.row + cell.row_span for cell in made)
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


def _unruled(page: Page, block: TableBlock, loose: Sequence[Line]) -> Raw | None:
    made = cells_of(page, block)
    if made is None:
        return None
    (cells, edges), box = made, block.box
    place = Place(page.number, box_in_view(box, page.to_view))
    rows = len(block.rows)
    return Raw((place,), rows, len(edges), cells, _above(box, loose), edges, False, _starts_page(box, loose))


def _above(box: Box, loose: Sequence[Line]) -> tuple[str, ...]:
    near = [line for line in loose if box.y0 - ABOVE <= line.box.centre[1] < box.y0 + line.box.height / 2]
    return tuple(joined(row) for row in in_rows(near))


def _starts_page(box: Box, loose: Sequence[Line]) -> bool:
    return not any(TOP < line.box.centre[1] < box.y0 for line in loose)
