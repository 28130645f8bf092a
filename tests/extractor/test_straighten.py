"""Pages are set upright and flat, however they were scanned or photographed, and mapped back to the view."""

from __future__ import annotations

import cv2
import drawn
import numpy as np
import pytest
from PIL import Image

from extractor.geometry import turn_to_upright, turned_box
from extractor.ocr.rapid import Engine
from extractor.page.straighten import Straight, map_box, straighten, turn_needed
from extractor.picture import Picture
from extractor.records import Box


def dark_spot(picture: Picture) -> tuple[float, float]:
    """The centre of the one large dark square, in fractions."""
    mask = cv2.erode((picture[:, :, 0] < 100).astype(np.uint8), np.ones((15, 15), np.uint8))
    y, x = np.nonzero(mask)
    return float(x.mean()) / picture.shape[1], float(y.mean()) / picture.shape[0]


def marked_letter() -> Picture:
    picture = drawn.pixels(drawn.letter())
    picture[1500:1540, 900:940] = 20
    return picture


def corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def set_upright(view: Picture, engine: Engine) -> Straight:
    return straighten(view, turn_needed(straighten(view).picture, engine))


def test_a_page_that_lies_well_is_left_pixel_for_pixel(engine: Engine) -> None:
    picture = marked_letter()
    straight = straighten(picture)
    assert straight.picture is picture
    assert turn_needed(picture, engine) == 0
    assert np.allclose(straight.to_view, np.eye(3))


@pytest.mark.parametrize("degrees", [-9.0, -2.5, -0.8, 1.0, 4.0, 9.5])
def test_skew_is_taken_out(engine: Engine, degrees: float) -> None:
    straight = straighten(drawn.tilted(marked_letter(), degrees))
    lines = engine.lines(straight.picture)
    height, width = straight.picture.shape[:2]
    tilts = [
        (line.chars[-1].centre[1] - line.chars[0].centre[1]) * height / (line.box.width * width)
        for line in lines
        if line.box.width > 0.4
    ]
    assert len(tilts) >= 10
    assert abs(float(np.degrees(np.median(tilts)))) < 0.4


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_set_upright(engine: Engine, quarters: int) -> None:
    view = np.ascontiguousarray(np.rot90(marked_letter(), quarters))
    straight = set_upright(view, engine)
    assert np.array_equal(straight.picture, marked_letter())


@pytest.mark.parametrize("degrees", [-6.0, 3.0])
@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_places_are_mapped_back_to_the_view(engine: Engine, degrees: float, quarters: int) -> None:
    view = np.ascontiguousarray(np.rot90(drawn.tilted(marked_letter(), degrees), quarters))
    straight = set_upright(view, engine)
    x, y = dark_spot(straight.picture)
    mapped = map_box(straight.to_view, Box(x, y, x, y))
    assert (mapped.x0, mapped.y0) == pytest.approx(dark_spot(view), abs=0.003)


def test_a_sheet_on_a_desk_is_cut_out_and_flattened() -> None:
    sheet = marked_letter()
    corners = np.array([[180, 120], [1250, 170], [1330, 1720], [90, 1660]], np.float32)
    flat = np.array([[0, 0], [1240, 0], [1240, 1754], [0, 1754]], np.float32)
    view = np.full((1850, 1420, 3), 70, np.uint8)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    cv2.warpPerspective(sheet, matrix, (1420, 1850), view, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    straight = straighten(view)
    assert straight.picture[5:-5:50, 5:-5:50].min(axis=2).mean() > 200  # no desk left
    x, y = dark_spot(straight.picture)
    assert (x, y) == pytest.approx((920 / 1240, 1520 / 1754), abs=0.01)
    mapped = map_box(straight.to_view, Box(x, y, x, y))
    assert (mapped.x0, mapped.y0) == pytest.approx(dark_spot_on_desk(matrix), abs=0.003)


def dark_spot_on_desk(matrix: np.ndarray) -> tuple[float, float]:
    x, y = cv2.perspectiveTransform(np.array([[[920.0, 1520.0]]]), matrix)[0, 0]
    return float(x) / 1420, float(y) / 1850


def test_perspective_shows_in_the_rules_of_a_form() -> None:
    flat = np.array([[0, 0], [1240, 0], [1240, 1754], [0, 1754]], np.float32)
    bent = np.array([[20, 0], [1210, 30], [1240, 1754], [0, 1730]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, bent)
    form = drawn.pixels(drawn.form())
    view = cv2.warpPerspective(form, matrix, (1240, 1754), borderValue=(drawn.PAPER,) * 3).astype(np.uint8)
    straight = straighten(view).picture
    rows = [np.flatnonzero(straight[:, x, 0] < 128) for x in (straight.shape[1] // 4, 3 * straight.shape[1] // 4)]
    assert abs(int(rows[0][0]) - int(rows[1][0])) <= 3
    assert abs(int(rows[0][-1]) - int(rows[1][-1])) <= 3


@pytest.mark.parametrize(("quarters", "turn"), [(1, 90), (2, 180), (3, 270)])
def test_a_page_is_the_same_whichever_way_it_was_scanned(quarters: int, turn: int) -> None:
    picture = drawn.tilted(marked_letter(), 1.7)
    view = np.ascontiguousarray(np.rot90(picture, quarters))
    straight = straighten(view, turn)
    assert np.array_equal(straight.picture, straighten(picture).picture)
    assert turn_to_upright(straight.to_view.ravel().tolist()) == turn
    box = Box(0.2, 0.6, 0.3, 0.7)
    seen = map_box(straighten(picture).to_view, box)
    assert np.allclose(corners(turned_box(map_box(straight.to_view, box), turn)), corners(seen), atol=1e-9)


def test_a_blank_page_is_left_alone() -> None:
    picture = drawn.pixels(drawn.page())
    assert straighten(picture).picture is picture


LONG = "The insured amount of this policy is 35,300.00 and the premium was paid in full on 2022-05-19"


def lettered(lines: int = 8) -> Picture:
    image = drawn.page()
    for number in range(lines):
        drawn.write(image, (120, 200 + 90 * number), f"{number} {LONG}", 24)
    return drawn.pixels(image)


@pytest.mark.parametrize(("quarters", "turn"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_long_lines_a_little_askew_tell_which_way_is_up(engine: Engine, quarters: int, turn: int) -> None:
    """Their boxes are as high as two lines, for their slope."""
    picture = np.ascontiguousarray(np.rot90(drawn.tilted(lettered(), 2.0), quarters))
    assert turn_needed(picture, engine) == turn


@pytest.mark.parametrize(("quarters", "turn"), [(1, 90), (3, 270)])
def test_a_few_upright_words_do_not_keep_a_page_on_its_side(engine: Engine, quarters: int, turn: int) -> None:
    """An invoice's 购买方 runs down its cell: on a page that lies on its side it stands upright."""
    image = Image.fromarray(np.ascontiguousarray(np.rot90(lettered(6), quarters)))
    for place in ((1300, 100), (1300, 600)):
        drawn.write(image, place if quarters == 1 else (60, place[1]), "Purchaser", 34)
    assert turn_needed(drawn.pixels(image), engine) == turn
