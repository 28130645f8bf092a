"""Dates filled in by hand: read by two readers, doubted where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import PAPER, page, pixels, rule
from PIL import Image, ImageDraw, ImageFont

from extractor.handwriting.dates import read_again
from extractor.handwriting.digits import read_digits
from extractor.handwriting.filled_in import with_writing
from extractor.handwriting.pieces import dates_in_one_piece
from extractor.language.dates import find_dates
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Box, Line

# The pen's way through each digit, in a square of 100.
STROKES = {
    "0": [(50, 5), (15, 35), (18, 75), (50, 95), (82, 70), (80, 28), (50, 5)],
    "1": [(52, 5), (50, 50), (48, 95)],
    "2": [(18, 25), (45, 5), (78, 25), (62, 55), (15, 92), (50, 90), (85, 92)],
    "3": [(20, 14), (55, 5), (78, 24), (46, 47), (80, 66), (60, 93), (16, 86)],
    "6": [(70, 5), (32, 40), (18, 75), (48, 95), (78, 75), (52, 55), (22, 72)],
    "9": [(78, 25), (45, 5), (20, 28), (45, 50), (76, 28), (72, 60), (58, 95)],
}
SIZE = 40  # px of print


def written(digit: str, tall: int, random: np.random.Generator) -> Picture:
    """The digit by a shaking hand, black on white."""
    points = np.array(STROKES[digit], float) + random.normal(0, 2.0, (len(STROKES[digit]), 2))
    x, y = (np.interp(np.linspace(0, len(points) - 1, 60), range(len(points)), points[:, at]) for at in (0, 1))
    smooth = np.stack([np.convolve(np.pad(one, 4, "edge"), np.ones(9) / 9, "valid") for one in (x, y)], axis=1)
    picture = np.full((tall, tall, 3), PAPER, np.uint8)
    way = np.round(smooth * (tall - 8) / 100 + 4).astype(np.int32)
    cv2.polylines(picture, [way], False, (20, 20, 20), max(2, tall // 12), cv2.LINE_AA)
    return picture


def dated(digits: str, text: str, heights: Sequence[int], strike: int | None = None) -> tuple[Line, Picture]:
    """A line in which the digits of `text` are written as `digits`, and a block of print stands for each sign. Digits
    of unlike heights are by hand, and as far apart as a hand puts them."""
    image, by_hand, gaps = page(900, 200), len(set(heights)) > 1, iter(GAPS)
    picture, random = pixels(image), np.random.default_rng(7)
    x, boxes, left = 40, list[Box](), iter(zip(digits, heights, strict=True))
    for character in text:
        if character.isdecimal():
            digit, tall = next(left)
            piece = written(digit, tall, random)
            picture[120 - tall : 120, x : x + tall] = np.minimum(picture[120 - tall : 120, x : x + tall], piece)
            wide = round(tall * 0.9) + (next(gaps) if by_hand else 0)
        else:
            wide = SIZE + 8
            cv2.rectangle(picture, (x + 4, 82), (x + SIZE, 118), (20, 20, 20), 3)
            cv2.line(picture, (x + 4, 100), (x + SIZE, 100), (20, 20, 20), 3)
        boxes.append(Box(x / 900, 80 / 200, (x + wide) / 900, 120 / 200))
        x += wide
    if strike is not None:
        cv2.line(picture, (40, 98), (x, 98 + strike), (20, 20, 20), 3)
    return Line(Box.around(boxes), text, 0.99, tuple(boxes), (0.99,) * len(text)), picture


GAPS = (0, 2, 30, 24, 0, 4, 26)  # px behind each digit
TALL = (34, 40, 46, 38, 44, 36, 42)


def doubted(line: Line, picture: Picture, text: str | None = None) -> str:
    (judged,) = read_again([line], picture)
    assert judged.text == (text or line.text)
    return "".join(one for one, sure in zip(judged.text, judged.confidences, strict=True) if sure < 0.8)


def test_digits_written_by_hand_are_read() -> None:
    random = np.random.default_rng(3)
    for digit in STROKES:
        inks = [255 - written(digit, 40, random)[:, :, 0] for _ in range(8)]
        inks = [np.where(ink > 60, ink, 0).astype(np.uint8) for ink in inks]
        right = sum(one.value == int(digit) for one in read_digits(inks))
        assert right >= 7, (digit, right)


def test_print_is_read_and_two_digits_in_one_are_none() -> None:
    for digit in range(10):
        image = Image.new("L", (60, 60))
        ImageDraw.Draw(image).text((15, 5), str(digit), 255, ImageFont.load_default(40))
        (read,) = read_digits([np.asarray(image, np.uint8)])
        assert read.value == digit
    image = Image.new("L", (120, 60))
    ImageDraw.Draw(image).text((15, 5), "23", 255, ImageFont.load_default(40))
    (read,) = read_digits([np.asarray(image, np.uint8)])
    assert read.value is None


def test_two_readings_that_agree_leave_a_date_sure() -> None:
    assert doubted(*dated("2023322", "2023年3月22日", TALL)) == ""


def test_a_digit_that_the_second_reading_takes_for_another_is_doubted() -> None:
    assert doubted(*dated("2023316", "2023年3月19日", TALL)) == "19"


def test_a_number_that_cannot_stand_there_gives_way_and_is_doubted() -> None:
    assert doubted(*dated("2023316", "2093年3月16日", TALL), "2023年3月16日") == "2023"


@pytest.mark.parametrize(("read", "stays"), [("8023", "2023"), ("2093", "2093")])
def test_a_year_that_one_reading_alone_makes_impossible_is_what_it_can_only_be(read: str, stays: str) -> None:
    line, picture = dated("2023316", f"{read}年3月16日", TALL)
    picture[84:120, 44:70] = 20  # a blot on the first digit
    assert doubted(line, picture, f"{stays}年3月16日").startswith(stays)


def test_a_digit_that_ocr_took_for_a_stroke_or_lost_is_read_and_doubted() -> None:
    line, picture = dated("2023316", "2023年3月16日", TALL)
    stroke = replace(line, text="2023年3月/6日")
    assert doubted(stroke, picture, "2023年3月16日") == "16"
    lost = Line(line.box, "203年3月16日", 0.99, (*line.chars[:2], *line.chars[3:]), (0.99,) * 9)
    assert doubted(lost, picture, "2023年3月16日") == "2023"


def test_digits_in_a_blank_date_that_ocr_did_not_see_are_read_and_doubted() -> None:
    line, picture = dated("2023316", "2023年3月16日", TALL)
    blank = Line(line.box, "2023年月日", 0.99, (*line.chars[:5], line.chars[6], line.chars[9]), (0.99,) * 7)
    (read,) = read_again([blank], picture, [line.box])
    assert read.text == line.text
    assert len(read.chars) == len(read.text)
    assert read.confidences[5] < 0.8
    assert max(read.confidences[7:9]) < 0.8
    (unseen,) = read_again([blank], picture)
    assert unseen.text == blank.text


def parts(*texts: str) -> list[Line]:
    """In a row, each character 0.02 wide, 0.03 between the pieces."""
    found, x = list[Line](), 0.1
    for text in texts:
        boxes = tuple(Box(x + 0.02 * at, 0.5, x + 0.02 * at + 0.02, 0.52) for at in range(len(text)))
        found.append(Line(Box.around(boxes), text, 0.99, boxes, (0.99,) * len(text)))
        x = boxes[-1].x1 + 0.03
    return found


@pytest.mark.parametrize("texts", [("年", "月", "日"), ("2023年3月2", "1日"), ("2023年3", "月14日")])
def test_a_date_in_pieces_is_put_together(texts: tuple[str, ...]) -> None:
    above = replace(parts("盖章")[0], box=Box(0.1, 0.4, 0.2, 0.42))
    (whole, other) = dates_in_one_piece([*parts(*texts), above], (1000, 1000), lambda _: True)
    assert whole.text == "".join(texts)
    assert len(whole.chars) == len(whole.confidences) == len(whole.text)
    assert other == above


@pytest.mark.parametrize("texts", [("年", "月", "合计"), ("2023年", "3月"), ("年", "月 日 年", "月 日")])
def test_what_is_no_single_date_stays_in_pieces(texts: tuple[str, ...]) -> None:
    pieces = parts(*texts)
    assert dates_in_one_piece(pieces, (1000, 1000), lambda _: True) == tuple(pieces)


def test_a_rule_between_them_keeps_pieces_apart() -> None:
    pieces = parts("2023年", "3月", "5日")
    assert dates_in_one_piece(pieces, (1000, 1000), lambda _: False) == tuple(pieces)


def test_print_is_not_read_twice() -> None:
    assert doubted(*dated("2023316", "2093年3月16日", (40,) * 7)) == ""


@pytest.mark.parametrize("askew", [-6, 0, 6])
def test_a_date_that_is_struck_out_is_doubted(askew: int) -> None:
    assert doubted(*dated("2023322", "2023年3月22日", (40,) * 7, strike=askew)) == "2023322"


def test_an_underlined_date_is_not_struck_out() -> None:
    line, picture = dated("2023322", "2023年3月22日", (40,) * 7)
    image = Image.fromarray(picture)
    rule(image, (40, 124), (600, 124))
    assert doubted(line, pixels(image)) == ""


class Says:
    name = "fake"
    version = "1"

    def __init__(self, text: str) -> None:
        marks = tuple((at + 0.5) / len(text) for at in range(len(text)))
        self.reading, self.shown = Reading(text, 0.9, marks, (0.9,) * len(text)), 0

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        raise NotImplementedError

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        self.shown += len(pictures)
        return [self.reading] * len(pictures)


BLANK = Line(Box(0.5, 0.5, 0.8, 0.52), "年 月 日", 1.0)
INK = pixels(page())


def test_ink_in_a_typed_blank_date_is_read() -> None:
    (line,) = with_writing([BLANK], [Box(0.55, 0.5, 0.57, 0.52)], INK, Says("2023年3月20日"))
    (found,) = find_dates(line.text)
    assert str(found.value) == "2023-03-20"
    assert line.box.x0 < BLANK.box.x0


def test_a_typed_blank_date_without_ink_is_not_looked_at() -> None:
    engine = Says("2023年3月20日")
    assert with_writing([BLANK], [Box(0.1, 0.1, 0.2, 0.12)], INK, engine) == (BLANK,)
    assert engine.shown == 0


def test_ink_of_which_ocr_makes_nothing_leaves_the_line() -> None:
    assert with_writing([BLANK], [Box(0.55, 0.5, 0.57, 0.52)], INK, Says("年月日")) == (BLANK,)
