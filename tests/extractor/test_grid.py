"""Tables and forms are found by their rules, faint, dashed, open or skewed; print and seals make none."""

from __future__ import annotations

import cv2
import drawn
import numpy as np
import pytest
from PIL import Image

from extractor.page import grid
from extractor.page.ruled_lines import ink_of, rule_masks, without_red_frames, working
from extractor.picture import Picture
from extractor.records import Cell, Grid

# row, column, row_span, column_span of `drawn.form`
FORM = [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
FORM += [(3, 0, 1, 1), (3, 1, 1, 2)]


def find_grids(picture: Picture) -> tuple[Grid, ...]:
    return grid.find_grids(*rule_masks(ink_of(working(np.ascontiguousarray(picture[:, :, 0]))[0])))


def shape(cell: Cell) -> tuple[int, int, int, int]:
    return cell.row, cell.column, cell.row_span, cell.column_span


def cells(picture: Picture) -> list[tuple[int, int, int, int]]:
    (found,) = find_grids(picture)
    return [shape(cell) for cell in found.cells]


def test_merged_cells_are_one_cell_with_spans() -> None:
    assert cells(drawn.pixels(drawn.form())) == FORM


def test_cells_lie_where_their_rules_are() -> None:
    (found,) = find_grids(drawn.pixels(drawn.form()))
    box = found.cells[-1].box
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(
        (400 / 1240, 600 / 1754, 1000 / 1240, 900 / 1754), abs=0.002
    )


@pytest.mark.parametrize("degrees", [-1.0, -0.4, 0.4, 1.0])
def test_a_rest_of_skew_does_no_harm(degrees: float) -> None:
    assert cells(drawn.tilted(drawn.pixels(drawn.form()), degrees)) == FORM


def test_faint_grainy_and_coarse_scans_show_their_grids() -> None:
    picture = drawn.pixels(drawn.form()).astype(np.float32)
    coarse = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 1.2), (827, 1169), interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(7).normal(0, 4, coarse.shape)
    faint = 244 - (244 - coarse) * 0.45 + grain
    assert cells(faint.clip(0, 255).astype(np.uint8)) == FORM


def test_rules_with_gaps_hold() -> None:
    image = drawn.form()
    for x in (260, 520, 860):
        drawn.rule(image, (x, 300), (x + 12, 300), 9, "#f4f4f4")
        drawn.rule(image, (x, 500), (x + 12, 500), 9, "#f4f4f4")
    assert cells(drawn.pixels(image)) == FORM


def test_text_on_the_rules_makes_no_cells() -> None:
    image = drawn.form()
    for y in (310, 385, 420, 485, 585, 640, 760):
        drawn.write(image, (410, y), "ILLIHTE lIl 1111 HHH |||", 26)
    assert cells(drawn.pixels(image)) == FORM


def test_a_form_that_runs_off_the_page_is_closed_by_its_edge() -> None:
    whole = drawn.pixels(drawn.form())
    assert cells(np.ascontiguousarray(whole[:800])) == FORM


def test_a_table_without_sides_is_a_grid() -> None:
    image = drawn.page()
    for y in (300, 400, 500):
        drawn.rule(image, (200, y), (1000, y))
    for x in (400, 700):
        drawn.rule(image, (x, 300), (x, 500))
    (found,) = find_grids(drawn.pixels(image))
    assert len(found.cells) >= 2


def test_two_tables_are_two_grids() -> None:
    image = Image.new("RGB", (1240, 1754), "white")
    form = drawn.form().crop((0, 250, 1240, 950)).resize((1240, 700))
    image.paste(form, (0, 50))
    image.paste(form, (0, 900))
    assert [len(found.cells) for found in find_grids(drawn.pixels(image))] == [len(FORM)] * 2


def test_print_and_boxes_are_no_grids() -> None:
    image = drawn.letter()
    drawn.rule(image, (150, 180), (900, 180))
    for corner in ((100, 1300), (100, 1360)):
        for dx, dy in ((1, 0), (0, 1)):
            drawn.rule(image, corner, (corner[0] + 40 * dx, corner[1] + 40 * dy))
    assert find_grids(drawn.pixels(image)) == ()


def test_the_frame_around_a_licence_is_no_cell() -> None:
    image = drawn.page(1754, 1240)
    for inset, width in ((40, 9), (62, 3)):
        for start, end in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 0), (0, 1)), ((1, 0), (1, 1))):
            ends = [(inset + x * (1754 - 2 * inset), inset + y * (1240 - 2 * inset)) for x, y in (start, end)]
            drawn.rule(image, ends[0], ends[1], width, "#b08a3c")
    for found in find_grids(drawn.tilted(drawn.pixels(image), 0.3)):
        assert not any(cell.box.holds(0.5, 0.4) for cell in found.cells)


def test_the_sides_of_a_name_seal_part_no_cell() -> None:
    image = drawn.form()
    for start, end in (((250, 820), (370, 820)), ((250, 820), (250, 940)), ((370, 820), (370, 940))):
        drawn.rule(image, start, end, 6, "#cc2030")
    drawn.rule(image, (250, 940), (370, 940), 6, "#cc2030")
    picture = drawn.pixels(image)
    masks = rule_masks(ink_of(working(np.ascontiguousarray(picture[:, :, 1]))[0]))
    red = picture[:, :, 0].astype(int) - picture[:, :, 1] > 60
    (with_sides,) = grid.find_grids(*masks)
    assert [shape(cell) for cell in with_sides.cells] != FORM
    (without,) = grid.find_grids(*without_red_frames(masks, red))
    assert [shape(cell) for cell in without.cells] == FORM


def test_a_form_ruled_in_red_keeps_its_rules() -> None:
    picture = drawn.pixels(drawn.form())
    picture[picture[:, :, 0] < 128] = (200, 30, 40)
    masks = rule_masks(ink_of(working(np.ascontiguousarray(picture[:, :, 1]))[0]))
    red = picture[:, :, 1] < 100
    (found,) = grid.find_grids(*without_red_frames(masks, red))
    assert [shape(cell) for cell in found.cells] == FORM


def test_the_strokes_of_large_print_are_no_table() -> None:
    image = drawn.page()
    for x, top in ((400, 160), (520, 160), (640, 160), (520, 230)):  # as 口, 业 and 期 in a title of 22 pt
        for start, end in (((0, 0), (58, 0)), ((0, 52), (58, 52)), ((6, -6), (6, 60)), ((50, -6), (50, 60))):
            drawn.rule(image, (x + start[0], top + start[1]), (x + end[0], top + end[1]), 6)
    drawn.rule(image, (440, 212), (660, 212), 5)
    assert find_grids(drawn.pixels(image)) == ()


def ruled(*, dash: tuple[int, int] | None, sides: bool) -> Picture:
    """Two columns of print and three rows, solid or dashed, with or without the outer uprights."""
    image = drawn.page()
    xs = (200, 460, 1000) if sides else (460,)
    lines = [((200, y), (1000, y)) for y in (300, 400, 500, 600)] + [((x, 300), (x, 600)) for x in xs]
    for start, end in lines:
        length = max(end[0] - start[0], end[1] - start[1])
        along = (int(end[0] > start[0]), int(end[1] > start[1]))
        for at in range(0, length, sum(dash) if dash else length):
            stop = min(length, at + (dash[0] if dash else length))
            first, last = ((start[0] + along[0] * n, start[1] + along[1] * n) for n in (at, stop))
            drawn.rule(image, first, last, 3)
    for row, text in enumerate(("Premium paid", "Growth", "Insurer")):
        drawn.write(image, (212, 330 + 100 * row), text)
        drawn.write(image, (472, 330 + 100 * row), "1234.56 in 2022")
    return drawn.pixels(image)


@pytest.mark.parametrize("sides", [True, False])
@pytest.mark.parametrize("dash", [None, (14, 8), (4, 5)])
def test_dashed_dotted_and_open_tables_are_grids(dash: tuple[int, int] | None, sides: bool) -> None:
    assert cells(ruled(dash=dash, sides=sides)) == [(row, column, 1, 1) for row in range(3) for column in range(2)]
