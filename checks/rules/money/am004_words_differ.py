"""大写金额与小写金额不一致。

判断：把大写金额和小写金额换算成同一单位（元）后比较，相差超过小写金额末位的半个单位即报。
为什么：大小写不一致，无法确定申请的是多少。
不判断：任何一个没有读出来，或大写不是规范的中文数字。
---
The amount in words is not the amount in digits.

What: both are turned into yuan; they differ by more than half a unit of the digits' last place.
Why: it is not known how much is asked.
Not judged: where either could not be read or the words are no Chinese numerals.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.amounts import from_words, in_yuan, number, shown
from checks.facts.papers import paper_words
from checks.lookalikes import value_doubt
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.expressions import UnknownValueError
from checks.pack.model import InWords, Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "AM004",
    "words-differ",
    Severity.ERROR,
    Scope.PAPER,
    Words("大小写金额不一致", "words differ from digits"),
    Words("大小写金额一致", "words and digits agree"),
)

_HALF_UNIT = Decimal("0.005")  # digits are printed to 0.01 of their unit


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    pairs = [pair for pair in policy.amounts_in_words if pair.kind == record.document.kind]
    if not pairs:
        yield case.not_applicable(Words("该材料没有大写金额", "this paper has no amount in words"))
    for pair in pairs:
        yield _judged(case, pair, record, policy)


def _judged(case: Case, pair: InWords, paper: Paper, policy: Policy) -> Outcome:
    document, fields = paper.document, policy.kinds[pair.kind].fields
    words, digits = document.get(pair.words), document.get(pair.digits)
    spelled = from_words(words.written) if words else None
    if words is None or digits is None or spelled is None:
        return case.not_checkable(Words("大写或小写金额没有读出来", "the words or the digits could not be read"))
    spec = fields[pair.digits]
    try:
        amount, slack = in_yuan(number(digits, pair.digits), spec), in_yuan(_HALF_UNIT, spec)
    except UnknownValueError:
        return case.not_checkable(Words("小写金额没有读出来", "the digits could not be read"))
    if abs(spelled - amount) <= slack:
        return case.passes(Words("大小写金额一致", "words and digits agree"))
    evidence = (of_field(document, words), of_field(document, digits))
    twin = value_doubt(digits, lambda value: abs(spelled - in_yuan(Decimal(value), spec)) > slack)
    who = paper_words(paper, policy)
    finding = Particulars(
        Words(
            f"{who.zh}上大写金额“{words.written}”合{shown(spelled)}元，"
            f"小写金额{digits.written}{spec.unit}合{shown(amount)}元，两者不一致。",
            f"{who.en}: the words “{words.written}” are {shown(spelled)} yuan, the digits {digits.written} are "
            f"{shown(amount)} yuan.",
        ),
        Words(f"{shown(amount)}元", f"{shown(amount)} yuan"),
        Words(f"{shown(spelled)}元", f"{shown(spelled)} yuan"),
        Words("请核对申请金额，更正写错的一处并盖章。", "Check the amount; correct the wrong one and seal it."),
        words.place,
        None,
        evidence,
    )
    return case.finds(finding, first_doubt(POOR_PAPER if document.poor else None, doubt(evidence), twin))
