"""The rules that a policy brings itself: a code, a name, and relations that bear the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checks.facts.relations import relations
from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule of a pack, as `checks.rules` has its own."""

    RULE: Rule

    def check(self, record: Paper, policy: Policy) -> Iterator[Outcome]:
        yield from relations(self.RULE, record, policy)


def own_rules(policy: Policy) -> tuple[OwnRule, ...]:
    return tuple(
        OwnRule(Rule(code, rule.name, rule.severity, Scope.PAPER, rule.title, rule.good or _without(rule.title)))
        for code, rule in policy.rules.items()
    )


def _without(fault: Words) -> Words:
    """A name for what is in order, where the pack gives none."""
    return Words(f"没有“{fault.zh}”", f"no “{fault.en}”")
