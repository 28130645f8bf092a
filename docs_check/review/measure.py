"""How often the tool was wrong, as far as people have looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from docs_check.report.decided.verdicts import Action, Reason, ReviewVerdict
from docs_check.report.summary import Finding

_Z = 1.96  # of the normal distribution: 95% lie within


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """`wrong` of `seen`; the true share lies between `low` and `high` with 95%. None where nothing was seen."""

    wrong: int
    seen: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        return self.wrong / self.seen if self.seen else None

    @staticmethod
    def of(wrong: int, seen: int) -> ErrorRate:
        if not seen:
            return ErrorRate(0, 0, None, None)
        low, high = wilson(wrong, seen)
        return ErrorRate(wrong, seen, low, high)


@dataclass(frozen=True, slots=True)
class Measured:
    """`false_alarms`: sure findings that people dismissed, for any reason but an accepted exception, or that rested on
    a reading which they put right. `missed`: passes of the sample that people found not in order. `unsure_right`:
    doubted findings that people confirmed."""

    false_alarms: ErrorRate
    missed: ErrorRate
    unsure_right: ErrorRate


def measured(held: Iterable[ReviewVerdict], removed: Iterable[Finding] = ()) -> Measured:
    """From the verdicts that hold, and the sure findings that are gone with a wrong reading."""
    held = list(held)
    known = {one.subject for one in held}
    gone = sum(one.id not in known for one in removed)
    decided = [one for one in held if one.action in (Action.CONFIRM, Action.DISMISS)]
    sure = [one for one in decided if not one.unsure]
    alarms = sum(one.action is Action.DISMISS and one.reason != Reason.EXCEPTION.value for one in sure)
    sampled = [one for one in held if one.action in (Action.RIGHT, Action.MISSED)]
    missed = sum(one.action is Action.MISSED for one in sampled)
    doubted = [one for one in decided if one.unsure]
    right = sum(one.action is Action.CONFIRM for one in doubted)
    return Measured(
        ErrorRate.of(alarms + gone, len(sure) + gone),
        ErrorRate.of(missed, len(sampled)),
        ErrorRate.of(right, len(doubted)),
    )


def wilson(hits: int, seen: int) -> tuple[float, float]:
    """Wilson's score interval at 95% (JASA 22, 1927): it holds for few observations and for shares near 0 and 1."""
    share, square = hits / seen, _Z * _Z
    middle = share + square / (2 * seen)
    reach = _Z * sqrt(share * (1 - share) / seen + square / (4 * seen * seen))
    below = 1 + square / seen
    return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)
