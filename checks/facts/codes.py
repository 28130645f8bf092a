"""Unified social credit codes (GB 32100-2015): the check character, and what OCR makes of a code."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from stdnum.cn import uscc

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


@lru_cache(maxsize=4096)
def slip_explains(code: str) -> bool:
    """Would one character taken for a look-alike make this failing code a valid one?"""
    text = plain(code)
    if len(text) != LENGTH:
        return True
    return any(
        is_valid(text[:at] + swap + text[at + 1 :]) for at, one in enumerate(text) for swap in _SWAPS.get(one, ())
    )


def near(left: str, right: str) -> bool:
    return Levenshtein.distance(plain(left), plain(right), score_cutoff=SLIP) <= SLIP
