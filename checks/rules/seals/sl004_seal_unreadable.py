"""有印章，但看不清是谁的章。

判断：应盖章的位置里有印章，印文不能可靠识读，或只能勉强认出与应盖章单位相近的名称。本条始终列入“存疑”，请人工核对。
为什么：印章模糊、残缺或被文字遮挡时，工具不猜测。
不判断：能可靠识读的印章（SL002 或通过）。
---
There is a seal, but whose it is cannot be read.

What: the place holds a seal whose text could not be read, or only nearly. Always unsure: somebody must look at it.
Why: faint, broken or covered seals are not guessed at.
Not judged: seals that were read (SL002, or in order).
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
    "SL004",
    "seal-unreadable",
    Severity.WARNING,
    Scope.PAPER,
    Words("印文不能识读", "seal unreadable"),
    Words("印文可以识读", "seal readable"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from by_slot(RULE, record, policy, PlaceState.UNREADABLE, lambda view: _finding(view, record, policy))


def _finding(view: SlotView, paper: Paper, policy: Policy) -> Particulars:
    words, seal = paper_words(paper, policy), view.seals[0]
    read = seal.text or seal.inner
    return Particulars(
        Words(
            f"{words.zh}应由{view.party.zh}盖章的位置有一枚印章，但印文不能可靠识读。",
            f"{words.en} bears a seal in the place of {view.party.en}, but whose it is cannot be read.",
        ),
        view.expected,
        Words(f"识读为“{read}”", f"read as “{read}”") if read else Words("印文未能识读", "nothing could be read"),
        Words(
            "请对照原件核对印章；确属模糊的，请补盖清晰印章。",
            "Look at the original; if it is faint, have it sealed again.",
        ),
        seal.place,
        view.slot,
        seal_evidence(paper.document, view.seals),
    )
