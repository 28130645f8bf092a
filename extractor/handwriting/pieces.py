"""A date in several pieces, as OCR finds one that a hand filled in wide, and a text layer its 年, 月 and 日: put
together to one line where nothing else stands in them, they follow one another in a row and no rule parts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractor.handwriting.dates import HAND
from extractor.records import Box, Line

GAP = 3.2  # heights of a line between two pieces: a year of four large figures
ROW = 0.5  # of the lower one's height: so much of it lies beside the other
_PIECE = re.compile(rf"[\s年月日号]*(?:{HAND}[\s年月日号]*)*")
_WHOLE = re.compile(rf"\s*{HAND}{{0,5}}\s*年\s*{HAND}{{0,3}}\s*月\s*{HAND}{{0,3}}\s*[日号]\s*")


def dates_in_one_piece(
    lines: Sequence[Line], size: tuple[int, int], whole_in: Callable[[Line], bool]
) -> tuple[Line, ...]:
    """`size`: the page's width and height in pixels. `whole_in` says of a line that no rule goes through it."""
    shape = size[1] / size[0]
    left = sorted((line for line in lines if line.chars and _PIECE.fullmatch(line.text)), key=lambda line: line.box.x0)
    merged = dict[int, Line]()  # by the id of a piece: what it became
    for at, first in enumerate(left):
        if id(first) in merged:
            continue
        pieces = [first]
        for line in left[at + 1 :]:
            if id(line) in merged or not _follows(line, pieces[-1], shape):
                continue
            pieces.append(line)
            whole = _joined(pieces)
            if _WHOLE.fullmatch(whole.text):
                if whole_in(whole):
                    merged |= dict.fromkeys(map(id, pieces), whole)
                break
    return tuple(dict.fromkeys(merged.get(id(line), line) for line in lines))


def _follows(line: Line, before: Line, shape: float) -> bool:
    low, high = max(line.box.y0, before.box.y0), min(line.box.y1, before.box.y1)
    gap = line.box.x0 - before.box.x1
    tall = min(line.box.height, before.box.height)
    return high - low >= ROW * tall and -tall * shape < gap < GAP * tall * shape


def _joined(pieces: Sequence[Line]) -> Line:
    certain = [sure for line in pieces for sure in line.confidences or (line.confidence,) * len(line.text)]
    return Line(
        Box.around(line.box for line in pieces),
        "".join(line.text for line in pieces),
        sum(certain) / len(certain),
        tuple(box for line in pieces for box in line.chars),
        tuple(certain),
    )
