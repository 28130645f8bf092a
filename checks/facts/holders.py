"""Whose seal it is, to a party whose place it may be in."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from checks.certainty import BARELY, CLOSE_CALL
from checks.facts.names import Likeness, compare_names, fold_name
from extractor.language.matching import edits_from, fits, fold
from extractor.records import Seal

# Of 61 misread rings (of 480 drawn ones) none had two letters as clear in places where its own name has others; of
# rings beside the name of some other company 92% had four.
_CLEAR_LETTER, _CLEAR_LETTERS = 0.8, 4
_MOST_SLIPS = 2  # characters of an office's name, or a third of a short one's
_KEPT = 4096  # comparisons: a company's papers ask the same again, another district never does


class Holder(StrEnum):
    """Whose seal it is, to the party that it is compared with."""

    OWN = "own"
    STRANGER = "stranger"
    UNKNOWN = "unknown"


def holder_of(seal: Seal, owners: Sequence[str]) -> Holder:
    """Whose `seal` is. An owner that nobody matched, or only a guess, is unknown; but a ring that spells the name of
    some organisation, be it with an unclear letter, may show clearly that it is not the party's."""
    if seal.owner is None or not owners:  # whose name nobody knows, that seal may be
        return Holder.UNKNOWN
    if is_guess(seal):
        return Holder.STRANGER if seal.owner == seal.text and is_surely_anothers(seal, owners) else Holder.UNKNOWN
    if any(is_name_of(seal.owner, name) for name in owners):
        return Holder.OWN
    if any(_may_be_what_is_left_of(seal.owner, name) for name in owners):
        return Holder.UNKNOWN
    close = any(
        "*" not in name
        and compare_names(seal.owner, name, min(seal.confidence, seal.owner_confidence)) is Likeness.SLIP
        for name in owners
    )
    return Holder.UNKNOWN if close and seal.owner_confidence < CLOSE_CALL else Holder.STRANGER


def is_guess(seal: Seal) -> bool:
    return seal.owner_confidence < BARELY


def is_surely_anothers(seal: Seal, owners: Sequence[str]) -> bool:
    """Whether enough letters were read clearly where each of the owners' names has others, whatever the rest is. What
    a name has more or less is no other letter: 青岛海瑞 is short for 青岛海瑞贸易有限公司."""
    return bool(owners) and all(_clear_others(seal.text, seal.letters, name) >= _CLEAR_LETTERS for name in owners)


@lru_cache(maxsize=_KEPT)
def _clear_others(text: str, letters: tuple[float, ...], name: str) -> int:
    """The clearly read letters in whose places the name has others, wherever the ring begins."""
    read, whole = fold(text), fold(name)
    if not read or "*" in name or len(read) != len(letters):
        return 0

    turned = [(read[begin:] + read[:begin], letters[begin:] + letters[:begin]) for begin in range(len(read))]
    nearest, certain = min(turned, key=lambda ring: Levenshtein.distance(ring[0], whole))
    edits = Levenshtein.editops(nearest, whole)
    return sum(edit.tag == "replace" and certain[edit.src_pos] >= _CLEAR_LETTER for edit in edits)


@lru_cache(maxsize=_KEPT)
def _may_be_what_is_left_of(owner: str, name: str) -> bool:
    """However clearly a ring was read: what a worn side of it took away leaves no trace in the rest (政审批服务局 of
    青岛市行政审批服务局), and of an office known by a sort of name alone a slip cannot be told from another's name."""
    if "*" in name:
        fixed = len(name.replace("*", ""))
        return edits_from(owner, name) <= min(_MOST_SLIPS, fixed // 3)
    read, whole = fold_name(owner), fold_name(name)
    return read != whole and read in whole


@lru_cache(maxsize=_KEPT)
def is_name_of(owner: str, pattern: str) -> bool:
    if "*" in pattern:
        return fits(owner, pattern)
    # Among the few parties of a paper, a seal whose first character was not read is nobody else's.
    return compare_names(owner, pattern, 1.0) is Likeness.SAME or fold_name(owner) == fold_name(pattern)[1:]
