"""What a round or oval seal says: its ring from the first letter to the last, and the lines inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.seals.colour import Ink
from extractor.seals.doubts import LEFT_OVER, doubted, evened, left_over, step
from extractor.seals.inscriptions import STANDARD, settled, unruled
from extractor.seals.inside import lines
from extractor.seals.letters import Arc, Band, band
from extractor.seals.unroll import Flat, length, other_looks, picture_of, strip
from extractor.seals.vote import Letter, voted

Recognise = Callable[[Sequence[Picture]], list[Reading]]

MARKS = "()（）〈〉《》·、&-"  # besides letters and digits, what stands in names
HEIGHT = 48  # px: what the recognition model reads
AIR = 0.02  # of the short half axis, above and below the letters
MARGIN = 0.02  # of a turn, before the first letter and after the last: the ends of a ring are pressed least
ON_SEALS = re.compile(r"[章用印)）]$|^[0-9A-Z]{15,}$")  # what it is for, a number in brackets, a company's code
FOOT = re.compile(r"[\dA-Za-z]{4,}")  # a number or Latin letters, upside down; upright ones read surely
WIDER = 1.3  # than the gap that the ink showed: the letters themselves show the right one
GAP = 8  # px between letters; 4 and 12 read as many of 126 drawn rings less two or three
LEAST_CONTRAST = 0.3  # of the seal's full ink: fainter letters are left fainter
BARE = 0.35  # of the usual ink of a column
RIM_ROWS = 5  # px above and below in which a rim or a number may show
CLEAR = 0.9  # of the least sure letter: a ring that reads worse is looked at again in other ways
SENSIBLE_LETTERS = 4
SENSIBLE = 0.6  # mean confidence; print around a circle that is no seal reads at 0.2 to 0.5
# The power that makes the least sure letter's confidence the ring's. Of 720 drawn seals (benchmarks/drawn_seals.py,
# seeds 4 to 6) 635 were read right; of those with 0.9 and more all 449, with 0.7 and more 494 of 495.
SHARPER = 3
UNSURE = 0.5  # the confidence that such doubts leave
LINE = 0.6  # a line inside read worse than this is dirt, or lies askew
ALIKE = 60.0  # of 100: the same line, read once as a curved one and once as a straight one
SURE = 0.85  # of a half of the ring: it is read the right way up
POOR = 0.75  # of a half of the ring beside a sure one: it is no part of it


@dataclass(frozen=True, slots=True)
class Inscription:
    """`confidence` is that of `text`, `letters` those of its characters; `sensible`: it is text at all, not print that
    happens to stand in a circle."""

    text: str
    inner: str
    confidence: float
    sensible: bool
    letters: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """A part of the ring, laid straight; `flipped` when the tops of its letters point inwards. `turns`: where each
    column of the picture stands, in shares of a turn from the arc's first."""

    arc: Arc
    flipped: bool
    picture: Picture
    turns: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ring:
    """The ring's letters, those of a lower line that reads the other way, and where ink says that the ring stands."""

    upper: list[Letter]
    lower: list[Letter]
    arc: Arc


NOTHING = _Ring([], [], Arc(0.0, 0.0))


def read(flats: Sequence[Flat], recognise: Recognise) -> list[Inscription]:
    """What each seal says. A ring that reads badly is looked at in other ways, and its letters are voted on."""
    bands = [band(flat) for flat in flats]
    views = [_views(flat, letters) for flat, letters in zip(flats, bands, strict=True)]
    readings = iter(recognise([view.picture for seal in views for view in seal]))
    rings = [
        _ring(letters, [_letters(view, next(readings)) for view in seal])
        for letters, seal in zip(bands, views, strict=True)
    ]
    again = [_looks(flat, letters, ring) for flat, letters, ring in zip(flats, bands, rings, strict=True)]
    readings = iter(recognise([view.picture for seal in again for view in seal]))
    rings = [
        _seen_again(flat, ring, [(view, _letters(view, next(readings))) for view in seal])
        for flat, ring, seal in zip(flats, rings, again, strict=True)
    ]
    insides = [
        lines(flat, letters, ring.upper, ring.lower if _mean(ring.lower) >= SURE else [])
        for flat, letters, ring in zip(flats, bands, rings, strict=True)
    ]
    readings = iter(recognise([picture for seal in insides for picture in seal]))
    inner = [[next(readings) for _ in inside] for inside in insides]
    return [_said(flat, ring, lines) for flat, ring, lines in zip(flats, rings, inner, strict=True)]


def _looks(flat: Flat, letters: Band | None, ring: _Ring) -> list[_View]:
    """More views of a ring that reads badly."""
    if letters is None or _confidence(flat, ring) >= CLEAR:
        return []
    upper, lower = letters.run, None
    if ring.upper:
        usual = step(ring.upper, ring.arc)
        reach = usual * (1.6 if left_over(ring.upper, ring.arc) > LEFT_OVER else 0.6)
        first, last = ring.upper[0].turn, ring.upper[-1].turn
        upper = Arc((first - reach) % 1, min(1.0, (last - first) % 1 + 2 * reach))
        if ring.lower:
            lower = Arc(ring.lower[-1].turn, (ring.lower[0].turn - ring.lower[-1].turn) % 1).grown(usual / 2)
    views: list[_View] = []
    for look in other_looks(flat):
        views.append(_view(look, letters, upper.grown(MARGIN), flipped=False))
        if lower is not None:
            views.append(_view(look, letters, lower.grown(MARGIN), flipped=True))
    return views


def _seen_again(flat: Flat, ring: _Ring, looks: list[tuple[_View, list[Letter]]]) -> _Ring:
    if not looks:
        return ring
    uppers = [ring.upper, *(letters for view, letters in looks if not view.flipped)]
    # Letters that every look reads in another wrong way are no match for standard words that one of them nearly says.
    upper = next((letters for letters in uppers if _text(letters) in STANDARD), None) or voted(uppers)
    lower = voted([ring.lower[::-1], *(letters[::-1] for view, letters in looks if view.flipped)])[::-1]
    return _Ring(evened(flat, _without_number(_from_start(upper)), ring.arc), lower, ring.arc)


def _views(flat: Flat, letters: Band | None) -> list[_View]:
    if letters is None:
        return []
    views = [_view(flat, letters, letters.run.grown(MARGIN), flipped=False)]
    if letters.halves is not None:
        views += [_view(flat, letters, half.grown(2 * MARGIN), flipped=True) for half in letters.halves]
    return views


def _view(flat: Flat, letters: Band, arc: Arc, *, flipped: bool) -> _View:
    outer, inner = letters.outer - AIR, letters.inner + AIR
    width = max(16, round(HEIGHT * length(flat, (outer + inner) / 2) * arc.share / (inner - outer)))
    ink = strip(flat, arc.first, arc.share, outer, inner, (HEIGHT, width), soft=True)
    kept = np.flatnonzero(_close_set(ink))
    picture = picture_of(_stretched(ink)[:, kept])
    turns = (kept + 0.5) * arc.share / width
    if flipped:
        return _View(arc, True, np.ascontiguousarray(picture[::-1, ::-1]), turns[::-1])
    return _View(arc, False, picture, turns)


def _stretched(ink: Ink) -> Ink:
    """Up to full ink: the rim may be much darker than its letters."""
    full = float(np.percentile(ink[RIM_ROWS:-RIM_ROWS], 99))
    return np.clip(ink / max(LEAST_CONTRAST, full), 0, 1).astype(np.float32)


def _close_set(ink: Ink) -> NDArray[np.bool_]:
    """The columns that stay where wide gaps between letters are narrowed to `GAP`: print is set close, and of letters
    set apart the recogniser leaves out some."""
    strokes = cv2.blur(np.percentile(ink[RIM_ROWS:-RIM_ROWS], 92, axis=0)[None], (3, 1))[0]
    bare = strokes < BARE * float(np.percentile(strokes, 80))
    count = np.arange(1, len(bare) + 1)
    since = count - np.maximum.accumulate(np.where(bare, 0, count))
    return since <= GAP


def _letters(view: _View, reading: Reading) -> list[Letter]:
    columns = np.array(reading.marks) * len(view.turns) - 0.5
    turns = (view.arc.first + np.interp(columns, np.arange(len(view.turns)), view.turns)) % 1
    return [
        Letter(float(turn), text, confidence)
        for turn, text, confidence in zip(turns, reading.text, reading.confidences, strict=True)
        if _stands(text)
    ]


def _ring(letters: Band | None, seen: list[list[Letter]]) -> _Ring:
    if letters is None or not seen:
        return NOTHING
    upright, flipped = seen[0], seen[1:]
    whole = _without_number(_from_start(upright))
    if letters.halves is None:
        return _Ring(whole, [], letters.run)
    halves = [half.grown(MARGIN / 2) for half in letters.halves]
    both = [[letter for letter in upright if half.holds(letter.turn)] for half in halves]
    up, down = [_mean(half) for half in both], [_mean(half) for half in flipped]
    top = 0 if sum(letter.confidence for letter in both[0]) >= sum(letter.confidence for letter in both[1]) else 1
    bottom = 1 - top
    turned = up[top] > down[top] and down[bottom] > up[bottom]
    if len(both[top]) > 1 and (turned or (up[top] >= SURE and up[bottom] < POOR)):
        return _Ring(both[top], flipped[bottom] if down[bottom] >= POOR else [], letters.halves[top])
    return _Ring(whole, [], letters.run)


def _from_start(letters: list[Letter]) -> list[Letter]:
    """The same letters, begun after what stands along the foot, else after the widest gap on the way around."""
    if len(letters) < 3:
        return letters
    foot = max(FOOT.finditer("".join(letter.text for letter in letters)), key=lambda run: len(run[0]), default=None)
    if foot is not None and _mean(letters[foot.start() : foot.end()]) < SURE:
        return letters[foot.end() :] + letters[: foot.start()]
    steps = [(after.turn - before.turn) % 1 for before, after in zip(letters, letters[1:] + letters[:1], strict=True)]
    widest = int(np.argmax(steps))
    return letters[widest + 1 :] + letters[: widest + 1] if steps[widest] > WIDER * steps[-1] else letters


def _mean(letters: Sequence[Letter]) -> float:
    return sum(letter.confidence for letter in letters) / len(letters) if letters else 0.0


def _said(flat: Flat, ring: _Ring, inside: list[Reading]) -> Inscription:
    lines = [line for line in (_line(reading) for reading in inside) if line[0] and line[1] >= LINE]
    if flat.colour in ("dark", "grey"):  # as dark as the print it stands on, which is read as print
        lines = [line for line in lines if ON_SEALS.search(line[0])]
    bottom, sure = _text(ring.lower), _mean(ring.lower)
    if sum(character.isascii() for character in bottom) * 2 > len(bottom):
        bottom = ""  # a serial number, or the name in another language
    if bottom and lines and fuzz.ratio(lines[-1][0], bottom) >= ALIKE:
        if lines[-1][1] > sure:
            bottom = ""
        else:
            lines.pop()
    inner = "".join(text for text, _ in lines)
    confidence = _confidence(flat, ring)
    if bottom and not lines:
        least = min(letter.confidence for letter in ring.lower)
        return Inscription(
            _text(ring.upper) + bottom, "", min(confidence, least), _sensible(ring), _each([*ring.upper, *ring.lower])
        )
    return Inscription(_text(ring.upper), inner + bottom, confidence, _sensible(ring), _each(ring.upper))


def _each(letters: Sequence[Letter]) -> tuple[float, ...]:
    return tuple(round(letter.confidence, 2) for letter in letters)


def _sensible(ring: _Ring) -> bool:
    return len(ring.upper) >= SENSIBLE_LETTERS and _mean(ring.upper) >= SENSIBLE


def _without_number(letters: list[Letter]) -> list[Letter]:
    """Without digits and doubtful Latin letters before the first letter or after the last, which are those along the
    foot, read upside down: no name begins or ends with a digit."""
    first, end = 0, len(letters)
    while first < end and _of_the_foot(letters[first]):
        first += 1
    while end > first and _of_the_foot(letters[end - 1]):
        end -= 1
    return letters[first:end]


def _of_the_foot(letter: Letter) -> bool:
    return letter.text.isascii() and (letter.text.isdigit() or letter.confidence < SURE)


def _line(reading: Reading) -> tuple[str, float]:
    kept = [(text, sure) for text, sure in zip(reading.text, reading.confidences, strict=True) if _stands(text)]
    while kept and _is_dirt(kept[0], kept):
        kept.pop(0)
    while kept and _is_dirt(kept[-1], kept):
        kept.pop()
    written = "".join(text for text, _ in kept)
    text = settled(written, [sure for _, sure in kept])
    return (text, 1.0) if text != written else (unruled(written), reading.confidence)


def _is_dirt(letter: tuple[str, float], line: Sequence[tuple[str, float]]) -> bool:
    """A doubtful Latin letter beside Chinese is a corner of the star or of a letter of the ring; so is one alone."""
    text, sure = letter
    return (
        text.isascii()
        and text.isalnum()
        and sure < CLEAR
        and (len(line) == 1 or any(not other.isascii() for other, _ in line))
    )


def _text(letters: Sequence[Letter]) -> str:
    return settled("".join(letter.text for letter in letters), [letter.confidence for letter in letters])


def _stands(character: str) -> bool:
    """Whether it stands on seals: Chinese, Latin letters and digits; what else is read there is a star, or dirt."""
    return (character.isascii() and character.isalnum()) or character in MARKS or "\u4e00" <= character <= "\u9fff"


def _confidence(flat: Flat, ring: _Ring) -> float:
    """That of the least sure letter, sharpened: see `SHARPER`."""
    least = min((letter.confidence for letter in ring.upper), default=0.0) ** SHARPER
    return min(least, UNSURE) if least and doubted(flat, ring.upper, ring.arc) else least
