"""政策给某一环节留的时间太短。

判断：从上一环节截止次日到本环节截止日之间的工作日，少于政策包写明的该环节所需工作日。不需要任何材料，每次运行报一次。
为什么：时间不够，审核就容易流于形式或逾期。
不判断：没有写明所需工作日的环节；没有期限的环节（PL003）。
---
The policy leaves a step too little time.

What: the working days from the day after one limit to the next are fewer than the step needs, by the pack. It needs
no papers and is said
once a run.
Why: too little time makes reviews late or a formality.
Not judged: steps whose need the pack does not state; steps without a limit (PL003).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checks.facts.days import chinese, working_days
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "PL001",
    "window-too-short",
    Severity.WARNING,
    Scope.POLICY,
    Words("期限过短", "window too short"),
    Words("期限够用", "window long enough"),
)


def check(record: Policy, policy: Policy) -> Iterator[Outcome]:
    for step in record.steps:
        case = Case(RULE, f"{record.id}: {step.name.zh}")
        before = record.acts[step.after].limit if step.after else None
        limit = record.acts[step.act].limit if step.act else None
        if step.needs is None or before is None or limit is None:
            yield case.not_applicable(Words("没有可比的期限或所需时间", "limits or need are not stated"))
            continue
        days, estimated = working_days(before + timedelta(days=1), limit, record.holidays)
        if days >= step.needs:
            yield case.passes(Words(f"有{days}个工作日", f"{days} working days"))
            continue
        note = (
            Words("（法定节假日安排未知，按周末推算）", " (public holidays not known)") if estimated else Words("", "")
        )
        reason = Words(f"（{step.because.zh}）", f" ({step.because.en})") if step.because else Words("", "")
        yield case.finds(
            Particulars(
                Words(
                    f"政策给“{step.name.zh}”只留了{days}个工作日{note.zh}（{chinese(before)}截止后至{chinese(limit)}），该环节至少需要{step.needs}个工作日{reason.zh}。",
                    f"The policy leaves {step.name.en} {days} working days{note.en} (after {before}, until "
                    f"{limit}); it needs at least {step.needs}{reason.en}.",
                ),
                Words(f"至少{step.needs}个工作日", f"at least {step.needs} working days"),
                Words(f"{days}个工作日", f"{days} working days"),
                Words("建议制定政策时延长该环节的期限。", "Give the step more time in the next notice."),
            )
        )
