"""Codes of applicants and their checks, and what OCR makes of one: unified social credit codes of companies (GB
32100-2015), identity numbers of persons (GB 11643)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from stdnum.cn import ric, uscc

from extractor.language.matching import fold

LENGTH = 18
# Characters that OCR takes for one another; those outside the code's alphabet (I, O, S, V, Z) cannot be right at all.
_CONFUSED = (
    "0OQD",
    "1IL",
    "2Z",
    "5S",
    "8B",
    "6G",
    "17",
    "38",
    "UV",
    "4A",
    "9G",
    "MN",
    "CG",
    "EF",
    "PR",
    "KX",
    "VW",
    "VY",
)
_SWAPS = {
    one: tuple(sorted({two for group in _CONFUSED if one in group for two in group} - {one}))
    for group in _CONFUSED
    for one in group
}
SLIP = 2  # two readings of one code differ in at most so many characters


def plain(code: str) -> str:
    return fold(code)


@lru_cache(maxsize=65536)
def is_valid(code: str) -> bool:
    return bool(uscc.is_valid(plain(code)))


@lru_cache(maxsize=65536)
def is_person(number: str) -> bool:
    """Is it a person's identity number (GB 11643) that passes its check: a place, a day of birth, a last character?"""
    text = plain(number)
    return len(text) == LENGTH and bool(ric.is_valid(text))


def passes_check(code: str) -> bool:
    """Of an applicant's code, whatever sort: a company's or a person's."""
    return is_valid(code) or is_person(code)


@lru_cache(maxsize=4096)
def slip_explains(code: str, check: Callable[[str], bool] = is_valid) -> bool:
    """Would one character taken for a look-alike make this failing code one that passes `check`?"""
    text = plain(code)
    if len(text) != LENGTH:
        return True
    return any(check(text[:at] + swap + text[at + 1 :]) for at, one in enumerate(text) for swap in _SWAPS.get(one, ()))


def near(left: str, right: str) -> bool:
    return Levenshtein.distance(plain(left), plain(right), score_cutoff=SLIP) <= SLIP
