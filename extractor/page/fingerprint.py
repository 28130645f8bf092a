"""What a page looks like as a whole, for pages on which too little stands to be told apart by their text."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from extractor.picture import Picture
from extractor.records import Line

MOST_CHARACTERS = 60  # a page that says more is told from others by what it says; forms of one kind look alike
CELLS = 24  # along each side: 9 x 12 mm of A4; scans of one page lie 1 to 2 mm apart
MOST_LEVEL = 15
LEAST_DARK = 20  # cells with anything on them: fewer, and two pages are alike by chance
FULL = 0.3  # of white missing in a cell: a solid photograph; a cell of print has 0.02 to 0.2
FINE = 192  # px along each side at which paper is told from what stands on it
REACH = 17  # px: the brightest within 18 mm is paper, so that uneven light is none of the look
SHADE = 0.04  # of white: grain and shadow
BLUR = 3.0  # px, 3 to 5 mm: by so much two scans of one page are apart, or a little more


def look_of(picture: Picture, lines: Iterable[Line]) -> str:
    """`CELLS` x `CELLS` levels of darkness, row by row, a hexadecimal digit each; `""` for a page of text, or with next
    to nothing on it. `picture` is the upright page."""
    if sum(len(line.text) for line in lines) > MOST_CHARACTERS:
        return ""
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (FINE, FINE), interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(small, np.ones((REACH, REACH), np.uint8)), (REACH, REACH)).astype(np.float32)
    dark = np.maximum(1 - small / np.maximum(paper, 1) - SHADE, 0)
    cells = cv2.resize(cv2.GaussianBlur(dark, (0, 0), BLUR), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    # The root lifts faint print above the levels' steps.
    levels = np.rint(np.sqrt(np.minimum(cells / FULL, 1)) * MOST_LEVEL).astype(np.uint8)
    if np.count_nonzero(levels) < LEAST_DARK:
        return ""
    return "".join(f"{level:x}" for level in levels.ravel().tolist())
