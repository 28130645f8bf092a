"""Two pages on one scan: a sheet of A3 with two pages of A4 side by side, an open booklet, two sheets on one glass.

It is cut where nothing is printed, and only when that is sure: a wide table has gaps between its columns too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.page.ruled_lines import Mask, ink_of, rule_masks, working
from extractor.page.straighten import Straight, map_box
from extractor.picture import Picture
from extractor.records import Box, Problem, Trouble, Words

NARROWEST, WIDEST = 1.25, 1.65  # width over height: two A4 pages have 1.41, two US letters 1.55
A3 = ((380.0, 450.0), (270.0, 330.0))  # mm, width and height: 420 x 297 as scanners cut it; no A4 page is as wide
GUTTER = 0.035  # of the width: two inner margins of 7 mm, less than any printer leaves
OFF_MIDDLE = 0.06  # of the width: by so much a booklet lies askew on the glass
RIM = 0.03  # of the height, above and below: shadows of the lid
FREE = 0.002  # of a column's pixels: specks
FOLD = 0.6  # of a column's pixels: the shadow of a fold, or the gap between two sheets
LEAST_INK = 0.0005  # of the half: a page number and little more; less is a blank page
CLOSED = 0.5  # of the half's width: a rule as long, and ended before the gutter, belongs to that half alone
ALIKE = 0.4  # correlation of the rows of print, left and right: of 110 pairs of pages drawn and real 85% lie below

_Flags = NDArray[np.bool_]


class PagesOnScan(Enum):
    ONE = "one"
    TWO = "two"
    DOUBTFUL = "doubtful"  # nobody can tell from the page alone


@dataclass(frozen=True, slots=True)
class Spread:
    """`cut`: where the second page begins, in fractions of the width."""

    look: PagesOnScan
    cut: float = 0.5


def spread_of(picture: Picture, dpi: float | None) -> Spread:
    """What an upright picture shows; `dpi` is its own, None where unknown."""
    height, width = picture.shape[:2]
    if not NARROWEST <= width / height <= WIDEST:
        return Spread(PagesOnScan.ONE)
    grey, _ = working(np.ascontiguousarray(picture[:, :, 0]))  # in the red channel no seal bridges the gutter
    ink = ink_of(grey)
    edge = round(RIM * len(ink))
    # Grain of the scanner is one pixel, strokes are wider.
    strokes = cast(Mask, cv2.morphologyEx(ink[edge:-edge], cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)))
    gutter = _gutter(strokes)
    if gutter is None:
        return Spread(PagesOnScan.ONE)
    cut = _cut(gutter, strokes.shape[1])
    left, right = np.split(strokes, [round(cut * strokes.shape[1])], axis=1)
    inked = [np.count_nonzero(half) >= LEAST_INK * half.size for half in (left, right)]
    if not any(inked):
        return Spread(PagesOnScan.ONE)
    if dpi and _is_a3(width / dpi * 25.4, height / dpi * 25.4):
        return Spread(PagesOnScan.TWO, cut)
    if not all(inked):
        return Spread(PagesOnScan.ONE)
    apart = (_has_rule(left) and _has_rule(right)) or _correlation(left, right) < ALIKE
    return Spread(PagesOnScan.TWO if apart else PagesOnScan.DOUBTFUL, cut)


def halves(straight: Straight, cut: float) -> tuple[Straight, Straight]:
    """The left and the right page."""
    width = straight.picture.shape[1]
    share = round(cut * width) / width

    def half(x0: float, x1: float) -> Straight:
        to_whole = np.array([[x1 - x0, 0, x0], [0, 1, 0], [0, 0, 1.0]])
        picture = np.ascontiguousarray(straight.picture[:, round(x0 * width) : round(x1 * width)])
        return Straight(picture, straight.to_view @ to_whole)

    return half(0.0, share), half(share, 1.0)


def area_of(straight: Straight) -> Box:
    """Where a page lies on the scan, in view coordinates."""
    box = map_box(straight.to_view, Box(0.0, 0.0, 1.0, 1.0))
    return Box(max(0.0, box.x0), max(0.0, box.y0), min(1.0, box.x1), min(1.0, box.y1))


def noted(number: int, look: PagesOnScan) -> Problem:
    """What a reviewer is told of a page that was cut, or perhaps should have been."""
    if look is PagesOnScan.TWO:
        reason = Words(
            "一次扫描了并排的两页，已从中间分成左右两页识读；页码和位置仍按文件中的这一页。",
            "Two pages were scanned side by side; they were read as two, the left one first. Page number and places "
            "are still those of the file's page.",
        )
    else:
        reason = Words(
            "这一页可能是并排扫描的两页，不能确定，按一页识读。请核对，必要时逐页重新扫描。",
            "This may be two pages scanned side by side; it is not sure, and it was read as one. Look at it, and scan "
            "the pages one by one if need be.",
        )
    return Problem(Trouble.NOTED, reason, number)


def _is_a3(width: float, height: float) -> bool:
    return all(least <= size <= most for size, (least, most) in zip((width, height), A3, strict=True))


def _gutter(strokes: Mask) -> tuple[int, int] | None:
    """The widest upright strip near the middle on which nothing is printed, from .. to in pixels."""
    width = strokes.shape[1]
    share = np.count_nonzero(strokes, axis=0) / len(strokes)
    free: _Flags = (share <= FREE) | (share >= FOLD)
    runs = list[tuple[int, int]]()
    for is_free, columns in groupby(range(width), key=lambda column: bool(free[column])):
        some = list(columns)
        if is_free:
            runs.append((some[0], some[-1] + 1))
    low, high = (0.5 - OFF_MIDDLE) * width, (0.5 + OFF_MIDDLE) * width
    near = [run for run in runs if run[0] < high and run[1] > low and run[1] - run[0] >= GUTTER * width]
    return max(near, key=lambda run: run[1] - run[0], default=None)


def _cut(gutter: tuple[int, int], width: int) -> float:
    """In the middle of the scan, or as near to it as the gutter allows."""
    keep = GUTTER / 4 * width
    return min(max(width / 2, gutter[0] + keep), gutter[1] - keep) / width


def _has_rule(half: Mask) -> bool:
    level, _ = rule_masks(half)
    longest = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, max(2, round(CLOSED * half.shape[1]))), np.uint8))
    return bool(longest.any())


def _without_uprights(half: Mask) -> Mask:
    """An upright rule would be print on every row."""
    _, upright = rule_masks(half)
    return cast(Mask, np.where(cv2.dilate(upright, np.ones((1, 5), np.uint8)) > 0, 0, half))


def _correlation(left: Mask, right: Mask) -> float:
    """Of the rows on which something is printed, where there is print on both sides."""
    rows = [_without_uprights(half).any(axis=1) for half in (left, right)]
    if not all(row.any() for row in rows):
        return 0.0
    places = [np.nonzero(row)[0] for row in rows]
    top, bottom = max(int(place[0]) for place in places), min(int(place[-1]) for place in places) + 1
    if bottom - top < 2:
        return 0.0
    shares = [np.asarray(row, np.float64)[top:bottom] for row in rows]
    one, two = (share - share.mean() for share in shares)
    norm = float(np.linalg.norm(one) * np.linalg.norm(two))
    return float(one @ two) / norm if norm else 1.0
