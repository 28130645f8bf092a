"""What CX010 and CX011 share: who states the same thing as another applicant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.facts.codes import plain
from checks.facts.names import fold_name
from checks.facts.readings import Stated, stated
from checks.meeting import Meeting
from checks.pack.model import Policy, Shared
from checks.records import Batch, Dossier
from extractor.forms import ValueType
from extractor.language.matching import fold
from extractor.records import Words

_PHONE = 7  # digits of the shortest telephone number


@dataclass(frozen=True, slots=True)
class Stating:
    """What one applicant states."""

    dossier: Dossier
    stated: Stated
    key: str


# Of all who state one thing, a finding names the first few: read, more help nobody, and with 5,000 applicants of one
# number each would name all the others (25 million places; 4.4 GB measured).
MOST_NAMED = 12


def others_of(claim: Stating, found: Sequence[Stating]) -> tuple[Stating, ...]:
    """The first of those who state the same, besides the claim itself."""
    return tuple(one for one in found[: MOST_NAMED + 1] if one is not claim)[:MOST_NAMED]


def and_more(found: Sequence[Stating]) -> Words:
    """What follows the names, where not all are named."""
    count = len(found) - 1
    return Words(f"等共{count}家", f" and others, {count} in all") if count > MOST_NAMED else Words("", "")


def claims(record: Batch, shared: Shared, policy: Policy) -> Mapping[str, tuple[Stating, ...]]:
    """By what is stated: the claims of every applicant, one for each."""
    found = defaultdict[str, dict[str, Stating]](dict)
    for district in record.districts:
        for dossier in district.dossiers:
            for one in stated(dossier, shared.fields, policy):
                for key in keys_of(one):
                    found[key].setdefault(applicant_key(dossier), Stating(dossier, one, key))
    return {key: tuple(by_applicant.values()) for key, by_applicant in found.items()}


def keys_of(one: Stated) -> Iterator[str]:
    """What makes two statements the same: the whole value, or of a text with a telephone number that number."""
    digits = "".join(character for character in one.field.written if character.isdigit())
    if one.spec.type is ValueType.TEXT and len(digits) >= _PHONE and len(digits) * 2 > len(fold(one.value)):
        yield digits[-_PHONE:]
        return
    yield fold(one.value)


def applicant_key(dossier: Dossier) -> str:
    """One applicant, however often it applied: that is CX006's to say."""
    return plain(dossier.credit_code or "") or fold_name(dossier.applicant)


def meetings(record: Batch, groups: tuple[Shared, ...], policy: Policy) -> Iterator[Meeting]:
    for index, shared in enumerate(groups):
        for key, found in claims(record, shared, policy).items():
            for claim in found:
                yield Meeting(claim.dossier, f"{index} {key}")
