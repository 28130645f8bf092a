"""清单的行不完整或代码有误。

判断：代为申报的企业清单里，必填的单元格空白，或统一社会信用代码的校验位不符（GB 32100-2015）。
一份清单报一条，列明行号。
为什么：代码不对或缺数据的行，无法核实是哪家企业，也无法拨付。
不判断：清单没有的列；代码正确但不是该企业的。
存疑：代码只差一个形近字符，可能是识别误差。
---
Rows of a list that are incomplete or bear a wrong code.

What: blank cells that must be filled, or a credit code whose check character (GB 32100-2015) fails, in a list of
companies that another party hands in. One finding a list, with the rows.
Why: nobody can tell which company such a row is, nor pay it.
Not judged: columns that the list lacks; a valid code that is another's.
Unsure: where one look-alike character, on a page read by OCR, would make the code valid.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.codes import is_valid, slip_explains
from checks.facts.lists.rosters import NO_ROSTER, NO_ROWS, RowFault, roster_of, row_code, told
from checks.outcomes import Case, Rule
from checks.pack.model import Policy, Roster
from checks.records import Outcome, Paper, Scope, Severity
from extractor.forms import FieldSpec, ValueType
from extractor.records import Document, Row, Words

RULE = Rule(
    "LS004",
    "row-invalid",
    Severity.ERROR,
    Scope.PAPER,
    Words("清单行有误", "row invalid"),
    Words("清单各行有效", "rows valid"),
)

_CODE_FAILS = Words("统一社会信用代码校验不符", "its credit code fails the check")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    roster = roster_of(document, policy)
    if roster is None or not document.rows:
        yield case.not_applicable(NO_ROSTER) if roster is None else case.not_checkable(NO_ROWS)
        return
    columns = dict(policy.kinds[document.kind or ""].rows)
    faults = [
        fault for at, row in enumerate(document.rows, start=1) for fault in _faults(at, row, roster, columns, document)
    ]
    if not faults:
        yield case.passes(Words("各行完整，代码校验无误", "every row is complete and its code valid"))
    expected = Words("必填栏目齐全，代码校验无误", "every required cell filled in, codes that pass the check")
    remedy = Words("请更正或补全这些行。", "Correct or complete these rows.")
    yield from told(case, record, faults, policy, expected, remedy)


def _faults(at: int, row: Row, roster: Roster, columns: dict[str, FieldSpec], document: Document) -> Iterator[RowFault]:
    blank = [
        (spec.name, cell)
        for name, spec in columns.items()
        if spec.required and (cell := row.get(name)) is not None and not cell.written.strip()
    ]
    if blank:
        zh, en = "、".join(name.zh for name, _ in blank), ", ".join(name.en for name, _ in blank)
        yield RowFault(at, row, tuple(cell for _, cell in blank), Words(f"{zh}空白", f"{en} blank"))
    code = row.get(roster.code) if roster.code else None
    is_code = roster.code is not None and columns[roster.code].type is ValueType.CODE
    if code is not None and code.value and is_code and not is_valid(row_code(row, roster)):
        misread = not document.pictureless and not document.born_digital and slip_explains(code.value)
        yield RowFault(
            at,
            row,
            (code,),
            Words(f"{_CODE_FAILS.zh}（{code.written}）", f"{_CODE_FAILS.en} ({code.written})"),
            misread,
        )
