"""Which of the possible rings are seals: a rim of ink, letters along it, and no solid disc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.seals.colour import Ink
from extractor.seals.rings import ANGLES, Floats, Ring, around, fitted
from extractor.seals.voting import circles, ovals

RADII = np.linspace(0.02, 1.3, 65)  # steps of 0.02
RIM = (RADII > 0.93) & (RADII < 1.03)
BEYOND = (RADII > 1.05) & (RADII < 1.13)
LETTERS = (RADII > 0.55) & (RADII < 0.88)
BODY = RADII < 0.9
FALL = (RADII > 0.87) & (RADII < 1.13)
FAINTEST = 0.04  # of full ink: JPEG leaves up to 0.03 of colour around black print

# A seal's look. Measured on 16 papers and crops, 9 pictures without seals, and drawn variants: seals have a rim of
# 0.55 to 1 (broken ones least), 5 to 23 strokes, up to 0.45 filled; a price tag is filled 0.63, an emblem 0.7 and
# more, an ellipse drawn around something has 0.5 strokes, red headings a rim of 0.6 with as much beyond.
LEAST_RIM = 0.5
WORN_RIM = 0.3  # where letters decide: the seals seen lost had 0.47 and more; not calibrated beyond that
SURE_RIM = 0.8  # the end of an oval, taken for a circle, has 0.6
DARK_RIM = 0.65  # no ring in black print of 32 pages came near it
DARK_STROKES = 6.0
# Of 8 round copies drawn among print the rims had 0.76 and more, and 10 strokes; an oval drawn around words 3.
CLEAR_RIM, CLEAR_STROKES, CLEAR_FILLED = 0.75, 8.0, 0.4
DARK_VOTES = 0.35  # of a full rim's: print everywhere casts some for circles that are none
GREY_RULE = 41  # px of the searched picture: no stroke of a seal runs level or upright so far, a table's rule does
SETTLED = 0.9  # a score that no better fit will beat
SAME = 0.08  # of the radius: a fit would end where another one did
MOST_BEYOND = 0.35
LEAST_SCORE = 0.45
OUTER_FIRST = 0.1  # per doubling of the radius: of a double rim the outer one is the seal's
LEAST_STROKES = 3.5
MOST_FILLED = 0.55
SMALLEST = 20.0  # px radius in the searched picture: letters below it are specks
AROUND = 0.5  # of ink that hangs together: half of a seal may lie under another one
LEAST_VISIBLE = 0.4  # of the rim must lie outside the seals found before
# Of a seal that the page's edge cuts, what the page shows is judged: of a third of a circle 0.39 of the rim. So little
# of a rim is sooner met by chance, so it must be whole and have letters along it.
LEAST_ON_PAGE = 0.33
CUT_RIM, CUT_STROKES = 0.65, 5.0
WHOLE = 0.97  # of the rim on the page: the rest is how a ring lies


@dataclass(frozen=True, slots=True)
class RingFeatures:
    """What a ring looks like. `rim`: share of directions with ink on the rim; `beyond`: with ink just outside;
    `strokes`: letter strokes met on a turn; `filled`: share of the body that is ink; `level`: the rim's ink;
    `visible`: share of the rim that no other seal covers,
    of the share that is `on_page`, of which alone all else is said."""

    rim: float
    beyond: float
    strokes: float
    filled: float
    level: float
    visible: float = 1.0
    on_page: float = 1.0

    @property
    def score(self) -> float:
        return self.rim - 0.5 * self.beyond

    @property
    def may_be_worn(self) -> bool:
        """A seal of which half of the rim may be gone, or of few thin letters; whether it is one, they must tell."""
        return self.rim >= WORN_RIM and self.beyond <= MOST_BEYOND and self.filled <= MOST_FILLED

    @property
    def is_clear(self) -> bool:
        """A seal by its look alone, in grey: a whole rim with many thin strokes along it."""
        return self.rim >= CLEAR_RIM and self.strokes >= CLEAR_STROKES and self.filled <= CLEAR_FILLED

    @property
    def is_seal(self) -> bool:
        return (
            self.rim >= LEAST_RIM
            and self.beyond <= MOST_BEYOND
            and self.score >= LEAST_SCORE
            and self.strokes >= LEAST_STROKES
            and self.filled <= MOST_FILLED
            and self.visible >= LEAST_VISIBLE
            and (self.on_page >= WHOLE or self._is_cut_seal)
        )

    @property
    def _is_cut_seal(self) -> bool:
        return self.on_page >= LEAST_ON_PAGE and self.rim >= CUT_RIM and self.strokes >= CUT_STROKES


def seal_rings(ink: Ink) -> tuple[list[tuple[Ring, RingFeatures]], Ink]:
    """The round and oval seals in one ink, surest first, and the ink with their places negative."""
    left = ink.copy()
    if not _large(ink):
        return [], left
    alone = _fitted(ink, blobs(ink))
    found = _chosen(ink, left, [ring for ring in alone if look(ink, ring).score >= SETTLED], SURE_RIM)
    if found and not _large(left):  # seals that stand alone, as most do
        return found, left
    left = ink.copy()
    quick = _fitted(ink, chain(alone, circles(ink)))
    found = _chosen(ink, left, quick, SURE_RIM)
    thorough = _fitted(ink, chain.from_iterable(_ovals_at(left, rows, columns) for rows, columns in _large(left)))
    return found + _chosen(ink, left, quick + thorough, LEAST_RIM), left


def dark_rings(ink: Ink, taken: Iterable[Ring]) -> list[tuple[Ring, RingFeatures]]:
    """The round seals in black and grey, where all print is; `taken` are seals of a colour, whose shadows these are."""
    left = ink.copy()
    for ring in taken:
        _hide(left, ring)
    rings = _fitted(ink, circles(np.maximum(left, 0), DARK_VOTES))
    found = _chosen(ink, left, rings, DARK_RIM)
    return [(ring, seal) for ring, seal in found if seal.strokes >= DARK_STROKES and seal.visible > 0.9]


def grey_rings(ink: Ink, taken: Iterable[Ring]) -> list[tuple[Ring, RingFeatures]]:
    """The round and oval seals in grey that is lighter than the print, which `ink` lacks."""
    left = ink.copy()
    for ring in taken:
        _hide(left, ring)
    rules = np.maximum(_opened(left, 1, GREY_RULE), _opened(left, GREY_RULE, 1))
    alone = np.where(rules > FAINTEST, 0, np.maximum(left, 0)).astype(np.float32)
    if not _large(alone):
        return []
    rings = _chosen(alone, left, _fitted(alone, chain(blobs(alone), circles(alone, DARK_VOTES))), LEAST_RIM)
    return [(ring, seal) for ring, seal in rings if seal.strokes >= DARK_STROKES and seal.visible > 0.9]


def _opened(ink: Ink, down: int, across: int) -> Ink:
    return cast(Ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((down, across), np.uint8)))


def look(ink: Ink, ring: Ring, left: Ink | None = None) -> RingFeatures:
    on_page = _on_page(ink, ring)
    unrolled = around(ink, ring, RADII)[on_page]
    if not len(unrolled):
        return RingFeatures(0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    peak = unrolled[:, RIM].max(axis=1)
    level = float(np.percentile(peak, 60))
    limit = max(FAINTEST, 0.4 * level)
    letters = unrolled[:, LETTERS] > max(0.03, 0.15 * level)
    strokes = float((letters & ~np.roll(letters, 1, axis=0)).sum(axis=0).mean()) / float(on_page.mean())
    seen = np.ones(len(peak), bool) if left is None else around(left, ring, np.array([1.0]), 1.0)[on_page, 0] >= 0
    beyond = unrolled[:, BEYOND].mean(axis=1) > limit
    fall = unrolled[:, FALL][:, :-2] - unrolled[:, FALL][:, 2:]  # over 0.04 of the radius
    sharpest = RADII[FALL][1:-1][fall.argmax(axis=1)]
    on_rim = (peak > limit) & (np.abs(sharpest - 1) < 0.03)
    return RingFeatures(
        rim=float(on_rim[seen].mean()) if seen.any() else 0.0,
        beyond=float(beyond[seen].mean()) if seen.any() else 1.0,
        strokes=strokes,
        filled=float(((unrolled > limit)[:, BODY] * RADII[BODY]).mean() / RADII[BODY].mean()),
        level=level,
        visible=float(seen.mean()),
        on_page=float(on_page.mean()),
    )


def _on_page(ink: Ink, ring: Ring) -> NDArray[np.bool_]:
    """In which directions the rim lies on the picture."""
    x, y = ring.points(np.linspace(0, 2 * np.pi, ANGLES, endpoint=False, dtype=np.float64), np.array([1.0]))
    height, width = ink.shape
    return ((x > -1) & (y > -1) & (x < width) & (y < height))[:, 0]


def _large(ink: Ink) -> list[tuple[slice, slice]]:
    """Rows and columns where ink as large as the smallest seal hangs together, small breaks aside, and a little
    around."""
    height, width = ink.shape
    if min(ink.shape) < 2 * SMALLEST:
        return []
    small = cv2.resize((ink > FAINTEST).astype(np.uint8), (width // 2, height // 2), interpolation=cv2.INTER_NEAREST)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(small, np.ones((5, 5), np.uint8)))
    found: list[tuple[slice, slice]] = []
    for x, y, across, down, _ in stats[1:].tolist():
        if min(across, down) >= SMALLEST:
            aside = round(AROUND * max(across, down))
            rows = slice(max(0, 2 * y - aside), min(height, 2 * (y + down) + aside))
            found.append((rows, slice(max(0, 2 * x - aside), min(width, 2 * (x + across) + aside))))
    return found


def _ovals_at(ink: Ink, rows: slice, columns: slice) -> Iterator[Ring]:
    return (ring.moved(columns.start, rows.start) for ring in ovals(ink[rows, columns]))


def blobs(ink: Ink) -> Iterator[Ring]:
    """Ellipses around what hangs together: the cheap way to isolated ovals."""
    mask = cv2.dilate((ink > FAINTEST).astype(np.uint8), np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for contour in contours:
        _, _, width, height = cv2.boundingRect(contour)
        if min(width, height) < 2 * SMALLEST or max(width, height) > 4 * min(width, height):
            continue
        hull = _dense(cv2.convexHull(contour)[:, 0].astype(np.float64))
        (x, y), (across, along), turn = cv2.fitEllipse(hull.astype(np.float32))
        if min(across, along) > 0:
            yield Ring.of(x, y, max(along, across) / 2, min(along, across) / 2, np.deg2rad(turn + 90))


def _dense(hull: Floats) -> Floats:
    """Points at equal steps along the hull, so that long sides weigh what they measure."""
    closed = np.vstack([hull, hull[:1]])
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    steps = np.linspace(0, length[-1], 120)
    return np.stack([np.interp(steps, length, closed[:, 0]), np.interp(steps, length, closed[:, 1])], axis=1)


def _fitted(ink: Ink, candidates: Iterable[Ring]) -> list[Ring]:
    height, width = ink.shape
    rings: list[Ring] = []
    settled: list[Ring] = []
    for candidate in candidates:
        if any(_same(candidate, ring) or _within(candidate, ring) for ring in settled):
            continue
        ring = fitted(ink, candidate)
        radius, (x, y) = ring.radius, ring.centre
        if radius < SMALLEST or not (-radius / 2 < x < width + radius / 2 and -radius / 2 < y < height + radius / 2):
            continue
        seal = look(ink, ring)
        if seal.is_seal:
            rings.append(ring)
            if seal.score >= SETTLED:
                settled.append(ring)
    return rings


def _same(one: Ring, other: Ring) -> bool:
    far = float(np.hypot(one.centre[0] - other.centre[0], one.centre[1] - other.centre[1]))
    return far < SAME * other.radius and abs(one.radius - other.radius) < SAME * other.radius


def _within(one: Ring, other: Ring) -> bool:
    """Circles of a seal's own design, which its rim would hide."""
    far = float(np.hypot(one.centre[0] - other.centre[0], one.centre[1] - other.centre[1]))
    return far + one.radius < (1 - SAME) * other.radius


def _chosen(ink: Ink, left: Ink, rings: Iterable[Ring], least_rim: float) -> list[tuple[Ring, RingFeatures]]:
    """The seals among the rings, best first; each is hidden in `left` (negative there)."""
    found: list[tuple[Ring, RingFeatures]] = []
    rated = [(look(ink, ring, left).score + OUTER_FIRST * float(np.log2(ring.radius)), ring) for ring in rings]
    for _, ring in sorted(rated, key=lambda rate: -rate[0]):
        seal = look(ink, ring, left)
        if seal.is_seal and seal.rim >= least_rim:
            found.append((ring, seal))
            _hide(left, ring)
    return found


def _hide(left: Ink, ring: Ring) -> None:
    """Marks the ring's inside as explained."""
    directions = np.linspace(0, 2 * np.pi, 90, endpoint=False, dtype=np.float64)
    x, y = ring.points(directions, np.array([1.04]))
    outline = np.rint(np.stack([x[:, 0], y[:, 0]], axis=1)).astype(np.int32)
    cv2.fillPoly(left, [outline], (-1.0,))
