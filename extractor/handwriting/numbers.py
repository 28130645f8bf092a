"""A number that a hand wrote between two printed signs, read without OCR: its ink is cut into pieces wherever a digit
may end, and of all ways to put pieces together into digits the likeliest is taken that makes a number which can stand
there (over-segmentation, as in C. L. Liu et al. 2004)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.handwriting.cut_out import LEAST_INK, OWN
from extractor.handwriting.digits import Ink, read_digits

REACHES = 0.45  # of the rows: what an edge cuts and is no taller is the foot or head of another line
SMALL = 0.3  # of the tallest piece, both ways: a dot or grain
ABOVE = 0.5  # of the narrower of two pieces: so much of it over the other, and they are strokes of one digit
TOUCHING, MORE = 0.8, 1.3  # of its height: a piece so wide may be two digits, or more
APART = 0.2  # of a piece's height: digits that touch are parted no nearer to each other or to an end
JOINED = 4  # pieces in a digit at the most
MOST = 16  # pieces of a number; more is no number
LEAST_SHARE = 0.01  # of a digit that is not seen: pieces are cut wrongly now and then

Span = tuple[int, int]  # columns or rows


@dataclass(frozen=True, slots=True)
class Numbers:
    """`shares`: how certain each number that can stand there is, if it is one of them; `places`: the columns of its
    digits; `fit`: how certain the likeliest one's digits are by themselves."""

    shares: Mapping[str, float]
    places: Mapping[str, Sequence[Span]]
    fit: float


NOTHING = Numbers({}, {}, 0.0)


def read_number(strip: Ink, between: Span, rows: Span, possible: Sequence[str]) -> Numbers:
    """Nothing where there is no ink, or too much."""
    pieces = _pieces(strip, between, rows)
    if not 0 < len(pieces) <= MOST:
        return NOTHING
    digits = [(one, end) for one in range(len(pieces)) for end in range(one + 1, min(one + JOINED, len(pieces)) + 1)]
    read = read_digits([np.maximum.reduce(pieces[one:end]) for one, end in digits])
    scores = {span: np.log(np.maximum(digit.shares, LEAST_SHARE)) for span, digit in zip(digits, read, strict=True)}
    found = {number: best for number in possible if (best := _best(number, scores, len(pieces))) is not None}
    if not found:
        return NOTHING
    weights = {number: math.exp(score) for number, (score, _) in found.items()}
    total = sum(weights.values())
    places = {number: [_columns(pieces[one:end]) for one, end in pairwise(ends)] for number, (_, ends) in found.items()}
    return Numbers({number: weight / total for number, weight in weights.items()}, places, max(weights.values()))


def _best(number: str, scores: Mapping[Span, NDArray[np.float64]], count: int) -> tuple[float, list[int]] | None:
    """The likeliest way to make the number of all pieces: its score, and between which pieces its digits end."""
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for digit in number:
        further = dict[int, tuple[float, list[int]]]()
        for end, (score, ends) in ways.items():
            for last in range(end + 1, min(end + JOINED, count) + 1):
                reached = score + float(scores[end, last][int(digit)])
                if last not in further or reached > further[last][0]:
                    further[last] = reached, [*ends, last]
        ways = further
    return ways.get(count)


def _columns(pieces: Sequence[Ink]) -> Span:
    inked = np.flatnonzero(np.maximum.reduce(pieces).max(axis=0))
    return int(inked[0]), int(inked[-1]) + 1


def _pieces(strip: Ink, between: Span, rows: Span) -> list[Ink]:
    """From left to right, each as large as the strip, with nothing else on it."""
    piece = np.zeros_like(strip)
    band = slice(max(0, rows[0]), max(0, rows[1]))
    piece[band] = strip[band]
    _, found, stats, _ = cv2.connectedComponentsWithStats((piece > 0).astype(np.uint8), connectivity=8)
    labels: NDArray[np.int32] = np.asarray(found, np.int32)
    inside = np.bincount(labels[:, between[0] : between[1]].ravel(), minlength=len(stats)) / stats[:, 4]
    top, foot = stats[:, 1], stats[:, 1] + stats[:, 3]
    cut = ((top <= band.start) | (foot >= min(band.stop, len(strip)))) & (stats[:, 3] < REACHES * (rows[1] - rows[0]))
    kept = [
        label
        for label in range(1, len(stats))
        if stats[label, 4] >= LEAST_INK and not cut[label] and inside[label] > 1 - OWN
    ]
    tall = max((stats[label, 3] for label in kept), default=0)
    kept = [label for label in kept if max(stats[label, 2:4]) >= SMALL * tall]
    here = np.zeros(strip.shape, bool)
    here[:, between[0] : between[1]] = True
    pieces = [np.where((labels == label) & (here | (inside[label] >= OWN)), piece, 0) for label in kept]
    return [part for piece in _digits_strokes(pieces) for part in _parted(piece)]


def _digits_strokes(pieces: Sequence[Ink]) -> list[Ink]:
    """Strokes that stand over one another put together."""
    together = list[Ink]()
    for piece in sorted(pieces, key=lambda piece: _columns([piece])):
        if together:
            (first, end), (one, other) = _columns([together[-1]]), _columns([piece])
            if min(end, other) - max(first, one) >= ABOVE * min(end - first, other - one):
                together[-1] = np.maximum(together[-1], piece)
                continue
        together.append(piece)
    return together


def _parted(piece: Ink) -> list[Ink]:
    """Cut where two digits may touch: in the columns with least ink."""
    first, end = _columns([piece])
    tall = int(np.count_nonzero(piece.max(axis=1)))
    if end - first < TOUCHING * tall:
        return [piece]
    most = 1 if end - first < MORE * tall else 3
    ink, near = piece.sum(axis=0, dtype=np.int64), max(1, int(APART * tall))
    cuts = [first, end]
    for column in sorted(range(first, end), key=lambda column: (ink[column], abs(column - (first + end) / 2))):
        if len(cuts) < most + 2 and min(abs(column - cut) for cut in cuts) >= near:
            cuts.append(column)
    parts = list[Ink]()
    for left, right in pairwise(sorted(cuts)):
        part = np.zeros_like(piece)
        part[:, left:right] = piece[:, left:right]
        parts.append(part)
    return parts
