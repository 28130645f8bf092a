"""Dates filled in by hand: each number between the printed 年 月 日 is read once more, by itself. Two readings that do
not agree leave it doubted, handwriting that only one could read is never sure, and a struck-out date is doubted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.handwriting.cut_out import digits_of, strip_of
from extractor.handwriting.digits import Ink
from extractor.handwriting.numbers import Numbers, read_number
from extractor.handwriting.print_or_hand import is_print_below_ink, is_struck_out, is_uneven
from extractor.handwriting.signs import places_in
from extractor.picture import Picture
from extractor.records import Box, Line

AGREED = 0.6  # the second reading's certainty of OCR's number among those that can stand there
CLEAR = 0.8  # the same, so that a number is surer than OCR alone makes it
FITS = 0.05  # of all digits of a number, multiplied: with less the second reading has read nothing
FILLS = 0.5  # the same where OCR saw nothing at all
OCR_SURE = 0.98  # of a digit by hand at the most: OCR is trained on print, and as sure of its mistakes
OTHER_COUNT = 0.001  # that OCR lost a digit, or saw one twice
UNLIKE = 0.5  # confidence at most of a digit that two readings give differently: either may be right
SHORT_YEAR = 2  # digits: 23年
# What a hand wrote before a sign: OCR takes a 1 for a stroke, a 2 for a z, and between 20 and 年 for anything.
HAND = r"[0-9OoDQlIiZzSsBbqgT/\\|!?丨]"
DATE = re.compile(
    rf"(?P<year>20[^\s年月日]{{2}}|{HAND}{{0,5}})\s*年\s*(?P<month>{HAND}{{0,3}})\s*月(?:\s*(?P<day>{HAND}{{0,3}})\s*[日号曰])?"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """What is to stand from `start` to `end` of a line; no `boxes`: where it stood."""

    start: int
    end: int
    text: str
    certain: Sequence[float]
    boxes: Sequence[Box] = ()


def read_again(lines: Iterable[Line], ink: Picture, unread: Sequence[Box] = ()) -> tuple[Line, ...]:
    """`ink`: the page without its seals. A number that was written by hand is as sure as two readings that agree on it;
    where they do not, the one stays that both together make likeliest, doubted. `unread`: ink that nobody has read; a
    blank date that it lies in is read by the second reading alone."""
    return tuple(_judged(line, ink, unread) if line.chars and DATE.search(line.text) else line for line in lines)


def _judged(line: Line, ink: Picture, unread: Sequence[Box]) -> Line:
    certain = line.confidences or (line.confidence,) * len(line.text)
    cuts = digits_of(line, ink)
    numbers = list[_Number]()
    if is_struck_out(line, ink):
        numbers = [_Number(cut.at, cut.at + 1, line.text[cut.at], [min(UNLIKE, certain[cut.at])]) for cut in cuts]
    elif _is_open(line.text) and any(line.box.holds(*box.centre) for box in unread):
        numbers = _read(line, ink, printed=False)
        numbers = numbers if all(number.text for number in numbers) else []
    elif is_uneven(cuts):
        numbers = _read(line, ink, printed=is_print_below_ink(line, cuts, ink.shape[1]))
    if not numbers:
        return line
    line = replace(line, confidences=certain)
    for number in sorted(numbers, key=lambda number: -number.start):
        line = _with(line, number)
    return replace(line, confidence=sum(line.confidences) / len(line.confidences))


def _is_open(text: str) -> bool:
    return any(not date["month"] or date["day"] == "" for date in DATE.finditer(text))


def _with(line: Line, number: _Number) -> Line:
    before, after = slice(0, number.start), slice(number.end, None)
    return replace(
        line,
        text=line.text[before] + number.text + line.text[after],
        chars=(*line.chars[before], *(number.boxes or line.chars[number.start : number.end]), *line.chars[after]),
        confidences=(*line.confidences[before], *number.certain, *line.confidences[after]),
    )


def _read(line: Line, ink: Picture, *, printed: bool) -> list[_Number]:
    strip, found = strip_of(line, ink), list[_Number]()
    for date in DATE.finditer(line.text):
        places = places_in(line, date, strip)
        plain = all(not date[name] or date[name] in _possible(name, date[name]) for name in places.columns)
        for name, between in places.columns.items():
            second = read_number(strip, between, places.rows, _possible(name, date[name]))
            if printed and plain:
                found += _doubted_print(line, date, name, second)
            else:
                found.append(_both(line, date, name, second, strip))
    return found


def _possible(name: str, text: str) -> list[str]:
    if name == "year":
        return [*map(str, range(1949, 2050)), *(f"{year:02}" for year in range(100) if len(text) == SHORT_YEAR)]
    last = 12 if name == "month" else 31
    return [*map(str, range(1, last + 1)), *(f"0{number}" for number in range(1, 10))]


def _doubted_print(line: Line, date: re.Match[str], name: str, second: Numbers) -> list[_Number]:
    """Below ink that hides parts of it OCR reads print better: its number stays, doubted where the second reading is
    sure of another."""
    start, end = date.span(name)
    share = max((share for number, share in second.shares.items() if number != date[name]), default=0.0)
    if share < AGREED or second.fit < FILLS:
        return []
    return [_Number(start, end, date[name], [min(UNLIKE, sure) for sure in line.confidences[start:end]])]


def _both(line: Line, date: re.Match[str], name: str, second: Numbers, strip: Ink) -> _Number:
    start, end = date.span(name)
    text, certain = date[name], line.confidences[start:end]
    share = second.shares.get(text, 0.0)
    if share >= AGREED and second.fit >= FITS:
        clear = share >= CLEAR and second.fit >= FILLS
        return _Number(start, end, text, [1 - (1 - sure) * (1 - share) if clear else sure for sure in certain])
    doubted = [min(UNLIKE, sure) for sure in certain]
    stands = text in _possible(name, text)  # then OCR may have mistaken a digit, but has not lost one
    weights = {
        number: share * _by_ocr(number, text, certain)
        for number, share in second.shares.items()
        if not stands or len(number) == len(text)
    }
    if not weights or second.fit < (FITS if text else FILLS):
        return _Number(start, end, text if stands else _mended(text, _possible(name, text)), doubted)
    likeliest = max(weights, key=weights.__getitem__)
    if len(likeliest) == len(text):
        return _Number(start, end, likeliest, doubted)
    width = strip.shape[1]
    boxes = [Box(left / width, line.box.y0, right / width, line.box.y1) for left, right in second.places[likeliest]]
    return _Number(start, end, likeliest, [UNLIKE] * len(likeliest), boxes)


def _mended(text: str, possible: Sequence[str]) -> str:
    """8023 can only be 2023, if one digit was mistaken."""
    near = [
        number
        for number in possible
        if len(number) == len(text) and sum(one != other for one, other in zip(number, text, strict=True)) == 1
    ]
    return near[0] if len(near) == 1 else text


def _by_ocr(number: str, text: str, certain: Sequence[float]) -> float:
    """How certain OCR makes a number."""
    if len(number) != len(text):
        return OTHER_COUNT
    shares = (
        (min(sure, OCR_SURE) if one == other else (1 - min(sure, OCR_SURE)) / 9) if other.isdigit() else 0.1
        for one, other, sure in zip(number, text, certain, strict=True)
    )
    return math.prod(shares)
