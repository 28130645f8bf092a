"""Rules that are none: the strokes of 666.66 in a row look like a dashed rule and cut the cell that it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractor.records import Box, Place
from extractor.tables.records import TableCell

CUT = 0.7  # confidence at most of an amount through or beside which a border went: a digit may have gone with it
MANY = 1 / 3  # of the rows
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")


def without_false_rules(cells: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """Borders between two rows, or columns, that cut few cells, each in an empty half and one with print or through an
    amount, are taken away."""
    level = _without_level(cells, _is_false)
    return tuple(_turned(cell) for cell in _without_level([_turned(cell) for cell in level], _is_false_upright))


def _turned(cell: TableCell) -> TableCell:
    return replace(cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span)


def _without_level(
    cells: Sequence[TableCell], is_false: Callable[[Sequence[TableCell], int, int], bool]
) -> tuple[TableCell, ...]:
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    rows = max((cell.row + cell.row_span for cell in cells), default=0)
    found = tuple(cells)
    for border in range(rows - 1, 0, -1):
        if is_false(found, border, columns):
            found = tuple(_joined(found, border))
    return found


def _is_false(cells: Sequence[TableCell], border: int, columns: int) -> bool:
    upper = {_across(cell): cell for cell in cells if cell.row + cell.row_span == border}
    lower = {_across(cell): cell for cell in cells if cell.row == border}
    if not upper or upper.keys() != lower.keys() or 2 * sum(width for _, width in upper) >= columns:
        return False
    return all(bool(upper[key].written) != bool(lower[key].written) or _is_cut(upper[key], lower[key]) for key in upper)


def _is_false_upright(cells: Sequence[TableCell], border: int, rows: int) -> bool:
    """Of turned cells. Also one that the heading and many rows reach across, and that nowhere parts two whole amounts:
    in a column of right-aligned numbers the strokes of a digit stand below each other."""
    if _is_false(cells, border, rows):
        return True
    left = {_across(cell): cell for cell in cells if cell.row + cell.row_span == border}
    right = {_across(cell): cell for cell in cells if cell.row == border}
    over = [cell for cell in cells if cell.row < border < cell.row + cell.row_span]
    heading = any(cell.column == 0 for cell in over)
    if not left or left.keys() != right.keys() or not heading or sum(cell.column_span for cell in over) < MANY * rows:
        return False
    return not any(_is_amount(left[key]) and _is_amount(right[key]) for key in left)


def _is_amount(cell: TableCell) -> bool:
    return bool(_AMOUNT.fullmatch(re.sub(r"\s+", "", cell.written)))


def _is_cut(first: TableCell, second: TableCell) -> bool:
    """575.0 and 6, 4 and 97,365.96: one amount, through whose digits the border goes."""
    pieces = [re.sub(r"\s+", "", cell.written) for cell in (first, second)]
    return bool(_AMOUNT.fullmatch("".join(pieces))) and not any(_AMOUNT.fullmatch(piece) for piece in pieces[:1])


def _across(cell: TableCell) -> tuple[int, int]:
    return cell.column, cell.column_span


def _joined(cells: Sequence[TableCell], border: int) -> Iterator[TableCell]:
    lower = {_across(cell): cell for cell in cells if cell.row == border}
    for cell in cells:
        if cell.row == border:
            continue
        if cell.row > border:
            yield replace(cell, row=cell.row - 1)
        elif cell.row + cell.row_span == border:
            yield _one(cell, lower[_across(cell)])
        elif cell.row + cell.row_span > border:
            yield replace(cell, row_span=cell.row_span - 1)
        else:
            yield cell


def _one(upper: TableCell, lower: TableCell) -> TableCell:
    filled = upper if upper.written else lower
    if upper.written and lower.written:
        written = f"{upper.written.strip()}{lower.written.strip()}"
        filled = replace(upper, written=written, confidence=min(upper.confidence, lower.confidence))
    if _is_amount(filled):
        filled = replace(filled, confidence=min(filled.confidence, CUT))
    box = Box.around((upper.place.box, lower.place.box))
    span = upper.row_span + lower.row_span - 1
    return replace(filled, row=upper.row, row_span=span, place=Place(upper.place.page, box))
