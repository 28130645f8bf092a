"""The outline of a round or oval seal, and how it is made to lie on the ink.

A ring is the image of the unit circle under an affine map, so one piece of code serves circles, ovals at any angle,
and circles that a camera has tilted. All coordinates are pixels of the ink map at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.seals.colour import Ink

Floats = NDArray[np.float64]

ANGLES = 180  # samples around: 2 degrees, under 1 mm on the rim of the largest official seal (58 mm)
ROUND_FROM = 0.88  # short axis over long: a circle photographed from 28 degrees off; invoice ovals have 0.75 and less


@dataclass(frozen=True, slots=True)
class Ring:
    """`frame` maps the unit circle, columns being the images of (1, 0) and (0, 1), around `centre` (x, y)."""

    centre: tuple[float, float]
    frame: tuple[tuple[float, float], tuple[float, float]]

    @staticmethod
    def of(x: float, y: float, long: float, short: float, angle: float) -> Ring:
        """An ellipse by its half axes; `angle` of the long one in radians."""
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        frame = np.array([[cos, -sin], [sin, cos]]) @ np.diag([long, short]) @ np.array([[cos, sin], [-sin, cos]])
        return Ring((x, y), _pairs(frame))

    @property
    def axes(self) -> tuple[float, float, float]:
        """Long half axis, short half axis, angle of the long one in radians."""
        turn, (long, short), _ = np.linalg.svd(np.array(self.frame))
        return float(long), float(short), float(np.arctan2(turn[1, 0], turn[0, 0]))

    @property
    def radius(self) -> float:
        """That of the circle of the same area."""
        return float(np.sqrt(abs(np.linalg.det(np.array(self.frame)))))

    @property
    def is_oval(self) -> bool:
        long, short, _ = self.axes
        return short < ROUND_FROM * long

    @property
    def box(self) -> tuple[float, float, float, float]:
        reach = np.linalg.norm(np.array(self.frame), axis=1)
        x, y = self.centre
        return x - float(reach[0]), y - float(reach[1]), x + float(reach[0]), y + float(reach[1])

    def moved(self, x: float, y: float) -> Ring:
        return Ring((self.centre[0] + x, self.centre[1] + y), self.frame)

    def scaled(self, factor: float) -> Ring:
        """The same ring in a picture that is `factor` times as large."""
        x, y = self.centre
        return Ring(((x + 0.5) * factor - 0.5, (y + 0.5) * factor - 0.5), _pairs(np.array(self.frame) * factor))

    def inside(self, x: Floats, y: Floats) -> Floats:
        """How far out points lie: 0 at the centre, 1 on the ring."""
        (a, b), (c, d) = self.frame
        determinant = a * d - b * c
        dx, dy = x - self.centre[0], y - self.centre[1]
        return np.hypot((d * dx - b * dy) / determinant, (a * dy - c * dx) / determinant)

    def points(self, directions: Floats, radii: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Pixels at every direction (radians, x axis through y axis: clockwise) and relative radius: n x m each."""
        (a, b), (c, d) = self.frame
        cos, sin = np.cos(directions)[:, None] * radii, np.sin(directions)[:, None] * radii
        x = self.centre[0] + a * cos + b * sin
        y = self.centre[1] + c * cos + d * sin
        return x.astype(np.float32), y.astype(np.float32)


def _pairs(frame: Floats) -> tuple[tuple[float, float], tuple[float, float]]:
    return (float(frame[0, 0]), float(frame[0, 1])), (float(frame[1, 0]), float(frame[1, 1]))


def around(ink: Ink, ring: Ring, radii: Floats, outside: float = 0.0) -> Ink:
    """The ink at `ANGLES` directions x radii, unrolled; `outside` is taken for what lies beyond the picture."""
    directions = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False, dtype=np.float64)
    x, y = ring.points(directions, radii)
    border = (outside, outside, outside, outside)
    sampled = cv2.remap(ink, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border)
    return cast(Ink, sampled)


SEARCHES = (0.16, 0.08, 0.04)  # of the radius: how far off the rim is looked for, narrowing
STEPS = 33  # samples across a search
OUTERMOST = 0.6  # of the strongest fall counts as one too: the outer one of two rims is the seal's
STEADY = 8.0  # directions' worth of weight that hold the shape where little rim is left


def fitted(ink: Ink, ring: Ring) -> Ring:
    """The ring moved, sized and sheared so that the outer edge of the rim lies on it."""
    for reach in SEARCHES:
        radii = np.linspace(1 - reach, 1 + reach, STEPS)
        fall = -np.diff(around(ink, ring, radii), axis=1)  # ink within, none without
        best = STEPS - 2 - (fall > OUTERMOST * fall.max(axis=1, keepdims=True))[:, ::-1].argmax(axis=1)
        weight = np.clip(fall[np.arange(ANGLES), best], 0, None).astype(np.float64)
        if weight.sum() <= 0:
            return ring
        offset = (radii[best] + radii[best + 1]) / 2 - 1
        ring = _bent(ring, _smooth(offset, weight / weight.max(), reach))
    return ring


def _smooth(offset: Floats, weight: Floats, reach: float) -> Floats:
    """The offsets of the rim as a shifted and stretched circle's: constant, cos, sin, cos 2, sin 2; outliers lose
    their weight (Tukey's biweight)."""
    directions = np.arange(ANGLES) * (2 * np.pi / ANGLES)
    columns = (np.ones(ANGLES), np.cos(directions), np.sin(directions), np.cos(2 * directions), np.sin(2 * directions))
    terms = np.stack(columns, axis=1)
    hold = np.diag([0.1, 1, 1, 1, 1]) * STEADY * 0.1
    trust = weight.copy()
    fit: Floats = np.zeros(5, np.float64)
    for scale in (1.0, 0.5, 0.3):
        fit[:] = np.linalg.solve(terms.T @ (terms * trust[:, None]) + hold, terms.T @ (trust * offset))
        error = (offset - terms @ fit) / (reach * scale)
        trust = weight * np.clip(1 - error**2, 0, None) ** 2
    return fit


def _bent(ring: Ring, fit: Floats) -> Ring:
    frame = np.array(ring.frame)
    shift = frame @ fit[1:3]
    bend = np.array([[1 + fit[0] + fit[3], fit[4]], [fit[4], 1 + fit[0] - fit[3]]])
    return Ring((ring.centre[0] + float(shift[0]), ring.centre[1] + float(shift[1])), _pairs(frame @ bend))
