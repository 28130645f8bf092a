"""Whose seal it is: the ring's reading matched against the names that this paper, its folder and the policy allow.

A name that differs by a clearly read character is another name: a reading that is sure of itself is never bent to a
name that it does not show. Characters that the impression lost are no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

from rapidfuzz.distance import Levenshtein, Prefix

from extractor.forms import Forms, ValueType
from extractor.language.matching import fits, fold
from extractor.language.organisations import organisations
from extractor.records import Document, FileReading, Seal

# An exact match with a name from a closed list: the ring cannot spell it by accident.
EXACT = 0.99
# Every character that was read fits the name, in order, and only lost ones are missing.
SUBSEQUENCE = 0.93
LOST_SHARE = 0.34  # of the name's characters at most may be lost
# A reading less sure than this may have taken a character for a look-alike. Of 720 drawn seals, 494 of the 495 that
# were read with 0.7 and more were right (tests/benchmarks/drawn_seals.py), so above it a difference is a difference.
CLEAR = 0.7
SLIPS_SHARE = 0.2  # of the name's characters at most may be such slips
SLIPPED = 0.91
CONTRADICTED = 0.5  # a clear reading that differs by little from an allowed name: for a person to look at
# An unclear reading of which half is right, when every other name is far away: whom to ask about, not whom to accuse.
GUESS_SHARE, GUESS_LEAD = 0.5, 0.25
LEAD = 2  # the next name must be so many edits farther away
SHORTEST = 4
_FORM = re.compile(r"(集团|股份|有限|责任)*公司$")
# A pattern's fixed part (行政审批服务局, 国家税务总局…税务局) read exactly tells which sort of office it is, even where
# a character of the place's name was misread.
TELLING = 5
OF_A_SORT = 0.85
LENGTHS = ((0, 0), (-1, 0), (0, -1), (1, 0), (0, 1))  # of a pattern's ends as read: a character taken for another first
PLACE = 2  # characters of a place's name at least: what stands for the `*` of a pattern


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names that a seal may bear: `near` those of the paper, its folder and the policy, `wide` those of the batch,
    `patterns` what the policy allows with `*`."""

    near: frozenset[str]
    wide: frozenset[str]
    patterns: tuple[str, ...]


def names_in(reading: FileReading, forms: Forms) -> set[str]:
    """The organisations that a file's papers state clearly enough to lend their names to a seal."""
    return {name for document in reading.documents for name in _names_on(document, forms)}


def name_owners(
    readings: Sequence[FileReading], forms: Forms, wide: frozenset[str] | None = None
) -> tuple[FileReading, ...]:
    """The readings with every seal's owner filled in, once all papers' names are known. `wide`: the names of the whole
    batch, where `readings` are but a part of it; none of a folder may be missing."""
    policy, patterns = _policy_names(forms)
    by_folder = dict[str, set[str]]()
    every = set[str]()
    for reading in readings:
        names = names_in(reading, forms)
        by_folder.setdefault(_folder(reading.file), set()).update(names)
        every |= names
    wide = frozenset(every) if wide is None else wide
    named = list[FileReading]()
    for reading in readings:
        near = KnownNames(frozenset(policy | by_folder.get(_folder(reading.file), set())), wide, patterns)
        documents = tuple(_named(document, near, forms) for document in reading.documents)
        named.append(replace(reading, documents=documents))
    return tuple(named)


def _folder(file: str) -> str:
    return str(PurePosixPath(file).parent)


def _policy_names(forms: Forms) -> tuple[set[str], tuple[str, ...]]:
    names, patterns = set[str](), list[str]()
    for party in forms.parties.values():
        for name in (*party.names, *(one for some in (party.districts or {}).values() for one in some)):
            if "*" in name:
                patterns.append(name)
            else:
                names.add(name)
    return names, tuple(patterns)


def _names_on(document: Document, forms: Forms) -> set[str]:
    """The organisations that a paper states clearly enough to lend their names to a seal."""
    kind = forms.kinds.get(document.kind or "")
    names = set(document.names)
    for field in document.fields:
        spec = kind.fields.get(field.name) if kind else None
        if field.value and (field.name == "issuer" or (spec and spec.type is ValueType.NAME)):
            names.add(field.value)
    for row in document.rows:
        names |= {field.value for field in row.fields if field.value and _is_name(field.name, kind and kind.rows)}
    return {name for name in names if len(name) >= SHORTEST}


def _is_name(name: str, rows: Mapping[str, object] | None) -> bool:
    return getattr((rows or {}).get(name), "type", None) is ValueType.NAME


def _named(document: Document, names: KnownNames, forms: Forms) -> Document:
    own = KnownNames(names.near | _names_on(document, forms), names.wide, names.patterns)
    return replace(document, seals=tuple(_with_owner(seal, own) for seal in document.seals))


def _with_owner(seal: Seal, names: KnownNames) -> Seal:
    owner, confidence = owner_of(seal.text, seal.confidence, names)
    if seal.electronic:  # its text is no reading: it is as sure as the signature is intact
        confidence = min(confidence, seal.confidence)
    elif seal.cut:  # what the page's edge cuts off may say more
        confidence = min(confidence, CONTRADICTED)
    return replace(seal, owner=owner, owner_confidence=round(confidence, 3))


def owner_of(text: str, confidence: float, names: KnownNames) -> tuple[str | None, float]:
    """The full name of whose seal it is and how sure that is; (None, 0) where the ring does not tell."""
    read = fold(text)
    if len(read) < SHORTEST:
        return None, 0.0
    exact = next((name for name in sorted(names.near) if fold(name) == read), None) or _folded(names.wide).get(read)
    if exact:
        return exact, max(confidence, EXACT)
    likely = _lost(read, names.near) or _slipped(read, confidence, names.near)
    sorts = [pattern for pattern in names.patterns if len(pattern.replace("*", "")) >= TELLING]
    if confidence < CLEAR and (likely is None or likely[1] == CONTRADICTED):
        likely = _begun_elsewhere(read, names.near) or _put_right(read, sorts) or likely
    if likely:
        return likely
    if any(fits(read, pattern) for pattern in sorts):
        return text, max(confidence, OF_A_SORT)
    if _is_organisation(read):
        return text, confidence
    return None, 0.0


@lru_cache(maxsize=2)
def _folded(names: frozenset[str]) -> Mapping[str, str]:
    """A batch's names as a ring spells them, the first of those that it spells alike. Made once: each seal asks."""
    return {fold(name): name for name in sorted(names, reverse=True)}


def _is_organisation(read: str) -> bool:
    return any((start, end) == (0, len(read)) for start, end in organisations(read))


def _lost(read: str, names: Iterable[str]) -> tuple[str, float] | None:
    """The one name of which the reading is what is left after characters were lost."""
    fitting = [
        name
        for name in names
        if len(read) < len(fold(name)) <= len(read) / (1 - LOST_SHARE) and _subsequence(read, fold(name))
    ]
    return (fitting[0], SUBSEQUENCE) if len(fitting) == 1 else None


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _begun_elsewhere(read: str, names: Iterable[str]) -> tuple[str, float] | None:
    """The one name that the reading spells when it is begun at another letter: where a ring is worn or covered, the
    way between its ends is not its widest gap. Figures are those of its lower edge, which stand between the ends."""
    letters = "".join(character for character in read if not character.isdigit())
    turned = [letters[start:] + letters[:start] for start in range(1, len(letters))]
    found = {(name, SUBSEQUENCE) for name in names if fold(name) in turned}
    found = found or {likely for one in turned if (likely := _lost(one, names))}
    found = found or {likely for one in turned if (likely := _slipped(one, 0.0, names)) and likely[1] == SLIPPED}
    return found.pop() if len(found) == 1 else None


def _put_right(read: str, patterns: Sequence[str]) -> tuple[str, float] | None:
    """The reading with the one character changed, taken out or put in that keeps it from being of one sort."""
    if any(fits(read, pattern) for pattern in patterns):
        return None
    found = {one for pattern in patterns if (one := _made_to_fit(read, pattern))}
    return (found.pop(), OF_A_SORT) if len(found) == 1 else None


def _made_to_fit(read: str, pattern: str) -> str | None:
    start, end = (fold(part) for part in pattern.split("*", 1))
    for first, last in LENGTHS:
        before, after = max(0, len(start) + first), len(read) - max(0, len(end) + last)
        edits = Levenshtein.distance(read[:before], start) + Levenshtein.distance(read[after:], end)
        if edits == 1 and after - before >= PLACE:
            return f"{start}{read[before:after]}{end}"
    return None


def _slipped(read: str, confidence: float, names: Iterable[str]) -> tuple[str, float] | None:
    """The name that the reading differs from by a few slips, if no other is nearly as near; an unclear reading may
    differ more, and is then no more than a guess."""
    ranked = sorted((Levenshtein.distance(read, fold(name)), name) for name in names)
    if not ranked:
        return None
    distance, name = ranked[0]
    ahead = ranked[1][0] - distance if len(ranked) > 1 else len(name)
    if distance <= max(1, round(SLIPS_SHARE * len(name))):
        return name, CONTRADICTED if ahead < LEAD or confidence >= CLEAR else SLIPPED
    near = distance <= GUESS_SHARE * len(name) and ahead >= GUESS_LEAD * len(name)
    if confidence < CLEAR and near and _shows_its_own(read, name, names):
        return name, CONTRADICTED
    return None


def _shows_its_own(read: str, name: str, names: Iterable[str]) -> bool:
    """Whether enough is read of what is the name's own: its place and its form (有限公司) are any company's."""
    spelt = fold(name)
    end = len(_FORM.sub("", spelt))
    others = [fold(other) for other in names if other != name]
    start = max((Prefix.similarity(spelt, other) for other in others), default=0)
    own = set(range(min(start, end), end))
    matched = {
        block.b + offset
        for block in Levenshtein.opcodes(read, spelt).as_matching_blocks()
        for offset in range(block.size)
    }
    return len(own & matched) >= GUESS_SHARE * max(1, len(own))
