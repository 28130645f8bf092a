"""From a clean sheet to what is handed in: scans, a poor copy, a phone photo. Says where each point went."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from drawing.sheet import Box

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Medium:
    """`dpi` of the scan; `skew` in degrees at most; `noise`, `blur` in grey levels and pixels; `quality` of JPEG."""

    dpi: int
    skew: float
    noise: float
    blur: float
    quality: int
    paper: tuple[int, int]  # how white the paper is, from .. to
    grey: bool = False
    photo: bool = False


MEDIA = {
    "vector": Medium(200, 0, 0, 0, 92, (255, 255)),
    "scan300": Medium(300, 0.6, 2.0, 0.5, 60, (247, 255)),
    "scan200": Medium(200, 1.2, 2.5, 0.45, 62, (240, 253)),
    "scan150": Medium(150, 1.5, 2.5, 0.4, 66, (238, 252)),
    "poor": Medium(150, 2.2, 6.0, 0.85, 42, (214, 236)),
    "copy": Medium(200, 1.0, 4.0, 0.6, 60, (244, 255), grey=True),
    "phone": Medium(190, 0, 3.0, 0.7, 66, (226, 244), photo=True),
}
# A phone's picture, in pixels: enough for 160 dpi on the sheet once the desk around it is counted.
PHOTO = (1560, 2120)
PHOTO_ACROSS = (2120, 1560)


def digitise(clean: Image.Image, medium: str, rng: random.Random) -> tuple[bytes, Matrix]:
    """The JPEG, and the matrix that takes a fraction of the sheet to a fraction of the picture.

    `medium` may end in @90, @180 or @270: the paper lay turned on the glass, clockwise."""
    name, _, turned = medium.partition("@")
    spec = MEDIA[name]
    noise = np.random.default_rng(rng.getrandbits(32))
    page = np.asarray(clean, np.float32) * (rng.uniform(*spec.paper) / 255)
    if spec.grey:
        page = np.repeat(page @ np.array([[0.3], [0.59], [0.11]], np.float32), 3, axis=2)
    page, matrix = _photograph(page, rng, noise) if spec.photo else _scan(page, spec, rng)
    page *= _light(page.shape[0], page.shape[1], 0.2 if spec.photo else 0.05, noise)[..., None]
    if spec.blur:
        page = cv2.GaussianBlur(page, (0, 0), spec.blur)
    if spec.noise:
        page = page + noise.normal(0, spec.noise, page.shape[:2]).astype(np.float32)[..., None]
    picture = np.clip(page, 0, 255).astype(np.uint8)
    if turned:
        picture, matrix = _turn(picture, matrix, int(turned))
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=spec.quality, dpi=(spec.dpi, spec.dpi), optimize=True)
    return out.getvalue(), matrix


def _to_fractions(matrix: Matrix, before: tuple[int, int], after: tuple[int, int]) -> Matrix:
    """A matrix in pixels as one in fractions; sizes are (width, height)."""
    return np.diag([1 / after[0], 1 / after[1], 1.0]) @ matrix @ np.diag([before[0], before[1], 1.0])


def _scan(page: NDArray[np.float32], spec: Medium, rng: random.Random) -> tuple[NDArray[np.float32], Matrix]:
    height, width = page.shape[:2]
    angle = rng.uniform(-spec.skew, spec.skew)
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    turn[:2, 2] += [rng.uniform(-0.006, 0.006) * width, rng.uniform(-0.005, 0.005) * height]
    if spec.skew == 0:
        turn = np.eye(3)
    around = float(page.max())
    moved = cv2.warpPerspective(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(around,) * 3)
    return np.asarray(moved, np.float32), _to_fractions(turn, (width, height), (width, height))


def _photograph(
    page: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> tuple[NDArray[np.float32], Matrix]:
    """The sheet on a desk, seen from a little aside, with a soft shadow over one side."""
    height, width = page.shape[:2]
    frame = PHOTO if height > width else PHOTO_ACROSS
    tone = np.array(rng.choice(((92, 74, 58), (120, 112, 104), (58, 62, 70), (150, 128, 98))), np.float32)
    grain = cv2.GaussianBlur(noise.normal(0, 1, (frame[1], frame[0])).astype(np.float32), (0, 0), 9, sigmaY=2) * 60
    desk = np.clip(tone + grain[..., None], 0, 255).astype(np.float32)
    far = 0.03
    corners = [(far, far), (1 - far, far), (1 - far, 1 - far), (far, 1 - far)]
    reach = [(x + rng.uniform(-0.022, 0.03), y + rng.uniform(-0.018, 0.022)) for x, y in corners]
    target = np.array([(x * frame[0], y * frame[1]) for x, y in reach], np.float32)
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target).astype(np.float64)
    sheet = cv2.warpPerspective(page, matrix, frame, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, frame)[..., None]
    photo = desk * (1 - cover) + sheet * cover
    warm = np.array((1.0, rng.uniform(0.96, 0.99), rng.uniform(0.88, 0.96)), np.float32)
    return photo * warm, _to_fractions(matrix, (width, height), frame)


def _light(height: int, width: int, depth: float, noise: np.random.Generator) -> NDArray[np.float32]:
    """Uneven light: a smooth field between 1 - depth and 1."""
    coarse = noise.random((3, 3), dtype=np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return 1 - depth * np.clip(smooth, 0, 1)


def _turn(picture: NDArray[np.uint8], matrix: Matrix, degrees: int) -> tuple[NDArray[np.uint8], Matrix]:
    step = np.array([[0, -1, 1], [1, 0, 0], [0, 0, 1]], float)  # a quarter clockwise, in fractions
    for _ in range(degrees // 90):
        matrix = step @ matrix
    return np.ascontiguousarray(np.rot90(picture, -(degrees // 90))), matrix


def moved(box: Box, size: tuple[float, float], matrix: Matrix) -> list[float]:
    """A box in mm on the sheet as fractions of the picture, cut at its edges."""
    x0, y0, x1, y1 = box
    points = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]) / np.array(size)
    seen = cv2.perspectiveTransform(points[None], matrix)[0]
    low, high = seen.min(axis=0).clip(0, 1), seen.max(axis=0).clip(0, 1)
    return [round(float(edge), 5) for edge in (*low, *high)]
