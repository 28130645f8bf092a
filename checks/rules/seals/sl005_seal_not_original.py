"""要求原件的材料上是灰色或黑色的印章（复印件）。

判断：要求提交原件的材料，印章是灰色或黑色的，即复印、传真或黑白打印出来的。每份材料一条。
为什么：复印件上的章不能证明是当事单位盖的。
不判断：政策允许复印件或电子件的材料；须加盖申报单位印章的复印件（EV008）。
---
A grey or black impression where an original is required.

What: a paper that must be an original bears grey or black seals, as copies and faxes do; one finding for each paper.
Why: a copied seal proves nothing.
Not judged: kinds that may be copies or electronic; copies that must bear the applicant's seal (EV008).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words, spec_of
from checks.facts.sealing import COPIED, REQUIRED, copy_doubt, seal_evidence, seal_words
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Seal, Words

RULE = Rule(
    "SL005",
    "seal-not-original",
    Severity.ERROR,
    Scope.PAPER,
    Words("印章不是原件", "seal not original"),
    Words("印章为原件", "seal original"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec, document = Case.paper(RULE, record), spec_of(record.document, policy), record.document
    if spec is None or spec.original != REQUIRED:
        yield case.not_applicable(Words("该材料不要求原件", "no original is required"))
        return
    grey = [seal for seal in document.seals if seal.color in COPIED]
    if not document.seals:
        yield case.not_applicable(Words("没有印章", "there is no seal"))
    elif not grey:
        yield case.passes(Words("印章为原件", "the seals are original"))
    else:
        yield case.finds(_finding(record, grey, policy), copy_doubt(document, grey))


def _finding(paper: Paper, grey: list[Seal], policy: Policy) -> Particulars:
    words, owners = paper_words(paper, policy), seal_words(grey)
    return Particulars(
        Words(
            f"{words.zh}上的印章（{owners.zh}）是灰色或黑色的，应为复印件，政策要求提交原件。",
            f"{words.en} bears grey or black seals ({owners.en}): a copy, where the original is required.",
        ),
        Words("盖有红色印章的原件", "an original under a red seal"),
        Words("灰色或黑色印章", "grey or black seals"),
        Words("请提交原件。", "Hand in the original."),
        grey[0].place,
        grey[0].slot,
        seal_evidence(paper.document, grey),
    )
