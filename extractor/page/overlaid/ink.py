"""Print without the seals over it.

A red seal is nearly as light as paper in the red channel, and black print is black in every one. What is left of the
seal there is a shadow, enough to turn 2023 into 2028. It is taken away as two inks on one paper are told apart: each
weakens the light by a factor (Beer and Lambert), so in logarithms what the seal's ink adds to the red channel is a
fixed part of what it adds to the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.page.ruled_lines import Mask
from extractor.picture import Picture, grey_picture
from extractor.records import Box, Color, Seal

PAPER = 90  # percentile of a channel that is bare paper: print and a seal cover less than a tenth each, rarely more
COLOURED = 0.25  # difference of two channels' logarithms beyond which a pixel bears coloured ink; paper has 0.1
FEWEST = 200  # px of coloured ink to measure it by
SHADOW = 60  # percentile of the shadow that is taken away: grain is darker than the median
MARGIN = 0.05  # of a seal's width and height: its ring, where its box is a little off


def ink_picture(picture: Picture, seals: Sequence[Seal], printed: NDArray[np.bool_] | None = None) -> Picture:
    """A grey page (three equal channels) on which coloured seals are paper. `printed`: where red ink belongs to no
    seal, such as a red heading; there it is kept, as grey. None: everywhere but on seals."""
    red = cast(Mask, cv2.extractChannel(picture, 0))
    ink = red
    if printed is None or printed.any():
        grey = cast(Mask, cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
        ink = grey if printed is None else np.where(printed, grey, red)
    for seal in seals:
        if seal.color in (Color.RED, Color.BLUE):
            part = _pixels(seal.place.box, picture.shape[1], picture.shape[0])
            ink[part] = _without(picture[part], 0 if seal.color is Color.RED else 2, red[part])
    return grey_picture(ink)


def _pixels(box: Box, width: int, height: int) -> tuple[slice, slice]:
    grown = box.grown(box.width * MARGIN, box.height * MARGIN)
    return (
        slice(max(0, round(grown.y0 * height)), max(0, round(grown.y1 * height))),
        slice(max(0, round(grown.x0 * width)), max(0, round(grown.x1 * width))),
    )


def _without(part: Picture, clear: int, plain: Mask) -> Mask:
    """One channel of the part without the ink to which channel `clear` is nearly transparent; `plain` where there is
    too little of that ink to tell."""
    if not part.size:
        return plain
    others = [channel for channel in range(3) if channel != clear]
    levels = np.stack([part[:, :, clear], part[:, :, others].mean(axis=2)]).astype(np.float32) + 1
    paper = np.percentile(levels, PAPER, axis=(1, 2))
    seen, full = np.log(paper[:, None, None] / levels)
    excess = np.maximum(full - seen, 0)
    coloured = excess > COLOURED
    if np.count_nonzero(coloured) < FEWEST:
        return plain
    shadow = max(0.0, float(np.percentile(seen[coloured] / excess[coloured], SHADOW)))
    # Where print shows through thick ink both grow: beyond what the bare seal takes, it is print that takes it.
    bare = float(np.median(excess[excess > np.percentile(excess[coloured], 50)]))
    cleared = levels[0] * np.exp(shadow * np.minimum(excess, bare)) - 1
    return np.minimum(cleared, np.maximum(paper[0] - 1, levels[0] - 1)).clip(0, 255).astype(np.uint8)
