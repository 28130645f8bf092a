"""Application forms drawn for one trait each, as a text PDF: what is read is right, or said to be doubted."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from anyhow_read import VECTOR, read_sheets

from checks.certainty import SURE
from checks.pack.load import load_pack
from drawing.anyhow import LaidPaper
from drawing.pack import PACK
from drawing.sheet import DrawnSheet
from extractor.forms import Forms
from extractor.ocr.rapid import Engine
from extractor.records import Document, Field

KIND = "application_form"
FORMS = load_pack(PACK).forms
ROADS = load_pack(PACK.parent / "library" / "road-excavation-permit").forms
FACE = "hei"
Draw = Callable[[DrawnSheet], None]


def read(engine: Engine, *draws: Draw, forms: Forms = FORMS, kind: str = KIND) -> tuple[Document, ...]:
    """A form with what `draws` put on its pages."""
    sheets = [DrawnSheet(kind, random.Random(1)) for _ in draws]
    sheets[0].text(105, 18, forms.kinds[kind].titles[0], FACE, 17, anchor="m")
    for sheet, draw in zip(sheets, draws, strict=True):
        draw(sheet)
    return read_sheets(LaidPaper("", kind, tuple(sheets), (), ()), VECTOR, 1, forms, engine)


def rows(*texts: str) -> Draw:
    def draw(sheet: DrawnSheet) -> None:
        for at, text in enumerate(texts):
            sheet.text(20, 40 + 9 * at, text, FACE, 11)

    return draw


def field(document: Document, name: str) -> Field:
    found = document.get(name)
    assert found is not None
    return found


COUNTED = (
    "1、企业名称：青岛榕铭器材有限公司",
    "2、统一社会信用代码：91370203QP61LCLNYQ{}、注册地址：青岛市市北区正阳中路435号",
)


def test_the_next_labels_number_is_no_part_of_a_code(engine: Engine) -> None:
    (document,) = read(engine, rows(*(row.format(3) for row in COUNTED), "4、海关编码：3777465601"))
    assert field(document, "credit_code").written == "91370203QP61LCLNYQ"
    assert field(document, "address").written == "青岛市市北区正阳中路435号"


def test_a_number_that_is_not_the_next_leaves_a_doubt(engine: Engine) -> None:
    (document,) = read(engine, rows(*(row.format(7) for row in COUNTED), "4、海关编码：3777465601"))
    assert field(document, "credit_code").confidence < SURE


@pytest.mark.parametrize("heading", ["二、出口业务情况", "（二）出口业务情况"])
def test_the_heading_below_a_blank_does_not_fill_it(engine: Engine, heading: str) -> None:
    (document,) = read(engine, rows("企业名称：青岛榕铭器材有限公司", "联系人及电话：", heading, "出口增幅（%）：12.5"))
    assert field(document, "contact").written == ""
    assert field(document, "growth").value == "12.5"


def test_labels_from_top_to_bottom_with_no_rule_between_have_their_own_places(engine: Engine) -> None:
    """The rule between the places stops at the labels' column, as where a seal or a dash hides it."""

    def draw(sheet: DrawnSheet) -> None:
        rows("企业名称：青岛榕铭器材有限公司")(sheet)
        sheet.frame((20, 60, 190, 180), 0.4)
        sheet.stroke(30, 60, 30, 180, 0.4)
        sheet.stroke(30, 120, 190, 120, 0.4)
        for top, label in ((62, "申报单位声明"), (122, "市商务局审核意见")):
            for at, letter in enumerate(label):
                sheet.text(25, top + 6 * at, letter, FACE, 11, anchor="m")
        sheet.text(140, 100, "（盖章）2023年3月8日", FACE, 11)
        sheet.text(140, 165, "（盖章）2023年3月9日", FACE, 11)

    (document,) = read(engine, draw)
    dates = {slot.slot: slot.date and slot.date.written for slot in document.slots}
    assert dates == {"applicant": "2023年3月8日", "city_commerce": "2023年3月9日"}
    assert field(document, "applied_date").confidence >= SURE


def test_a_second_page_with_places_for_seals_under_a_heading_stays_with_its_form(engine: Engine) -> None:
    def second(sheet: DrawnSheet) -> None:
        sheet.text(105, 20, "初审意见", FACE, 16, anchor="m")
        sheet.text(20, 40, "区（市）商务主管部门初审意见", FACE, 11)
        sheet.text(140, 70, "（盖章）2023年3月8日", FACE, 11)
        sheet.text(20, 90, "区（市）财政部门审核意见", FACE, 11)
        sheet.text(140, 120, "（盖章）2023年3月9日", FACE, 11)

    documents = read(engine, rows("企业名称：青岛榕铭器材有限公司", "海关编码：3777465601"), second)
    assert [document.kind for document in documents] == [KIND]
    assert {slot.slot for slot in documents[0].slots} == {"district_commerce", "district_finance"}


def test_a_label_whose_cell_for_the_value_was_not_found_is_not_surely_blank(engine: Engine) -> None:
    def draw(sheet: DrawnSheet) -> None:
        sheet.frame((20, 60, 190, 80), 0.4)
        sheet.stroke(20, 70, 190, 70, 0.4)
        sheet.text(22, 62, "企业名称", FACE, 11)
        sheet.text(100, 62, "法定代表人", FACE, 11)
        sheet.stroke(60, 70, 60, 80, 0.4)
        sheet.text(22, 72, "开户银行", FACE, 11)
        sheet.text(62, 72, "青岛银行营业部", FACE, 11)

    (document,) = read(engine, draw)
    assert all(field(document, name).confidence < SURE for name in ("company", "legal"))


def table(*texts: tuple[str, ...]) -> Draw:
    """Rows of cells of one height."""

    def draw(sheet: DrawnSheet) -> None:
        for at, row in enumerate(texts):
            width, y = 172 / len(row), 40 + 10 * at
            for column, text in enumerate(row):
                sheet.frame((19 + column * width, y, 19 + (column + 1) * width, y + 10), 0.4)
                sheet.text(21 + column * width, y + 3, text, FACE, 11)

    return draw


def test_a_label_that_the_pack_does_not_know_fills_no_blank_beside_it(engine: Engine) -> None:
    draw = table(
        ("企业名称", "", "海关编码", "3777465601"), ("注册地址", "", "电子邮箱", ""), ("开户银行", "", "法定代表人", "")
    )
    (document,) = read(engine, draw)
    blanks = ("company", "address", "bank", "legal")
    assert [field(document, name).written for name in blanks] == [""] * 4
    assert all(field(document, name).confidence >= SURE for name in blanks)
    assert field(document, "customs_no").value == "3777465601"


def test_print_beyond_an_empty_cell_is_never_surely_the_value(engine: Engine) -> None:
    (document,) = read(engine, table(("企业名称", "", "青岛榕铭器材有限公司"), ("开户银行", "青岛银行营业部", "")))
    assert field(document, "company").confidence < SURE
    assert field(document, "bank").value == "青岛银行营业部"


def test_a_label_that_begins_another_does_not_take_its_place_for_a_seal(engine: Engine) -> None:
    """申请单位 is another word for the applicant's name; 申请单位意见 asks for its seal."""
    draw = table(("申请单位名称", ""), ("申请单位意见", "（盖章）    年  月  日"))
    (document,) = read(engine, draw, forms=ROADS, kind="road_form")
    assert field(document, "applicant_name").written == ""
    assert field(document, "applicant_name").confidence >= SURE


def test_a_value_worded_like_its_own_label_is_a_value(engine: Engine) -> None:
    (document,) = read(engine, table(("企业名称", "青岛榕铭器材有限公司"), ("投保险种", "未投保险种")))
    assert field(document, "product").written == "未投保险种"


def test_a_row_without_a_label_below_a_label_without_a_value_leaves_a_doubt_about_both(engine: Engine) -> None:
    """910.93 found no room beside its label; it may as well be the end of the telephone number above it."""

    def draw(sheet: DrawnSheet) -> None:
        sheet.text(20, 40, "联系人及电话：", FACE, 11)
        sheet.text(60, 40, "范建华 0532-81071458", FACE, 11)
        sheet.text(120, 40, "2021年出口额（万美元）：", FACE, 11)
        sheet.text(60, 46, "910.93", FACE, 11)
        sheet.text(20, 60, "开户银行：青岛银行营业部", FACE, 11)

    (document,) = read(engine, draw)
    assert all(field(document, name).confidence < SURE for name in ("contact", "export_2021"))
    assert field(document, "bank").confidence >= SURE


def test_a_value_that_ends_at_the_margin_above_a_row_without_a_label_is_not_surely_whole(engine: Engine) -> None:
    def draw(sheet: DrawnSheet) -> None:
        sheet.text(20, 40, "法定代表人：曲雅楠", FACE, 11)
        sheet.text(110, 40, "投保险种：", FACE, 11)
        sheet.text(145, 40, "短期出口信用保险", FACE, 11)
        sheet.text(20, 46, "综合险", FACE, 11)

    (document,) = read(engine, draw)
    assert field(document, "product").confidence < SURE


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        ("■短期出口信用保险 □中长期出口信用保险", "短期出口信用保险"),
        ("□短期出口信用保险        √中长期出口信用保险", "中长期出口信用保险"),
        ("□短期出口信用保险 □中长期出口信用保险", ""),
    ],
)
def test_of_options_with_boxes_the_ticked_one_is_the_value(engine: Engine, options: str, chosen: str) -> None:
    (document,) = read(engine, rows("企业名称：青岛榕铭器材有限公司", f"投保险种：{options}"))
    assert field(document, "product").written == chosen


def test_a_tick_without_its_box_leaves_a_doubt(engine: Engine) -> None:
    draw = rows("企业名称：青岛榕铭器材有限公司", "投保险种：短期出口信用保险√ 中长期出口信用保险")
    (document,) = read(engine, draw)
    assert field(document, "product").confidence < SURE


def test_a_remark_below_a_blank_does_not_fill_it(engine: Engine) -> None:
    (document,) = read(engine, rows("企业名称：青岛榕铭器材有限公司", "开户银行：", "备注："))
    assert field(document, "bank").written == ""
    assert field(document, "bank").confidence >= SURE


@pytest.mark.parametrize("label", ["保险人签章：", "承保机构（盖章）："])
def test_a_name_behind_the_label_of_its_place_to_sign_is_who_signs(engine: Engine, label: str) -> None:
    insurer = "中国人民财产保险股份有限公司青岛市分公司"

    def draw(sheet: DrawnSheet) -> None:
        rows("被保险人：青岛榕铭器材有限公司", "保险单号：PYEC20229325715910")(sheet)
        sheet.text(90, 200, label + insurer, FACE, 11)
        sheet.text(140, 210, "2022年5月6日", FACE, 11)

    (document,) = read(engine, draw, kind="insurance_policy")
    assert field(document, "issuer").written == insurer
    place = document.slot("issuer")
    assert place is not None
    assert place.area.box.holds(0.6, 203 / 297)
