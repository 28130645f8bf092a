"""政策里的某一环节没有期限。

判断：政策包列出的环节没有写明截止日期。不需要任何材料，每次运行报一次。
为什么：没有期限的环节会无限拖延后面的环节。
不判断：实际用了多久。
---
A step of the policy has no deadline.

What: a step in the pack without a limit. Said once a run, from the pack alone.
Why: a step without a limit holds up all that follow.
Not judged: how long it really took.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "PL003",
    "step-without-limit",
    Severity.WARNING,
    Scope.POLICY,
    Words("环节无期限", "step without limit"),
    Words("环节有期限", "step with a limit"),
)


def check(record: Policy, policy: Policy) -> Iterator[Outcome]:
    for step in record.steps:
        case = Case(RULE, f"{record.id}: {step.name.zh}")
        if step.act is not None and record.acts[step.act].limit is not None:
            yield case.passes(Words("有期限", "it has a limit"))
            continue
        yield case.finds(
            Particulars(
                Words(f"政策没有给“{step.name.zh}”规定期限。", f"The policy sets no limit for {step.name.en}."),
                Words("明确的截止日期", "a deadline"),
                Words("没有期限", "none"),
                Words("建议在通知中规定期限。", "Set a limit in the notice."),
            )
        )
