"""审核晚于期限。

判断：初审意见、申请表上主管部门意见栏的日期晚于政策规定的期限（当日算按期）。写明逾期几天，其中几个工作日。
为什么：审核不按期，影响整个项目的进度，也是绩效评价的扣分点。
不判断：日期缺失、不存在或不合理时不判断。
---
The review is after the limit.

What: days and working days that the review opinion, or the authority's box on the form, is dated after its limit.
Why: a late review delays the whole programme.
Not judged: where the date is missing, impossible or implausible.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.deadlines._lateness import lateness
from extractor.records import Words

RULE = Rule(
    "DL002",
    "review-late",
    Severity.ERROR,
    Scope.PAPER,
    Words("逾期审核", "review late"),
    Words("按期审核", "review in time"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from lateness(RULE, record, policy)
