"""A report with what people decided: verdicts of the review, and exceptions that an office granted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from checks.grouping.batch import group
from checks.judge import Affected, doubted, judge, judge_again
from checks.records import Batch, Outcome, Scope, Verdict
from docs_check.report.decided.corrections import Correction, corrected, target_of
from docs_check.report.decided.verdicts import Action, Reason, ReviewVerdict, holding
from docs_check.report.exceptions import Granted, remarks_on
from docs_check.report.stored import summary_of
from docs_check.report.summarise import company_of
from docs_check.report.summary import (
    MISSING_RULE,
    Approval,
    AsOf,
    Company,
    Decision,
    Finding,
    RuleInfo,
    Section,
    Summary,
)
from extractor.forms import Forms
from extractor.records import FileReading, Words

REASONS = {
    Reason.MISREAD: Words("识读有误", "misread"),
    Reason.NOT_REQUIRED: Words("此处不需要", "not required here"),
    Reason.EXCEPTION: Words("已获准例外", "accepted exception"),
    Reason.OTHER: Words("其他原因", "another reason"),
}
_CONFIRMED = Words("经审查确认", "confirmed in the review")
_MISSED = Words("人工审查发现", "found by a person")
_GRANTED = Words("经批准的例外", "an exception that was granted")
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided so far, and until today; `first_seen`: the day (ISO) of the first run that found a finding,
    by its id; `released`: by the section's key, the state that was approved and by whom."""

    verdicts: Sequence[ReviewVerdict] = ()
    granted: Sequence[Granted] = ()
    today: date = date.min
    first_seen: Mapping[str, str] = field(default_factory=dict[str, str])
    released: Mapping[str, tuple[str, Approval]] = field(default_factory=dict[str, tuple[str, Approval]])

    @property
    def as_of(self) -> AsOf:
        return AsOf(datetime.now().astimezone().isoformat(timespec="minutes"), len(self.verdicts))


def with_corrections(summary: Summary, verdicts: Iterable[ReviewVerdict], before: Summary | None = None) -> Summary:
    """`summary` judged anew with the readings that people corrected; itself where there are none. `before` is the
    same with the corrections but for the last change: only what that concerns is then judged anew."""
    basis = summary.basis
    corrections = standing_corrections(verdicts)
    if basis is None or (not corrections and before is None):
        return summary
    policy, run = basis.policy, summary.run
    readings = corrected(basis.readings, corrections, policy.forms)
    if before is None and readings == basis.readings:
        return summary
    part = _part(before, readings) if before and before.basis else None
    batch = replace(group(readings, policy, register=basis.register), known=basis.known)
    # A corrected name or code may make a paper another company's: then everything is judged anew.
    if before is None or part is None or _grouping(batch) != _grouped(before):
        outcomes = judge(batch, policy, select=run.select, ignore=run.ignore)
    else:
        outcomes = judge_again(batch, policy, part, before.outcomes, select=run.select, ignore=run.ignore)
    outcomes = doubted(outcomes, basis.doubts)
    again = summary_of(replace(basis, readings=readings), outcomes, summary.policy, run, batch)
    return replace(again, earlier=summary.earlier)


def corrected_contents(verdicts: Iterable[ReviewVerdict]) -> frozenset[str]:
    """Of the papers on which a reading was put right."""
    return frozenset(one.target.sha256 for one in standing_corrections(verdicts))


def standing_corrections(verdicts: Iterable[ReviewVerdict]) -> list[Correction]:
    """Those that were not taken back, in the order in which they were made."""
    standing = dict[int, ReviewVerdict]()
    for verdict in verdicts:
        if verdict.action is Action.CORRECT:
            standing[verdict.id] = verdict
        elif verdict.action is Action.UNDO:
            standing.pop(verdict.undoes or 0, None)
    return [Correction(target_of(verdict.target), verdict.after) for verdict in standing.values()]


def _part(before: Summary, readings: Sequence[FileReading]) -> Affected | None:
    """Whose papers differ from those of `before`."""
    basis = before.basis
    assert basis is not None
    changed = {new.file for old, new in zip(basis.readings, readings, strict=True) if old != new}
    companies, districts, files = set[tuple[str | None, str]](), set[str | None](), set(changed)
    for section in before.sections:
        for company in section.companies:
            its = {paper.document.file for paper in company.papers}
            if its & changed:
                companies.add((section.name, company.applicant))
                files |= its
        if any(paper.document.file in changed for paper in section.papers):
            districts.add(section.name)
        if any(paper.document.file in changed for paper in section.own):
            companies |= {(section.name, company.applicant) for company in section.companies}
            files |= {paper.document.file for paper in section.papers}
    return Affected(frozenset(files), frozenset(companies), frozenset(districts))


def _grouping(batch: Batch) -> set[tuple[object, ...]]:
    """Which papers are whose."""
    return {
        (district.name, dossier.applicant, dossier.credit_code, tuple(one.file for one in dossier.documents))
        for district in batch.districts
        for dossier in district.dossiers
    }


def _grouped(summary: Summary) -> set[tuple[object, ...]]:
    """The same of a summary that was made before."""
    return {
        (section.name, company.applicant, company.credit_code, tuple(one.document.file for one in company.papers))
        for section in summary.sections
        for company in section.companies
    }


def with_decisions(summary: Summary, given: Decided) -> Summary:
    """Findings that were dismissed or excepted set aside, doubted ones that were confirmed made sure, and what people
    found in the sample added. Nothing is lost from the report."""
    marks = Marks(given)
    marked = marks.on(summary)
    return replace(marked, remarks=(*summary.remarks, *marks.remarks()), as_of=given.as_of)


class Marks:
    """What was decided, put on one part of a batch after the other."""

    def __init__(self, given: Decided) -> None:
        self._holding = holding(one for one in given.verdicts if one.action is not Action.CORRECT)
        self._hashes: Mapping[str, str] = {}
        self._rules: Mapping[str, RuleInfo] = {}
        self._forms = Forms({}, {}, {})
        self._basis: Mapping[str, Words] = {}
        self._given = given
        self._used = set[int]()
        self._missed = {key for key, verdict in self._holding.items() if verdict.action is Action.MISSED}

    def on(self, summary: Summary) -> Summary:
        self._hashes, self._rules, self._forms = summary.hashes, summary.rules, summary.forms
        self._basis = _unlisted(summary)
        return replace(summary, sections=tuple(self._section(section) for section in summary.sections))

    def remarks(self) -> tuple[Words, ...]:
        """On exceptions, once all parts are marked."""
        return remarks_on(self._given.granted, self._used, self._given.today)

    def _section(self, section: Section) -> Section:
        missed = list(self._missed_passes(section))
        companies = tuple(
            self._company(company, [finding for whose, finding in missed if whose is company])
            for company in section.companies
        )
        extra = [finding for whose, finding in missed if whose is None]
        general, aside = self._split((*section.general, *extra), None)
        codes = _codes(section.general_codes, general, aside)
        marked = replace(section, companies=companies, general=general, general_aside=aside, general_codes=codes)
        state, approval = self._given.released.get(section.key, ("", None))
        # What was approved is what was seen then: where anything has changed since, it is to be approved again.
        return replace(marked, approval=approval if state == state_of(marked) else None)

    def _company(self, company: Company, extra: Sequence[Finding]) -> Company:
        active, aside = self._split((*company.findings, *extra), company.credit_code)
        return replace(company, findings=active, aside=aside, codes=_codes(company.codes, active, aside))

    def _split(
        self, findings: Sequence[Finding], credit_code: str | None
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        active, aside = list[Finding](), list[Finding]()
        for finding in findings:
            decision = finding.decision or self._decision(finding, credit_code)
            marked = replace(
                finding,
                decision=decision,
                first_seen=self._given.first_seen.get(finding.id, finding.first_seen),
                unlisted=self._basis.get(finding.kind or "") if finding.code == MISSING_RULE else None,
            )
            if decision and decision.stands:
                active.append(replace(marked, verdict=Verdict.DEFECT))
            else:
                (aside if decision else active).append(marked)
        return tuple(active), tuple(aside)

    def _decision(self, finding: Finding, credit_code: str | None) -> Decision | None:
        for place, one in enumerate(self._given.granted):
            if one.until >= self._given.today and one.covers(finding, credit_code):
                self._used.add(place)
                return Decision(False, _GRANTED, one.by, one.until.isoformat(), one.reason)
        verdict = self._holding.get((finding.id, evidence_of(finding, self._hashes)))
        return decision_of(verdict) if verdict else None

    def _missed_passes(self, section: Section) -> Iterable[tuple[Company | None, Finding]]:
        """Each once, with whose it is."""
        for outcome in section.outcomes if self._missed else ():
            if outcome.verdict is Verdict.PASS:
                key = (pass_id(outcome, self._hashes), pass_evidence(outcome, self._hashes))
                if key in self._missed:
                    self._missed.discard(key)
                    yield (
                        company_of(outcome, section),
                        missed_finding(outcome, self._holding[key], self._rules, self._forms),
                    )


def _unlisted(summary: Summary) -> Mapping[str, Words]:
    """By kind: on what papers are required that the published notice does not list."""
    if summary.basis is None:
        return {}
    policy = summary.basis.policy
    wanted = {**policy.evidence, **policy.district_evidence}
    return {kind: evidence.basis for kind, evidence in wanted.items() if not evidence.listed_in_notice}


def state_of(section: Section) -> str:
    """A hash of what stands in a section and what was made of it."""
    standing = sorted(f"{one.id} {one.decision is not None}" for one in section.findings)
    return _digest(*standing, _SEPARATOR, *sorted(one.id for one in section.aside))


def decision_of(verdict: ReviewVerdict) -> Decision | None:
    """None for a verdict that decides nothing about a finding: a pass that is in order."""
    if verdict.action is Action.CONFIRM:
        return Decision(True, _CONFIRMED, verdict.who, verdict.at, verdict.note)
    if verdict.action is Action.MISSED:
        return Decision(True, _MISSED, verdict.who, verdict.at, verdict.note)
    if verdict.action is Action.DISMISS:
        return Decision(False, REASONS[Reason(verdict.reason)], verdict.who, verdict.at, verdict.note)
    return None


def missed_finding(outcome: Outcome, verdict: ReviewVerdict, rules: Mapping[str, RuleInfo], forms: Forms) -> Finding:
    """What a person found where the tool had found everything in order."""
    finding = Finding.of(outcome, verdict.subject, rules, forms)
    return replace(
        finding,
        found=Words(verdict.note, verdict.note),
        message=Words(f"{finding.title.zh}：{verdict.note}", f"{finding.title.en}: {verdict.note}"),
        because=_MISSED,
        verdict=Verdict.DEFECT,
        evidence=(),
        decision=decision_of(verdict),
    )


def _codes(codes: Mapping[str, Verdict], active: Sequence[Finding], aside: Sequence[Finding]) -> Mapping[str, Verdict]:
    """The worst that stands of each check, once what was set aside no longer counts."""
    changed = dict(codes)
    for code in {finding.code for finding in (*aside, *(one for one in active if one.decision))}:
        left = [finding for finding in active if finding.code == code]
        if any(not finding.unsure for finding in left):
            changed[code] = Verdict.DEFECT
        else:
            changed[code] = Verdict.UNSURE if left else Verdict.PASS
    return changed


def evidence_of(finding: Finding, hashes: Mapping[str, str]) -> str:
    """A hash of what the finding rests on: the paper's content, the page, what was expected and found there."""
    page = finding.place.page if finding.place else 0
    return _digest(hashes.get(finding.file or "", ""), str(page), finding.expected.zh, finding.found.zh)


def pass_id(outcome: Outcome, hashes: Mapping[str, str]) -> str:
    """The same for the same check of the same paper (or company) whatever its path."""
    company = outcome.credit_code or outcome.applicant or ""
    about = hashes.get(outcome.file or "", "") or ("" if outcome.scope is Scope.PAPER else outcome.subject)
    page = str(outcome.place.page) if outcome.place else outcome.subject.rpartition("#")[2]
    parts = (outcome.code, outcome.district or "", company, outcome.kind or "", outcome.slot or "", about, page)
    return f"pass-{_digest(*parts)}"


def pass_evidence(outcome: Outcome, hashes: Mapping[str, str]) -> str:
    return _digest(hashes.get(outcome.file or "", ""), outcome.because.zh)


def _digest(*parts: str) -> str:
    return hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]
