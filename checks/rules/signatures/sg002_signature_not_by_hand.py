"""该手写签名的位置是印刷的姓名或名章。

判断：签字处是文件自带的打印姓名，或只盖了个人名章。一律存疑，请人工核对；政策或表格写明“签字或盖章”的，名章或该单位公章即可。
为什么：打印的姓名和名章不能证明本人签过字。
不判断：扫描件上读出的姓名是手写还是打印；空白的签字处（SG001）；签名是否本人所写。
---
Print or a name seal where a hand is asked.

What: in the place for a signature stands a name typed in the file, or a person's seal alone. Always unsure: somebody
must look. Where the policy or the form says 签字或盖章, a name seal or the party's own seal does.
Why: neither shows that the person signed.
Not judged: on a scan, whether a name is print or writing; empty places (SG001); whose hand it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.papers import paper_words
from checks.facts.signing import Hand, SignView
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.signatures._places import NO_PLACE, places_of
from extractor.records import Words

RULE = Rule(
    "SG002",
    "signature-not-by-hand",
    Severity.WARNING,
    Scope.PAPER,
    Words("签名不是手写", "signature not by hand"),
    Words("手写签名", "signed by hand"),
)

_FOUND = {
    Hand.PRINTED: Words("打印的姓名", "a typed name"),
    Hand.SEALED: Words("个人名章", "a name seal"),
}
_LOOK = Words("需看原件才能确定", "only the original tells")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, places = Case.paper(RULE, record), places_of(record, policy)
    if not places:
        yield case.not_applicable(NO_PLACE)
    for view in places:
        if view.state in _FOUND and not (view.seal_does and view.state is Hand.SEALED):
            yield case.finds(_finding(view, record, policy), _LOOK)
        else:
            yield case.passes(Words("不是打印的姓名或名章", "no typed name and no name seal"), view.slot)


def _finding(view: SignView, paper: Paper, policy: Policy) -> Particulars:
    words, found, who = paper_words(paper, policy), _FOUND[view.state], view.spec.name
    return Particulars(
        Words(
            f"{words.zh}在“{view.seen.label}”处是{found.zh}，不是手写签名。",
            f"{words.en} has {found.en} at “{view.seen.label}”, not a signature by hand.",
        ),
        Words(f"{who.zh}手写签名", f"signed by hand by {who.en}"),
        found,
        Words(f"请由{who.zh}手写签名。", f"Have {who.en} sign by hand."),
        view.seen.area,
        view.slot,
    )
