"""Whether a page's text layer can be relied on, or the page must be read by OCR all the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import cv2

from extractor.language.matching import fold_label
from extractor.page.ruled_lines import Mask, without_rules
from extractor.records import Box, Line, Seal

FEWEST_CHARACTERS = 4  # a page number stamped on a scan is no text layer
MOST_GARBLED = 0.02  # of the characters: a few bullets or tick boxes come from symbol fonts without a mapping
GARBLED = ("Co", "Cn", "Cc", "Cs")  # private use, unassigned, control
MOST_UNCOVERED = 0.12  # of the ink: signatures, logos and underlines stay below; a pasted table or picture does not
SAME_SHARE = 0.3  # of a line that OCR read: so much of it under the text layer's lines, and it is one of them
CHARACTER_MARGIN = 0.25  # of a line's height: glyphs overhang the boxes that their font states
WITHIN = 0.6  # of a typed line's area, whose font states more height than its print has
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


def with_pictures(typed: Sequence[Line], read: Sequence[Line], filled: Sequence[Box] = ()) -> tuple[Line, ...]:
    """The text layer's lines, and those that OCR read elsewhere on the page, as in a picture pasted into it. `filled`
    is ink that no typed line has: a line read there that says more takes the place of those typed in it, as where a
    date was entered between the printed 年 月 日."""
    fuller = [line for line in read if any(line.box.holds(*box.centre) for box in filled) and _says_more(line, typed)]
    kept = [line for line in typed if not any(_is_within(line, other) for other in fuller)]
    elsewhere = [
        line
        for line in read
        if line in fuller or sum(line.box.shared(other.box) for other in typed) < SAME_SHARE * line.box.area
    ]
    return tuple(sorted((*kept, *elsewhere), key=lambda line: (line.box.centre[1], line.box.x0)))


def _says_more(line: Line, typed: Sequence[Line]) -> bool:
    """All the letters that are typed within it stand in it, and others between."""
    within = "".join(fold_label(one.text) for one in typed if _is_within(one, line))
    said = fold_label(line.text)
    letters = iter(said)
    return 0 < len(within) < len(said) and all(letter in letters for letter in within)


def _is_within(line: Line, other: Line) -> bool:
    return line.box.shared(other.box) >= WITHIN * line.box.area


def _wipe(mask: Mask, box: Box) -> None:
    height, width = mask.shape
    x0, y0 = round(box.x0 * width), round(box.y0 * height)
    x1, y1 = round(box.x1 * width), round(box.y1 * height)
    cv2.rectangle(mask, (x0, y0), (x1, y1), (0,), -1)


def _is_garbled(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in GARBLED
