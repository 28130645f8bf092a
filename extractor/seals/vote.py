"""Several readings of one ring, made one: letters at the same place are the same letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SAME_PLACE = 0.45  # of the usual step from letter to letter
LEAST_SUPPORT = 0.2  # of full confidence in all readings: print beneath hides a letter from most of them


@dataclass(frozen=True, slots=True)
class Letter:
    """`turn`: where it stands, in shares of the way around, clockwise."""

    turn: float
    text: str
    confidence: float


def voted(readings: Sequence[Sequence[Letter]]) -> list[Letter]:
    """The letters with the most confidence behind them at each place; theirs is the mean over all readings, so that
    a letter that only one of them saw is doubted."""
    readings = [reading for reading in readings if reading]
    if not readings:
        return []
    start = max(readings, key=len)[0].turn - 0.5 * _step(readings)
    letters = sorted(
        (((letter.turn - start) % 1, index, letter) for index, reading in enumerate(readings) for letter in reading),
        key=lambda entry: entry[:2],
    )
    reach = SAME_PLACE * _step(readings)
    places: list[list[tuple[float, int, Letter]]] = []
    for entry in letters:
        last = places[-1] if places else []
        near = bool(last) and entry[0] - float(np.mean([other[0] for other in last])) < reach
        if near and entry[1] not in {other[1] for other in last}:
            last.append(entry)
        else:
            places.append([entry])
    chosen = [_winner([letter for _, _, letter in place], len(readings)) for place in places]
    return [letter for letter in chosen if letter is not None]


def _winner(letters: list[Letter], readings: int) -> Letter | None:
    """Confidences are squared to find it: one look that reads a letter surely outweighs two that guess another."""
    if sum(letter.confidence for letter in letters) < LEAST_SUPPORT * readings:
        return None
    weights: dict[str, float] = {}
    for letter in letters:
        weights[letter.text] = weights.get(letter.text, 0.0) + letter.confidence**2
    text = max(weights, key=lambda text: weights[text])
    support = sum(letter.confidence for letter in letters if letter.text == text) / readings
    return Letter(letters[0].turn, text, support)


def _step(readings: Sequence[Sequence[Letter]]) -> float:
    steps = [(after.turn - before.turn) % 1 for reading in readings for before, after in pairwise(reading)]
    return float(np.median(steps)) if steps else 0.1
