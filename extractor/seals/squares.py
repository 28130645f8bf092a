"""Square seals: mostly a person's name in two columns, beside a signature; an office's or a company's in several.

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
BREAKS = (3, 9)  # px: of a worn frame, and of one that print crosses
SMALLEST = 26.0  # px of a side in the searched picture: 8 mm on A4, the smallest name seals
LARGEST = 0.2  # of the page's long side: 60 mm on A4; larger on a picture of little but the seal, if it is full of
FULL_OF_STROKES = 5.0  # strokes on the way across, and
FULL = 0.2  # inked: a box drawn around something is empty, or holds a line of print
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
# Name seals drawn small or faint read as one letter as a whole at 0.85, and their columns at 0.99; the columns and rows
# of 24 headings' letters have up to two letters, or read at 0.6 and less.
SHORTEST_NAME, NAME_READ = 3, 0.85
SIDE = 96  # px at which a square is looked at
CELL = 48  # px of a letter, as the recognition model reads it
MOST_LETTERS = 6  # side by side: 单位名称 and what it is for have 25 at most
MOST_NARROW = 1.8  # cells of old seals are tall, of new ones nearly square
LINE_REACH = 0.12  # of a letter: how far off its place a line between letters may lie
CLEAR_LINE = 0.3  # of the mean ink


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
    found: list[Square] = []
    for breaks in BREAKS:
        mask = cv2.morphologyEx(
            (left > FAINTEST).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((breaks, breaks), np.uint8)
        )
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            centre, (width, height), turn = cv2.minAreaRect(contour)
            short, long = sorted((width, height))
            if short < SMALLEST or long > MOST_OBLONG * short:
                continue
            square = Square(_clockwise(cv2.boxPoints((centre, (width, height), turn)).astype(np.float64)))
            if not _met(square, found) and _is_seal(left, square, large=long > LARGEST * side):
                found.append(square)
    return found


def _met(square: Square, found: Sequence[Square]) -> bool:
    x0, y0, x1, y1 = square.box
    return any(x0 < other.box[2] and other.box[0] < x1 and y0 < other.box[3] and other.box[1] < y1 for other in found)


def pictures(square: Ink) -> list[Picture]:
    """A flat square's text as single lines: by columns from the right, as on seals of old, and by rows; and as a single
    character, which it is where a 国 of a heading stands alone."""
    height, width = square.shape
    inside = square[round(0.09 * height) : round(0.91 * height), round(0.09 * width) : round(0.91 * width)]
    across, down = _grid(inside)
    rows = np.array_split(np.arange(inside.shape[0]), down)
    columns = np.array_split(np.arange(inside.shape[1]), across)
    size = (round(CELL * inside.shape[1] / across / (inside.shape[0] / down)), CELL)
    cells = [
        [cv2.resize(inside[np.ix_(row, column)], size, interpolation=cv2.INTER_LINEAR) for column in columns]
        for row in rows
    ]
    by_columns = [cells[row][column] for column in reversed(range(across)) for row in range(down)]
    by_rows = [cell for row in cells for cell in row]
    framed = np.pad(square, round(0.1 * height))
    return [picture_of(cast(Ink, picture)) for picture in (np.hstack(by_columns), np.hstack(by_rows), framed)]


def _grid(inside: Ink) -> tuple[int, int]:
    """How many letters stand side by side and above one another: as many as clear lines part, of nearly square cells;
    2 and 2, as on name seals, where nothing tells."""
    by_column, by_row = inside.mean(axis=0).astype(np.float64), inside.mean(axis=1).astype(np.float64)
    fine = [
        (across * down, across, down)
        for across in range(2, MOST_LETTERS + 1)
        for down in range(2, MOST_LETTERS + 1)
        if across / down < MOST_NARROW and down / across < MOST_NARROW
        if _parted(by_column, across) and _parted(by_row, down)
    ]
    _, across, down = max(fine, default=(4, 2, 2))
    return across, down


def _parted(profile: Floats, parts: int) -> bool:
    """Whether little ink stands at every line that parts it evenly."""
    reach = max(1, round(LINE_REACH * len(profile) / parts))
    lines = [round(len(profile) * part / parts) for part in range(1, parts)]
    clear = CLEAR_LINE * float(profile.mean())
    return all(float(profile[line - reach : line + reach + 1].min()) < clear for line in lines)


def text_of(readings: Sequence[Reading]) -> tuple[str, float] | None:
    """What the readings of `pictures` make of it, None where it is no seal. Rows must read clearly better than
    columns to be preferred, and where both read well, the order is doubted."""
    columns, rows, whole = readings
    if len(whole.text) == 1 and whole.confidence >= ONE_CHARACTER and not any(map(_is_name, (columns, rows))):
        return None
    best = rows if rows.confidence > columns.confidence + BETTER else columns
    text = "".join(filter(str.isalnum, best.text))
    least = min(best.confidences, default=0.0) if text else 0.0
    both = min(rows.confidence, columns.confidence) > AMBIGUOUS
    return text, min(least, AMBIGUOUS) if both else least


def _is_name(reading: Reading) -> bool:
    """Parts of a single character read as up to two letters, or badly."""
    return len(reading.text) >= SHORTEST_NAME and reading.confidence >= NAME_READ


def flat(ink: Ink, square: Square, side: int = SIDE, margin: float = 0.0) -> Ink:
    """The square upright, with a margin in shares of its side around it."""
    around = round(side * margin)
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32) + around
    matrix = cv2.getPerspectiveTransform(np.array(square.corners, np.float32), target)
    whole = side + 2 * around
    return cast(Ink, cv2.warpPerspective(np.maximum(ink, 0), matrix, (whole, whole), flags=cv2.INTER_LINEAR))


def _is_seal(ink: Ink, square: Square, *, large: bool) -> bool:
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
    struck = float(min(changes)) * 2 >= (FULL_OF_STROKES if large else LEAST_STROKES)
    return (FULL if large else LEAST_FILLED) <= filled <= MOST_FILLED and struck and beside <= MOST_BESIDE


def _clockwise(corners: Floats) -> tuple[tuple[float, float], ...]:
    """From the corner that is farthest to the top left."""
    middle = corners.mean(axis=0)
    order = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    ordered: NDArray[np.float64] = corners[order]
    first = int(ordered.sum(axis=1).argmin())
    return tuple((float(x), float(y)) for x, y in np.roll(ordered, -first, axis=0))
