"""Text and tables of files without pages, laid out as a page that the rest of the extractor understands.

Word and Excel decide on a page only when they print. What is laid out here is no facsimile: it keeps what the reading
of a paper rests on, which is what stands above, beside and below what, in ruled cells or not, centred, large or at the
right margin. Lengths are points (1/72 inch) from the page's top left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractor.records import Box, Cell, Grid, Line, Page, Problem

A4 = (595.0, 842.0)
MARGIN = 72.0  # Word's own; a letter's text then has the width that prose is set to
SIZE = 10.5  # pt, 五号: what Word and Excel write with in Chinese unless told
LEADING = 1.5  # of the size: a line's height with the space below it
PADDING = 3.0  # between a cell's rule and its text
TAB = 4.0  # characters
# Blanks this wide part two pieces of a line, as columns set with the space bar; narrower ones spread a title.
_GAP = re.compile(r"\t+|(?:[ \u00a0]{4,}|\u3000{2,}|[ \u00a0\u3000]{5,})")
_UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text, however long. `indent` in points, from the side that `align` names. `confidence` is below 1
    where the file itself does not hold what was meant."""

    text: str
    size: float = SIZE
    align: Align = Align.LEFT
    indent: float = 0.0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell with its text; `row` and `column` count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[Paragraph, ...]


class Canvas:
    """A page being filled from the top."""

    def __init__(self, size: tuple[float, float] = A4, margin: float = MARGIN) -> None:
        self._width, self._height = size
        self._left, self._right = margin, max(margin + SIZE, size[0] - margin)
        self._margin = margin
        self._y = margin
        self._lines = list[tuple[Box, str, float]]()
        self._tables = list[list[tuple[Box, LaidCell]]]()

    @property
    def empty(self) -> bool:
        return not self._lines

    def write(self, paragraph: Paragraph, left: float | None = None, right: float | None = None) -> None:
        """A line of its own, between the margins or `left` and `right`."""
        left, right = self._left if left is None else left, self._right if right is None else right
        self._put(paragraph, left, right, self._y)
        self._y += paragraph.size * LEADING

    def write_row(self, pieces: Sequence[tuple[Paragraph, float, float]]) -> None:
        """Several texts on one line, each between its left and right; fractions of the space between the margins."""
        wide = self._right - self._left
        for paragraph, left, right in pieces:
            self._put(paragraph, self._left + left * wide, self._left + right * wide, self._y)
        self._y += max((paragraph.size for paragraph, _, _ in pieces), default=SIZE) * LEADING

    def table(self, cells: Sequence[LaidCell], widths: Sequence[float]) -> None:
        """A ruled table between the margins; `widths` of its columns in any unit."""
        if not cells:
            return
        edges = self._columns(widths)
        rows = self._rows(cells)
        placed = list[tuple[Box, LaidCell]]()
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            x0, x1 = edges[cell.column], edges[min(len(edges) - 1, cell.column + cell.column_span)]
            y0, y1 = rows[cell.row], rows[min(len(rows) - 1, cell.row + cell.row_span)]
            placed.append((Box(x0, y0, x1, y1), cell))
            tall = sum(paragraph.size * LEADING for paragraph in cell.paragraphs)
            y = y0 + max(0.0, (y1 - y0 - tall) / 2)
            for paragraph in cell.paragraphs:
                self._put(paragraph, x0 + PADDING, x1 - PADDING, y)
                y += paragraph.size * LEADING
        self._tables.append(placed)
        self._y = rows[-1] + SIZE / 2

    def page(self, number: int, problems: Sequence[Problem] = ()) -> Page:
        """Grown downwards where it holds more than a sheet."""
        width, height = self._width, max(self._height, self._y + self._margin)

        def fraction(box: Box) -> Box:
            return Box(box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height)

        grids = tuple(
            Grid(
                fraction(Box.around(box for box, _ in placed)),
                tuple(
                    Cell(fraction(box), cell.row, cell.column, cell.row_span, cell.column_span) for box, cell in placed
                ),
            )
            for placed in self._tables
        )
        lines = tuple(Line(fraction(box), text, confidence) for box, text, confidence in self._lines)
        size = (round(width), round(height))
        return Page(number, size, lines, grids, (), _UNTURNED, True, False, tuple(problems), pictureless=True)

    def _columns(self, widths: Sequence[float]) -> list[float]:
        scale = (self._right - self._left) / (sum(widths) or 1.0)
        edges = [self._left]
        for width in widths:
            edges.append(edges[-1] + width * scale)
        return edges

    def _rows(self, cells: Sequence[LaidCell]) -> list[float]:
        """The rows' upper edges and the last one's lower edge; a cell over several rows needs room in its last."""
        count = max(cell.row + cell.row_span for cell in cells)
        edges = [self._y]
        ending = dict[int, list[LaidCell]]()
        for cell in cells:
            ending.setdefault(cell.row + cell.row_span - 1, []).append(cell)
        for row in range(count):
            least = edges[row] + SIZE * LEADING + 2 * PADDING
            needs = (
                edges[cell.row] + 2 * PADDING + sum(paragraph.size * LEADING for paragraph in cell.paragraphs)
                for cell in ending.get(row, ())
            )
            edges.append(max(least, *needs, least))
        return edges

    def _put(self, paragraph: Paragraph, left: float, right: float, y: float) -> None:
        """The paragraph's pieces side by side, squeezed where they are longer than the room."""
        pieces, wide = _pieces(paragraph.text, paragraph.size)
        room = max(1.0, right - left - paragraph.indent)
        squeeze = min(1.0, room / wide) if wide else 1.0
        slack = room - wide * squeeze
        start = (
            left
            + {
                Align.LEFT: paragraph.indent,
                Align.CENTRE: slack / 2 + paragraph.indent / 2,
                Align.RIGHT: slack,
            }[paragraph.align]
        )
        top = y + paragraph.size * (LEADING - 1) / 2
        for text, x0, x1 in pieces:
            box = Box(start + x0 * squeeze, top, start + x1 * squeeze, top + paragraph.size)
            self._lines.append((box, text, paragraph.confidence))


def _pieces(text: str, size: float) -> tuple[list[tuple[str, float, float]], float]:
    """The text's pieces with their beginnings and ends in points, and the length of all."""
    parts = list[tuple[str, float, float]]()
    spread = all(len(piece.strip()) <= 1 for piece in _GAP.split(text))  # a title with wide gaps between characters
    x, begin = 0.0, 0
    for gap in [] if spread else _GAP.finditer(text):
        x = _add(parts, text[begin : gap.start()], x, size) + _length(gap[0], size)
        begin = gap.end()
    x = _add(parts, text[begin:], x, size)
    return parts, x


def _add(parts: list[tuple[str, float, float]], text: str, x: float, size: float) -> float:
    lead = len(text) - len(text.lstrip())
    x += _length(text[:lead], size)
    bare = text.strip()
    end = x + _length(bare, size)
    if bare:
        parts.append((bare, x, end))
    return end


def _length(text: str, size: float) -> float:
    """Chinese characters are as wide as they are high, others half as wide."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    tabs = text.count("\t")
    return size * (wide + (len(text) - wide - tabs) / 2 + TAB * tabs)
