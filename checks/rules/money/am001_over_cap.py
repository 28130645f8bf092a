"""申请金额超过所在档次的最高限额。

判断：按政策包里的档次表（例如按上年出口额和增幅）找出该企业适用的限额，与申请金额比较。
为什么：超过限额的部分不予支持。
不判断：有关金额没有读出来；金额的计算关系（AM005）和比例（AM002）。
---
The amount asked exceeds the cap of its tier.

What: the pack's table of tiers gives the cap for this applicant; the amount asked is compared with it.
Why: nothing above the cap is paid.
Not judged: amounts that could not be read; arithmetic (AM005) and ratio (AM002).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.relations import relations
from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "AM001",
    "over-cap",
    Severity.ERROR,
    Scope.PAPER,
    Words("申请金额超过限额", "over the cap"),
    Words("申请金额在限额之内", "within the cap"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from relations(RULE, record, policy)
