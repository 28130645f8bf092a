"""Whether a line's digits are printed or by hand, and whether a stroke was drawn through them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np

from extractor.handwriting.cut_out import Cut, strokes
from extractor.picture import Picture
from extractor.records import Line

# Of the middle height of a date's digits: print is even, and half a pixel of a scan at 150 dpi is 0.03 of it.
UNEVEN = 0.12
# Print that a seal lies over loses parts of some digits, not of half of them: so many still have one height, within so
# much (px, or of it), and stand where print puts them. Of dates by hand on scans 13 of 16 do not, all but 2 of 147
# printed ones do.
EVEN_SHARE, EVEN_BY, EVEN_PART = 0.5, 2.0, 0.06
PLACED = 0.115  # of a digit's width, root mean square: printed 0.02 to 0.11, by hand 0.07 to 0.34
# Of a line's height: a stroke so long is none of a character's; and where it runs, above an underline.
STRIKE, MIDDLE = 1.7, (0.25, 0.72)
_WHOLE_DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")


def is_struck_out(line: Line, ink: Picture) -> bool:
    """A stroke longer than any of a character runs through the middle of the line."""
    height, width = ink.shape[:2]
    tall = line.box.height * height
    rows = slice(int(line.box.y0 * height + MIDDLE[0] * tall), int(line.box.y0 * height + MIDDLE[1] * tall) + 1)
    piece = strokes(np.ascontiguousarray(ink[rows, int(line.box.x0 * width) : int(line.box.x1 * width) + 1, 0]))
    if not piece.size:
        return False
    solid = cv2.dilate((piece > 0).astype(np.uint8), np.ones((3, 1), np.uint8))  # a stroke drawn a little askew
    return bool(cv2.erode(solid, np.ones((1, max(1, round(STRIKE * tall))), np.uint8), borderValue=0).any())


def is_uneven(cuts: Sequence[Cut]) -> bool:
    heights = _heights(cuts)
    return len(heights) > 1 and max(heights) - min(heights) > max(2.0, UNEVEN * float(np.median(heights)))


def _heights(cuts: Sequence[Cut]) -> list[int]:
    return [height for cut in cuts if (height := int(np.count_nonzero(cut.ink.max(axis=1))))]


def is_print_below_ink(line: Line, cuts: Sequence[Cut], width: int) -> bool:
    """Digits of one height, but for some that ink lay over, in places that are evenly set."""
    heights = np.array(_heights(cuts), float)
    alike = [np.count_nonzero(abs(heights - one) <= max(EVEN_BY, EVEN_PART * one)) for one in heights]
    return bool(max(alike) >= EVEN_SHARE * len(cuts)) and all(
        _off_places(line, day, width) < PLACED for day in _WHOLE_DAY.finditer(line.text)
    )


def _off_places(line: Line, day: re.Match[str], width: int) -> float:
    """How far the characters stand from where digits of one width and signs of one width would, in digits' widths."""
    middles = np.array([line.chars[at].centre[0] * width for at in range(*day.span())])
    digits = np.array([character.isdigit() for character in day[0]])
    set_before = [np.cumsum(kind) - kind / 2 for kind in (digits.astype(float), (~digits).astype(float))]
    places = np.column_stack([np.ones(len(middles)), *set_before])
    fitted, *_ = np.linalg.lstsq(places, middles, rcond=None)
    return float(np.sqrt(np.mean((middles - places @ fitted) ** 2)) / max(abs(fitted[1]), 1.0))
