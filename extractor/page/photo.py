"""The sheet of paper on a photograph, where all of it is seen."""

from __future__ import annotations

from typing import TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.page.ruled_lines import Mask
from extractor.picture import Picture, shrunk

Outline: TypeAlias = NDArray[np.int32]  # n x 2 px

LOOK_SIDE = 500  # px: print vanishes at this size, edges stay
SMALLEST = 0.3  # of the picture: who photographs a paper fills the picture with it
LARGEST = 0.97  # of the picture: then there is nothing to cut off
SOLID = 0.96  # of its four-sided outline that the bright area fills: paper is straight
BEND = 0.02  # of the outline's length, by which an edge may bow
CONTRAST = 35  # grey levels between the paper's rim and what lies around it
RIM = 6  # px at LOOK_SIDE, on each side of an edge


def find_sheet(picture: Picture) -> NDArray[np.float64] | None:
    """The sheet's corners in pixels, clockwise from the top left; None unless all four are clearly seen."""
    scale = LOOK_SIDE / max(picture.shape[:2])
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = cv2.resize(shrunk(picture, int(1 / scale)), size, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    # A closing takes print away, so that only paper and desk are told apart.
    grey = cv2.medianBlur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, BEND * cv2.arcLength(hull, closed=True), closed=True).reshape(-1, 2)
    if len(corners) != 4 or not _is_sheet(corners.astype(np.int32), outline.astype(np.int32), grey.astype(np.uint8)):
        return None
    return _clockwise(corners.astype(np.float64)) / scale


def _is_sheet(corners: Outline, outline: Outline, grey: Mask) -> bool:
    height, width = grey.shape
    points = corners
    area = cv2.contourArea(points)
    if not SMALLEST <= area / (width * height) <= LARGEST or cv2.contourArea(outline) < SOLID * area:
        return False
    if (points < 2).any() or (points[:, 0] > width - 3).any() or (points[:, 1] > height - 3).any():
        return False
    inside, edge = np.zeros(grey.shape, np.uint8), np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(inside, [points], (1,))
    cv2.polylines(edge, [points], True, (1,), 2 * RIM)
    return all(
        _step(side, inside, edge, grey) >= CONTRAST for side in zip(points, np.roll(points, -1, axis=0), strict=True)
    )


def _step(
    side: tuple[Outline, Outline],
    inside: Mask,
    edge: Mask,
    grey: Mask,
) -> float:
    """By how many grey levels the paper is brighter than its surroundings along one side."""
    band = np.zeros(grey.shape, np.uint8)
    start, end = (cast(tuple[int, int], tuple(np.asarray(point).tolist())) for point in side)
    cv2.line(band, start, end, (1,), 2 * RIM)
    paper, desk = (band & edge & inside) > 0, (band & edge & (1 - inside)) > 0
    if not paper.any() or not desk.any():
        return 0.0
    return float(np.median(grey[paper]) - np.median(grey[desk]))


def _clockwise(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the top left on: a sheet lies within 45 degrees of upright or sideways, whichever is nearer."""
    centre = corners.mean(0)
    around = corners[np.argsort(np.arctan2(*(corners - centre).T[::-1]))]
    return np.roll(around, -int(np.argmin(around.sum(1))), axis=0)
