"""A second, independent reader for the dates and digits on which a sure finding rests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from extractor.geometry import turned_box
from extractor.language.dates import find_dates
from extractor.ocr import OcrEngine, Reading
from extractor.picture import Picture, grey_picture, turned_picture
from extractor.records import Place
from extractor.sources.base import Access, RawPage, Unreadable
from extractor.sources.open import open_source

# The crop reaches this far beyond the print, in heights of it: Tesseract wants white around a line.
MARGIN = 0.35
# A second reader that is less sure than this says nothing. Of 32 dates and figures on which findings rest (drawn sets,
# every one read right before), Tesseract read 23 the same and made nothing of 8; the one that it read otherwise
# (20233年3月2了 under a seal) had 0.49, the least sure of those it read right 0.51.
LEAST = 0.6
# Of any of its characters, to say that the first reader is wrong. 1月2日 for 12月28日 had 0.22 and a mean of 0.73,
# 0月09日 for 4月9日 had 0.0 and 0.72: both were read right before, and made unsure.
LEAST_TO_DIFFER = 0.5
# Tesseract reads print of this height best (its manual: capitals of 20 to 40 px).
PRINT_HEIGHT = 40


def look_again(
    path: Path,
    places: Sequence[tuple[Place, str]],
    turns: Mapping[int, int],
    reader: OcrEngine,
    passwords: Sequence[str] = (),
) -> list[bool | None]:
    """For each place with what was written there: True where the second reader reads other digits, False where it
    reads the same, None where it makes nothing of it. An unreadable file gives None throughout. `turns`: degrees
    clockwise that set up the pages which do not lie upright."""
    verdicts: list[bool | None] = [None] * len(places)
    try:
        with open_source(path, Access.again(passwords)) as source:
            pages = {number: source.read(number) for number in {place.page for place, _ in places}}
    except Unreadable:
        return verdicts
    pictures = {number: page.picture for number, page in pages.items() if isinstance(page, RawPage)}
    shown = [index for index, (place, _) in enumerate(places) if place.page in pictures]
    crops = [_crop(pictures, places[index][0], turns) for index in shown]
    for index, reading in zip(shown, reader.recognise(crops), strict=True):
        verdicts[index] = _verdict(places[index][1], reading)
    return verdicts


def _crop(pictures: Mapping[int, Picture], place: Place, turns: Mapping[int, int]) -> Picture:
    turn = turns.get(place.page, 0)
    picture, box = turned_picture(pictures[place.page], turn), turned_box(place.box, turn)
    height, width = picture.shape[:2]
    margin = MARGIN * box.height * height
    left, right = int(max(0, box.x0 * width - margin)), int(min(width, box.x1 * width + margin))
    top, bottom = int(max(0, box.y0 * height - margin)), int(min(height, box.y1 * height + margin))
    piece = picture[top : max(bottom, top + 1), left : max(right, left + 1)]
    red = piece[:, :, 0]  # print under a red seal: in the red channel the seal is white
    scale = PRINT_HEIGHT / max(1.0, box.height * height)
    red = cv2.resize(red, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return grey_picture(np.asarray(red, np.uint8))


def _verdict(written: str, again: Reading) -> bool | None:
    if again.confidence < LEAST:
        return None
    differs = _differs(written, again.text)
    return None if differs and min(again.confidences, default=again.confidence) < LEAST_TO_DIFFER else differs


def _differs(written: str, again: str) -> bool | None:
    first, second = next(find_dates(written), None), next(find_dates(again), None)
    if first and second and None not in second.parts:
        return first.parts != second.parts
    if first:
        return None
    digits, others = _digits(written), _digits(again)
    if not digits or len(digits) != len(others):
        return None
    return digits != others


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
