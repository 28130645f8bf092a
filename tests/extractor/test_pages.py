"""Raw pages become upright ones: text layer or OCR, print under seals, blank and poor pages told."""

from __future__ import annotations

from pathlib import Path

import cv2
import drawn
import numpy as np
import pytest
import seals_drawn
from PIL import Image, ImageDraw

from extractor.ocr.rapid import Engine
from extractor.page.overlaid.ink import ink_picture
from extractor.page.quality import poor_scan
from extractor.page.read_page import read_sheet
from extractor.page.split_lines import split_at_borders
from extractor.picture import Picture, resized
from extractor.records import Box, Cell, Color, Grid, Line, Place, Seal, Shape, Trouble
from extractor.sources.base import RawPage
from extractor.sources.open import open_source


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text.replace(" ", "") for line in lines]


def stamped(picture: Picture) -> tuple[Picture, Seal]:
    """A red disc with a hole, multiplied over the middle of the first line, as ink on paper is."""
    stamp = Image.new("RGB", (picture.shape[1], picture.shape[0]), "white")
    ImageDraw.Draw(stamp).ellipse((500, 120, 800, 420), outline=(205, 70, 80), width=60)
    mixed = picture.astype(np.float32) * np.asarray(stamp, np.float32) / 255
    box = Box(500 / 1240, 120 / 1754, 800 / 1240, 420 / 1754)
    return mixed.astype(np.uint8), Seal(Place(1, box), Shape.ROUND, Color.RED, "", "", 0.9)


def test_a_scan_is_read_in_upright_coordinates(engine: Engine) -> None:
    (page,) = read_sheet(RawPage(1, drawn.tilted(drawn.pixels(drawn.letter()), 3.0), 150), engine)
    assert len(page.lines) == 12
    assert not page.from_text_layer
    assert not page.blank
    assert page.problems == ()
    assert all(line.box.height < 0.035 for line in page.lines)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_read_all_the_same(engine: Engine, quarters: int) -> None:
    view = np.ascontiguousarray(np.rot90(drawn.pixels(drawn.letter()), quarters))
    (page,) = read_sheet(RawPage(1, view, 150), engine)
    assert page.size == (1240, 1754)
    assert [text[-10:] for text in texts(page.lines)] == [f"2022-05-{i + 10}" for i in range(12)]


def test_an_empty_page_is_blank(engine: Engine) -> None:
    grain = np.random.default_rng(3).normal(240, 4, (1754, 1240, 1)).repeat(3, axis=2).clip(0, 255)
    (page,) = read_sheet(RawPage(1, grain.astype(np.uint8), 150), engine)
    assert page.blank


def test_a_text_layer_is_used_and_lies_upright(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn.pdf([drawn.text(72, 700, "Premium 35,300.00", 20)], page_keys="/Rotate 90"))
    with open_source(tmp_path / "a.pdf") as source:
        (page,) = read_sheet(source.read(1), engine)
    assert page.from_text_layer
    (line,) = page.lines
    assert line.text == "Premium 35,300.00"
    assert line.box.x0 == pytest.approx(72 / 595, abs=0.01)
    assert line.box.y0 < 1 - 700 / 842 < line.box.y1


def test_another_programs_hidden_ocr_is_not_believed(tmp_path: Path, engine: Engine) -> None:
    content = "q 595 0 0 842 0 0 cm /Im Do Q\n" + drawn.text(72, 700, "what another program read", mode=3)
    data = drawn.pdf([content], images={"Im": drawn.pixels(drawn.letter())})
    (tmp_path / "a.pdf").write_bytes(data)
    with open_source(tmp_path / "a.pdf") as source:
        (page,) = read_sheet(source.read(1), engine)
    assert not page.from_text_layer
    assert len(page.lines) == 12


def test_a_pasted_picture_is_read_beside_the_text_layer(tmp_path: Path, engine: Engine) -> None:
    pasted = drawn.page(800, 200)
    drawn.write(pasted, (20, 20), "Policy SCH052760189", 60)
    drawn.write(pasted, (20, 110), "Premium 3.53", 60)
    content = drawn.text(72, 760, "Annex", 14) + "q 400 0 0 100 90 300 cm /Im Do Q\n"
    (tmp_path / "a.pdf").write_bytes(drawn.pdf([content], images={"Im": drawn.pixels(pasted)}))
    with open_source(tmp_path / "a.pdf") as source:
        (page,) = read_sheet(source.read(1), engine)
    assert texts(page.lines) == ["Annex", "PolicySCH052760189", "Premium3.53"]


def test_print_under_a_red_seal_is_kept_and_the_seal_goes() -> None:
    plain = drawn.pixels(drawn.letter())
    picture, seal = stamped(plain)
    ink = ink_picture(picture, [seal], np.zeros(picture.shape[:2], bool))
    assert np.abs(ink.astype(int) - plain).mean(axis=2)[120:420, 500:800].max() < 60
    assert ink[200:230, 510:790, 0].min() < 60
    assert (ink[400:415, 620:680, 0] > 225).all()


def test_red_print_without_a_seal_stays() -> None:
    image = drawn.page()
    drawn.write(image, (200, 200), "RED HEADING", 60, "#e03030")
    picture = drawn.pixels(image)
    printed = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) < 200
    assert ink_picture(picture, [], printed)[:, :, 0].min() < 120


def test_a_line_across_a_border_is_parted_there() -> None:
    chars = tuple(Box(0.10 + 0.02 * i, 0.10, 0.12 + 0.02 * i, 0.12) for i in range(10))
    line = Line(Box(0.10, 0.10, 0.30, 0.12), "1青岛公司 9137", 0.9, chars, (0.9,) * 10)
    left, right = Cell(Box(0.08, 0.08, 0.119, 0.14), 0, 0), Cell(Box(0.119, 0.08, 0.4, 0.14), 0, 1)
    parts = split_at_borders(line, [Grid(Box(0.08, 0.08, 0.4, 0.14), (left, right))])
    assert [part.text for part in parts] == ["1", "青岛公司 9137"]
    assert all(len(part.chars) == len(part.text) == len(part.confidences) for part in parts)


def test_a_line_that_only_touches_a_border_stays_whole() -> None:
    chars = tuple(Box(0.10 + 0.02 * i, 0.10, 0.12 + 0.02 * i, 0.12) for i in range(4))
    line = Line(Box(0.10, 0.10, 0.18, 0.12), "3.53", 0.9, chars, (0.9,) * 4)
    left, right = Cell(Box(0.05, 0.08, 0.168, 0.14), 0, 0), Cell(Box(0.168, 0.08, 0.4, 0.14), 0, 1)
    assert split_at_borders(line, [Grid(Box(0.05, 0.08, 0.4, 0.14), (left, right))]) == (line,)


def test_coarse_dark_and_blurred_scans_are_called_poor() -> None:
    raw = RawPage(1, drawn.pixels(drawn.page()), 200.0)
    clear = [Line(Box(0.1, 0.1, 0.5, 0.12), "x" * 30, 0.99, (), (0.99,) * 30)]
    assert poor_scan(clear, raw.picture, raw) == ()
    doubtful = [Line(Box(0.1, 0.1, 0.5, 0.12), "x" * 30, 0.7, (), (0.7,) * 30)]
    coarse = RawPage(1, raw.picture, 200.0, scan_dpi=50.0)
    dark = raw.picture // 4
    for problems in (
        poor_scan(doubtful, raw.picture, raw),
        poor_scan(clear, raw.picture, coarse),
        poor_scan(clear, dark, raw),
    ):
        assert [problem.trouble for problem in problems] == [Trouble.POOR_SCAN]


def test_a_picture_without_light_is_too_dark_and_not_blank(engine: Engine) -> None:
    noise = np.random.default_rng(3).integers(8, 26, (1754, 1240, 3), dtype=np.uint8)
    (page,) = read_sheet(RawPage(1, cv2.GaussianBlur(noise, (9, 9), 0), 150.0), engine)
    assert not page.blank
    (problem,) = page.problems
    assert problem.trouble is Trouble.POOR_SCAN
    assert "过暗" in problem.reason.zh


def test_a_long_screenshot_is_to_be_sent_page_by_page() -> None:
    raw = RawPage(1, drawn.pixels(drawn.page(600, 4000)), None)
    lines = [Line(Box(0.1, 0.1, 0.5, 0.12), "x" * 30, 0.99, (), (0.99,) * 30)]
    (problem,) = poor_scan(lines, raw.picture, raw)
    assert "长图" in problem.reason.zh


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_seal_pasted_on_a_text_page_is_sought_where_it_is_drawn(tmp_path: Path, engine: Engine, turn: int) -> None:
    sheet = seals_drawn.Sheet.blank(320, 320)
    sheet.stamp(seals_drawn.Look("海州市商务局"), (160, 160))
    lines = "".join(drawn.text(90, 700 - 40 * i, f"{i} Premium {i}5,300.00", 18) for i in range(8))
    content = lines + "q 160 0 0 160 330 420 cm /Im Do Q\n"
    keys = f"/Rotate {turn} /CropBox [60 40 560 800]"
    (tmp_path / "a.pdf").write_bytes(drawn.pdf([content], images={"Im": sheet.scanned(quality=None)}, page_keys=keys))
    with open_source(tmp_path / "a.pdf") as source:
        raw = source.read(1)
    assert isinstance(raw, RawPage)
    (where,) = raw.drawn or ()
    rows, columns = np.nonzero((raw.picture[:, :, 0] > 180) & (raw.picture[:, :, 1] < 120))
    height, width = raw.picture.shape[:2]
    ink = Box(columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height)
    assert where.shared(ink) == pytest.approx(ink.area, rel=0.01)
    assert where.area < 0.1
    (page,) = read_sheet(raw, engine)
    assert page.from_text_layer
    (seal,) = page.seals
    assert seal.text == "海州市商务局"
    upright = Box(270 / 500, (800 - 580) / 760, 430 / 500, (800 - 420) / 760)  # the page's, whatever its /Rotate
    assert seal.place.box.iou(upright) > 0.6


def test_a_page_with_very_many_drawings_is_searched_as_a_whole(tmp_path: Path) -> None:
    squares = "".join(f"{x} {y} 20 20 re f\n" for x in range(20, 560, 30) for y in range(20, 800, 30))
    (tmp_path / "a.pdf").write_bytes(drawn.pdf([drawn.text(90, 810, "A plan") + squares]))
    with open_source(tmp_path / "a.pdf") as source:
        raw = source.read(1)
    assert isinstance(raw, RawPage)
    assert raw.drawn == (Box(0, 0, 1, 1),)


def test_a_picture_shrunk_in_two_steps_shows_what_the_mean_of_its_pixels_shows() -> None:
    picture = drawn.pixels(drawn.form())
    for size in ((930, 1315), (520, 736), (1240, 1754), (300, 424)):
        mean = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(int)
        ours = resized(picture, size).astype(int)
        assert ours.shape == mean.shape
        dark, seen = mean[:, :, 0] < 150, ours[:, :, 0] < 200  # each rule of 3 px is still there
        assert (cv2.dilate(seen.astype(np.uint8), np.ones((3, 3), np.uint8))[dark] > 0).all()
