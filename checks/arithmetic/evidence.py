"""How much speaks for a relation: that it holds elsewhere in its table, that its head names it, that a slip explains
why it fails here. A relation that fits nowhere is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from checks.arithmetic.claims import Claim, Standing
from checks.arithmetic.figures import Figure
from checks.arithmetic.slips import LEAST_DIGITS, slipped

FAR_OFF = Decimal("0.1")  # of the result: what misses by more is likelier another structure than an error
MOST_FAILING = 1 / 3  # of what a kind of relation says in a table may fail; of 200 drawn faults none made more fail
FEW_DIGITS = 2  # enough for a slip where the same holds elsewhere
TELLING = 2  # parts that are not nothing: 5 = 5 + 0 is borne out by many structures


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the same relation holds with several parts, holds with one, and fails."""

    strong: int = 0
    weak: int = 0
    failing: int = 0

    @property
    def holding(self) -> int:
        return self.strong + self.weak

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.strong + other.strong, self.weak + other.weak, self.failing + other.failing)

    @property
    def bears_out(self) -> bool:
        """Does what is said here hold nearly always, and not by chance?"""
        return self.strong >= 1 and self.failing <= MOST_FAILING * (self.holding + self.failing)


def tally(claims: Sequence[Claim]) -> Tally:
    strong = weak = failing = 0
    for claim in claims:
        if claim.is_trivial:
            continue
        if claim.state() in (Standing.FAILS, Standing.UNKNOWN):
            failing += 1
        elif sum(part.value != 0 for part in claim.parts) >= TELLING:
            strong += 1
        else:
            weak += 1
    return Tally(strong, weak, failing)


def is_firm(claim: Claim, elsewhere: Tally, beside: Collection[Figure] | None, *, named: bool) -> bool:
    """Is it beyond doubt that a failing `claim` must hold? `elsewhere`: what the same relation says in the rest of the
    table; `beside`: the figures that another structure would take in, None where there can be no other; `named`: a
    head says that it is a sum."""
    if not named and not elsewhere.bears_out:
        return False
    slip = slipped(claim, FEW_DIGITS if elsewhere.bears_out else LEAST_DIGITS)
    if not slip and not (elsewhere.bears_out and _near(claim)):
        return False
    return beside is None or not _of_another_structure(claim, beside)


def _near(claim: Claim) -> bool:
    computed = claim.computed()
    return computed is not None and abs(claim.result.value - computed) <= FAR_OFF * abs(computed)


def _of_another_structure(claim: Claim, beside: Collection[Figure]) -> bool:
    """Does it hold once one or two figures are left out or taken in? Then they may not belong, or belong, to it."""
    computed = claim.computed()
    if computed is None:
        return False
    off, near = claim.result.value - computed, claim.tolerance
    more = [figure.value for figure in beside if figure.value and figure not in claim.figures]
    fewer = [-share * part.value for part in claim.parts if part.value for share in (1, 2)]  # 2: taken off, not added
    lone = (*more, *fewer)
    return any(abs(off - value) <= near for value in lone) or any(
        abs(off - sum(pair)) <= near for pair in combinations(more, 2)
    )
