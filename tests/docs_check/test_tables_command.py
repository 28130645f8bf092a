"""`docs-check tables` and `docs-check payments`, from a file to what people and programs are told."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from rich.console import Console
from typer.testing import CliRunner

from docs_check.commands.cli import app
from docs_check.commands.payments import check_payments
from docs_check.commands.payments import exit_code as payments_code
from docs_check.commands.payments import to_json as payments_json
from docs_check.commands.payments import to_text as payments_text
from docs_check.commands.tables import check_files, exit_code, to_json, to_text
from docs_check.commands.tables_book import to_xlsx
from docs_check.commands.tables_page import to_html
from docs_check.exits import Exit, WrongUse
from docs_check.intake.walk import FoundFile
from docs_check.progress import Progress
from drawing import evaluation
from extractor.file import read_tables
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Line, Place
from extractor.tables.again import Heard, with_heard
from extractor.tables.records import TablesReading

QUIET = Progress(Console(quiet=True), "zh")


class NoEngine:
    name, version = "none", "0"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return [Reading("", 0.0)] * len(pictures)


def read(files: Sequence[FoundFile]) -> Iterator[TablesReading]:
    """In this process and without OCR: the reports here have text."""
    for file in files:
        yield read_tables(file.path, file.name, NoEngine())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "评价报告.pdf"
    evaluation.as_pdf(path)
    return path


def test_json_gives_the_root_what_rests_on_it_and_both_explanations(report: Path) -> None:
    files = check_files([report], read, QUIET)
    assert exit_code(files) is Exit.DEFECTS
    data = json.loads(to_json(files, "zh"))
    assert data["schema"] == "docs-check/tables/1"
    (finding,) = data["files"][0]["findings"]
    assert (finding["relation"], finding["stated"], finding["computed"]) == ("column_sum", "679.94", "674.94")
    assert (finding["difference"], finding["unit"], finding["rounding_explains"]) == ("5.00", "万元", False)
    assert finding["unsure"] is False
    assert [one["what"] for one in finding["explanations"]] == ["total_wrong", "row_missing"]
    assert {one["written"]: one["would_be"] for one in finding["rests_on"]} == {
        "7.94%": "7.88",
        "679.94万元": "674.94",
        "2113.59万元": "2108.59",
        "21.14%": "21.09",
    }
    assert finding["cell"]["page"] == 1
    x0, y0, x1, y1 = finding["cell"]["box"]
    assert 0 < x0 < x1 < 1 and 0 < y0 < y1 < 1
    assert len(data["files"][0]["tables"]) == 2


def test_a_scan_whose_digit_is_doubted_is_judged_when_a_second_reader_says_the_same(tmp_path: Path) -> None:
    report = tmp_path / "a.pdf"
    evaluation.as_pdf(report, evaluation.PAYMENTS.replace("679.94|7.94%", "679.94|7.88%"), ())

    def scanned(files: Sequence[FoundFile]) -> Iterator[TablesReading]:
        return (_with_cells(one, typed=False, confidence=0.7) for one in read(files))

    def agrees(file: FoundFile, reading: TablesReading, places: Sequence[Place]) -> TablesReading:
        return with_heard(reading, [Heard(place, _written(reading, place)) for place in places])

    ((doubted,), (sure,)) = (
        check_files([report], scanned, QUIET, again)[0].result.findings for again in (None, agrees)
    )
    assert doubted.doubt is not None and sure.doubt is None
    assert doubted.figure.written == sure.figure.written == "679.94"


def _with_cells(reading: TablesReading, *, typed: bool, confidence: float) -> TablesReading:
    tables = [
        replace(
            table,
            rows=tuple(
                replace(row, cells=tuple(replace(cell, typed=typed, confidence=confidence) for cell in row.cells))
                for row in table.rows
            ),
        )
        for table in reading.tables
    ]
    return replace(reading, tables=tuple(tables))


def _written(reading: TablesReading, place: Place) -> str:
    cells = (cell for table in reading.tables for row in table.rows for cell in row.cells)
    return next(cell.written for cell in cells if cell.place == place)


def test_text_says_it_in_both_languages(report: Path) -> None:
    files = check_files([report], read, QUIET)
    chinese, english = to_text(files, "zh"), to_text(files, "en")
    for part in ("表1-6", "674.94", "漏了一行5.00万元", "7.88%", "21.14%"):
        assert part in chinese
    for part in ("rows add up to 674.94", "is missing", "7.88%", "21.14%"):
        assert part in english


def test_the_page_tints_what_was_checked_and_says_what_a_total_rests_on(report: Path) -> None:
    page = to_html(check_files([report], read, QUIET), "zh")
    assert '<td class="n sure" title="679.94 = ' in page
    assert '<td class="n ok" title="8566.35 = ' in page
    assert "漏了一行5.00万元" in page


def test_a_right_report_ends_well(tmp_path: Path) -> None:
    right = evaluation.PAYMENTS.replace("679.94|7.94%", "674.94|7.88%")
    evaluation.as_pdf(tmp_path / "a.pdf", right, ())
    files = check_files([tmp_path / "a.pdf"], read, QUIET)
    assert exit_code(files) is Exit.OK
    assert "没有发现不相符" in to_text(files, "zh")


def test_a_file_without_tables_and_one_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    evaluation.as_docx(tmp_path / "a.docx")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 cut off")
    files = check_files([tmp_path / "b.pdf", tmp_path / "a.docx"], read, QUIET)
    assert exit_code(files) is Exit.NOT_CHECKED
    assert "损坏" in to_text(files[:1], "zh")
    assert "没有找到" not in to_text(files[:1], "zh")  # nobody could look
    assert [file.reading.file.rpartition("/")[2] for file in files] == ["b.pdf", "a.docx"]


def test_a_folder_or_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.pdf"):
        with pytest.raises(WrongUse):
            check_files([path], read, QUIET)


def test_payments_gives_rates_and_who_is_late(report: Path) -> None:
    checked = check_payments([report], None, read, QUIET)
    assert payments_code(checked) is Exit.DEFECTS
    data = json.loads(payments_json(checked, "zh"))
    assert (data["planned"], data["unit"]) == ("2023-11-30", "万元")
    city = [one["rate"] for one in data["tables"][0]["rates"] if one["name"] is None]
    assert city == ["7.94", "10.32"]
    late = [one for one in data["outcomes"] if one["code"] == "PY001" and one["outcome"] == "defect"]
    assert len(late) == 12  # eleven districts, and all together
    assert "市南区" in payments_text(checked, "zh")


def test_payments_without_such_a_table_is_not_checked(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["区（市）", "企业家数（家）"], ["市南区", 3], ["市北区", 4]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    checked = check_payments([tmp_path / "b.xlsx"], None, read, QUIET)
    assert payments_code(checked) is Exit.NOT_CHECKED
    assert "应拨付" in payments_text(checked, "zh")


def test_the_command_itself(report: Path) -> None:
    """Through the worker processes, as users call it."""
    done = CliRunner().invoke(app, ["tables", str(report), "--format", "json", "--lang", "en"])
    assert done.exit_code == Exit.DEFECTS
    assert json.loads(done.stdout)["files"][0]["findings"][0]["stated"] == "679.94"


def test_a_workbook_lists_what_does_not_follow_and_tints_the_cell(report: Path) -> None:
    checked = check_files([report], read, QUIET)
    book = load_workbook(io.BytesIO(to_xlsx(checked, "zh")))
    (finding,) = checked[0].result.findings
    row = [cell.value for cell in book.worksheets[0][2]]
    assert row[2:4] == ["不符", finding.message.zh]
    tinted = [
        cell.value for page in book.worksheets[1:] for line in page.iter_rows() for cell in line
        if cell.fill.fgColor.rgb == "00F7B7B0"
    ]  # fmt: skip
    assert tinted == [finding.figure.written]
