"""Who must put a finding right: the letters go by this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checks.records import Severity
from docs_check.report.summary import Company, Finding, Part, Section
from extractor.forms import Forms

# The printed form's own fault and the policy's: nobody who gets a letter can mend these.
_NOBODYS = ("FM", "PL")


@dataclass(frozen=True, slots=True)
class Mending:
    """What of one part of the report the district must mend, and what each company must hand in again."""

    district: tuple[Finding, ...]
    companies: tuple[tuple[Company, tuple[Finding, ...]], ...]


def mending(section: Section, forms: Forms) -> Mending:
    """Sure findings and confirmed ones; what is doubted, and what needs nothing doing, stands in no letter."""
    own = [one for one in section.general if _to_mend(one)]
    companies = list[tuple[Company, tuple[Finding, ...]]]()
    for company in section.companies:
        findings = [one for one in company.findings if _to_mend(one)]
        own += [one for one in findings if is_district(one, forms)]
        theirs = tuple(one for one in findings if not is_district(one, forms))
        if theirs:
            companies.append((company, theirs))
    if section.part is not Part.DISTRICT:
        own = []
    return Mending(_in_order(own), tuple(companies))


def is_district(finding: Finding, forms: Forms) -> bool:
    """The finding is about a place that a district's office fills: its seal, its date."""
    kind = forms.kinds.get(finding.kind or "")
    slot = kind.slots.get(finding.slot or "") if kind else None
    party = forms.parties.get(slot.party) if slot else None
    return party is not None and party.districts is not None


def addressee(district: str | None, forms: Forms) -> str | None:
    """The district's office that a letter to it is addressed to: the first party with a name in this district."""
    names = (party.districts.get(district or "", ()) for party in forms.parties.values() if party.districts)
    return next((some[0] for some in names if some), None)


def _to_mend(finding: Finding) -> bool:
    return not finding.unsure and finding.severity is not Severity.INFO and not finding.code.startswith(_NOBODYS)


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    ranks = list(Severity)
    return tuple(sorted(findings, key=lambda finding: ranks.index(finding.severity)))
