"""How late what is late was, in days, for figures and letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checks.facts.acts import acts_on
from checks.facts.days import delay
from checks.pack.model import Policy
from checks.records import Batch, Outcome
from docs_check.report.summary import Finding


def days_late(outcomes: Sequence[Outcome], batch: Batch, policy: Policy) -> Mapping[int, int]:
    """By the place of the outcome, for every finding on a date after its limit."""
    late = {spec.late for spec in policy.acts.values() if spec.late}
    papers = {(one.file, one.kind): one for reading in batch.files for one in reading.documents}
    found = dict[int, int]()
    for place, outcome in enumerate(outcomes):
        document = papers.get((outcome.file or "", outcome.kind))
        if not outcome.is_finding or outcome.code not in late or document is None:
            continue
        for act in acts_on(document, policy):
            if act.late and act.slot == outcome.slot and act.day and act.spec.limit and act.spec.late == outcome.code:
                found[place] = delay(act.spec.limit, act.day, policy.holidays).days
    return found


def longest(findings: Iterable[Finding]) -> int:
    """The most days late among some sure findings; 0 where none is late."""
    return max((one.days_late for one in findings if not one.unsure), default=0)
