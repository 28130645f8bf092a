"""Every paper of a batch, with whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.facts.identity import Identity
from checks.facts.lists.receipts import Receipts, received_from_office
from checks.facts.papers import name_field
from checks.pack.districts import DistrictNames
from checks.pack.model import Policy
from checks.receipts import Received
from checks.records import Batch, District, Dossier, Paper
from extractor.language.matching import fits
from extractor.records import Document


def papers_of(batch: Batch, policy: Policy) -> Iterator[Paper]:
    """Every paper of the batch with whose it is."""
    receipts = _ReceiptsByDistrict(batch, policy)
    for district in batch.districts:
        lent = {id(document): dossier for dossier in district.dossiers for document in dossier.lent}
        for dossier in district.dossiers:
            came = receipts.of(Identity(dossier.applicant, dossier.credit_code), district, dossier)
            for document in dossier.documents:
                copy = _is_working_copy(document, dossier.documents)
                yield Paper(document, district.name, dossier.applicant, dossier.credit_code, dossier, copy, came)
        for document in district.documents:
            # A letter that speaks of companies of this district is lent to each of them.
            about = lent.get(id(document))
            yield Paper(
                document,
                district.name,
                about.applicant if about else None,
                about.credit_code if about else None,
                working_copy=_is_working_copy(document, district.documents),
                received=None if about else receipts.of_office(district, document),
            )
    for document in batch.others:
        name = name_field(document, policy)
        yield Paper(
            document,
            None,
            name.value if name else None,
            None,
            received=receipts.of(Identity(name.value, None)) if name and name.value else None,
        )


class _ReceiptsByDistrict:
    """What the register says of whom, by district: an entry that names a district is for companies there."""

    def __init__(self, batch: Batch, policy: Policy) -> None:
        self._policy = policy
        self._register = batch.register
        names = DistrictNames(policy)
        self._districts = [names.named(one.district or "") for one in batch.register or ()]
        self._known = dict[str | None, Receipts]()

    def of(self, who: Identity, district: District | None = None, dossier: Dossier | None = None) -> Received | None:
        if self._register is None:
            return None
        beside = district.dossiers if district else ()
        others = [Identity(one.applicant, one.credit_code) for one in beside if one is not dossier]
        return self._there(district.name if district else None).received(who, others, self._policy)

    def of_office(self, district: District, document: Document) -> Received | None:
        """Of a district's own paper: when its office handed it in; None where it has several of the kind, of which an
        entry may mean either."""
        several = sum(one.kind == document.kind for one in district.documents) > 1
        if self._register is None or district.name is None or several:
            return None
        offices = [party.districts.get(district.name, ()) for party in self._policy.parties.values() if party.districts]
        both = zip(self._register, self._districts, strict=True)
        entries = [
            entry
            for entry, there in both
            if there in (None, district.name) and any(fits(entry.company, one) for some in offices for one in some)
        ]
        return received_from_office(entries, document.kind)

    def _there(self, name: str | None) -> Receipts:
        if name not in self._known:
            both = zip(self._register or (), self._districts, strict=True)
            self._known[name] = Receipts(tuple(entry for entry, there in both if name is None or there in (None, name)))
        return self._known[name]


def _is_working_copy(document: Document, documents: Iterable[Document]) -> bool:
    """Offices send the Word or Excel file together with the scan of what they printed from it and sealed."""
    return document.pictureless and any(other.kind == document.kind and not other.pictureless for other in documents)
