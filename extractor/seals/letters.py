"""Where on a seal its ring of letters stands: how deep, and from where to where around."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.seals.rings import Floats
from extractor.seals.unroll import Flat, strip

COLUMNS = 720  # half a degree each
ROWS = 90
DEEPEST = 0.72  # of the short half axis: what is looked at from the rim inwards
WINDOWS = 12  # half turns, one of which holds only ring letters above the star
LOWEST_LETTERS = 0.13  # of the short half axis: the smallest ring letters of real seals (a bilingual one) have 0.14
TALLEST_LETTERS = 0.48
RIMS_REACH = 0.2  # of the short half axis: a thin second rim lies within it
WRAPPED = 0.66  # of a turn: an oval's single line covers 0.62 at most
AT_ENDS = 0.07  # of a turn, either side of the end of the long axis
PARTED = 0.03  # of a turn: a narrower gap is one between two letters
APART = 1.4  # times the next gap: letters set wide apart leave many alike
SHORTEST_LINE = 0.1  # of a turn: three letters
PRESENT = 0.3  # of the usual ink of a column of letters


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of the way around, clockwise: `first` and `share` in shares of a turn."""

    first: float
    share: float

    def holds(self, turn: float) -> bool:
        return (turn - self.first) % 1 <= self.share

    @property
    def middle(self) -> float:
        return (self.first + self.share / 2) % 1

    def grown(self, margin: float) -> Arc:
        margin = min(margin, (1 - self.share) / 2)
        return Arc((self.first - margin) % 1, self.share + 2 * margin)


@dataclass(frozen=True, slots=True)
class Band:
    """`outer` and `inner`: distances from the rim between which the letters stand, in short half axes; `run`: the
    turn without its widest gap; `halves`: its two parts where a second gap divides it."""

    outer: float
    inner: float
    run: Arc
    halves: tuple[Arc, Arc] | None


def band(flat: Flat) -> Band | None:
    """None where nothing stands along the rim."""
    whole = strip(flat, 0.0, 1.0, 0.0, DEEPEST, (ROWS, COLUMNS)).astype(np.float64)
    outer = _rim_end(whole)
    inner = _letters_end(whole, outer)
    presence = _presence(whole[outer:inner])
    usual = float(np.percentile(presence, 75))
    if usual <= 0.01:
        return None
    present = presence > PRESENT * usual
    run, halves = _runs(present)
    if flat.ring.is_oval and run.share > WRAPPED:
        run, halves = _upper_and_lower(presence, present) or (run, halves)
    return Band(outer * DEEPEST / ROWS, inner * DEEPEST / ROWS, run, halves)


def _rim_end(whole: Floats) -> int:
    """The first row below the rim, a thin second rim included: a rim is a row with ink nearly all the way."""
    profile = whole.mean(axis=1)
    top = int(profile[: ROWS // 6].argmax())
    below = np.array([profile[row + 1 : row + 7].min() for row in range(ROWS // 2)])
    wavering = cv2.dilate(whole, np.ones((3, 1), np.uint8))[: ROWS // 2]
    even = np.percentile(wavering, 20, axis=1) > 0.45 * wavering.mean(axis=1)
    line = even & (wavering.mean(axis=1) > 0.12) & (below < 0.7 * profile[: ROWS // 2])
    reach = min(ROWS // 3, top + round(RIMS_REACH / DEEPEST * ROWS))
    row = max([top, *(int(row) for row in np.flatnonzero(line[: reach + 1]))])
    limit = 0.5 * profile[max(0, row - 4) : row + 1].max()
    while row < ROWS // 3 and profile[row] > limit:
        row += 1
    return row


def _letters_end(whole: Floats, outer: int) -> int:
    """The row below the letters: the first quiet one, in the half turn that shows it best."""
    low, high = outer + round(LOWEST_LETTERS / DEEPEST * ROWS), outer + round(TALLEST_LETTERS / DEEPEST * ROWS)
    high = min(high, ROWS - 1)
    doubled = np.hstack([whole, whole])
    best, row = -np.inf, high
    for window in range(WINDOWS):
        start = window * COLUMNS // WINDOWS
        profile = cv2.blur(doubled[:, start : start + COLUMNS // 2].mean(axis=1)[:, None], (1, 3))[:, 0]
        quiet = profile[low : high + 1].min()
        end = low + int((profile[low : high + 1] <= quiet + 0.015).argmax())
        score = profile[outer:end].mean() - 3 * quiet
        if score > best:
            best, row = score, end
    return row


def _presence(letters: Floats) -> Floats:
    """How much each column looks like a letter: ink in its outer and in its inner half, or, as 一, in the middle
    alone. Serial numbers keep to the rim and inscriptions under the star to the inside."""
    half, third = len(letters) // 2, len(letters) // 3
    reach = max(3, round(len(letters) / ROWS * DEEPEST * COLUMNS / (2 * np.pi) * 0.5))

    def blurred(first: int, end: int) -> Floats:
        return _round_blur(letters[first:end].mean(axis=0), reach)

    whole = np.minimum(blurred(0, half), blurred(half, len(letters)))
    middle = blurred(third, len(letters) - third)
    alone = np.maximum(blurred(0, third), blurred(len(letters) - third, len(letters))) < 0.25 * middle
    return np.maximum(whole, np.where(alone, middle, 0))


def _round_blur(row: Floats, reach: int) -> Floats:
    kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
    return np.convolve(np.concatenate([row[-reach:], row, row[:reach]]), kernel, "valid")


def _runs(present: NDArray[np.bool_]) -> tuple[Arc, tuple[Arc, Arc] | None]:
    if present.all() or not present.any():
        return Arc(0.0, 1.0), None
    starts = np.flatnonzero(present & ~np.roll(present, 1))
    ends = np.flatnonzero(present & ~np.roll(present, -1))
    gaps = sorted((int(start - ends[ends < start].max(initial=ends[-1] - COLUMNS)) - 1, int(start)) for start in starts)
    gap, first = gaps[-1]
    run = Arc(first / COLUMNS, 1 - gap / COLUMNS)
    widths = [0, 0, *(width for width, _ in gaps)]
    if widths[-2] < max(PARTED * COLUMNS, APART * widths[-3]):
        return run, None
    second, start = gaps[-2]
    before = ((start - second - first) % COLUMNS) / COLUMNS
    after = ((first - gap - start) % COLUMNS) / COLUMNS
    halves = (Arc(run.first, before), Arc(start / COLUMNS, after))
    return run, halves if min(before, after) >= SHORTEST_LINE else None


def _upper_and_lower(presence: Floats, present: NDArray[np.bool_]) -> tuple[Arc, tuple[Arc, Arc]] | None:
    """An oval with letters all around may have two lines, parted near the ends of its long axis."""
    reach = round(AT_ENDS * COLUMNS)
    near = np.arange(-reach, reach + 1)
    cuts = [(end + near[presence[(end + near) % COLUMNS].argmin()]) % COLUMNS for end in (0, COLUMNS // 2)]
    if present[cuts].any():
        return None
    halves: list[Arc] = []
    for cut, until in (cuts, cuts[::-1]):
        columns = (cut + np.arange((until - cut) % COLUMNS)) % COLUMNS
        filled = np.flatnonzero(present[columns])
        first, last = (int(filled[0]), int(filled[-1])) if len(filled) else (0, len(columns) - 1)
        halves.append(Arc(float(columns[first]) / COLUMNS, (last - first + 1) / COLUMNS))
    one, other = halves
    return Arc(one.first, (other.first + other.share - one.first) % 1), (one, other)
