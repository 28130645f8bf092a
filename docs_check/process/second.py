"""The second look: which verdicts need one, which have one, and where two people disagree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from docs_check.process.casebook import SecondLook
from docs_check.process.rules import Choice, Second
from docs_check.report.decided.verdicts import Action, ReviewVerdict
from docs_check.report.summary import Summary

_SCALE = float(1 << 64)
# What a person decides about a finding, or finds; that a pass of the sample is in order needs no second look.
_LOOKED_AT = frozenset({Action.CONFIRM, Action.DISMISS, Action.MISSED})


class Look(StrEnum):
    NOT_NEEDED = "not_needed"
    WAITING = "waiting"
    AGREED = "agreed"
    DISAGREED = "disagreed"


@dataclass(frozen=True, slots=True)
class Seconds:
    """What holds of second looks: the last on each verdict counts, and a new verdict needs a new one."""

    rule: Second
    looks: Mapping[int, SecondLook]
    amounts: Mapping[tuple[str, str], Decimal]

    @staticmethod
    def of(rule: Second, looks: Iterable[SecondLook], summary: Summary) -> Seconds:
        amounts = _amounts(rule, summary) if rule.choice is Choice.ABOVE else {}
        return Seconds(rule, {one.verdict: one for one in looks}, amounts)

    def on(self, verdict: ReviewVerdict) -> Look:
        look = self.looks.get(verdict.id)
        if look is not None:
            return Look.AGREED if look.agrees else Look.DISAGREED
        return Look.WAITING if self._needed(verdict) else Look.NOT_NEEDED

    def _needed(self, verdict: ReviewVerdict) -> bool:
        if verdict.action not in _LOOKED_AT:
            return False
        match self.rule.choice:
            case Choice.NONE:
                return False
            case Choice.ALL:
                return True
            case Choice.SHARE:
                return _fraction(f"{verdict.subject} {verdict.evidence}") < self.rule.share
            case Choice.ABOVE:  # where the amount is not known, it may be above
                amount = self.amounts.get((verdict.district, verdict.applicant))
                return amount is None or amount > Decimal(str(self.rule.above))


def _amounts(rule: Second, summary: Summary) -> Mapping[tuple[str, str], Decimal]:
    kind, _, name = rule.amount.partition(".")
    found = dict[tuple[str, str], Decimal]()
    for section in summary.sections:
        for company in section.companies:
            for paper in company.papers:
                field = paper.document.get(name) if paper.document.kind == kind else None
                if field and field.value:
                    try:
                        found[(section.name or "", company.applicant)] = Decimal(field.value)
                    except InvalidOperation:
                        continue
    return found


def _fraction(key: str) -> float:
    """The same for everybody and in every run: by a hash, not by chance."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / _SCALE
