"""Who handed in papers, in all of a batch: names without papers, so that a batch may be judged a district at a time."""

from __future__ import annotations

from dataclasses import replace

from checks.facts.papers import name_field
from checks.pack.model import Policy
from checks.records import Batch, District, Dossier


def roll_of(batch: Batch, policy: Policy) -> tuple[District, ...]:
    """The districts with their companies; in the last, nameless one stand parties beyond the districts (insurers)."""
    names = [name_field(document, policy) for document in batch.others]
    beyond = tuple(Dossier(name.value, None, None, (), "") for name in names if name and name.value)
    return (*(_bare(district) for district in batch.districts), District(None, beyond, ()))


def _bare(district: District) -> District:
    dossiers = tuple(replace(dossier, documents=(), lent=()) for dossier in district.dossiers)
    return replace(district, dossiers=dossiers, documents=())
