"""What must follow from what: a figure, the figures it is reckoned from, and whether it does follow.

Every number that is written was rounded, unless it counts things. A result follows when it is the reckoned value,
rounded; rounding explains it when some numbers that round to what is written would give it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import product

from checks.arithmetic.figures import CENT, Figure
from extractor.tables.numbers import MONEY

HUNDRED, ONE = Decimal(100), Decimal(1)

LIKELY = 2  # see `_slack`: 3.5 standard deviations


class Formula(StrEnum):
    COLUMN_SUM = "column_sum"
    ROW_SUM = "row_sum"
    RATIO = "ratio"  # of two columns, or of a part and its total
    GROWTH = "growth"
    SAME = "same"  # a figure in the prose and the cell that it speaks of
    PROSE_SUM = "prose_sum"
    PROSE_RATIO = "prose_ratio"
    BALANCE = "balance"  # the two sides of a table come to the same
    CHAIN = "chain"  # the same figure stands in two tables of a report


SUMS = (Formula.COLUMN_SUM, Formula.ROW_SUM, Formula.PROSE_SUM, Formula.BALANCE, Formula.CHAIN)
TABLE_SUMS = (Formula.COLUMN_SUM, Formula.ROW_SUM)
RATIOS = (Formula.RATIO, Formula.PROSE_RATIO)


class Standing(StrEnum):
    FOLLOWS = "follows"
    ROUNDED = "rounded"  # differs, and rounding explains it
    FAILS = "fails"
    UNKNOWN = "unknown"  # divided by nothing


@dataclass(frozen=True, slots=True)
class Claim:
    """`scale` is 100 for percentages; for SAME it is what the cell's unit is worth in the sentence's. `firm`: that it
    must hold at all is beyond doubt, because the same holds elsewhere in the table. `as_written`: elsewhere it follows
    from the parts just as they are written, so that their own rounding explains nothing here. `less` parts, the last
    ones, are taken off in a sum."""

    formula: Formula
    result: Figure
    parts: tuple[Figure, ...]
    scale: Decimal = Decimal(1)
    firm: bool = True
    as_written: bool = False
    less: int = 0

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.result, *self.parts)

    def computed(self, instead: Mapping[Figure, Decimal] | None = None) -> Decimal | None:
        """What the parts give; some of them with another value than is written. None where that is undefined."""
        instead = instead or {}
        return self._reckon([instead.get(part, part.value) for part in self.parts])

    def state(self, instead: Mapping[Figure, Decimal] | None = None) -> Standing:
        instead = instead or {}
        computed = self.computed(instead)
        if computed is None:
            return Standing.UNKNOWN
        stated, step = instead.get(self.result, self.result.value), self.result.step
        if abs(stated - computed) <= (Decimal(0) if self.result.is_exact else step / 2):
            return Standing.FOLLOWS
        if self.formula in SUMS and self._is_rounding(computed, stated):
            return Standing.ROUNDED
        reach = self.reach(instead)
        # Rates are cut off as often as rounded: a whole step.
        slack = step if self.formula not in SUMS else self.result.half
        return Standing.ROUNDED if reach and reach[0] - slack <= stated <= reach[1] + slack else Standing.FAILS

    def reach(self, instead: Mapping[Figure, Decimal] | None = None) -> tuple[Decimal, Decimal] | None:
        """The least and the most that the parts can give, each off by its rounding."""
        instead = instead or {}
        if self.formula in SUMS:
            middle, slack = self.computed(instead), _slack([part.half * self.scale for part in self.parts])
            return None if middle is None else (middle - slack, middle + slack)
        halves = [Decimal(0) if self.as_written else part.half for part in self.parts]
        ends = [_ends(instead.get(part, part.value), half) for part, half in zip(self.parts, halves, strict=True)]
        found = [value for some in product(*ends) if (value := self._reckon(some)) is not None]
        return (min(found), max(found)) if found else None

    def _is_rounding(self, computed: Decimal, stated: Decimal) -> bool:
        """A fen of what was shared out in money, or half a yuan for each part where only one side has its fen."""
        off, parts = abs(stated - computed), [part for part in self.parts if part.value]
        if self.result.unit in MONEY and len(parts) > 1 and off <= CENT * self.scale:
            return True
        if self.result.unit != "元" or self.formula not in TABLE_SUMS:
            return False
        whole = all(part.value == int(part.value) for part in parts)
        return whole and stated != int(stated) and off <= len(parts) * ONE / 2

    @property
    def tolerance(self) -> Decimal:
        """By how much rounding may part the stated from the computed."""
        reach, computed = self.reach(), self.computed()
        slack = self.result.step if self.formula not in SUMS else self.result.half
        return slack if reach is None or computed is None else max(reach[1] - computed, computed - reach[0]) + slack

    @property
    def is_trivial(self) -> bool:
        """Nothing but zeros says nothing about whether it must hold."""
        return self.result.value == 0 and all(part.value == 0 for part in self.parts)

    def needed(self, figure: Figure) -> Decimal | None:
        """The value of `figure` with which this would hold, all else as written."""
        if figure == self.result:
            return self.computed()
        stated = self.result.value
        rest = self.computed({figure: Decimal(0)})
        if self.formula in SUMS:
            if rest is None:
                return None
            taken = figure in self.parts[len(self.parts) - self.less :]
            return (rest - stated if taken else stated - rest) / self.scale
        if self.formula is Formula.SAME:
            return stated / self.scale
        first, second = self.parts
        if self.formula is Formula.GROWTH:
            share = stated / self.scale + 1
            return share * second.value if figure == first else first.value / share if share else None
        if figure == first:
            return stated / self.scale * second.value
        return first.value * self.scale / stated if stated else None

    def _reckon(self, values: Sequence[Decimal]) -> Decimal | None:
        if self.formula in SUMS:
            added = len(values) - self.less
            return (sum(values[:added], Decimal(0)) - sum(values[added:], Decimal(0))) * self.scale
        if self.formula is Formula.SAME:
            return values[0] * self.scale
        first, second = values
        if second == 0:
            return None
        return ((first - second) if self.formula is Formula.GROWTH else first) / second * self.scale


def _slack(halves: Sequence[Decimal]) -> Decimal:
    """What many roundings come to. Up to four can all go one way; of more they cancel out in part: an error of one is
    0.58 of `half` on average, and LIKELY times `half` times the root of their number is exceeded once in 2,000 sums."""
    return min(sum(halves, Decimal(0)), LIKELY * sum((half * half for half in halves), Decimal(0)).sqrt())


def _ends(value: Decimal, half: Decimal) -> tuple[Decimal, ...]:
    return (value - half, value + half) if half else (value,)


def failing(claims: Sequence[Claim]) -> Iterator[Claim]:
    return (claim for claim in claims if claim.state() is Standing.FAILS)
