"""The second reader: what it reads otherwise is a difference, what it makes nothing of is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.geometry import turned_box
from extractor.ocr import Reading
from extractor.page.second_look import look_again
from extractor.picture import Picture
from extractor.records import Box, Line, Place


class Says:
    """An engine that reads what it is told, one text for each picture."""

    name, version = "told", "1"

    def __init__(self, *readings: Reading) -> None:
        self.readings = list(readings)
        self.shown = list[Picture]()

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        self.shown += pictures
        return self.readings[: len(pictures)]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    Image.fromarray(np.full((400, 300, 3), 255, np.uint8)).save(path)
    return path


PLACE = Place(1, Box(0.4, 0.5, 0.8, 0.55))


@pytest.mark.parametrize(
    ("written", "again", "confidence", "differs"),
    [
        ("2023年3月22日", "2023年3月22日", 0.9, False),
        ("2023年3月22日", "2023.3.22", 0.9, False),
        ("2028年3月22日", "2023年3月22日", 0.9, True),
        ("2028年3月22日", "2023年3月22日", 0.4, None),  # unsure itself
        ("2023年3月22日", "盖章", 0.9, None),
        ("1,234.50", "1234.50", 0.9, False),
        ("1,234.50", "1,284.50", 0.9, True),
        ("1,234.50", "1,23", 0.9, None),
    ],
)
def test_a_second_reading(page: Path, written: str, again: str, confidence: float, differs: bool | None) -> None:
    assert look_again(page, [(PLACE, written)], {}, Says(Reading(again, confidence))) == [differs]


@pytest.mark.parametrize(("least", "differs"), [(0.22, None), (0.8, True)])
def test_it_contradicts_only_with_characters_that_it_is_sure_of(page: Path, least: float, differs: bool | None) -> None:
    written, again = "2021年12月28日", "2021年1月2日"
    certain = (0.9, 0.9, 0.9, 0.9, 0.9, 0.9, least, 0.9, 0.9)
    reader = Says(Reading(again, sum(certain) / len(certain), (), certain))
    assert look_again(page, [(PLACE, written)], {}, reader) == [differs]
    agreeing = Says(Reading(written, 0.8, (), (0.9, least)))
    assert look_again(page, [(PLACE, written)], {}, agreeing) == [False]


def test_a_file_that_cannot_be_opened_gives_no_opinion(tmp_path: Path) -> None:
    assert look_again(tmp_path / "gone.pdf", [(PLACE, "1")], {}, Says(Reading("1", 1.0))) == [None]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_head_or_side_is_set_up_first(tmp_path: Path, turn: int) -> None:
    """Tesseract makes nothing of print that stands on its head, or a 9 of a 6."""
    picture = np.random.default_rng(1).integers(0, 255, (400, 300, 3), np.uint8)
    upright, turned = tmp_path / "a.png", tmp_path / "b.png"
    Image.fromarray(picture).save(upright)
    Image.fromarray(np.rot90(picture, turn // 90)).save(turned)
    there = Place(1, turned_box(PLACE.box, -turn))
    reader = Says(Reading("1", 0.9))
    look_again(upright, [(PLACE, "1")], {}, reader)
    look_again(turned, [(there, "1")], {1: turn}, reader)
    assert np.array_equal(*reader.shown)
