"""A text layer held against the picture of its page: what the page shows is what counts.

A layer is a claim. Its letters may be invisible, under a picture, or others than the font draws; so each of its lines
is recognised from the page as rendered. Where both differ clearly, the picture's reading takes the line's place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np

from extractor.language.matching import fold
from extractor.ocr import OcrEngine, Reading
from extractor.page.ruled_lines import Mask, without_rules
from extractor.picture import Picture
from extractor.records import Box, LayerDiffers, Line, Place

MARGINS = (0.12, 0.3)  # of a line's height, around its crop: two looks, for the reader seldom slips the same way twice
CLEAR = 0.9  # confidence of each character that differs; print that is clear has 0.99
BARE = 5  # px of strokes at working size: the smallest character, a point of 10 pt, has more
INNER = 0.1  # of a character's box at each side, where its neighbours' strokes may be
SEEN = 6.0  # px of a line's height at 200 dpi, 2 pt: what is smaller nobody sees
READABLE = 14.0  # px: print below is read too badly to contradict the layer
DOUBTED = 0.75  # confidence at most of what the reader could not make out as the layer has it, or has otherwise
UNLIKE = 0.5  # likeness of two readings below which they have nothing to do with one another
FEWEST = 4  # lines that differ, of a layer that is wrong as a whole; they must also be half of all
SAME_PLACE = 0.5  # of a line's area: the other stands where it stands

_LOOKALIKES = str.maketrans({"O": "0", "〇": "0", "○": "0", "I": "1", "L": "1", "|": "1", "—": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Compared:
    """`lines` as the page shows them, and where the layer says something else; `wholly`: it does so all over."""

    lines: tuple[Line, ...]
    differing: tuple[LayerDiffers, ...]
    wholly: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What stands where the layer has `claimed`: the claim itself, what the picture has, or None where it is bare.
    `read` is what the picture says where that differs from the claim."""

    claimed: Line
    shown: Line | None
    differs: bool = False
    read: str = ""


def compared(
    number: int, lines: Sequence[Line], ink: Picture, dark: Mask, rules: tuple[Mask, Mask], engine: OcrEngine
) -> Compared:
    """`ink` is the page without seals, `dark` what is dark on it, `rules` what is ruled of that."""
    seen = dict[int, _Seen]()
    for index, line in enumerate(lines):
        letters = _text(line.text)
        if letters and (line.box.height * ink.shape[0] < SEEN or _is_bare(dark, line.chars or (line.box,))):
            seen[index] = _Seen(line, None, differs=True)
        elif len(letters) < 2 and not letters.isdigit():
            seen[index] = _Seen(line, line)  # a lone character is read badly, as the letters of an upright label are
    first = _look(ink, lines, [index for index in range(len(lines)) if index not in seen], MARGINS[0], engine)
    if not any(reading.text for reading in first.values()):  # who can read none of the page contradicts none of it
        first = {index: Reading(lines[index].text, 1.0) for index in first}
    again = [index for index, reading in first.items() if _text(lines[index].text) != _text(reading.text)]
    second = _look(ink, lines, again, MARGINS[1], engine)
    strokes = without_rules(dark, rules) if again else dark
    for index, reading in first.items():
        line = lines[index]
        known = index not in second or _text(line.text) == _text(second[index].text)
        readable = line.box.height * ink.shape[0] >= READABLE
        seen[index] = _Seen(line, line) if known else _judged(line, reading, second[index], strokes, readable=readable)
    return _together(number, [seen[index] for index in range(len(lines))])


def _together(number: int, seen: Sequence[_Seen]) -> Compared:
    known = [one.claimed for one in seen if one.shown is one.claimed]
    # Where one text lies over another, the one that is seen stands there already.
    hidden = [one for one in seen if one.shown is not one.claimed and any(_covers(line, one.claimed) for line in known)]
    seen = [_Seen(one.claimed, None, differs=True) if one in hidden else one for one in seen]
    kept = [one.shown for one in seen if one.shown]
    differing = tuple(
        LayerDiffers(Place(number, one.claimed.box), one.claimed.text, one.read) for one in seen if one.differs
    )
    read = [one for one in seen if one.shown]
    wrong = sum(one.differs and _likeness(one.claimed.text, one.read) < UNLIKE for one in read)
    wholly = wrong >= max(FEWEST, len(read) / 2)
    kept.sort(key=lambda line: (line.box.centre[1], line.box.x0))
    return Compared(tuple(kept), tuple(replace(one, wholly=wholly) for one in differing), wholly)


def _look(
    ink: Picture, lines: Sequence[Line], indices: Sequence[int], margin: float, engine: OcrEngine
) -> dict[int, Reading]:
    crops = [_crop(ink, lines[index].box, margin) for index in indices]
    return dict(zip(indices, engine.recognise(crops), strict=True))


def _judged(line: Line, first: Reading, second: Reading, strokes: Mask, *, readable: bool) -> _Seen:
    """Of a line that neither look reads as the layer has it."""
    if not _text(first.text + second.text) and _is_bare(strokes, line.chars or (line.box,)):
        return _Seen(line, None, differs=True)
    agreed = _text(first.text) == _text(second.text)
    changes = [_change(line, reading, strokes) for reading in (first, second)]
    if agreed and readable and all(change.clear for change in changes):
        shown = _line_of(line, second, DOUBTED if changes[1].contradicts else 1.0)
        return _Seen(line, shown, changes[1].contradicts, second.text)
    if changes[0].filled or changes[1].filled:
        return _Seen(line, _line_of(line, second if second.confidence > first.confidence else first, DOUBTED))
    unlike = max(_likeness(line.text, reading.text) for reading in (first, second)) < UNLIKE
    doubted = changes[0].places & changes[1].places
    confidences = tuple(DOUBTED if at in doubted else 1.0 for at in range(len(line.text)))
    mean = sum(confidences) / max(1, len(confidences))
    doubtful = replace(line, confidence=min(mean, DOUBTED) if unlike else mean, confidences=confidences)
    return _Seen(line, doubtful, unlike, first.text)


@dataclass(frozen=True, slots=True)
class _Change:
    """How a reading differs from the layer's line: whether surely, whether by more than something written into its
    gaps, whether that is digits, and which of the line's characters it lacks."""

    clear: bool
    contradicts: bool
    filled: bool
    places: frozenset[int]


def _change(line: Line, reading: Reading, strokes: Mask) -> _Change:
    (ours, our_places), (theirs, their_places) = _letters(line.text), _letters(reading.text)
    confidences = reading.confidences or (reading.confidence,) * len(reading.text)
    if not theirs:
        return _Change(clear=False, contradicts=True, filled=False, places=frozenset(our_places))
    clear, contradicts, filled, lacking = True, False, False, set[int]()
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        added = theirs[b0:b1]
        lacking.update(our_places[a0:a1])
        if kind == "delete":
            bare = _is_bare(strokes, [line.chars[at] for at in our_places[a0:a1]] if line.chars else [line.box])
            # Of equal letters side by side the reader may drop one.
            dropped = set(ours[a0:a1]) & set(ours[max(0, a0 - 1) : a0] + ours[a1 : a1 + 1])
            clear &= bare or (not dropped and min(confidences) >= CLEAR)
        else:
            clear &= min(confidences[at] for at in their_places[b0:b1]) >= CLEAR
        beside = ours[max(0, a0 - 1) : a0] + ours[a1 : a1 + 1]
        contradicts |= kind != "insert" or (added.isdigit() and any(one.isdigit() for one in beside))
        filled |= kind == "insert" and any(one.isdigit() for one in added)
    return _Change(clear, contradicts, filled and not contradicts, frozenset(lacking))


def _line_of(line: Line, reading: Reading, most: float) -> Line:
    """The reading in the line's place. Its crop had a margin, which moves a character by less than its own width."""
    confidences = tuple(min(one, most) for one in reading.confidences)
    centres = [line.box.x0 + mark * line.box.width for mark in reading.marks]
    half = line.box.width / max(2, 2 * len(reading.text))
    chars = tuple(Box(x - half, line.box.y0, x + half, line.box.y1) for x in centres)
    return Line(line.box, reading.text, min(reading.confidence, most), chars, confidences)


def _letters(text: str) -> tuple[str, list[int]]:
    """What tells two readings apart: letters, digits, the point and the sign of a number; and where in `text`."""
    letters, places = "", list[int]()
    for at, one in enumerate(text):
        for letter in fold(one).translate(_LOOKALIKES):
            of_number = letter in ".-" and text[at + 1 : at + 2].isdigit()
            if of_number or unicodedata.category(letter)[0] in "LN":
                letters += letter
                places.append(at)
    return letters, places


def _text(text: str) -> str:
    return _letters(text)[0]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _text(one), _text(other), autojunk=False).ratio()


def _covers(line: Line, other: Line) -> bool:
    return line.box.shared(other.box) >= SAME_PLACE * min(line.box.area, other.box.area)


def _is_bare(strokes: Mask, boxes: Iterable[Box]) -> bool:
    height, width = strokes.shape
    count = 0
    for box in boxes:
        inner = box.grown(-INNER * box.width, -INNER * box.height)
        part = strokes[_span(inner.y0, inner.y1, height), _span(inner.x0, inner.x1, width)]
        count += int(np.count_nonzero(part))
    return count < BARE


def _crop(picture: Picture, box: Box, margin: float) -> Picture:
    height, width = picture.shape[:2]
    margin *= box.height
    grown = box.grown(margin * height / width, margin)
    crop = picture[_span(grown.y0, grown.y1, height), _span(grown.x0, grown.x1, width)]
    lacking = max(0, crop.shape[0] - crop.shape[1]) // 2  # a crop that stands tall is taken for a column of print
    return np.pad(crop, ((0, 0), (lacking, lacking), (0, 0)), "edge") if lacking else np.ascontiguousarray(crop)


def _span(start: float, end: float, length: int) -> slice:
    """At least one pixel, on the page."""
    first = min(max(0, round(start * length)), length - 1)
    return slice(first, max(first + 1, min(length, round(end * length))))
