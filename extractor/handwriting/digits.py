"""A single handwritten digit: gradient features and a small network.

Its weights, which `tests/benchmarks/train_digits.py` makes, are learnt from fonts drawn after handwriting (SIL Open
Font, Apache or MIT License), from Pen-Based and from Optical Recognition of Handwritten Digits (E. Alpaydin, F.
Alimoglu, C. Kaynak; UCI Machine Learning Repository; CC BY 4.0), and from distorted print of free fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]  # white strokes on black
WEIGHTS = Path(__file__).with_name("digits.npz")
NO_DIGIT = 10  # the class of what is none: two digits in one, half a digit, a stroke of 年
SIDE, INNER = 28, 20  # px of the normalised picture, and of the digit inside it
DIRECTIONS, CELLS = 8, 7


@dataclass(frozen=True, slots=True)
class Digit:
    """How certain each of the ten digits is, and, the last of the shares, that it is none."""

    shares: tuple[float, ...]

    @property
    def value(self) -> int | None:
        """The likeliest; None for what is none."""
        best = max(range(len(self.shares)), key=self.shares.__getitem__)
        return None if best == NO_DIGIT else best

    @property
    def confidence(self) -> float:
        return max(self.shares)


def read_digits(inks: Sequence[Ink]) -> list[Digit]:
    """One for each picture of a single piece of ink, of any size."""
    if not inks:
        return []
    hidden = np.stack([features(ink) for ink in inks])
    layers = _layers()
    for weights, bias in layers[:-1]:
        hidden = np.maximum(hidden @ weights + bias, 0)
    scores = hidden @ layers[-1][0] + layers[-1][1]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return [Digit(tuple(map(float, share))) for share in shares]


@cache
def _layers() -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    with np.load(WEIGHTS) as kept:
        return [
            (kept[f"weights{at}"].astype(np.float32), kept[f"bias{at}"].astype(np.float32))
            for at in range(len(kept.files) // 2)
        ]


def features(ink: Ink) -> NDArray[np.float32]:
    """How much of the strokes' edges runs in each direction in each part of the picture (C. L. Liu et al. 2003: of all
    features the ones that digits are told apart by best)."""
    picture = cv2.GaussianBlur(normalised(ink).astype(np.float32), (0, 0), 0.7)
    across, down = cv2.Sobel(picture, cv2.CV_32F, 1, 0), cv2.Sobel(picture, cv2.CV_32F, 0, 1)
    strength, angle = np.hypot(across, down), np.arctan2(down, across) % (2 * np.pi)
    place = angle[:, :, None] / (2 * np.pi) * DIRECTIONS
    apart = np.abs((place - np.arange(DIRECTIONS) + DIRECTIONS / 2) % DIRECTIONS - DIRECTIONS / 2)
    edges = (strength[:, :, None] * np.maximum(1 - apart, 0)).astype(np.float32)
    blurred = cv2.GaussianBlur(edges, (0, 0), SIDE / CELLS / 2)
    cells = blurred.reshape(CELLS, SIDE // CELLS, CELLS, SIDE // CELLS, DIRECTIONS).mean(axis=(1, 3))
    whole = np.sqrt(np.moveaxis(cells, 2, 0).ravel())
    return np.asarray(whole / max(1e-6, float(np.linalg.norm(whole))) * 10, np.float32)


def normalised(ink: Ink) -> Ink:
    """Upright, of one size, its weight in the middle."""
    rows, columns = np.flatnonzero(ink.max(axis=1)), np.flatnonzero(ink.max(axis=0))
    if not len(rows):
        return np.zeros((SIDE, SIDE), np.uint8)
    piece = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = piece.shape
    scale = INNER / max(height, width, 1)
    moments = cv2.moments(piece)
    slant = moments["mu11"] / moments["mu02"] if moments["mu02"] > 1 else 0.0
    slant = float(np.clip(slant, -0.6, 0.6))
    middle = moments["m10"] / max(1.0, moments["m00"]), moments["m01"] / max(1.0, moments["m00"])
    shift = np.array(
        [
            [scale, -slant * scale, SIDE / 2 - scale * (middle[0] - slant * middle[1])],
            [0.0, scale, SIDE / 2 - scale * middle[1]],
        ],
        np.float32,
    )
    shrunk = cv2.GaussianBlur(piece, (0, 0), max(0.01, 0.35 / scale)) if scale < 0.8 else piece
    return np.asarray(cv2.warpAffine(shrunk, shift, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.uint8)
