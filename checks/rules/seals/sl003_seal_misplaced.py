"""该单位的章盖在了同一份材料的别处。

判断：应盖章的位置是空的，但该单位的印章出现在同一份材料的其他地方。
为什么：盖在别的栏目里的章，不能表示该单位对本栏内容的确认。
不判断：位置里盖了别的单位的章（SL002）；信函类材料章不压落款（SL007）。
存疑：位置里另有一片未能辨认的红色印迹，可能是该方盖得太淡的印章。
---
The party's seal is on the paper, but not in its place.

What: the required place is empty while the party's seal stands elsewhere on the same paper.
Why: a seal in another box does not confirm what stands in this one.
Not judged: a place that holds another's seal (SL002); letters, where a seal off the signature is SL007.
Unsure: where red ink in the place may be the party's own seal, too faint to be made out.
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
    "SL003",
    "seal-misplaced",
    Severity.ERROR,
    Scope.PAPER,
    Words("印章位置错误", "seal misplaced"),
    Words("印章位置正确", "seal in its place"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from by_slot(RULE, record, policy, PlaceState.MISPLACED, lambda view: _finding(view, record, policy))


def _finding(view: SlotView, paper: Paper, policy: Policy) -> Particulars:
    words, seal = paper_words(paper, policy), view.seals[0]
    label = f"“{view.seen.label}”处" if view.seen and view.seen.label else "应盖章处"
    other = paper.document.slot(seal.slot) if seal.slot else None
    where = Words(f"“{other.label}”处", f"“{other.label}”") if other else Words("其他位置", "another place")
    return Particulars(
        Words(
            f"{words.zh}在{label}没有盖章，{view.party.zh}的印章盖在了{where.zh}。",
            f"{words.en} has no seal in the place of {view.party.en}; that seal stands in {where.en}.",
        ),
        Words(f"盖在{label}", f"in the place of {view.party.en}"),
        Words(f"盖在{where.zh}", f"in {where.en}"),
        Words(f"请由{view.party.zh}在{label}补盖印章。", f"Have {view.party.en} seal in its own place."),
        seal.place,
        view.slot,
        seal_evidence(paper.document, view.seals),
    )
