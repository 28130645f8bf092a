"""Labels and values of a form that belong together only when all of it is looked at: pages built by hand, no OCR."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from checks.certainty import SURE
from extractor.forms import FieldSpec, Forms, KindSpec, Layout, ValueType
from extractor.language.organisations import organisations
from extractor.records import Box, Cell, Document, Field, Grid, Line, Page, Words
from extractor.understand import understand

W = Words("名", "name")
SIZE = (1000, 1414)
FORMS = Forms(
    {
        "permit": KindSpec(
            W,
            Layout.FORM,
            ("施工许可申请表",),
            "applicant",
            {
                "company": FieldSpec(ValueType.NAME, W, ("单位名称",)),
                "number": FieldSpec(ValueType.ID, W, ("许可编号",)),
                "amount": FieldSpec(ValueType.AMOUNT, W, ("合同价款（万元）",), unit="万元"),
                "words": FieldSpec(ValueType.WORDS, W, ("合同价款（大写）",)),
                "buyer": FieldSpec(ValueType.NAME, W, ("发包方 名称",)),
                "seller": FieldSpec(ValueType.NAME, W, ("承包方 名称",)),
            },
            captions=("许可代码",),
        )
    },
    {},
    {},
)


def line(text: str, x: float, y: float) -> Line:
    """Print of 12 pt: an em is 0.02 of the page's width."""
    chars = tuple(Box(x + 0.02 * i, y, x + 0.02 * (i + 1), y + 0.014) for i in range(len(text)))
    return Line(Box.around(chars), text, 0.99, chars, (0.99,) * len(text))


def read(lines: Sequence[Line], grids: Sequence[Grid] = ()) -> Document:
    title = Line(Box(0.35, 0.05, 0.65, 0.075), "施工许可申请表", 0.99)
    page = Page(1, SIZE, (title, *lines), tuple(grids), (), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
    (document,) = understand("a.pdf", [page], FORMS)
    return document


def field(document: Document, name: str) -> Field:
    found = document.get(name)
    assert found is not None
    return found


def row(y: float, *edges: float) -> Grid:
    cells = tuple(Cell(Box(a, y, b, y + 0.05), 0, i) for i, (a, b) in enumerate(pairwise(edges)))
    return Grid(Box(edges[0], y, edges[-1], y + 0.05), cells)


def test_two_labels_in_one_cell_each_take_their_own_print() -> None:
    document = read([line("单位名称：甲乙建设有限公司　　许可编号：20230001", 0.1, 0.2)])
    assert field(document, "company").value == "甲乙建设有限公司"
    assert field(document, "number").value == "20230001"


def test_a_label_in_a_sentence_is_prose() -> None:
    assert read([line("本单位名称如有变更应当重新申请许可编号和证书", 0.1, 0.2)]).fields == ()


def test_a_value_below_its_line_is_read_in_order() -> None:
    lines = [line("单位名称：", 0.1, 0.2), line("甲乙丙丁水利水电建设", 0.22, 0.2), line("有限公司", 0.22, 0.22)]
    assert field(read(lines), "company").value == "甲乙丙丁水利水电建设有限公司"


def test_the_rest_of_a_longer_label_is_no_value() -> None:
    document = read([line("合同价款（大写）", 0.11, 0.22), line("伍拾万元整", 0.41, 0.22)], [row(0.2, 0.1, 0.4, 0.9)])
    assert field(document, "words").value == "伍拾万元整"
    assert document.get("amount") is None or not field(document, "amount").written


def test_print_left_over_beside_a_blank_leaves_a_doubt() -> None:
    """The cell beside the label is empty, and a number that no label has stands right of it."""
    lines = [line("许可编号", 0.11, 0.22), line("20230001", 0.71, 0.22)]
    number = field(read(lines, [row(0.2, 0.1, 0.4, 0.7, 0.95)]), "number")
    assert number.value == "20230001" or number.confidence < SURE


def test_a_value_that_a_border_cuts_is_doubted() -> None:
    """The rule that parts 2023 and 0001, which are set as one word, may be a stroke of print."""
    lines = [line("许可编号", 0.11, 0.22), line("2023", 0.42, 0.22), line("0001", 0.5, 0.22)]
    number = field(read(lines, [row(0.2, 0.1, 0.4, 0.5, 0.9)]), "number")
    assert number.value != "20230001"
    assert number.confidence < SURE


def test_a_label_that_differs_by_a_letter_is_another() -> None:
    assert read([line("许可代码：77770001", 0.1, 0.2)]).get("number") is None


def test_one_word_in_two_blocks_is_two_fields_in_the_order_of_the_form() -> None:
    lines = [line("名称：甲乙建设有限公司", 0.1, 0.2), line("名称：丙丁建筑有限公司", 0.1, 0.3)]
    document = read(lines)
    assert (field(document, "buyer").value, field(document, "seller").value) == ("甲乙建设有限公司", "丙丁建筑有限公司")


def test_a_heading_says_whose_block_it_is_against_the_order() -> None:
    lines = [line("承包方", 0.1, 0.2), line("名称：甲乙建设有限公司", 0.3, 0.2)]
    lines += [line("发包方", 0.1, 0.3), line("名称：丙丁建筑有限公司", 0.3, 0.3)]
    document = read(lines)
    assert (field(document, "buyer").value, field(document, "seller").value) == ("丙丁建筑有限公司", "甲乙建设有限公司")


def test_a_letters_number_is_no_part_of_the_name_after_it() -> None:
    text = "青税〔2023〕166号应青岛甲乙丙有限公司申请"
    assert [text[start:end] for start, end in organisations(text)] == ["青岛甲乙丙有限公司"]
