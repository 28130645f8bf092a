"""审核晚于期限。

判断：初审意见、申请表上主管部门意见栏的日期晚于政策规定的期限（当日算按期）。写明逾期几天，其中几个工作日。
以哪个日期为准：收件登记簿记有该主管部门报来初审意见的，以登记的收件时间为准；没有写明报来什么材料而时间已晚的，列为存疑；否则以落款
日期为准。
为什么：审核不按期，影响整个项目的进度，也是绩效评价的扣分点。
不判断：日期缺失、不存在或不合理时不判断。
---
The review is after the limit.

What: days and working days that the review opinion, or the authority's box on the form, is dated after its limit.
By what: the receipt register, where it says when the office handed the opinion in; where it does not say which paper
came, and that was late, it is unsure; else the date at the seal.
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
