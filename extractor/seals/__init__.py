"""Finds the seals on a page and reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Box, Color, Place, Seal, Shape
from extractor.seals.colour import inks, inks_on, paper
from extractor.seals.outlines import seal_rings
from extractor.seals.reading import read
from extractor.seals.rings import ROUND_FROM, Ring
from extractor.seals.unroll import flattened

Recognise = Callable[[Sequence[Picture]], list[Reading]]

LONG_SIDE = 1000  # px at which seals are looked for: the rim of a seal on A4 is 2 px wide there, its letters 20 px high
RED_PRINT = 0.2  # of full ink: black print has up to 0.1 of colour at its edges


def find_seals(picture: Picture, recognise: Recognise, page: int) -> tuple[Seal, ...]:
    """All seals on a page, top to bottom; boxes in fractions of the picture."""
    small, scale = _shrunk(picture)
    light = paper(small)
    layers = inks_on(small, light)
    found: list[tuple[Ring, Color]] = [(ring.scaled(1 / scale), Color.RED) for ring, _ in seal_rings(layers.red)]
    flats = [flattened(picture, light, ring, color.value) for ring, color in found]
    seals = [
        Seal(Place(page, _box(ring, picture)), _shape(ring), color, said.text, said.inner, said.confidence)
        for (ring, color), said in zip(found, read(flats, recognise), strict=True)
    ]
    return tuple(sorted(seals, key=lambda seal: seal.place.box.y0))


def red_print(picture: Picture, seals: Sequence[Seal]) -> NDArray[np.bool_]:
    """True where red ink belongs to no seal: red headings and red tables, which vanish in the red channel."""
    mask = inks(picture).red > RED_PRINT
    height, width = mask.shape
    for seal in seals:
        box = seal.place.box.grown(0.1 * seal.place.box.width, 0.1 * seal.place.box.height)
        mask[max(0, int(box.y0 * height)) : int(box.y1 * height) + 1, max(0, int(box.x0 * width)) : int(box.x1 * width) + 1] = False
    return mask


def _shrunk(picture: Picture) -> tuple[Picture, float]:
    scale = min(1.0, LONG_SIDE / max(picture.shape[:2]))
    if scale == 1:
        return picture, 1.0
    return cast(Picture, cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)), scale


def _shape(ring: Ring) -> Shape:
    long, short, _ = ring.axes
    return Shape.ROUND if short >= ROUND_FROM * long else Shape.OVAL


def _box(ring: Ring, picture: Picture) -> Box:
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = ring.box
    sides = (x0 / width, y0 / height, x1 / width, y1 / height)
    return Box(*(min(1.0, max(0.0, side)) for side in sides))
