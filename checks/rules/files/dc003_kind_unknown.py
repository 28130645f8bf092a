"""材料不属于政策规定的任何一种。

判断：材料的标题和内容与政策包里的表格、信函都不相符。只作提示，材料照样列出，其印章和日期也列出。
为什么：承诺书、银行回单、保险条款等是正常的，但也可能是没有认出来的必交材料，看一眼即可。
不判断：材料内容是否有问题。
---
A paper matches no form or letter of the policy (for information).

What: neither title nor content is of a kind in the pack. The paper is listed all the same, with its seals and dates.
Why: commitments, bank receipts and terms are ordinary; but it may be a required paper that was not recognised.
Not judged: what the paper says.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Box, Place, Words

RULE = Rule(
    "DC003",
    "kind-unknown",
    Severity.INFO,
    Scope.PAPER,
    Words("材料种类未识别", "kind unknown"),
    Words("材料种类已识别", "kind known"),
)

_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document = Case.paper(RULE, record), record.document
    if document.kind in policy.kinds:
        yield case.passes(Words("已识别", "recognised"))
        return
    title = document.title or "（无标题）"
    page = document.pages[0] if document.pages else 1
    yield case.finds(
        Particulars(
            Words(
                f"“{document.file}”第{page}页的材料（{title}）不属于政策规定的任何一种，已列出，未按规则核对。",
                f"“{document.file}” page {page} ({title}) is of no kind of this policy: listed, not checked by rules.",
            ),
            Words("政策包里的一种材料", "a kind of this policy"),
            Words(title, title),
            Words("如属必交材料，请人工核对。", "If it is a required paper, check it by hand."),
            Place(page, _WHOLE_PAGE),
        )
    )
