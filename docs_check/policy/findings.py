"""What the rules say of a policy itself, without any paper."""

from __future__ import annotations

from collections.abc import Iterator

from checks.judge import judge_policy
from checks.pack.model import Policy
from checks.records import Outcome
from docs_check.policy.unseen import unseen_in
from docs_check.wording import SEVERITIES
from extractor.records import Words


def findings_on(policy: Policy) -> tuple[Outcome, ...]:
    return tuple(outcome for outcome in judge_policy(policy) if outcome.is_finding)


def lines(policy: Policy, findings: tuple[Outcome, ...], language: str) -> Iterator[str]:
    yield Words(
        f"{policy.name.zh}（{policy.id} {policy.version}）：{len(findings)} 项。",
        f"{policy.name.en} ({policy.id} {policy.version}): {len(findings)} findings.",
    ).in_language(language)
    for outcome in findings:
        severity = SEVERITIES[outcome.severity].in_language(language)
        yield f"{outcome.code} {severity} {(outcome.message or outcome.because).in_language(language)}"
        if outcome.suggestion:
            yield f"      {outcome.suggestion.in_language(language)}"
    unseen = list(unseen_in(policy))
    if unseen:
        yield Words("没有规则查看：", "What no rule looks at:").in_language(language)
    for line in unseen:
        yield f"      {line.kind.in_language(language)} {line.said.in_language(language)}"
