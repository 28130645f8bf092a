"""Dates that somebody filled in by hand: the print of a form keeps its 年, 月 and 日, and pictures of handwritten
digits stand between them, of one pen, as large, as high and as far apart as a hand puts them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.sheet import Box, DrawnSheet, Impression, Ink, Text, around

Digits = Mapping[str, Sequence[NDArray[np.uint8]]]  # white ink on black, any size
PENS: tuple[Ink, ...] = ((24, 24, 28), (30, 36, 110), (40, 44, 60))
PRINTED_CENTURY = 0.5  # of the forms have 20 printed before the place of the year


def fill_in_by_hand(sheet: DrawnSheet, digits: Digits, rng: random.Random) -> None:
    """Each date of the sheet, which keeps its field."""
    pen, century = rng.choice(PENS), rng.random() < PRINTED_CENTURY
    for field in sheet.fields:
        if not field["name"].endswith("_date"):
            continue
        at = next(
            at for at, thing in enumerate(sheet.things) if isinstance(thing, Text) and _stands_in(thing, field["box"])
        )
        printed = sheet.things[at]
        assert isinstance(printed, Text)
        sheet.lines = [line for line in sheet.lines if line[1] != field["box"]]
        sheet.things[at : at + 1] = things = _date(printed, field["value"], digits, century=century, pen=pen, rng=rng)
        pieces = [_box(thing) for thing in things]
        field["box"] = around(*pieces)
        year, month, day = (int(part) for part in field["value"].split("-"))
        field["text"] = f"{year}年{month}月{day}日"


def _stands_in(text: Text, box: Box) -> bool:
    return abs(text.x - box[0]) < 0.01 and box[1] < text.baseline < box[3]


def _box(thing: Text | Impression) -> Box:
    if isinstance(thing, Impression):
        return thing.box
    return (thing.x, thing.baseline - thing.size, thing.x + thing.size * len(thing.text), thing.baseline)


def _date(
    printed: Text, value: str, digits: Digits, *, century: bool, pen: Ink, rng: random.Random
) -> list[Text | Impression]:
    year, month, day = value.split("-")
    things, x, em = list[Text | Impression](), printed.x - printed.size, printed.size
    tall = em * rng.uniform(0.95, 1.5)
    if century:
        things.append(replace(printed, x=x, text=year[:2]))
        x, year = x + em * 1.1, year[2:]
    for number, unit in ((year, "年"), (str(int(month)), "月"), (str(int(day)), "日")):
        x += em * rng.uniform(0.05, 0.5)
        for digit in number:
            piece = rng.choice(digits[digit])
            drawn = _digit(piece, x, printed.baseline, tall * rng.uniform(0.8, 1.2), em, pen, rng)
            things.append(drawn)
            x = drawn.box[2] + em * rng.uniform(-0.04, 0.22)
        x += em * rng.uniform(0.0, 0.4)
        things.append(replace(printed, x=x, text=unit))
        x += em
    return things


def _digit(
    piece: NDArray[np.uint8], x: float, baseline: float, tall: float, em: float, pen: Ink, rng: random.Random
) -> Impression:
    rows, columns = np.flatnonzero(piece.max(axis=1) > 60), np.flatnonzero(piece.max(axis=0) > 60)
    piece = piece[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    large = cv2.resize(piece, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    foot = baseline + em * rng.gauss(0.05, 0.08)
    wide = tall * piece.shape[1] / piece.shape[0]
    return Impression(np.asarray(large, np.uint8), (x, foot - tall, x + wide, foot), pen)
