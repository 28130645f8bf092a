"""Pictures are RGB arrays, height x width x 3, 8 bits a channel."""

from __future__ import annotations

from typing import TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]


def grey_picture(channel: NDArray[np.uint8]) -> Picture:
    """One channel, height x width, as a picture of three equal ones."""
    return cast(Picture, cv2.merge((channel, channel, channel)))


def shrunk(picture: Picture, times: int) -> Picture:
    """The mean of every square of `times` x `times` pixels; what is left at the right and the bottom is left out. A
    whole number is many times as fast as any other factor."""
    if times <= 1:
        return picture
    whole = picture[: picture.shape[0] // times * times, : picture.shape[1] // times * times]
    size = (whole.shape[1] // times, whole.shape[0] // times)
    return cast(Picture, cv2.resize(whole, size, interpolation=cv2.INTER_AREA))
