"""Comparing what is printed with what was expected: labels, titles and names, through OCR slips.

Similarities run from 0 to 1. A label or title may differ by OCR slips; a name that differs by a clearly read
character is another name, and `same_name` says which of the two it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

# Below this a label is another label. 出口增幅（%） read as 出口增幅(%0) is 0.89; the nearest pair of different
# labels in forms seen so far (被保险人 / 保险人) is 0.86, but there the exact label always wins.
LABEL_MATCH = 0.75
TITLE_MATCH = 0.8

_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_NO_LETTER = re.compile(r"[^0-9A-Z\u3400-\u9fff]+")  # punctuation, and what OCR makes of a wide gap: 名☑称
_BRACKETS = str.maketrans({"(": "（", ")": "）"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` without what varies from printer to printer: width, spaces, brackets' form, case; and in the characters of
    the mainland, for OCR gives a line in 楷体 in traditional ones now and then (中國出口信用保險公司)."""
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()
    return folded if folded.isascii() else folded.translate(_traditional())


@cache
def _traditional() -> Mapping[int, str]:
    """Traditional characters to simplified ones. Those of GB 2312 stand for themselves: 乾 in a name is no 干."""
    from opencc import OpenCC

    every = [chr(code) for code in range(0x4E00, 0x9FA6)]
    simple = OpenCC("t2s").convert("\n".join(every)).split("\n")
    pairs = zip(every, simple, strict=True)
    return {ord(one): other for one, other in pairs if one != other and not one.encode("gb2312", "ignore")}


@lru_cache(maxsize=65536)
def fold_label(text: str) -> str:
    """`fold` without punctuation: 2022年出口额（万美元）： and 2022年出口额(万美元) are one label."""
    return _NO_LETTER.sub("", fold(text))


def tidy_name(text: str) -> str:
    """A name as it is usually written: no spaces, full-width brackets, the mainland's characters, in which names are
    registered."""
    tidy = _SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)
    return tidy if tidy.isascii() else tidy.translate(_traditional())


def label_likeness(text: str, label: str) -> float:
    """How well `text` is the printed `label`, 0 where it is plainly longer or shorter."""
    left, right = fold_label(text), fold_label(label)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if len(right) <= 2:
        return 0.0  # two characters leave no room for a slip
    return fuzz.ratio(left, right, score_cutoff=60) / 100


def title_likeness(text: str, title: str) -> float:
    """How well `text` is the `title`; `...` at its start or end stands for any text."""
    left, right = fold_label(text), fold_label(title.replace("...", ""))
    if not left or not right:
        return 0.0
    if title.startswith("...") or title.endswith("..."):
        part = left[-len(right) :] if title.startswith("...") else left[: len(right)]
        return fuzz.ratio(part, right) / 100 if len(left) >= len(right) - 1 else 0.0
    whole = fuzz.ratio(left, right) / 100
    if len(left) > len(right) >= 4:
        # A year, a city or a number may stand around the printed title.
        whole = max(whole, 0.97 * fuzz.partial_ratio(left, right) / 100 - 0.004 * (len(left) - len(right)))
    return whole


def edits(left: str, right: str) -> int:
    """How many characters of two names differ, after folding."""
    return Levenshtein.distance(fold(left), fold(right))


def nearest(name: str, names: Iterable[str]) -> tuple[str, int] | None:
    """The name of `names` nearest to `name`, and how many characters they differ by."""
    found = process.extractOne(name, tuple(names), scorer=Levenshtein.distance, processor=fold)
    return (found[0], int(found[1])) if found else None


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(fold(part)) for part in name.split("*")))


def fits(name: str, pattern: str) -> bool:
    """Is `name` what `pattern` allows? `*` in a pattern stands for any text."""
    return bool(_pattern(pattern).fullmatch(fold(name)))


@lru_cache(maxsize=65536)
def edits_from(name: str, pattern: str) -> int:
    """How many characters of `name` differ from what `pattern` allows; `*` stands for any text."""
    read = fold(name)
    row = list(range(len(read) + 1))
    for wanted in fold(pattern):
        above, row = row, [row[0] + (wanted != "*")]
        for at, one in enumerate(read):
            if wanted == "*":
                row.append(min(above[at + 1], row[at]))
            else:
                row.append(min(above[at] + (one != wanted), above[at + 1] + 1, row[at] + 1))
    return row[-1]
