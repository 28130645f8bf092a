"""What of a batch must be looked at together, so that a batch too large for one machine can be judged a district at a
time: a rule that compares across districts says which of their papers it may hold against each other."""

from __future__ import annotations

from dataclasses import dataclass

from checks.records import Dossier
from extractor.records import Document


@dataclass(frozen=True, slots=True)
class Meeting:
    """`holder`, a company's set or a paper of nobody's set, meets whatever else has this `key` under the same rule.
    `one_is_enough`: of several that have it, the rule needs to know only that there is one."""

    holder: Dossier | Document
    key: str
    one_is_enough: bool = False
