"""What each reader of a letter must put right: decided findings that this very reader can mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checks.records import Severity
from docs_check.report.owners import Owner
from docs_check.report.summary import Company, Finding, Part, Section
from extractor.forms import Forms


@dataclass(frozen=True, slots=True)
class Share:
    """One reader's part: `demands` were decided, `unlisted` too but rest on no published notice and want an official's
    leave; `open` nobody has decided yet; `doubted` is how many more there are of which the tool itself is not sure."""

    demands: tuple[Finding, ...]
    unlisted: tuple[Finding, ...]
    open: tuple[Finding, ...]
    doubted: int

    @property
    def is_empty(self) -> bool:
        return not (self.demands or self.unlisted or self.open)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that a letter asks for."""
        return self.demands + self.unlisted


@dataclass(frozen=True, slots=True)
class Mending:
    """Of one part of the report."""

    district: Share
    companies: tuple[tuple[Company, Share], ...]


def mending(section: Section) -> Mending:
    """A released letter asks for nothing that is open or wants a leave that was not given."""
    approval = section.approval
    leave = approval is None or approval.unlisted
    district = [one for one in section.findings if one.owner is Owner.DISTRICT]
    companies = [
        (company, _share((one for one in company.findings if one.owner is Owner.COMPANY), leave=leave))
        for company in section.companies
    ]
    own = _share(district if section.part is Part.DISTRICT else (), leave=leave)
    return Mending(own, tuple((company, share) for company, share in companies if not share.is_empty))


def _share(findings: Iterable[Finding], *, leave: bool) -> Share:
    wanted = [one for one in findings if one.severity is not Severity.INFO]
    decided = [one for one in wanted if one.decision is not None]
    return Share(
        _in_order(one for one in decided if one.unlisted is None),
        _in_order(one for one in decided if one.unlisted is not None and leave),
        _in_order(one for one in wanted if one.decision is None and not one.unsure),
        sum(one.decision is None and one.unsure for one in wanted),
    )


def addressee(district: str | None, forms: Forms) -> str | None:
    """The district's office that a letter to it is addressed to: the first party with a name in this district."""
    names = (party.districts.get(district or "", ()) for party in forms.parties.values() if party.districts)
    return next((some[0] for some in names if some), None)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    ranks = list(Severity)
    return tuple(sorted(findings, key=lambda finding: ranks.index(finding.severity)))
