"""该盖章的位置没有盖章，而且整份材料上都没有该单位的印章。

判断：逐个检查材料上应由某一方盖章的位置。位置里没有任何印章、材料其他地方也找不到该方的印章时，报本条。
为什么：没有盖章，就不能证明该单位作过声明、审核或出具过该材料。
不判断：印章盖在别处（SL003），盖了别的单位的章（SL002），印文不能识读（SL004），信函类材料章不压落款（SL007）；
电子发票等电子原件不需要盖章；缺少的材料由 EV001 报告，不再逐个位置报缺章。
存疑：位置里有一片未能辨认的红色印迹，可能是盖得太淡、没有认出来的印章。
---
A required place for a seal is empty, and the party's seal is nowhere on the paper.

What: each place of a paper where a party must seal is looked at. It is empty and no seal of that party stands
anywhere else.
Why: without the seal nothing shows that the party declared, reviewed or issued anything.
Not judged: a seal elsewhere on the paper (SL003), another's seal (SL002), one that cannot be read (SL004), a seal off a
letter's signature (SL007). Electronic originals need none; a paper that is not there is EV001, not a missing seal.
Unsure: where red ink in the place may be a seal too faint to be made out.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words
from checks.facts.sealing import PlaceState, SlotView
from checks.outcomes import Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.seals._slots import by_slot, no_seal
from extractor.records import Words

RULE = Rule(
    "SL001",
    "seal-missing",
    Severity.ERROR,
    Scope.PAPER,
    Words("缺少印章", "seal missing"),
    Words("印章齐全", "seals complete"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from by_slot(RULE, record, policy, PlaceState.MISSING, lambda view: _finding(view, record, policy))


def _finding(view: SlotView, paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    where = f"“{view.seen.label}”处" if view.seen and view.seen.label else "应盖章处"
    found, message = (
        no_seal(paper.document),
        Words(
            f"{words.zh}在{where}缺少{view.party.zh}的印章，整份材料上也没有找到该印章。",
            f"{words.en} lacks the seal of {view.party.en}; it is nowhere on the paper.",
        ),
    )
    if paper.document.pictureless:
        message = Words(
            f"{words.zh}是 {found.zh}，不能证明{view.party.zh}已在{where}盖章。",
            f"{words.en} is {found.en}: it does not show that {view.party.en} sealed it.",
        )
    return Particulars(
        message,
        view.expected,
        found,
        Words(f"请由{view.party.zh}补盖印章后重新提交。", f"Have {view.party.en} seal it and hand it in again."),
        view.place,
        view.slot,
    )
