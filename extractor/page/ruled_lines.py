"""Ruled lines: straight dark strokes, nearly level or upright, longer than a character's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.picture import resized
from extractor.records import Box

Mask: TypeAlias = NDArray[np.uint8]  # 255 where something is, else 0

WORK_SIDE = 1754  # px, the long side at which rules are sought: A4 at 150 dpi, where a hair line is still a pixel
NEIGHBOURHOOD = 31  # px, 5 mm: paper is judged against its surroundings, so that shadows are no ink
FAINTEST = 12  # grey levels below the surroundings: the faintest rules that a 100 dpi scan showed
SHORTEST_STROKE = 24  # px, 4 mm: a character of 10.5 pt is 22 px
LONGEST_GAP = 21  # px: what a worn stamp or a character's serif hides of a rule
SHORTEST_RULE = 30  # px, 5 mm: the lowest row of a form
THICKEST = 9  # px: a thicker bar is a picture's edge or a redaction
BESIDE_RULES = 5  # px, 0.8 mm: a rule's own ragged edge
MOSTLY_RED = 0.4  # of a stroke, which is two pixels wider than its ink
LARGEST_SEAL = 354  # px, 60 mm: no side of a seal is as long
THIN = 5  # px: a dash is no thicker; the body of a character is
DASH_GAP = 10  # px, 1.7 mm: bare paper between two dashes or dots of a rule
SHORTEST_DASHED = 60  # px, 10 mm: strokes of print that lie in a row by chance are shorter, or do not stand free
BARE = 11  # px, 1.9 mm: a rule stands free on both sides, a stroke of a character has others so near
MOST_BESIDE = 0.3  # of a dashed rule's length may have ink so near: print that touches it, rules that cross it
FEWEST_DASHES = 6  # beside the first and the last
LONGEST_DASH = 24  # px, 4 mm
LARGEST_DOT = 6  # px, 1 mm
NARROWEST_GAP = 3  # px: strokes of neighbouring characters are nearer
UNEVEN = 0.25  # of the usual dash or gap
UNEVEN_PX = 1.5  # px, what the grid of pixels makes uneven
MOSTLY_ALIKE = 0.7  # of the dashes; some run into a rule that crosses
LEAST_FREE = 0.5  # of a dashed rule's ink is in strokes of their own; where rules cross it, it is not
TILT = 3  # px: how far a rule may wander within SHORTEST_STROKE, 7 degrees

_PARENT = 3  # of the four links that OpenCV keeps of a contour

Slope: TypeAlias = Callable[[float], float]  # of a rule, by its place across


@dataclass(frozen=True, slots=True)
class RuledLine:
    """From (x0, y0) to (x1, y1), left to right or top to bottom, in pixels of the working picture."""

    x0: float
    y0: float
    x1: float
    y1: float

    def y_at(self, x: float) -> float:
        return self.y0 + (self.y1 - self.y0) * (x - self.x0) / (self.x1 - self.x0)

    def x_at(self, y: float) -> float:
        return self.x0 + (self.x1 - self.x0) * (y - self.y0) / (self.y1 - self.y0)

    @property
    def length(self) -> float:
        return float(np.hypot(self.x1 - self.x0, self.y1 - self.y0))


def ink_of(grey: Mask) -> Mask:
    """What is darker than its surroundings, in a picture of one channel."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    ink = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, NEIGHBOURHOOD, FAINTEST)
    return cast(Mask, ink)


def working(grey: Mask) -> tuple[Mask, float]:
    """The picture at working size, and what it was multiplied by."""
    scale = WORK_SIDE / max(grey.shape[:2])
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return resized(grey, size), scale


def rule_masks(ink: Mask, print_at: Iterable[Box] = ()) -> tuple[Mask, Mask]:
    """The level and the upright rules of an ink mask, gaps closed, dashed and dotted ones too. `print_at`: where
    letters are known to stand; a row of small ones looks like a dashed rule."""
    height, width = ink.shape
    free = ink.copy()
    for box in print_at:
        x0, x1 = (min(width, max(0, round(x * width))) for x in (box.x0, box.x1))
        y0, y1 = (min(height, max(0, round(y * height))) for y in (box.y0, box.y1))
        free[y0:y1, x0:x1] = 0
    turned = cast(Mask, cv2.transpose(ink))
    level = cast(Mask, cv2.bitwise_or(_strokes(ink), _dashed(free)))
    dashed = _dashed(cast(Mask, cv2.transpose(free)), cast(Mask, cv2.transpose(level)))
    return level, cast(Mask, cv2.transpose(cv2.bitwise_or(_strokes(turned), dashed)))


def without_rules(ink: Mask, rules: tuple[Mask, Mask]) -> Mask:
    """The ink less what is ruled."""
    ruled = cv2.dilate(cv2.bitwise_or(*rules), np.ones((BESIDE_RULES, BESIDE_RULES), np.uint8))
    return cast(Mask, cv2.bitwise_and(ink, cv2.bitwise_not(ruled)))


def without_red_frames(masks: tuple[Mask, Mask], red: NDArray[np.bool_]) -> tuple[Mask, Mask]:
    """The level and the upright rules without the sides of square seals: short red strokes, on a page that is not ruled
    in red itself. A name seal half under a round one is found as no seal, and its sides would part the form's cells.
    `red`: where the page bears red ink that is no known seal's, at any size."""
    if not red.any():
        return masks
    height, width = masks[0].shape
    shown = cast(Mask, cv2.resize(red.astype(np.uint8), (width, height), interpolation=cv2.INTER_AREA))
    left: list[Mask] = []
    for mask in masks:
        kept = mask.copy()
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            x, y, across, down = cv2.boundingRect(contour)
            part = np.s_[y : y + down, x : x + across]
            if np.count_nonzero(mask[part] & shown[part]) < MOSTLY_RED * np.count_nonzero(mask[part]):
                continue
            if max(across, down) > LARGEST_SEAL:
                return masks
            kept[part] = 0
        left.append(kept)
    return left[0], left[1]


def trend_of(slopes: Sequence[tuple[float, float, float]], spread: float) -> Slope | None:
    """The slope of rules as a function of their place across, from (place, slope, length) of some; None of none.
    Perspective makes it change evenly. The longest rules decide, for a slope's error falls with the length; the slope
    is taken to be the same all over where their places spread by less than `spread`."""
    if not slopes:
        return None
    places, values, lengths = np.array(slopes).T
    telling = lengths >= lengths.max() / 2
    degree = 1 if telling.sum() > 2 and np.ptp(places[telling]) > spread else 0
    fitted = np.polyfit(places[telling], values[telling], degree, w=lengths[telling])
    return lambda place: float(np.polyval(fitted, place))


def _strokes(ink: Mask) -> Mask:
    """What is left of an opening by `SHORTEST_STROKE`, a closing by `LONGEST_GAP` and an opening by `SHORTEST_RULE`;
    the two dilations in the middle are one by their sum, and so are the two erosions."""
    loose = cv2.dilate(ink, np.ones((TILT, 1), np.uint8))
    strokes = cv2.erode(loose, *_across(SHORTEST_STROKE))
    joined = cv2.dilate(strokes, *_across(SHORTEST_STROKE, LONGEST_GAP))
    left = cv2.erode(joined, *_across(LONGEST_GAP, SHORTEST_RULE))
    return cast(Mask, cv2.dilate(left, *_across(SHORTEST_RULE)))


def _dashed(ink: Mask, across: Mask | None = None) -> Mask:
    """Level rows of short thin strokes that stand free, as one stroke each. `across`: rules that these part, between
    two of which they may be as short as a low cell is high."""
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((THIN + 1, 1), np.uint8))
    strokes = cv2.bitwise_and(ink, cv2.bitwise_not(thick))
    dashes = cv2.bitwise_and(strokes, _flat(ink))
    thin = cast(Mask, cv2.dilate(strokes, np.ones((TILT, 1), np.uint8)))
    joined = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, DASH_GAP + 1), np.uint8))
    shortest = SHORTEST_DASHED if across is None else SHORTEST_RULE
    rows = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    found = np.zeros_like(ink)
    contours, _ = cv2.findContours(rows, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if across is not None and width < SHORTEST_DASHED and not _is_held(across, (x, y, width, height), thin):
            continue
        part = np.s_[max(0, y - BARE) : y + height + BARE, x : x + width]
        if np.count_nonzero(rows[part]) > THICKEST * width:
            continue  # strokes of print, one above the other
        own = cv2.dilate(rows[part], np.ones((TILT, 1), np.uint8))
        beside = cv2.bitwise_and(ink[part], cv2.bitwise_not(own)).any(axis=0)
        free = np.count_nonzero(dashes[part]) >= LEAST_FREE * np.count_nonzero(strokes[part])
        bare = free and np.count_nonzero(beside) <= MOST_BESIDE * width
        if bare or _regular(cast(Mask, cv2.bitwise_and(thin[part], rows[part]))):
            found[part] = cv2.bitwise_or(found[part], rows[part])
    return found


def _is_held(across: Mask, box: Sequence[int], thin: Mask) -> bool:
    """Does a row of at least three dashes go from one rule to the next?"""
    x, y, width, height = box
    ends = (np.s_[y : y + height, max(0, edge - DASH_GAP) : edge + DASH_GAP] for edge in (x, x + width))
    inked = (thin[y : y + height, x : x + width] > 0).any(axis=0)
    return all(across[end].any() for end in ends) and int(np.count_nonzero(np.diff(inked.astype(np.int8)) > 0)) >= 2


def _regular(dashes: Mask) -> bool:
    """Are its pieces of one length and equally far apart, as dashes and dots are and strokes of characters are not?"""
    inked = np.concatenate([[0], (dashes > 0).any(axis=0).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(inked))
    lengths, gaps = (edges[1::2] - edges[::2])[1:-1], edges[2:-1:2] - edges[1:-1:2]  # those at the ends may be cut
    if len(lengths) < FEWEST_DASHES:
        return False
    dash, gap = np.median(lengths), np.median(gaps)
    apart = gap >= NARROWEST_GAP or (dash <= LARGEST_DOT and gap >= NARROWEST_GAP - 1)
    return bool(dash <= LONGEST_DASH and apart) and _alike(lengths) and _alike(gaps)


def _alike(lengths: NDArray[np.intp]) -> bool:
    usual = float(np.median(lengths))
    return float(np.mean(np.abs(lengths - usual) <= max(UNEVEN_PX, UNEVEN * usual))) >= MOSTLY_ALIKE


def _flat(ink: Mask) -> Mask:
    """What is no taller than a dash: the bars of 666.66 and 日 belong to taller characters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    flat = stats[:, cv2.CC_STAT_HEIGHT] <= THIN
    flat[0] = False
    return cast(Mask, np.where(flat[labels.astype(np.intp)], np.uint8(255), np.uint8(0)))


def _across(*widths: int) -> tuple[Mask, None, tuple[int, int]]:
    """A level structuring element that does at once what those of these widths do one after the other."""
    return np.ones((1, sum(widths) - len(widths) + 1), np.uint8), None, (sum(width // 2 for width in widths), 0)


def _line_through(columns: NDArray[np.intp], rows: NDArray[np.intp]) -> tuple[float, float]:
    """Slope and row at column 0 of the line that lies best on some pixels; `np.polyfit`, in a tenth of its time."""
    column, row = float(columns.mean()), float(rows.mean())
    off = columns - column
    slope = float(off @ rows) / float(off @ off)
    return slope, row - slope * column


def rules_in(mask: Mask, *, level: bool) -> list[RuledLine]:
    """A rule for each connected stroke of a rule mask that is thin enough."""
    turned = mask if level else cast(Mask, cv2.transpose(mask))
    # Contours, not labels of every pixel: a mask of rules is nearly empty.
    contours, tree = cv2.findContours(turned, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    rules: list[RuledLine] = []
    for index, contour in enumerate(contours):
        x, y, width, height = cv2.boundingRect(contour)
        if width < SHORTEST_RULE or tree[0, index, _PARENT] >= 0:
            continue
        stroke = np.zeros((height, width), np.uint8)
        cv2.drawContours(stroke, [contour], 0, (255,), cv2.FILLED, offset=(-x, -y))
        rows, columns = np.nonzero(stroke & turned[y : y + height, x : x + width])
        if len(rows) > (THICKEST + TILT) * width:
            continue
        slope, start = _line_through(columns, rows)
        a, b = y + start, y + start + slope * (width - 1)
        rules.append(RuledLine(x, a, x + width - 1, b) if level else RuledLine(a, x, b, x + width - 1))
    return rules
