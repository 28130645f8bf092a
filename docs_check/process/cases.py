"""The case of each company: in which round it is, how it stands, its letters, its papers in all versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from checks.records import Severity
from docs_check.process.casebook import CaseBook, Deed, Happened, Letter, Run
from docs_check.report.owners import Owner
from docs_check.report.summary import Company, Finding, Section, Summary
from extractor.records import Words


class CaseState(StrEnum):
    RECEIVED = "received"  # its findings are not all decided
    IN_ORDER = "in_order"  # it has nothing to mend
    RETURNED = "returned"  # a letter went out, and nothing came since
    CORRECTED = "corrected"  # other papers came after a letter, and are to be looked at
    APPROVED = "approved"  # nothing stands against its papers, and its district is signed
    REFUSED = "refused"
    TO_RETURN = "to_return"  # decided: it must mend something, and no letter has gone out


CASE_STATES = {
    CaseState.RECEIVED: Words("已收件，待审", "received"),
    CaseState.CORRECTED: Words("已补正，待复审", "corrected, to be looked at"),
    CaseState.TO_RETURN: Words("须补正，待发通知", "to be returned"),
    CaseState.RETURNED: Words("已退回补正", "returned"),
    CaseState.IN_ORDER: Words("本单位无须改正", "nothing for it to mend"),
    CaseState.APPROVED: Words("已通过", "approved"),
    CaseState.REFUSED: Words("不予受理", "refused"),
}


@dataclass(frozen=True, slots=True)
class CompanyCase:
    """`key` tells it from every other; `round` counts from 1; `due` and `late`: of the letter that waits for an answer;
    `oldest`: the day on which the oldest finding that stands was first seen."""

    key: str
    section: int
    district: str
    applicant: str
    credit_code: str
    round: int
    state: CaseState
    open: int
    standing: int
    papers: int
    letters: tuple[Letter, ...]
    due: str
    late: int
    oldest: str

    def age(self, today: date) -> int:
        """Days since the oldest finding that stands was first seen."""
        return (today - date.fromisoformat(self.oldest)).days if self.oldest else 0


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """A paper as it came: its content, in which file, and the days of the first and last run that saw it."""

    kind: str
    file: str
    sha256: str
    first: str
    last: str
    here: bool


def case_key(section: Section, company: Company) -> str:
    return f"{section.key}/{company.credit_code or company.applicant}"


def cases_of(decided: Summary, happened: Happened, ledger: CaseBook, today: date) -> list[CompanyCase]:
    """In the order of the report. `decided`: with all decisions on it."""
    contents = _Contents(ledger, decided)
    refused = _refused(happened)
    letters = dict[tuple[str, str], list[Letter]]()
    for letter in happened.letters:
        if letter.applicant:
            letters.setdefault((letter.district, letter.credit_code or letter.applicant), []).append(letter)
    found = list[CompanyCase]()
    for number, section in enumerate(decided.sections):
        for company in section.companies:
            key = case_key(section, company)
            its = tuple(letters.get((section.key, company.credit_code or company.applicant), ()))
            answered = [one for one in its if contents.changed(section, company, one.run)]
            state = _state(section, company, its, answered, refused=key in refused)
            waits = its[-1] if its and its[-1] not in answered and state is CaseState.RETURNED else None
            late = (today - date.fromisoformat(waits.due)).days if waits else 0
            standing = [one for one in company.findings if one.decision is not None and _counts(one)]
            found.append(
                CompanyCase(
                    key=key,
                    section=number,
                    district=section.name or "",
                    applicant=company.applicant,
                    credit_code=company.credit_code or "",
                    round=1 + len(answered),
                    state=state,
                    open=sum(one.decision is None for one in company.findings),
                    standing=len(standing),
                    papers=len(company.papers),
                    letters=its,
                    due=waits.due if waits else "",
                    late=max(0, late),
                    oldest=min((one.first_seen for one in company.findings if one.first_seen), default=""),
                )
            )
    return found


def _counts(finding: Finding) -> bool:
    """Something that this company must mend."""
    return finding.severity is not Severity.INFO and finding.owner is Owner.COMPANY


def _state(
    section: Section, company: Company, letters: Sequence[Letter], answered: Sequence[Letter], *, refused: bool
) -> CaseState:
    if refused:
        return CaseState.REFUSED
    if letters and letters[-1] not in answered:
        return CaseState.RETURNED
    if any(one.decision is None for one in company.findings):
        return CaseState.CORRECTED if answered else CaseState.RECEIVED
    if any(_counts(one) for one in company.findings):
        return CaseState.TO_RETURN
    # What the district must still mend on its papers, a seal of its own, holds a company up too.
    clean = not any(one.severity is Severity.ERROR for one in company.findings)
    return CaseState.APPROVED if section.approval and clean else CaseState.IN_ORDER


def _refused(happened: Happened) -> set[str]:
    found = set[str]()
    for step in happened.steps:
        if step.what is Deed.REFUSED:
            found.add(step.subject)
        elif step.what is Deed.REOPENED:
            found.discard(step.subject)
    return found


class _Contents:
    """Whether a company's papers are others than those of a run."""

    def __init__(self, ledger: CaseBook, now: Summary) -> None:
        self._ledger = ledger
        self._hashes = now.hashes
        self._before = dict[int, Mapping[tuple[str, str], frozenset[str]]]()

    def changed(self, section: Section, company: Company, run: int) -> bool:
        now = frozenset(self._hashes.get(paper.document.file, "") for paper in company.papers)
        whose = section.key, company.credit_code or company.applicant
        return self._of(run).get(whose, now) != now

    def _of(self, run: int) -> Mapping[tuple[str, str], frozenset[str]]:
        if run not in self._before:
            found = dict[tuple[str, str], set[str]]()
            for paper in self._ledger.content(run).get("papers", ()):
                whose = paper["section"], paper["credit_code"] or paper["applicant"] or ""
                found.setdefault(whose, set()).add(paper["sha256"])
            self._before[run] = {whose: frozenset(some) for whose, some in found.items()}
        return self._before[run]


def versions_of(section: str, company: str, runs: Iterable[Run], ledger: CaseBook) -> list[PaperVersion]:
    """All that ever came of a company (by its code, else its name), each once: the oldest first."""
    seen = dict[tuple[str, str], tuple[dict[str, Any], str, str, int]]()
    last = 0
    for run in runs:
        day, last = run.started[:10], run.id
        for paper in ledger.content(run.id).get("papers", ()):
            if paper["section"] == section and (paper["credit_code"] or paper["applicant"]) == company:
                key = paper["sha256"], ",".join(map(str, paper["pages"]))
                first = seen[key][1] if key in seen else day
                seen[key] = paper, first, day, run.id
    return [
        PaperVersion(paper["kind"] or "", paper["file"], paper["sha256"], first, day, run == last)
        for paper, first, day, run in seen.values()
    ]


def history_of(case: CompanyCase, happened: Happened, ledger: CaseBook) -> Iterator[tuple[str, Words]]:
    """What happened to a company: day and sentence, the first first."""
    events = list[tuple[str, Words]]()
    for run in happened.runs:
        content = ledger.content(run.id)
        its = [one for one in content.get("findings", ()) if _is_of(one, case) and not one["aside"]]
        events.append((run.started, Words(f"检查：{len(its)} 项问题", f"checked: {len(its)} findings")))
    for letter in case.letters:
        events.append(
            (
                letter.at,
                Words(f"补正通知 {letter.number}，{letter.due} 前答复", f"letter {letter.number}, due {letter.due}"),
            )
        )
    names = {
        Deed.SENT: Words("通知已发出", "letter sent"),
        Deed.REFUSED: Words("不予受理", "refused"),
        Deed.REOPENED: Words("恢复办理", "taken up again"),
    }
    mine = {case.key, *(f"letter:{letter.id}" for letter in case.letters)}
    for step in happened.steps:
        if step.subject in mine:
            note = f"（{step.note}）" if step.note else ""
            said = names[step.what]
            events.append((step.at, Words(f"{said.zh}：{step.who}{note}", f"{said.en}: {step.who}{note}")))
    yield from sorted(events, key=lambda event: event[0])


def _is_of(finding: Mapping[str, Any], case: CompanyCase) -> bool:
    return (finding["credit_code"] or finding["applicant"]) == (case.credit_code or case.applicant)
