"""Whether a page's text layer can be relied on, or the page must be read by OCR all the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import cv2

from extractor.page.ruled_lines import Mask, without_rules
from extractor.records import Box, Line, Seal

FEWEST_CHARACTERS = 4  # a page number stamped on a scan is no text layer
MOST_GARBLED = 0.02  # of the characters: a few bullets or tick boxes come from symbol fonts without a mapping
GARBLED = ("Co", "Cn", "Cc", "Cs")  # private use, unassigned, control
MOST_UNCOVERED = 0.12  # of the ink: signatures, logos and underlines stay below; a pasted table or picture does not
SAME_SHARE = 0.3  # of a line that OCR read: so much of it under the text layer's lines, and it is one of them
CHARACTER_MARGIN = 0.25  # of a line's height: glyphs overhang the boxes that their font states
SEAL_MARGIN = 0.01  # of the page


def trustworthy(lines: Sequence[Line] | None, *, hidden: bool) -> bool:
    """By the text alone. `hidden`: drawn invisibly or under the page's scan, which is another program's OCR."""
    if lines is None or hidden:
        return False
    text = [character for line in lines for character in line.text if not character.isspace()]
    if len(text) < FEWEST_CHARACTERS:
        return False
    garbled = sum(_is_garbled(character) for character in text) + 3 * sum(line.text.count("(cid:") for line in lines)
    return garbled <= MOST_GARBLED * len(text)


def covers(ink: Mask, rules: tuple[Mask, Mask], lines: Iterable[Line], seals: Iterable[Seal]) -> bool:
    """Whether the ink on the page (a mask) is accounted for by text and seals. `rules`, the masks of level and of
    upright ones, are left out: frames too, which around a licence are more ink than all its print."""
    height, width = ink.shape
    left = without_rules(ink, rules)
    print_and_pictures = cv2.countNonZero(left)
    for line in lines:
        margin = line.box.height * CHARACTER_MARGIN
        _wipe(left, line.box.grown(margin * height / width, margin))
    for seal in seals:
        _wipe(left, seal.place.box.grown(SEAL_MARGIN, SEAL_MARGIN))
    return cv2.countNonZero(left) <= MOST_UNCOVERED * print_and_pictures


def with_pictures(typed: Sequence[Line], read: Sequence[Line]) -> tuple[Line, ...]:
    """The text layer's lines, and those that OCR read elsewhere on the page, as in a picture pasted into it."""
    elsewhere = [
        line for line in read if sum(line.box.shared(other.box) for other in typed) < SAME_SHARE * line.box.area
    ]
    return tuple(sorted((*typed, *elsewhere), key=lambda line: (line.box.centre[1], line.box.x0)))


def _wipe(mask: Mask, box: Box) -> None:
    height, width = mask.shape
    x0, y0 = round(box.x0 * width), round(box.y0 * height)
    x1, y1 = round(box.x1 * width), round(box.y1 * height)
    cv2.rectangle(mask, (x0, y0), (x1, y1), (0,), -1)


def _is_garbled(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in GARBLED
