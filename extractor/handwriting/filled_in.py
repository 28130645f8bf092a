"""Forms typed by a program and filled in by hand: the ink beside 年 月 日 of the text layer is read by OCR."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.language.dates import find_dates
from extractor.ocr import OcrEngine, Reading
from extractor.picture import Picture
from extractor.records import Box, DateState, Line

BEFORE = 3.0  # heights of a line: the figures of a year stand so far before 年
AROUND = 0.35  # of a line's height: writing goes beyond the box of the print
HALF = 0.3  # of a line's height: half a digit's width


def with_writing(lines: Sequence[Line], unread: Sequence[Box], ink: Picture, engine: OcrEngine) -> tuple[Line, ...]:
    """`unread`: ink that the text layer does not have. A line is replaced where OCR reads a date with figures in it."""
    height, width = ink.shape[:2]
    crops, boxes = dict[int, Picture](), dict[int, Box]()
    for index, line in enumerate(lines):
        blank = any(found.state is DateState.BLANK for found in find_dates(line.text))
        before, margin = BEFORE * line.box.height * height / width, AROUND * line.box.height
        box = Box(max(0.0, line.box.x0 - before), line.box.y0 - margin, line.box.x1 + margin, line.box.y1 + margin)
        if blank and any(box.holds(*one.centre) for one in unread):
            rows, columns = np.array([box.y0, box.y1]) * height, np.array([box.x0, box.x1]) * width
            crops[index] = ink[max(0, int(rows[0])) : int(rows[1]) + 1, int(columns[0]) : int(columns[1]) + 1]
            boxes[index] = box
    readings = dict(zip(crops, engine.recognise(list(crops.values())) if crops else [], strict=True))
    return tuple(_filled(line, readings[at], boxes[at]) if at in readings else line for at, line in enumerate(lines))


def _filled(line: Line, reading: Reading, box: Box) -> Line:
    date = next(find_dates(reading.text), None)
    if date is None or date.state is DateState.BLANK or len(reading.marks) != len(reading.text):
        return line
    middles = [box.x0 + mark * box.width for mark in reading.marks]
    half = HALF * line.box.height
    chars = tuple(Box(middle - half, line.box.y0, middle + half, line.box.y1) for middle in middles)
    return Line(Box.around((line.box, *chars)), reading.text, reading.confidence, chars, reading.confidences)
