"""The piece of a page that a finding shows is upright, however the page lay."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from docs_check.pictures.clips import Shelf, cut
from docs_check.settings import Settings
from extractor.geometry import turned_box
from extractor.records import Box, Place

PLACE = Place(1, Box(0.55, 0.6, 0.7, 0.65))


def pixels(webp: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(webp)))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_piece_of_a_page_that_lay_otherwise_is_shown_upright(tmp_path, turn):
    page = np.full((1754, 1240, 3), 255, np.uint8)
    page[1052:1140, 682:868] = (20, 20, 160)
    page[1052:1070, 682:868] = 0  # a stroke along the upper edge
    Image.fromarray(page).save(tmp_path / "a.png")
    Image.fromarray(np.rot90(page, turn // 90)).save(tmp_path / "b.png")
    there = Place(1, turned_box(PLACE.box, -turn))
    clips = cut([("a.png", PLACE), ("b.png", there)], Shelf(tmp_path, {}, {}, {"b.png": {1: turn}}), Settings())
    upright, set_up = clips["a.png", PLACE], clips["b.png", there]
    assert pixels(set_up.page).shape == pixels(upright.page).shape
    assert np.abs(pixels(set_up.piece).astype(int) - pixels(upright.piece)).mean() < 1
