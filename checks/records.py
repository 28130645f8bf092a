"""What the rules are given, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checks.payment_records import PaymentSheet
from checks.receipts import Received, Register
from extractor.records import Document, FileReading, Place, Words


class Verdict(StrEnum):
    PASS = "pass"
    DEFECT = "defect"
    UNSURE = "unsure"
    NOT_CHECKABLE = "not_checkable"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    ERROR = "error"  # must be put right
    WARNING = "warning"  # look at it
    INFO = "info"


class Scope(StrEnum):
    PAPER = "paper"
    COMPANY = "company"
    DISTRICT = "district"
    BATCH = "batch"
    POLICY = "policy"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One company's papers in one district. `applicant` is its name as its papers bear it; `district` the pack's own
    name, None where unknown. `lent` are papers of other companies or of the district that also speak of it."""

    applicant: str
    credit_code: str | None
    district: str | None
    documents: tuple[Document, ...]
    folder: str
    unread: bool = False  # a file that may be this company's could not be read
    lent: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """One district's companies and its own papers. `name` None: papers whose district is unknown."""

    name: str | None
    dossiers: tuple[Dossier, ...]
    documents: tuple[Document, ...]  # its own papers: summary tables, opinions, papers that name no company
    unread: bool = False  # a file that may be the district's own could not be read
    from_folder: bool = True  # the district's own folder is here, so that its own papers must be


@dataclass(frozen=True, slots=True)
class Home:
    """Whose a file is, by its place: None where it is nobody's in particular."""

    file: str
    district: str | None
    applicant: str | None
    credit_code: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows of a company from elsewhere: a row of a list that it gave, or an application of its ledger.
    `source`: the list's name, or year, policy and district; `policy`: the id of the ledger's policy, None of a list;
    `numbers`: what was claimed there, by the names under which packs list it (invoice_no)."""

    company: str
    code: str | None
    source: str
    policy: str | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """All of a checked folder. `others` are papers beyond the districts: the insurers'; `known`: what lists and the
    ledger of the office say. `roll`: where this is but some districts of a larger batch, all of that one's districts
    and who applied there, without papers."""

    districts: tuple[District, ...]
    others: tuple[Document, ...]
    files: tuple[FileReading, ...]
    homes: tuple[Home, ...] = ()  # one for each of `files`, in their order
    payments: tuple[PaymentSheet, ...] = ()  # who was paid what, where such tables were handed in
    register: Register | None = None  # when whose papers were received; None where no register is at hand
    known: tuple[Known, ...] = ()
    roll: tuple[District, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: what was found out about it is kept beside it
class Paper:
    """One paper and whose it is. `dossier` is the company's whole set, None for a district's own papers and others'.
    `applicant` is the company, or another party that the paper is about (an insurer); None for a district's own.
    `received`: what the receipt register says of the applicant, of a district's own paper of its office; None where
    there is no register."""

    document: Document
    district: str | None
    applicant: str | None
    credit_code: str | None
    dossier: Dossier | None = None
    working_copy: bool = False  # a Word or Excel file beside a scan or PDF of the same kind: that one must be sealed
    received: Received | None = None


@dataclass(frozen=True, slots=True)
class FileCase:
    """One file and whose it is."""

    reading: FileReading
    home: Home


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reading on which a verdict rests, so that it can be read a second time by another engine."""

    file: str
    place: Place
    written: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule says of one subject. `defect` and `unsure` are findings; they carry `expected`, `found`,
    `message` and, where there is one, a place. `because` says in a sentence why the verdict is what it is. `failed`:
    the rule itself broke, and gave no verdict."""

    code: str
    verdict: Verdict
    scope: Scope
    subject: str  # what was judged: file and page range, company, district, or the policy's id
    because: Words
    severity: Severity = Severity.ERROR
    district: str | None = None
    applicant: str | None = None
    credit_code: str | None = None
    kind: str | None = None
    file: str | None = None
    place: Place | None = None
    slot: str | None = None
    expected: Words | None = None
    found: Words | None = None
    message: Words | None = None
    suggestion: Words | None = None
    evidence: tuple[Evidence, ...] = ()
    failed: bool = False

    @property
    def is_finding(self) -> bool:
        return self.verdict in (Verdict.DEFECT, Verdict.UNSURE)
