"""Square seals: mostly a person's name in two columns, beside a signature.

A red frame with red letters is also what a heading's 国, a red table's cell and a marked button look like, so a square
seal must stand alone: nothing red goes on beyond its corners or stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.seals.colour import Ink
from extractor.seals.rings import Floats
from extractor.seals.unroll import picture_of

FAINTEST = 0.06  # of full ink
SMALLEST = 26.0  # px of a side in the searched picture: 8 mm on A4, the smallest name seals
LARGEST = 0.2  # of the page's long side: 60 mm on A4
MOST_OBLONG = 1.35
LEAST_FRAME = 0.75  # of every side must be inked
LEAST_FILLED = 0.12  # of the inside: a marked button has less, and is no seal
MOST_FILLED = 0.85
LEAST_STROKES = 3.0  # met on the way across
BESIDE = 0.7  # of a side: so far around no other red ink may stand
MOST_BESIDE = 0.08  # of the ink in the square
BETTER = 0.1
AMBIGUOUS = 0.8
ONE_CHARACTER = 0.7
SIDE = 96  # px at which a square is looked at


@dataclass(frozen=True, slots=True)
class Square:
    """Corners in pixels, clockwise from the top left one."""

    corners: tuple[tuple[float, float], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        points = np.array(self.corners)
        x0, y0 = points.min(axis=0)
        x1, y1 = points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)

    def moved(self, x: float, y: float) -> Square:
        return Square(tuple((left + x, top + y) for left, top in self.corners))

    def scaled(self, factor: float) -> Square:
        return Square(tuple(((x + 0.5) * factor - 0.5, (y + 0.5) * factor - 0.5) for x, y in self.corners))


def squares(left: Ink, side: int) -> list[Square]:
    """Square seals in one ink; what other seals cover is negative in `left`. `side`: the page's long one, in pixels."""
    mask = cv2.morphologyEx((left > FAINTEST).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Square] = []
    for contour in contours:
        centre, (width, height), turn = cv2.minAreaRect(contour)
        short, long = sorted((width, height))
        if short < SMALLEST or long > LARGEST * side or long > MOST_OBLONG * short:
            continue
        square = Square(_clockwise(cv2.boxPoints((centre, (width, height), turn)).astype(np.float64)))
        if _is_seal(left, square):
            found.append(square)
    return found


def pictures(square: Ink) -> list[Picture]:
    """A flat square's text as single lines: by columns from the right, as on name seals, and by rows; and as a single
    character, which it is where a 国 of a heading stands alone."""
    height, width = square.shape
    inside = square[round(0.09 * height) : round(0.91 * height), round(0.09 * width) : round(0.91 * width)]
    half_width, half_height = inside.shape[1] // 2, inside.shape[0] // 2
    size = (half_width, half_height)
    columns = (slice(half_width, None), slice(0, half_width))
    rows = (slice(0, half_height), slice(half_height, None))
    right, below, left, last = (
        cv2.resize(inside[row, column], size, interpolation=cv2.INTER_LINEAR) for column in columns for row in rows
    )
    orders = ((right, below, left, last), (left, right, last, below))
    framed = np.pad(square, round(0.1 * height))
    return [picture_of(cast(Ink, picture)) for picture in (*(np.hstack(order) for order in orders), framed)]


def text_of(readings: Sequence[Reading]) -> tuple[str, float] | None:
    """What the readings of `pictures` make of it, None where it is no seal. Rows must read clearly better than
    columns to be preferred, and where both read well, the order is doubted."""
    columns, rows, whole = readings
    if len(whole.text) == 1 and whole.confidence >= ONE_CHARACTER:
        return None
    best = rows if rows.confidence > columns.confidence + BETTER else columns
    text = "".join(filter(str.isalnum, best.text))
    least = min(best.confidences, default=0.0) if text else 0.0
    both = min(rows.confidence, columns.confidence) > AMBIGUOUS
    return text, min(least, AMBIGUOUS) if both else least


def flat(ink: Ink, square: Square, side: int = SIDE, margin: float = 0.0) -> Ink:
    """The square upright, with a margin in shares of its side around it."""
    around = round(side * margin)
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32) + around
    matrix = cv2.getPerspectiveTransform(np.array(square.corners, np.float32), target)
    whole = side + 2 * around
    return cast(Ink, cv2.warpPerspective(np.maximum(ink, 0), matrix, (whole, whole), flags=cv2.INTER_LINEAR))


def _is_seal(ink: Ink, square: Square) -> bool:
    view = flat(ink, square, margin=BESIDE) > FAINTEST
    around = round(SIDE * BESIDE)
    body = view[around : around + SIDE, around : around + SIDE]
    edge = round(0.1 * SIDE)
    sides = (body[:edge].any(axis=0), body[-edge:].any(axis=0), body[:, :edge].any(axis=1), body[:, -edge:].any(axis=1))
    if min(float(side.mean()) for side in sides) < LEAST_FRAME:
        return False
    inside = body[edge:-edge, edge:-edge]
    filled = float(inside.mean())
    changes = [np.count_nonzero(np.diff(inside.astype(np.int8), axis=axis)) / len(inside) / 2 for axis in (0, 1)]
    grown = view.copy()
    rim = round(0.06 * SIDE)
    grown[around - rim : around + SIDE + rim, around - rim : around + SIDE + rim] = False
    beside = float(grown.sum()) / max(1.0, float(body.sum()))
    struck = float(min(changes)) * 2 >= LEAST_STROKES
    return LEAST_FILLED <= filled <= MOST_FILLED and struck and beside <= MOST_BESIDE


def _clockwise(corners: Floats) -> tuple[tuple[float, float], ...]:
    """From the corner that is farthest to the top left."""
    middle = corners.mean(axis=0)
    order = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    ordered: NDArray[np.float64] = corners[order]
    first = int(ordered.sum(axis=1).argmin())
    return tuple((float(x), float(y)) for x, y in np.roll(ordered, -first, axis=0))
