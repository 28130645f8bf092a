"""申报晚于截止日。

判断：申报日期晚于政策规定的截止日（当日算按期）。写明逾期几天，其中几个工作日，以及依据的是哪一个日期来源。
为什么：逾期申报不符合申报条件。
不判断：日期缺失、不存在或不合理时不判断。日期来源按政策包里的先后取用，第一个有日期的为准。
---
The application is after the limit.

What: days and working days after the limit (the day itself is in time), by the best source of the date at hand,
which is named.
Why: late applications do not meet the conditions.
Not judged: where the date is missing, impossible or implausible. Sources are taken in the pack's order.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from checks.rules.deadlines._lateness import lateness
from extractor.records import Words

RULE = Rule("DL001", "application-late", Severity.ERROR, Scope.PAPER, Words("逾期申报", "application late"))


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from lateness(RULE, record, policy)
