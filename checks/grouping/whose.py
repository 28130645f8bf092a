"""Every paper of a batch, with whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.facts.papers import name_field
from checks.pack.model import Policy
from checks.records import Batch, Paper
from extractor.records import Document


def papers_of(batch: Batch, policy: Policy) -> Iterator[Paper]:
    """Every paper of the batch with whose it is."""
    for district in batch.districts:
        lent = {id(document): dossier for dossier in district.dossiers for document in dossier.lent}
        for dossier in district.dossiers:
            for document in dossier.documents:
                copy = _is_working_copy(document, dossier.documents)
                yield Paper(document, district.name, dossier.applicant, dossier.credit_code, dossier, copy)
        for document in district.documents:
            # A letter that speaks of companies of this district is lent to each of them.
            about = lent.get(id(document))
            yield Paper(
                document,
                district.name,
                about.applicant if about else None,
                about.credit_code if about else None,
                working_copy=_is_working_copy(document, district.documents),
            )
    for document in batch.others:
        name = name_field(document, policy)
        yield Paper(document, None, name.value if name else None, None)


def _is_working_copy(document: Document, documents: Iterable[Document]) -> bool:
    """Offices send the Word or Excel file together with the scan of what they printed from it and sealed."""
    return document.pictureless and any(other.kind == document.kind and not other.pictureless for other in documents)
