"""Figures beside a cell's border, which OCR may read as a 1: drawn, and read again."""

from __future__ import annotations

import drawn
import pytest

from extractor.ocr.rapid import Engine
from extractor.page.beside_borders import without_borders
from extractor.records import Box, Cell, Grid, Line

WIDTH, HEIGHT = 1240, 400
WALL = 200


def reread(engine: Engine, printed: str, read: str) -> Line:
    """What becomes of `read`, where `printed` stands just right of a border and the first character was seen on it."""
    image = drawn.page(WIDTH, HEIGHT)
    drawn.rule(image, (WALL, 100), (WALL, 200))
    drawn.write(image, (WALL + 9, 130), printed, 36)
    first = Box((WALL - 8) / WIDTH, 132 / HEIGHT, (WALL + 8) / WIDTH, 168 / HEIGHT)
    chars = (
        first,
        *(Box(first.x1 + 0.017 * i, first.y0, first.x1 + 0.017 * (i + 1), first.y1) for i in range(len(read) - 1)),
    )
    line = Line(Box.around(chars), read, 0.98, chars, (0.94, *(0.99,) * (len(read) - 1)))
    cell = Cell(Box(WALL / WIDTH, 0.25, 0.9, 0.5), 0, 0)
    (found,) = without_borders((line,), [Grid(cell.box, (cell,))], drawn.pixels(image), engine)
    return found


def test_a_border_read_as_a_1_is_no_digit(engine: Engine) -> None:
    found = reread(engine, "3.09", "13.09")
    assert found.text == "3.09"
    assert len(found.chars) == len(found.confidences) == 4


def test_a_1_right_beside_the_border_stays(engine: Engine) -> None:
    found = reread(engine, "13.09", "13.09")
    assert found.text == "13.09"
    assert min(found.confidences) == pytest.approx(0.94)


def test_a_stroke_that_the_second_reading_does_not_settle_is_doubted(engine: Engine) -> None:
    found = reread(engine, "8.55", "13.09")
    assert found.text == "13.09"
    assert min(found.confidences) <= 0.5
