"""A seal laid flat: its own ink without the print beneath it, and the ring of letters as a straight line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.picture import Picture
from extractor.seals.colour import Ink, Inks, inks_on
from extractor.seals.rings import Floats, Ring, fitted

BODY = 0.86  # of the radius: letters and what they stand around
RIM = 0.92  # of the radius: what lies within is not the rim
RULE = 0.8  # of the radius: no straight stroke of a seal is as long
RULED = 0.25  # of full ink
BLACKEST = 0.12  # of white: darker than that, a ratio of channels is noise
RADIUS = 150.0  # px: at it a ring of letters is about as tall as the recognition model reads, 48 px
MARGIN = 0.12  # of the radius, around the ring
DARKER = 0.34  # than the seal's own ink: brown and black print
FAINTEST = 0.2  # of the rim's ink: letters printed finer than their rim
TINTED = 1.5  # times its colour is what a pixel's missing light may be of the seal's: the rest is other print
FULL = 99.5  # percentile that is full ink
FAINT = 0.05  # of white: less is no ink
SHARPER = 2.0  # px of the page: half a stroke of the smallest letters that are read


@dataclass(frozen=True, slots=True)
class Flat:
    """One seal at a common size: `ink` is 1 where the seal's full ink is, 0 on paper and on other print; `soft` is the
    same with all shades that strokes of few pixels have, as they are read best; `layers` are all inks of the same crop;
    `grain` is the size of a pixel of the page in it."""

    ink: Ink
    soft: Ink
    layers: Inks
    ring: Ring
    colour: str
    grain: float


def flattened(picture: Picture, paper: Picture, ring: Ring, colour: str) -> Flat:
    """`paper` is the picture's paper colour at any size; `ring` is in pixels of the picture."""
    x0, y0, x1, y1 = ring.box
    margin = ring.radius * MARGIN
    left, top = max(0, int(x0 - margin)), max(0, int(y0 - margin))
    right, bottom = min(picture.shape[1], int(x1 + margin) + 1), min(picture.shape[0], int(y1 + margin) + 1)
    scale = RADIUS / ring.radius
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    crop = cast(Picture, cv2.resize(picture[top:bottom, left:right], size, interpolation=method))
    fx, fy = paper.shape[1] / picture.shape[1], paper.shape[0] / picture.shape[0]
    under = paper[int(top * fy) : int(np.ceil(bottom * fy)), int(left * fx) : int(np.ceil(right * fx))]
    layers = inks_on(crop, cast(Picture, cv2.resize(under, size, interpolation=cv2.INTER_LINEAR)))
    moved = Ring((ring.centre[0] - left, ring.centre[1] - top), ring.frame).scaled(scale)
    lying = fitted(getattr(layers, colour), moved)
    grain = max(1.0, scale)
    return Flat(own_ink(layers, colour, lying, grain), soft_ink(layers, colour, grain), layers, lying, colour, grain)


def own_ink(layers: Inks, colour: str, ring: Ring, grain: float) -> Ink:
    """The seal's ink, 0 to 1; where dark print covers it, what the strokes around say.

    JPEG keeps colour at half the resolution, so colour only says which pixels are the seal's, and the missing light,
    which is sharp, says how much ink they hold.
    """
    tint: Ink = getattr(layers, colour)
    within = _within(ring, tint.shape)
    if colour in ("dark", "grey"):
        full = max(0.15, float(np.percentile(tint[within], 95)))
        return cast(Ink, np.clip((tint - 0.2 * full) / (0.6 * full), 0, 1))
    share = cv2.dilate(tint, _patch(3, grain)) / (layers.tone + 0.02)
    body = tint > 0.5 * np.percentile(tint, 97)
    if not body.any():
        return np.zeros_like(tint)
    purity, depth, full = (float(np.median(layer[body])) for layer in (share, layers.dark, layers.tone))
    own = np.clip((share / purity - 0.2) / 0.25, 0, 1) * np.clip((depth + DARKER - layers.dark) / 0.2, 0, 1)
    ink = layers.tone * own
    faint = ink[within & (tint > 0.05)]  # the letters may be much fainter than the rim
    if len(faint):
        full = min(full, max(FAINTEST * full, 1.2 * float(np.percentile(faint, 80))))
    ink = np.clip((ink / max(0.08, full) - 0.2) / 0.7, 0, 1).astype(np.float32)
    rules = _rules(layers, ring)
    ink = np.where(rules, 0, ink).astype(np.float32)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _patch(5, grain))
    return cast(Ink, np.where(rules | (layers.dark > depth + 0.25), np.maximum(ink, bridged), ink))


def soft_ink(layers: Inks, colour: str, grain: float) -> Ink:
    """The seal's ink with its shades: the missing light, as far as the colour around it accounts for it, sharpened."""
    ink = _full(_tinted(layers, colour))
    blurred = cv2.GaussianBlur(ink, (0, 0), SHARPER * max(1.0, grain / 1.5))
    return cast(Ink, np.clip(2 * ink - blurred, 0, 1))


def _tinted(layers: Inks, colour: str) -> Ink:
    tint: Ink = getattr(layers, colour)
    near = cv2.GaussianBlur(cv2.dilate(tint, np.ones((3, 3), np.uint8)), (0, 0), 1)
    return np.minimum(layers.tone, TINTED * near)


def _full(ink: Ink) -> Ink:
    return np.clip(ink / max(FAINT, float(np.percentile(ink, FULL))), 0, 1).astype(np.float32)


def other_looks(flat: Flat) -> list[Flat]:
    """The same seal with its ink told from the print by other means, for a second opinion: by colour and light
    together, by optical density, by colour alone, and with its shades unsharpened."""
    layers, colour = flat.layers, flat.colour
    tint: Ink = getattr(layers, colour)
    body = tint > 0.5 * np.percentile(tint, 97)
    if colour in ("dark", "grey") or not body.any():
        return [replace(flat, soft=flat.ink)]
    light = 1 - layers.dark
    density = np.log((light + BLACKEST) / (light - tint + BLACKEST))
    density = cv2.dilate(density / float(np.median(density[body])), _patch(3, flat.grain)) * 1.3
    dense = np.clip((np.minimum(density, layers.tone / float(np.median(layers.tone[body]))) - 0.2) / 0.6, 0, 1)
    looks = (flat.ink, dense.astype(np.float32), _full(tint), _full(_tinted(layers, colour)))
    return [replace(flat, soft=look) for look in looks]


def _rules(layers: Inks, ring: Ring) -> NDArray[np.bool_]:
    """Where a table's lines run level or upright across the seal, inside its rim."""
    long = round(RULE * RADIUS)
    level = cv2.morphologyEx(layers.tone, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(layers.tone, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    return (np.maximum(level, upright) > RULED) & _within(ring, layers.tone.shape, RIM)


def _patch(pixels: int, grain: float) -> NDArray[np.uint8]:
    """So many pixels of the page each way."""
    side = 2 * round((pixels - 1) / 2 * grain) + 1
    return np.ones((side, side), np.uint8)


def _within(ring: Ring, shape: tuple[int, ...], reach: float = BODY) -> NDArray[np.bool_]:
    x, y = ring.points(np.linspace(0, 2 * np.pi, 120, endpoint=False, dtype=np.float64), np.array([reach]))
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(np.hstack([x, y])).astype(np.int32)], (1,))
    return mask > 0


def strip(
    flat: Flat, first: float, share: float, outer: float, inner: float, size: tuple[int, int], *, soft: bool = False
) -> Ink:
    """The ring laid straight, clockwise, tops of the letters up: height x width as `size` (height, width) says.

    `first` and `share` are where it begins and how much of the turn it covers, in shares of the way around, counted
    from the end of the long axis; `outer` and `inner` are distances from the rim in shares of the short half axis.
    """
    height, width = size
    turns = first + np.arange(width, dtype=np.float64) * (share / width)
    columns, rows = points(flat, turns, np.linspace(outer, inner, height), (outer + inner) / 2)
    x, y = columns.T.astype(np.float32), rows.T.astype(np.float32)
    return cast(Ink, cv2.remap(flat.soft if soft else flat.ink, x, y, cv2.INTER_LINEAR, borderValue=(0.0,)))


def points(flat: Flat, turns: Floats, depths: Floats, middle: float) -> tuple[Floats, Floats]:
    """Where on the picture places on the ring are: x and y, n x m for n turns and m depths, or, where `depths` has
    two dimensions, in its shape. Turns are shares of the way around at the depth `middle`."""
    long, short, tilt = flat.ring.axes
    fine = np.linspace(0, 2 * np.pi, 721)
    x, y = _offset(long, short, fine, np.array([middle * short]))
    lengths = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x[:, 0]), np.diff(y[:, 0])))])
    x, y = _offset(long, short, np.interp((turns % 1) * lengths[-1], lengths, fine), depths * short)
    cos, sin = np.cos(tilt), np.sin(tilt)
    return flat.ring.centre[0] + cos * x - sin * y, flat.ring.centre[1] + sin * x + cos * y


def length(flat: Flat, depth: float) -> float:
    """The way around at a distance from the rim, in short half axes."""
    long, short, _ = flat.ring.axes
    x, y = _offset(long, short, np.linspace(0, 2 * np.pi, 181), np.array([depth * short]))
    return float(np.hypot(np.diff(x[:, 0]), np.diff(y[:, 0])).sum()) / short


def _offset(long: float, short: float, parameters: Floats, depths: Floats) -> tuple[Floats, Floats]:
    """Points `depths` inward of an upright ellipse at its `parameters`: n x m each."""
    cos, sin = np.cos(parameters)[:, None], np.sin(parameters)[:, None]
    normal = np.hypot(short * cos, long * sin)
    return long * cos - depths * short * cos / normal, short * sin - depths * long * sin / normal


def picture_of(ink: Ink) -> Picture:
    """Ink as dark print on white paper."""
    grey = np.rint(255 * (1 - ink)).astype(np.uint8)
    return cast(Picture, cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))
