"""What a correction would do, told before it is written: judged on the papers that it concerns alone, because a person
waits for the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.grouping.batch import group
from checks.judge import doubted, judge
from docs_check.report.decided.corrections import Correction, corrected
from docs_check.report.stored import summary_of
from docs_check.report.summary import Basis, Finding, Summary
from extractor.records import FileReading


def removed_by(correction: Correction, summary: Summary) -> list[Finding]:
    """The findings of `summary` that would be gone with it: what is found on these papers by themselves without the
    correction, and not with it. That the others are missing there makes no difference, as they are missing twice."""
    if summary.basis is None:
        return []
    wanted = set(_concerned(correction, summary))
    readings = [one for one in summary.basis.readings if one.file in wanted]
    left = corrected(readings, [correction], summary.basis.policy.forms)
    gone = _found(readings, summary, summary.basis) - _found(left, summary, summary.basis)
    return [finding for finding in summary.findings if finding.id in gone]


def _concerned(correction: Correction, summary: Summary) -> Iterator[str]:
    """The files of the companies and districts of which something rests on the corrected paper."""
    hashes = summary.hashes
    changed = {file for file, sha256 in hashes.items() if sha256 == correction.target.sha256}
    said = [one for one in summary.findings if changed & _files_of(one)]
    near = changed.union(*(_files_of(one) for one in said))
    named = {one.applicant for one in said if one.applicant}
    yield from near
    for section in summary.sections:
        own = {paper.document.file for paper in section.own}
        companies = [{paper.document.file for paper in company.papers} for company in section.companies]
        met = [
            its
            for company, its in zip(section.companies, companies, strict=True)
            if its & near or company.applicant in named or own & changed
        ]
        if met or own & near:
            yield from own.union(*met)


def _files_of(finding: Finding) -> set[str]:
    return {file for file in (finding.file, *(one.file for one in finding.evidence)) if file}


def _found(readings: Sequence[FileReading], summary: Summary, basis: Basis) -> set[str]:
    """The ids of what the rules find on these papers."""
    policy, run = basis.policy, summary.run
    batch = replace(group(readings, policy, register=basis.register), known=basis.known)
    outcomes = doubted(judge(batch, policy, select=run.select, ignore=run.ignore), basis.doubts)
    few = replace(basis, readings=tuple(readings), left_out=())
    return {one.id for one in summary_of(few, outcomes, summary.policy, run, batch).findings}
