"""Where the printed 年, 月 and 日 of a line stand, and with that, where a hand wrote each number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.handwriting.cut_out import AROUND, parting
from extractor.handwriting.digits import Ink
from extractor.records import Line

Span = tuple[int, int]  # columns or rows
NEAR = 0.25  # of a line's height: so far OCR may put a sign's middle from where it is
LEAST = 0.3  # of a line's height: a sign, also where OCR took two rows for the line
WIDEST = 1.25  # of the other signs' size: a sign; what is wider is one with a digit that touches it
BESIDE = 0.55  # of a sign's size, from its middle: its own strokes, where print broke
BEYOND = 0.45  # of a sign's size: digits by hand stand so much higher and lower
YEAR = 3.2  # signs before 年: a year begins no earlier
FIRST = 0.9  # signs from the middle of a year's first digit to where it begins


@dataclass(frozen=True, slots=True)
class Places:
    """Between which columns each number stands, by its name, and between which rows all of them do."""

    columns: dict[str, Span]
    rows: Span


def places_in(line: Line, date: re.Match[str], strip: Ink) -> Places:
    """`date` has the groups year, month and day, with a sign behind each."""
    width = strip.shape[1]
    middles = [box.centre[0] * width for box in line.chars]
    names = [name for name in ("year", "month", "day") if date[name] is not None]
    behind = [next(at for at in range(date.end(name), date.end()) if not line.text[at].isspace()) for name in names]
    tall = strip.shape[0] / (1 + 2 * AROUND)
    strokes = _Strokes.of(strip)
    found = [strokes.at(middles[at], tall) for at in behind]
    sizes = [max(stroke[2:4]) for stroke in found if stroke is not None] or [tall]
    size = float(min(np.median(sizes), tall))
    columns, left = dict[str, Span](), None
    for name, at, stroke in zip(names, behind, found, strict=True):
        sign = strokes.sign(middles[at], stroke, size)
        start = left if left is not None else _start(line, date, middles, strip, size)
        columns[name], left = (start, max(start, sign[0])), sign[1]
    signs = [stroke for stroke in found if stroke is not None and max(stroke[2:4]) <= WIDEST * size]
    if not signs:
        return Places(columns, (0, strip.shape[0]))
    top, foot = np.median([stroke[1] for stroke in signs]), np.median([stroke[1] + stroke[3] for stroke in signs])
    return Places(columns, (int(top - BEYOND * size), int(foot + BEYOND * size)))


def _start(line: Line, date: re.Match[str], middles: Sequence[float], strip: Ink, size: float) -> int:
    """Where a year begins."""
    first = date.start("year")
    if not date["year"]:
        return max(0, int(middles[date.end("year")] - YEAR * size))
    start = max(0, int(middles[first] - FIRST * size))
    before = line.text[:first].rstrip()
    return max(start, parting(strip, middles[len(before) - 1], middles[first])) if before else start


@dataclass(frozen=True, slots=True)
class _Strokes:
    """Pieces of ink: which piece each pixel is of, and of each x, y, width, height and area."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]

    @staticmethod
    def of(strip: Ink) -> _Strokes:
        _, labels, stats, _ = cv2.connectedComponentsWithStats((strip > 0).astype(np.uint8), connectivity=8)
        return _Strokes(np.asarray(labels, np.int32), np.asarray(stats, np.int32))

    def at(self, middle: float, tall: float) -> tuple[int, ...] | None:
        """The piece with most ink there; in the lower row, where OCR took the caption above for a part of the line."""
        here, foot = self._ink(middle, NEAR * tall), self.stats[:, 1] + self.stats[:, 3]
        size = self.stats[:, 2:4].max(axis=1)
        inside = (self.stats[:, 1] > 0) & (foot < len(self.labels))  # what an edge cuts is another line's
        whole = (here > 0) & inside & (size >= LEAST * tall) & (size <= WIDEST * tall)
        if not whole.any():
            return None
        whole &= foot >= foot[whole].max() - LEAST * tall
        return tuple(self.stats[int(np.where(whole, here, 0).argmax())].tolist())

    def sign(self, middle: float, stroke: tuple[int, ...] | None, size: float) -> Span:
        """The columns of a sign; by its size alone where a digit touches it or nothing is seen of it."""
        if stroke is None or stroke[2] > WIDEST * size:
            return int(middle - BESIDE * size), int(middle + BESIDE * size)
        middle = stroke[0] + stroke[2] / 2
        own = [(stroke[0], stroke[0] + stroke[2])] + [
            (left, left + wide)
            for left, wide in self.stats[np.flatnonzero(self._ink(middle, BESIDE * size)), :3:2].tolist()
            if middle - BESIDE * size <= left and left + wide <= middle + BESIDE * size
        ]
        return min(left for left, _ in own), max(right for _, right in own)

    def _ink(self, middle: float, near: float) -> NDArray[np.int64]:
        columns = self.labels[:, max(0, int(middle - near)) : int(middle + near) + 1]
        ink = np.bincount(columns.ravel(), minlength=len(self.stats))
        ink[0] = 0  # the paper
        return ink
