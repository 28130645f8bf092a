"""From print to papers, on pages built by hand: no OCR, a form of two columns, a table, a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from checks.outcomes import paper_id
from extractor.forms import FieldSpec, Forms, KindSpec, Layout, Party, SlotSpec, ValueType
from extractor.records import Box, Cell, Color, DateState, Grid, Line, Page, Place, Seal, Shape, Words
from extractor.understand import understand
from extractor.understand.text import dates_in

UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
W = Words("名", "name")


def field(kind: ValueType, *labels: str, unit: str | None = None, **more: tuple[str, ...]) -> FieldSpec:
    return FieldSpec(kind, W, labels, unit=unit, **more)


FORMS = Forms(
    kinds={
        "permit": KindSpec(
            W,
            Layout.FORM,
            ("施工许可申请表",),
            "applicant",
            fields={
                "company": field(ValueType.NAME, "单位名称"),
                "amount": field(ValueType.AMOUNT, "合同价款（万元）", unit="万元"),
                "area": field(ValueType.TEXT, "所属片区"),
                "code": field(ValueType.CODE, "统一社会信用代码"),
            },
            slots={
                "builder": SlotSpec("builder", ("施工单位意见",), "built"),
                "owner": SlotSpec("owner", ("建设单位意见",), "agreed"),
            },
        ),
        "list": KindSpec(
            W,
            Layout.TABLE,
            ("...汇总表",),
            "office",
            fields={"filled": field(ValueType.DATE, "填报日期"), "total": field(ValueType.AMOUNT, unit="万元")},
            slots={"office": SlotSpec("office", ("主管部门（盖章）",), "filled")},
            rows={
                "company": field(ValueType.NAME, "单位名称"),
                "amount": field(ValueType.AMOUNT, "金额（万元）", unit="万元"),
            },
            total_labels=("合计",),
            totals={"amount": "total"},
        ),
        "letter": KindSpec(
            W,
            Layout.LETTER,
            ("守法情况证明",),
            "applicant",
            fields={
                "company": field(ValueType.NAME),
                "code": field(ValueType.CODE),
                "period": field(ValueType.PERIOD),
                "count": field(ValueType.COUNT, before=("共有",), after=("家企业",)),
            },
            slots={"issuer": SlotSpec("bureau", date="issued")},
        ),
    },
    parties={"bureau": Party(W, ("某市住房局",))},
    districts={},
)


def line(text: str, x: float, y: float, height: float = 0.015, confidence: float = 0.99) -> Line:
    return Line(Box(x, y, min(1.0, x + 0.6 * height * len(text)), y + height), text, confidence)


def table(
    texts: Sequence[Sequence[str]], top: float, widths: Sequence[float], height: float = 0.03
) -> tuple[Grid, list[Line]]:
    """A ruled grid and the print in it; `""` leaves a cell empty."""
    cells, lines = list[Cell](), list[Line]()
    for row, some in enumerate(texts):
        x = 0.1
        for column, (text, width) in enumerate(zip(some, widths, strict=True)):
            box = Box(x, top + row * height, x + width, top + (row + 1) * height)
            cells.append(Cell(box, row, column))
            if text:
                lines.append(line(text, x + 0.005, box.y0 + 0.005))
            x += width
    return Grid(Box.around(cell.box for cell in cells), tuple(cells)), lines


def page(number: int, lines: Sequence[Line], grids: Sequence[Grid] = (), seals: Sequence[Seal] = ()) -> Page:
    return Page(number, (1000, 1400), tuple(lines), tuple(grids), tuple(seals), UNTURNED)


def seal(x: float, y: float, size: float = 0.14) -> Seal:
    box = Box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)
    return Seal(Place(1, box), Shape.ROUND, Color.RED, "甲方建设有限公司", "", 0.99)


def permit_page(number: int = 1, date: str = "2023年3月8日", seals: Sequence[Seal] = ()) -> Page:
    grid, lines = table(
        [
            ["单位名称", "甲方建设有限公司", "合同价款(万元)", "1,234.50"],
            ["统一社会信用代码", "9137O283FWT7TEXBIY", "", ""],
        ],
        0.15,
        [0.2, 0.2, 0.2, 0.2],
    )
    boxes, more = table([["施工单位意见", ""], ["建设单位意见", ""]], 0.3, [0.2, 0.6], 0.15)
    more += [line("同意。", 0.31, 0.32), line("（盖章）", 0.7, 0.4), line(date, 0.7, 0.425), line("年", 0.7, 0.57)]
    more += [line("月", 0.74, 0.57), line("日", 0.78, 0.57)]
    head = [line("某市2023年施工许可申请表", 0.3, 0.05, 0.025), line("所属片区：东片区", 0.7, 0.11)]
    return page(number, [*head, *lines, *more], [grid, boxes], seals)


def test_a_form_gives_labels_values_and_dated_places() -> None:
    (document,) = understand("a.pdf", [permit_page()], FORMS)
    assert document.kind == "permit"
    values = {one.name: one.value for one in document.fields}
    assert values["company"] == "甲方建设有限公司"
    assert values["amount"] == "1234.50"
    assert values["area"] == "东片区"
    assert values["code"] == "91370283FWT7TEXB1Y"
    assert values["built"] == "2023-03-08"
    blank = document.slot("owner")
    assert blank is not None and blank.date is not None
    assert blank.date.state is DateState.BLANK
    assert document.slot("builder").written.startswith("同意")  # type: ignore[union-attr]


def test_a_label_with_nothing_beside_it_is_an_empty_field_not_a_missing_one() -> None:
    grid, lines = table([["单位名称", "", "合同价款（万元）", "12"]], 0.15, [0.2, 0.2, 0.2, 0.2])
    (document,) = understand("a.pdf", [page(1, [line("施工许可申请表", 0.3, 0.05, 0.025), *lines], [grid])], FORMS)
    company = document.get("company")
    assert company is not None
    assert (company.written, company.value) == ("", None)
    assert company.place.box.x0 == pytest.approx(0.3)


def test_labels_above_their_values_are_read_downwards() -> None:
    grid, lines = table([["单位名称", "合同价款（万元）"], ["甲方建设有限公司", "12.5"]], 0.15, [0.4, 0.4])
    (document,) = understand("a.pdf", [page(1, [line("施工许可申请表", 0.3, 0.05, 0.025), *lines], [grid])], FORMS)
    assert {one.name: one.value for one in document.fields} == {"company": "甲方建设有限公司", "amount": "12.5"}


@pytest.mark.parametrize(
    ("centre", "slot"),
    [
        ((0.75, 0.42), "builder"),
        ((0.75, 0.46), "builder"),  # hangs over into the next box, but was put over its own date
        ((0.75, 0.56), "owner"),
        ((0.4, 0.35), "builder"),
        ((0.5, 0.85), None),
    ],
)
def test_a_seal_lies_where_it_was_put(centre: tuple[float, float], slot: str | None) -> None:
    (document,) = understand("a.pdf", [permit_page(seals=[seal(*centre)])], FORMS)
    assert [one.slot for one in document.seals] == [slot]


def test_the_place_below_a_heading_is_not_the_heading_beside_it() -> None:
    """A seal's serial was read into the next heading, which then looked like what had been filled in."""
    headings, lines = table([["施工单位意见", "建设单位意见 3702"]], 0.3, [0.4, 0.4], 0.025)
    below, _ = table([["", ""]], 0.325, [0.4, 0.4], 0.2)
    cells = (*headings.cells, *(replace(cell, row=1) for cell in below.cells))
    lines += [line("（盖章）", 0.3, 0.45), line("2023年3月8日", 0.25, 0.48)]
    grid = Grid(Box(0.1, 0.3, 0.9, 0.525), cells)
    head = line("某市2023年施工许可申请表", 0.3, 0.05, 0.025)
    (document,) = understand("a.pdf", [page(1, [head, *lines], [grid], [seal(0.3, 0.46)])], FORMS)
    assert document.seals[0].slot == "builder"
    builder = document.slot("builder")
    assert builder is not None and builder.date is not None
    assert builder.date.value == date(2023, 3, 8)


def test_a_table_gives_rows_totals_and_its_date() -> None:
    grid, lines = table(
        [
            ["序号", "单位名称", "金额(万元)"],
            ["1", "甲方建设有限公司", "1,000.00"],
            ["2", "乙方有限公司", ""],
            ["合计", "", "1,000.00"],
        ],
        0.2,
        [0.1, 0.4, 0.3],
    )
    head = [
        line("支持项目汇总表", 0.35, 0.05, 0.025),
        line("主管部门（盖章）：", 0.1, 0.1),
        line("填报日期：2023年3月22日", 0.6, 0.1),
    ]
    (document,) = understand("t.pdf", [page(1, [*head, *lines], [grid], [seal(0.3, 0.14, 0.1)])], FORMS)
    assert [(row.get("company").value, row.get("amount").value) for row in document.rows] == [  # type: ignore[union-attr]
        ("甲方建设有限公司", "1000.00"),
        ("乙方有限公司", None),
    ]
    assert document.get("total").value == "1000.00"  # type: ignore[union-attr]
    assert document.seals[0].slot == "office"
    office = document.slot("office")
    assert office is not None and office.date is not None and office.date.written == "2023年3月22日"


def letter_page(number: int = 1, seals: Sequence[Seal] = ()) -> Page:
    body = [
        line("守法情况证明", 0.4, 0.1, 0.025),
        line("某市商务局：", 0.1, 0.16),
        line("经查询，甲方建设有限公司（统一社会信用代码：91370283FWT", 0.1, 0.2),
        line("7TEXB1Y）自2022年1月1日至2022年12月31日期间无违法记录，共有3家企业。", 0.1, 0.23),
        line("某市住房局", 0.6, 0.5),
        line("2023年3月8日", 0.6, 0.53),
    ]
    return page(number, body, (), seals)


def test_a_letter_says_whom_it_is_about_who_signs_it_and_when() -> None:
    (document,) = understand("l.pdf", [letter_page(seals=[seal(0.65, 0.52)])], FORMS)
    values = {one.name: one.value for one in document.fields}
    assert values == {
        "company": "甲方建设有限公司",
        "code": "91370283FWT7TEXB1Y",
        "period": "2022-01-01/2022-12-31",
        "count": "3",
        "issued": "2023-03-08",
        "issuer": "某市住房局",
    }
    assert document.seals[0].slot == "issuer"


def test_a_seal_beside_the_signature_is_in_no_place() -> None:
    (document,) = understand("l.pdf", [letter_page(seals=[seal(0.2, 0.8)])], FORMS)
    assert document.seals[0].slot is None


def test_a_bundle_is_split_where_a_paper_begins_and_a_second_page_stays() -> None:
    second = page(2, [line("续：其他说明事项见附件材料", 0.1, 0.2)])
    blank = Page(3, (1000, 1400), (), (), (), UNTURNED, blank=True)
    unknown = page(5, [line("银行回单", 0.45, 0.08, 0.03), line("金额 12.00 元整，摘要见下", 0.1, 0.3)])
    papers = understand("b.pdf", [permit_page(1), second, blank, letter_page(4), unknown], FORMS)
    assert [(paper.kind, paper.pages) for paper in papers] == [("permit", (1, 2)), ("letter", (4,)), (None, (5,))]


def front_and_back(first: int, second: int, name: str = "甲方建设有限公司") -> tuple[Page, Page]:
    """A form on two pages: what is asked, and the places for seals."""
    grid, lines = table([["单位名称", name, "合同价款(万元)", "12.00"]], 0.2, [0.2, 0.2, 0.2, 0.2])
    front = page(first, [line("施工许可申请表", 0.4, 0.05, 0.025), line("所属片区：东片区", 0.7, 0.11), *lines], [grid])
    boxes, more = table([["施工单位意见", ""], ["建设单位意见", ""]], 0.2, [0.2, 0.6], 0.15)
    return front, page(second, [*more, line("2023年3月8日", 0.7, 0.325)], [boxes], [seal(0.72, 0.3)])


def test_a_form_whose_second_page_was_scanned_first_is_one_form() -> None:
    front, back = front_and_back(3, 2)
    papers = understand("b.pdf", [letter_page(1), back, front], FORMS)
    assert [(paper.kind, paper.pages) for paper in papers] == [("letter", (1,)), ("permit", (3, 2))]
    form = papers[1]
    assert form.get("company").value == "甲方建设有限公司"  # type: ignore[union-attr]
    assert form.slot("builder").area.page == 2  # type: ignore[union-attr]
    assert [seal.slot for seal in form.seals] == ["builder"]
    assert papers[0].seals == ()


def test_two_forms_each_with_its_second_page_first() -> None:
    one, two = front_and_back(2, 1, "甲方建设有限公司"), front_and_back(4, 3, "乙方建设有限公司")
    papers = understand("b.pdf", [one[1], one[0], two[1], two[0]], FORMS)
    assert [(paper.kind, paper.pages) for paper in papers] == [("permit", (2, 1)), ("permit", (4, 3))]


def test_forms_in_order_keep_their_second_pages() -> None:
    one, two = front_and_back(1, 2), front_and_back(3, 4)
    papers = understand("b.pdf", [*one, *two, permit_page(5)], FORMS)
    assert [paper.pages for paper in papers] == [(1, 2), (3, 4), (5,)]


@pytest.mark.parametrize(
    ("numbers", "pages"),
    [
        (["3/3", "1/3", "2/3"], [(2, 3, 1)]),
        (["第2页 共2页", "第 1 页 / 共 2 页"], [(2, 1)]),
        (["- 1/2 -", "- 2/2 -", "1/2", "2/2"], [(1, 2), (3, 4)]),
        (["3/3", "2/3", "1/3", "3/3", "2/3", "1/3"], [(3, 2, 1), (6, 5, 4)]),
        (["2/2", "1/2", "2/2"], [(1,), (2, 3)]),  # whose the first is, nobody can tell
        (["2/2", "1/2", "2/2", "1/2"], [(1,), (2, 3), (4,)]),
        (["1", "3", "2"], [(1, 2, 3)]),  # of how many is not said
    ],
)
def test_printed_page_numbers_put_a_papers_pages_in_order(numbers: list[str], pages: list[tuple[int, ...]]) -> None:
    def made(number: int, printed: str) -> Page:
        title = [line("守法情况证明", 0.4, 0.05, 0.025)] if "1" in printed.partition("/")[0] else []
        return page(number, [*title, line("经查，该企业无违法记录。", 0.1, 0.3), line(printed, 0.45, 0.95)])

    papers = understand("b.pdf", [made(number, printed) for number, printed in enumerate(numbers, 1)], FORMS)
    assert [paper.pages for paper in papers] == pages


def test_two_papers_on_one_scan_share_its_page() -> None:
    """The right half begins a letter; boxes are those of the whole scan."""
    left, right = permit_page(), letter_page()
    half = (0.5, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    other = (0.5, 0.0, 0.5, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    halves = [
        replace(left, number=7, to_view=half, area=Box(0, 0, 0.5, 1)),
        replace(right, number=7, to_view=other, area=Box(0.5, 0, 1, 1)),
    ]
    form, letter = understand("b.pdf", halves, FORMS)
    assert (form.pages, letter.pages) == ((7,), (7,))
    company = form.get("company")
    assert company is not None
    assert company.place.box.x1 < 0.5
    assert form.holds(company.place)
    assert not letter.holds(company.place)
    assert paper_id(form) != paper_id(letter)


def test_a_paper_that_goes_on_beside_its_first_page_is_one() -> None:
    front, back = front_and_back(1, 1)
    halves = [replace(front, area=Box(0, 0, 0.5, 1)), replace(back, area=Box(0.5, 0, 1, 1))]
    (form,) = understand("b.pdf", halves, FORMS)
    assert form.pages == (1,)
    assert all(form.holds(seal.place) for seal in form.seals)


def test_boxes_come_back_in_the_view_of_a_turned_page() -> None:
    # A page that lies on its side: upright (x, y) is (1 - y, x) in view.
    quarter = (0.0, -1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    upright = letter_page()
    turned = Page(1, upright.size, upright.lines, (), (), quarter)
    (document,) = understand("l.pdf", [turned], FORMS)
    issued = document.get("issued")
    assert issued is not None
    assert issued.place.box.x1 == pytest.approx(1 - 0.53, abs=1e-4)
    assert issued.place.box.y0 == pytest.approx(0.6, abs=1e-4)


NEAR_THE_YEAR = Box(0.665, 0.572, 0.69, 0.588)  # before 年 of the owner's empty date
IN_THE_EMPTY_CELL = Box(0.32, 0.172, 0.36, 0.188)


def emptied(unread: tuple[Box, ...]) -> Page:
    page = permit_page()
    return replace(page, lines=tuple(line for line in page.lines if "甲方" not in line.text), unread=unread)


def test_what_is_empty_is_surely_empty_where_no_ink_is_left() -> None:
    (document,) = understand("a.pdf", [emptied(())], FORMS)
    company, owner = document.get("company"), document.slot("owner")
    assert company is not None and (company.written, company.confidence > 0.9) == ("", True)
    assert owner is not None and owner.date is not None
    assert (owner.date.state, owner.date.confidence > 0.9) == (DateState.BLANK, True)


def test_ink_that_no_reading_explains_leaves_a_doubt_about_what_seems_empty() -> None:
    """A reader that missed a value must not make a sure "not filled in" of it."""
    (document,) = understand("a.pdf", [emptied((NEAR_THE_YEAR, IN_THE_EMPTY_CELL))], FORMS)
    company, owner = document.get("company"), document.slot("owner")
    assert company is not None and (company.written, company.confidence < 0.5) == ("", True)
    assert owner is not None and owner.date is not None
    assert (owner.date.state, owner.date.confidence < 0.5) == (DateState.BLANK, True)


def test_a_title_read_in_four_pieces_is_one_title() -> None:
    pieces = [
        line("关于2022年度", 0.14, 0.101, 0.025),
        line("建筑工人", 0.37, 0.1, 0.025),
        line("安全培训补贴申报汇", 0.46, 0.098, 0.025),
        line("总表", 0.48, 0.13, 0.025),
    ]
    body = [line("单位名称 金额（万元）", 0.1, 0.3 + 0.05 * row) for row in range(4)]
    (document,) = understand("t.jpg", [page(1, [*pieces, *body])], FORMS)
    assert document.kind == "list"


def test_red_ink_in_a_place_for_a_seal_is_noted_with_the_place() -> None:
    _, back = front_and_back(1, 2)
    bare = replace(back, seals=(), number=1)
    for traces, noted in (((), False), ((Box(0.6, 0.22, 0.76, 0.33),), True), ((Box(0.1, 0.8, 0.2, 0.9),), False)):
        title = [line("施工许可申请表", 0.4, 0.05, 0.025)]
        (document,) = understand("t.pdf", [replace(bare, lines=(*title, *bare.lines), traces=traces)], FORMS)
        builder = document.slot("builder")
        assert builder is not None
        assert builder.trace is noted


@pytest.mark.parametrize(
    ("pieces", "day", "sure"),
    [
        ([("2023.3.2", 0.62), ("5", 0.85)], "2023-03-02", True),
        ([("2023年3月2", 0.62), ("5", 0.85)], None, False),
        ([("2023年3月", 0.62), ("2", 0.76), ("日", 0.80)], "2023-03-02", True),
        ([("12.50", 0.55), ("2023-03-22", 0.66), ("880.00", 0.86)], "2023-03-22", True),
        ([("2023-3-2", 0.62), ("9:30", 0.80)], "2023-03-02", True),
    ],
)
def test_pieces_of_a_row_are_one_date_only_where_they_belong_together(
    pieces: list[tuple[str, float]], day: str | None, sure: bool
) -> None:
    found = dates_in([line(text, x, 0.425) for text, x in pieces], page(1, [], []))
    assert [one.value.isoformat() if one.value else None for one in found] == [day]
    assert (found[0].confidence > 0.8 and found[0].value is not None) is sure


def test_a_date_at_a_seal_in_no_known_form_is_kept_as_it_stands_there() -> None:
    (document,) = understand("a.pdf", [permit_page(date="2023.322")], FORMS)
    builder = document.slot("builder")
    assert builder is not None and builder.date is not None
    assert (builder.date.state, builder.date.written) == (DateState.UNCLEAR, "2023.322")
    assert builder.date.place.box.y0 == pytest.approx(0.425, abs=0.02)


def test_two_forms_on_one_sheet_are_two_papers() -> None:
    def squeezed(box: Box, top: float) -> Box:
        return Box(box.x0, top + box.y0 / 2, box.x1, top + box.y1 / 2)

    lines, grids = list[Line](), list[Grid]()
    for top, one in ((0.0, permit_page()), (0.5, permit_page(date="2023年3月28日"))):
        lines += [replace(line, box=squeezed(line.box, top)) for line in one.lines]
        for grid in one.grids:
            cells = tuple(replace(cell, box=squeezed(cell.box, top)) for cell in grid.cells)
            grids.append(Grid(squeezed(grid.box, top), cells))
    first, second = understand("a.pdf", [page(1, lines, grids)], FORMS)
    assert [[one.value for one in paper.fields if one.name == "built"] for paper in (first, second)] == [
        ["2023-03-08"],
        ["2023-03-28"],
    ]
    assert paper_id(first) != paper_id(second)
    (built,) = [one for one in second.fields if one.name == "built"]
    assert second.holds(built.place) and not first.holds(built.place)
