"""What a pack leaves unchecked, whatever papers come: what it describes and no rule consults."""

from __future__ import annotations

from collections.abc import Iterator

from checks.pack.model import APPLICANT, Policy
from checks.unseen.consulted import Part, consulted
from checks.unseen.papers import ONLY_FILLED, Blind


def unchecked(policy: Policy) -> Iterator[tuple[Blind, str, str]]:
    """Each with its kind and its name there."""
    by = {spot: {code for code, _ in looks} for spot, looks in consulted(policy).items()}
    for kind, spec in policy.kinds.items():
        at_seals = {slot.date for slot in spec.slots.values()}
        for name in (name for name in spec.fields if name not in at_seals):
            codes = by.get((kind, Part.FIELD, name), set[str]())
            if codes <= ONLY_FILLED:
                yield Blind.FILLED if codes else Blind.FIELD, kind, name
        yield from ((Blind.COLUMN, kind, name) for name in spec.rows if (kind, Part.COLUMN, name) not in by)
        yield from ((Blind.SLOT, kind, slot) for slot in spec.slots if (kind, Part.SLOT, slot) not in by)


def nobodys_places(policy: Policy) -> Iterator[tuple[str, str]]:
    """Places (kind and slot) where a seal is asked of a party of which neither the pack nor the paper says a name: no
    seal there can be told to be the right one."""
    for kind, spec in policy.kinds.items():
        for slot, place in spec.slots.items():
            party = policy.parties[place.party]
            known = party.names or party.districts is not None or place.party in (APPLICANT, spec.subject)
            if place.seal and not known:
                yield kind, slot
