"""Lines of print as a text to search, with the way back from a character to its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.language.dates import DateText, find_dates, unclear_date
from extractor.records import Box, DateMention, DateState, Line, Page, Place
from extractor.understand.blanks import blank_confidence

# Two pieces of print stand on one row when their centres differ by less than this share of the lower one's height.
SAME_ROW = 0.6
# Pieces that share more of their widths than this stand one above the other.
OVER = 0.3
# Prose is set ragged by a few characters (a code or an amount is not broken): in shares of the text's width.
RAGGED = 0.3
# The figures of a year stand this far before 年, in heights of a line (heights and widths alike: an A4 page is wider
# in this by 1.4, which does no harm).
YEAR = 3.0
# Of a line's height. Pieces closer than this are one piece of print (OCR parts lines at random), and wider apart than
# the other they stand in columns of their own.
RUNS_ON = 0.3
COLUMN = 2.0
# Confidence at most of a date whose way of writing has another reading.
TWO_READINGS = 0.5


def in_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Print side by side, from top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.centre[1]):
        row = rows[-1] if rows else None
        if row and _beside(row, line):
            row.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.x0) for row in rows]


def _beside(row: Sequence[Line], line: Line) -> bool:
    """Level with the row, and over none of its pieces: two lines that OCR boxed high may lie half over each other."""
    last = row[-1].box
    level = abs(last.centre[1] - line.box.centre[1]) < SAME_ROW * min(last.height, line.box.height)
    return level and not any(
        min(one.box.x1, line.box.x1) - max(one.box.x0, line.box.x0) > OVER * min(one.box.width, line.box.width)
        for one in row
    )


def in_reading_order(lines: Iterable[Line]) -> list[Line]:
    """Rows from top to bottom, each from left to right."""
    return [line for row in in_rows(lines) for line in row]


def part_box(line: Line, start: int, end: int) -> Box:
    """The box of `line.text[start:end]`: by its characters' boxes where known, else in proportion."""
    if line.chars and end <= len(line.chars) and start < end:
        return Box.around(line.chars[start:end])
    width = line.box.width / max(1, len(line.text))
    return Box(line.box.x0 + start * width, line.box.y0, line.box.x0 + end * width, line.box.y1)


def part(line: Line, start: int, end: int) -> Line:
    """The piece of a line from character `start` to `end`, blanks at its ends cut off."""
    while start < end and line.text[start].isspace():
        start += 1
    while end > start and line.text[end - 1].isspace():
        end -= 1
    certain = line.confidences[start:end]
    confidence = sum(certain) / len(certain) if certain else line.confidence
    return Line(part_box(line, start, end), line.text[start:end], confidence, line.chars[start:end], certain)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines joined to one text. `starts` is where each line begins in `text`."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    @staticmethod
    def of(lines: Sequence[Line]) -> Passage:
        """Of pieces that run on, such as those of one row."""
        return Passage._joined(lines, {})

    @staticmethod
    def of_row(row: Sequence[Line]) -> Passage:
        """Of the pieces of a row, with a blank or a tab for what lies between them: figures of two columns are never
        one number."""
        gaps = dict[int, str]()
        for index, (one, other) in enumerate(pairwise(row)):
            gap, height = other.box.x0 - one.box.x1, min(one.box.height, other.box.height)
            gaps[index] = "" if gap < RUNS_ON * height else " " if gap < COLUMN * height else "\t"
        return Passage._joined(row, gaps)

    @staticmethod
    def of_prose(lines: Sequence[Line]) -> Passage:
        """Of a letter's body: a line that ends well before the right margin ends its paragraph, and one that begins
        well behind the left (a letter's number) is none of the next."""
        right = max((line.box.x1 for line in lines), default=1.0)
        left = min((line.box.x0 for line in lines), default=0.0)
        most = RAGGED * (right - left)
        ends = (index for index, line in enumerate(lines) if right - line.box.x1 > most or line.box.x0 - left > most)
        return Passage._joined(lines, dict.fromkeys(ends, "\n"))

    @staticmethod
    def _joined(lines: Sequence[Line], after: Mapping[int, str]) -> Passage:
        """`after`: what stands behind a line, by its index."""
        starts, text = list[int](), ""
        for index, line in enumerate(lines):
            starts.append(len(text))
            text += line.text + after.get(index, "")
        return Passage(text, tuple(lines), tuple(starts))

    def pieces(self, start: int, end: int) -> list[Line]:
        """What of each line lies in `text[start:end]`."""
        found = list[Line]()
        for line, first in zip(self.lines, self.starts, strict=True):
            left, right = max(start, first), min(end, first + len(line.text))
            if left < right:
                found.append(part(line, left - first, right - first))
        return found


def joined(lines: Sequence[Line]) -> str:
    """The text of a cell: rows run on without a space, as a value that wraps does; pieces of one row keep one."""
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        apart = before is not None and line.box.x0 > before.box.x1 and not text.endswith(" ")
        same_row = before is not None and abs(before.box.centre[1] - line.box.centre[1]) < SAME_ROW * line.box.height
        text += (" " if apart and same_row else "") + line.text
    return text.strip()


def dates_in(lines: Iterable[Line], page: Page, slot: str | None = None) -> list[DateMention]:
    """The dates in some lines. A row is read as one text: OCR takes the wide blanks of 年 月 日 for line ends."""
    found = list[DateMention]()
    for row in in_rows(lines):
        passage = Passage.of_row(row)
        found += [_mention(date, passage, page, slot) for date in find_dates(passage.text)]
    return found


def unclear_dates_in(lines: Iterable[Line], page: Page, slot: str) -> list[DateMention]:
    """What is written like a date where one should stand, in no form that is known."""
    passages = [Passage.of_row(row) for row in in_rows(lines)]
    return [_mention(date, one, page, slot) for one in passages if (date := unclear_date(one.text))]


def _mention(date: DateText, passage: Passage, page: Page, slot: str | None) -> DateMention:
    pieces = passage.pieces(date.start, date.end)
    box = Box.around(piece.box for piece in pieces)
    if date.state is DateState.BLANK:
        # It matters that nothing stands before 年, 月 and 日, not how sure each of the three is.
        sure = blank_confidence(page, box.grown(YEAR * box.height, 0.0))
    else:
        sure = min(certainty(pieces), 1.0 if date.certain else TWO_READINGS)
    written = date.written.replace("\t", " ")  # of a row: what parts its columns is nobody's writing
    return DateMention(Place(page.number, box), written, date.value, date.state, date.parts, sure, slot)


def certainty(lines: Sequence[Line]) -> float:
    """How sure a value made of several lines is: as its least sure letter or digit, for one wrong digit makes another
    day or sum, and a mean over the line hides it."""
    return min((_least(line) for line in lines), default=0.0)


def _least(line: Line) -> float:
    certain = [one for one, character in zip(line.confidences, line.text, strict=False) if character.isalnum()]
    return min(certain, default=line.confidence)
