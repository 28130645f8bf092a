"""What is to be done, district by district: the first page of the review, from one state of the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docs_check.process.casebook import Letter
from docs_check.process.cases import CaseState, CompanyCase
from docs_check.process.deeds import waiting
from docs_check.process.gate import Gate, gate_of
from docs_check.process.second import Look
from docs_check.report.decided.verdicts import ReviewVerdict
from docs_check.report.summary import Section
from docs_check.review.desk import View
from docs_check.review.items import Item


@dataclass(frozen=True, slots=True)
class DistrictWork:
    """One district's row. `second` are the items that wait for a second look, `disputed` those on which two people
    disagree; `late` the days by which what is late was late, one for each such finding."""

    number: int
    section: Section
    items: int
    undecided: int
    unsure: int
    sample: int
    second: tuple[Item, ...]
    disputed: tuple[Item, ...]
    gate: Gate
    states: Mapping[CaseState, int]
    to_send: tuple[Letter, ...]
    due: tuple[CompanyCase, ...]
    came_back: tuple[CompanyCase, ...]
    late: tuple[int, ...]
    unlisted: int

    @property
    def may_be_signed(self) -> bool:
        return self.section.approval is None and self.gate.may_be_signed and bool(self.section.papers)


@dataclass(frozen=True, slots=True)
class Worklist:
    rows: tuple[DistrictWork, ...]
    cases: tuple[CompanyCase, ...]

    @property
    def overdue(self) -> list[CompanyCase]:
        return [case for row in self.rows for case in row.due if case.late]

    @property
    def most_companies(self) -> int:
        return max((sum(row.states.values()) for row in self.rows), default=0) or 1

    @property
    def latest(self) -> int:
        return max((day for row in self.rows for day in row.late), default=0)


def worklist_of(view: View, cases: Sequence[CompanyCase], today: date) -> Worklist:
    by_section = dict[int, list[CompanyCase]]()
    for case in cases:
        by_section.setdefault(case.section, []).append(case)
    letters = waiting(view.happened)
    rows = [
        _row(view, number, section, by_section.get(number, []), letters)
        for number, section in enumerate(view.decided.sections)
    ]
    return Worklist(tuple(rows), tuple(cases))


def _row(
    view: View, number: int, section: Section, cases: Sequence[CompanyCase], letters: Sequence[Letter]
) -> DistrictWork:
    items = view.within(number)
    looks = [(item, _look(view, view.verdict_on(item))) for item in items if not item.is_pass]
    open_ones = [item for item in items if not item.is_pass and view.verdict_on(item) is None]
    gate = gate_of(section, (look for _, look in looks), view.summary.files, view.rules.gate)
    return DistrictWork(
        number=number,
        section=section,
        items=len(items),
        undecided=len(open_ones),
        unsure=sum(item.unsure for item in open_ones),
        sample=view.sample_left(number),
        second=tuple(item for item, look in looks if look is Look.WAITING),
        disputed=tuple(item for item, look in looks if look is Look.DISAGREED),
        gate=gate,
        states=Counter(case.state for case in cases),
        to_send=tuple(one for one in letters if one.district == section.key),
        due=tuple(case for case in cases if case.due),
        came_back=tuple(case for case in cases if case.state is CaseState.CORRECTED),
        late=tuple(sorted(one.days_late for one in section.findings if one.days_late and not one.unsure)),
        unlisted=sum(one.unlisted is not None for one in section.findings),
    )


def _look(view: View, verdict: ReviewVerdict | None) -> Look:
    return view.seconds.on(verdict) if verdict else Look.NOT_NEEDED
