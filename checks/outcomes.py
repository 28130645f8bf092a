"""How a rule says what it found: one `Case` for one subject, one method for each of the five outcomes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from checks.records import Dossier, Evidence, Outcome, Paper, Scope, Severity, Verdict
from extractor.records import DateMention, Document, Field, Place, Seal, Words


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's code, short name, usual severity, what it judges, and its names for people: `title` of the fault, `good`
    of what is in order where the fault is not (缺少印章, 印章齐全), under which a pass is shown. `only_filled`: it asks
    whether something stands there, and not what."""

    code: str
    name: str
    severity: Severity
    scope: Scope
    title: Words
    good: Words
    only_filled: bool = False


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a defect or a doubted defect says."""

    message: Words
    expected: Words | None = None
    found: Words | None = None
    suggestion: Words | None = None
    place: Place | None = None
    slot: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One subject before one rule."""

    rule: Rule
    subject: str
    district: str | None = None
    applicant: str | None = None
    credit_code: str | None = None
    kind: str | None = None
    file: str | None = None
    scope: Scope | None = None  # of the subject, where it is not what the rule is given: a company of a district

    @staticmethod
    def paper(rule: Rule, paper: Paper) -> Case:
        document = paper.document
        return Case(
            rule,
            paper_id(document),
            paper.district,
            paper.applicant,
            paper.credit_code,
            document.kind,
            document.file,
            Scope.PAPER,
        )

    @staticmethod
    def company(rule: Rule, dossier: Dossier, kind: str | None = None, document: Document | None = None) -> Case:
        subject = f"{dossier.district or '?'}/{dossier.applicant}"
        file = document.file if document else None
        return Case(rule, subject, dossier.district, dossier.applicant, dossier.credit_code, kind, file, Scope.COMPANY)

    def passes(self, because: Words, slot: str | None = None) -> Outcome:
        return self._plain(Verdict.PASS, because, slot)

    def not_checkable(self, because: Words, slot: str | None = None) -> Outcome:
        return self._plain(Verdict.NOT_CHECKABLE, because, slot)

    def not_applicable(self, because: Words, slot: str | None = None) -> Outcome:
        return self._plain(Verdict.NOT_APPLICABLE, because, slot)

    def finds(self, finding: Particulars, doubt: Words | None = None, severity: Severity | None = None) -> Outcome:
        """A defect; with a `doubt` it is unsure, and the doubt is the reason given."""
        message = finding.message
        if doubt:
            message = Words(
                f"{message.zh}（存疑：{doubt.zh}，请人工核对。）",
                f"{message.en} (Doubtful: {doubt.en}; please look at it.)",
            )
        return Outcome(
            self.rule.code,
            Verdict.UNSURE if doubt else Verdict.DEFECT,
            self.scope or self.rule.scope,
            self.subject,
            doubt or finding.message,
            severity or self.rule.severity,
            self.district,
            self.applicant,
            self.credit_code,
            self.kind,
            self.file,
            finding.place,
            finding.slot,
            finding.expected,
            finding.found,
            message,
            finding.suggestion,
            finding.evidence,
        )

    def _plain(self, verdict: Verdict, because: Words, slot: str | None) -> Outcome:
        return Outcome(
            self.rule.code,
            verdict,
            self.scope or self.rule.scope,
            self.subject,
            because,
            self.rule.severity,
            self.district,
            self.applicant,
            self.credit_code,
            self.kind,
            self.file,
            None,
            slot,
        )


def paper_id(document: Document) -> str:
    """File and page range: `a/b.pdf#1` or `a/b.pdf#1-2`; of two papers on one scan the second is `a/b.pdf#1@0.5`. One
    string for all that is said of a paper: some thirty outcomes name it."""
    first, last = min(document.pages, default=1), max(document.pages, default=1)
    begins = next((max(area.x0, area.y0) for page, area in document.areas if page == first), 0.0)
    where = f"@{begins:.1f}" if begins else ""
    return sys.intern(f"{document.file}#{first}{where}" if first == last else f"{document.file}#{first}-{last}{where}")


def of_field(document: Document, field: Field) -> Evidence:
    return Evidence(document.file, field.place, field.written, field.confidence)


def of_date(document: Document, mention: DateMention) -> Evidence:
    return Evidence(document.file, mention.place, mention.written, mention.confidence)


def of_seal(document: Document, seal: Seal) -> Evidence:
    """A seal by its owner where one was matched, else by its text."""
    confidence = seal.owner_confidence if seal.owner else seal.confidence
    return Evidence(document.file, seal.place, seal.owner or seal.text, confidence)


def place_of(fields: Sequence[Field]) -> Place | None:
    return fields[0].place if fields else None
