"""必填的栏目是空白的。

判断：材料上印有某个必填项的栏目，但里面没有填写。
为什么：缺少必填内容，无法审核。
不判断：日期栏（DT001）；栏目本身没有在材料上找到（不能判断）；列表里每一行的内容。
---
A required field is blank.

What: the label of a required field is on the paper, and nothing stands beside it.
Why: without it the paper cannot be reviewed.
Not judged: dates (DT001); a label that was not found on the paper (not checkable); rows of tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.papers import paper_words, spec_of
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.forms import FieldSpec, ValueType
from extractor.records import Field, Words

RULE = Rule(
    "CX007",
    "field-missing",
    Severity.ERROR,
    Scope.PAPER,
    Words("必填项空白", "field missing"),
    Words("必填项已填", "required fields filled in"),
    only_filled=True,
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec = Case.paper(RULE, record), spec_of(record.document, policy)
    required = {
        name: field
        for name, field in (spec.fields if spec else {}).items()
        if field.required and field.type is not ValueType.DATE
    }
    if not required:
        yield case.not_applicable(Words("该材料没有必填项", "this paper has no required field"))
        return
    unseen = [field.name.zh for name, field in required.items() if record.document.get(name) is None]
    blank = [
        (field, seen)
        for name, field in required.items()
        if (seen := record.document.get(name)) is not None and not seen.written.strip() and not seen.value
    ]
    for field, seen in blank:
        evidence = (of_field(record.document, seen),)
        doubts = first_doubt(POOR_PAPER if record.document.poor else None, doubt(evidence))
        yield case.finds(_finding(field, seen, record, policy), doubts)
    if unseen:
        labels = "、".join(unseen)
        yield case.not_checkable(Words(f"没有找到这些栏目：{labels}", f"not found on the paper: {labels}"))
    elif not blank:
        yield case.passes(Words("必填项都已填写", "every required field is filled in"))


def _finding(field: FieldSpec, seen: Field, paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    return Particulars(
        Words(f"{words.zh}没有填写“{field.name.zh}”。", f"{words.en} leaves “{field.name.en}” blank."),
        Words(f"填写{field.name.zh}", f"{field.name.en} filled in"),
        Words("空白", "blank"),
        Words(f"请补填{field.name.zh}。", f"Fill in {field.name.en}."),
        seen.place,
        None,
        (of_field(paper.document, seen),),
    )
