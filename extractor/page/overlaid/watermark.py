"""Watermarks: slanting letters in a shade between the paper's and the print's, over the whole page.

The detector of lines joins their strokes with the print that they cross. Print runs level or upright, also where it
is faint, so what is taken for a watermark must run aslant: pixels of such a shade, projected along every direction,
pile up in narrow rows in one slanting direction. Only what stands in those rows is taken away, and only as much of it
as is no darker than the watermark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from extractor.ocr import OcrEngine
from extractor.page.overlaid.under_seals import crop_of, reread
from extractor.page.ruled_lines import Mask, working
from extractor.picture import Picture, grey_picture, shrunk
from extractor.records import Line, Problem, Trouble, Words

PAPER_CELL = 8  # px of the working picture: the paper's light is found on squares of so many
PAPER_REACH = 8  # cells, 11 mm: the brightest so near is paper
LIGHTEST = 14  # grey levels below the paper: less is grain
DARKEST = 150  # grey levels below the paper: more is print, where a stroke is wide enough to show its shade
STROKE = 2  # px, 0.3 mm: edges of print are narrower
THICKEST = 25  # px, 4 mm: what is thicker is a grey field, or what a page was photographed on
# Strokes of such a shade cover up to 0.039 of scans and photos without a watermark, and pile up in no slanting
# direction more than 1.6 times what they do in the middle one. Of 48 watermarks drawn on such pages the strokes covered
# 0.02 and more of all but 7, mostly single words, and piled up 1.65 times and more on all but 1 of those.
LEAST = 0.02  # of the page
PILED = 1.65
ASLANT = (16, 74)  # degrees from level
TURNS = 2  # degrees from one direction to the next
ROW = 6  # px, 1 mm
MOST_COUNTED = 20000  # px: more tell no more
REACH = 41  # px, 7 mm along the watermark: from letter to letter
LONGER = 2.5  # times as long as it is thick
OFF = 15  # degrees off the direction
FILLED = 0.3  # of a full row: so much of it stands free of print in each of its lines of pixels
EDGE = 7  # px around the strokes' middles: where their edges end
MOSTLY = 75  # percentile of the shade of its strokes: those that lie under print or a seal are darker
DEEPER = 0.06  # of the paper's light: strokes are a little darker than the rest
DARKER = 0.1  # of the paper's light, within which what is darker than the watermark passes from paper to print

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cleared:
    """A page in grey. `before`: as it was, where a watermark was taken away; `place`: 255 there, at working size."""

    ink: Picture
    before: Picture | None = None
    place: Mask | None = None


def without_watermark(ink: Picture) -> Cleared:
    """The page in grey, without its coloured seals, and with a watermark's place as bare as the paper; print that is
    darker stays."""
    grey = np.ascontiguousarray(ink[:, :, 0])
    mark = watermark_on(working(grey)[0])
    if mark is None:
        return Cleared(ink)
    place = cv2.resize(mark.place, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR) > 0
    paper = _paper(grey)
    missing = 1 - cv2.divide(grey, paper, scale=1, dtype=cv2.CV_32F)
    bare = paper * (1 - missing * np.clip((missing - mark.shade) / DARKER, 0, 1))
    shown = np.where(place, np.maximum(bare, grey), grey).astype(np.uint8)
    return Cleared(grey_picture(shown), ink, mark.place)


def reread_on_watermark(cleared: Cleared, lines: tuple[Line, ...], engine: OcrEngine) -> tuple[Line, ...]:
    """Lines on a watermark, read once more with it: strokes of print that is hardly darker may have gone with it."""
    before, place = cleared.before, cleared.place
    if before is None or place is None:
        return lines
    crops = {
        i: crop_of(before, line) for i, line in enumerate(lines) if line.confidences and crop_of(place, line).any()
    }
    return reread(lines, crops, engine)


def noted(number: int) -> Problem:
    """What a person is told of a page with a watermark."""
    reason = Words(
        f"第 {number} 页上有斜排的水印，识读时已略去；水印所写的内容（如“仅供……使用”“样本”“作废”）请自行查看。",
        f"Page {number} bears a slanting watermark, which was left out in reading; look yourself at what it says "
        "(such as what the copy is for, that it is a specimen, or that it is void).",
    )
    return Problem(Trouble.NOTED, reason, number)


@dataclass(frozen=True, slots=True)
class Watermark:
    """`place`: 255 where it is on the picture at working size; `shade`: what it takes of the paper's light."""

    place: Mask
    shade: float


def watermark_on(grey: Mask) -> Watermark | None:
    """The watermark of a page at working size, in one channel."""
    missing = cv2.bitwise_not(cv2.divide(grey, _paper(grey), scale=255))
    body = cv2.erode(missing, np.ones((STROKE, STROKE), np.uint8))
    near = cv2.dilate(missing, np.ones((STROKE + 2, STROKE + 2), np.uint8))
    strokes = cast(Mask, cv2.bitwise_and(cv2.inRange(body, LIGHTEST, 255), cv2.inRange(near, 0, DARKEST)))
    if cv2.countNonZero(strokes) < LEAST * strokes.size:
        return None
    thick = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((THICKEST, THICKEST), np.uint8))
    strokes = cast(Mask, cv2.subtract(strokes, thick))
    turn = _direction(strokes)
    if turn is None:
        return None
    rows = _in_rows(strokes, turn)
    if cv2.countNonZero(rows) < LEAST * rows.size:
        return None
    shade = float(np.percentile(body[rows > 0], MOSTLY)) / 255 + DEEPER
    return Watermark(cast(Mask, cv2.dilate(rows, np.ones((EDGE, EDGE), np.uint8))), shade)


def _paper(grey: Mask) -> Mask:
    small = shrunk(grey, PAPER_CELL)
    reach = np.ones((PAPER_REACH, PAPER_REACH), np.uint8)
    paper = cv2.blur(cv2.dilate(small, reach), (PAPER_REACH, PAPER_REACH))
    return cast(Mask, cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR))


def _direction(strokes: Mask) -> int | None:
    """In which slanting direction the strokes pile up in rows, in degrees from level, clockwise."""
    rows, columns = np.nonzero(strokes)
    every = 1 + len(rows) // MOST_COUNTED
    piling: dict[int, float] = {}
    for turn in range(-90, 90, TURNS):
        counts = np.bincount(_across(rows[::every], columns[::every], turn))
        piling[turn] = float((counts.astype(np.float64) ** 2).sum())
    best = max((turn for turn in piling if ASLANT[0] <= abs(turn) <= ASLANT[1]), key=lambda turn: piling[turn])
    return best if piling[best] >= PILED * float(np.median(list(piling.values()))) else None


def _across(rows: Whole, columns: Whole, turn: int) -> Whole:
    """In which row of that direction each pixel stands, counted across the rows."""
    across = rows * np.cos(np.deg2rad(turn)) - columns * np.sin(np.deg2rad(turn))
    return ((across - across.min()) / ROW).astype(np.int64)


def _in_rows(strokes: Mask, turn: int) -> Mask:
    """The strokes that stand in the watermark's rows; those that touch print are told by the row that others are in."""
    half, step = REACH // 2, np.deg2rad(turn)
    line = np.zeros((REACH, REACH), np.uint8)
    x, y = round(half * float(np.cos(step))), round(half * float(np.sin(step)))
    cv2.line(line, (half - x, half - y), (half + x, half + y), (1,))
    alone = np.zeros_like(strokes)
    contours, _ = cv2.findContours(cv2.dilate(strokes, line), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        if _lies_along(contour, turn):
            cv2.drawContours(alone, [contour], -1, (255,), cv2.FILLED)
    rows, columns = np.nonzero(strokes)
    across, counted = _across(rows, columns, turn), alone[rows, columns] > 0
    counts = np.bincount(across[counted], minlength=int(across.max()) + 1)
    full = counts >= FILLED * np.percentile(counts, 90)
    kept = counted | full[across]
    found = np.zeros_like(strokes)
    found[rows[kept], columns[kept]] = 255
    return found


def _lies_along(contour: MatLike, turn: int) -> bool:
    _, (width, height), angle = cv2.minAreaRect(contour)
    lies = angle if width >= height else angle + 90
    return max(width, height) >= LONGER * min(width, height) and abs((lies - turn + 90) % 180 - 90) <= OFF
