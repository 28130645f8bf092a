"""The ink of each digit of a line's dates, cut out of the page. A piece of ink that lies mostly in one character's
place is that character's whole, also where it reaches into the next one's; what joins two is cut where least ink is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.handwriting.digits import Ink
from extractor.picture import Picture
from extractor.records import Line

PART = re.compile(r"[0-9]+(?=\s*([年月日号]))")
AROUND = 0.35  # of a line's height: what is written by hand goes beyond the box of the print
PAPER = 0.8  # of a line's height: a stroke is never so wide, and between two strokes lies paper
FAINT = 0.7  # of the level between ink and paper: print beside a pen's strokes is the fainter
NEAR = 0.3  # of the way from one digit to the next: as far from its middle they are parted where least ink is
LEAST_INK = 12  # px of a digit; less is grain
INSIDE = (0.12, 0.88)  # of the strip's height: a piece whose middle lies beyond reaches in from another line
OWN = 0.75  # of a piece's ink: with so much of it in one place it stands there, strokes that touch are shared out


@dataclass(frozen=True, slots=True)
class Cut:
    """A digit's place in its line's text, and its ink."""

    at: int
    ink: Ink


def digits_of(line: Line, ink: Picture) -> list[Cut]:
    """`ink`: the page without its seals."""
    strip, width = strip_of(line, ink), ink.shape[1]
    middles = [box.centre[0] * width for box in line.chars]
    found = list[Cut]()
    for part in PART.finditer(line.text):
        places = range(*part.span())
        before = middles[places[0] - 1] if places[0] else middles[0] - 2 * line.chars[0].width * width
        around = [before, *(middles[at] for at in places), middles[places[-1] + 1]]  # the unit's at the least
        edges = [parting(strip, one, other) for one, other in pairwise(around)]
        inks = _shared_out(strip, edges)
        found += (Cut(at, piece) for at, piece in zip(places, inks, strict=True))
    return found


def strip_of(line: Line, ink: Picture) -> Ink:
    """The line's strokes and what is around them, as wide as the page."""
    height, width = ink.shape[:2]
    tall = line.box.height * height
    top, bottom = int(max(0, line.box.y0 * height - AROUND * tall)), int(line.box.y1 * height + AROUND * tall)
    grey = np.ascontiguousarray(ink[top:bottom, :, 0])
    # Against the paper around each stroke: a shadow over the page and a black rule below the line are no measure of it.
    side = max(3, int(PAPER * tall) | 1)
    dark = np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((side, side), np.uint8)), np.uint8)
    rows = slice(int(line.box.y0 * height) - top, int(line.box.y1 * height) - top + 1)
    own = np.ascontiguousarray(dark[rows, int(line.box.x0 * width) : int(line.box.x1 * width) + 1])
    level, _ = cv2.threshold(own, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.where(dark > FAINT * level, dark, 0).astype(np.uint8)


def strokes(grey: Ink) -> Ink:
    """White strokes on black; the paper and the shadow of a seal are black."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.where(grey < level, 255 - grey, 0).astype(np.uint8)


def parting(strip: Ink, one: float, other: float) -> int:
    """The column between two characters that holds least ink."""
    middle, reach = (one + other) / 2, NEAR * (other - one)
    first, last = max(0, int(middle - reach)), min(strip.shape[1], int(middle + reach) + 1)
    if last <= first:
        return int(np.clip(middle, 0, strip.shape[1]))
    weights = strip[:, first:last].sum(axis=0, dtype=np.int64)
    least = np.flatnonzero(weights == weights.min())
    return first + int(least[len(least) // 2])


def _shared_out(strip: Ink, edges: list[int]) -> list[Ink]:
    """For each place between two edges its ink, without what only reaches in from above, below or the side."""
    reach = edges[-1] - edges[0]
    first, last = max(0, edges[0] - reach), min(strip.shape[1], edges[-1] + reach)
    piece = strip[:, first:last]
    if not piece.size or edges[-1] <= edges[0]:
        return [np.zeros((1, 1), np.uint8)] * (len(edges) - 1)
    _, found, stats, _ = cv2.connectedComponentsWithStats((piece > 0).astype(np.uint8), connectivity=8)
    labels: NDArray[np.int32] = np.asarray(found, np.int32)
    middle = (stats[:, 1] + stats[:, 3] / 2) / len(piece)
    digit = (stats[:, 4] >= LEAST_INK) & (middle > INSIDE[0]) & (middle < INSIDE[1])
    digit[0] = False  # the paper
    inks = list[Ink]()
    for left, right in pairwise(edges):
        here = np.zeros(piece.shape, bool)
        here[:, left - first : right - first] = True
        share = np.bincount(labels[here], minlength=len(stats)) / stats[:, 4]
        whole, part = digit & (share >= OWN), digit & (share < OWN) & (share > 1 - OWN)
        inks.append(np.where(whole[labels] | (part[labels] & here), piece, 0).astype(np.uint8))
    return inks
