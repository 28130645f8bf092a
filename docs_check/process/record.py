"""What a run found, written into the ledger: cases, runs and rounds can be told long after the report is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checks.records import Verdict
from docs_check.process.casebook import CaseBook, Run
from docs_check.reader_version import papers_version
from docs_check.report.since import Unable, compared
from docs_check.report.summary import Earlier, EarlierPaper, Finding, Section, Summary, Vanished

_SHORT = 12  # characters of a digest that people compare


def record(ledger: CaseBook, whole: Summary, out: Path, corrected: Set[str]) -> int:
    """Adds the run of `whole`, whose report lies in `out`; gives its number. `corrected`: the contents of the papers on
    which people put a reading right."""
    ledger.begin()
    before = next((run for run in reversed(ledger.happened().runs) if run.policy == whole.policy.id), None)
    gone = dict[str, str]()
    if before:
        since = compared(whole, earlier_run(before, ledger.content(before.id)), _unable(whole), corrected).since
        assert since is not None
        gone = {one.id: why.value for why, some in since.gone.items() for one in some}
    run, found = _run(whole, out), list(_findings(whole))
    content = {"findings": found, "papers": list(_papers(whole)), "hashes": dict(whole.hashes), "gone": gone}
    return ledger.add_run(run, content, [one["id"] for one in found])


def earlier_run(run: Run, content: Mapping[str, Any]) -> Earlier:
    """A run of the ledger, to compare another with."""
    findings = {
        one["id"]: Vanished(
            one["id"], one["code"], one["district"], one["applicant"], one["message"], one["kind"], one["file"]
        )
        for one in content["findings"]
        if not one["aside"]
    }
    papers = tuple(
        EarlierPaper(one["district"], one["applicant"], one["kind"], one["file"]) for one in content["papers"]
    )
    return Earlier(run.started, run.policy, findings, frozenset(content["gone"]), papers, content["hashes"])


def _run(whole: Summary, out: Path) -> Run:
    run = whole.run
    scope = " ".join(filter(None, (",".join(run.select), ",".join(f"-{code}" for code in run.ignore))))
    pack = whole.policy.version
    if whole.basis:
        pack += f"/{hashlib.sha256(whole.basis.policy.model_dump_json().encode()).hexdigest()[:_SHORT]}"
    return Run(
        id=0,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        started=run.started,
        version=run.version,
        engine=run.engine,
        reads=papers_version()[:_SHORT],
        policy=whole.policy.id,
        pack=pack,
        scope=scope,
        report=str(out),
        seconds=run.seconds,
        files=len(whole.files),
        papers=len(whole.papers),
        defects=sum(section.defects for section in whole.sections),
        unsure=sum(section.unsure for section in whole.sections),
    )


def _findings(whole: Summary) -> Iterator[dict[str, Any]]:
    for section in whole.sections:
        aside = {finding.id for finding in section.aside}
        for finding in (*section.findings, *section.aside):
            yield {**_finding(finding, section), "aside": finding.id in aside}


def _finding(finding: Finding, section: Section) -> dict[str, Any]:
    return {
        "id": finding.id,
        "code": finding.code,
        "section": section.key,
        "district": finding.district,
        "applicant": finding.applicant,
        "credit_code": finding.credit_code,
        "kind": finding.kind,
        "file": finding.file,
        "owner": finding.owner.value,
        "severity": finding.severity.value,
        "unsure": finding.unsure,
        "message": finding.message.zh,
    }


def _papers(whole: Summary) -> Iterator[dict[str, Any]]:
    hashes = whole.hashes
    for section in whole.sections:
        codes = {company.applicant: company.credit_code for company in section.companies}
        for paper in section.papers:
            yield {
                "sha256": hashes.get(paper.document.file, ""),
                "file": paper.document.file,
                "pages": list(paper.document.pages),
                "kind": paper.document.kind,
                "section": section.key,
                "district": paper.district,
                "applicant": paper.applicant,
                "credit_code": codes.get(paper.applicant or ""),
            }


def _unable(whole: Summary) -> Unable:
    """Rule, district and applicant of what could not be checked."""
    found = set[tuple[str, str | None, str | None]]()
    for section in whole.sections:
        rows = [(None, section.general_codes), *((one.applicant, one.codes) for one in section.companies)]
        found |= {
            (code, section.name, applicant)
            for applicant, codes in rows
            for code, verdict in codes.items()
            if verdict is Verdict.NOT_CHECKABLE
        }
    return frozenset(found)
