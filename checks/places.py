"""Every paper of a batch, with whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Policy
from checks.papers import name_field
from checks.records import Batch, Paper


def papers_of(batch: Batch, policy: Policy) -> Iterator[Paper]:
    """Every paper of the batch with whose it is."""
    for district in batch.districts:
        lent = {id(document): dossier for dossier in district.dossiers for document in dossier.lent}
        for dossier in district.dossiers:
            for document in dossier.documents:
                yield Paper(document, district.name, dossier.applicant, dossier.credit_code, dossier)
        for document in district.documents:
            # A letter that speaks of companies of this district is lent to each of them.
            about = lent.get(id(document))
            yield Paper(
                document, district.name, about.applicant if about else None, about.credit_code if about else None
            )
    for document in batch.others:
        name = name_field(document, policy)
        yield Paper(document, None, name.value if name else None, None)
