"""What speaks against a ring's reading besides the recogniser's own doubt: spacing, ink left over, letters that
do not stand evenly about the seal's own middle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractor.seals.letters import Arc
from extractor.seals.rings import ANGLES, around
from extractor.seals.unroll import Flat, points
from extractor.seals.vote import Letter

# In steps from letter to letter. 214 rings read right, of the dev set and drawn, have steps of 0.75 to 1.33 of the
# usual one, ink at the ends for up to 1.0 (99%), and stand off their middle by up to 0.18; rings with a letter missed
# had steps of 1.6 and more, or ink for 1.23 at an end, or stood off by 0.53 and more.
WIDEST = 1.5
NARROWEST = 0.65
LEFT_OVER = 1.12
OFF_MIDDLE = 0.35
LETTER_DEPTH = 0.25  # of the short half axis: the middle of most rings of letters
POOR = 0.6  # of a letter
FEWEST = 4  # letters: no name is shorter

STAR = np.linspace(0.14, 0.32, 10)  # of the radius: where the points of a star differ from the gaps between them
STARRY = 0.5  # of its mean: how strongly the ink must come and go five times around


def doubted(flat: Flat, letters: Sequence[Letter], arc: Arc) -> bool:
    """Whether a letter may have been missed or made up; `arc` is where ink stands."""
    if len(letters) < FEWEST:
        return True
    widest, narrowest = unevenness(letters)
    return (
        widest > WIDEST
        or narrowest < NARROWEST
        or left_over(letters, arc) > LEFT_OVER
        or off_middle(flat, letters, arc) > OFF_MIDDLE
        or _cut_beside(flat, letters, arc)
    )


def _cut_beside(flat: Flat, letters: Sequence[Letter], arc: Arc) -> bool:
    """Whether the page ends where one more letter would stand."""
    usual = step(letters, arc)
    turns = np.array([letters[0].turn - usual, letters[-1].turn + usual])
    x, y = points(flat, turns, np.array([LETTER_DEPTH]), LETTER_DEPTH)
    height, width = flat.ink.shape
    return bool((x < 0).any() or (y < 0).any() or (x >= width).any() or (y >= height).any())


def steps(letters: Sequence[Letter]) -> list[float]:
    return [(after.turn - before.turn) % 1 for before, after in pairwise(letters)]


def step(letters: Sequence[Letter], arc: Arc) -> float:
    """The usual way from letter to letter, in shares of a turn."""
    found = steps(letters)
    return max(0.005, float(np.median(found))) if found else max(0.005, arc.share)


def unevenness(letters: Sequence[Letter]) -> tuple[float, float]:
    """The widest and the narrowest step over the usual one."""
    found = steps(letters)
    if len(found) < 3:
        return 1.0, 1.0
    usual = float(np.median(found))
    return max(found) / usual, min(found) / usual


def left_over(letters: Sequence[Letter], arc: Arc) -> float:
    """How far ink goes on before the first or after the last letter's middle, in steps; `arc` is where ink stands."""
    before = (letters[0].turn - arc.first + 0.5) % 1 - 0.5
    after = (arc.first + arc.share - letters[-1].turn + 0.5) % 1 - 0.5
    return max(before, after) / step(letters, arc)


def off_middle(flat: Flat, letters: Sequence[Letter], arc: Arc) -> float:
    """How far the letters' middle is from the middle that an oval's axis or the star tells, in steps; 0 where
    nothing tells it."""
    middle = (letters[0].turn + ((letters[-1].turn - letters[0].turn) % 1) / 2) % 1
    if flat.ring.is_oval:
        off = (middle - 0.25 + 0.25) % 0.5 - 0.25
    else:
        point = _star_point(flat)
        if point is None:
            return 0.0
        off = (middle - point + 0.1) % 0.2 - 0.1
    return abs(off) / step(letters, arc)


def _star_point(flat: Flat) -> float | None:
    """Where one point of the star lies, in shares of a turn from the end of the long axis."""
    profile = around(flat.ink, flat.ring, STAR).mean(axis=1)
    wave = np.fft.rfft(profile)[5] / ANGLES
    if abs(wave) * 2 < STARRY * float(profile.mean()) or profile.mean() < 0.05:
        return None
    (a, b), (c, d) = flat.ring.frame
    angle = -float(np.angle(wave)) / 5
    x, y = a * np.cos(angle) + b * np.sin(angle), c * np.cos(angle) + d * np.sin(angle)
    return float((np.arctan2(y, x) - flat.ring.axes[2]) / (2 * np.pi)) % 1


def evened(flat: Flat, letters: list[Letter], arc: Arc) -> list[Letter]:
    """Without poorly read letters at the ends that keep the others from standing about their middle."""
    if len(letters) <= FEWEST or off_middle(flat, letters, arc) <= OFF_MIDDLE:
        return letters
    for first, end in ((1, 0), (0, 1), (2, 0), (0, 2), (1, 1)):
        kept = letters[first : len(letters) - end]
        lost = letters[:first] + letters[len(letters) - end :]
        poor = all(letter.confidence < POOR for letter in lost)
        if poor and len(kept) >= FEWEST and off_middle(flat, kept, arc) <= OFF_MIDDLE / 2:
            return kept
    return letters
