"""Is a figure that does not follow one slip of the pen, or of the eye, away from one that does?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz.distance import DamerauLevenshtein

from checks.arithmetic.claims import Claim
from checks.arithmetic.figures import Figure

LEAST_DIGITS = 3  # of fewer, a slip makes half of all numbers


def slip_between(figure: Figure, other: Decimal) -> bool:
    """Are the two written alike but for one digit, or two that changed places?"""
    left, right = (re.sub(r"\D", "", f"{value.quantize(figure.step)}") for value in (figure.value, other))
    return left != right and len(left) == len(right) and DamerauLevenshtein.distance(left, right) == 1


def slipped(claim: Claim, least: int = LEAST_DIGITS) -> bool:
    """Would one digit, or two neighbours that change places, in one figure of `claim` make it hold, as far as rounding
    lets it?"""
    return any(slip_makes_good(claim, figure, least) for figure in claim.figures)


def slip_makes_good(claim: Claim, figure: Figure, least: int = LEAST_DIGITS) -> bool:
    needed = claim.needed(figure)
    if figure.nil or needed is None:
        return False
    near = claim.tolerance
    return any(abs(value - needed) <= near for value in _slips(figure, least))


def _slips(figure: Figure, least: int) -> Iterator[Decimal]:
    sign = -1 if figure.value < 0 else 1
    digits = str(int(abs(figure.value) / figure.step))
    if len(digits) < least:
        return
    for place, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                yield sign * int(digits[:place] + other + digits[place + 1 :]) * figure.step
        if place and digits[place - 1] != digit:
            yield sign * int(digits[: place - 1] + digit + digits[place - 1] + digits[place + 1 :]) * figure.step
