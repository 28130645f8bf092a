"""The workbook: a sheet for each part, set up for printing, and nothing of a paper that becomes a formula."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from reviewed import checked

from docs_check.reports.to_xlsx import to_xlsx


@pytest.fixture
def book(made, tmp_path):
    to_xlsx(made.summary(), tmp_path, "zh")
    return load_workbook(tmp_path / "report.xlsx")


def test_a_sheet_for_each_part_and_for_what_was_checked(book):
    assert book.sheetnames[:5] == ["汇总", "问题台账", "东区", "区市不明", "保险机构及其他"]
    assert {"证明材料", "核对情况", "单位核对情况", "文件"} <= set(book.sheetnames)


def test_what_papers_say_is_never_a_formula(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), cell.value


def test_a_finding_says_what_where_and_what_to_do(book):
    rows = [[cell.value for cell in row] for row in book["东区"].iter_rows(min_row=2)]
    first = next(row for row in rows if row[2] == "甲公司")
    assert first[1] == "确定"
    assert "甲公司缺章" in first[5]
    assert (first[9], first[10], first[11]) == ("a.png", 1, "补盖")


def test_every_sheet_is_frozen_filtered_and_set_up_for_a4(book):
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows


def test_evidence_matrix_and_days_late(tmp_path):
    to_xlsx(checked(tmp_path, 2), tmp_path, "zh")
    book = load_workbook(tmp_path / "report.xlsx")
    heads, first, second = ([cell.value for cell in row] for row in book["证明材料"].iter_rows(max_row=3))
    customs = heads.index("海关证明")
    assert (first[customs], second[customs]) == ("✗ 缺", "✓")
    summary = {row[0].value: row for row in book["汇总"].iter_rows(min_row=5)}
    assert summary["平度市"][9].value == 1  # the form of the first company is dated a day after the limit


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "\x00\x1b[31m\u202e甲", "长" * 10_000, "\ufffe\ud800<b>"])
def test_a_malicious_name_does_nothing(made, tmp_path, name):
    from dataclasses import replace

    made.outcomes[3] = replace(made.outcomes[3], applicant=name, found=made.outcomes[3].because)
    summary = made.summary()
    to_xlsx(summary, tmp_path, "zh")
    for sheet in load_workbook(tmp_path / "report.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert len(str(cell.value)) < 3000


def test_the_ledger_says_who_mends_what_and_has_lists_to_choose_from(book):
    sheet = book["问题台账"]
    heads = [cell.value for cell in sheet[2]]
    assert {"责任单位", "整改期限", "整改情况", "复核人", "天数"} <= set(heads)
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows
    assert {row[heads.index("责任单位")] for row in rows} >= {"甲公司"}
    assert sheet.auto_filter.ref.startswith("A2:")
    assert sheet.print_area
    (choice,) = sheet.data_validations.dataValidation
    assert "已整改" in choice.formula1
    assert f"共 {len(rows)} 项" in sheet["A1"].value
