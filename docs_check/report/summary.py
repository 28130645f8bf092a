"""One frozen record from which every report is written: what was checked, what was found, and how it adds up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from checks.judge import Doubts
from checks.pack.model import Policy
from checks.receipts import Register
from checks.records import Known, Outcome, Scope, Severity, Verdict
from docs_check.intake.walk import LeftOut
from docs_check.report.labels import Unmatched, said_of
from docs_check.report.owners import Owner, owner_of
from docs_check.report.unseen import Unseen, together
from extractor.forms import Forms
from extractor.records import Document, FileReading, Words

NOTHING = Words("", "")
MISSING_RULE = "EV001"  # its outcomes say, company by company, which required papers are there


class FileState(StrEnum):
    READ = "read"
    LEFT_OUT = "left_out"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the folder. `incomplete`: it was read, but not every page of it. `blank_pages` are left out, as backs
    are."""

    file: str
    sha256: str | None
    state: FileState
    reason: Words | None
    pages: int = 0
    incomplete: bool = False
    refused: bool = False
    blank_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A document with the district and company (or insurer) that it belongs to."""

    id: str
    document: Document
    district: str | None
    applicant: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person, or an exception that an office granted, says of a finding. `stands`: it is a defect; else it is
    set aside, out of the count but not out of the report."""

    stands: bool
    reason: Words
    by: str
    on: str  # ISO: when, or for an exception until when
    note: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Of a letter that was issued: its number, its day and the day by which it is to be answered (ISO)."""

    number: str
    on: str
    due: str


@dataclass(frozen=True, slots=True)
class Approval:
    """By whom and when (ISO) a district's findings were released; `unlisted`: also demands that the published notice
    does not make; `letters`: those that were issued, by the company's name, the district's own by `""`."""

    by: str
    on: str
    unlisted: bool = False
    letters: Mapping[str, LetterFacts] = field(default_factory=dict[str, "LetterFacts"])


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What reports say of a rule: `name` in English with hyphens; for people `title` is the fault, `good` what is in
    order without it."""

    code: str
    name: str
    title: Words
    good: Words


@dataclass(frozen=True, slots=True)
class Finding(Outcome):
    """An outcome that people must look at, with what a report adds to it. `id` stays the same when files are moved or
    renamed. `days_late`: of a date after its limit. `decision`: what was made of it in the review; one that a person
    confirmed is no longer unsure. `owner`: who can put it right. `first_seen`: the day (ISO) of the first run that
    found it. `unlisted`: on what a demand rests that the published notice does not make."""

    expected: Words = NOTHING
    found: Words = NOTHING
    message: Words = NOTHING
    id: str = ""
    rule: RuleInfo = RuleInfo("", "", NOTHING, NOTHING)
    days_late: int = 0
    decision: Decision | None = None
    owner: Owner = Owner.COMPANY
    first_seen: str = ""
    unlisted: Words | None = None

    @staticmethod
    def of(outcome: Outcome, key: str, rules: Mapping[str, RuleInfo], forms: Forms, days_late: int = 0) -> Finding:
        rule = rules.get(outcome.code) or RuleInfo(
            outcome.code, outcome.code.lower(), Words(outcome.code, outcome.code), Words(outcome.code, outcome.code)
        )
        said: dict[str, Any] = {field.name: getattr(outcome, field.name) for field in fields(Outcome)}
        said |= {"expected": outcome.expected or NOTHING, "found": outcome.found or NOTHING}
        said |= {"message": outcome.message or outcome.because}
        return Finding(**said, id=key, rule=rule, days_late=days_late, owner=owner_of(outcome, forms))

    @property
    def unsure(self) -> bool:
        return self.verdict is Verdict.UNSURE

    @property
    def name(self) -> str:
        return self.rule.name

    @property
    def title(self) -> Words:
        return self.rule.title


@dataclass(frozen=True, slots=True)
class Company:
    """`applicant` as reports name it; `codes` the checks made on it and the worst verdict of each; `aside` the findings
    that were set aside."""

    applicant: str
    credit_code: str | None
    papers: tuple[PaperEntry, ...]
    findings: tuple[Finding, ...]
    codes: Mapping[str, Verdict]
    aside: tuple[Finding, ...] = ()


class Part(StrEnum):
    """The parts of a report for people."""

    DISTRICT = "district"
    UNKNOWN = "unknown"  # papers whose district could not be told
    ALL = "all"  # the applicants, where the policy knows no districts
    BEYOND = "beyond"  # insurers' papers, the policy itself, files that are nobody's


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report; `name` is the pack's own name of the district, None for the other parts. `own` are the
    papers, `general` the findings of no company and `general_codes` the checks behind them; `counts` the verdicts of
    every check by rule, `unchecked` why checks could not be made: code, reason, how often; `unseen` what no check looks
    at. `outcomes`: all that is said here, so that nobody need guess by a name which part an outcome belongs to.
    `approval`: as it stands now."""

    part: Part
    name: str | None
    companies: tuple[Company, ...]
    own: tuple[PaperEntry, ...]
    general: tuple[Finding, ...]
    general_codes: Mapping[str, Verdict]
    counts: Mapping[str, Mapping[Verdict, int]]
    outcomes: tuple[Outcome, ...]
    unchecked: tuple[tuple[str, Words, int], ...] = ()
    general_aside: tuple[Finding, ...] = ()
    approval: Approval | None = None
    unseen: tuple[Unseen, ...] = ()

    @property
    def undecided(self) -> int:
        """Findings on which nobody has decided yet."""
        return sum(finding.decision is None for finding in self.findings)

    @property
    def key(self) -> str:
        """What tells it from every other part: names of districts are None twice."""
        return f"{self.part.value}:{self.name or ''}"

    def light(self) -> Section:
        """With the papers' names and places alone: what is told of the whole needs no more."""

        def light(papers: Iterable[PaperEntry]) -> tuple[PaperEntry, ...]:
            return tuple(replace(paper, document=_outline(paper.document)) for paper in papers)

        companies = tuple(replace(company, papers=light(company.papers)) for company in self.companies)
        missing = tuple(outcome for outcome in self.outcomes if outcome.code == MISSING_RULE)
        unseen = tuple(one.light() for one in self.unseen)
        return replace(self, companies=companies, own=light(self.own), outcomes=missing, unseen=unseen)

    @property
    def aside(self) -> tuple[Finding, ...]:
        return tuple(finding for company in self.companies for finding in company.aside) + self.general_aside

    @property
    def papers(self) -> tuple[PaperEntry, ...]:
        return tuple(paper for company in self.companies for paper in company.papers) + self.own

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for company in self.companies for finding in company.findings) + self.general

    @property
    def pages(self) -> int:
        return len({(paper.document.file, page) for paper in self.papers for page in paper.document.pages})

    @property
    def defects(self) -> int:
        return sum(not finding.unsure for finding in self.findings)

    @property
    def unsure(self) -> int:
        return sum(finding.unsure for finding in self.findings)

    def of_severity(self, severity: Severity) -> int:
        return sum(not finding.unsure and finding.severity is severity for finding in self.findings)


def _outline(document: Document) -> Document:
    return replace(document, fields=(), rows=(), slots=(), dates=(), seals=(), names=(), lines=(), problems=(), look="")


# A fault of a printed form stands on every paper that was printed so: one line for people.
_ONE_LINE = "FM"


def folded(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings as people are shown them: those that one printed form's fault explains together, any other alone."""
    groups = dict[tuple[str | None, ...], list[Finding]]()
    for finding in findings:
        same = (finding.code, finding.kind, finding.slot, str(finding.unsure))
        groups.setdefault(same if finding.code.startswith(_ONE_LINE) else (finding.id,), []).append(finding)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class PolicyInfo:
    id: str
    version: str
    name: Words
    source: str
    chosen: Words  # why this one

    @staticmethod
    def of(policy: Policy, chosen: Words) -> PolicyInfo:
        return PolicyInfo(policy.id, policy.version, policy.name, policy.source, chosen)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """`folder` is where the files lie, for pictures; reports name only its last part. `paths` are those of files that
    lie elsewhere than their names say: unpacked from an archive; `places` where each file stands in the batch.
    `unmatched`: labels of the pack that stand on no paper of their kind."""

    folder: Path
    version: str
    engine: str
    started: str
    seconds: float
    jobs: int
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    second_reader: Words
    failures: tuple[Words, ...] = ()  # what of the run itself went wrong without ending it
    unmatched: tuple[Unmatched, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict[str, Path])
    places: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What went wrong in it, and what of the pack may be."""
        return (*self.failures, *self.label_remarks)

    @property
    def label_remarks(self) -> tuple[Words, ...]:
        return said_of(self.unmatched)


class Change(StrEnum):
    """How a finding stands to an earlier report."""

    NEW = "new"
    OPEN = "open"  # it was there already
    REOPENED = "reopened"  # it was there once, then not, and is again


class Gone(StrEnum):
    """Why a finding of an earlier report is not found any more: only the first is anybody's mending."""

    FIXED = "fixed"  # other papers were handed in, and they are in order
    WITHDRAWN = "withdrawn"  # the paper is gone, and none came in its place
    REVIEWED = "reviewed"  # the papers are as they were: the review set it aside, or put a reading right
    NOT_ASKED = "not_asked"  # the papers are as they were: another version, or policy, no longer objects
    UNCHECKED = "unchecked"  # it could not be looked at this time


@dataclass(frozen=True, slots=True)
class Vanished:
    """A finding of an earlier report that is not found any more; `message` as written there."""

    id: str
    code: str
    district: str | None
    applicant: str | None
    message: str
    kind: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierPaper:
    """A paper of an earlier report: whose, of what kind, in which file."""

    district: str | None
    applicant: str | None
    kind: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier report: its findings by id, the ids of those that were open once and no longer in it, its papers and
    the contents of its files."""

    started: str
    policy: str
    findings: Mapping[str, Vanished]
    closed: frozenset[str]
    papers: tuple[EarlierPaper, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict[str, str])

    def within(self, districts: Container[str | None]) -> Earlier:
        """Of some districts alone."""
        return replace(self, findings={key: one for key, one in self.findings.items() if one.district in districts})


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the report of the run begun at `started`: `changes` by the ids of today's findings; `gone`
    those that are found no more, and why; `closed` the ids of all that were found once and are not today."""

    started: str
    changes: Mapping[str, Change]
    gone: Mapping[Gone, tuple[Vanished, ...]]
    closed: tuple[str, ...]

    def counts(self) -> Mapping[Change, int]:
        every = list(self.changes.values())
        return {change: every.count(change) for change in Change}

    def in_section(self, section: Section) -> Mapping[str, int]:
        """Numbers for one part of a report for people."""
        here = [self.changes[finding.id] for finding in section.findings if finding.id in self.changes]
        numbers = {change.value: here.count(change) for change in Change}
        return numbers | {why.value: len(some) for why, some in self.gone_in(section).items()}

    def gone_in(self, section: Section) -> Mapping[Gone, tuple[Vanished, ...]]:
        """What has no district is listed with the last part, of insurers and the policy itself."""
        if section.part in (Part.UNKNOWN, Part.ALL):
            return dict.fromkeys(Gone, ())
        return {why: tuple(one for one in some if one.district == section.name) for why, some in self.gone.items()}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report was judged from, so that it can be judged again once a person has corrected a reading."""

    policy: Policy
    readings: tuple[FileReading, ...]
    left_out: tuple[LeftOut, ...]
    doubts: Doubts
    register: Register | None = None
    known: tuple[Known, ...] = ()

    def light(self) -> Basis:
        """The policy alone."""
        return Basis(self.policy, (), (), frozenset(), self.register)


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which state of the review a report shows: all `decided` rows given until `at` (ISO, to the minute)."""

    at: str = ""
    decided: int = 0

    @property
    def words(self) -> Words:
        day = self.at[:16].replace("T", " ")
        if not self.decided:
            return Words(f"截至 {day}，尚无审查结论", f"As of {day}: nothing was decided yet")
        return Words(
            f"截至 {day}，已计入 {self.decided} 条审查结论",
            f"As of {day}, with the {self.decided} verdicts given by then",
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch, or one district of it. `remarks` are sentences about the whole that people should know of: an exception
    that has expired. `earlier`: what it is compared with; `as_of`: which decisions it follows."""

    policy: PolicyInfo
    forms: Forms
    rules: Mapping[str, RuleInfo]
    run: RunFacts
    sections: tuple[Section, ...]
    files: tuple[FileEntry, ...]
    outcomes: tuple[Outcome, ...]
    basis: Basis | None = None
    remarks: tuple[Words, ...] = ()
    since: Since | None = None
    earlier: Earlier | None = None
    as_of: AsOf = AsOf()

    @property
    def aside(self) -> tuple[Finding, ...]:
        return tuple(finding for section in self.sections for finding in section.aside)

    @property
    def hashes(self) -> Mapping[str, str]:
        """Of the files' contents; `""` where a file could not even be opened."""
        return {entry.file: entry.sha256 or "" for entry in self.files}

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for section in self.sections for finding in section.findings)

    @property
    def papers(self) -> tuple[PaperEntry, ...]:
        """In the order of the files."""
        order = {entry.file: place for place, entry in enumerate(self.files)}
        every = (paper for section in self.sections for paper in section.papers)
        return tuple(sorted(every, key=lambda paper: (order.get(paper.document.file, -1), paper.document.pages)))

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        return together((section.unseen for section in self.sections), self.forms)

    def files_in(self, state: FileState) -> tuple[FileEntry, ...]:
        return tuple(entry for entry in self.files if entry.state is state)

    @property
    def papers_have_defects(self) -> bool:
        """A sure finding, more than a note, on what was handed in. What the rules say of the policy itself is the
        same in every run, and no paper can put it right."""
        return any(
            not finding.unsure and finding.severity is not Severity.INFO and finding.scope is not Scope.POLICY
            for finding in self.findings
        )

    @property
    def not_wholly_checked(self) -> bool:
        """Some file, page or rule could not be looked at; a date that is missing is a finding, and not meant here."""
        unread = any(entry.state is FileState.UNREADABLE or entry.incomplete or entry.refused for entry in self.files)
        return unread or bool(self.run.failures)
