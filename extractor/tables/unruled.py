"""Tables without rules: print that stands in columns, its numbers below one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.language.matching import fold_label
from extractor.records import Box, Line, Page
from extractor.tables.cells import cell_of
from extractor.tables.numbers import number_of
from extractor.tables.records import TableCell
from extractor.tables.run_on import headings
from extractor.understand.text import in_rows, joined

FEWEST_ROWS = 3  # rows of print in columns that make a table without rules
FEWEST_COLUMNS = 2
PITCH = 3.0  # line heights between two rows of a table without rules; prose and tables stand farther apart
EMPTY_ROW = 2.3  # of the usual step from row to row
PROSE = 0.6  # of the page's width: a lone piece so wide is a line of prose
LARGE = 1.25  # of the body's height: a title is printed larger
MOST_HEADS = 5  # rows of headings
BRIDGE = 0.08  # of the rows: labels that so few have in a place stand across columns there
BINS = 1000
TOUCH = 0.008  # of the page's width, a digit: OCR draws boxes so wide that print side by side overlaps
CENTRED = 0.015  # of the page's width: so far off the middle of its columns a heading over several may stand
_ABOVE = re.compile(r"单位[:：]|^部门|编制|公开\d+表")
_CAPTION = re.compile(r"^(?:续)?表\s*[\d一二三四五六七八九十]|表$")
_COUNTS = re.compile(r"栏次$")

Row = list[Line]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table's print, row by row; the first `heads` rows are headings."""

    rows: tuple[Row, ...]
    heads: int

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for line in row]

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in self.lines)


def blocks(loose: Sequence[Line]) -> Iterator[TableBlock]:
    """Runs of rows close below each other that hold numbers beside other print, and the headings above them."""
    rows = in_rows(loose)
    start = 0
    while start < len(rows):
        if not _is_body(rows[start]):
            start += 1
            continue
        end = last = start
        while end + 1 < len(rows) and _follows(rows[start : end + 1], rows[end + 1]):
            end += 1
            last = end if _is_body(rows[end]) else last
        body = rows[start : last + 1]
        if sum(_is_body(row) for row in body) >= FEWEST_ROWS:
            heads = _heads(rows[:start], body)
            yield TableBlock((*heads, *body), len(heads) + _counted(body))
        start = last + 1


def _is_body(row: Row) -> bool:
    return len(row) >= FEWEST_COLUMNS and any(number_of(line.text) for line in row[1:])


def _is_prose(row: Row) -> bool:
    return len(row) == 1 and (row[0].box.width > PROSE or row[0].text.rstrip().endswith("。"))


def _follows(rows: Sequence[Row], row: Row) -> bool:
    """Is `row` of the same table? An empty row may lie between."""
    if _is_prose(row) or _is_above(row, max(line.box.height for line in rows[-1])):
        return False
    steps = sorted(lower[0].box.y0 - upper[0].box.y0 for upper, lower in pairwise(rows))
    usual = steps[len(steps) // 2] if steps else 0.0
    return _near(rows[-1], row) or row[0].box.y0 - rows[-1][0].box.y0 <= EMPTY_ROW * usual


def _is_above(row: Row, height: float) -> bool:
    """A title, or the line with the unit below it."""
    large = max(line.box.height for line in row) > LARGE * height
    caption = len(row) == 1 and bool(_CAPTION.search(row[0].text))
    return large or caption or any(_ABOVE.search(line.text) for line in row)


def _near(upper: Row, lower: Row) -> bool:
    return lower[0].box.y0 - upper[0].box.y1 <= PITCH * upper[0].box.height


def _heads(above: Sequence[Row], body: Sequence[Row]) -> list[Row]:
    found = list[Row]()
    height = max(line.box.height for line in body[0])
    for row in reversed(above[-MOST_HEADS:]):
        if _is_prose(row) or _is_above(row, height):
            break
        if not _near(row, found[0] if found else body[0]):
            break
        found.insert(0, row)
    return found


def _counted(body: Sequence[Row]) -> int:
    """1 where the body begins with the row that numbers the columns: it belongs to the headings."""
    return int(bool(_COUNTS.search(fold_label(body[0][0].text))))


def cells_of(page: Page, block: TableBlock) -> tuple[tuple[TableCell, ...], tuple[float, ...]] | None:
    """Its cells and the left edges of its columns; None where its print does not stand in columns."""
    body = block.rows[block.heads :]
    spans = _spans(body)
    if len(spans) < FEWEST_COLUMNS or not _parts(body, spans):
        return None
    heads = [[piece for line in row for piece in headings(line)] for row in block.rows[: block.heads]]
    block = TableBlock((*heads, *body), block.heads)
    spans = _with_blank(spans, heads)
    cells = list[TableCell]()
    for index, row in enumerate(block.rows):
        places = _head_places(block, index, spans) if index < block.heads else [_covered(line, spans) for line in row]
        cells += _row(page, row, places, spans, index)
    return tuple(cells), tuple(span[0] for span in spans)


def _row(
    page: Page, row: Row, places: Sequence[range], spans: Sequence[tuple[float, float]], index: int
) -> Iterator[TableCell]:
    by_column = dict[int, tuple[range, list[Line]]]()
    for line, place in zip(row, places, strict=True):
        by_column.setdefault(place.start, (place, list[Line]()))[1].append(line)
    column = 0
    while column < len(spans):
        place, lines = by_column.get(column, (range(column, column + 1), list[Line]()))
        around = Box.around(line.box for line in lines) if lines else row[0].box
        box = Box(min(spans[column][0], around.x0) if lines else spans[column][0], around.y0,
                  around.x1 if lines else spans[column][1], around.y1)  # fmt: skip
        cell = cell_of(page, lines, box, joined(lines), index, column)
        yield cell if len(place) == 1 else replace(cell, column_span=len(place))
        column += max(1, len(place))


def _spans(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Where columns stand: numbers never stand across two, labels that few rows have there may."""
    numbers = [line.box for row in rows for line in row if number_of(line.text)]
    labels = [line.box for row in rows for line in row if not number_of(line.text)]
    counts = [0] * BINS
    for box in labels:
        for place in range(int(box.x0 * BINS), min(BINS - 1, int(box.x1 * BINS)) + 1):
            counts[place] += 1
    least = BRIDGE * len(rows)
    solid = list[tuple[float, float]]()
    for place, count in enumerate(counts):
        if count > least:
            begin = solid.pop()[0] if solid and solid[-1][1] == place / BINS else place / BINS
            solid.append((begin, (place + 1) / BINS))
    return _merged([*((box.x0, box.x1) for box in numbers), *solid])


def _with_blank(spans: Sequence[tuple[float, float]], heads: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns with their headings: one that stands over none is that of the numbers to its right, which end where
    their column ends, unless they have another; else nothing stands in its column."""
    found = list(spans)
    for row in reversed(heads):
        for line in sorted(row, key=lambda line: -line.box.x0):
            if all(line.box.x1 <= left or line.box.x0 >= right for left, right in found):
                after = min((span for span in found if span[0] >= line.box.x1), default=None)
                own = after is not None and not _has_heading(after, heads)
                if after is not None and own:
                    found.remove(after)
                found.append((line.box.x0, after[1] if after is not None and own else line.box.x1))
    return sorted(found)


def _has_heading(span: tuple[float, float], heads: Sequence[Row]) -> bool:
    return any(line.box.x0 < span[1] and line.box.x1 > span[0] for row in heads for line in row)


def _parts(rows: Sequence[Row], spans: Sequence[tuple[float, float]]) -> bool:
    """No two numbers of a row stand in one column."""
    for row in rows:
        columns = [_covered(line, spans).start for line in row if number_of(line.text)]
        if len(set(columns)) < len(columns):
            return False
    return True


def _covered(line: Line, spans: Sequence[tuple[float, float]]) -> range:
    """The columns that a piece of print stands in: one, unless it reaches into the middle of others."""
    over = [i for i, span in enumerate(spans) if line.box.x0 < span[1] - TOUCH and line.box.x1 > span[0] + TOUCH]
    if not over:
        middle = line.box.centre[0]
        nearest = min(range(len(spans)), key=lambda i: min(abs(spans[i][0] - middle), abs(spans[i][1] - middle)))
        return range(nearest, nearest + 1)
    if number_of(line.text):
        return range(over[0], over[0] + 1)
    return range(over[0], over[-1] + 1)


def _head_places(block: TableBlock, index: int, spans: Sequence[tuple[float, float]]) -> list[range]:
    """A heading that stands alone over the middle of several lower ones is that of all of them."""
    places = [_covered(line, spans) for line in block.rows[index]]
    taken = {column for place in places for column in place}
    below = {column for row in block.rows[index + 1 : block.heads] for line in row for column in _covered(line, spans)}
    free = below - taken
    return [
        _widened(line, place, free, spans) if index + 1 < block.heads else place
        for line, place in zip(block.rows[index], places, strict=True)
    ]


def _widened(line: Line, place: range, free: set[int], spans: Sequence[tuple[float, float]]) -> range:
    first, last = place.start, place.stop - 1
    best = place
    for left in range(first, -1, -1):
        if left < first and left not in free:
            break
        for right in range(last, len(spans)):
            if right > last and right not in free:
                break
            middle = (spans[left][0] + spans[right][1]) / 2
            if right - left + 1 > len(best) and abs(middle - line.box.centre[0]) <= CENTRED * (right - left + 1):
                best = range(left, right + 1)
    return best


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Intervals that overlap, as one each, from left to right; what only touches stands apart."""
    found = list[tuple[float, float]]()
    for left, right in sorted(spans):
        if found and left < found[-1][1] - TOUCH:
            found[-1] = found[-1][0], max(found[-1][1], right)
        elif not found or right > found[-1][1] + TOUCH:
            found.append((max(left, found[-1][1]) if found else left, right))
    return found
