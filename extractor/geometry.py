"""Between upright and view coordinates: the homography that a page carries, and right angles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from extractor.records import Box, Seal, Shape

# A round seal's box is that of its outline, not of its box's corners: at 10° skew the latter is a third larger.
_CIRCLE = tuple((math.cos(2 * math.pi * step / 32), math.sin(2 * math.pi * step / 32)) for step in range(32))

# Of ISO 216 it is 1.414; a page that was turned by 3 degrees to be level stands on a ground of 1.37. Photos have 1.33.
PROPORTIONS = (1.36, 1.46)
CUT_OUT = 0.02  # of the picture: a corner deeper within it is one that was found there


def box_in_view(box: Box, to_view: Sequence[float]) -> Box:
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    return _around(_mapped(x, y, to_view) for x, y in corners)


def seal_box_in_view(seal: Seal, to_view: Sequence[float]) -> Box:
    box = seal.place.box
    if seal.shape not in (Shape.ROUND, Shape.OVAL):
        return box_in_view(box, to_view)
    (x, y), a, b = box.centre, box.width / 2, box.height / 2
    return _around(_mapped(x + a * cos, y + b * sin, to_view) for cos, sin in _CIRCLE)


def turn_to_upright(to_view: Sequence[float]) -> int:
    """Degrees clockwise, in right angles, by which the view must be turned for the page to stand upright in it."""
    (x0, y0), (x1, y1) = (_mapped(x, 0.5, to_view) for x in (0.25, 0.75))
    return round(math.degrees(math.atan2(y0 - y1, x1 - x0)) / 90) * 90 % 360


def shows_its_edges(size: tuple[int, int], to_view: Sequence[float]) -> bool:
    """Whether an upright page of `size` pixels is a whole sheet on a scanner's glass: in the proportions of ISO 216,
    and not cut out of a larger picture, as a sheet is out of a photo."""
    proportion = max(size) / min(size)
    corners = [_mapped(x, y, to_view) for x in (0.0, 1.0) for y in (0.0, 1.0)]
    return PROPORTIONS[0] < proportion < PROPORTIONS[1] and not any(
        CUT_OUT < at < 1 - CUT_OUT for corner in corners for at in corner
    )


def turned_box(box: Box, turn: int) -> Box:
    """Where the box lies when its page is turned clockwise by `turn` degrees, in right angles."""
    for _ in range(turn // 90 % 4):
        box = Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)
    return box


def _mapped(x: float, y: float, matrix: Sequence[float]) -> tuple[float, float]:
    w = matrix[6] * x + matrix[7] * y + matrix[8]
    return (matrix[0] * x + matrix[1] * y + matrix[2]) / w, (matrix[3] * x + matrix[4] * y + matrix[5]) / w


def _around(points: Iterable[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(_fraction(min(xs)), _fraction(min(ys)), _fraction(max(xs)), _fraction(max(ys)))


def _fraction(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 5)
