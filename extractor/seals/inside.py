"""The lines of print inside the ring of letters: under the star, or across the middle of an oval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.picture import Picture
from extractor.seals.colour import Ink
from extractor.seals.letters import Arc, Band
from extractor.seals.rings import Ring
from extractor.seals.unroll import MARGIN, RADIUS, Flat, picture_of

STAR = 0.36  # of the radius: larger in both directions than any letter, so a star or an emblem
LOWEST = 0.07  # of the radius, a line's height
TALLEST = 0.45
SHORTEST = 0.15  # of the radius, a line's width
SERIAL = 0.16  # of the short half axis: a serial number beside the rim is no deeper
TURNS = tuple(range(-8, 9, 2))  # degrees: the middle of the ring's letters tells where up is as well as that


class Placed(Protocol):
    @property
    def turn(self) -> float: ...


def lines(flat: Flat, letters: Band | None, ring: Sequence[Placed]) -> list[Picture]:
    """Pictures of the lines, top to bottom; `ring` are the letters read around."""
    if letters is None or not ring:
        return []
    run = Arc(ring[0].turn, (ring[-1].turn - ring[0].turn) % 1)
    upright = _upright(flat, _body(flat, letters, run.grown(0.03)), run.middle)
    size = flat.ring.radius
    rows = _rows(upright, size)
    return [picture for row in rows if (picture := _line(upright, row, size)) is not None]


def _body(flat: Flat, letters: Band, run: Arc) -> Ink:
    """The ink inside the letters; beyond them, where there are none, only a serial number's place is left out."""
    long, short, tilt = flat.ring.axes
    height, width = flat.ink.shape
    y, x = np.mgrid[0:height, 0:width]
    dx, dy = x - flat.ring.centre[0], y - flat.ring.centre[1]
    across, down = np.cos(tilt) * dx + np.sin(tilt) * dy, -np.sin(tilt) * dx + np.cos(tilt) * dy
    out = np.hypot(across / long, down / short)
    depth = (1 - out) * np.hypot(across, down) / np.maximum(out, 1e-6) / short
    share = _turns(long, short, np.arctan2(down / short, across / long) % (2 * np.pi))
    beside = (share - run.first) % 1 > run.share
    kept = (depth > letters.inner) | (beside & (depth > letters.outer + SERIAL))
    return np.where(kept, flat.ink, 0).astype(np.float32)


def _turns(long: float, short: float, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    fine = np.linspace(0, 2 * np.pi, 361)
    steps = np.hypot(np.diff(long * np.cos(fine)), np.diff(short * np.sin(fine)))
    lengths = np.concatenate([[0], np.cumsum(steps)])
    return np.interp(parameters, fine, lengths / lengths[-1])


def _upright(flat: Flat, body: Ink, top: float) -> Ink:
    """The body turned so that the middle of the ring's letters is on top; an oval's short axis is, exactly."""
    long, short, tilt = flat.ring.axes
    up = tilt + np.interp(top, *_inverse(long, short))
    if flat.ring.is_oval:
        up = tilt + np.pi / 2 * (1 if np.sin(up - tilt) > 0 else -1)
    body = _without_star(body, flat.ring.radius)
    turned = [_turned(body, flat.ring, np.rad2deg(up) + 90 + turn) for turn in ((0,) if flat.ring.is_oval else TURNS)]
    return max(turned, key=lambda ink: float((ink.sum(axis=1) ** 2).sum()))  # lines lie level when rows differ most


def _inverse(long: float, short: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    fine = np.linspace(0, 2 * np.pi, 361)
    return _turns(long, short, fine), fine


def _turned(body: Ink, ring: Ring, degrees: float) -> Ink:
    side = round(2 * RADIUS * (1 + MARGIN) * 1.3)
    matrix = cv2.getRotationMatrix2D(ring.centre, degrees, 1.0)
    matrix[:, 2] += side / 2 - np.array(ring.centre)
    return cast(Ink, cv2.warpAffine(body, matrix, (side, side), flags=cv2.INTER_LINEAR))


def _without_star(body: Ink, size: float) -> Ink:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((body > 0.4).astype(np.uint8), connectivity=8)
    large = [
        index
        for index in range(1, count)
        if min(stats[index, cv2.CC_STAT_WIDTH], stats[index, cv2.CC_STAT_HEIGHT]) > STAR * size
    ]
    star = cv2.dilate(np.isin(labels, large).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(star, 0, body).astype(np.float32)


def _rows(ink: Ink, size: float) -> list[tuple[int, int]]:
    profile = cv2.blur(ink.sum(axis=1)[:, None], (1, 3))[:, 0]
    limit = max(0.02 * size, 0.12 * float(np.percentile(profile, 98)))
    filled = np.concatenate([[False], profile > limit, [False]])
    edges = np.flatnonzero(filled[1:] != filled[:-1])
    rows = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [(start, end) for start, end in rows if LOWEST * size <= end - start <= TALLEST * size][:4]


def _line(ink: Ink, row: tuple[int, int], size: float) -> Picture | None:
    start, end = max(0, row[0] - 3), row[1] + 3
    columns = np.flatnonzero(cv2.dilate(ink[start:end], np.ones((3, 3), np.uint8)).max(axis=0) > 0.4)
    if len(columns) < SHORTEST * size:
        return None
    left, right = max(0, int(columns[0]) - 5), int(columns[-1]) + 6
    return picture_of(ink[start:end, left:right])
