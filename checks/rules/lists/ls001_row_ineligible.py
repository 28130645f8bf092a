"""清单中有不符合条件的企业。

判断：保险机构等代为申报的企业清单，逐行核对政策对每一行的规定（如上年出口额、费率）。一份清单报一条，列明行号；识别把握不足的行另报一条存疑。
为什么：不符合条件的企业混在几千行里，逐行看不出来，却会照样得到扶持。
不判断：没有读到的单元格（LS004 判断空白）；清单与申请表的总数（LS002）。
---
Rows of a list that the programme does not support.

What: of a list of companies that another party hands in for them, each row against what the policy demands of it (such
as exports or rate). One finding a list, with the rows; those not read with certainty in a second one, unsure.
Why: among thousands of rows nobody sees them, and they would be paid like the others.
Not judged: cells that could not be read (LS004: blank ones); the totals (LS002).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.lists.rosters import NO_ROSTER, NO_ROWS, RowFault, RowValues, roster_of, told
from checks.outcomes import Case, Rule
from checks.pack.expressions import UnknownValueError, evaluate
from checks.pack.model import Policy, RowMust
from checks.records import Outcome, Paper, Scope, Severity
from extractor.forms import FieldSpec
from extractor.records import Row, Words

RULE = Rule(
    "LS001",
    "row-ineligible",
    Severity.ERROR,
    Scope.PAPER,
    Words("清单中有不符合条件的企业", "row ineligible"),
    Words("清单企业都符合条件", "rows eligible"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    roster = roster_of(document, policy)
    if roster is None or not document.rows:
        yield case.not_applicable(NO_ROSTER) if roster is None else case.not_checkable(NO_ROWS)
        return
    columns = dict(policy.kinds[document.kind or ""].rows)
    faults = [
        fault
        for at, row in enumerate(document.rows, start=1)
        for must in roster.rows
        if (fault := _fault(at, row, must, columns))
    ]
    if not faults:
        yield case.passes(Words("各行均符合条件", "every row is within the programme"))
    expected = Words("不含：" + "、".join(must.otherwise.zh for must in roster.rows), "no such rows")
    remedy = Words("请从清单中剔除这些企业，或更正数据。", "Take these companies off the list, or correct the figures.")
    yield from told(case, record, faults, policy, expected, remedy)


def _fault(at: int, row: Row, must: RowMust, columns: dict[str, FieldSpec]) -> RowFault | None:
    values = RowValues(row, columns)
    try:
        if evaluate(must.holds, values):
            return None
    except UnknownValueError:
        return None
    blamed = row.get(must.of)
    written = blamed.written if blamed else ""
    return RowFault(
        at,
        row,
        tuple(values.seen),
        Words(f"{must.otherwise.zh}（{written}）", f"{must.otherwise.en} ({written})"),
    )
