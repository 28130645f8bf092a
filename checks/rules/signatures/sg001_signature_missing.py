"""该签字的位置没有签字。

判断：材料上印有“法定代表人（签字）”之类的位置，其后除印刷文字外没有任何笔迹，也没有名章。
为什么：没有签字，就不能证明有权的人作过该项声明。
不判断：签的是谁的名字；表上没有印出的签字位置；Word、Excel 文件。
存疑：笔迹很少、黑白印章盖住该处、扫描质量差或文件带有电子签名。
---
A place for a signature is empty.

What: behind print such as 法定代表人（签字） there is no ink beyond what is printed, and no name seal.
Why: without it nothing shows that somebody entitled to declared anything.
Not judged: whose name it is; places that the form does not print; Word and Excel files.
Unsure: a little ink, a grey or black seal over the place, a poor scan, an electronic signature in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words
from checks.facts.signing import Hand, SignView
from checks.outcomes import Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.signatures._places import by_place
from extractor.records import Words

RULE = Rule(
    "SG001",
    "signature-missing",
    Severity.ERROR,
    Scope.PAPER,
    Words("缺少签字", "signature missing"),
    Words("签字齐全", "signatures complete"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from by_place(RULE, record, policy, Hand.EMPTY, lambda view: _finding(view, record, policy))


def _finding(view: SignView, paper: Paper, policy: Policy) -> Particulars:
    words, who = paper_words(paper, policy), view.spec.name
    return Particulars(
        Words(
            f"{words.zh}在“{view.seen.label}”处没有{who.zh}的签字。",
            f"{words.en} lacks the signature of {who.en} at “{view.seen.label}”.",
        ),
        Words(f"{who.zh}签字", f"signed by {who.en}"),
        Words("空白", "blank"),
        Words(f"请由{who.zh}补签后重新提交。", f"Have {who.en} sign it and hand it in again."),
        view.seen.area,
        view.slot,
    )
