"""A policy, as its pack says it: who, what papers look like, what must hold. Data only; read by `load_pack`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from checks.records import Severity
from extractor.forms import Forms, KindSpec, Party
from extractor.records import Words

SCHEMA = "docs-check/pack/1"
DISTRICT = "district"  # the subject of a kind that is an office's own paper
# The rules that judge a pack's relations; with them, a pack's own codes are the only ones a relation can bear.
RELATION_RULES = frozenset({"AM001", "AM002", "AM003", "AM005"})
APPLICANT = "applicant"  # the party whose papers make a dossier


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _in_order(period: Period) -> Period:
    if period.first > period.last:
        raise ValueError(f"from {period.first} is later than to {period.last}")
    return period


class Period(_Part):
    """Two days, both inclusive."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


Ordered = Annotated[Period, AfterValidator(_in_order)]


class Applicants(_Part):
    """By which paper somebody applies, and which fields say on any paper who the applicant is and where."""

    form: str
    name: str
    code: str | None = None
    address: str | None = None
    district: str | None = None
    amount: str | None = None  # the field of the form that says how much is asked


class Act(_Part):
    """Something done on a day. `dates` are `kind.field`, the best source first."""

    name: Words
    dates: tuple[str, ...] = Field(min_length=1)
    window: Ordered | None = None
    limit: date | None = None
    late: Literal["DL001", "DL002"] | None = None  # the code of the finding when it is after `limit`


class Covers(_Part):
    field: str
    covers: Literal["supported"] | None = None
    overlaps: Literal["supported"] | None = None


class Within(_Part):
    field: str
    within: Literal["supported"]


class Each(_Part):
    """One paper for each row or paper that names somebody: `of` is `kind.field` or `kind.column`; `field` says on the
    paper whose it is."""

    of: str
    field: str


class Valid(_Part):
    """Until when a paper is valid: `until` is a date or a period of it; `on` the act on whose day it must be."""

    until: str
    on: str


class EvidenceSpec(_Part):
    """A paper that must be handed in, and what it must be like. `when`: only where this holds of the application form.
    `instead`: kinds any of which does as well. `optional`: need not be there, but is checked if it is."""

    basis: Words
    when: str | None = None
    instead: tuple[str, ...] = ()
    at_least: int = Field(default=1, ge=1)
    each: Each | None = None
    optional: bool = False
    issuer: str | None = None
    period: Covers | None = None
    dated_in: Within | None = None
    valid: Valid | None = None
    adverse: tuple[str, ...] = ()  # what such a paper must not say of the applicant: 欠税, 行政处罚
    listed_in_notice: bool = True
    proves: Words | None = None  # a standing that it proves; such a paper about another company proves nothing


class Tier(_Part):
    when: str
    value: Decimal
    name: Words


class Lookup(_Part):
    """A table of values: the first tier whose `when` holds."""

    name: Words
    unit: str
    tiers: tuple[Tier, ...] = Field(min_length=1)


class Relation(_Part):
    """What must hold between values of a paper (and of others of its set). `of` is the field that is blamed. The
    sentences may name any value: `{subsidy}`, `{cap}`, `{cap.name}`."""

    code: str
    kind: str
    of: str
    holds: str
    tolerance: Decimal = Decimal(0)
    let: Mapping[str, str] = Field(default_factory=dict[str, str])
    message: Words
    expected: Words
    found: Words
    suggestion: Words


class OwnRuleSpec(_Part):
    """A rule that only this policy has: its name in reports, and why it is checked. Its relations bear its code."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]  # as rules are called: over-quota
    title: Words
    good: Words | None = None  # what is in order where the fault is not: 用途写明
    severity: Severity = Severity.ERROR
    why: Words


class Agreement(_Part):
    """What several papers of one applicant say of one thing, and must say alike. `fields` are `kind.field`; the first
    that a set has is the measure."""

    name: Words
    fields: tuple[str, ...] = Field(min_length=2)


class Shared(_Part):
    """A thing that is one applicant's: a number that may be claimed once, an account, a telephone."""

    name: Words
    fields: tuple[str, ...] = Field(min_length=1)


class Opinion(_Part):
    """What an authority writes into its box of a form. `refuses`: words by which it refuses; `amounts`: the fields of
    the form that an amount named there may repeat."""

    slots: tuple[str, ...] = Field(min_length=1)
    refuses: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()


class InWords(_Part):
    """An amount that a paper states in digits and in words."""

    kind: str
    words: str
    digits: str


class Listing(_Part):
    """A table whose rows stand for papers of kind `of`: columns of a row to fields of that paper."""

    of: str
    compare: Mapping[str, str]
    tolerance: Decimal = Decimal(0)


class Statement(_Part):
    """A letter that says how many papers of kind `of` there are, and the sums of their fields."""

    of: str
    count: str | None = None
    sums: Mapping[str, str] = Field(default_factory=dict[str, str])
    tolerance: Decimal = Decimal(0)


class RowMust(_Part):
    """What must hold of each row of a roster; `of` is the column that is blamed."""

    of: str
    holds: str
    otherwise: Words


class Roster(_Part):
    """A list of companies that another party hands in for them: `name` and `code` are columns; `statement` is that
    party's application, with the field that counts the rows, and the fields that add up columns."""

    name: str
    code: str | None = None
    rows: tuple[RowMust, ...] = ()
    statement: str | None = None
    count: str | None = None
    sums: Mapping[str, str] = Field(default_factory=dict[str, str])
    tolerance: Decimal = Decimal(0)


class Verifies(_Part):
    """What a step must make sure of, and by which kind of paper."""

    name: Words
    by: str


class Step(_Part):
    """A step of the policy's own timetable. It begins after the act `after` has reached its limit."""

    name: Words
    act: str | None = None
    after: str | None = None
    needs: int | None = Field(default=None, ge=1)  # working days
    because: Words | None = None
    verifies: tuple[Verifies, ...] = ()


class PaymentColumns(_Part):
    """What stands over the columns of a table of payments, several where offices print differently."""

    district: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    due: tuple[str, ...] = Field(min_length=1)
    paid: tuple[str, ...] = Field(min_length=1)
    date: tuple[str, ...] = ()


class Payments(_Part):
    """By when the money is planned to be paid, and how tables of payments are printed."""

    planned: date
    unit: str
    tolerance: Decimal = Decimal(0)
    columns: PaymentColumns


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    WORKDAY = "workday"


class Policy(_Part):
    schema_: Literal["docs-check/pack/1"] = Field(alias="schema")
    id: str = Field(min_length=1)
    version: str
    name: Words
    source: str = ""
    supported_period: Ordered | None = None
    districts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    applicants: Applicants
    parties: Mapping[str, Party]
    kinds: Mapping[str, KindSpec]
    acts: Mapping[str, Act] = Field(default_factory=dict[str, Act])
    order: tuple[tuple[str, str], ...] = ()
    evidence: Mapping[str, EvidenceSpec] = Field(default_factory=dict[str, EvidenceSpec])
    district_evidence: Mapping[str, EvidenceSpec] = Field(default_factory=dict[str, EvidenceSpec])
    lookups: Mapping[str, Lookup] = Field(default_factory=dict[str, Lookup])
    rules: Mapping[Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{3}$")], OwnRuleSpec] = Field(
        default_factory=dict[str, OwnRuleSpec]
    )
    relations: tuple[Relation, ...] = ()
    amounts_in_words: tuple[InWords, ...] = ()
    listings: Mapping[str, Listing] = Field(default_factory=dict[str, Listing])
    statements: Mapping[str, Statement] = Field(default_factory=dict[str, Statement])
    agree: tuple[Agreement, ...] = ()
    used_once: tuple[Shared, ...] = ()
    linked_by: tuple[Shared, ...] = ()
    opinions: Mapping[str, Opinion] = Field(default_factory=dict[str, Opinion])
    proofs_order: tuple[tuple[str, str], ...] = ()  # `kind.field` pairs: the first not later than the second
    rosters: Mapping[str, Roster] = Field(default_factory=dict[str, Roster])
    steps: tuple[Step, ...] = ()
    payments: Payments | None = None
    severities: Mapping[str, Severity] = Field(default_factory=dict[str, Severity])
    holidays: Mapping[date, DayKind] = Field(default_factory=dict[date, DayKind])

    def __hash__(self) -> int:
        # By identity: a policy is loaded once, and its parts are mappings, which have no hash.
        return id(self)

    @cached_property
    def forms(self) -> Forms:
        """All that the extractor needs of this policy."""
        return Forms(self.kinds, self.parties, self.districts)

    def kind_name(self, kind: str | None) -> Words:
        spec = self.kinds.get(kind or "")
        return spec.name if spec else Words("未识别的材料", "a paper of unknown kind")


@dataclass(frozen=True, slots=True)
class DateSource:
    """`kind.field` of an act."""

    kind: str
    field: str

    @staticmethod
    @lru_cache(maxsize=256)
    def of(written: str) -> DateSource:
        kind, _, field = written.partition(".")
        return DateSource(kind, field)
