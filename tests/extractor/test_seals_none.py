"""Red things that are no seals: headings, tables, logos, price tags, circles drawn around something."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import seals_drawn as drawn
from seals_drawn import RED, Sheet

from extractor.ocr.rapid import Engine
from extractor.seals import find_seals

needs_font = pytest.mark.skipif(drawn.font_file() is None, reason="no Chinese font: make setup installs one")


def canvas() -> np.ndarray:
    return np.full((1200, 900, 3), 250, np.uint8)


def seals_on(picture: np.ndarray, engine: Engine) -> int:
    return len(find_seals(picture, engine.recognise, 1))


@needs_font
@pytest.mark.parametrize("heading", ["海州市商务局文件", "中国国家图书馆圆回", "国"])
def test_red_headings(engine: Engine, heading: str) -> None:
    sheet = Sheet.blank(1240, 600)
    sheet.write((120, 150), heading, 90, RED)
    cv2.line(sheet.picture, (100, 330), (1140, 330), (0.8, 0.1, 0.1), 4)
    assert seals_on(sheet.scanned(), engine) == 0


@needs_font
def test_a_red_table_with_red_words(engine: Engine) -> None:
    sheet = Sheet.blank(1240, 900)
    for x in (100, 240, 380, 1100):
        cv2.line(sheet.picture, (x, 200), (x, 620), (0.7, 0.2, 0.15), 2)
    for y in (200, 340, 480, 620):
        cv2.line(sheet.picture, (100, y), (1100, y), (0.7, 0.2, 0.15), 2)
    for row, words in enumerate(("购买", "销售", "备注")):
        sheet.write((120, 240 + 140 * row), words, 50, (180, 50, 40))
    assert seals_on(sheet.scanned(), engine) == 0


@needs_font
def test_a_round_price_tag(engine: Engine) -> None:
    sheet = Sheet.blank(900, 900)
    cv2.circle(sheet.picture, (450, 450), 150, (0.8, 0.1, 0.15), -1, cv2.LINE_AA)
    cv2.circle(sheet.picture, (450, 450), 165, (0.8, 0.1, 0.15), 3, cv2.LINE_AA)
    sheet.write((380, 380), "特价", 70, (255, 250, 60))
    sheet.write((390, 470), "包邮", 60, (255, 250, 60))
    assert seals_on(sheet.scanned(), engine) == 0


@needs_font
def test_a_circle_and_a_box_drawn_around_words(engine: Engine) -> None:
    sheet = Sheet.blank(1240, 900)
    sheet.write((360, 380), "点击此处办理", 40)
    cv2.ellipse(sheet.picture, (480, 405), (190, 110), 0, 0, 360, (0.9, 0.1, 0.1), 5, cv2.LINE_AA)
    cv2.rectangle(sheet.picture, (800, 330), (950, 480), (0.9, 0.1, 0.1), 5)
    sheet.write((830, 380), "服务", 40)
    assert seals_on(sheet.scanned(), engine) == 0


def test_an_empty_circle_a_disc_and_a_star(engine: Engine) -> None:
    picture = canvas()
    cv2.circle(picture, (200, 250), 120, (200, 30, 40), 8, cv2.LINE_AA)
    cv2.circle(picture, (600, 250), 120, (200, 30, 40), -1, cv2.LINE_AA)
    turns = np.radians(-90 + 36 * np.arange(10))
    reach = np.where(np.arange(10) % 2 == 0, 120, 46)
    star = np.stack([400 + reach * np.cos(turns), 800 + reach * np.sin(turns)], axis=1)
    cv2.fillPoly(picture, [np.rint(star).astype(np.int32)], (200, 30, 40), cv2.LINE_AA)
    assert seals_on(picture, engine) == 0


def test_a_fingerprint(engine: Engine) -> None:
    """Ridges of about 0.5 mm in an oval of 16 x 22 mm, without a rim."""
    rows, columns = np.mgrid[0:180, 0:130].astype(np.float64)
    across, down = (columns - 65) / 62, (rows - 90) / 87
    ridges = np.sin(np.hypot(columns - 60, (rows - 110) * 0.8) * 1.1 + np.sin(rows / 17)) > 0
    picture = canvas()
    picture[400:580, 300:430][ridges & (np.hypot(across, down) < 1)] = (200, 60, 60)
    assert seals_on(cv2.GaussianBlur(picture, (0, 0), 1), engine) == 0


@needs_font
def test_a_page_of_black_print_with_round_things(engine: Engine) -> None:
    sheet = Sheet.blank(1240, 1600)
    for row in range(20):
        sheet.write((100, 80 + 70 * row), "本企业承诺所提交的材料真实、合法、有效，如有虚假愿承担责任。", 34)
    cv2.circle(sheet.picture, (600, 1520), 70, (0.2, 0.2, 0.2), 4, cv2.LINE_AA)
    sheet.write((560, 1495), "①", 60)
    assert seals_on(sheet.scanned(), engine) == 0


@needs_font
def test_grey_things_on_a_copy(engine: Engine) -> None:
    """A logo, a circle drawn around a word in a line, a ruled table, rings one within another, a watermark."""
    sheet = Sheet.blank(1240, 1600)
    for row in range(16):
        sheet.write((100, 80 + 70 * row), "本企业承诺所提交的材料真实、合法、有效，如有虚假愿承担责任。", 34)
    grey = (0.6, 0.6, 0.6)
    cv2.ellipse(sheet.picture, (480, 305), (130, 80), 0, 0, 360, grey, 5, cv2.LINE_AA)
    cv2.circle(sheet.picture, (250, 1400), 90, grey, -1, cv2.LINE_AA)
    sheet.write((190, 1370), "企业", 60, (255, 255, 255))
    for radius in (30, 50, 70, 90):
        cv2.circle(sheet.picture, (560, 1400), radius, grey, 6, cv2.LINE_AA)
    for x in (800, 950, 1100):
        cv2.line(sheet.picture, (x, 1250), (x, 1550), grey, 3)
    for y in (1250, 1350, 1450, 1550):
        cv2.line(sheet.picture, (800, y), (1100, y), grey, 3)
        sheet.write((830, y - 80), "海州", 44, (150, 150, 150))
    sheet.write((300, 600), "仅供申报使用", 120, (190, 190, 190))
    assert seals_on(sheet.scanned(), engine) == 0
