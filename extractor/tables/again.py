"""A second reading of single cells: their print alone on white, without the rules around it, by all readers at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from extractor.geometry import turned_box
from extractor.ocr import OcrEngine
from extractor.page.ruled_lines import Mask
from extractor.picture import Picture, grey_picture, turned_picture
from extractor.records import Place
from extractor.sources.base import Access, RawPage, Unreadable
from extractor.sources.open import open_source
from extractor.tables.numbers import is_nil, number_of
from extractor.tables.records import Table, TableCell, TablesReading

PRINT_HEIGHT, WHITE = 36, 14  # px of the digits and around them: what both engines read best at
AROUND = 0.35  # of its height: so much paper is taken in around print that stands in no ruled cell
DARK = 200  # of 255: what is lighter is paper, also where nothing stands in the cell
SPECK = 3  # px: smaller is dirt of the scan
ACROSS, DOWN = 0.5, 0.8  # of the cell: a stroke from its border so long is the border
LEVEL = 1.5  # times as wide as high: no digit is
RIGHT_ACROSS = 0.95  # of the cell: a stroke from side to side is a rule wherever it stands
RIGHT_DOWN = 0.97  # of the cell: a stroke from its upper rule to its lower is one of its sides; no digit reaches both
AT_SIDE = 0.25  # of the cell's width: so far in its side may stand where the grid was found a little beside it
LEAN = 3  # px: so much a rule leans within the height of a cell
DIGITS_AGAIN = 0.9  # confidence of what both readers of the print alone agree on, against the first reading


@dataclass(frozen=True, slots=True)
class Heard:
    """What the print of a cell says when it is read alone: `text` is "" where there is no ink at all."""

    place: Place
    text: str


def read_again(
    path: Path, reading: TablesReading, places: Sequence[Place], readers: Sequence[OcrEngine], access: Access
) -> tuple[Heard, ...]:
    """The cells at `places` that all `readers` read alike, and those in which there is nothing to read. Of cells whose
    border goes through print, and of a file that can no longer be opened, there are none."""
    try:
        with open_source(path, access) as source:
            pages = {number: source.read(number) for number in {place.page for place in places}}
    except Unreadable:
        return ()
    turns = dict(reading.turns)
    loose = {cell.place for table in reading.tables if not table.ruled for cell in _cells(table)}
    shown = [(place, page.picture) for place in places if isinstance(page := pages[place.page], RawPage)]
    prints = [(place, _print_in(_within(_crop(picture, place, turns, place in loose)))) for place, picture in shown]
    known = tuple(Heard(place, alone) for place, alone in prints if isinstance(alone, str))
    written = [(place, alone) for place, alone in prints if alone is not None and not isinstance(alone, str)]
    said = [reader.recognise([alone for _, alone in written]) for reader in readers]
    agreed = (_agreed([each[index].text for each in said]) for index in range(len(written)))
    return (*known, *(Heard(place, text) for (place, _), text in zip(written, agreed, strict=True) if text))


def with_heard(reading: TablesReading, heard: Sequence[Heard]) -> TablesReading:
    """Cells that were read the same again are `seconded`; of the others the second reading counts, and is doubted."""
    texts = {one.place: one.text for one in heard}
    tables = tuple(_table(table, texts) for table in reading.tables)
    return replace(reading, tables=tables)


def _table(table: Table, texts: Mapping[Place, str]) -> Table:
    rows = tuple(
        replace(row, cells=tuple(_cell(cell, texts[cell.place]) if cell.place in texts else cell for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _cell(cell: TableCell, text: str) -> TableCell:
    number = number_of(text)
    if is_nil(text):
        return replace(cell, seconded=True) if cell.nil else replace(cell, written=text, number=None, nil=True)
    if number is not None and cell.nil:
        return replace(cell, written=text, number=number, nil=False, confidence=DIGITS_AGAIN)
    if number is None or cell.number is None:
        return cell
    if number.value == cell.number.value and number.step == cell.number.step:
        return replace(cell, seconded=True)
    unit = cell.number.unit
    return replace(cell, written=text, number=replace(number, unit=number.unit or unit), confidence=DIGITS_AGAIN)


def _cells(table: Table) -> Iterator[TableCell]:
    return (cell for row in table.rows for cell in row.cells)


def _agreed(texts: Sequence[str]) -> str | None:
    """The number that all of them are, as the first has it, or a dash; None where one is neither, or another."""
    if texts and all(text and is_nil(text) for text in texts):
        return texts[0]
    numbers = {(number.value, number.step) if (number := number_of(text)) else None for text in texts}
    return texts[0].strip() if len(numbers) == 1 and None not in numbers else None


def _crop(picture: Picture, place: Place, turns: Mapping[int, int], unruled: bool) -> Mask:
    """In the red channel, in which a red seal over print is white."""
    turn = turns.get(place.page, 0)
    upright, box = turned_picture(picture, turn), turned_box(place.box, turn)
    height, width = upright.shape[:2]
    margin = AROUND * box.height * height if unruled else 0.0
    left, right = int(max(0.0, box.x0 * width - margin)), int(min(width, box.x1 * width + margin))
    top, bottom = int(max(0.0, box.y0 * height - margin)), int(min(height, box.y1 * height + margin))
    return upright[top : max(bottom, top + 1), left : max(right, left + 1), 0]


def _within(crop: Mask) -> Mask:
    """What lies between the cell's own upright rules: beside them stands print of its neighbours."""
    upright = cv2.dilate(_ink(crop), np.ones((1, LEAN), np.uint8)).mean(axis=0) >= RIGHT_DOWN
    width = crop.shape[1]
    side = int(AT_SIDE * width)
    left = max((int(at) + 1 for at in np.flatnonzero(upright[:side])), default=0)
    right = min((width - side + int(at) for at in np.flatnonzero(upright[width - side :])), default=width)
    return crop[:, left:right]


def _ink(crop: Mask) -> Mask:
    level, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(crop < min(level, DARK), np.uint8)


def _print_in(crop: Mask) -> Picture | str | None:
    """The ink of a cell but for its borders, at the size that is read best; "" where there is none, and "-" for a lone
    stroke, which engines take for a 1. None where print goes on beyond the cell: whose it is, and whether it is whole,
    cannot be told."""
    ink = _ink(crop)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = [tuple(int(value) for value in stats[index, :4]) for index in range(count)]
    kept = [index for index in range(1, count) if _is_print(boxes[index], int(stats[index, 4]), ink.shape)]
    left_over = [index for index in range(1, count) if index not in kept]
    if any(_touches(boxes[i], ink.shape) for i in kept) or any(_is_stroke(boxes[i], ink.shape) for i in left_over):
        return None
    if not kept:
        return ""
    if len(kept) == 1 and boxes[kept[0]][2] >= LEVEL * boxes[kept[0]][3]:
        return "-"
    paper = int(np.percentile(crop, 90))
    near = cv2.dilate(np.isin(labels, kept).astype(np.uint8), np.ones((3, 3), np.uint8))
    alone = np.where(near > 0, crop, paper).astype(np.uint8)
    top, bottom = min(boxes[i][1] for i in kept), max(boxes[i][1] + boxes[i][3] for i in kept)
    left, right = min(boxes[i][0] for i in kept), max(boxes[i][0] + boxes[i][2] for i in kept)
    scale = PRINT_HEIGHT / max(SPECK, *(boxes[i][3] for i in kept))
    large = cv2.resize(alone[top:bottom, left:right], None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(large, WHITE, WHITE, WHITE, WHITE, cv2.BORDER_CONSTANT, value=(paper,))
    return grey_picture(cast(Mask, framed))


def _is_print(box: tuple[int, ...], area: int, cell: tuple[int, ...]) -> bool:
    left, top, wide, high = box
    height, width = cell
    beside = left == 0 or left + wide == width
    above = top == 0 or top + high == height
    border = (above and wide > ACROSS * width) or (beside and high > DOWN * height) or wide > RIGHT_ACROSS * width
    sliver = (beside and wide <= SPECK) or (above and high <= SPECK)
    return not border and not sliver and area > SPECK


def _touches(box: tuple[int, ...], cell: tuple[int, ...]) -> bool:
    left, top, wide, high = box
    return left == 0 or top == 0 or left + wide == cell[1] or top + high == cell[0]


def _is_stroke(box: tuple[int, ...], cell: tuple[int, ...]) -> bool:
    """At a side, what is left of a rule reaches the rule above or below; the edge of a digit reaches neither."""
    left, top, wide, high = box
    beside = left == 0 or left + wide == cell[1]
    return beside and wide <= SPECK and high > 2 * SPECK and top > 0 and top + high < cell[0]
