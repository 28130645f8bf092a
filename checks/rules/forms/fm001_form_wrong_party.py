"""表格设计本身把某一栏印给了错误的单位。

判断：政策包写明，这种表格的某一栏印着甲单位的名称，实际应由乙单位填写。材料上出现了这个印好的栏目就报，每份材料一条，
报告里合并成一行。
为什么：这是表格的问题，不是填表单位的过错，应由制表单位修改。
不判断：该栏是否盖章、填了什么。
---
The form's own design asks the wrong party in a box.

What: the pack knows that a box of this form is printed for one party and really another's to fill in. One finding
for each
paper that shows the box; the report folds them into one line.
Why: the fault is the form's, not that of whoever filled it in.
Not judged: what stands in the box.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words, spec_of
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import SlotSeen, Words

RULE = Rule(
    "FM001",
    "form-wrong-party",
    Severity.WARNING,
    Scope.PAPER,
    Words("表格栏目设计有误", "form asks the wrong party"),
    Words("表格栏目设计无误", "form asks the right party"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec = Case.paper(RULE, record), spec_of(record.document, policy)
    boxes = {slot: one.asks_wrongly for slot, one in (spec.slots if spec else {}).items() if one.asks_wrongly}
    if not boxes:
        yield case.not_applicable(Words("该表格没有已知的设计问题", "no fault of this form is known"))
        return
    seen = [(one, really) for slot, really in boxes.items() if (one := record.document.slot(slot)) is not None]
    if not seen:
        yield case.not_checkable(Words("没有找到有关栏目", "the box was not found on the paper"))
        return
    slot, really = seen[0]
    yield case.finds(_finding(slot, really, record, policy))


def _finding(slot: SlotSeen, really: str, paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    printed, real = policy.parties[slot.party].name, policy.parties[really].name
    return Particulars(
        Words(
            f"{words.zh}的表格设计有误：“{slot.label}”一栏印给{printed.zh}，实际填写的是{real.zh}的意见，"
            f"{printed.zh}在提交时并不参与。",
            f"{words.en} is designed wrongly: the box “{slot.label}” is printed for {printed.en}, but holds the "
            f"opinion of {real.en}.",
        ),
        Words(f"{real.zh}意见", f"the opinion of {real.en}"),
        Words(slot.label, slot.label),
        Words("请制表单位修改表格，把该栏改为实际填写单位的意见栏。", "Have the form's author rename the box."),
        slot.area,
        slot.slot,
    )
