"""Seals of many makes are found where they are, and read right or with doubt."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import seals_drawn as drawn
from seals_drawn import Look, Sheet

from extractor.ocr.rapid import Engine
from extractor.picture import Picture
from extractor.records import Color, Seal, Shape
from extractor.seals import find_seals, red_left, worn_seals

pytestmark = pytest.mark.skipif(drawn.font_file() is None, reason="no Chinese font: make setup installs one")

OFFICE = Look("海州市商务局")
COMPANY = Look("海州市永信国际贸易有限公司", serial="3702001234567", letter=0.25, span=240)
INVOICE = Look(
    COMPANY.text, ("91370200MA3CABCD1X", "发票专用章"), shape="oval", width=40, height=30, star=0, span=210, letter=0.25
)
NAME = Look("王大明印", shape="square", width=20, height=20, rim=0.1, star=0)
SURE = 0.9
DOUBTED = 0.6


def found(sheet: Sheet, engine: Engine, picture: Picture | None = None) -> list[Seal]:
    """The seals in the order of the sheet's; every one must be where it was set, and no other."""
    seals = list(find_seals(sheet.scanned() if picture is None else picture, engine.recognise, 3))
    ordered: list[Seal] = []
    for _, box in sheet.seals:
        seal = max(seals, key=lambda seal: seal.place.box.iou(box))
        assert seal.place.box.iou(box) > 0.85
        seals.remove(seal)
        ordered.append(seal)
    assert not seals
    return ordered


def test_what_a_company_seal_says(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.stamp(COMPANY, (400, 500))
    (seal,) = found(sheet, engine)
    assert (seal.text, seal.shape, seal.color, seal.place.page) == (COMPANY.text, Shape.ROUND, Color.RED, 3)
    assert seal.confidence > SURE
    assert (seal.owner, seal.slot) == (None, None)


def test_an_oval_has_its_lines_inside(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.stamp(INVOICE, (400, 500))
    (seal,) = found(sheet, engine)
    assert (seal.text, seal.inner, seal.shape) == (INVOICE.text, "".join(INVOICE.inner), Shape.OVAL)


def test_the_line_under_the_star(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.stamp(replace(OFFICE, inner=("合同专用章",), star=0.22, span=220), (400, 500))
    (seal,) = found(sheet, engine)
    assert (seal.text, seal.inner) == (OFFICE.text, "合同专用章")


def test_a_lower_line_that_reads_the_other_way(engine: Engine) -> None:
    look = replace(INVOICE, text="北原省特种票证监制章", lower="海州市税务局", inner=(), span=170, letter=0.22)
    sheet = Sheet.blank()
    sheet.stamp(look, (400, 500))
    (seal,) = found(sheet, engine)
    assert seal.text + seal.inner == look.text + look.lower


@pytest.mark.parametrize("degrees", [35, 90, 160, 180, 250])
def test_set_at_any_angle(engine: Engine, degrees: int) -> None:
    sheet = Sheet.blank()
    sheet.stamp(replace(COMPANY, turn=degrees), (350, 400))
    sheet.stamp(replace(INVOICE, turn=degrees), (850, 800))
    assert [seal.text for seal in found(sheet, engine)] == [COMPANY.text] * 2


@pytest.mark.parametrize(
    "change",
    [
        {"rim": 0.12},
        {"rim": 0.02},
        {"second_rim": True},
        {"width": 36.0, "height": 36.0},
        {"width": 58.0, "height": 58.0},
        {"strength": 0.25},
        {"wear": 0.1},
        {"font": drawn.FONTS[2]},
        {"blur": 1.0},
        {"colour": (230, 80, 40)},
        {"star": 0.0},
    ],
    ids=str,
)
def test_other_makes(engine: Engine, change: dict[str, object]) -> None:
    sheet = Sheet.blank(900, 900)
    sheet.stamp(replace(COMPANY, **change), (450, 450))
    (seal,) = found(sheet, engine)
    assert seal.text == COMPANY.text


def test_letters_nearly_all_the_way_around(engine: Engine) -> None:
    text = "北原省海州市清河县鼎盛达精密机械电子科技股份有限公司"
    sheet = Sheet.blank(900, 900)
    sheet.stamp(Look(text, letter=0.2, squeeze=0.6, span=330, turn=100), (450, 450))
    (seal,) = found(sheet, engine)
    assert seal.text == text


def test_over_print(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.write((150, 480), "申报单位（盖章）：")
    sheet.write((300, 540), "2023年3月12日")
    sheet.stamp(COMPANY, (400, 500))
    (seal,) = found(sheet, engine)
    assert seal.text == COMPANY.text or seal.confidence < DOUBTED


def test_one_over_the_other(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.stamp(OFFICE, (400, 500))
    sheet.stamp(replace(OFFICE, text="清河市临江区财政局", turn=20), (600, 560))
    for seal, (look, _) in zip(found(sheet, engine), sheet.seals, strict=True):
        assert seal.text == look.text or seal.confidence < DOUBTED


def test_cut_by_the_edge_is_found_and_doubted(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.stamp(OFFICE, (1180, 500))
    sheet.stamp(COMPANY, (400, 1200))
    assert all(seal.confidence < DOUBTED for seal in found(sheet, engine))


def test_a_letter_that_is_gone_is_doubted(engine: Engine) -> None:
    for text in ("海州市 信国际贸易有限公司", "海 市永信国际贸易有限公司", " 州市永信国际贸易有限公司"):
        sheet = Sheet.blank(900, 900)
        sheet.stamp(replace(COMPANY, text=text), (450, 450))
        (seal,) = found(sheet, engine)
        assert seal.confidence < DOUBTED


def test_blue_grey_and_black(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.write((200, 100), "本页为复印件，与原件一致。")
    for index, colour in enumerate((drawn.BLUE, drawn.GREY, (20, 20, 20))):
        sheet.stamp(replace(COMPANY, colour=colour), (250 + 370 * index, 500))
    seals = found(sheet, engine)
    assert [seal.color for seal in seals] == [Color.BLUE, Color.GREY, Color.BLACK]
    assert [seal.text for seal in seals] == [COMPANY.text] * 3


def test_a_name_seal_beside_a_signature(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.write((150, 480), "法定代表人（签字）：")
    sheet.stamp(replace(NAME, turn=6), (560, 500))
    (seal,) = found(sheet, engine)
    assert (seal.text, seal.shape) == (NAME.text, Shape.SQUARE)


def test_red_print_leaves_out_what_is_a_seal(engine: Engine) -> None:
    sheet = Sheet.blank()
    sheet.write((200, 100), "海州市商务局文件", 80, drawn.RED)
    sheet.stamp(COMPANY, (500, 700))
    picture = sheet.scanned()
    mask = red_left(picture, found(sheet, engine, picture)).printed
    assert mask[100:200].any()
    assert not mask[500:900].any()


def test_a_page_of_any_size_and_an_empty_one(engine: Engine) -> None:
    for shape in ((1, 1, 3), (20, 1200, 3), (300, 40, 3)):
        assert find_seals(np.full(shape, 255, np.uint8), engine.recognise, 1) == ()


def test_drawn_at_random_sure_readings_are_right(engine: Engine) -> None:
    """The calibration of `confidence`, on a small sample of that in extractor/seals/reading.py."""
    wrong = [(look.text, seal.text, seal.confidence) for look, seal in _random(engine) if seal.text != look.text]
    assert all(confidence < SURE for _, _, confidence in wrong)
    assert len(wrong) <= 4


def _random(engine: Engine) -> list[tuple[Look, Seal]]:
    import random

    rng = random.Random(11)
    read: list[tuple[Look, Seal]] = []
    for page in range(4):
        sheet = Sheet.blank()
        for index in range(4):
            sheet.stamp(drawn.random_look(rng), (320 + 600 * (index % 2), 320 + 600 * (index // 2)), 4 * page + index)
        seals = found(sheet, engine, sheet.scanned(seed=page))
        read += [(look, seal) for (look, _), seal in zip(sheet.seals, seals, strict=True)]
    return read


def test_a_seal_too_worn_to_be_told_leaves_a_trace(engine: Engine) -> None:
    """Nobody may say of its place that it is empty."""
    sheet = Sheet.blank(1240, 1754)
    sheet.write((200, 100), "海州市商务局文件", 60)
    clean = sheet.scanned()
    assert red_left(clean, find_seals(clean, engine.recognise, 1)).traces == ()
    worn = replace(OFFICE, strength=0.25, wear=0.45, rim=0.02, second_rim=True)
    for seed in range(4):
        sheet = Sheet.blank(1240, 1754)
        sheet.stamp(worn, (700, 900), seed)
        picture, (_, box) = sheet.scanned(seed=seed), sheet.seals[0]
        seals = find_seals(picture, engine.recognise, 1)
        places = [seal.place.box for seal in seals] or red_left(picture, seals).traces
        assert any(place.shared(box) > 0.5 * box.area for place in places), seed


def test_a_seal_of_few_thin_letters_is_found_by_what_they_say(engine: Engine) -> None:
    sheet = Sheet.blank(1240, 1754)
    thin = replace(OFFICE, letter=0.2, squeeze=0.6, span=180, star=0.15, strength=0.6, wear=0.1, rim=0.02)
    sheet.stamp(thin, (700, 900), 2)
    picture, (_, box) = sheet.scanned(), sheet.seals[0]
    assert find_seals(picture, engine.recognise, 1) == ()
    (seal,) = worn_seals(picture, red_left(picture, ()).traces, engine.recognise, 1)
    assert seal.place.box.iou(box) > 0.85
    assert seal.text.startswith("海州市")
    assert seal.confidence < SURE or seal.text == OFFICE.text


def test_red_things_that_say_nothing_are_no_worn_seals(engine: Engine) -> None:
    sheet = Sheet.blank(1240, 1754)
    picture = sheet.scanned()
    cv2.circle(picture, (400, 500), 90, (220, 60, 70), 5)
    cv2.circle(picture, (800, 500), 70, (220, 60, 70), -1)
    seals = find_seals(picture, engine.recognise, 1)
    traces = red_left(picture, seals).traces
    assert len(traces) == 2
    assert worn_seals(picture, traces, engine.recognise, 1) == ()
