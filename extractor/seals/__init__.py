"""Finds the seals on a page and reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ocr import Reading
from extractor.picture import Picture, shrunk
from extractor.records import Box, Color, Place, Seal, Shape
from extractor.seals import squares
from extractor.seals.colour import Ink, Inks, inks, inks_on, paper, red_ink
from extractor.seals.outlines import dark_rings, grey_rings, look, seal_rings
from extractor.seals.reading import read
from extractor.seals.rings import Ring, fitted
from extractor.seals.squares import Square
from extractor.seals.unroll import flattened

Recognise = Callable[[Sequence[Picture]], list[Reading]]

LONG_SIDE = 1100  # px, about, at which seals are looked for: letters on A4 are 20 px high there, rims 2 px
RED_PRINT = 0.2  # of full ink: black print has up to 0.1 of colour at its edges
# Of 10 drawn seals worn by 30 to 60%, six were not found, and each left one trace as large as itself (at 0.08, and with
# half the reach, three came to pieces); of 53 drawn scans two had a trace beside their seals.
TRACE = 0.05
TRACE_REACH = 9  # px at a quarter of 200 dpi, 5 mm: breaks of a worn rim
SQUARE = 1.25  # sides of a trace that may be a circle's: a reach of 5 mm frays its edges
OFF = 0.12  # of the radius: so far from its trace's edge a rim may lie
TRACE_SIDES = (0.04, 0.3)  # of the page's long side: 12 to 90 mm of A4
BLACK = 0.7  # missing light of a rim; grey copies have less
SQUARE_SIDE = 240  # px at which a square is read: five letters of 48 px side by side
AROUND = 0.017  # of the page's long side, 5 mm of A4: what stands just outside a rim tells whether it is one
CUT = 0.08  # of the radius beyond the page: more than a fit is off by
FEWEST = 4  # letters along a grey or black rim: an oval drawn around something has none
BLACK_RIM = 0.9  # of a seal on a fax, whose letters may have lost their thin strokes: the rim is whole
WHOLE = Box(0.0, 0.0, 1.0, 1.0)
BESIDE = 0.1  # of a seal's size: the red around it is still its own, smeared


@dataclass(frozen=True, slots=True)
class _Found:
    outline: Ring | Square
    color: Color
    layer: str  # of `Inks`
    fewest: int | None = 0  # letters along its rim that make it a seal; None: they must read as text


def find_seals(
    picture: Picture, recognise: Recognise, page: int, drawn: Sequence[Box] | None = None
) -> tuple[Seal, ...]:
    """All seals on a page, top to bottom; boxes in fractions of the picture. `drawn`: where alone they can be, if that
    is known."""
    small, light, times = _searched(picture)
    found = [
        replace(seal, outline=seal.outline.moved(columns.start, rows.start))
        for rows, columns in _parts((WHOLE,) if drawn is None else drawn, small)
        for seal in _found(inks_on(small[rows, columns], light[rows, columns]), max(small.shape[:2]))
    ]
    seals = _rounds(picture, light, found, times, recognise, page)
    outlines = [(seal.outline.scaled(times), seal) for seal in found if isinstance(seal.outline, Square)]
    seals += _squares(picture, outlines, recognise, page)
    return tuple(sorted(seals, key=lambda seal: seal.place.box.y0))


def worn_seals(picture: Picture, traces: Sequence[Box], recognise: Recognise, page: int) -> tuple[Seal, ...]:
    """Of the traces those that are round seals after all, though they do not look it (half of the rim is gone, or the
    letters are few and thin): what stands along the rim reads as letters."""
    around = [box for box in traces if _is_round(box, picture)]
    if not around:
        return ()
    small, light, times = _searched(picture)
    ink = inks_on(small, light).red
    height, width = small.shape[:2]
    found: list[_Found] = []
    for box in around:
        x, y = box.centre
        radius = (box.width * width + box.height * height) / 4
        ring = fitted(ink, Ring.of(x * width, y * height, radius, radius, 0.0))
        if abs(ring.radius - radius) < OFF * radius and look(ink, ring).may_be_worn:
            found.append(_Found(ring, Color.RED, "red"))
    return tuple(_rounds(picture, light, found, times, recognise, page, sensible=True))


def _searched(picture: Picture) -> tuple[Picture, Picture, int]:
    """The picture in which seals are looked for, its paper, and by how much it is shrunk."""
    times = max(1, round(max(picture.shape[:2]) / LONG_SIDE))
    small = shrunk(picture, times)
    return small, paper(small), times


def _is_round(box: Box, picture: Picture) -> bool:
    height, width = picture.shape[:2]
    return 1 / SQUARE < box.width * width / (box.height * height) < SQUARE


def _rounds(
    picture: Picture,
    light: Picture,
    found: Sequence[_Found],
    times: int,
    recognise: Recognise,
    page: int,
    *,
    sensible: bool = False,
) -> list[Seal]:
    """The round and oval ones, read; all where `sensible` only if they say something. `light`: the paper of the
    picture shrunk by `times`, in whose pixels they were found."""
    rounds = [(seal, seal.outline.scaled(times)) for seal in found if isinstance(seal.outline, Ring)]
    flats = [flattened(picture, light, ring, seal.layer) for seal, ring in rounds]
    seals: list[Seal] = []
    for (seal, ring), said in zip(rounds, read(flats, recognise), strict=True):
        if said.sensible or (not sensible and seal.fewest is not None and len(said.text) >= seal.fewest):
            shape = Shape.OVAL if ring.is_oval else Shape.ROUND
            place = Place(page, _box(ring.box, picture))
            letters = said.letters if len(said.letters) == len(said.text) else ()
            seals.append(
                Seal(
                    place,
                    shape,
                    seal.color,
                    said.text,
                    said.inner,
                    said.confidence,
                    letters=letters,
                    cut=_is_cut(ring, picture),
                )
            )
    return seals


def _is_cut(ring: Ring, picture: Picture) -> bool:
    x0, y0, x1, y1 = ring.box
    height, width = picture.shape[:2]
    return max(-x0, -y0, x1 - width, y1 - height) > CUT * ring.radius


@dataclass(frozen=True, slots=True)
class RedLeft:
    """Red ink of no known seal. `printed`: where it is, as red headings and red tables are, which vanish in the red
    channel; `traces`: where as much of it hangs together as a seal has, in fractions of the picture."""

    printed: NDArray[np.bool_]
    traces: tuple[Box, ...]


def red_left(picture: Picture, seals: Sequence[Seal]) -> RedLeft:
    small = _without(red_ink(shrunk(picture, 2)), seals)
    traces = tuple(_traces(small))
    # Most pages have no red print, which a quarter of the pixels tells: a stroke's red is halved there at most.
    if not (small > RED_PRINT / 2).any():
        return RedLeft(np.zeros(picture.shape[:2], bool), traces)
    return RedLeft(_without(red_ink(picture), seals) > RED_PRINT, traces)


def _traces(ink: Ink) -> Iterator[Box]:
    reach = np.ones((2 * TRACE_REACH, 2 * TRACE_REACH), np.uint8)
    joined = np.ascontiguousarray(cv2.dilate((ink > TRACE).astype(np.uint8), reach)[::2, ::2])
    height, width = joined.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    least, most = (share * max(height, width) for share in TRACE_SIDES)
    around = TRACE_REACH / 2
    for x, y, across, down, _ in stats[1:].tolist():
        x0, y0, x1, y1 = x + around, y + around, x + across - around, y + down - around
        if least <= min(x1 - x0, y1 - y0) and max(x1 - x0, y1 - y0) <= most:
            yield Box(x0 / width, y0 / height, x1 / width, y1 / height)


def _without(ink: Ink, seals: Sequence[Seal]) -> Ink:
    """The ink with the places of seals left bare."""
    height, width = ink.shape
    for seal in seals:
        box = seal.place.box.grown(BESIDE * seal.place.box.width, BESIDE * seal.place.box.height)
        rows = slice(max(0, int(box.y0 * height)), max(0, int(box.y1 * height) + 1))
        ink[rows, max(0, int(box.x0 * width)) : max(0, int(box.x1 * width) + 1)] = 0
    return ink


def _parts(drawn: Iterable[Box], picture: Picture) -> list[tuple[slice, slice]]:
    """Rows and columns around what is drawn, in one piece where pieces meet."""
    height, width = picture.shape[:2]
    margin = AROUND * max(height, width)
    left = [box.grown(margin / width, margin / height) for box in drawn]
    whole: list[Box] = []
    while left:
        box = left.pop()
        met = [other for other in whole if box.shared(other) > 0]
        if met:
            whole = [other for other in whole if other not in met]
            left.append(Box.around((box, *met)))
        else:
            whole.append(box)
    whole.sort(key=lambda box: (box.y0, box.x0))
    parts = [
        (
            slice(max(0, int(box.y0 * height)), min(height, int(np.ceil(box.y1 * height)))),
            slice(max(0, int(box.x0 * width)), min(width, int(np.ceil(box.x1 * width)))),
        )
        for box in whole
    ]
    return [(rows, columns) for rows, columns in parts if rows.start < rows.stop and columns.start < columns.stop]


def _found(layers: Inks, side: int) -> list[_Found]:
    """On the whole page, whose long side is `side`, or on a part of it."""
    found: list[_Found] = []
    for color, layer, ink in ((Color.RED, "red", layers.red), (Color.BLUE, "blue", layers.blue)):
        rings, left = seal_rings(ink)
        found += [_Found(ring, color, layer) for ring, _ in rings]
        found += [_Found(square, color, layer) for square in squares.squares(left, side)]
    coloured = [seal.outline for seal in found if isinstance(seal.outline, Ring)]
    copied = grey_rings(layers.grey, coloured)
    found += [_Found(ring, Color.GREY, "grey", FEWEST if seal.is_clear else None) for ring, seal in copied]
    for ring, seal in dark_rings(layers.dark, coloured + [ring for ring, _ in copied]):
        color = Color.BLACK if seal.level > BLACK else Color.GREY
        found.append(_Found(ring, color, "dark", FEWEST if seal.is_clear and seal.rim >= BLACK_RIM else None))
    return found


def _squares(
    picture: Picture, outlines: Sequence[tuple[Square, _Found]], recognise: Recognise, page: int
) -> list[Seal]:
    seals: list[Seal] = []
    for square, seal in outlines:
        ink = squares.flat(_whole_ink(picture, square, seal.layer), _at_origin(square), SQUARE_SIDE)
        said = squares.text_of(recognise(squares.pictures(ink)))
        if said is not None:
            seals.append(Seal(Place(page, _box(square.box, picture)), Shape.SQUARE, seal.color, said[0], "", said[1]))
    return seals


def _whole_ink(picture: Picture, square: Square, layer: str) -> Ink:
    x0, y0, x1, y1 = _pixels(square, picture)
    ink: Ink = getattr(inks(picture[y0:y1, x0:x1]), layer)
    return np.clip(ink / max(0.1, float(np.percentile(ink, 90))), 0, 1).astype(np.float32)


def _at_origin(square: Square) -> Square:
    x0, y0, _, _ = square.box
    return Square(tuple((x - max(0, int(x0)), y - max(0, int(y0))) for x, y in square.corners))


def _pixels(square: Square, picture: Picture) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = square.box
    return max(0, int(x0)), max(0, int(y0)), min(picture.shape[1], int(x1) + 1), min(picture.shape[0], int(y1) + 1)


def _box(sides: tuple[float, float, float, float], picture: Picture) -> Box:
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = sides
    return Box(*(min(1.0, max(0.0, side)) for side in (x0 / width, y0 / height, x1 / width, y1 / height)))
