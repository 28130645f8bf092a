"""Dates filled in by hand: each digit between the printed 年 月 日 is read once more, by itself. Two readings that do
not agree leave it doubted, handwriting that only one could read is never sure, and a struck-out date is doubted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractor.handwriting.digits import Digit, Ink, read_digits
from extractor.picture import Picture
from extractor.records import Line

UNLIKE = 0.5  # confidence at most of a digit that two readings give differently: either may be right
# Of the middle height of a date's digits: print is even, and half a pixel of a scan at 150 dpi is 0.03 of it.
UNEVEN = 0.12
# Print that a seal lies over loses parts of some digits, not of half of them: so many still have one height, within so
# much (px, or of it), and stand where print puts them. Of dates
# by hand on scans 13 of 16 do not, all but 2 of 147 printed ones do.
EVEN_SHARE, EVEN_BY, EVEN_PART = 0.5, 2.0, 0.06
CONTRADICTS = 0.8  # of print, of which ink hides parts, the second reading counts only where it is so sure of a digit
PLACED = 0.115  # of a digit's width, root mean square: printed 0.02 to 0.11, by hand 0.07 to 0.34
AROUND = 0.35  # of a line's height: what is written by hand goes beyond the box of the print
NEAR = 0.3  # of the way from one digit to the next: as far from its middle they are parted where least ink is
LEAST_INK = 12  # px of a digit; less is grain
# Of a line's height: a stroke so long is none of a character's; and where it runs, above an underline.
STRIKE, MIDDLE = 1.7, (0.25, 0.72)
_PART = re.compile(r"[0-9]+(?=\s*([年月日号]))")
# What can stand before 年, 月 and 日: a second reading that cannot (75日, 7023年) is itself the wrong one.
_POSSIBLE = {"年": (1949, 2049), "月": (1, 12), "日": (1, 31), "号": (1, 31)}
_WHOLE_DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_DAY = re.compile(r"[0-9]\s*[月日]")  # 2022年度 is part of a label


@dataclass(frozen=True, slots=True)
class _Cut:
    """A digit's place in its line's text, and its ink."""

    at: int
    ink: Ink


def doubted_by_hand(lines: Iterable[Line], ink: Picture) -> tuple[Line, ...]:
    """`ink`: the page without its seals. The text stays; a digit that was written by hand and is read otherwise, or
    not, the second time keeps a low confidence."""
    return tuple(_judged(line, ink) if line.chars and _DAY.search(line.text) else line for line in lines)


def _judged(line: Line, ink: Picture) -> Line:
    cuts, certain = _digits_of(line, ink), list(line.confidences or (line.confidence,) * len(line.text))
    if _is_struck_out(line, ink):
        doubted = [cut.at for cut in cuts]
    elif _is_uneven(cuts):
        least = CONTRADICTS if _is_print_below_ink(line, cuts, ink.shape[1]) else 0.0
        again = zip(cuts, read_digits([cut.ink for cut in cuts]), strict=True)
        doubted = _differing(line.text, {cut.at: digit.value for cut, digit in again if _speaks(digit, least)})
    else:
        return line
    for at in doubted:
        certain[at] = min(certain[at], UNLIKE)
    return replace(line, confidence=sum(certain) / len(certain), confidences=tuple(certain))


def _differing(text: str, again: Mapping[int, int | None]) -> list[int]:
    """Where the second reading has another digit or none, unless it makes of a possible number one that cannot be."""
    found = list[int]()
    for part in _PART.finditer(text):
        places = range(*part.span())
        differing = [at for at in places if at in again and str(again[at]) != text[at]]
        other = "".join(str(again[at]) if again.get(at) is not None else text[at] for at in places)
        unread = any(again[at] is None for at in differing)
        if unread or _is_possible(other, part[1]) or not _is_possible(part[0], part[1]):
            found += differing
    return found


def _is_possible(number: str, unit: str) -> bool:
    first, last = _POSSIBLE[unit]
    return first <= int(number) <= last


def _is_struck_out(line: Line, ink: Picture) -> bool:
    """A stroke longer than any of a character runs through the middle of the line."""
    height, width = ink.shape[:2]
    tall = line.box.height * height
    rows = slice(int(line.box.y0 * height + MIDDLE[0] * tall), int(line.box.y0 * height + MIDDLE[1] * tall) + 1)
    piece = _strokes(np.ascontiguousarray(ink[rows, int(line.box.x0 * width) : int(line.box.x1 * width) + 1, 0]))
    if not piece.size:
        return False
    solid = cv2.dilate((piece > 0).astype(np.uint8), np.ones((3, 1), np.uint8))  # a stroke drawn a little askew
    return bool(cv2.erode(solid, np.ones((1, max(1, round(STRIKE * tall))), np.uint8), borderValue=0).any())


def _speaks(digit: Digit, least: float) -> bool:
    return not least or (digit.value is not None and digit.confidence >= least)


def _is_uneven(cuts: list[_Cut]) -> bool:
    heights = _heights(cuts)
    return len(heights) > 1 and max(heights) - min(heights) > max(2.0, UNEVEN * float(np.median(heights)))


def _heights(cuts: list[_Cut]) -> list[int]:
    return [height for cut in cuts if (height := int(np.count_nonzero(cut.ink.max(axis=1))))]


def _is_print_below_ink(line: Line, cuts: list[_Cut], width: int) -> bool:
    """Digits of one height, but for some that ink lay over, in places that are evenly set."""
    heights = np.array(_heights(cuts), float)
    alike = [np.count_nonzero(abs(heights - one) <= max(EVEN_BY, EVEN_PART * one)) for one in heights]
    return bool(max(alike) >= EVEN_SHARE * len(cuts)) and all(
        _off_places(line, day, width) < PLACED for day in _WHOLE_DAY.finditer(line.text)
    )


def _off_places(line: Line, day: re.Match[str], width: int) -> float:
    """How far the characters stand from where digits of one width and signs of one width would, in digits' widths."""
    middles = np.array([line.chars[at].centre[0] * width for at in range(*day.span())])
    digits = np.array([character.isdigit() for character in day[0]])
    set_before = [np.cumsum(kind) - kind / 2 for kind in (digits.astype(float), (~digits).astype(float))]
    places = np.column_stack([np.ones(len(middles)), *set_before])
    fitted, *_ = np.linalg.lstsq(places, middles, rcond=None)
    return float(np.sqrt(np.mean((middles - places @ fitted) ** 2)) / max(abs(fitted[1]), 1.0))


def _digits_of(line: Line, ink: Picture) -> list[_Cut]:
    """The ink of each digit of the line's dates, cut between it and its neighbours where least ink is."""
    height, width = ink.shape[:2]
    margin = AROUND * line.box.height * height
    top, bottom = int(max(0, line.box.y0 * height - margin)), int(min(height, line.box.y1 * height + margin))
    strip = _strokes(np.ascontiguousarray(ink[top:bottom, :, 0]))
    middles = [box.centre[0] * width for box in line.chars]
    found = list[_Cut]()
    for part in _PART.finditer(line.text):
        for at in range(*part.span()):
            pitch = line.chars[at].width * width
            before = middles[at - 1] if at else middles[at] - 2 * pitch
            after = middles[at + 1] if at + 1 < len(middles) else middles[at] + 2 * pitch
            left, right = _parting(strip, before, middles[at]), _parting(strip, middles[at], after)
            found.append(_Cut(at, _own(strip[:, left:right])))
    return found


def _strokes(grey: Ink) -> Ink:
    """White strokes on black; the paper and the shadow of a seal are black."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.where(grey < level, 255 - grey, 0).astype(np.uint8)


def _parting(strip: Ink, one: float, other: float) -> int:
    """The column between two characters that holds least ink."""
    middle, reach = (one + other) / 2, NEAR * (other - one)
    first, last = max(0, int(middle - reach)), min(strip.shape[1], int(middle + reach) + 1)
    if last <= first:
        return int(np.clip(middle, 0, strip.shape[1]))
    weights = strip[:, first:last].sum(axis=0, dtype=np.int64)
    least = np.flatnonzero(weights == weights.min())
    return first + int(least[len(least) // 2])


def _own(piece: Ink) -> Ink:
    """Without what only reaches in from above, below or the side: the pieces that are large beside the largest."""
    if not piece.size:
        return np.zeros((1, 1), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((piece > 0).astype(np.uint8), connectivity=8)
    height = piece.shape[0]
    keep = np.zeros(len(stats), bool)
    for label in range(1, len(stats)):
        _, y, _, tall, area = stats[label]
        inside = height * 0.12 < y + tall / 2 < height * 0.88
        keep[label] = inside and area >= LEAST_INK
    return np.where(keep[np.asarray(labels, np.int32)], piece, 0).astype(np.uint8)
