"""LS001 to LS004 on lists built by hand: rows in order, at fault, and not read with certainty."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment
from stdnum.cn import uscc

from checks.records import Outcome, Verdict
from extractor.file import read_file
from extractor.records import Box, Document, Place, Row

INSURER = "中国出口信用保险公司山东分公司"
KIND = "micro_list"


def code(number: int) -> str:
    body = f"91370200MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def a_row(number: int, **changes: str) -> dict[str, str]:
    return {
        "company": f"青岛第{number}贸易有限公司",
        "credit_code": code(number),
        "export_2021": "120.00",
        "premium": "0.25",
        "rate": "0.03",
        "policy_no": f"P{number}",
        **changes,
    }


def roster(company, rows, file="保险机构/清单.xlsx", confidence=0.99, **more) -> Document:
    built = tuple(
        Row(
            Place(1, Box(0, 0.1, 1, 0.12)),
            tuple(company.field(KIND, name, written, confidence) for name, written in row.items()),
        )
        for row in rows
    )
    return company.paper(KIND, file, {"insurer": INSURER}, rows=built, **more)


def application(company, count="2", premium="0.50") -> Document:
    fields = {"insurer": INSURER, "count": count, "premium": premium, "subsidy": premium}
    return company.paper("insurer_application", "保险机构/申请表.pdf", fields)


def found(company, *documents: Document) -> list[Outcome]:
    return company.findings([company.reading(one) for one in documents], "LS")


def test_a_list_in_order_passes(company):
    read = [company.reading(one) for one in (roster(company, [a_row(1), a_row(2)]), application(company))]
    outcomes = company.outcomes(read, "LS")
    assert not [one for one in outcomes if one.is_finding]
    assert {one.code for one in outcomes if one.verdict is Verdict.PASS} == {"LS001", "LS002", "LS003", "LS004"}


def test_rows_outside_the_programme_are_one_finding_with_the_rows_in_it(company):
    rows = [a_row(1), a_row(2, export_2021="620.00"), a_row(3, rate="0.08"), a_row(4, export_2021="501")]
    (one,) = found(company, roster(company, rows))
    assert (one.code, one.verdict) == ("LS001", Verdict.DEFECT)
    assert one.found.zh == "第2行、第3行、第4行"
    assert "上年出口额超过500万美元（620.00）" in one.message.zh


def test_a_row_not_read_with_certainty_is_unsure(company):
    (one,) = found(company, roster(company, [a_row(1, export_2021="620.00")], confidence=0.6))
    assert (one.code, one.verdict) == ("LS001", Verdict.UNSURE)


def test_totals_that_the_list_does_not_bear_out(company):
    rows = [a_row(1), a_row(2), a_row(3)]
    outcomes = found(company, roster(company, rows), application(company, premium="0.75"))
    assert [(one.code, one.verdict) for one in outcomes] == [("LS002", Verdict.DEFECT)]
    assert "各行合计为3" in outcomes[0].message.zh
    (sums,) = found(company, roster(company, rows), application(company, count="3", premium="0.80"))
    assert "0.75" in sums.message.zh
    (faint,) = found(company, roster(company, rows, confidence=0.6), application(company, count="3", premium="0.80"))
    assert faint.verdict is Verdict.UNSURE


def test_a_company_twice_in_a_list_in_two_lists_and_among_the_applicants(company):
    (one,) = found(company, roster(company, [a_row(1), a_row(2), a_row(1)]))
    assert (one.code, one.found.zh) == ("LS003", "第1行、第3行")
    other = roster(company, [a_row(2)], file="保险机构/另一清单.xlsx")
    assert [one.code for one in found(company, roster(company, [a_row(1), a_row(2)]), other)] == ["LS003", "LS003"]
    applied = roster(company, [a_row(1), a_row(2, company=company.name, credit_code=company.code)])
    (both,) = found(company, applied, company.form())
    assert "自行申报" in both.message.zh
    (doubted,) = found(company, roster(company, [a_row(1), a_row(1)], confidence=0.6))
    assert doubted.verdict is Verdict.UNSURE


def test_rows_without_a_valid_code_or_with_blank_cells(company):
    wrong = code(2)[:-1] + ("A" if code(2)[-1] != "A" else "B")
    (one,) = found(company, roster(company, [a_row(1), a_row(2, credit_code=wrong), a_row(3, premium="")]))
    assert (one.code, one.verdict, one.found.zh) == ("LS004", Verdict.DEFECT, "第2行、第3行")


def test_rows_of_an_excel_file_are_read_over_all_its_pages(company, tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{INSURER}小微企业承保清单"])
    sheet.merge_cells("A1:G1")
    sheet["A1"].alignment = Alignment(horizontal="center")
    heads = ["序号", "企业名称", "统一社会信用代码", "2021年出口额（万美元）", "保费（万元）", "费率（%）", "保险单号"]
    sheet.append(heads)
    for number in range(1, 151):
        exports = 650 if number == 141 else 100
        sheet.append([number, f"青岛第{number}贸易有限公司", code(number), exports, 0.2, 0.03, f"P{number}"])
    path = tmp_path / "清单.xlsx"
    book.save(path)
    reading = read_file(path, "保险机构/清单.xlsx", company.policy.forms, None)
    assert [(one.code, one.found.zh) for one in company.findings([reading], "LS")] == [("LS001", "第141行")]
