"""A company's and a district's papers before they are drawn: what faults are planted in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from drawing.company import COMPANY_KINDS, Values
from drawing.papers import opinion_values, paper_values, summary_values, usual_seals
from drawing.seals import Stamp


@dataclass(slots=True)
class Draft:
    kind: str
    values: Values
    seals: list[Stamp]
    rows: list[Values] = field(default_factory=list)
    medium: str | None = None  # None: as the rest of the company's papers

    def stamp_at(self, place: str) -> int:
        return next(n for n, stamp in enumerate(self.seals) if stamp.at == place and stamp.shape != "square")


@dataclass(slots=True)
class CompanyDraft:
    facts: Values
    papers: dict[str, Draft]
    rng: random.Random

    @property
    def district(self) -> str:
        return self.facts["district"]


@dataclass(slots=True)
class DistrictDraft:
    name: str
    companies: list[CompanyDraft]
    opinion: Draft
    summary: Draft
    rng: random.Random


Expected = dict[str, Any]


def company_draft(facts: Values, rng: random.Random) -> CompanyDraft:
    papers: dict[str, Draft] = {}
    for kind in COMPANY_KINDS:
        values = paper_values(kind, facts, rng)
        papers[kind] = Draft(kind, values, usual_seals(kind, values, rng))
    return CompanyDraft(facts, papers, rng)


def district_draft(name: str, companies: Sequence[CompanyDraft], rng: random.Random) -> DistrictDraft:
    facts = [company.facts for company in companies]
    opinion = opinion_values(facts, name, rng)
    summary = summary_values(facts, name, rng)
    return DistrictDraft(
        name,
        list(companies),
        Draft("review_opinion", opinion, usual_seals("review_opinion", opinion, rng)),
        Draft("summary_table", summary, usual_seals("summary_table", summary, rng), [dict(row) for row in facts]),
        rng,
    )
