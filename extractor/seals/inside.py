"""The lines of print inside the ring of letters: under the star, or across the middle of an oval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

import cv2
import numpy as np

from extractor.picture import Picture
from extractor.seals.colour import Ink
from extractor.seals.letters import Arc, Band
from extractor.seals.rings import Ring
from extractor.seals.unroll import MARGIN, Flat, picture_of, points

STAR = 0.36  # of the radius: larger in both directions than any letter, so a star or an emblem
LOWEST = 0.07  # of the radius, a line's height
TALLEST = 0.45
SHORTEST = 0.15  # of the radius, a line's width
BESIDE_LETTERS = 0.03  # of a turn: half a letter
INKED = 0.4  # of full ink
OUTLINE = 180  # corners of the outline of what lies inside
SERIAL = 0.16  # of the short half axis: a serial number beside the rim is no deeper
TURNS = tuple(range(-8, 9, 2))  # degrees: the middle of the ring's letters tells where up is as well as that


class OnRing(Protocol):
    @property
    def turn(self) -> float: ...


def lines(flat: Flat, letters: Band | None, ring: Sequence[OnRing], lower: Sequence[OnRing]) -> list[Picture]:
    """Pictures of the lines, top to bottom; `ring` and `lower` are the letters read around, from left to right."""
    if letters is None or not ring:
        return []
    run = Arc(ring[0].turn, (ring[-1].turn - ring[0].turn) % 1)
    size = flat.ring.radius
    taken = [run.grown(BESIDE_LETTERS)]
    if lower:
        taken.append(Arc(lower[-1].turn, (lower[0].turn - lower[-1].turn) % 1).grown(BESIDE_LETTERS))
    body = _without_star(_body(flat, letters, taken), size)
    if np.count_nonzero(body > INKED) < LOWEST * SHORTEST * size**2:
        return []
    upright = _upright(flat, body, run.middle)
    return [picture for row in _rows(upright, size) if (picture := _line(upright, row, size)) is not None]


def _body(flat: Flat, letters: Band, taken: Sequence[Arc]) -> Ink:
    """The ink inside the letters; beyond them, where there are none, only a serial number's place is left out."""
    turns = np.arange(OUTLINE) / OUTLINE
    deep = [any(arc.holds(turn) for arc in taken) for turn in turns]
    depths = np.where(deep, letters.inner, letters.outer + SERIAL)
    x, y = points(flat, turns, depths[:, None], (letters.outer + letters.inner) / 2)
    mask = np.zeros(flat.ink.shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(np.hstack([x, y])).astype(np.int32)], (1,))
    return flat.ink * mask


def _upright(flat: Flat, body: Ink, top: float) -> Ink:
    """The body turned so that the middle of the ring's letters is on top; an oval's short axis is, exactly."""
    x, y = points(flat, np.array([top]), np.array([0.0]), 0.0)
    up = float(np.arctan2(y[0, 0] - flat.ring.centre[1], x[0, 0] - flat.ring.centre[0]))
    if flat.ring.is_oval:
        tilt = flat.ring.axes[2]
        return _turned(body, flat.ring, np.rad2deg(tilt + np.pi / 2 * (1 if np.sin(up - tilt) > 0 else -1)) + 90)
    small, ring = cv2.resize(body, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), flat.ring.scaled(0.5)

    def level(turn: int) -> float:
        rows = _turned(cast(Ink, small), ring, np.rad2deg(up) + 90 + turn).sum(axis=1)
        return float((rows**2).sum())

    return _turned(body, flat.ring, np.rad2deg(up) + 90 + max(TURNS, key=level))  # level lines make rows differ most


def _turned(body: Ink, ring: Ring, degrees: float) -> Ink:
    side = round(2 * ring.radius * (1 + MARGIN) * 1.3)
    matrix = cv2.getRotationMatrix2D(ring.centre, degrees, 1.0)
    matrix[:, 2] += side / 2 - np.array(ring.centre)
    return cast(Ink, cv2.warpAffine(body, matrix, (side, side), flags=cv2.INTER_LINEAR))


def _without_star(body: Ink, size: float) -> Ink:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((body > INKED).astype(np.uint8), connectivity=8)
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
    columns = np.flatnonzero(cv2.dilate(ink[start:end], np.ones((3, 3), np.uint8)).max(axis=0) > INKED)
    if len(columns) < SHORTEST * size:
        return None
    left, right = max(0, int(columns[0]) - 5), int(columns[-1]) + 6
    return picture_of(ink[start:end, left:right])
