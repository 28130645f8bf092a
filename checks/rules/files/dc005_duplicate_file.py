"""同一份材料提交了两次。

判断：两份材料种类、栏目内容和全文都相同，不论在一个文件还是两个文件里；文字很少的页面，比较页面外观（不是同一次扫描的存疑）。
后出现的一份报一条。
为什么：重复的材料会被重复计算，也会掩盖缺少的材料。
不判断：内容不同的同类材料，例如两张金额不同的发票。
---
The same paper twice, by its look, in one file or two.

What: two papers of one kind whose fields and whole text are the same; of pages that say little, those that look the
same (unsure where they are not the very same scan). The later one is named.
Why: papers that come twice get counted twice, and hide missing ones.
Not judged: two papers of a kind with different content, such as two invoices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.grouping.same_paper import Key, alike_looks, content_key, same_text
from checks.grouping.whose import papers_of
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule, paper_id
from checks.pack.model import Policy
from checks.records import Batch, Outcome, Paper, Scope, Severity
from extractor.language.matching import fold
from extractor.records import Box, Document, Place, Words

RULE = Rule(
    "DC005",
    "duplicate-file",
    Severity.WARNING,
    Scope.BATCH,
    Words("重复材料", "duplicate paper"),
    Words("没有重复材料", "no duplicate paper"),
)

# Pages that say little: of two scans of one page the looks correlate by 0.92 to 0.99, of different ones by 0.76 at
# most, but of one wording under the same seal, set anew, by up to 0.99.
_SAME_LOOK = 0.9
_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)
_ONLY_FIELDS = Words("只能比较栏目内容", "only their fields could be compared")
_ONLY_LOOK = Words("文字太少，只能比较页面外观", "they say so little that only their look could be compared")


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    first = defaultdict[Key, list[Paper]](list)
    for paper in papers_of(record, policy):
        case, keys = Case.paper(RULE, paper), _keys(paper)
        if not keys:
            yield case.not_applicable(Words("内容太少，无法比较", "it says too little to compare"))
            continue
        twin = next((one for key in keys for one in first[key] if _same(one.document, paper.document)), None)
        if twin is None:
            for key in keys:
                first[key].append(paper)
            yield case.passes(Words("没有相同的材料", "no other paper is the same"))
        else:
            yield case.finds(_finding(paper, twin), _doubt(paper.document, twin.document))


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    for paper in papers_of(record, policy):
        for key in _keys(paper):
            yield Meeting(paper.dossier or paper.document, repr(key))


def _keys(paper: Paper) -> list[Key]:
    """By content where there is enough, else by look: the very same scan anywhere, another scan in the same set."""
    document = paper.document
    if key := content_key(document):
        return [key]
    if not document.look:
        return []
    text = fold("".join(line.text for _, line in document.lines))
    return [("scan", document.look), *([("page", paper.district, paper.applicant, text)] if paper.applicant else [])]


def _same(one: Document, two: Document) -> bool:
    if content_key(one):
        return same_text(one, two) is not False
    return alike_looks(one.look, two.look) >= _SAME_LOOK


def _doubt(one: Document, two: Document) -> Words | None:
    if content_key(one):
        return None if same_text(one, two) else _ONLY_FIELDS
    return None if one.look == two.look else _ONLY_LOOK


def _finding(paper: Paper, twin: Paper) -> Particulars:
    here, there = paper_id(paper.document), paper_id(twin.document)
    return Particulars(
        Words(f"“{here}”与“{there}”是同一份材料，重复提交。", f"“{here}” is the same paper as “{there}”."),
        Words("每份材料提交一次", "each paper once"),
        Words(f"与“{there}”相同", f"the same as “{there}”"),
        Words("请核对是否误附，换成应附的材料。", "Find out whether another paper was meant."),
        Place(paper.document.pages[0] if paper.document.pages else 1, _WHOLE_PAGE),
    )
