"""申报晚于截止日。

判断：申报日期晚于政策规定的截止日（当日算按期）。写明逾期几天，其中几个工作日，以及依据的是哪一个日期来源。
为什么：逾期申报不符合申报条件。
以哪个日期为准：有收件登记簿的，以登记的收件时间为准，并写明是哪一条；登记簿中没有该单位的，按政策包里的先后取材料上的日期，第一个
有日期的为准。登记日期无法识读、不合理、早于落款日期，或不能确定登记的是哪一家时，列为存疑。
不判断：日期缺失、不存在或不合理时不判断。
---
The application is after the limit.

What: days and working days after the limit (the day itself is in time), by the best source of the date at hand,
which is named.
Why: late applications do not meet the conditions.
By what: the receipt register where there is one, and the finding names its entry; where it does not name the company,
the dates on the papers, in the pack's order. It is unsure where the register's day cannot be read, cannot be true, is
earlier than the date at the seal, or where it cannot be told which company the entry is for.
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
    "DL001",
    "application-late",
    Severity.ERROR,
    Scope.PAPER,
    Words("逾期申报", "application late"),
    Words("按期申报", "application in time"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    yield from lateness(RULE, record, policy)
