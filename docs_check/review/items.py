"""What is to be looked at, in the order in which it is: doubted findings, sure ones, then the sample of passes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from checks.records import Evidence, Outcome, Severity, Verdict
from docs_check.report.decided.decisions import evidence_of, pass_evidence, pass_id
from docs_check.report.summary import Company, Finding, PaperEntry, Section, Summary
from extractor.records import Place, Words

_SCALE = float(1 << 64)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing to decide. `finding` is None for a pass of the sample. `section` counts from 0."""

    id: str
    evidence: str
    section: int
    code: str
    title: Words
    severity: Severity
    unsure: bool
    applicant: str | None
    credit_code: str | None
    kind: str | None
    slot: str | None
    file: str | None
    place: Place | None
    message: Words
    rests_on: tuple[Evidence, ...]
    finding: Finding | None

    @property
    def is_pass(self) -> bool:
        return self.finding is None


class Items(tuple[Item, ...]):
    """In the order in which they are decided; made once, while verdicts come by the minute."""

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self}

    def within(self, section: int | None) -> Sequence[Item]:
        return self if section is None else self._by_section.get(section, ())

    def number(self, section: int | None, *, passes: bool) -> int:
        """Of findings, or of passes of the sample."""
        return sum(self._counts[one, passes] for one in (self._by_section if section is None else (section,)))

    @cached_property
    def _by_section(self) -> Mapping[int, Sequence[Item]]:
        found = dict[int, list[Item]]()
        for item in self:
            found.setdefault(item.section, []).append(item)
        return found

    @cached_property
    def _counts(self) -> Counter[tuple[int, bool]]:
        return Counter((item.section, item.is_pass) for item in self.by_id.values())


def items_of(summary: Summary, share: float) -> tuple[Item, ...]:
    """`share` (0 to 1) of the passes on papers are in it. Summary without decisions."""
    hashes = {entry.file: entry.sha256 or "" for entry in summary.files}
    found = list(_findings(summary, hashes))
    found.sort(key=lambda item: not item.unsure)
    sample = sorted(_sample(summary, hashes, share), key=lambda item: (item.section, item.file or "", item.id))
    return (*found, *sample)


def _findings(summary: Summary, hashes: Mapping[str, str]) -> Iterator[Item]:
    for number, section in enumerate(summary.sections):
        for company in section.companies:
            for finding in company.findings:
                yield _finding_item(finding, number, company, hashes)
        for finding in section.general:
            yield _finding_item(finding, number, None, hashes)


def _finding_item(finding: Finding, section: int, company: Company | None, hashes: Mapping[str, str]) -> Item:
    return Item(
        finding.id,
        evidence_of(finding, hashes),
        section,
        finding.code,
        finding.title,
        finding.severity,
        finding.unsure,
        company.applicant if company else finding.applicant,
        company.credit_code if company else None,
        finding.kind,
        finding.slot,
        finding.file,
        finding.place,
        finding.message,
        finding.evidence,
        finding,
    )


def _sample(summary: Summary, hashes: Mapping[str, str], share: float) -> Iterator[Item]:
    """The same ones for everybody and in every run: by a hash of what was checked, not by chance."""
    seen, places = set[str](), _slot_places(summary)
    for number, section in enumerate(summary.sections):
        for outcome in section.outcomes:
            if outcome.verdict is not Verdict.PASS or outcome.file is None:
                continue
            key = pass_id(outcome, hashes)
            if key in seen or _fraction(key) >= share:
                continue
            seen.add(key)
            place = outcome.place or places.get((outcome.file, outcome.kind, outcome.slot or ""))
            yield _pass_item(outcome, key, number, place, summary, hashes)


def _pass_item(
    outcome: Outcome, key: str, section: int, place: Place | None, summary: Summary, hashes: Mapping[str, str]
) -> Item:
    rule = summary.rules.get(outcome.code)
    title = rule.good if rule else Words(outcome.code, outcome.code)
    because = outcome.because
    return Item(
        key,
        pass_evidence(outcome, hashes),
        section,
        outcome.code,
        title,
        outcome.severity,
        False,
        outcome.applicant,
        outcome.credit_code,
        outcome.kind,
        outcome.slot,
        outcome.file,
        place,
        Words(f"{title.zh}：{because.zh}", f"{title.en}: {because.en}"),
        outcome.evidence,
        None,
    )


def _slot_places(summary: Summary) -> Mapping[tuple[str, str | None, str], Place]:
    """Where the seal places of papers are: by file, kind and slot. Other passes are looked at on the whole paper."""
    return {
        (paper.document.file, paper.document.kind, slot.slot): slot.area
        for paper in summary.papers
        for slot in paper.document.slots
    }


def papers_of(item: Item, section: Section) -> tuple[PaperEntry, ...]:
    """The company's papers, or the district's own; the one at hand is among them where it was read at all."""
    for company in section.companies:
        if company.applicant == item.applicant and item.credit_code in (None, company.credit_code):
            others = tuple(paper for paper in section.own if paper.document.file == item.file)
            return (*company.papers, *others)
    return section.own


def _fraction(key: str) -> float:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / _SCALE
