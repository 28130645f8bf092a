"""The receipt register: an office's own in Excel or CSV, in whatever form, and how it is found."""

from __future__ import annotations

from datetime import date, datetime, time

import openpyxl
import pytest

from docs_check.exits import WrongUse
from docs_check.intake.walk import walk
from docs_check.register.entries import entries_of
from docs_check.register.find import with_register
from docs_check.register.sheets import RegisterSheet, sheets_of


def silent(_):
    pass


def workbook(path, *rows, title="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def entry(day_head, *cells, named=False):
    """What is read of one row whose first column is the company."""
    heads = day_head if isinstance(day_head, tuple) else (day_head,)
    sheet = RegisterSheet(None, (("某市收件登记簿",), ("序号", "申报单位", *heads), (1, "甲公司", *cells)))
    found = entries_of([sheet], "登记簿.xlsx", named=named).register
    return found[0] if found else None


@pytest.mark.parametrize(
    ("cell", "day", "written"),
    [
        (datetime(2023, 3, 21, 16, 30), date(2023, 3, 21), "2023年3月21日 16:30"),
        (date(2023, 3, 21), date(2023, 3, 21), "2023年3月21日"),
        ("2023.3.21 下午4点30分", date(2023, 3, 21), "2023年3月21日 16:30"),
        ("2023-03-21 09:05", date(2023, 3, 21), "2023年3月21日 09:05"),
        ("20230321", date(2023, 3, 21), "2023年3月21日"),
        (20230321, date(2023, 3, 21), "2023年3月21日"),
        (45006, date(2023, 3, 21), "2023年3月21日"),
        (45006.6875, date(2023, 3, 21), "2023年3月21日 16:30"),
        ("3月21日", None, "3月21日"),
        ("昨天下午", None, "昨天下午"),
        ("2023年2月30日", None, "2023年2月30日"),
        ("2023年3月20日、3月21日", None, "2023年3月20日、3月21日"),
        (None, None, ""),
    ],
)
def test_when_it_was_received(cell, day, written):
    made = entry("收件时间", cell)
    assert (made.day, made.written) == (day, written)


def test_a_column_of_days_and_one_of_hours():
    made = entry(("收件日期", "收件时间"), datetime(2023, 3, 21), time(8, 40))
    assert (made.day, made.written) == (date(2023, 3, 21), "2023年3月21日 08:40")


@pytest.mark.parametrize("head", ["收件日期", "接收时间", "签收日期", "收到材料时间", "受理时间", "材料接收日期"])
def test_heads_of_offices(head):
    assert entry(head, "2023年3月20日").day == date(2023, 3, 20)


def test_a_column_called_only_day_counts_where_the_register_was_named():
    assert entry("日期", "2023年3月20日") is None
    assert entry("日期", "2023年3月20日", named=True).day == date(2023, 3, 20)


def test_an_entry_that_was_taken_back_is_doubted():
    made = entry(("收件时间", "备注"), "2023年3月20日", "材料不全，退回")
    assert "退回" in made.doubt.zh


def test_a_row_without_a_company_is_named_and_totals_are_none(tmp_path):
    path = workbook(
        tmp_path / "收件登记.xlsx",
        ["收件时间", "企业名称", "统一社会信用代码", "所属区市", "收件人"],
        ["2023年3月20日", "甲公司", "91370200MA3C0TEXTD", "平度市", "王甲"],
        ["2023年3月20日", None, None, None, None],
        [None, None, None, None, None],
        ["合计", "合计", 2, None, None],
    )
    found = entries_of(sheets_of(path), path.name, named=False)
    (made,) = found.register
    assert (made.company, made.code, made.district) == ("甲公司", "91370200MA3C0TEXTD", "平度市")
    assert "第2行" in made.where.zh
    assert [one.zh for one in found.problems] == ["“收件登记.xlsx”第3行没有单位名称，未用"]


def test_of_merged_cells_each_row_has_what_stands_in_them(tmp_path):
    path = workbook(tmp_path / "收件登记.xlsx", ["收件日期", "单位名称"], ["2023年3月20日", "甲公司"], [None, "乙公司"])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert [one.day for one in entries_of(sheets_of(path), "a", named=False).register] == [date(2023, 3, 20)] * 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_as_excel_saves_it(tmp_path, encoding):
    path = tmp_path / "收件登记.csv"
    path.write_text("序号,企业名称,收件时间\n1,甲公司,2023/3/20 9:30\n", encoding=encoding)
    (made,) = entries_of(sheets_of(path), path.name, named=False).register
    assert (made.company, made.written) == ("甲公司", "2023年3月20日 09:30")


def test_a_register_in_the_folder_is_found_and_is_no_paper(tmp_path):
    (tmp_path / "申请表.pdf").write_bytes(b"%PDF-1.4")
    workbook(tmp_path / "申报材料收件台账.xlsx", ["企业名称", "收件时间"], ["甲公司", "2023年3月20日"])
    workbook(tmp_path / "企业登记信息.xlsx", ["企业名称", "注册日期"], ["甲公司", "2020年3月20日"])
    found, register = with_register(walk(tmp_path), None, silent)
    assert [file.name for file in found.files] == ["企业登记信息.xlsx", "申请表.pdf"]
    assert [(one.name, one.reason.zh) for one in found.left_out] == [("申报材料收件台账.xlsx", "收件登记簿，读出 1 条")]
    assert [one.company for one in register] == ["甲公司"]


def test_without_a_register_there_is_none(tmp_path):
    (tmp_path / "申请表.pdf").write_bytes(b"%PDF-1.4")
    assert with_register(walk(tmp_path), None, silent)[1] is None


@pytest.mark.parametrize("name", ["没有.xlsx", "登记.xls", "坏.xlsx", "别的.xlsx"])
def test_a_named_register_that_cannot_be_used_is_refused(tmp_path, name):
    (tmp_path / "申请表.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "登记.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    workbook(tmp_path / "别的.xlsx", ["姓名", "电话"], ["张三", "1"])
    with pytest.raises(WrongUse, match="登记簿"):
        with_register(walk(tmp_path), tmp_path / name, silent)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rows_beyond_the_limit_are_counted_never_left_out_in_silence(tmp_path, monkeypatch, ending):
    monkeypatch.setattr("docs_check.register.sheets.MOST_ROWS", 3)
    rows = [["企业名称", "收件时间"], *([f"第{number}公司", "2023年3月20日"] for number in range(5))]
    path = tmp_path / f"收件登记.{ending}"
    if ending == "csv":
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    else:
        workbook(path, *rows)
    found, register = with_register(walk(tmp_path), path, silent)
    assert len(register) == 2
    assert "还有3行没有读" in found.left_out[0].reason.zh


def test_a_register_in_the_folder_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "收件登记.xlsx").write_bytes(b"PK\x03\x04")
    said = []
    found, register = with_register(walk(tmp_path), None, said.append)
    assert register is None
    assert [one.name for one in found.files] == ["收件登记.xlsx"]
    assert "没有用作收件登记簿" in said[0].zh
