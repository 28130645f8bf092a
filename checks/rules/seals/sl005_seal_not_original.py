"""要求原件的材料上是灰色或黑色的印章（复印件）。

判断：要求提交原件的材料，印章是灰色或黑色的，即复印、传真或黑白打印出来的。每份材料一条。
可以提交“加盖申报单位印章的复印件”的材料，原件印章为灰色、又没有申报单位红章的，只作提示。
为什么：复印件上的章不能证明是当事单位盖的。
不判断：政策允许复印件或电子件的材料。
---
A grey or black impression where an original is required.

What: a paper that must be an original bears grey or black seals, as copies and faxes do; one finding for each paper.
Where a copy
under the applicant's seal is taken, a grey seal without the applicant's red one is mentioned only.
Why: a copied seal proves nothing.
Not judged: kinds that may be copies or electronic.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, SURE_SEAL
from checks.facts.holders import Holder, holder_of
from checks.facts.papers import paper_words, spec_of
from checks.facts.sealing import COPY, REQUIRED, party_names, seal_evidence, seal_words
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import APPLICANT, Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Color, Seal, Words

RULE = Rule("SL005", "seal-not-original", Severity.ERROR, Scope.PAPER, Words("印章不是原件", "seal not original"))

_COPIED = (Color.GREY, Color.BLACK)
_FAINT = Words("印章识读把握不足", "the seal was not read with certainty")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, spec, document = Case.paper(RULE, record), spec_of(record.document, policy), record.document
    if spec is None or spec.original not in (REQUIRED, COPY):
        yield case.not_applicable(Words("该材料不要求原件", "no original is required"))
        return
    grey = [seal for seal in document.seals if seal.color in _COPIED]
    own = party_names(APPLICANT, record, policy)
    vouched = any(seal.color not in _COPIED and holder_of(seal, own) is Holder.OWN for seal in document.seals)
    if not document.seals:
        yield case.not_applicable(Words("没有印章", "there is no seal"))
    elif not grey or (spec.original == COPY and (vouched or len(grey) < len(document.seals))):
        yield case.passes(Words("印章为原件或按规定加盖", "the seals are original or as required"))
    elif spec.original == REQUIRED:
        yield case.finds(_finding(record, grey, policy), _doubt(record, grey))
    else:
        yield case.finds(_finding(record, grey, policy), _doubt(record, grey), Severity.INFO)


def _doubt(paper: Paper, grey: list[Seal]) -> Words | None:
    if paper.document.poor:
        return POOR_PAPER
    # A grey ring may be a logo or a shadow; one that was read as a seal is a seal.
    return None if max(max(seal.confidence, seal.owner_confidence) for seal in grey) >= SURE_SEAL else _FAINT


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
