"""Tables that must add up: what is found, what is not, what is doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from checks.arithmetic import Arithmetic, check_tables
from checks.arithmetic.links import Grounds
from drawing.evaluation import CAPTIONS, PAYMENTS, PROSE, SCORES, UNIT, Cells, payment_cells, rows_of, score_cells
from extractor.records import Box, Cell, Grid, Line, Page
from extractor.tables import tables_and_prose
from extractor.tables.records import TablesReading

UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
ROW = 0.02


def grid(cells: Cells, top: float, confidence: dict[str, float]) -> tuple[Grid, list[Line]]:
    columns = max(column + across for _, column, _, across, _ in cells)
    width = 0.8 / columns
    made, lines = list[Cell](), list[Line]()
    for row, column, down, across, text in cells:
        box = Box(0.1 + column * width, top + row * ROW, 0.1 + (column + across) * width, top + (row + down) * ROW)
        made.append(Cell(box, row, column, down, across))
        if text:
            inside = Box(box.x0 + 0.005, box.centre[1] - 0.005, box.x1 - 0.005, box.centre[1] + 0.005)
            lines.append(Line(inside, text, confidence.get(text, 0.999)))
    return Grid(Box.around(cell.box for cell in made), tuple(made)), lines


def checked(
    *tables: Cells,
    captions: Sequence[str] = CAPTIONS,
    unit: str = UNIT,
    prose: Sequence[str] = (),
    scanned: bool = False,
    confidence: dict[str, float] | None = None,
) -> Arithmetic:
    """What the tables, one below the other, and the sentences above them give."""
    lines, grids, y = list[Line](), list[Grid](), 0.05
    for sentence in prose:
        lines.append(Line(Box(0.1, y, min(0.95, 0.1 + 0.012 * len(sentence)), y + 0.012), sentence, 0.999))
        y += ROW
    for caption, cells in zip(captions, tables, strict=False):
        lines.append(Line(Box(0.3, y + 0.04, 0.7, y + 0.052), caption, 0.999))
        lines.append(Line(Box(0.7, y + 0.06, 0.9, y + 0.072), unit, 0.999))
        one, more = grid(cells, y + 0.08, confidence or {})
        grids.append(one)
        lines += more
        y = one.box.y1
    page = Page(1, (1000, 1400), tuple(lines), tuple(grids), (), UNTURNED, from_text_layer=not scanned)
    found, sentences, _ = tables_and_prose([page])
    return check_tables(TablesReading("a.pdf", "", 1, found, sentences))


def cells(text: str) -> Cells:
    return [(r, c, 1, 1, one) for r, row in enumerate(rows_of(text)) for c, one in enumerate(row)]


def test_the_published_table_has_one_root_with_what_rests_on_it_and_both_explanations() -> None:
    result = checked(payment_cells(), score_cells(), prose=PROSE)
    (finding,) = result.findings
    assert (finding.figure.written, finding.right, finding.difference) == ("679.94", Decimal("674.94"), Decimal("5.00"))
    assert finding.doubt is None
    assert {one.what for one in finding.explanations} == {"total_wrong", "row_missing"}
    assert "5.00万元" in finding.explanations[1].words.zh
    resting = {rest.figure.written: rest.how for rest in finding.rests_on}
    assert resting["7.94%"] is Grounds.RECKONED
    assert resting["2113.59万元"] is resting["21.14%"] is Grounds.COINCIDES
    would_be = {rest.figure.written: rest.would_be for rest in finding.rests_on}
    assert would_be["2113.59万元"] == Decimal("2108.59")
    assert round(would_be["7.94%"] or 0, 2) == Decimal("7.88")


def test_per_row_rates_are_all_traced_to_their_columns() -> None:
    result = checked(payment_cells())
    assert result.checked["ratio"] == 26
    assert result.checked["column_sum"] == 3
    assert not result.rounded


def test_the_score_table_is_right() -> None:
    result = checked(score_cells())
    assert not result.findings
    assert result.checked == {"column_sum": 2, "ratio": 4}


def test_a_right_total_leaves_nothing_to_find() -> None:
    right = PAYMENTS.replace("679.94|7.94%", "674.94|7.88%")
    assert not checked(payment_cells(right)).findings


def test_a_figure_without_its_other_addend_is_named_as_one_that_may_contain_it() -> None:
    result = checked(payment_cells(), prose=("截至2023年12月31日，全市共拨付2113.59万元，占预算的21.14%。",))
    (finding,) = result.findings
    perhaps = {rest.figure.written for rest in finding.rests_on if rest.how is Grounds.CONTEXT}
    assert perhaps == {"2113.59万元", "21.14%"}


def test_a_wrong_item_is_the_root_where_its_rate_and_the_total_both_speak_against_it() -> None:
    result = checked(cells(SCORES.replace("17.25|", "17.52|")))
    (finding,) = result.findings
    assert finding.figure.written == "17.52"
    assert finding.right == Decimal("17.25")
    assert len(finding.also) == 1


def test_a_wrong_rate_is_found_by_itself() -> None:
    (finding,) = checked(cells(SCORES.replace("86.18%", "86.81%"))).findings
    assert finding.figure.written == "86.81%"
    assert finding.claim.formula == "ratio"


def test_rounding_is_told_from_error() -> None:
    table = "区|金额\n甲|1.24\n乙|2.24\n丙|3.24\n合计|{}"
    rounded = checked(cells(table.format("6.73")))
    assert not rounded.findings
    assert [claim.result.written for claim in rounded.rounded] == ["6.73"]
    assert checked(cells(table.format("6.82"))).findings


def test_what_is_counted_is_never_rounded() -> None:
    counts = "区|企业家数（家）|金额\n甲|12|1.5\n乙|30|2.5\n丙|8|3.0\n合计|51|7.0"
    (finding,) = checked(cells(counts)).findings
    assert finding.figure.written == "51"


@pytest.mark.parametrize(
    "table",
    [
        "区|项|金额|户数\n东|甲|1.50|3\n东|乙|2.50|4\n东|小计|4.00|7\n西|丙|3.00|2\n西|丁|1.00|1\n西|小计|4.00|3\n|合计|8.00|10",
        "合计|8.00|10\n甲|3.50|4\n乙|4.50|6",
        "项|金额|户数\n一、甲|3.00|3\n1.子|1.00|1\n2.丑|2.00|2\n二、乙|5.00|7\n合计|8.00|10",
        "项|金额|户数\n甲|3.00|3\n其中：子|1.00|1\n乙|5.00|7\n合计|8.00|10",
        "区|一季度|二季度|合计|占比\n甲|1.00|2.00|3.00|37.50%\n乙|2.00|3.00|5.00|62.50%\n合计|3.00|5.00|8.00|100%",
        "区|上年|本年|增长率\n甲|100.0|109.0|9.0%\n乙|200.0|190.0|-5.0%\n丙|50.0|75.0|50.0%\n合计|350.0|374.0|6.9%",
        "年份|2021|2022|2023\n收入|10.00|20.00|30.00\n支出|1.00|2.00|4.00",
        "区|人数|平均年龄\n甲|10|35.1\n乙|20|40.2\n合计|30|38.5",
    ],
)
def test_tables_of_every_make_that_are_right_give_no_finding(table: str) -> None:
    assert not checked(cells(table)).findings


def test_row_totals_and_column_totals_share_one_root() -> None:
    table = "区|一季度|二季度|合计\n甲|1.00|2.00|3.00\n乙|2.00|3.00|6.00\n丙|4.00|1.00|5.00\n合计|7.00|6.00|13.00"
    (finding,) = checked(cells(table)).findings
    assert finding.figure.written == "6.00"
    assert finding.right == Decimal("5.00")


def test_a_lone_column_far_off_is_doubted_for_its_structure_may_be_another() -> None:
    (finding,) = checked(cells("项|金额\n甲|10.00\n乙|20.00\n合计|95.00")).findings
    assert finding.doubt is not None


def test_a_faint_reading_makes_it_unsure_and_says_which() -> None:
    table = cells("区|应付|户数\n甲|13.60|3\n乙|24.20|4\n合计|37.90|7")
    (clear,) = checked(table, scanned=True).findings
    (faint,) = checked(table, scanned=True, confidence={"13.60": 0.6}).findings
    assert clear.doubt is None
    assert faint.doubt is not None and "13.60" in faint.doubt.zh


def test_a_digit_that_may_be_misread_makes_it_unsure_unless_a_rate_bears_it_out() -> None:
    table = "区|应付|户数\n甲|13.60|3\n乙|24.20|4\n合计|37.90|7"
    (slip,) = checked(cells(table), scanned=True, confidence={"37.90": 0.96}).findings
    assert slip.doubt is not None and "误读" in slip.doubt.zh
    scan = checked(payment_cells(), scanned=True, confidence={"679.94": 0.96, "674.94": 0.96})
    assert [finding.doubt for finding in scan.findings] == [None]


@pytest.mark.parametrize("total", ["137.80", "7.80", "37.8"], ids=["taken in", "left out", "left out at the end"])
def test_a_digit_that_a_scan_may_have_gained_or_lost_makes_it_unsure(total: str) -> None:
    other = "24.27" if total == "37.8" else "24.20"
    table = cells(f"区|应付|户数\n甲|13.60|3\n乙|{other}|4\n合计|{total}|7")
    (finding,) = checked(table, scanned=True).findings
    assert finding.doubt is not None


def test_a_digit_that_ran_over_from_the_next_cell_of_a_text_makes_it_unsure() -> None:
    table = (
        "区|小计|一季|二季\n甲|3,200.00|1,200.00|2,000.00\n乙|9,709,364.04|9,709,000.00|364.04\n"
        "丙|9,621,855.41{}|9,621,855.41|0.00"
    )
    assert not checked(cells(table.format("")), unit="单位：元").findings
    (over,) = checked(cells(table.format("3")), unit="单位：元").findings
    (fewer,) = checked(cells(table.replace("9,621,855.41{}", "9,651,855.4")), unit="单位：元").findings
    assert over.doubt is not None and fewer.doubt is None


def test_a_relation_that_a_faint_heading_or_label_names_is_unsure() -> None:
    across = cells("区|小计|一季|二季\n甲|300|100|200\n乙|700|300|400\n丙|951|320|331")
    down = cells("区|应付|户数\n甲|13.60|3\n乙|24.20|4\n合计|37.90|7")
    for table, name, said in ((across, "小计", "表头"), (down, "合计", "行名")):
        (clear,) = checked(table, scanned=True).findings
        (faint,) = checked(table, scanned=True, confidence={name: 0.6}).findings
        assert clear.doubt is None
        assert faint.doubt is not None and said in faint.doubt.zh


def test_a_blank_cell_of_a_scan_may_hold_what_is_missing() -> None:
    table = cells("区|应付|户数\n甲|13.60|3\n乙||4\n合计|37.90|7")
    table.append((4, 0, 1, 1, ""))
    (finding,) = checked([one for one in table if one[0] < 4], scanned=True).findings
    assert finding.doubt is not None and "没有读到" in finding.doubt.zh


def test_a_sentence_that_contradicts_the_table_by_a_digit_is_found() -> None:
    right = PAYMENTS.replace("679.94|7.94%", "674.94|7.88%")
    said = "截至2024年6月30日，城阳区实际拨付92.18万元。"
    (finding,) = checked(payment_cells(right), prose=(said,)).findings
    assert finding.figure.written == "92.18万元"
    assert finding.doubt is None


def test_a_sentence_about_another_total_is_no_contradiction() -> None:
    right = PAYMENTS.replace("679.94|7.94%", "674.94|7.88%")
    assert not checked(payment_cells(right), prose=("截至2024年6月30日，全市共实际拨付2317.74万元。",)).findings


def test_amounts_are_compared_across_units() -> None:
    right = PAYMENTS.replace("679.94|7.94%", "674.94|7.88%")
    result = checked(payment_cells(right), prose=("全市应拨付0.8566亿元。",))
    assert not result.findings
    assert result.checked["same"] == 1


def test_each_side_adds_up_by_itself_and_only_the_grand_totals_cross_the_middle() -> None:
    table = (
        "收入项目|金额|支出项目|金额\n一、拨款|80.00|一、教育支出|60.50\n二、事业收入|20.50|二、卫生支出|30.00\n"
        "本年收入合计|100.50|本年支出合计|90.50\n年初结转|5.00|年末结转|15.00\n收入总计|105.50|支出总计|{}"
    )
    right = checked(cells(table.format("105.50")))
    assert not right.findings
    assert right.checked == {"column_sum": 4, "balance": 1}
    (wrong,) = checked(cells(table.format("109.50"))).findings
    assert (wrong.figure.written, wrong.doubt) == ("109.50", None)


def test_a_total_with_a_single_item_above_it_does_not_add_up_what_stands_below() -> None:
    table = (
        "项目|金额\n一、一般公共预算财政拨款|336.32\n二、政府性基金预算财政拨款|-\n本年收入合计|336.32\n"
        "年初财政拨款结转和结余|1.00\n  一般公共预算财政拨款|1.00\n  政府性基金预算财政拨款|-\n总计|337.32"
    )
    assert not checked(cells(table)).findings


def test_children_of_a_code_add_up_to_it_and_not_to_the_total_again() -> None:
    table = (
        "科目编码|科目名称|合计|基本支出|项目支出\n|合计|60.00|40.00|20.00\n205|教育支出|60.00|40.00|20.00\n"
        "20502|普通教育|60.00|40.00|20.00\n2050201|学前教育|10.00|10.00|\n2050202|小学教育|50.00|{}|20.00"
    )
    assert not checked(cells(table.format("30.00"))).findings
    (wrong,) = checked(cells(table.format("36.00"))).findings
    assert (wrong.figure.written, wrong.right, wrong.doubt) == ("36.00", Decimal("30.00"), None)


def test_a_relation_that_fits_nowhere_is_none() -> None:
    result = checked(cells("项目|甲|乙\n住宿|350|400\n伙食|100|120\n合计|130|90"))
    assert not result.findings


def test_a_table_without_totals_or_rates_is_said_not_to_be_checked() -> None:
    result = checked(cells("区|金额\n甲|1.50\n乙|2.50"))
    assert len(result.unchecked) == 1


def test_the_id_does_not_depend_on_the_page() -> None:
    first = checked(payment_cells()).findings[0]
    second = checked(payment_cells(), prose=PROSE).findings[0]
    assert first.id == second.id
    assert replace(first.figure, place=second.figure.place) == second.figure
