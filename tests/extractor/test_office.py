"""Word and Excel files, made by the libraries that read them, and what of their look is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from extractor.forms import FieldSpec, Forms, KindSpec, Layout, Party, SlotSpec, ValueType
from extractor.language.ticks import ticked
from extractor.records import Document, Page, Problem, Trouble, Words
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.office.numberformat import shown
from extractor.sources.open import open_source
from extractor.understand import understand

W = Words("名", "name")
FORMS = Forms(
    kinds={
        "permit": KindSpec(
            W,
            Layout.FORM,
            ("施工许可申请表",),
            "applicant",
            fields={
                "company": FieldSpec(ValueType.NAME, W, ("单位名称",)),
                "amount": FieldSpec(ValueType.AMOUNT, W, ("合同价款（万元）",), unit="万元"),
                "code": FieldSpec(ValueType.CODE, W, ("统一社会信用代码",)),
            },
            slots={"builder": SlotSpec("builder", ("施工单位意见",), "built")},
        ),
        "list": KindSpec(
            W,
            Layout.TABLE,
            ("...汇总表",),
            "office",
            fields={
                "filled": FieldSpec(ValueType.DATE, W, ("填报日期",)),
                "total": FieldSpec(ValueType.AMOUNT, W, unit="万元"),
            },
            slots={"office": SlotSpec("office", ("主管部门（盖章）",), "filled")},
            rows={
                "company": FieldSpec(ValueType.NAME, W, ("单位名称",)),
                "amount": FieldSpec(ValueType.AMOUNT, W, ("金额（万元）",), unit="万元"),
            },
            total_labels=("合计",),
            totals={"amount": "total"},
        ),
        "letter": KindSpec(
            W,
            Layout.LETTER,
            ("守法情况证明",),
            "applicant",
            fields={"company": FieldSpec(ValueType.NAME, W), "code": FieldSpec(ValueType.CODE, W)},
            slots={"issuer": SlotSpec("bureau", date="issued")},
        ),
    },
    parties={"bureau": Party(W, ("某市住房局",))},
    districts={},
)


def pages(path: Path) -> tuple[list[Page | RawPage], tuple[Problem, ...]]:
    with open_source(path) as source:
        return [source.read(number) for number in range(1, source.page_count + 1)], source.problems


def papers(path: Path) -> tuple[Document, ...]:
    read, _ = pages(path)
    return understand(path.name, [page for page in read if isinstance(page, Page)], FORMS)


def values(document: Document) -> dict[str, str | None]:
    return {field.name: field.value for field in document.fields}


@pytest.fixture
def word(tmp_path: Path) -> Callable[[WordDocument], Path]:
    def save(document: WordDocument) -> Path:
        document.save(str(tmp_path / "paper.pdf"))  # the wrong name on purpose
        return tmp_path / "paper.pdf"

    return save


def headed(document: WordDocument, title: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(title).font.size = Pt(18)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def test_a_letter_and_a_form_of_one_word_file_are_two_papers(word: Callable[[WordDocument], Path]) -> None:
    document = docx.Document()
    headed(document, "守法情况证明")
    document.add_paragraph("经查询，甲建筑有限公司（统一社会信用代码：91370200MA3C123456）无违法记录。")
    for text in ("某市住房局", "2024年5月6日"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_page_break()
    headed(document, "施工许可申请表")
    table = document.add_table(3, 4, style="Table Grid")
    for place, text in {
        (0, 0): "单位名称",
        (0, 1): "甲建筑有限公司",
        (0, 2): "合同价款（万元）",
        (0, 3): "1,200.5",
    }.items():
        table.cell(*place).text = text
    table.cell(1, 0).text, table.cell(1, 1).text = "统一社会信用代码", "91370200MA3C123456"
    table.cell(2, 0).text, table.cell(2, 1).text = "施工单位意见", "同意。\n（盖章）\n2024年5月1日"
    table.cell(2, 1).merge(table.cell(2, 3))
    letter, form = papers(word(document))
    assert (letter.kind, letter.pages, form.kind, form.pages) == ("letter", (1,), "permit", (2,))
    assert values(letter) == {
        "company": "甲建筑有限公司",
        "code": "91370200MA3C123456",
        "issued": "2024-05-06",
        "issuer": "某市住房局",
    }
    assert values(form) == {
        "company": "甲建筑有限公司",
        "amount": "1200.5",
        "code": "91370200MA3C123456",
        "built": "2024-05-01",
    }
    assert letter.pictureless
    assert form.pictureless
    assert all(field.confidence == 1 for field in form.fields)


def test_cells_merged_downwards_in_word_are_one_cell(word: Callable[[WordDocument], Path]) -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).text = "左"
    table.cell(0, 0).merge(table.cell(1, 0))
    ((page,), _) = pages(word(document))
    assert isinstance(page, Page)
    (grid,) = page.grids
    assert [(cell.row, cell.column, cell.row_span) for cell in grid.cells] == [
        (0, 0, 2), (0, 1, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1),
    ]  # fmt: skip
    assert all(grid.box.holds(*cell.box.centre) for cell in grid.cells)


def test_hidden_and_deleted_text_of_word_is_not_read(word: Callable[[WordDocument], Path]) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("看得见")
    paragraph.add_run("看不见").font.hidden = True
    deleted = OxmlElement("w:del")
    deleted.append(paragraph.add_run("已删除")._r)  # pyright: ignore[reportPrivateUsage]
    paragraph._p.append(deleted)  # pyright: ignore[reportPrivateUsage]
    ((page,), problems) = pages(word(document))
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == ["看得见"]
    assert [problem.trouble for problem in problems] == [Trouble.NOTED]


def test_scans_pasted_into_word_are_pages_to_read_and_small_pictures_are_said(
    word: Callable[[WordDocument], Path],
) -> None:
    document = docx.Document()
    document.add_paragraph("附件如下")
    for size, mode in (((700, 900), "RGB"), ((300, 300), "RGB"), ((800, 800), "RGBA")):
        data = io.BytesIO()
        Image.new(mode, size).save(data, "PNG")
        document.add_picture(data, width=Pt(100))
    ((text, scan), problems) = pages(word(document))
    assert isinstance(text, Page)
    assert isinstance(scan, RawPage)
    assert scan.picture.shape == (900, 700, 3)
    assert "2 幅插图" in problems[0].reason.zh


def test_an_empty_word_file_is_refused(word: Callable[[WordDocument], Path]) -> None:
    with pytest.raises(Unreadable) as caught:
        pages(word(docx.Document()))
    assert "没有任何文字" in caught.value.problem.reason.zh


def saved(tmp_path: Path, fill: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def bordered(sheet: Worksheet, area: str) -> None:
    side = Side(style="thin")
    for row in sheet[area]:
        for cell in row:
            cell.border = Border(side, side, side, side)


def summary(sheet: Worksheet) -> None:
    sheet["A1"] = "某区2024年申报汇总表"
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["C2"] = "主管部门（盖章）：", "填报日期：2024年5月6日"
    for place, value in {
        "A3": "序号", "B3": "单位名称", "C3": "金额（万元）",
        "A4": 1, "B4": "甲建筑有限公司", "C4": 1200.5,
        "A5": 2, "B5": "乙建筑有限公司", "C5": 7,
        "A6": "合计", "C6": 1207.5,
    }.items():  # fmt: skip
        sheet[place] = value


@pytest.mark.parametrize("with_borders", [True, False])
def test_a_summary_table_in_excel(tmp_path: Path, with_borders: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        summary(sheet)
        if with_borders:
            bordered(sheet, "A1:C1")  # somebody drew a border round the title too
            bordered(sheet, "A3:C6")
        for cell in sheet["C"]:
            cell.number_format = "#,##0.00"

    (paper,) = papers(saved(tmp_path, fill))
    assert paper.kind == "list"
    assert paper.title == "某区2024年申报汇总表"
    assert [tuple(field.written for field in row.fields) for row in paper.rows] == [
        ("甲建筑有限公司", "1,200.50"),
        ("乙建筑有限公司", "7.00"),
    ]
    assert values(paper) == {"filled": "2024-05-06", "total": "1207.50"}
    assert [slot.slot for slot in paper.slots] == ["office"]
    assert paper.pictureless


def test_hidden_rows_and_sheets_are_said_and_not_read(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        summary(sheet)
        bordered(sheet, "A3:C6")
        sheet.row_dimensions[5].hidden = True
        other = sheet.parent.create_sheet("旧表")
        other["A1"], other.sheet_state = "作废", "hidden"

    path = saved(tmp_path, fill)
    (paper,) = papers(path)
    assert len(paper.rows) == 1
    _, problems = pages(path)
    assert ["1 行" in problem.reason.zh or "旧表" in problem.reason.zh for problem in problems] == [True, True]
    assert {problem.trouble for problem in problems} == {Trouble.NOTED}


def test_a_formula_without_its_result_is_never_a_blank(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        summary(sheet)
        sheet["C6"] = "=SUM(C4:C5)"

    path = saved(tmp_path, fill)  # openpyxl writes no results
    (paper,) = papers(path)
    total = paper.get("total")
    assert total is not None
    assert (total.value, total.confidence) == (None, 0.0)
    _, problems = pages(path)
    assert "C6" in problems[0].reason.zh


def test_a_number_of_eighteen_digits_lost_its_end(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"] = "统一社会信用代码", 913702001234567800

    ((page,), problems) = pages(saved(tmp_path, fill))
    assert isinstance(page, Page)
    assert next(line for line in page.lines if line.text[0] == "9").confidence < 0.6
    assert "B1" in problems[0].reason.zh


def test_a_day_that_a_cell_shows_as_a_number_is_read_doubted_and_said(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["企业名称", "初审日期", "份数", "签收日期"])
        sheet.append(["海州公司", 45006, 45006, 3])

    ((page,), problems) = pages(saved(tmp_path, fill))
    assert isinstance(page, Page)
    shown = {line.text: line.confidence for line in page.lines}
    assert shown["2023-03-21"] < 0.6
    assert shown["45006"] == shown["3"] == 1.0
    assert ["B2" in problem.reason.zh and "C2" not in problem.reason.zh for problem in problems] == [True]


def test_a_long_table_runs_on_over_pages(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        summary(sheet)
        for row in range(6, 356):
            sheet.cell(row, 1, row)
            sheet.cell(row, 2, f"第{row}建筑有限公司")
            sheet.cell(row, 3, row / 4)
        sheet.merge_cells("A104:A107")
        sheet.cell(356, 1, "合计")
        sheet.cell(356, 3, 99)

    (paper,) = papers(saved(tmp_path, fill))
    assert paper.pages == (1, 2, 3, 4)
    assert len(paper.rows) == 352
    assert values(paper)["total"] == "99"
    assert [row.place.page for row in paper.rows][:5] == [1, 1, 1, 1, 1]


def test_a_far_cell_does_not_make_a_table_of_a_billion(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["XFD1048576"] = "甲", "乙", "丙"

    with pytest.raises(Unreadable) as caught:
        pages(saved(tmp_path, fill))
    assert "过大" in caught.value.problem.reason.zh


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234.5, "General", "1234.5"),
        (35.3, "#,##0.00", "35.30"),
        (1234567.891, '#,##0.00"万元"', "1,234,567.89万元"),
        (0.0905, "0.00%", "9.05%"),
        (-5, "0.00;(0.00)", "(5.00)"),
        (0, '0.0;-0.0;"—"', "—"),
        (12000, '0!.0,"万"', "1.2万"),
        (12345678, "#,##0,", "12,346"),
        (7, "000", "007"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),  # Excel leaves the point standing
        (12, "@", "12"),
        (12.5, '"¥"#,##0.00', "¥12.50"),
        (12.5, r"\$#,##0", "$13"),
        (370211000123, "General", "370211000123"),
        (date(2023, 3, 20), "yyyy/m/d", "2023-03-20"),
        (date(2023, 3, 20), 'yyyy"年"m"月"d"日"', "2023年3月20日"),
        (date(2022, 12, 1), 'yyyy"年"m"月"', "2022年12月"),
        (True, "General", "TRUE"),
        ("甲", "@", "甲"),
    ],
)
def test_cells_are_read_as_they_are_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml"])
def test_a_damaged_office_file_is_refused_with_a_reason(tmp_path: Path, part: str) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr(part, "<no xml")
    with pytest.raises(Unreadable) as caught:
        pages(tmp_path / "a.docx")
    assert caught.value.problem.trouble is Trouble.UNREADABLE
    assert "损坏" in caught.value.problem.reason.zh


def test_entities_are_not_followed(tmp_path: Path, word: Callable[[WordDocument], Path]) -> None:
    import zipfile

    path = word(docx.Document())
    (tmp_path / "secret").write_text("机密")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    body = body.replace("<w:body>", "<w:body><w:p><w:r><w:t>甲&x;</w:t></w:r></w:p>", 1)
    start = body.index("<w:document")
    body = body[:start] + f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>' + body[start:]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, body if name == "word/document.xml" else data)
    ((page,), _) = pages(path)
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == ["甲"]


def test_an_empty_row_between_loose_rows_is_no_damage(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A4"], sheet["B4"] = "说明", "经办人", "王五"
        bordered(sheet, "A6:B7")
        sheet["A6"], sheet["B7"] = "单位名称", "甲建筑有限公司"

    with open_source(saved(tmp_path, fill)) as source:
        page = source.read(1)
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == ["说明", "经办人", "王五", "单位名称", "甲建筑有限公司"]


@pytest.mark.parametrize(("first", "second", "chosen"), [("F0FE", "F0A8", "中小企业"), ("F0A8", "F0FE", "大型企业")])
def test_boxes_from_words_menu_of_symbols_say_what_is_ticked(
    word: Callable[[WordDocument], Path], first: str, second: str, chosen: str
) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for code, option in ((first, "中小企业"), (second, "大型企业")):
        run = paragraph.add_run()
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), "Wingdings")
        symbol.set(qn("w:char"), code)
        run.element.append(symbol)
        paragraph.add_run(option + " ")
    (page,), _ = pages(word(document))
    assert isinstance(page, Page)
    assert ticked(page.lines[0].text) == [chosen]
