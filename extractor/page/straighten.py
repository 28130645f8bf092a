"""How a page lies, and the page made upright: off the desk, out of perspective and skew, turned by right angles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ocr import OcrEngine
from extractor.page.overlaid.watermark import watermark_on
from extractor.page.photo import find_sheet
from extractor.page.ruled_lines import Mask, RuledLine, Slope, ink_of, rule_masks, rules_in, trend_of, working
from extractor.picture import Picture, grey_picture, turned_picture
from extractor.records import Box

Matrix = NDArray[np.float64]  # 3 x 3
Points = NDArray[np.float64]  # n x 2

STEEPEST = 10.0  # degrees: what a careless feeder does; more is a photo, and the sheet's own edges tell it
COARSE, FINE = 0.5, 0.1  # degrees: steps of the search; a third of FINE is 1 px over an A4 page at 200 dpi
MOST_POINTS = 30_000  # of ink: more change the angle by less than FINE
LONG_RULE = 0.25  # of the page's width: shorter rules are as skewed as their pixels
SPREAD = 0.15  # of the page: rules nearer together say nothing of the perspective
LEAST_SHIFT = 0.004  # of the page's long side, at a corner: 0.3 degrees, which neither grids nor OCR mind
PAPER_SCALE = 8  # paper without print is sought at an eighth of the size ...
PAPER_SPAN = 9  # px, ... by the brightest within 9 mm, wider than any stroke

SAMPLES = 6  # lines read to see which way is up; of two, one may be a figure that reads well from any side
SLENDEREST = 8.0  # width over height of what is read: enough characters, and cheap
STUBBIEST = 4.0
PRINT_HEIGHT = (9, 48)  # px at working size: 4 to 23 pt
START = 192  # px at working size: SLENDEREST of print 24 px high, 12 pt
SURELY_UP = 0.9  # mean confidence of lines that stand upright; upside down, PP-OCR gives 0.3 to 0.75
LEGIBLE = (
    0.65  # of the lines must read well another way up: of 880 ways to lay 220 pages 3 on their side were missed ...
)
BETTER_BY = 0.1  # ... and that much better than the page as it lies
CLOSER = 1.1  # times as many characters in a length: across lines set as close as they can be, 1.25 times


@dataclass(frozen=True, slots=True)
class Straight:
    """An upright picture, and the homography from its fractions to the fractions of the page as viewed."""

    picture: Picture
    to_view: Matrix

    @property
    def from_view(self) -> Matrix:
        return _inverse(self.to_view)


def as_viewed(picture: Picture) -> Straight:
    return Straight(picture, np.eye(3))


def straighten(picture: Picture, turn: int = 0) -> Straight:
    """Level and flat. `turn`: degrees clockwise that are known to bring the right edge up; they come first, so that a
    page has the same pixels whichever way it was scanned. A page that lies well is left as it is, pixel for pixel."""
    straight = turned(as_viewed(picture), turn)
    corners = find_sheet(straight.picture)
    if corners is not None:
        straight = _flattened(straight, corners)
    return _levelled(straight)


def map_box(matrix: Matrix, box: Box) -> Box:
    """The box around the mapped corners."""
    corners = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]])
    mapped = _mapped(matrix, corners)
    return Box(*(float(value) for value in (*mapped.min(0), *mapped.max(0))))


def _mapped(matrix: Matrix, points: Points) -> Points:
    return cast(Points, cv2.perspectiveTransform(points[None].astype(np.float64), matrix))[0]


def _inverse(matrix: Matrix) -> Matrix:
    return np.linalg.inv(matrix).astype(np.float64)


def _fractions(picture: Picture) -> Matrix:
    """From fractions to pixels."""
    return np.diag([picture.shape[1], picture.shape[0], 1.0])


def _warped(straight: Straight, to_old: Matrix, size: tuple[int, int]) -> Straight:
    """`to_old`: from pixels of the new picture, of `size` (width, height), to pixels of the old one."""
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    picture = _paper(straight.picture, to_old, size)
    cv2.warpPerspective(straight.picture, to_old, size, picture, flags, cv2.BORDER_TRANSPARENT)
    to_old_fractions = _inverse(_fractions(straight.picture)) @ to_old @ np.diag([*size, 1.0])
    return Straight(picture, straight.to_view @ to_old_fractions)


def _paper(picture: Picture, to_old: Matrix, size: tuple[int, int]) -> Picture:
    """The bare paper as it would go on beyond the picture's edges: white there would look like a ruled frame, and
    print that is repeated like more print."""
    small = cv2.resize(picture, None, fx=1 / PAPER_SCALE, fy=1 / PAPER_SCALE, interpolation=cv2.INTER_AREA)
    bare = cv2.dilate(small, np.ones((PAPER_SPAN, PAPER_SPAN), np.uint8))
    shrink = np.diag([PAPER_SCALE, PAPER_SCALE, 1.0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    to_small = _inverse(shrink) @ to_old @ shrink
    span = size[0] // PAPER_SCALE + 1, size[1] // PAPER_SCALE + 1
    spread = cv2.warpPerspective(bare, to_small, span, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return cast(Picture, cv2.resize(spread, size, interpolation=cv2.INTER_LINEAR))


def _flattened(straight: Straight, corners: Points) -> Straight:
    """The sheet alone; `corners` clockwise from its top left, in pixels."""
    width = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))
    height = max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1]))
    size = round(float(width)), round(float(height))
    sheet = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    to_old = cv2.getPerspectiveTransform(sheet, corners.astype(np.float32)).astype(np.float64)
    return _warped(straight, to_old, size)


def _levelled(straight: Straight) -> Straight:
    """Skew and the rest of perspective, as text and rules show them."""
    grey, scale = working(np.ascontiguousarray(straight.picture[:, :, 0]))
    ink = ink_of(grey)
    mark = watermark_on(grey)
    if mark is not None:  # its rows run aslant
        ink = cast(Mask, cv2.subtract(ink, mark.place))
    angle = _skew(ink)
    height, width = ink.shape
    # From the levelled working picture to the working picture as it is.
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0), [0, 0, 1]])
    level = cast(Mask, cv2.warpPerspective(ink, turn, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP))
    to_old = turn @ _perspective(level)
    shift = _mapped(to_old, _corners(width, height)) - _corners(width, height)
    if np.abs(shift - shift.mean(0)).max() < LEAST_SHIFT * max(width, height):
        return straight
    extent = _mapped(_inverse(to_old), _corners(width, height))
    (left, top), (right, bottom) = extent.min(0), extent.max(0)
    move = np.array([[1.0, 0, left], [0, 1.0, top], [0, 0, 1.0]])
    shrink = np.diag([scale, scale, 1.0])
    size = round(float(right - left) / scale), round(float(bottom - top) / scale)
    return _warped(straight, _inverse(shrink) @ to_old @ move @ shrink, size)


def _corners(width: int, height: int) -> Points:
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _skew(ink: Mask) -> float:
    """Degrees clockwise by which print and rules are turned: the angle at which the ink falls into the sharpest rows
    and columns."""
    count = cv2.countNonZero(ink)
    if count < MOST_POINTS / 100:
        return 0.0
    found = cv2.findNonZero(ink).reshape(-1, 2)[:: max(1, count // MOST_POINTS)]
    middle = np.array([ink.shape[1] / 2, ink.shape[0] / 2])
    points = np.ascontiguousarray((found - middle).T.astype(np.float32))
    coarse = _sharpest(points, np.arange(-STEEPEST, STEEPEST + COARSE, COARSE))
    return _sharpest(points, coarse + np.arange(-COARSE, COARSE + FINE, FINE))


def _sharpest(points: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    reach = int(np.abs(points).max() * 1.5) + 1
    scores: list[float] = []
    for angle in np.radians(angles):
        across = points[0] * np.cos(angle) + points[1] * np.sin(angle)
        down = points[1] * np.cos(angle) - points[0] * np.sin(angle)
        profiles = [np.bincount((line + reach).astype(np.int32), minlength=2 * reach) for line in (across, down)]
        scores.append(sum(float(np.square(np.diff(profile)).sum()) for profile in profiles))
    return float(angles[int(np.argmax(scores))])


def _perspective(ink: Mask) -> Matrix:
    """From the picture in which long rules are level, upright and parallel, to this one, both in pixels."""
    height, width = ink.shape
    level, upright = rule_masks(ink)
    rows = _long(rules_in(level, level=True), LONG_RULE * width)
    columns = _long(rules_in(upright, level=False), LONG_RULE * width)
    row_slope = trend_of([((r.y0 + r.y1) / 2, (r.y1 - r.y0) / (r.x1 - r.x0), r.length) for r in rows], SPREAD * height)
    column_slope = trend_of(
        [((c.x0 + c.x1) / 2, (c.x1 - c.x0) / (c.y1 - c.y0), c.length) for c in columns], SPREAD * width
    )
    if row_slope is None:
        if column_slope is None:
            return np.eye(3)
        row_slope = _square_to(column_slope, width / 2)
    column_slope = column_slope or _square_to(row_slope, height / 2)
    rectangle = _corners(width, height) * 0.8 + np.array([width, height]) * 0.1
    quad = [_crossing(x, y, row_slope(y), column_slope(x), width / 2, height / 2) for x, y in rectangle.tolist()]
    return cv2.getPerspectiveTransform(rectangle.astype(np.float32), np.array(quad, np.float32)).astype(np.float64)


def _square_to(slope: Slope, middle: float) -> Slope:
    """Where only one direction shows, the other is taken to be square to it in the middle of the page."""
    opposite = -slope(middle)

    def constant(_place: float) -> float:
        return opposite

    return constant


def _long(rules: Sequence[RuledLine], least: float) -> list[RuledLine]:
    return [rule for rule in rules if rule.length >= least]


def _crossing(x: float, y: float, row: float, column: float, middle_x: float, middle_y: float) -> tuple[float, float]:
    """Where the level line through (middle_x, y) meets the upright one through (x, middle_y)."""
    meet_y = (y + row * (x - column * middle_y - middle_x)) / (1 - row * column)
    return x + column * (meet_y - middle_y), meet_y


def turned(straight: Straight, turn: int) -> Straight:
    """Turned clockwise by a multiple of 90 degrees, exactly."""
    if turn % 360 == 0:
        return straight
    to_old = {
        90: np.array([[0, 1, 0], [-1, 0, 1], [0, 0, 1]]),
        180: np.array([[-1, 0, 1], [0, -1, 1], [0, 0, 1]]),
        270: np.array([[0, -1, 1], [1, 0, 0], [0, 0, 1]]),
    }[turn % 360]
    return Straight(turned_picture(straight.picture, turn), straight.to_view @ to_old)


def turn_needed(picture: Picture, engine: OcrEngine) -> int:
    """Degrees clockwise that make the print readable, by reading a few lines of it each way."""
    flat, standing = _samples(picture), _samples(turned_picture(picture, 90))
    ways = {0: flat, 180: _upside_down(flat), 90: standing, 270: _upside_down(standing)}
    # By the most print that any way shows: little of it is what stands upright on a page that lies on its side, such as
    # an invoice's 购买方, or a figure, which reads well from both ends.
    most = max(_length(flat), _length(standing), 1.0)
    legible = {turn: _legibility(lines, engine) / most for turn, lines in ways.items()}
    best = max(legible, key=lambda turn: legible[turn])
    # Across close-set lines PP-OCR reads columns of characters, as surely as the lines; those are set closer.
    close = {turn: _closeness(ways[turn], engine) for turn in ways if legible[turn] >= legible[best] - BETTER_BY}
    if len({turn % 180 for turn in close}) > 1:
        closest = max(close, key=lambda turn: close[turn])
        return closest if close[closest] >= CLOSER * close.get(0, 0.0) else 0
    return best if legible[best] >= max(LEGIBLE, legible[0] + BETTER_BY) else 0


def _upside_down(lines: Sequence[Picture]) -> list[Picture]:
    return [turned_picture(line, 180) for line in lines]


def _legibility(lines: Sequence[Picture], engine: OcrEngine) -> float:
    """How much reads well, in characters. They are about as wide as the line is high: fewer are what OCR sees in print
    that lies on its side, but for a form's labels, whose first characters make short lines down the page."""
    readings = engine.recognise(lines) if lines else []
    return sum(
        one.confidence * min(float(len(one.text)), _length([line])) for one, line in zip(readings, lines, strict=True)
    )


def _closeness(lines: Sequence[Picture], engine: OcrEngine) -> float:
    """Characters read, in those that there is room for."""
    return sum(len(reading.text) for reading in engine.recognise(lines)) / max(1.0, _length(lines))


def _length(lines: Sequence[Picture]) -> float:
    """The characters that there is room for."""
    return sum(line.shape[1] / line.shape[0] for line in lines)


def _samples(picture: Picture) -> list[Picture]:
    """Crops of a few lines of print that run from left to right, if there are any."""
    red = np.ascontiguousarray(picture[:, :, 0])
    grey, scale = working(red)
    ink = ink_of(grey)
    for mask in rule_masks(ink):
        ink[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 0
    smeared = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, PRINT_HEIGHT[1] // 2), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    found: list[tuple[float, tuple[int, int, int, int]]] = []
    for index, (x, y, width, height, _) in enumerate(stats.tolist()):
        if index == 0 or width < STUBBIEST * PRINT_HEIGHT[0]:
            continue
        # A long line that is a little askew is as high as its slope; its beginning is as high as its print.
        width = min(width, START)
        rows = np.flatnonzero((labels[y : y + height, x : x + width] == index).any(axis=1))
        y, height = y + int(rows[0]), int(rows[-1] - rows[0]) + 1
        if PRINT_HEIGHT[0] <= height <= PRINT_HEIGHT[1] and width >= STUBBIEST * height:
            cut = min(width, round(SLENDEREST * height))
            area = np.count_nonzero(labels[y : y + height, x : x + cut] == index)
            found.append((area / height, (x, y, cut, height)))
    found.sort(reverse=True)
    return [_cut(red, box, scale) for _, box in found[:SAMPLES]]


def _cut(red: Mask, box: tuple[int, int, int, int], scale: float) -> Picture:
    x, y, width, height = box
    margin = height * 0.2
    x0, y0 = max(0, round((x - margin) / scale)), max(0, round((y - margin) / scale))
    x1, y1 = round((x + width + margin) / scale), round((y + height + margin) / scale)
    return grey_picture(red[y0:y1, x0:x1])
