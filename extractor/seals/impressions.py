"""What is peculiar to one impression of a seal: where ink is missing on its rim, and how it is turned.

The rim is the one part that shows wear alone: it is the same all the way round, so that what varies along it is the
pores, the patches and the dirt of this one impression and not the design, which all impressions of a seal share. The
letters within tell the angle. Both as levels at even steps clockwise from the right of the upright page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.picture import Picture
from extractor.records import Box, Color, Seal, Shape
from extractor.seals.colour import Ink, Inks, inks_on
from extractor.seals.rings import Floats, Ring, fitted

RIM_STEPS = 512  # 0.25 mm on a seal of 40 mm: pores are 0.3 mm, a pixel at 150 dpi 0.17 mm
LETTER_STEPS = 256
# Of the radius. Within the thinnest rims (1 mm of 20), clear of the edge, which moves when the outline is a little off:
# with the edge in it, crisp impressions of one seal were alike (0.2), without it they are not (0.05).
RIM = (0.945, 0.985)
LETTERS = (0.5, 0.9)
RADIAL_STEP = 0.005  # of the radius: 0.1 mm
RIM_REACH = 6.0  # steps: 1.5 mm; slower changes are the hand's pressure, which a hand repeats
LETTERS_REACH = 40.0
RIM_LEVEL = 0.04  # of full ink to a level: crisp rims vary by 0.03, worn ones by 0.06 to 0.2
LETTER_LEVEL = 0.4  # of the profile's own deviation to a level
MOST_LEVEL = 7  # '1' is -7, '8' is 0, 'f' is 7, '0' is what print covers
BLACKER = 0.2  # of white: print on a seal is so much darker than the seal in its own light channel
RIM_COVERED, LETTERS_COVERED = 0.04, 0.25  # of a step's pixels: print hides a rim; letters are many strokes
LEAST_SEEN = 0.5  # of the rim must lie bare
SMALLEST = 80.0  # px radius: below it (40 mm at 100 dpi) a pore is no larger than a pixel
MARGIN = 0.12  # of the radius, around the ring
PAPER = 85  # percentile of a channel that is bare paper around and in a seal


def with_impressions(seals: Iterable[Seal], picture: Picture) -> tuple[Seal, ...]:
    """The seals with their `impression`, where one could be taken: of round coloured seals that the picture shows
    finely and wholly. Black ones cannot be told from the print on them."""
    return tuple(replace(seal, impression=_impression(seal, picture)) for seal in seals)


def _impression(seal: Seal, picture: Picture) -> str:
    if seal.shape is not Shape.ROUND or seal.color not in (Color.RED, Color.BLUE):
        return ""
    height, width = picture.shape[:2]
    box = seal.place.box
    ring = _ring_of(box, width, height)
    x0, y0, x1, y1 = ring.box
    if ring.radius < SMALLEST or x0 < 0 or y0 < 0 or x1 > width or y1 > height:
        return ""
    return fingerprint(picture, ring, seal.color)


def _ring_of(box: Box, width: int, height: int) -> Ring:
    (x, y), a, b = box.centre, box.width * width / 2, box.height * height / 2
    return Ring((x * width, y * height), ((a, 0.0), (0.0, b)))


def fingerprint(picture: Picture, ring: Ring, color: Color) -> str:
    """`RIM_STEPS` levels of the rim and `LETTER_STEPS` of the letters, a hexadecimal digit each; `""` where print
    covers too much. `ring` is in pixels of the picture, near the seal's outline."""
    layers, moved = _crop(picture, ring)
    tint: Ink = layers.red if color is Color.RED else layers.blue
    ring = fitted(tint, moved)
    body = tint > 0.5 * np.percentile(tint, 97)
    if not body.any():
        return ""
    dark = (layers.dark > float(np.median(layers.dark[body])) + BLACKER).astype(np.float32)
    black = cast(Ink, cv2.dilate(dark, np.ones((3, 3), np.uint8)))
    rim, bare = _profile(layers.tone, black, ring, RIM, RIM_STEPS, RIM_COVERED)
    if np.count_nonzero(bare) < LEAST_SEEN * RIM_STEPS:
        return ""
    mean = _smooth(rim, bare, RIM_REACH)
    worn = (rim - mean) / np.maximum(mean, RIM_LEVEL) / RIM_LEVEL
    letters, clear = _profile(layers.tone, black, ring, LETTERS, LETTER_STEPS, LETTERS_COVERED)
    turned = letters - _smooth(letters, clear, LETTERS_REACH)
    spread = float(turned[clear].std()) if clear.any() else 0.0
    return _digits(worn, bare) + _digits(turned / max(spread, 1e-6) / LETTER_LEVEL, clear)


def _crop(picture: Picture, ring: Ring) -> tuple[Inks, Ring]:
    x0, y0, x1, y1 = ring.box
    margin = ring.radius * MARGIN
    left, top = max(0, int(x0 - margin)), max(0, int(y0 - margin))
    crop = np.ascontiguousarray(picture[top : int(y1 + margin) + 1, left : int(x1 + margin) + 1])
    # A seal is small against the shadows on a page: one colour of the paper will do, and the smoothing does the rest.
    light = np.percentile(crop.reshape(-1, 3), PAPER, axis=0).clip(60, 255).astype(np.uint8)
    layers = inks_on(crop, np.ascontiguousarray(np.broadcast_to(light, crop.shape)))
    return layers, Ring((ring.centre[0] - left, ring.centre[1] - top), ring.frame)


def _profile(
    ink: Ink, black: Ink, ring: Ring, band: tuple[float, float], steps: int, covered: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """The mean ink in a band of radii at each step, and where no print covers it."""
    directions = np.linspace(0, 2 * np.pi, 2 * steps, endpoint=False, dtype=np.float64)
    x, y = ring.points(directions, np.arange(*band, RADIAL_STEP, dtype=np.float64))
    levels = cv2.remap(ink, x, y, cv2.INTER_LINEAR).mean(axis=1).reshape(steps, 2).mean(axis=1)
    hidden = cv2.remap(black, x, y, cv2.INTER_LINEAR, borderValue=(1.0,)).mean(axis=1).reshape(steps, 2).max(axis=1)
    return levels.astype(np.float64), hidden < covered


def _smooth(profile: Floats, seen: NDArray[np.bool_], reach: float) -> Floats:
    """Its running mean over what is seen, round the circle."""
    weights = np.stack([profile * seen, seen.astype(np.float64)])
    count = profile.size
    total, weight = cv2.GaussianBlur(np.tile(weights, 3), (0, 1), reach, sigmaY=1e-6)[:, count : 2 * count]
    return (total / np.maximum(weight, 1e-3)).astype(np.float64)


def _digits(levels: Floats, seen: NDArray[np.bool_]) -> str:
    whole = np.where(seen, np.rint(levels).clip(-MOST_LEVEL, MOST_LEVEL) + MOST_LEVEL + 1, 0).astype(np.uint8)
    return "".join(f"{level:x}" for level in whole.tolist())
