"""信函落款处的章没有压住单位名称或日期。

判断：意见、证明等信函类材料，出具单位的印章在纸上，但既不压单位署名也不压成文日期。
为什么：《党政机关公文格式》（GB/T 9704）要求印章端正、居中下压发文机关署名和成文日期。
不判断：没有印章（SL001）；表格里的盖章栏（SL003）。
---
On a letter the seal does not touch issuer or date.

What: the issuer's seal is on the letter, but touches neither the issuer's name nor the date.
Why: GB/T 9704 wants the seal over the issuer's name and the date.
Not judged: no seal at all (SL001); boxes of forms (SL003).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words
from checks.facts.sealing import PlaceState, SlotView, seal_evidence
from checks.outcomes import Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.seals._slots import by_slot
from extractor.records import Words

RULE = Rule(
    "SL007",
    "seal-off-signature",
    Severity.WARNING,
    Scope.PAPER,
    Words("印章未压落款", "seal off the signature"),
    Words("印章压在落款上", "seal on the signature"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from by_slot(RULE, record, policy, PlaceState.OFF_SIGNATURE, lambda view: _finding(view, record, policy))


def _finding(view: SlotView, paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    return Particulars(
        Words(
            f"{words.zh}上{view.party.zh}的印章没有压住落款的单位名称和日期。",
            f"{words.en}: the seal of {view.party.en} touches neither its name nor the date at the end.",
        ),
        Words("印章压住单位署名和成文日期（GB/T 9704）", "over name and date (GB/T 9704)"),
        Words("印章与落款分离", "away from both"),
        Words(
            "请核对印章是否为该材料所盖，必要时请出具单位重新盖章。",
            "Check that the seal was set for this letter; have it sealed again if need be.",
        ),
        view.seals[0].place,
        view.slot,
        seal_evidence(paper.document, view.seals),
    )
