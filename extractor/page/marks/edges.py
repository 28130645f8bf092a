"""Pieces of a seal that was pressed across the edges of several sheets (骑缝章): each page shows a slice of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from extractor.picture import Picture, shrunk
from extractor.records import Box
from extractor.seals.colour import red_ink

STRIP = 0.16  # of the page's width: 34 mm of A4, more than half of the widest seal
BAND = 0.035  # of the page's width, 7 mm: a page that was made level has slivers of up to 5 mm beside it
RED = 0.15  # of full ink: a worn rim; black print has up to 0.1 of colour at its edges
HEIGHT = (0.02, 0.22)  # of the page's height, 6 to 65 mm: the cap of a seal that only just reaches it, a whole seal
GAP = 0.075  # of the page's height, 22 mm: a slice of the middle is two arcs and the star between them
APART = 0.03  # of the page's width, 6 mm: between a rim and its letters
LEAST_INK = 30  # px at a hundred to the inch, 2 mm²: two arcs of a slice 2 mm wide; dirt is less


def seal_pieces(picture: Picture) -> tuple[Box, ...]:
    """Where red ink reaches the left or right edge of the upright page over no more height than a seal's, in fractions
    of the picture."""
    small = shrunk(picture, 2)
    width = small.shape[1]
    strip = round(STRIP * width)
    right = red_ink(np.ascontiguousarray(small[:, width - strip :])) > RED
    left = red_ink(np.ascontiguousarray(small[:, :strip]))[:, ::-1] > RED
    return (
        *(Box(1 - box.x1, box.y0, 1 - box.x0, box.y1) for box in _at_right_edge(left, width)),
        *_at_right_edge(right, width),
    )


def _at_right_edge(ink: NDArray[np.bool_], width: int) -> Iterator[Box]:
    """The same, from a strip along the right edge of a page of this width."""
    height, across = ink.shape
    rows = np.flatnonzero(ink[:, across - round(BAND * width) :].any(axis=1))
    for group in _runs(rows, GAP * height):
        top, foot = int(group[0]), int(group[-1]) + 1
        columns = np.flatnonzero(ink[top:foot].any(axis=0))
        reaching = _runs(columns, APART * width)[-1]
        start, end = int(reaching[0]), int(reaching[-1]) + 1
        enough = np.count_nonzero(ink[top:foot, start:end]) >= LEAST_INK
        if enough and HEIGHT[0] * height <= foot - top <= HEIGHT[1] * height:
            shift = width - across
            yield Box((shift + start) / width, top / height, (shift + end) / width, foot / height)


def _runs(places: NDArray[np.intp], gap: float) -> list[NDArray[np.intp]]:
    """Rising numbers parted where they leap by more than `gap`."""
    return np.split(places, np.flatnonzero(np.diff(places) > gap) + 1) if len(places) else []
