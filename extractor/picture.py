"""Pictures are RGB arrays, height x width x 3, 8 bits a channel."""

from __future__ import annotations

from typing import TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]

BETWEEN = 0.7  # scale from which a pixel's neighbours tell enough: a hair line keeps a third of its ink there at worst


def grey_picture(channel: NDArray[np.uint8]) -> Picture:
    """One channel, height x width, as a picture of three equal ones."""
    return cast(Picture, cv2.merge((channel, channel, channel)))


def turned_picture(picture: Picture, turn: int) -> Picture:
    """Turned clockwise by `turn` degrees, in right angles."""
    return np.ascontiguousarray(np.rot90(picture, -turn // 90 % 4))


def shrunk(picture: Picture, times: int) -> Picture:
    """The mean of every square of `times` x `times` pixels; what is left at the right and the bottom is left out. A
    whole number is many times as fast as any other factor."""
    if times <= 1:
        return picture
    whole = picture[: picture.shape[0] // times * times, : picture.shape[1] // times * times]
    size = (whole.shape[1] // times, whole.shape[0] // times)
    return cast(Picture, cv2.resize(whole, size, interpolation=cv2.INTER_AREA))


def resized(picture: Picture, size: tuple[int, int]) -> Picture:
    """At `size` (width, height), in a fifth of the time that OpenCV takes for the mean of broken squares: by a whole
    number first, and the rest between neighbours."""
    scale = min(size[0] / picture.shape[1], size[1] / picture.shape[0])
    if scale < 1:
        picture = shrunk(picture, int(1 / scale))
        scale = min(size[0] / picture.shape[1], size[1] / picture.shape[0])
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR if scale >= BETWEEN else cv2.INTER_AREA
    return cast(Picture, cv2.resize(picture, size, interpolation=method))
