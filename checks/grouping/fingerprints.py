"""Which impressions of one seal are the very same impression.

A fingerprint (see `extractor.seals.impressions`) is 512 levels of wear along the rim and 256 of the letters, a
hexadecimal digit each, '0' for what is not seen. All of one seal's are held against each other as matrix products, a
block at a time: 600 impressions, the forms of a district, take 0.3 s on one core; keys and buckets took 2 s, as one
office's impressions nearly all meet. Seals of different owners never meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.float32]  # impressions x steps, -7 to 7, 0 also for what is not seen
Wears = tuple[Levels, Levels]  # the levels, and 1 where they are seen

_RIM, _LETTERS = 512, 256
_MIDDLE = 8  # the digit of level 0
_LEVEL = 0.04  # of full ink
_TURNS = (-1, 0, 1)  # steps of 0.7 degrees: what straightening leaves of a page's skew
_OTHER_TURNS = tuple(sign * turn for turn in range(4, 44) for sign in (-1, 1))  # 3 to 30 degrees, as hands differ
_OTHERS = 24  # impressions asked for what a seal's have in common; more change little
_LEAST_JOINT = 0.35  # of the rim must be seen in both
_BLOCK = 512  # impressions at a time


@dataclass(frozen=True, slots=True)
class ImpressionMatch:
    """Two impressions by their positions. `wear`: the correlation of what is missing on their rims; `letters`: that of
    their letters as they lie; `depth`: how much is missing on the less worn, as a deviation in full ink; `usual`: the
    most that others of the seal share of their wear when turned onto them, `others` how many could be asked."""

    left: int
    right: int
    wear: float
    letters: float
    depth: float
    usual: float
    others: int


def alike(fingerprints: Sequence[str], least: float, least_depth: float) -> Iterator[ImpressionMatch]:
    """Pairs of one seal's impressions whose wear is at least `least_depth` deep and correlates by at least `least`.
    Empty fingerprints are like nothing."""
    known = [at for at, one in enumerate(fingerprints) if len(one) == _RIM + _LETTERS]
    if not known:
        return
    digits = np.array([[int(digit, 16) for digit in fingerprints[at]] for at in known], np.float32)
    seen = (digits > 0).astype(np.float32)
    levels = (digits - _MIDDLE) * seen
    rim, letters = (levels[:, :_RIM], seen[:, :_RIM]), (levels[:, _RIM:], seen[:, _RIM:])
    depths = np.sqrt((rim[0] ** 2).sum(axis=1) / np.maximum(rim[1].sum(axis=1), 1)) * _LEVEL
    deep = np.flatnonzero(depths >= least_depth)
    shared = dict[int, NDArray[np.float32]]()  # by impression: what each of `asked` has of its wear
    asked = np.arange(0, len(known), -(-len(known) // _OTHERS))
    for start in range(0, len(deep), _BLOCK):
        rows = deep[start : start + _BLOCK]
        wears = _most(_of(rim, rows), _of(rim, deep), _TURNS)
        for row, column in np.argwhere(wears >= least).tolist():
            one, two = int(rows[row]), int(deep[column])
            if one >= two:
                continue
            for at in (one, two):
                if at not in shared:
                    shared[at] = _most(_of(rim, np.array([at])), _of(rim, asked), _OTHER_TURNS)[0]
            others = (asked != one) & (asked != two)
            usual = max(float(np.max(shared[at], initial=0.0, where=others)) for at in (one, two))
            lie = float(_most(_of(letters, np.array([one])), _of(letters, np.array([two])), _TURNS)[0, 0])
            depth = float(min(depths[one], depths[two]))
            yield ImpressionMatch(
                known[one], known[two], float(wears[row, column]), lie, depth, usual, int(others.sum())
            )


def _of(wears: Wears, rows: NDArray[np.int64]) -> Wears:
    return wears[0][rows], wears[1][rows]


def _most(some: Wears, others: Wears, turns: Sequence[int]) -> NDArray[np.float32]:
    """The highest correlation of each with each, over the turns."""
    best = np.full((len(some[0]), len(others[0])), -1, np.float32)
    (two, clear), squared = others, others[0] ** 2
    for turn in turns:
        one, bare = np.roll(some[0], turn, axis=1), np.roll(some[1], turn, axis=1)
        norm = np.sqrt(((one**2) @ clear.T) * (bare @ squared.T))
        enough = bare @ clear.T >= _LEAST_JOINT * one.shape[1]
        np.maximum(best, np.where(enough, (one @ two.T) / np.maximum(norm, 1), 0), out=best)
    return best
