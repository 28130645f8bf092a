"""Places for signatures: where one begins and ends, what was read in it, and what ink is left there unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extractor.forms import SignSpec
from extractor.language.dates import find_dates
from extractor.language.matching import fold
from extractor.records import Box, Line, Page, Place, SignSeen
from extractor.understand.text import SAME_ROW, part, part_box

LIKE = 0.8  # of nine characters one misread and one lost; 法定代表人 alone, where a name is printed, is 0.71
EMS = 1.4  # how high OCR boxes a line of print, in widths of its characters
TYPED = 1.0  # confidence of a text layer
# Beyond the height of the print a signature goes so far up and down, in heights of the label.
TALL = 0.9
# Ink belongs to the place when this share of it, or of the place, is common to both; a line when this share of it is.
SHARE = 0.3
# A label's box that goes on so many ems beyond its print holds something that was not read: as much as a doubt, as
# `SignSeen.ink` counts, and no more.
BEYOND = 2.0
A_DOUBT = 0.5
# What ends a place on its own row: the next label, a date, a note where the seal goes.
_NEXT = re.compile(
    r"[（(]?(?:单位|公司|企业|申报单位)?[（(]?(?:盖章|公章|签章处|印章)|(?:日期|年月日|联系电话|电话|经办人)"
)
_RULE = re.compile(r"[\s_＿\-—–―.．。·:：…‥ˍ﹍]+")


def read_sign(sign: str, spec: SignSpec, box: Box, lines: Sequence[Line], page: Page) -> SignSeen | None:
    """The place of `sign` in a slot of this `box` and these `lines`; None where its label is not printed."""
    found = max(_labels(spec, lines), key=lambda one: one[0], default=None)
    if found is None:
        return None
    _, line, start, end = found
    label, stop = part(line, start, end), _stop(line.text, end)
    place = _place(label.box, line, stop, box, lines)
    near = _around(place, label.box, box)
    others = (other for other in lines if other is not line)
    inside = [part(line, end, stop), *(one for one in others if _is_in(one, place) or _is_beside(one, near))]
    said = [piece for piece in inside if _RULE.sub("", piece.text)]
    written = "".join(_RULE.sub("", piece.text) for piece in said)
    # Writing that is a picture on a page of text is read by OCR, which is never as sure as the file itself.
    typed = page.from_text_layer and all(piece.confidence == TYPED for piece in said)
    ink = [one for one in page.unread if one.shared(near) >= SHARE * min(one.area, place.area)]
    wide = _width(ink, page) / _height(label, page)
    if not line.text[stop:].strip() and not said and _goes_on(label, line, page):
        wide = max(wide, A_DOUBT)
    return SignSeen(sign, label.text, Place(page.number, place), written, label.confidence, typed, round(wide, 2))


def _labels(spec: SignSpec, lines: Sequence[Line]) -> Iterator[tuple[float, Line, int, int]]:
    """Where a line has a label of the pack's: likeness (the longest of several alike first), line, first and last."""
    for line in lines:
        for end in _ends(line.text):
            for label in spec.labels:
                for start in {0, max(0, end - len(label))}:
                    alike = fuzz.ratio(fold(line.text[start:end]), fold(label)) / 100
                    if alike >= LIKE:
                        yield alike + len(label) / 1000, line, start, end


def _ends(text: str) -> Iterator[int]:
    """Where a label may end: after its closing bracket, before its colon, or with the line."""
    yield from (match.end() for match in re.finditer(r"[）)]", text))
    yield from (match.start() for match in re.finditer(r"[:：]", text))
    yield len(text)


def _stop(text: str, start: int) -> int:
    """Where what is printed behind `start` ends the place: the next label or a date; else the end of the text."""
    behind = text[start:]
    first = [match.start() for match in _NEXT.finditer(behind)] + [date.start for date in find_dates(behind)]
    return start + min(first, default=len(behind))


def _is_in(line: Line, place: Box) -> bool:
    return line.box.shared(place) >= SHARE * line.box.area > 0 and _stop(line.text, 0) > 0


def _around(place: Box, label: Box, box: Box) -> Box:
    """The place and a row's height above and below, as far as its cell goes: so far off a hand writes."""
    return Box(place.x0, max(box.y0, place.y0 - label.height), place.x1, min(box.y1, place.y1 + label.height))


def _is_beside(line: Line, near: Box) -> bool:
    """Just above or below the place and behind its label, where a form prints only where to seal and the date: what OCR
    made of a large signature, or of the name seal over which it was written."""
    return line.confidence < TYPED and line.box.x0 > near.x0 and _is_in(line, near)


def _place(label: Box, line: Line, stop: int, box: Box, lines: Sequence[Line]) -> Box:
    """Right of the label up to the next print on its row, as high as a hand writes, but over no other row."""
    right = part_box(line, stop, len(line.text)).x0 if stop < len(line.text) else box.x1
    behind = [other for other in lines if other is not line and other.box.x0 > label.x1 - label.height / 2]
    level = [other for other in behind if abs(other.box.centre[1] - label.centre[1]) < SAME_ROW * label.height]
    right = min([right, *(other.box.x0 for other in level if _stop(other.text, 0) == 0)])
    over = [other.box for other in lines if other is not line and other.box.x1 > label.x1 and other.box.x0 < right]
    tall = TALL * label.height
    # What crosses the label's own row is no other row: a signature that OCR boxed from above it to below.
    _, middle = label.centre
    top = max([box.y0, label.y0 - tall, *(one.y1 for one in over if one.y1 < middle)])
    bottom = min([box.y1, label.y1 + tall, *(one.y0 for one in over if one.y0 > middle)])
    return Box(label.x1, min(top, label.y0), max(right, label.x1), max(bottom, label.y1))


def _height(label: Line, page: Page) -> float:
    """Of the label's print, in pixels: a signature behind it may have been boxed with it, and makes the box tall."""
    width, height = page.size
    return min(label.box.height * height, EMS * label.box.width * width / max(len(label.text), 1))


def _goes_on(label: Line, line: Line, page: Page) -> bool:
    """Does the box of a line that ends with its label go on beyond the print? OCR boxes a small signature with it, and
    its strokes then count as the label's. Of a text layer the boxes are known."""
    em = _height(label, page) / EMS / page.size[0]
    end = label.box.x0 + (len(label.text) + 1) * em  # and a colon
    return not page.from_text_layer and line.box.x1 - end > BEYOND * em


def _width(ink: Sequence[Box], page: Page) -> float:
    """In pixels, all that it covers from left to right, what lies one over the other counted once."""
    covered, end = 0.0, 0.0
    for one in sorted(ink, key=lambda one: one.x0):
        covered += max(0.0, one.x1 - max(one.x0, end))
        end = max(end, one.x1)
    return covered * page.size[0]
