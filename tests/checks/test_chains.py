"""Figures that two tables of a report have in common, and what it lacks; on final accounts drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from checks.arithmetic import Arithmetic, check_tables, sheets_of
from checks.arithmetic.claims import Formula
from checks.chains import notes, report_tables, shipped_kinds
from drawing.accounts import Drawn
from drawing.accounts.ledger import random_ledger
from drawing.accounts.listed import income, spending
from drawing.accounts.paper import AccountsPage, Printer
from drawing.accounts.sided import everything, granted
from drawing.accounts.table import Put, TableStyle
from extractor.file import read_tables
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Line

STYLE = TableStyle("万元", commas=True, nothing="")
PAGE = AccountsPage("hei", 8.0, landscape=True, ruled=True, row=15)


class NoEngine:
    name, version = "none", "0"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: list[Picture]) -> list[Reading]:
        return [Reading("", 0.0)] * len(pictures)


def tables(seed: int) -> list[Drawn]:
    """Of a final account of one office."""
    rng = Random(seed)
    ledger = random_ledger(rng)
    found = list[Drawn]()
    for kind in (everything, income, spending, granted):
        drawn = kind(ledger, STYLE, rng)
        while "决算" not in drawn.title:
            drawn = kind(ledger, STYLE, rng)
        found.append(drawn)
    return found


def empty(title: str, note: str) -> Drawn:
    puts = tuple(Put(0, i, head) for i, head in enumerate(("科目编码", "科目名称", "本年支出")))
    return Drawn(title, "", "单位：万元", (0.2, 0.5, 0.3), 1, puts, (), note)


def checked(path: Path, drawn: Sequence[Drawn]) -> tuple[Arithmetic, list[str]]:
    printer = Printer(path, Random(1))
    for one in drawn:
        printer.table(one, PAGE)
    printer.save()
    reading = read_tables(path, path.name, NoEngine())
    sheets = sheets_of(reading)
    report = report_tables(sheets, shipped_kinds())
    assert report is not None
    assert report.kind.name.zh == "部门决算"
    return check_tables(reading, sheets, report.claims), [note.zh for note in notes(report, reading.headings)]


def test_the_totals_of_a_final_account_agree_from_table_to_table(tmp_path: Path) -> None:
    result, _ = checked(tmp_path / "a.pdf", tables(3))
    assert not result.findings
    assert result.checked[Formula.CHAIN] >= 3


def test_a_digit_wrong_in_one_total_is_found_there_by_all_that_it_breaks(tmp_path: Path) -> None:
    drawn = tables(3)
    put = next(put for put in drawn[2].puts if "." in put.text)  # its 合计
    wrong = f"{'8' if put.text[0] != '8' else '3'}{put.text[1:]}"
    drawn[2] = drawn[2].with_text((put.row, put.column), wrong)
    (finding,) = checked(tmp_path / "a.pdf", drawn)[0].findings
    assert finding.doubt is None
    assert finding.figure.written == wrong
    assert Formula.CHAIN in [claim.formula for claim in (finding.claim, *finding.also)]


def test_what_such_a_report_lacks_is_said(tmp_path: Path) -> None:
    drawn = tables(3)
    title = "2020年度国有资本经营预算财政拨款支出决算表"
    _, said = checked(tmp_path / "a.pdf", [replace(drawn[0], left="部门：某某区教育局"), *drawn[1:], empty(title, "")])
    assert any("没有找到" in note and "政府性基金" in note for note in said)
    assert any("国有资本" in note and "没有读到数字" in note for note in said)
    assert any("2020年" in note for note in said)
    assert any("教育局" in note for note in said)


def test_an_empty_table_with_its_note_is_no_fault(tmp_path: Path) -> None:
    title = tables(3)[0].title[:4] + "年度国有资本经营预算财政拨款支出决算表"
    _, said = checked(
        tmp_path / "a.pdf", [*tables(3), empty(title, "注：本部门没有国有资本经营预算支出，故本表为空。")]
    )
    assert not any("国有资本" in note or "年，其余" in note or "部门是" in note for note in said)
