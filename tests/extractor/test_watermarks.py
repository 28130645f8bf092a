"""Watermarks go and print stays: drawn as real ones are over a letter, and beside pages that bear none."""

from __future__ import annotations

import math
from collections.abc import Callable

import drawn
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.ocr.rapid import Engine
from extractor.page.overlaid.ink import ink_picture
from extractor.page.overlaid.watermark import without_watermark
from extractor.page.read_page import read_sheet
from extractor.picture import Picture
from extractor.records import Page, Trouble
from extractor.sources.base import RawPage

PRINTED = [f"2022-05-{number + 10}" for number in range(12)]


def marked(
    image: Image.Image, turn: float, ink: tuple[int, int, int], strength: float, size: int = 44, apart: int = 170
) -> Picture:
    """Rows of slanting words in a translucent ink over the whole page."""
    side = round(math.hypot(*image.size))
    layer = Image.new("L", (side, side), 0)
    for row, y in enumerate(range(0, side, apart)):
        text = "ONLY FOR THE SUBSIDY 2022   " * 6
        ImageDraw.Draw(layer).text((-200 * (row % 2), y), text, fill=255, font=ImageFont.load_default(size))
    turned = layer.rotate(turn, Image.Resampling.BICUBIC)
    left, top = (side - image.width) // 2, (side - image.height) // 2
    share = np.asarray(turned.crop((left, top, left + image.width, top + image.height)), np.float32)[..., None] / 255
    paper = np.asarray(image, np.float32)
    return np.rint(paper * (1 - share * strength * (1 - np.array(ink, np.float32) / 255))).astype(np.uint8)


def read(picture: Picture, engine: Engine) -> Page:
    (page,) = read_sheet(RawPage(1, picture, 150), engine)
    return page


@pytest.mark.parametrize(
    ("turn", "ink", "strength"),
    [(30, (90, 90, 90), 0.4), (-45, (230, 40, 50), 0.4), (38, (40, 90, 220), 0.35)],
    ids=["grey", "red, falling", "blue"],
)
def test_print_under_a_watermark_is_read_and_the_watermark_is_said(
    engine: Engine, turn: float, ink: tuple[int, int, int], strength: float
) -> None:
    page = read(marked(drawn.letter(), turn, ink, strength), engine)
    assert [day for day in PRINTED if any(day in line.text for line in page.lines)] == PRINTED
    assert len(page.lines) == 12
    assert [problem.trouble for problem in page.problems] == [Trouble.NOTED]
    assert "水印" in page.problems[0].reason.zh


def test_print_that_lost_strokes_with_a_watermark_of_its_shade_is_doubted(engine: Engine) -> None:
    image = drawn.page()
    for number in range(12):
        drawn.write(image, (150, 200 + 80 * number), f"{number} 12345.{number:02} {PRINTED[number]}", 34, "#606060")
    page = read(marked(image, 35, (60, 60, 60), 0.75), engine)
    assert page.problems[0].trouble is Trouble.NOTED
    right = {f"{number}12345.{number:02}{PRINTED[number]}" for number in range(12)}
    wrong = [line for line in page.lines if line.text.replace(" ", "") not in right]
    assert wrong, "the watermark is as dark as the print"
    assert [line.text for line in wrong if min(line.confidences) > 0.5] == []


def test_a_page_of_nothing_but_a_watermark_is_blank_and_said_to_bear_it(engine: Engine) -> None:
    page = read(marked(drawn.page(), 30, (90, 90, 90), 0.4), engine)
    assert page.blank
    assert [problem.trouble for problem in page.problems] == [Trouble.NOTED]


def level_grey() -> Image.Image:
    """A page of faint print, as a worn printer leaves it."""
    image = drawn.page()
    for number in range(30):
        drawn.write(image, (90, 60 + 55 * number), "Faint print from one side to the other 2022", 44, "#b0b0b0")
    return image


def slanting_strokes() -> Image.Image:
    """Blanks struck out by slanting lines, and a signature's strokes."""
    image = drawn.letter()
    for y in range(1200, 1700, 100):
        drawn.rule(image, (150, y + 90), (1100, y), 3, "#909090")
    return image


def grey_field() -> Image.Image:
    image = drawn.letter()
    ImageDraw.Draw(image).polygon([(0, 1750), (1240, 1100), (1240, 1300), (0, 1950)], fill="#c0c0c0")
    return image


@pytest.mark.parametrize("draw", [drawn.letter, level_grey, slanting_strokes, grey_field])
def test_a_page_without_a_watermark_is_left_as_it_is(draw: Callable[[], Image.Image]) -> None:
    ink = ink_picture(drawn.pixels(draw()), ())
    cleared = without_watermark(ink)
    assert cleared.place is None
    assert cleared.ink is ink
