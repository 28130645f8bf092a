"""How late what is late was, in days, for figures and letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from checks.facts.acts import ActDate, acts_on
from checks.facts.days import delay, likely_meant
from checks.grouping.whose import papers_of
from checks.pack.model import Policy
from checks.records import Batch, Outcome
from checks.rules.deadlines._by_register import APPLICATION_LATE
from docs_check.report.summary import Finding

_IMPLAUSIBLE = "DT003"


def days_late(outcomes: Sequence[Outcome], batch: Batch, policy: Policy) -> Mapping[int, int]:
    """By the place of the outcome, for every finding on a date after its limit; of an implausible date by the day that
    was most likely meant."""
    late = {spec.late for spec in policy.acts.values() if spec.late}
    papers = {(one.file, one.kind): one for reading in batch.files for one in reading.documents}
    came = _days_received(batch, policy)
    found = dict[int, int]()
    for place, outcome in enumerate(outcomes):
        document = papers.get((outcome.file or "", outcome.kind))
        if not outcome.is_finding or outcome.code not in {*late, _IMPLAUSIBLE} or document is None:
            continue
        for act in acts_on(document, policy):
            theirs = outcome.code == APPLICATION_LATE or outcome.applicant is None
            received = came.get(document.file) if theirs and outcome.code == act.spec.late else None
            limit = act.spec.limit
            day = received if received and limit and received > limit else _day(act, outcome.code)
            if act.slot == outcome.slot and day and limit and day > limit:
                found[place] = delay(limit, day, policy.holidays).days
    return found


def _days_received(batch: Batch, policy: Policy) -> Mapping[str, date]:
    """By file: when its company's papers came in, by the receipt register."""
    if batch.register is None:
        return {}
    came = ((paper.document.file, paper.received) for paper in papers_of(batch, policy))
    return {file: one.receipt.day for file, one in came if one and one.receipt and one.receipt.day}


def _day(act: ActDate, code: str) -> date | None:
    """The day on which an act was done that such a finding is about."""
    if code != _IMPLAUSIBLE:
        return act.day if act.late and act.spec.late == code else None
    if act.day is None or act.plausible or act.spec.window is None:
        return None
    return likely_meant(act.day, act.spec.window, act.spec.limit)


def longest(findings: Iterable[Finding]) -> int:
    """The most days late among some sure findings; 0 where none is late."""
    return max((one.days_late for one in findings if not one.unsure), default=0)
