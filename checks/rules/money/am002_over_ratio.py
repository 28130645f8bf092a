"""申请金额超过规定的比例。

判断：按政策包里的算式（例如不超过实际缴纳保费的 60%）比较，允许算式里写明的四舍五入误差。
为什么：超过比例的部分不予支持。
不判断：有关金额没有读出来；限额（AM001）。
---
The amount asked exceeds the ratio that the policy allows.

What: the pack's relation (such as 60% of the premium paid), with the rounding that it states.
Why: nothing above the ratio is paid.
Not judged: amounts that could not be read; the cap (AM001).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.relations import relations
from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "AM002",
    "over-ratio",
    Severity.ERROR,
    Scope.PAPER,
    Words("申请金额超过比例", "over the ratio"),
    Words("申请金额在比例之内", "within the ratio"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from relations(RULE, record, policy)
