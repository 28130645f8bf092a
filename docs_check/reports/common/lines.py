"""Findings as lines of a table: what workbook and CSV share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docs_check.clean import shown
from docs_check.report.summary import Finding, Part, Section, Summary
from docs_check.wording import ALL_APPLICANTS, BEYOND_DISTRICTS, SEVERITIES, UNKNOWN_DISTRICT, UNKNOWN_KIND
from extractor.records import Words

LONGEST_SENTENCE = 2000  # characters; a sentence may quote several values
# XML 1.0 knows no such characters; a reader of the workbook would call the file damaged.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SURE = Words("确定", "sure")
UNSURE = Words("存疑，待核对", "unsure, to be looked at")
CONFIRMED = Words("经人工确认", "confirmed by a person")
ASIDE = Words("不计入", "set aside")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, in one language, as plain text that is safe to show; `page` None where there is none."""

    state: str
    district: str
    company: str
    severity: str
    code: str
    title: str
    message: str
    expected: str
    found: str
    suggestion: str
    kind: str
    file: str
    page: int | None
    decided: str
    id: str


def finding_lines(section: Section, summary: Summary, language: str) -> Iterator[FindingLine]:
    """Those that count, then those that were set aside."""
    name = section_name(section).in_language(language)
    for finding in (*section.findings, *section.aside):
        yield _line(finding, name, summary, language, aside=finding in section.aside)


def _line(finding: Finding, district: str, summary: Summary, language: str, *, aside: bool) -> FindingLine:
    def say(words: Words | None) -> str:
        return text(words.in_language(language)) if words else ""

    spec = summary.forms.kinds.get(finding.kind or "")
    kind = say(spec.name if spec else UNKNOWN_KIND) if finding.kind or finding.file else ""
    decision = finding.decision
    parts = (say(decision.reason), text(decision.note), text(decision.by), decision.on[:10]) if decision else ()
    return FindingLine(
        state=say(state_of(finding, aside=aside)),
        district=text(district),
        company=text(finding.applicant or ""),
        severity=say(SEVERITIES[finding.severity]),
        code=finding.code,
        title=say(finding.title),
        message=say(finding.message),
        expected=say(finding.expected),
        found=say(finding.found),
        suggestion=say(finding.suggestion),
        kind=kind,
        file=text(finding.file or ""),
        page=finding.place.page if finding.place else None,
        decided=" · ".join(filter(None, parts)),
        id=finding.id,
    )


def state_of(finding: Finding, *, aside: bool) -> Words:
    if aside:
        return ASIDE
    if finding.unsure:
        return UNSURE
    return CONFIRMED if finding.decision else SURE


_PARTS = {Part.UNKNOWN: UNKNOWN_DISTRICT, Part.ALL: ALL_APPLICANTS, Part.BEYOND: BEYOND_DISTRICTS}


def section_name(section: Section) -> Words:
    return _PARTS.get(section.part) or Words(section.name or "", section.name or "")


def text(written: str) -> str:
    """`written` on one line, harmless, short enough for one cell, and such as XML can hold."""
    return _NO_XML.sub("\ufffd", shown(written, LONGEST_SENTENCE))
