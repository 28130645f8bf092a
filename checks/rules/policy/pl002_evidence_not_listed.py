"""政策要求核实某事项，却没有列明证明材料。

判断：某一环节要核实的事项，通知没有列出用什么材料证明。不需要任何材料，每次运行报一次。
为什么：没有列明，各地各企业所附材料就不统一（EV005）。
不判断：企业是否提交了材料（EV001）。
---
A step must verify something, and no paper is listed to prove it.

What: what a step of the policy must make sure of, without a paper in the notice's list. Said once a run, from the
pack alone.
Why: without a list everybody attaches something else (EV005).
Not judged: whether companies handed papers in (EV001).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "PL002",
    "evidence-not-listed",
    Severity.WARNING,
    Scope.POLICY,
    Words("未列明证明材料", "evidence not listed"),
    Words("证明材料已列明", "evidence listed"),
)


def check(record: Policy, policy: Policy) -> Iterator[Outcome]:
    for step in record.steps:
        case = Case(RULE, f"{record.id}: {step.name.zh}")
        unlisted = [
            one
            for one in step.verifies
            if one.by not in record.evidence or not record.evidence[one.by].listed_in_notice
        ]
        if not step.verifies:
            yield case.not_applicable(Words("该环节没有要核实的事项", "the step has nothing to verify"))
        elif not unlisted:
            yield case.passes(Words("都列明了证明材料", "every proof is listed"))
        else:
            zh, en = "、".join(one.name.zh for one in unlisted), ", ".join(one.name.en for one in unlisted)
            papers = "、".join(record.kind_name(one.by).zh for one in unlisted)
            yield case.finds(
                Particulars(
                    Words(
                        f"“{step.name.zh}”要核实{zh}，但通知没有列明用什么材料证明。",
                        f"{step.name.en} must verify {en}, and the notice lists no paper to prove it.",
                    ),
                    Words(f"通知列明{papers}等材料", "a list of papers in the notice"),
                    Words("未列明", "not listed"),
                    Words(f"建议在通知中列明：{papers}。", "List them in the notice."),
                )
            )
