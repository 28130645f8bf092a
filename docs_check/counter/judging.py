"""What the rules say of one company's papers while they come in: what is there, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from checks.facts.identity import Identity, matches
from checks.grouping.batch import group
from checks.judge import Doubts, doubted, judge
from checks.pack.districts import DistrictNames
from checks.pack.model import Policy
from checks.receipts import Receipt, Register
from checks.records import Batch, Dossier, Outcome, Scope, Severity, Verdict
from docs_check.register.store import moment_text
from docs_check.report.owners import Owner
from docs_check.report.rulebook import rulebook
from docs_check.report.summary import MISSING_RULE, Finding
from extractor.forms import Forms
from extractor.records import FileReading, Words
from extractor.seals.owners import name_owners

# Of a company by itself: what compares companies, and what the policy or the printed form is to blame for, is told
# elsewhere.
_NOT_HERE = ("PL", "FM", "PY", "EV005", "RG002")
_ON_WHOLE = "EV"  # what is not there can only be said once all is read
_NOW = Words("本次收件", "this receipt")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that must be handed in, and whether it is there."""

    kind: str
    name: Words
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CompanyFindings:
    """`company` as its papers name it, None where none does; `others`: further companies among the papers. `theirs`
    the company can put right; `offices` an office fills in, mostly later. `outcomes` are what both came from."""

    company: Identity | None
    district: str | None
    others: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    theirs: tuple[Finding, ...]
    offices: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    readings: tuple[FileReading, ...] = ()  # with whose each seal is

    @property
    def sure(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.theirs if not one.unsure and one.severity is not Severity.INFO)

    @property
    def unsure(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.theirs if one.unsure)


NOTHING_YET = CompanyFindings(None, None, (), (), (), (), ())


def findings_on(
    readings: Sequence[FileReading],
    policy: Policy,
    *,
    district: str | None,
    received: datetime | None,
    before: Register,
    complete: bool,
    doubts: Doubts = frozenset(),
) -> CompanyFindings:
    """`district`: as the clerk chose it; `received`: when they came in, None where nobody receives them; `before`: what
    was received earlier; `complete`: all files are read."""
    forms = policy.forms
    here = [_renamed(one, f"{district}/{one.file}" if district else one.file) for one in readings]
    here = name_owners(here, forms)
    batch = group(here, policy)
    dossiers = [dossier for part in batch.districts for dossier in part.dossiers]
    if not dossiers:
        return replace(NOTHING_YET, district=district or _district_of(readings, policy), readings=tuple(here))
    main = max(dossiers, key=lambda one: len(one.documents))
    said = doubted(judge(_received(batch, main, received, before), policy, ignore=_NOT_HERE), doubts)
    own = [one for one in said if (one.applicant, one.credit_code) == (main.applicant, main.credit_code)]
    findings = _findings(own, here, forms, complete=complete)
    company = Identity(main.applicant, main.credit_code)
    return CompanyFindings(
        company,
        main.district,
        tuple(
            dict.fromkeys(
                one.applicant for one in dossiers if not matches(Identity(one.applicant, one.credit_code), company)
            )
        ),
        tuple(_wanted(own, policy)) if complete else (),
        tuple(one for one in findings if one.owner is Owner.COMPANY),
        tuple(one for one in findings if one.owner is not Owner.COMPANY),
        tuple(said),
        tuple(here),
    )


def _renamed(reading: FileReading, name: str) -> FileReading:
    return replace(reading, file=name, documents=tuple(replace(document, file=name) for document in reading.documents))


def _district_of(readings: Iterable[FileReading], policy: Policy) -> str | None:
    return DistrictNames(policy).of_documents(document for one in readings for document in one.documents)


def _received(batch: Batch, main: Dossier, received: datetime | None, before: Register) -> Batch:
    if received is None:
        return batch
    kinds = tuple(dict.fromkeys(document.kind for document in main.documents if document.kind))
    now = Receipt(main.applicant, main.credit_code, None, received.date(), moment_text(received), _NOW, kinds)
    return replace(batch, register=(*before, now))


def _findings(
    outcomes: Iterable[Outcome], readings: Sequence[FileReading], forms: Forms, *, complete: bool
) -> list[Finding]:
    rules = rulebook()
    ranks = list(Severity)
    found = [
        Finding.of(one, f"{number}", rules, forms)
        for number, one in enumerate(outcomes)
        if one.is_finding and one.scope is not Scope.BATCH and (complete or not one.code.startswith(_ON_WHOLE))
    ]
    order = {reading.file: at for at, reading in enumerate(readings)}
    found.sort(key=lambda one: (one.unsure, ranks.index(one.severity), order.get(one.file or "", -1), one.code))
    return found


def _wanted(outcomes: Iterable[Outcome], policy: Policy) -> Iterable[Wanted]:
    for one in outcomes:
        if one.code == MISSING_RULE and one.kind and one.verdict is not Verdict.NOT_APPLICABLE:
            yield Wanted(one.kind, policy.kind_name(one.kind), one.verdict)
