"""The second reader: what it reads otherwise is a difference, what it makes nothing of is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Box, Line, Place
from extractor.second_look import look_again


class Says:
    """An engine that reads what it is told, one text for each picture."""

    name, version = "told", "1"

    def __init__(self, *readings: Reading) -> None:
        self.readings = list(readings)

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
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
    assert look_again(page, [(PLACE, written)], Says(Reading(again, confidence))) == [differs]


def test_a_file_that_cannot_be_opened_gives_no_opinion(tmp_path: Path) -> None:
    assert look_again(tmp_path / "gone.pdf", [(PLACE, "1")], Says(Reading("1", 1.0))) == [None]
