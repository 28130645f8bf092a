"""How much of each ink lies on a pixel, relative to the paper around it.

A phone photo is yellowish and darker on one side, so channels are divided by the paper's own colour at each place
before they are compared. All maps are float32, 0 (bare paper) to 1 (saturated ink).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from extractor.picture import Picture, shrunk

Ink = NDArray[np.float32]

PAPER_CELLS = 48  # the paper's colour is found on so many cells along the long side: about 6 mm of an A4 page
PAPER_REACH = 5  # cells: the brightest within this reach is paper, also under a seal or a table's grey head
LEAST_INKED = 40  # of 255: what lacks less light is paper
GRAIN = 20  # of 255: less missing light is the paper's own
PRINT = 95  # percentile of what is inked that is print: seals and the edges of letters are lighter
LIGHTER = 0.68  # of the print's missing light: red ink, copied, lacks up to 0.62 of the light, black ink 0.9
DARKEST_PAPER = 60  # of 255: below it there is no paper, and dividing would only blow up noise


@dataclass(frozen=True, slots=True)
class Inks:
    """`red` and `blue`: by how much that channel outshines both others; `dark`: missing light in the brightest
    channel, so that red and blue ink are light in it and only black and grey are dark; `tone`: missing light in the
    darkest channel, so that every ink is dark in it; `grey`: `dark` without the print, as far as that is darker."""

    red: Ink
    blue: Ink
    dark: Ink
    tone: Ink
    grey: Ink

    def cut(self, x0: int, y0: int, x1: int, y1: int) -> Inks:
        part = np.s_[y0:y1, x0:x1]
        return Inks(self.red[part], self.blue[part], self.dark[part], self.tone[part], self.grey[part])


def inks(picture: Picture) -> Inks:
    return inks_on(picture, paper(picture))


def red_ink(picture: Picture) -> Ink:
    """`inks(picture).red` alone, in a third of the time."""
    red, green, blue = cv2.split(cv2.divide(picture, paper(picture), scale=255))
    return _outshining(red, green, blue)


def inks_on(picture: Picture, paper: Picture) -> Inks:
    """`paper` is the colour of the bare paper at every pixel, as from `paper`."""
    red, green, blue = cv2.split(cv2.divide(picture, paper, scale=255))
    brightest = cv2.max(cv2.max(red, green), blue)
    missing = cv2.bitwise_not(brightest)
    return Inks(
        red=_outshining(red, green, blue),
        blue=_outshining(blue, red, green),
        dark=_unit(missing),
        tone=_unit(cv2.bitwise_not(cv2.min(cv2.min(red, green), blue))),
        grey=_unit(_lighter(missing)),
    )


def paper(picture: Picture) -> Picture:
    """The colour of the bare paper at every pixel."""
    height, width = picture.shape[:2]
    scale = PAPER_CELLS / max(height, width)
    cells = (max(1, round(width * scale)), max(1, round(height * scale)))
    # The brightest of a few samples per cell rather than the mean: a cell full of print still shows its paper.
    small = shrunk(picture, int(1 / scale) // 8)  # at least 8 px per cell, twice as many as are sampled
    fine = cv2.resize(small, (cells[0] * 4, cells[1] * 4), interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(fine, np.ones((4 * PAPER_REACH, 4 * PAPER_REACH), np.uint8))
    coarse = cv2.blur(cv2.resize(bright, cells, interpolation=cv2.INTER_AREA), (PAPER_REACH, PAPER_REACH))
    light = np.maximum(coarse, DARKEST_PAPER).astype(np.uint8).reshape(cells[1], cells[0], 3)
    return cast(Picture, cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR))


def _outshining(channel: MatLike, one: MatLike, other: MatLike) -> Ink:
    """By how much a channel is brighter than both others."""
    return _unit(cv2.subtract(channel, cv2.max(one, other)))


def _lighter(missing: MatLike) -> MatLike:
    """The missing light of what is clearly lighter than the print: a copied seal."""
    step = missing[::4, ::4]
    inked = step[step > LEAST_INKED]
    print_level = float(np.percentile(inked, PRINT)) if len(inked) else 255.0
    printed = cv2.dilate(cv2.inRange(missing, LIGHTER * print_level, 255), np.ones((3, 3), np.uint8))
    return cv2.bitwise_and(missing, cv2.bitwise_and(cv2.inRange(missing, GRAIN, 255), cv2.bitwise_not(printed)))


def _unit(channel: NDArray[np.generic]) -> Ink:
    return cast(Ink, channel.astype(np.float32) * np.float32(1 / 255))
