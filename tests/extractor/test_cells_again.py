"""Single cells of a scan read a second time: their print alone, and only what all readers agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from drawing.fonts import path_of
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Box, Line, Place
from extractor.sources.base import Access
from extractor.tables.again import read_again, with_heard
from extractor.tables.numbers import is_nil, number_of
from extractor.tables.records import Column, ColumnKind, RowKind, Table, TableCell, TableRow, TablesReading

SIZE = (800, 400)
CELL = Box(0.25, 0.25, 0.5, 0.5)


@dataclass
class Says:
    """A reader that always says the same, and keeps what it was shown."""

    text: str
    shown: list[Picture] = field(default_factory=list[Picture])
    name: str = "says"
    version: str = "0"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        self.shown += pictures
        return [Reading(self.text, 0.9)] * len(pictures)


def scan(path: Path, written: str, at: int = 230, rule: int = 200) -> Path:
    """A cell with heavy rules around it, the left one at `rule`, and print in it that begins `at`."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    x0, y0, x1, y1 = rule, 100, 400, 200
    pen.rectangle((x0, y0, x1, y1), outline="black", width=5)
    pen.text((at, 130), written, "black", ImageFont.truetype(str(path_of("hei")), 30))
    picture.save(path)
    return path


def reading_of(written: str, confidence: float = 0.8) -> TablesReading:
    place = Place(1, CELL)
    cell = TableCell(place, 0, 1, 1, 1, written, confidence, False, number_of(written), is_nil(written))
    row = TableRow(0, RowKind.ITEM, "印刷费", (cell,))
    table = Table((place,), "", None, (Column(1, ColumnKind.NUMBER, (), None, False, True),), (row,))
    return TablesReading("a.png", "", 1, (table,), ())


def heard(path: Path, first: str, *readers: Says) -> TableCell:
    reading = reading_of(first)
    reading = with_heard(reading, read_again(path, reading, [Place(1, CELL)], readers, Access()))
    return reading.tables[0].rows[0].cells[0]


@pytest.mark.parametrize(
    ("first", "again", "written", "seconded", "confidence"),
    [
        ("79.05", ("79.05", "79.05"), "79.05", True, 0.8),
        ("79.05", ("79.05", "73.05"), "79.05", False, 0.8),
        ("79.05", ("79.05", "落99"), "79.05", False, 0.8),
        ("79.05", ("73.05", "73.05"), "73.05", False, 0.9),
        ("1", ("-", "—"), "-", False, 0.8),
        ("1", ("-", ""), "1", False, 0.8),
    ],
    ids=["all the same", "another digit", "no number", "both against the first", "a dash", "a dash for one"],
)
def test_a_reading_stands_surer_only_where_every_reader_says_the_same(
    tmp_path: Path, first: str, again: tuple[str, str], written: str, seconded: bool, confidence: float
) -> None:
    cell = heard(scan(tmp_path / "a.png", "79.05"), first, *(Says(text) for text in again))
    assert (cell.written, cell.seconded, cell.confidence) == (written, seconded, confidence)


def test_readers_see_the_print_and_not_the_rules(tmp_path: Path) -> None:
    reader = Says("79.05")
    heard(scan(tmp_path / "a.png", "79.05"), "79.05", reader)
    (shown,) = reader.shown
    assert shown[:10].min() > 200 and shown[:, :10].min() > 200
    assert shown.min() < 60


@pytest.mark.parametrize(("written", "blank"), [("", True), ("8", False)])
def test_a_cell_is_blank_only_where_there_is_no_ink_within_its_rules(tmp_path: Path, written: str, blank: bool) -> None:
    assert heard(scan(tmp_path / "a.png", written), "", Says("")).seconded is blank


@pytest.mark.parametrize("at", [194, 198, 340, 385], ids=["over the left", "just over it", "over the right", "at it"])
def test_print_that_a_border_goes_through_is_never_made_surer(tmp_path: Path, at: int) -> None:
    assert not heard(scan(tmp_path / "a.png", "79.05", at), "79.05", Says("79.05"), Says("79.05")).seconded


def test_print_beyond_the_rule_is_its_neighbours(tmp_path: Path) -> None:
    alone, beside = Says("79.05"), Says("79.05")
    heard(scan(tmp_path / "a.png", "79.05", 240, rule=220), "79.05", alone)
    with Image.open(tmp_path / "a.png") as picture:
        ImageDraw.Draw(picture).text((201, 130), "4", "black", ImageFont.truetype(str(path_of("hei")), 30))
        picture.save(tmp_path / "b.png")
    heard(tmp_path / "b.png", "79.05", beside)
    assert (alone.shown[0] == beside.shown[0]).all()


def test_what_was_taken_for_blank_is_what_all_readers_see_in_it(tmp_path: Path) -> None:
    cell = heard(scan(tmp_path / "a.png", "0.30"), "", Says("0.30"), Says("0.30"))
    assert (cell.written, cell.nil, cell.seconded) == ("0.30", False, False)


def test_a_dash_is_told_by_its_shape_whatever_the_readers_say(tmp_path: Path) -> None:
    cell = heard(scan(tmp_path / "a.png", "-"), "1", Says("1"), Says("1"))
    assert cell.nil and cell.number is None


def test_without_another_reader_nothing_is_made_surer(tmp_path: Path) -> None:
    assert not heard(scan(tmp_path / "a.png", "79.05"), "79.05").seconded


def test_a_file_that_is_gone_leaves_the_reading_as_it_was(tmp_path: Path) -> None:
    assert heard(tmp_path / "gone.png", "79.05", Says("79.05")) == reading_of("79.05").tables[0].rows[0].cells[0]
