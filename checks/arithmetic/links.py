"""What rests on a figure: all that would change if it were put right, step by step, and what may rest on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from checks.arithmetic.claims import HUNDRED, ONE, Claim, Formula, Standing
from checks.arithmetic.figures import Figure, TableFigures
from checks.arithmetic.prose import SentenceFigures
from extractor.language.dates import find_dates
from extractor.tables.numbers import factor


class Grounds(StrEnum):
    """How it is known that a figure rests on another one."""

    RECKONED = "reckoned"  # it follows from it, by a relation that was found
    COINCIDES = "coincides"  # it is exactly that figure plus, or as a share of, another stated one
    CONTEXT = "context"  # it stands in a sentence about the same day and the same kind of figure


@dataclass(frozen=True, slots=True)
class Rest:
    """`figure` would become `would_be` (None where that cannot be said)."""

    figure: Figure
    how: Grounds
    would_be: Decimal | None


def resting_on(
    root: Figure,
    right: Decimal,
    claims: Sequence[Claim],
    speech: Sequence[SentenceFigures],
    sheets: Sequence[TableFigures],
) -> tuple[Rest, ...]:
    """Everything that rests on `root`, the surest first, if `right` stood there instead."""
    changed = {root: right}
    rests = _reckoned(changed, claims)
    rests += _coincident(root, changed, speech, sheets)
    rests += _reckoned(changed, claims)
    rests += _in_context(root, changed, speech, sheets)
    return tuple(rests)


def _reckoned(changed: dict[Figure, Decimal], claims: Sequence[Claim]) -> list[Rest]:
    """Adds to `changed` what follows from it."""
    found = list[Rest]()
    grows = True
    while grows:
        grows = False
        for claim in claims:
            if claim.result in changed or claim.state() is Standing.FAILS:
                continue
            if any(part in changed for part in claim.parts) and claim.state(changed) is Standing.FAILS:
                value = claim.computed(changed)
                if value is not None:
                    changed[claim.result] = value
                    found.append(Rest(claim.result, Grounds.RECKONED, value))
                    grows = True
    return found


def _coincident(
    root: Figure, changed: dict[Figure, Decimal], speech: Sequence[SentenceFigures], sheets: Sequence[TableFigures]
) -> list[Rest]:
    """Figures in the prose that are the wrong one plus another stated amount, and percentages of such beside them.

    With amounts to 0.01 and some sixty of them, two add up to a third by chance about once in three hundred papers."""
    figures = [figure for one in speech for figure in one.figures]
    others = [cell for sheet in sheets for cell in sheet.figures.values() if cell.value and not cell.is_percent]
    amounts = [figure for figure in (*figures, *others) if not figure.is_percent]
    found = list[Rest]()
    for one in speech:
        for figure in one.figures:
            scale = factor(root.unit, figure.unit)
            if figure in changed or figure.is_percent or scale is None or not figure.value:
                continue
            added = figure.value - root.value * scale
            if added > 0 and _stated(added, figure, amounts, changed):
                changed[figure] = figure.value + (changed[root] - root.value) * scale
                found.append(Rest(figure, Grounds.COINCIDES, changed[figure]))
        found += _percentages(one, amounts, changed)
    return found


def _stated(value: Decimal, like: Figure, amounts: Sequence[Figure], changed: Mapping[Figure, Decimal]) -> bool:
    return any(
        (scale := factor(other.unit, like.unit)) is not None and other.value * scale == value
        for other in amounts
        if other is not like and other not in changed
    )


def _percentages(one: SentenceFigures, amounts: Sequence[Figure], changed: dict[Figure, Decimal]) -> list[Rest]:
    found = list[Rest]()
    here = [figure for figure in one.figures if figure in changed and not figure.is_percent]
    for rate in (figure for figure in one.figures if figure.is_percent and figure not in changed and figure.value):
        for part in here:
            whole = next((other for other in amounts if other is not part and _is_share(rate, part, other)), None)
            if whole is not None:
                scale = HUNDRED * (factor(part.unit, whole.unit) or ONE)
                changed[rate] = changed[part] * scale / whole.value
                found.append(Rest(rate, Grounds.COINCIDES, changed[rate]))
                break
    return found


def _is_share(rate: Figure, part: Figure, whole: Figure) -> bool:
    scale = factor(part.unit, whole.unit)
    if scale is None or not whole.value:
        return False
    return abs(part.value * scale / whole.value * HUNDRED - rate.value) <= rate.step / 2


def _in_context(
    root: Figure, changed: Mapping[Figure, Decimal], speech: Sequence[SentenceFigures], sheets: Sequence[TableFigures]
) -> list[Rest]:
    """Larger amounts, and percentages, in sentences that name the day of the column's heading: they may contain it."""
    sheet = next((sheet for sheet in sheets if sheet.number == root.table), None)
    column = sheet.table.column(root.key[3]) if sheet else None
    days = {day.value for day in find_dates(column.name) if day.value} if column else set[object]()
    if not days or sheet is None:
        return []
    known = {(cell.value, cell.is_percent) for cell in sheet.figures.values()}
    found = list[Rest]()
    for one in speech:
        if not days & {day.value for day in find_dates(one.sentence.text) if day.value}:
            continue
        for figure in one.figures:
            if figure in changed or (figure.value, figure.is_percent) in known:
                continue
            scale = factor(root.unit, figure.unit)
            if figure.is_percent or (scale is not None and figure.value > root.value * scale):
                found.append(Rest(figure, Grounds.CONTEXT, None))
    return found


def confirmed(figure: Figure, other: Decimal, claims: Sequence[Claim]) -> bool:
    """Does something that holds as written speak against `figure` being `other`? Then it was read as it stands."""
    return any(
        claim.state() in (Standing.FOLLOWS, Standing.ROUNDED)
        and not claim.is_trivial
        and (claim.state({figure: other}) is Standing.FAILS or _nothing_or_all(claim))
        for claim in claims
        if figure in claim.figures
    )


def _nothing_or_all(claim: Claim) -> bool:
    """0% of nothing and 100% of the same are exact, however few places they are written with."""
    return claim.formula is Formula.RATIO and claim.computed() == claim.result.value in (0, claim.scale)
