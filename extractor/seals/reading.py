"""What a round or oval seal says: its ring from the first letter to the last, and the lines inside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.seals.inside import lines
from extractor.seals.letters import Arc, Band, band
from extractor.seals.unroll import Flat, length, other_looks, picture_of, strip
from extractor.seals.vote import Letter, voted

Recognise = Callable[[Sequence[Picture]], list[Reading]]

MARKS = "()（）〈〉《》·、&-"  # besides letters and digits, what stands in names
HEIGHT = 48  # px: what the recognition model reads
AIR = 0.02  # of the short half axis, above and below the letters
MARGIN = 0.02  # of a turn, before the first letter and after the last: a blurred stroke
REST = 0.15  # of the letters' ink, in the gap: above it a serial number or a lower line may stand there
GAP = 1.55  # usual steps from letter to letter: a letter between them was not read
WIDER = 1.3  # than the gap that the ink showed: the letters themselves show the right one
CLEAR = 0.9  # of the least sure letter: a ring that reads worse is looked at again in other ways
UNSURE = 0.5  # the confidence that such a gap leaves
LINE = 0.6  # a line inside read worse than this is dirt, or lies askew
ALIKE = 50.0  # of 100: the same line, read once as a curved one and once as a straight one
SURE = 0.85  # of a half of the ring: it is read the right way up
POOR = 0.75  # of a half of the ring beside a sure one: it is no part of it


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    inner: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _View:
    """A part of the ring, laid straight; `flipped` when the tops of its letters point inwards."""

    arc: Arc
    flipped: bool
    picture: Picture


def read(flats: Sequence[Flat], recognise: Recognise) -> list[Said]:
    """What each seal says. A ring that reads badly is looked at in other ways, and its letters are voted on."""
    bands = [band(flat) for flat in flats]
    views = [_views(flat, letters) for flat, letters in zip(flats, bands, strict=True)]
    readings = iter(recognise([view.picture for seal in views for view in seal]))
    rings = [
        _ring(letters, [_letters(view, next(readings)) for view in seal])
        for letters, seal in zip(bands, views, strict=True)
    ]
    insides = [lines(flat, letters, *ring) for flat, letters, ring in zip(flats, bands, rings, strict=True)]
    again = [_looks(flat, letters, *ring) for flat, letters, ring in zip(flats, bands, rings, strict=True)]
    readings = iter(
        recognise([picture for seal in insides for picture in seal] + [view.picture for seal in again for view in seal])
    )
    inner = [[next(readings) for _ in inside] for inside in insides]
    for index, seal in enumerate(again):
        if seal:
            looks = [(view.flipped, _letters(view, next(readings))) for view in seal]
            rings[index] = (
                _without_number(_from_start(voted([letters for flipped, letters in looks if not flipped]))),
                voted([letters[::-1] for flipped, letters in looks if flipped])[::-1],
            )
    return [_said(*ring, lines) for ring, lines in zip(rings, inner, strict=True)]


def _looks(flat: Flat, letters: Band | None, upper: list[Letter], lower: list[Letter]) -> list[_View]:
    if letters is None or not upper or min(_confidence(upper), _confidence(lower) if lower else 1.0) >= CLEAR:
        return []
    step = letters.run.share / max(4, len(upper)) / 2
    views: list[_View] = []
    for look in other_looks(flat):
        for ends, flipped in (((upper[0], upper[-1]), False), ((lower[-1], lower[0]) if lower else (), True)):
            if ends:
                arc = Arc(ends[0].turn, (ends[1].turn - ends[0].turn) % 1).grown(step + MARGIN)
                views.append(_view(look, letters, arc, flipped=flipped))
    return views


def _views(flat: Flat, letters: Band | None) -> list[_View]:
    if letters is None:
        return []
    views = [_view(flat, letters, letters.run.grown(MARGIN), flipped=False)]
    if letters.halves is not None:
        views += [_view(flat, letters, half.grown(MARGIN), flipped=True) for half in letters.halves]
    elif letters.rest > REST:
        gap = Arc((letters.run.first + letters.run.share) % 1, 1 - letters.run.share)
        views.append(_view(flat, letters, gap, flipped=True))
    return views


def _view(flat: Flat, letters: Band, arc: Arc, *, flipped: bool) -> _View:
    outer, inner = letters.outer - AIR, letters.inner + AIR
    width = round(HEIGHT * length(flat, (outer + inner) / 2) * arc.share / (inner - outer))
    picture = picture_of(strip(flat, arc.first, arc.share, outer, inner, (HEIGHT, max(16, width))))
    return _View(arc, flipped, np.ascontiguousarray(picture[::-1, ::-1]) if flipped else picture)


def _letters(view: _View, reading: Reading) -> list[Letter]:
    marks = (1 - np.array(reading.marks)) if view.flipped else np.array(reading.marks)
    turns = (view.arc.first + marks * view.arc.share) % 1
    return [
        Letter(float(turn), text, confidence)
        for turn, text, confidence in zip(turns, reading.text, reading.confidences, strict=True)
        if _stands(text)
    ]


def _ring(letters: Band | None, seen: list[list[Letter]]) -> tuple[list[Letter], list[Letter]]:
    """The ring's letters, and those of a lower line that reads the other way."""
    if letters is None or not seen:
        return [], []
    upright, flipped = seen[0], seen[1:]
    if letters.halves is None:
        return _without_number(_from_start(upright)), flipped[0] if flipped else []
    halves = [half.grown(MARGIN / 2) for half in letters.halves]
    both = [[letter for letter in upright if half.holds(letter.turn)] for half in halves]
    up, down = [_mean(half) for half in both], [_mean(half) for half in flipped]
    top = 0 if sum(letter.confidence for letter in both[0]) >= sum(letter.confidence for letter in both[1]) else 1
    bottom = 1 - top
    turned = up[top] > down[top] and down[bottom] > up[bottom]
    if len(both[top]) > 1 and (turned or (up[top] >= SURE and up[bottom] < POOR)):
        return both[top], flipped[bottom] if down[bottom] >= POOR else []
    return _without_number(_from_start(upright)), []


def _from_start(letters: list[Letter]) -> list[Letter]:
    """The same letters, begun after the widest gap on the way around."""
    if len(letters) < 3:
        return letters
    steps = [(after.turn - before.turn) % 1 for before, after in zip(letters, letters[1:] + letters[:1], strict=True)]
    widest = int(np.argmax(steps))
    return letters[widest + 1 :] + letters[: widest + 1] if steps[widest] > WIDER * steps[-1] else letters


def _mean(letters: Sequence[Letter]) -> float:
    return sum(letter.confidence for letter in letters) / len(letters) if letters else 0.0


def _said(upper: list[Letter], lower: list[Letter], inside: list[Reading]) -> Said:
    lines = [("".join(filter(_stands, reading.text)), reading.confidence) for reading in inside]
    lines = [(text, confidence) for text, confidence in lines if text and confidence >= LINE]
    bottom, sure = _text(lower), _mean(lower)
    if sum(character.isdigit() for character in bottom) * 2 > len(bottom):
        bottom = ""  # a serial number
    alike = [index for index, line in enumerate(lines) if bottom and fuzz.ratio(line[0], bottom) >= ALIKE]
    if alike and lines[alike[-1]][1] > sure:
        bottom = ""
    lines = [line for index, line in enumerate(lines) if not (bottom and index in alike)]
    inner = "".join(text for text, _ in lines)
    if bottom and not lines:
        return Said(_text(upper) + bottom, "", min(_confidence(upper), _confidence(lower)))
    return Said(_text(upper), inner + bottom, _confidence(upper))


def _without_number(letters: list[Letter]) -> list[Letter]:
    """Without digits of the serial number, read upside down before the first letter or after the last: no name
    begins or ends with a digit."""
    first, end = 0, len(letters)
    while first < end and letters[first].text.isascii() and letters[first].text.isdigit():
        first += 1
    while end > first and letters[end - 1].text.isascii() and letters[end - 1].text.isdigit():
        end -= 1
    return letters[first:end]


def _text(letters: Sequence[Letter]) -> str:
    return "".join(letter.text for letter in letters)


def _stands(character: str) -> bool:
    return character.isalnum() or character in MARKS


def _confidence(letters: Sequence[Letter]) -> float:
    """That of the least sure letter, and low where a letter is missing between two others."""
    if not letters:
        return 0.0
    least = min(letter.confidence for letter in letters)
    steps = np.array([(after.turn - before.turn) % 1 for before, after in zip(letters, letters[1:], strict=False)])
    steps = np.minimum(steps, 1 - steps)  # a lower line runs the other way
    if len(steps) > 2 and steps.max() > GAP * np.median(steps):
        return min(least, UNSURE)
    return least
