"""Which papers are in order: those that could be read and on which no sure finding stands."""

from __future__ import annotations

from collections.abc import Iterable

from docs_check.report.summary import Finding, PaperEntry, Section


def in_order(section: Section) -> tuple[int, int]:
    """How many papers of the section are in order, and how many there are. A missing paper is none of these; a file
    that gave no paper, because it could not be read, counts as one that is not in order."""
    papers = section.papers
    read = {paper.document.file for paper in papers}
    unread = {one.file for one in section.findings if one.file and not one.unsure and one.file not in read}
    return sum(not faults_of(paper, section.findings) for paper in papers), len(papers) + len(unread)


def faults_of(paper: PaperEntry, findings: Iterable[Finding]) -> list[Finding]:
    """The sure findings that stand on this paper."""
    return [one for one in findings if not one.unsure and stands_on(one, paper)]


def stands_on(finding: Finding, paper: PaperEntry) -> bool:
    document = paper.document
    if finding.file != document.file:
        return False
    return document.holds(finding.place) if finding.place else finding.kind in (None, document.kind)
