"""How late what is late was, in days, for figures and letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checks.facts.acts import acts_on
from checks.facts.days import Delay, delay
from docs_check.report.summary import Finding, Summary


def delays(summary: Summary) -> Mapping[str, Delay]:
    """By the id of the finding, for every finding on a date after its limit."""
    basis = summary.basis
    if basis is None:
        return {}
    policy = basis.policy
    late = {spec.late for spec in policy.acts.values() if spec.late}
    papers = {(paper.document.file, paper.document.kind): paper.document for paper in summary.papers}
    found = dict[str, Delay]()
    for finding in summary.findings:
        document = papers.get((finding.file or "", finding.kind))
        if finding.code not in late or document is None:
            continue
        for act in acts_on(document, policy):
            if act.late and act.slot == finding.slot and act.day and act.spec.limit and act.spec.late == finding.code:
                found[finding.id] = delay(act.spec.limit, act.day, policy.holidays)
    return found


def longest(findings: Iterable[Finding], known: Mapping[str, Delay]) -> int:
    """The most days late among some sure findings; 0 where none is late."""
    return max((known[one.id].days for one in findings if not one.unsure and one.id in known), default=0)
