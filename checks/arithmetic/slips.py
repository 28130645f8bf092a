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


def misread_by_one(figure: Figure, other: Decimal, near: Decimal) -> bool:
    """May a reader of print have made `figure` of `other`, give or take `near`: one digit read as another, left out, or
    taken in from beside it, or all of it print of another cell?"""
    digits = f"{abs(figure.value).quantize(figure.step)}"
    less = [digits[:place] + digits[place + 1 :] for place in range(len(digits)) if digits[place] != "."]
    more = [digits[:place] + one + digits[place:] for place in range(len(digits) + 1) for one in "0123456789"]
    values = (Decimal(text) for text in (*less, *more) if text.strip("."))
    return (
        slip_between(figure, other)
        or abs(other) <= near < abs(figure.value)
        or any(abs(value - abs(other)) <= near for value in values)
    )


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
