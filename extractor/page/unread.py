"""Ink that no reading explains: a figure in a cell that the reader missed, a digit between 年 and 月."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

import cv2
import numpy as np

from extractor.page.ruled_lines import Mask, without_rules
from extractor.records import Box, Color, Line, Seal

AROUND = 0.25  # of a line's height: what its characters' boxes leave out of their strokes at their sides
ABOVE = 0.1  # the same above and below them
ROUND_SEALS = 0.08  # of a seal's size: its ink goes a little beyond its box
TRACE = 0.6  # of the paper's brightness: darker is print under the seal, lighter what is left of the seal
PAPER = 90  # percentile that is bare paper
JOIN = 7  # px, 1.2 mm: strokes of one figure
SMALLEST = (10, 4)  # px, height and width: a 1 of 8 pt; dirt is smaller
LEAST_INK = 25  # px of strokes
SHORTEST_UPRIGHT = 72  # px, 12 mm: a shorter upright stroke is as likely a pen's as a rule's
HELD = 4  # px: between two level rules, which it touches, it is the side of a low cell
_COLONS = ":："
TALLEST = 90  # px, 15 mm: more is a picture


def unread_ink(
    grey: Mask, ink: Mask, rules: tuple[Mask, Mask], lines: Iterable[Line], seals: Sequence[Seal]
) -> tuple[Box, ...]:
    """Boxes around what could be a character that none of the `lines` has. `grey` is the page at working size without
    coloured seals, `ink` and `rules` what is dark and what is ruled on it."""
    height, width = grey.shape
    # Grain is one pixel, strokes are wider.
    left = without_rules(
        cast(Mask, cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))), _without_strokes(rules)
    )
    for seal in seals:
        _clear_traces(left, grey, seal)
    for line in lines:
        height_of_print = line.box.height
        for box in _explained(line):
            left[_part(left, box.grown(AROUND * height_of_print, ABOVE * height_of_print))] = 0
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((JOIN, JOIN), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Box] = []
    for contour in contours:
        x, y, across, down = cv2.boundingRect(contour)
        if not (SMALLEST[0] <= down <= TALLEST and SMALLEST[1] <= across):
            continue
        if np.count_nonzero(left[y : y + down, x : x + across]) >= LEAST_INK:
            found.append(Box(x / width, y / height, (x + across) / width, (y + down) / height))
    return tuple(found)


def _explained(line: Line) -> Iterable[Box]:
    """Where the characters of a line lie. What a line was found to hold besides has none: a signature behind a colon
    was boxed with it, and the colon's and a space's boxes reach over it."""
    if not line.chars:
        return (line.box,)
    printed = [(one, box) for one, box in zip(line.text, line.chars, strict=False) if not one.isspace()]
    letters = sorted(box.width for one, box in printed if one.isalnum())
    if letters and printed[-1][0] in _COLONS:
        one, last = printed[-1]
        end = min(last.x1, last.x0 + letters[len(letters) // 2])
        printed[-1] = one, replace(last, x1=end)
    return [box for _, box in printed]


def _without_strokes(rules: tuple[Mask, Mask]) -> tuple[Mask, Mask]:
    """Of the upright rules only those as long as no hand writes, and the sides of cells: a signature's strokes are
    straight too."""
    level, upright = rules
    kept = np.zeros_like(upright)
    contours, _ = cv2.findContours(upright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, across, down = cv2.boundingRect(contour)
        ends = (np.s_[max(0, edge - HELD) : edge + HELD, x : x + across] for edge in (y, y + down))
        if down >= SHORTEST_UPRIGHT or all(level[end].any() for end in ends):
            part = slice(y, y + down), slice(x, x + across)
            kept[part] = upright[part]
    return level, kept


def _clear_traces(left: Mask, grey: Mask, seal: Seal) -> None:
    """Of a coloured seal a light trace is left, of a black or grey one all, which cannot be told from print."""
    part = _part(grey, seal.place.box.grown(ROUND_SEALS * seal.place.box.width, ROUND_SEALS * seal.place.box.height))
    if not grey[part].size:
        return
    if seal.color in (Color.RED, Color.BLUE):
        left[part][grey[part] > TRACE * np.percentile(grey[part], PAPER)] = 0
    else:
        left[part] = 0


def _part(mask: Mask, box: Box) -> tuple[slice, slice]:
    height, width = mask.shape
    return (
        slice(max(0, int(box.y0 * height)), max(0, int(np.ceil(box.y1 * height)))),
        slice(max(0, int(box.x0 * width)), max(0, int(np.ceil(box.x1 * width)))),
    )
