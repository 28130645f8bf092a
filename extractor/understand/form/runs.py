"""Runs of print that are read as one text: all that stands in a ruled cell, or one row outside cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.language.matching import fold_label
from extractor.records import Box, Line
from extractor.understand.sheet import CellText, Sheet
from extractor.understand.text import in_rows, part, part_box

# Between two characters, in ems: print that goes on is set closer, apart from a label spread over its column.
GAP = 0.45
# A gap this wide, in ems, parts two columns of print.
COLUMN_GAP = 2.0
# Two columns of one cell are parted by so many ems at least.
COLUMN_OF_CELL = 0.6
# In 10.5 pt print, of OCR's boxes around lines; a box is higher than its em.
EM = 0.8


@dataclass(frozen=True, slots=True)
class Run:
    """`text` is the rows of the run, a line break between two and a space between pieces of one; `letters` are its
    characters without punctuation and spaces (`fold_label`), `origin` where each of them stands in `text`."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    letters: str
    origin: tuple[int, ...]
    cell: CellText | None
    aspect: float

    @staticmethod
    def of(rows: Sequence[Sequence[Line]], cell: CellText | None, aspect: float) -> Run:
        text, lines, starts = "", list[Line](), list[int]()
        for row in rows:
            for index, line in enumerate(row):
                text += ("" if not text else " " if index else "\n") if lines else ""
                starts.append(len(text))
                lines.append(line)
                text += line.text
        letters, origin = "", list[int]()
        for place, character in enumerate(text):
            for letter in fold_label(character):
                letters += letter
                origin.append(place)
        return Run(text, tuple(lines), tuple(starts), letters, tuple(origin), cell, aspect)

    def box(self, start: int, end: int) -> Box:
        pieces = self.pieces(start, end)
        return Box.around(piece.box for piece in pieces) if pieces else self.lines[0].box

    def pieces(self, start: int, end: int) -> list[Line]:
        """What of each line lies in `text[start:end]`, blanks at the ends cut off."""
        found = list[Line]()
        for line, first in zip(self.lines, self.starts, strict=True):
            left, right = max(start, first), min(end, first + len(line.text))
            if left < right and (piece := part(line, left - first, right - first)).text:
                found.append(piece)
        return found

    def gap(self, left: int, right: int) -> float:
        """Ems of bare paper between two characters of `text`; a wide one where a line ends between them."""
        if "\n" in self.text[left : right + 1]:
            return 100.0
        one, other = self._character(left), self._character(right)
        height = min(one[1].box.height, other[1].box.height) * EM * self.aspect
        return (other[0].x0 - one[0].x1) / height if height else 0.0

    def _character(self, place: int) -> tuple[Box, Line]:
        index = max(i for i, start in enumerate(self.starts) if start <= place)
        line = self.lines[index]
        at = min(place - self.starts[index], len(line.text) - 1)
        return part_box(line, at, at + 1), line

    def before(self, place: int) -> int | None:
        """The last character before `place` that is no space, on the same row."""
        at = place - 1
        while at >= 0 and self.text[at].isspace() and self.text[at] != "\n":
            at -= 1
        return at if at >= 0 and self.text[at] != "\n" else None

    def after(self, place: int) -> int | None:
        """The first character from `place` on that is no space, on the same row."""
        at = place
        while at < len(self.text) and self.text[at].isspace() and self.text[at] != "\n":
            at += 1
        return at if at < len(self.text) and self.text[at] != "\n" else None


def runs_of(sheet: Sheet) -> list[Run]:
    """The runs of a page, empty cells among them, those of each grid and the rows outside in reading order."""
    inside = [Run.of(_rows_of(cell, sheet.aspect), cell, sheet.aspect) for cell in sheet.cells]
    outside = [Run.of([row], None, sheet.aspect) for row in in_rows(sheet.loose)]
    return [*inside, *outside]


def _rows_of(cell: CellText, aspect: float) -> list[list[Line]]:
    """The rows of a cell; of one in which two columns stand out of step (a label on two rows, its value level with
    neither: the rule between was lost), those of the left one first."""
    whole = in_rows(cell.lines)
    ordered = sorted(cell.lines, key=lambda line: line.box.x0)
    for at in range(1, len(ordered)):
        left, right = ordered[:at], ordered[at:]
        height = min(line.box.height for line in ordered)
        if right[0].box.x0 - max(line.box.x1 for line in left) < COLUMN_OF_CELL * EM * aspect * height:
            continue
        parts = [in_rows(left), in_rows(right)]
        if any(_out_of_step(row, others) for part in parts for row in part for others in parts if others is not part):
            return [row for part in parts for row in part]
    return whole


def _out_of_step(row: Sequence[Line], others: Sequence[Sequence[Line]]) -> bool:
    """Is the row beside two others, level with neither?"""
    middle, height = row[0].box.centre[1], row[0].box.height
    offsets = [other[0].box.centre[1] - middle for other in others]
    near = [offset for offset in offsets if abs(offset) < 1.2 * height]
    return len(near) > 1 and all(abs(offset) > 0.25 * height for offset in near)


def columns(run: Run, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` parted where the paper is bare for a column's gap; in a cell nothing is."""
    inked = [place for place in range(start, end) if not run.text[place].isspace()]
    if not inked:
        return
    first = inked[0]
    if run.cell is None:
        for one, other in pairwise(inked):
            if run.gap(one, other) > COLUMN_GAP:
                yield first, one + 1
                first = other
    yield first, inked[-1] + 1
