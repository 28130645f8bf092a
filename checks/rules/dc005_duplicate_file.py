"""同一份材料提交了两次。

判断：两页材料看上去一样：种类、栏目内容和全文都相同，或页面特征相同，不论在一个文件还是两个文件里。后出现的一份报一条。
为什么：重复的材料会被重复计算，也会掩盖缺少的材料。
不判断：内容不同的同类材料，例如两张金额不同的发票。
---
The same paper twice, by its look, in one file or two.

What: two papers of one kind whose fields and whole text are the same, or whose pages look the same. The later one is
named.
Why: papers that come twice get counted twice, and hide missing ones.
Not judged: two papers of a kind with different content, such as two invoices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from checks.model import Policy
from checks.outcomes import Case, Finding, Rule, paper_id
from checks.places import papers_of
from checks.records import Batch, Outcome, Paper, Scope, Severity
from extractor.matching import fold
from extractor.records import Box, Document, Place, Words

RULE = Rule("DC005", "duplicate-file", Severity.WARNING, Scope.BATCH, Words("重复材料", "duplicate paper"))

_FIELDS_LEAST = 3  # fewer say too little to tell two papers apart
_SAME_TEXT = 97.0  # of 100: two scans of one paper differ by a few misread characters
_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)
_ONLY_FIELDS = Words("只能比较栏目内容", "only their fields could be compared")


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    first = defaultdict[tuple[object, ...], list[Paper]](list)
    for paper in papers_of(record, policy):
        case, key = Case.paper(RULE, paper), _key(paper.document)
        if key is None:
            yield case.not_applicable(Words("内容太少，无法比较", "it says too little to compare"))
            continue
        twin = next((one for one in first[key] if _same(one.document, paper.document)), None)
        if twin is None:
            first[key].append(paper)
            yield case.passes(Words("没有相同的材料", "no other paper is the same"))
        else:
            textless = not (paper.document.lines and twin.document.lines) and not paper.document.look
            yield case.finds(_finding(paper, twin), _ONLY_FIELDS if textless else None)


def _key(document: Document) -> tuple[object, ...] | None:
    if document.look:
        return ("look", document.look)
    fields = tuple(sorted((field.name, field.value) for field in document.fields if field.value))
    if document.kind is None or len(fields) < _FIELDS_LEAST:
        return None
    return (document.kind, fields, tuple((mention.slot, mention.value) for mention in document.dates))


def _same(one: Document, two: Document) -> bool:
    if not (one.lines and two.lines):
        return True
    return fuzz.ratio(_text(one), _text(two), score_cutoff=_SAME_TEXT) > 0


def _text(document: Document) -> str:
    return fold("".join(line.text for _, line in document.lines))


def _finding(paper: Paper, twin: Paper) -> Finding:
    here, there = paper_id(paper.document), paper_id(twin.document)
    return Finding(
        Words(f"“{here}”与“{there}”是同一份材料，重复提交。", f"“{here}” is the same paper as “{there}”."),
        Words("每份材料提交一次", "each paper once"),
        Words(f"与“{there}”相同", f"the same as “{there}”"),
        Words("请核对是否误附，换成应附的材料。", "Find out whether another paper was meant."),
        Place(paper.document.pages[0] if paper.document.pages else 1, _WHOLE_PAGE),
    )
