"""Ink that the reader made nothing of, on drawn pages read by an engine that misses some of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import drawn
import numpy as np
from PIL import Image
from seals_drawn import Look, Sheet

from extractor.ocr import OcrEngine, Reading
from extractor.ocr.rapid import Engine
from extractor.page.read_page import read_sheet
from extractor.picture import Picture
from extractor.records import Box, Line, Page
from extractor.sources.base import RawPage


@dataclass
class Misses:
    """Reads as `inner` does, but for lines with `missed` in them."""

    inner: OcrEngine
    missed: str
    name: str = "misses"
    version: str = "1"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return tuple(line for line in self.inner.lines(picture) if self.missed not in line.text)

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return self.inner.recognise(pictures)


def read(image: Image.Image, engine: OcrEngine) -> Page:
    (page,) = read_sheet(RawPage(1, drawn.pixels(image), 150), engine)
    return page


def form(value: str) -> Image.Image:
    image = drawn.page()
    for y in (300, 380, 460):
        drawn.rule(image, (150, y), (1100, y))
    for x in (150, 500, 1100):
        drawn.rule(image, (x, 300), (x, 460))
    for y, label in ((325, "Premium"), (405, "Subsidy")):
        drawn.write(image, (180, y), label)
        drawn.write(image, (540, y), value)
    return image


def inside(page: Page, box: Box) -> int:
    return sum(box.holds(*ink.centre) for ink in page.unread)


CELLS = Box(500 / 1240, 300 / 1754, 1100 / 1240, 460 / 1754)


def test_all_print_that_was_read_leaves_no_ink(engine: Engine) -> None:
    assert read(form("679.94"), engine).unread == ()
    assert read(drawn.letter(), engine).unread == ()


def test_a_value_that_the_reader_missed_is_seen(engine: Engine) -> None:
    page = read(form("679.94"), Misses(engine, "679"))
    assert not any("679" in line.text for line in page.lines)
    assert inside(page, CELLS) >= 2


def test_empty_cells_hold_no_ink_in_a_grainy_scan(engine: Engine) -> None:
    image = form("")
    noise = np.random.default_rng(1).normal(0, 9, (1754, 1240, 1))
    grainy = np.clip(np.asarray(image, float) - 12 + noise, 0, 255).astype(np.uint8)
    (page,) = read_sheet(RawPage(1, grainy, 150), engine)
    assert [line.text for line in page.lines] == ["Premium", "Subsidy"]
    assert inside(page, CELLS) == 0


def test_a_red_seal_leaves_no_ink_but_a_missed_figure_under_it_does(engine: Engine) -> None:
    for value, seen in (("", False), ("2023", True)):
        sheet = Sheet.blank(1240, 1754)
        sheet.write((560, 880), value, 40)
        sheet.stamp(Look("甲方建设有限公司"), (620, 900))
        (page,) = read_sheet(RawPage(1, sheet.scanned(), 150), Misses(engine, "20"))
        assert len(page.seals) == 1
        assert bool(inside(page, page.seals[0].place.box)) is seen
