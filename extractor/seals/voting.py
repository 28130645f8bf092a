"""Where rings may be: every edge votes for the centres that it could belong to (a Hough transform).

It works where outlines fail: seals that overlap, touch a table, are broken, or are cut by the page's edge. Ovals are
found as circles in pictures that are stretched across the assumed long axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from extractor.seals.colour import Ink
from extractor.seals.rings import Floats, Ring

RADII = (15.0, 38.0)  # px of a level; levels halve, so that every size falls into one of them, and some into two
RADIUS_STEP = 1.5  # px
HALF_INK = 0.1  # ink that counts half as much as the fullest, so that faint seals vote beside red headings
EDGE = 0.05  # of that, per pixel
FEWEST_EDGES = 45  # half the rim of the smallest circle
MOST_EDGES = 6000  # a level's strongest edges: ten seals have fewer
MOST_OVAL_EDGES = 2500  # ovals are looked for among what circles left
MOST_PEAKS = 10
FEWEST_VOTES = 0.2  # of a full rim's: overlaps and print take much, but less cannot be told from chance
SMALLEST_LEVEL = 32  # px of the long side: a seal that fills the picture is found at its last level
ASPECTS = (0.8, 0.66)  # oval seals are 40 x 30 mm (invoices), 45 x 30, 30 x 20 (supervision); a fit does the rest
TURNS = 12  # of an oval's long axis, 15 degrees apart


@dataclass(frozen=True, slots=True)
class _Edges:
    points: Floats  # n x 2
    inward: Floats  # n x 2: towards the ink
    weight: Floats  # n
    size: tuple[int, int]  # height, width


@dataclass(frozen=True, slots=True)
class _Aimed:
    """Edges in coordinates in which `stretch` has made the ovals looked for circles; `inward` of length 1."""

    points: Floats
    inward: Floats
    weight: Floats
    size: tuple[int, int]
    stretch: Floats


def circles(ink: Ink, fewest: float = FEWEST_VOTES) -> Iterator[Ring]:
    for edges, factor in _levels(ink, MOST_EDGES):
        aimed = _stretched(edges, np.eye(2))
        for _, centre in _centres(aimed, RADIUS_STEP):
            yield from (ring.scaled(factor) for ring in _rings(aimed, centre, fewest))


def ovals(ink: Ink) -> Iterator[Ring]:
    for edges, factor in _levels(ink, MOST_OVAL_EDGES):
        found: list[tuple[float, _Aimed, Floats]] = []
        for aspect in ASPECTS:
            for turn in range(TURNS):
                angle = turn * np.pi / TURNS
                cos, sin = np.cos(angle), np.sin(angle)
                axes = np.array([[cos, sin], [-sin, cos]])
                aimed = _stretched(edges, axes.T @ np.diag([1, 1 / aspect]) @ axes)
                found += [(heat, aimed, centre) for heat, centre in _centres(aimed, 2 * RADIUS_STEP)[:4]]
        found.sort(key=lambda peak: -peak[0])
        for _, aimed, centre in found[:MOST_PEAKS]:
            yield from (ring.scaled(factor) for ring in _rings(aimed, centre, FEWEST_VOTES))


def _levels(ink: Ink, most: int) -> Iterator[tuple[_Edges, float]]:
    level, factor = ink, 1.0
    while max(level.shape) // 2 >= SMALLEST_LEVEL and min(level.shape) > 2:
        level = cast(Ink, cv2.resize(level, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        factor *= 2
        edges = _edges(level, most)
        if len(edges.points) >= FEWEST_EDGES:
            yield edges, factor


def _edges(ink: Ink, most: int) -> _Edges:
    ink = np.maximum(ink, 0).astype(np.float32)
    # The border is for seals that are cut by the page's edge.
    padded = cv2.copyMakeBorder(ink / (ink + HALF_INK), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0.0,))
    soft = cv2.GaussianBlur(padded, (0, 0), 0.8)
    across = cv2.Scharr(soft, cv2.CV_32F, 1, 0, scale=1 / 32)
    down = cv2.Scharr(soft, cv2.CV_32F, 0, 1, scale=1 / 32)
    strength = cv2.magnitude(across, down)
    rows, columns = np.nonzero(strength > EDGE)
    if len(rows) > most:
        kept = np.argpartition(-strength[rows, columns], most)[:most]
        rows, columns = rows[kept], columns[kept]
    force = strength[rows, columns].astype(np.float64)
    inward = np.stack([across[rows, columns], down[rows, columns]], axis=1).astype(np.float64)
    points = np.stack([columns, rows], axis=1).astype(np.float64) - 1
    height, width = ink.shape[:2]
    return _Edges(points, inward, force / (force + 0.1), (height, width))


def _stretched(edges: _Edges, stretch: Floats) -> _Aimed:
    inward = edges.inward @ np.linalg.inv(stretch)
    inward /= np.linalg.norm(inward, axis=1, keepdims=True)
    return _Aimed(edges.points @ stretch.T, inward, edges.weight, edges.size, stretch)


def _centres(edges: _Aimed, step: float) -> list[tuple[float, Floats]]:
    """Votes and centres, most first."""
    points, inward = edges.points, edges.inward
    corners = np.array([[0, 0], [edges.size[1], 0], [0, edges.size[0]], edges.size[::-1]]) @ edges.stretch.T
    margin = RADII[1] * 0.6  # a centre may lie beyond the page where the edge cuts a seal
    origin = corners.min(0) - margin
    width, height = (int(side) for side in np.ceil(corners.max(0) + margin - origin) + 1)
    radii = np.arange(RADII[0], RADII[1] + 0.1, step)
    columns = np.rint(points[:, :1] - origin[0] + inward[:, :1] * radii).astype(np.int32)
    rows = np.rint(points[:, 1:] - origin[1] + inward[:, 1:] * radii).astype(np.int32)
    valid = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    shares = edges.weight[:, None] / radii
    votes = np.bincount((rows * width + columns)[valid], shares[valid], minlength=width * height)
    heat = cv2.GaussianBlur(votes.reshape(height, width).astype(np.float32), (0, 0), 1.2)
    tops = (heat == cv2.dilate(heat, np.ones((7, 7), np.uint8))) & (heat > 0.2 * heat.max())
    rows, columns = np.nonzero(tops)
    order = np.argsort(-heat[rows, columns])[:MOST_PEAKS]
    return [(float(heat[rows[i], columns[i]]), np.array([columns[i], rows[i]], np.float64) + origin) for i in order]


def _rings(edges: _Aimed, centre: Floats, fewest: float) -> Iterator[Ring]:
    back = np.linalg.inv(edges.stretch)
    x, y = back @ centre
    for radius in _radii(edges.points - centre, edges.inward, edges.weight, fewest):
        frame = back * radius
        yield Ring((float(x), float(y)), ((frame[0, 0], frame[0, 1]), (frame[1, 0], frame[1, 1])))


def _radii(offsets: Floats, inward: Floats, weight: Floats, fewest: float) -> list[float]:
    """The likely radii around one centre."""
    distance = np.hypot(offsets[:, 0], offsets[:, 1])
    near = (distance > RADII[0] * 0.8) & (distance < RADII[1] * 1.15)
    distance, weight = distance[near], weight[near]
    facing = -(offsets[near] * inward[near]).sum(1) / distance
    counted = np.where(facing > 0.9, weight, 0) / (2 * np.pi * distance)
    shares = np.bincount(np.rint(distance).astype(int), counted, minlength=int(RADII[1] * 1.2) + 2)
    shares = np.convolve(shares, (0.5, 1, 0.5), "same")
    tops = [r for r in range(1, len(shares) - 1) if shares[r] >= max(shares[r - 1], shares[r + 1], fewest)]
    tops.sort(key=lambda r: -shares[r])
    return [float(r) for r in tops[:2]]
