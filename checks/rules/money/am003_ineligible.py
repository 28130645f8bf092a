"""申请人不在政策支持的范围内。

判断：按政策包里的条件（例如规模、产品、费率）判断。
为什么：不属于支持范围的申请不予受理。
不判断：条件所依据的栏目没有读出来。
---
The applicant is outside the group that the policy supports.

What: the conditions in the pack (size, product, rate and the like).
Why: such an application cannot be supported.
Not judged: where a field that a condition needs could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.facts.relations import relations
from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "AM003",
    "ineligible",
    Severity.ERROR,
    Scope.PAPER,
    Words("不属于支持范围", "ineligible"),
    Words("属于支持范围", "eligible"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from relations(RULE, record, policy)
