"""One cause, one finding: which figure is most likely wrong where several things do not follow.

Claims that fail and share a figure have a common cause. The figure that one other value would put right in all of
them is the root; where none does, the figure that puts the most right goes first, and the rest is looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from checks.arithmetic.claims import SUMS, TABLE_SUMS, Claim, Formula, Standing, failing
from checks.arithmetic.figures import Figure
from checks.arithmetic.slips import slip_makes_good


@dataclass(frozen=True, slots=True)
class Root:
    """`figure` is likely wrong and should be `right`; `main` is the claim that shows it best, `also` the others that
    fail for the same cause."""

    figure: Figure
    right: Decimal
    main: Claim
    also: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Suspect:
    figure: Figure
    right: Decimal
    explained: tuple[Claim, ...]
    broken: int
    is_result: bool
    is_sum: bool
    lone_slip: bool


def find_roots(claims: Sequence[Claim]) -> tuple[Root, ...]:
    left = list(failing(claims))
    found = list[Root]()
    while left:
        suspects = [suspect for claim in left for suspect in _suspects(claim, left, claims)]
        best = max(suspects, key=_likelihood, default=None)
        if best is None:
            found += [Root(claim.result, claim.result.value, claim, ()) for claim in left]
            break
        found.append(_root(best))
        left = [claim for claim in left if claim not in best.explained]
    return tuple(found)


def _root(suspect: _Suspect) -> Root:
    figure = suspect.figure
    main = max(suspect.explained, key=lambda claim: (claim.result == figure, claim.formula in SUMS, claim.firm))
    return Root(figure, suspect.right, main, tuple(claim for claim in suspect.explained if claim is not main))


def _suspects(claim: Claim, left: Sequence[Claim], claims: Sequence[Claim]) -> list[_Suspect]:
    found = list[_Suspect]()
    slips = [part for part in claim.figures if claim.formula in TABLE_SUMS and slip_makes_good(claim, part)]
    for figure in dict.fromkeys(claim.figures):
        needed = claim.needed(figure)
        if needed is None:
            continue
        # What stands there has only so many places; a rate tells its parts no more closely than that.
        right = needed.quantize(figure.step) if claim.state({figure: needed}) is not Standing.FAILS else needed
        instead = {figure: right}
        explained = tuple(
            other for other in left if figure in other.figures and other.state(instead) is not Standing.FAILS
        )
        if claim not in explained:
            continue
        broken = sum(
            other.state() is not Standing.FAILS and other.state(instead) is Standing.FAILS
            for other in claims
            if figure in other.figures
        )
        is_result, lone = figure == claim.result, slips == [figure] and len(explained) == 1
        found.append(_Suspect(figure, right, explained, broken, is_result, claim.formula is Formula.COLUMN_SUM, lone))
    return found


def _likelihood(suspect: _Suspect) -> tuple[int, bool, bool, int, bool]:
    """The most explained; of a single claim the only part that a slip would put right, where none would the result;
    else its result, whatever rests on it, for what rests on a wrong figure holds as written; then what breaks the
    least."""
    alone = len(suspect.explained) == 1
    return len(suspect.explained), suspect.lone_slip, alone and suspect.is_result, -suspect.broken, suspect.is_sum
