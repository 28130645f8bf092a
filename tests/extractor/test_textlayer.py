"""When a text layer is believed, and what ink on the page it does not account for."""

from __future__ import annotations

import numpy as np

from extractor.page.ruled_lines import Mask
from extractor.page.textlayer import covers, trustworthy, with_pictures
from extractor.records import Box, Color, Line, Place, Seal, Shape

LINE = Line(Box(0.1, 0.1, 0.5, 0.12), "实际缴纳保费361.33万元", 1.0)
SEAL = Seal(Place(1, Box(0.6, 0.2, 0.8, 0.35)), Shape.ROUND, Color.RED, "", "", 0.9)


def ink(*boxes: Box) -> Mask:
    mask = np.zeros((1000, 800), np.uint8)
    for box in boxes:
        mask[round(box.y0 * 1000) : round(box.y1 * 1000) + 2, round(box.x0 * 800) : round(box.x1 * 800) + 2] = 255
    return mask


def test_plain_text_is_trusted() -> None:
    assert trustworthy([LINE], hidden=False)


def test_no_text_hidden_text_and_a_page_number_are_not() -> None:
    assert not trustworthy(None, hidden=False)
    assert not trustworthy([LINE], hidden=True)
    assert not trustworthy([Line(LINE.box, "- 3", 1.0)], hidden=False)


def test_garbled_text_is_not() -> None:
    for text in ("实际缴纳\ufffd\ufffd361.33", "\ue001\ue002\ue003\ue004保费", "(cid:12)(cid:13)(cid:14)"):
        assert not trustworthy([Line(LINE.box, text, 1.0)], hidden=False)


def test_one_tick_box_from_a_symbol_font_does_not_spoil_a_page() -> None:
    assert trustworthy([LINE] * 5 + [Line(LINE.box, "\uf0fe 是", 1.0)], hidden=False)


def test_ink_under_text_rules_and_seals_is_accounted_for() -> None:
    sides = Box(0.1, 0.5, 0.9, 0.51), Box(0.1, 0.9, 0.9, 0.91), Box(0.1, 0.5, 0.11, 0.91), Box(0.9, 0.5, 0.91, 0.91)
    rules = ink(*sides[:2]), ink(*sides[2:])
    assert covers(ink(LINE.box, *sides, SEAL.place.box), rules, [LINE], [SEAL])
    assert not covers(ink(LINE.box, *sides, SEAL.place.box), (ink(), ink()), [LINE], [SEAL])


def test_a_pasted_picture_is_not_nor_is_it_hidden_by_a_heavy_frame() -> None:
    picture, frame = Box(0.2, 0.6, 0.4, 0.62), Box(0.02, 0.02, 0.98, 0.3)
    assert not covers(ink(LINE.box, picture), (ink(), ink()), [LINE], [])
    assert not covers(ink(LINE.box, picture, frame), (ink(frame), ink()), [LINE], [])


def test_what_ocr_reads_in_a_picture_joins_the_text_layer() -> None:
    again = Line(LINE.box.grown(0.005, 0.002), "实际缴纳保费361.38万元", 0.9)
    picture = Line(Box(0.2, 0.6, 0.4, 0.65), "截图里的字", 0.9)
    assert with_pictures([LINE], [again, picture]) == (LINE, picture)
