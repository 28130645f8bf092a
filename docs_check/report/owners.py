"""Who can put a finding right. A letter tells its reader only what that reader can do."""

from __future__ import annotations

from enum import StrEnum

from checks.pack.model import DISTRICT
from checks.records import Outcome, Scope
from extractor.forms import Forms
from extractor.records import Words


class Owner(StrEnum):
    COMPANY = "company"  # whoever applies: a company, an insurer
    DISTRICT = "district"
    CITY = "city"  # who runs the policy
    AUTHOR = "author"  # who wrote the policy and its forms


OWNERS = {
    Owner.COMPANY: Words("申报单位", "applicant"),
    Owner.DISTRICT: Words("区市部门", "district office"),
    Owner.CITY: Words("市级主管部门", "city office"),
    Owner.AUTHOR: Words("政策制定部门", "the policy's author"),
}
# Printed forms and the policy itself are their author's; that districts ask for different proofs only the city can
# end; money is paid and papers are received by districts.
_BY_CODE = {"FM": Owner.AUTHOR, "PL": Owner.AUTHOR, "EV005": Owner.CITY, "PY": Owner.DISTRICT, "RG002": Owner.DISTRICT}


def owner_of(outcome: Outcome, forms: Forms) -> Owner:
    if outcome.scope is Scope.POLICY:
        return Owner.AUTHOR
    for beginning, owner in _BY_CODE.items():
        if outcome.code.startswith(beginning):
            return owner
    kind = forms.kinds.get(outcome.kind or "")
    slot = kind.slots.get(outcome.slot or "") if kind else None
    party = forms.parties.get(slot.party) if slot else None
    if party is not None and party.districts is not None:
        return Owner.DISTRICT
    if kind is not None and kind.subject == DISTRICT:
        return Owner.DISTRICT
    if outcome.applicant is not None:
        return Owner.COMPANY
    return Owner.DISTRICT if outcome.district is not None else Owner.CITY
