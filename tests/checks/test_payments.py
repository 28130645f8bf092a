"""Money paid out: rates, who is late and by how much, what differs from what was due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from checks.judge import judge
from checks.pack.load import Policy
from checks.payment_records import PaymentSheet
from checks.payments import payment_sheets, rates
from checks.records import Batch, Outcome, Verdict
from drawing.evaluation import CAPTIONS, PAYMENTS, Cells, payment_cells, rows_of
from extractor.records import Box, Cell, Grid, Line, Page
from extractor.tables import tables_and_prose
from extractor.tables.records import TablesReading

UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
DATED = """
区（市）|企业名称|应拨付金额（万元）|实际拨付金额（万元）|拨付日期
市南区|青岛甲乙有限公司|10.00|10.00|2023-11-20
市南区|青岛丙丁有限公司|20.00|20.00|2023年12月5日
城阳区|青岛戊己有限公司|30.00|25.00|2023.11.28
城阳区|青岛庚辛有限公司|5.00|6.00|2023-11-28
胶州市|青岛壬癸有限公司|8.00|-|
合计||73.00|61.00|
"""


def sheet(cells: Cells, policy: Policy, confidence: float = 0.999, caption: str = CAPTIONS[0]) -> PaymentSheet:
    columns = max(column + across for _, column, _, across, _ in cells)
    width, made, lines = 0.8 / columns, list[Cell](), [Line(Box(0.3, 0.24, 0.7, 0.25), caption, 0.99)]
    for row, column, down, across, text in cells:
        box = Box(0.1 + column * width, 0.3 + row * 0.02, 0.1 + (column + across) * width, 0.3 + (row + down) * 0.02)
        made.append(Cell(box, row, column, down, across))
        if text:
            x, y = box.centre
            lines.append(Line(Box(x - 0.02, y - 0.005, x + 0.02, y + 0.005), text, confidence))
    grid = Grid(Box.around(cell.box for cell in made), tuple(made))
    tables, _, _ = tables_and_prose([Page(1, (1000, 1400), tuple(lines), (grid,), (), UNTURNED)])
    (found,) = payment_sheets(TablesReading("p.xlsx", "", 1, tables, ()), policy)
    return found


def dated(policy: Policy, text: str = DATED) -> PaymentSheet:
    return sheet([(r, c, 1, 1, one) for r, row in enumerate(rows_of(text)) for c, one in enumerate(row)], policy)


def outcomes(found: PaymentSheet, policy: Policy, code: str) -> dict[str, Outcome]:
    judged = judge(Batch((), (), (), (), (found,)), policy, select=(code,))
    return {outcome.subject.partition("#")[2]: outcome for outcome in judged}


def test_the_published_rates(policy: Policy) -> None:
    found = sheet(payment_cells(), policy)
    first, last = rates(found, date(2023, 12, 31)), rates(found, date(2024, 6, 30))
    assert round(first[-1].percent or 0, 2) == Decimal("7.94")
    assert round(last[-1].percent or 0, 2) == Decimal("10.32")
    assert sum(rate.percent == 0 for rate in last) == 8
    assert {rate.name: round(rate.percent or 0, 2) for rate in last}["市南区"] == Decimal("0.86")


def test_py001_says_who_is_late_by_how_much_and_what_is_owed(policy: Policy) -> None:
    found = outcomes(sheet(payment_cells(), policy), policy, "PY001")
    late = found["市南区"]
    assert late.verdict is Verdict.DEFECT
    assert late.district == "市南区"
    assert late.message is not None
    for part in ("2172.95万元", "截至2024年6月30日拨付18.64万元（0.86%）", "尚欠2154.31万元", "213天"):
        assert part in late.message.zh
    settled = found["高新区"]
    assert settled.message is not None and "31天" in settled.message.zh and "尚欠" not in settled.message.zh
    city = found["合计"].message
    assert city is not None
    for part in ("7.94%", "10.32%", "8个", "674.94万元"):
        assert part in city.zh


def test_py001_cannot_tell_what_was_settled_between_the_planned_day_and_the_heading_s(policy: Policy) -> None:
    found = outcomes(sheet(payment_cells(), policy), policy, "PY001")
    assert found["自贸片区"].verdict is Verdict.NOT_CHECKABLE


def test_py001_passes_what_was_complete_by_the_planned_day(policy: Policy) -> None:
    cells = [(*cell[:4], cell[4].replace("2023年12月31日", "2023年11月30日")) for cell in payment_cells()]
    assert outcomes(sheet(cells, policy), policy, "PY001")["自贸片区"].verdict is Verdict.PASS


def test_py001_by_the_day_of_each_payment(policy: Policy) -> None:
    found = outcomes(dated(policy), policy, "PY001")
    by_company = {outcome.applicant: outcome for outcome in found.values()}
    assert by_company["青岛甲乙有限公司"].verdict is Verdict.PASS
    late = by_company["青岛丙丁有限公司"]
    assert late.verdict is Verdict.DEFECT
    assert late.message is not None and "逾期5天" in late.message.zh
    unpaid = by_company["青岛壬癸有限公司"]  # nothing paid, and the table does not say as of when
    assert unpaid.verdict is Verdict.UNSURE


def test_py002_too_little_and_too_much_and_nothing_at_all(policy: Policy) -> None:
    by_company = {one.applicant: one for one in outcomes(dated(policy), policy, "PY002").values()}
    less, more = by_company["青岛戊己有限公司"], by_company["青岛庚辛有限公司"]
    assert less.message is not None and "少付5.00万元" in less.message.zh
    assert more.message is not None and "多付1.00万元" in more.message.zh
    assert by_company["青岛甲乙有限公司"].verdict is Verdict.PASS
    assert by_company["青岛壬癸有限公司"].verdict is Verdict.PASS  # late, not different


def test_py002_is_silent_on_sums_that_are_not_complete_yet(policy: Policy) -> None:
    found = outcomes(sheet(payment_cells(), policy), policy, "PY002")
    assert {outcome.verdict for outcome in found.values()} == {Verdict.PASS}
    over = sheet(payment_cells(PAYMENTS.replace("97.70|100%", "99.70|102.05%")), policy)
    assert outcomes(over, policy, "PY002")["高新区"].verdict is Verdict.DEFECT


def test_a_faint_reading_makes_it_unsure(policy: Policy) -> None:
    found = outcomes(sheet(payment_cells(), policy, confidence=0.6), policy, "PY001")
    assert found["市北区"].verdict is Verdict.UNSURE


def test_a_table_of_something_else_is_none_of_payments(policy: Policy) -> None:
    text = "区（市）|应拨付（万元）|未拨付金额（万元）\n市南区|10.00|2.00\n市北区|5.00|1.00"
    with pytest.raises(ValueError, match="not enough values"):
        dated(policy, text)


@pytest.mark.parametrize("code", ["PY001", "PY002"])
def test_a_batch_without_payments_or_a_policy_without_a_plan_has_nothing_to_judge(policy: Policy, code: str) -> None:
    (outcome,) = judge(Batch((), (), ()), policy, select=(code,))
    assert outcome.verdict is Verdict.NOT_APPLICABLE
    planless = policy.model_copy(update={"payments": None})
    (outcome,) = judge(Batch((), (), (), (), (dated(policy),)), planless, select=(code,))
    assert outcome.verdict is Verdict.NOT_APPLICABLE
