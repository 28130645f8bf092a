"""Tables of any report: found with and without rules, over pages, in every format; and the figures in prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from drawing import evaluation
from extractor.file import read_tables
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Box, Cell, Grid, Line, Page, Place
from extractor.tables import tables_and_prose
from extractor.tables.false_rules import without_false_rules
from extractor.tables.numbers import number_of, unit_in
from extractor.tables.records import ColumnKind, RowKind, Table, TableCell, TablesReading

UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


class NoEngine:
    """Reads nothing: for files that say themselves what stands in them."""

    name, version = "none", "0"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return [Reading("", 0.0)] * len(pictures)


def read(path: Path) -> TablesReading:
    return read_tables(path, path.name, NoEngine())


def values(table: Table, column: int) -> list[str]:
    return [cell.written for row in table.rows if (cell := row.at(column))]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("8,566.35", "8566.35", None),
        ("８５６６．３５", "8566.35", None),
        ("7.94%", "7.94", "%"),
        ("679.94万元", "679.94", "万元"),
        ("-5.0%", "-5.0", "%"),
        ("（5.00）", "-5.00", None),
        ("¥ 12 000.50", "12000.50", None),
        ("1.040.07", "1040.07", None),
        ("67O.94", "670.94", None),
    ],
)
def test_numbers_as_they_are_written(text: str, value: str, unit: str | None) -> None:
    number = number_of(text)
    assert number is not None
    assert (str(number.value), number.unit) == (value, unit)


@pytest.mark.parametrize("text", ["", "-", "市南区", "2023年3月22日", "表1-6", "3-5", "12/30", "1.2.3.4", "约50"])
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_a_put_right_reading_is_not_clean() -> None:
    odd, plain = number_of("67O.94"), number_of("670.94")
    assert odd is not None and plain is not None
    assert (odd.clean, plain.clean) == (False, True)


def test_units_of_headings() -> None:
    assert unit_in("应拨付金额（万元）") == "万元"
    assert unit_in("单位：万元") == "万元"
    assert unit_in("区（市）") is None


@pytest.mark.parametrize("ruled", [True, False])
def test_a_pdf_s_table_with_headings_on_two_levels(tmp_path: Path, ruled: bool) -> None:
    evaluation.as_pdf(tmp_path / "a.pdf", ruled=ruled)
    reading = read(tmp_path / "a.pdf")
    payments, scores = reading.tables
    assert payments.caption.startswith("表1-6")
    assert payments.unit == "万元"
    assert [column.kind for column in payments.columns] == [
        ColumnKind.LABEL,
        ColumnKind.NUMBER,
        ColumnKind.NUMBER,
        ColumnKind.PERCENT,
        ColumnKind.NUMBER,
        ColumnKind.PERCENT,
    ]
    assert payments.columns[2].header == ("截至2023年12月31日", "实际拨付")
    assert [row.kind for row in payments.rows] == [RowKind.ITEM] * 12 + [RowKind.TOTAL]
    assert values(payments, 4)[-2:] == ["0", "884.09"]
    assert [row.label for row in scores.rows] == ["决策", "过程", "产出与效益", "合计"]
    assert [number.written for number in reading.sentences[1].numbers] == [
        "1433.65万元",
        "2113.59万元",
        "10000万元",
        "21.14%",
    ]


def test_word_and_excel_give_the_same_tables(tmp_path: Path) -> None:
    evaluation.as_docx(tmp_path / "a.docx")
    evaluation.as_xlsx(tmp_path / "a.xlsx")
    word, excel = read(tmp_path / "a.docx"), read(tmp_path / "a.xlsx")
    for reading in (word, excel):
        assert not reading.problems
        assert reading.tables[0].unit == "万元"
        assert [row.label for row in reading.tables[0].rows][-1] == "合计"
        assert values(reading.tables[0], 2)[-1] == "679.94"
        cell = reading.tables[0].rows[-1].at(3)
        assert cell is not None and cell.number is not None
        assert cell.number.value == Decimal("7.94")
    assert len(word.sentences) == 2


def table_page(number: int, rows: Sequence[Sequence[str]], top: float, head: str = "") -> Page:
    cells, lines = list[Cell](), list[Line]()
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = Box(0.1 + 0.2 * c, top + 0.03 * r, 0.3 + 0.2 * c, top + 0.03 * (r + 1))
            cells.append(Cell(box, r, c))
            lines.append(Line(Box(box.x0 + 0.01, box.y0 + 0.01, box.x1 - 0.01, box.y1 - 0.01), text, 0.99))
    if head:
        lines.append(Line(Box(0.1, 0.2, 0.9, 0.21), head, 0.99))
    grid = Grid(Box.around(cell.box for cell in cells), tuple(cells))
    return Page(number, (1000, 1400), tuple(lines), (grid,), (), UNTURNED)


HEAD = ["区", "金额（万元）"]


def test_a_table_that_runs_over_a_page_is_one_and_its_repeated_header_is_none() -> None:
    first = table_page(1, [HEAD, ["甲", "1.50"], ["乙", "2.50"]], 0.6)
    second = table_page(2, [HEAD, ["丙", "3.00"], ["合计", "7.00"]], 0.05)
    (table,), _, _ = tables_and_prose([first, second])
    assert [row.label for row in table.rows] == ["甲", "乙", "丙", "合计"]
    assert [place.page for place in table.places] == [1, 2]
    assert table.rows[-1].cells[1].place.page == 2


def test_without_rules_the_headings_printed_again_join_pages_whose_longest_numbers_differ() -> None:
    def page(number: int, top: float, rows: Sequence[tuple[str, str, str]]) -> Page:
        lines = list[Line]()
        for at, (label, came, went) in enumerate([("科目名称", "上年", "本年"), *rows]):
            y = top + 0.025 * at
            ends = ((label, 0.1, 0.1 + 0.015 * len(label)), (came, 0.6 - 0.01 * len(came), 0.6),
                    (went, 0.9 - 0.01 * len(went), 0.9))  # fmt: skip
            lines += [Line(Box(x0, y, x1, y + 0.012), text, 1.0) for text, x0, x1 in ends]
        return Page(number, (1000, 1400), tuple(lines), (), (), UNTURNED, from_text_layer=True)

    first = page(1, 0.5, [("教育支出", "1.50", "2.00"), ("教育管理", "0.50", "1.00"), ("普通教育", "1.00", "1.00")])
    second = page(
        2, 0.05, [("卫生支出", "9,003.00", "1.00"), ("农林支出", "5.00", "4.00"), ("合计", "9,009.50", "7.00")]
    )
    (table,), _, _ = tables_and_prose([first, second])
    assert [row.label for row in table.rows][2:] == ["普通教育", "卫生支出", "农林支出", "合计"]


def test_a_table_with_prose_above_it_is_a_new_one() -> None:
    first = table_page(1, [HEAD, ["甲", "1.50"], ["合计", "1.50"]], 0.6)
    second = table_page(2, [HEAD, ["丙", "3.00"], ["合计", "3.00"]], 0.4, head="另一张表：")
    tables, _, _ = tables_and_prose([first, second])
    assert len(tables) == 2


@pytest.mark.parametrize(
    "below", [["公开01表", "部门：某某局 金额单位：万元"], ["公开01表", "部门：某某局", "金额单位：元"]]
)
def test_a_title_is_found_above_the_table_s_number_and_the_office(below: list[str]) -> None:
    page = table_page(1, [["项目", "金额"], ["甲", "1.50"], ["合计", "1.50"]], 0.3)
    heads = ["收入支出决算总表", *below]
    lines = [Line(Box(0.3, 0.2 + 0.02 * at, 0.7, 0.212 + 0.02 * at), text, 1.0) for at, text in enumerate(heads)]
    (table,), _, _ = tables_and_prose([replace(page, lines=(*lines, *page.lines))])
    assert table.caption == "收入支出决算总表"


def test_years_and_numbered_columns_are_headings_and_codes_are_no_amounts() -> None:
    page = table_page(
        1,
        [
            ["序号", "企业代码", "2021", "2022"],
            ["1", "913702001", "5.00", "6.00"],
            ["2", "913702002", "7.00", "8.00"],
            ["合计", "", "12.00", "14.00"],
        ],
        0.3,
    )
    (table,), _, _ = tables_and_prose([page])
    assert [column.kind for column in table.columns] == [
        ColumnKind.INDEX,
        ColumnKind.OTHER,
        ColumnKind.NUMBER,
        ColumnKind.NUMBER,
    ]
    assert table.columns[2].header == ("2021",)
    assert table.rows[-1].kind is RowKind.TOTAL


def test_a_file_that_cannot_be_read_is_a_problem_and_no_empty_result(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 cut off")
    reading = read(tmp_path / "a.pdf")
    assert reading.problems and not reading.tables


def test_a_border_through_the_digits_of_amounts_is_no_border() -> None:
    def cell(row: int, column: int, text: str, span: int = 1) -> TableCell:
        place = Place(1, Box(column / 10, row / 10, (column + span) / 10, (row + 1) / 10))
        return TableCell(place, row, column, 1, span, text, 1.0, typed=False)

    rows = [cell(row, 0, "合计", 1) for row in range(5)]
    amounts = [cell(0, 1, "金额", 2), cell(1, 1, "575.0"), cell(1, 2, "6"), cell(2, 1, "4"), cell(2, 2, "97,365.96"),
               cell(3, 1, "12.00", 2), cell(4, 1, "8.00", 2)]  # fmt: skip
    found = without_false_rules([*rows, *amounts])
    assert [one.written for one in found if one.column == 1] == ["金额", "575.06", "497,365.96", "12.00", "8.00"]
    assert {one.column_span for one in found} == {1}
    assert all(one.confidence < 0.95 for one in found if one.written in ("575.06", "497,365.96"))


def test_a_border_through_a_column_that_its_heading_and_other_rows_cross_is_none() -> None:
    """As the strokes of right-aligned digits make one: labels and amounts are parted, a digit is lost."""

    def cell(row: int, column: int, text: str, span: int = 1) -> TableCell:
        place = Place(1, Box(column / 10, row / 10, (column + span) / 10, (row + 1) / 10))
        return TableCell(place, row, column, 1, span, text, 1.0, typed=False)

    heads = [cell(0, 0, "科目名称", 2), cell(0, 2, "合计", 2), cell(0, 4, "项目支出", 2)]
    rows = [
        [
            cell(1, 0, "组"),
            cell(1, 1, "织事务"),
            cell(1, 2, "3"),
            cell(1, 3, "16.25"),
            cell(1, 4, "1.00"),
            cell(1, 5, "2.00"),
        ],
        [cell(2, 0, "教育支出", 2), cell(2, 2, "3,"), cell(2, 3, "20.57"), cell(2, 4, "1.00"), cell(2, 5, "2.00")],
        [cell(3, 0, "普通教育", 2), cell(3, 2, "596.15", 2), cell(3, 4, "4.00", 2)],
    ]
    found = without_false_rules([*heads, *(one for row in rows for one in row)])
    by_row = [[one.written for one in found if one.row == row] for row in range(4)]
    assert by_row[1][:2] == ["组织事务", "316.25"] and by_row[3] == ["普通教育", "596.15", "4.00"]
    assert next(one for one in found if one.written == "316.25").confidence < 0.8
    assert by_row[1][2:] == ["1.00", "2.00"]  # two whole amounts are two columns, whatever their heading


def test_a_gap_within_a_number_of_a_scan_may_part_two() -> None:
    lines = [Line(Box(0.3, 0.2, 0.7, 0.21), "支出决算表", 0.999)]
    page = table_page(1, [["项目", "金额"], ["甲", "4 560.81"], ["合计", "560.81"]], 0.3)
    (scan,), _, _ = tables_and_prose([replace(page, lines=(*lines, *page.lines))])
    (text,), _, _ = tables_and_prose([replace(page, lines=(*lines, *page.lines), from_text_layer=True)])
    assert [[row.cells[1].number and row.cells[1].number.clean for row in table.rows] for table in (scan, text)] == [
        [False, True],
        [True, True],
    ]


def test_two_columns_of_numbers_stay_two() -> None:
    def cell(row: int, column: int, text: str) -> TableCell:
        place = Place(1, Box(column / 10, row / 10, (column + 1) / 10, (row + 1) / 10))
        return TableCell(place, row, column, 1, 1, text, 1.0, typed=False)

    cells = [cell(row, column, text) for row in range(4) for column, text in enumerate(("甲", "12", "34.56"))]
    assert without_false_rules(cells) == tuple(cells)


def test_without_rules_print_that_touches_its_neighbour_and_centred_headings_keep_their_columns() -> None:
    """As OCR gives them: boxes drawn wide, headings in the middle of columns whose numbers end at the right."""

    def line(text: str, left: float, right: float, row: int) -> Line:
        return Line(Box(left, 0.3 + 0.03 * row, right, 0.315 + 0.03 * row), text, 0.99)

    lines = [line("收入", 0.1, 0.14, 0), line("决算数", 0.3, 0.36, 0), line("支出", 0.5, 0.54, 0),
             line("决算数", 0.8, 0.86, 0)]  # fmt: skip
    rows = [("一、财政拨款", "1,597.72", "一、教育支出", "88.00"), ("二、其他", "8.28", "二、住房支出", "1,518.00"),
            ("合计", "1,606.00", "合计", "1,606.00")]  # fmt: skip
    for at, (income, came, spending, went) in enumerate(rows, start=1):
        lines += [line(income, 0.1, 0.2, at), line(came, 0.453 - 0.008 * len(came), 0.453, at)]
        lines += [line(spending, 0.449, 0.55, at), line(went, 0.95 - 0.008 * len(went), 0.95, at)]
    left, right = tables_and_prose([Page(1, (1000, 1400), tuple(lines), (), (), UNTURNED)])[0]
    assert [row.label for row in right.rows] == [row[2] for row in rows]
    for table, numbers in ((left, [row[1] for row in rows]), (right, [row[3] for row in rows])):
        (column,) = [column for column in table.columns if column.kind is ColumnKind.NUMBER]
        assert column.header[-1] == "决算数"
        assert values(table, column.index) == numbers
