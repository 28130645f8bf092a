"""清单的家数或合计与申请表不一致。

判断：同一保险机构的企业清单，其行数和各列之和，与其申请表所填的家数、合计比较；没有一行是没读到的才比较。
为什么：申请表按总数拨付，总数须由清单支撑。
不判断：没有交申请表或没有交清单的（EV001 按政策判断应交材料）；清单自身的合计行（AM005）。
存疑：有单元格识别把握不足。
---
A list's number of rows or sums differ from the application.

What: the rows of a party's list, counted and added up, against what its application states; only where every cell was
read.
Why: the application is paid by its totals, and the list must bear them out.
Not judged: a list or an application that is not there; the list's own row of totals (AM005).
Unsure: where a cell was not read with certainty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.amounts import number, shown
from checks.facts.lists.rosters import roster_of
from checks.facts.names import fold_name
from checks.facts.papers import name_field, paper_words
from checks.grouping.whose import papers_of
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.expressions import UnknownValueError
from checks.pack.model import Policy, Roster
from checks.records import Batch, Evidence, Outcome, Paper, Scope, Severity
from extractor.records import Document, Field, Words

RULE = Rule(
    "LS002",
    "list-total-differs",
    Severity.ERROR,
    Scope.BATCH,
    Words("清单与申请表总数不一致", "list total differs"),
    Words("清单与申请表总数一致", "list total agrees"),
)


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    if not policy.rosters:
        return
    papers = list(papers_of(record, policy))
    lists = [(paper, roster) for paper in papers if (roster := roster_of(paper.document, policy)) and roster.statement]
    for paper, roster in lists:
        case = Case.paper(RULE, paper)
        owner = _owner(paper.document, policy)
        stated = [
            one.document
            for one in papers
            if one.document.kind == roster.statement and owner and _owner(one.document, policy) == owner
        ]
        same = [
            one
            for one, _ in lists
            if one.document.kind == paper.document.kind and _owner(one.document, policy) == owner
        ]
        if len(stated) != 1 or len(same) != 1:
            yield case.not_checkable(
                Words("没有找到唯一对应的申请表", "there is no one application that it belongs to")
            )
        else:
            yield from _compared(case, paper, stated[0], roster, policy)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    """Lists and applications belong to no district: they are judged together as they are."""
    yield from ()


def _owner(document: Document, policy: Policy) -> str | None:
    name = name_field(document, policy)
    return fold_name(name.value) if name and name.value else None


def _compared(case: Case, paper: Paper, form: Document, roster: Roster, policy: Policy) -> Iterator[Outcome]:
    rows, spec = paper.document.rows, policy.kinds[form.kind or ""]
    pairs: list[tuple[str, Decimal, list[Field]]] = []
    if roster.count:
        pairs.append((roster.count, Decimal(len(rows)), []))
    for column, stated in roster.sums.items():
        cells = [row.get(column) for row in rows]
        try:
            total = sum((number(cell, column) for cell in cells if cell is not None), Decimal(0))
        except UnknownValueError:
            total = None
        if total is None or any(cell is None for cell in cells):
            yield case.not_checkable(Words("清单有没有读到的单元格", "some cells of the list could not be read"))
        else:
            pairs.append((stated, total, [cell for cell in cells if cell is not None]))
    for name, total, cells in pairs:
        field = form.get(name)
        try:
            said = number(field, name) if field else None
        except UnknownValueError:
            said = None
        if field is None or said is None:
            yield case.not_checkable(Words("申请表上没有读到该栏", "the application's figure could not be read"))
        elif abs(said - total) <= roster.tolerance:
            yield case.passes(Words("与申请表一致", "it agrees with the application"))
        else:
            yield _differs(case, paper, form, field, total, cells, spec.fields[name].name, policy)


def _differs(
    case: Case,
    paper: Paper,
    form: Document,
    field: Field,
    total: Decimal,
    cells: Sequence[Field],
    name: Words,
    policy: Policy,
) -> Outcome:
    words = paper_words(paper, policy)
    weakest = min(cells, key=lambda cell: cell.confidence, default=None)
    evidence: tuple[Evidence, ...] = (of_field(form, field),)
    if weakest is not None:
        evidence = (*evidence, of_field(paper.document, weakest))
    finding = Particulars(
        Words(
            f"{words.zh}各行合计为{shown(total)}，申请表“{name.zh}”填写为{field.written}，两者不一致。",
            f"The rows of {words.en} come to {shown(total)}; the application gives {field.written} as {name.en}.",
        ),
        Words(f"{field.written}（申请表{name.zh}）", f"{field.written} (the application's {name.en})"),
        Words(shown(total), shown(total)),
        Words("请核对清单与申请表，改正有误的一份。", "Check both and correct the wrong one."),
        paper.document.rows[0].place if paper.document.rows else None,
        None,
        evidence,
    )
    poor = POOR_PAPER if paper.document.poor or form.poor else None
    return case.finds(finding, first_doubt(poor, doubt(evidence)))
