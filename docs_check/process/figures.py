"""The figures of a circular: from districts that are signed, and from what became of the letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checks.records import Severity
from docs_check.process.casebook import CaseBook, Happened, Letter
from docs_check.report.delays import longest
from docs_check.report.summary import Finding, Gone, Part, Section, Summary
from docs_check.reports.common.order import in_order

MOST_FAULTS = 8  # what a reader of one page takes in
_QUOTED = re.compile(r"“([^”]*[\u4e00-\u9fff][^”]*)”")
_DAY = re.compile(r"[\d年月日\s]*")
_SOMEBODY, _SOMEWHERE, _LEFT_OUT = "某单位", "某区（市）", "“……”"


@dataclass(frozen=True, slots=True)
class DistrictFigures:
    """`share` of its papers in order; `demanded` and `fixed` for each round of letters."""

    rank: int
    name: str
    companies: int
    papers: int
    in_order: int
    days_late: int
    to_mend: int
    rounds: tuple[tuple[int, int], ...]

    @property
    def share(self) -> float:
        return self.in_order / self.papers if self.papers else 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """A common fault: how often, in how many districts, and one example that names nobody."""

    code: str
    title: str
    count: int
    districts: int
    example: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Figures:
    """`unsigned`: districts that are left out because nobody has approved them; `gone`: since the run before this one,
    how many findings are gone, by why."""

    districts: tuple[DistrictFigures, ...]
    unsigned: tuple[str, ...]
    faults: tuple[Fault, ...]
    rounds: tuple[tuple[int, int], ...]
    gone: dict[Gone, int]


def figures_of(decided: Summary, happened: Happened, ledger: CaseBook) -> Figures:
    """`decided`: with all decisions and approvals on it."""
    sections = [section for section in decided.sections if section.part is Part.DISTRICT]
    signed = [section for section in sections if section.approval is not None]
    mended = _fixed(happened, ledger)
    standing = {finding.id for finding in decided.findings}
    rows = [_district(section, happened, mended - standing) for section in signed]
    rows.sort(key=lambda row: (-row.share, row.days_late, row.name))
    ranked = [
        DistrictFigures(rank, one.name, one.companies, one.papers, one.in_order, one.days_late, one.to_mend, one.rounds)
        for rank, one in enumerate(rows, 1)
    ]
    last = ledger.content(happened.runs[-1].id).get("gone", {}) if happened.runs else {}
    count = Counter(last.values())
    return Figures(
        tuple(ranked),
        tuple(section.name or "" for section in sections if section.approval is None),
        tuple(_faults(decided, signed)),
        _added(row.rounds for row in ranked),
        {why: count[why.value] for why in Gone if count[why.value]},
    )


def _district(section: Section, happened: Happened, mended: set[str]) -> DistrictFigures:
    good, papers = in_order(section)
    return DistrictFigures(
        0,
        section.name or "",
        len(section.companies),
        papers,
        good,
        longest(section.findings),
        sum(one.severity is Severity.ERROR for one in section.findings),
        _rounds([one for one in happened.letters if one.district == section.key], mended),
    )


def _rounds(letters: Sequence[Letter], mended: set[str]) -> tuple[tuple[int, int], ...]:
    """What was demanded in the first letters, in the second ones, and so on, and how much of it is mended."""
    to = dict[str, int]()
    found = dict[int, set[str]]()
    for letter in letters:
        to[letter.applicant] = to.get(letter.applicant, 0) + 1
        found.setdefault(to[letter.applicant], set()).update(letter.findings.split())
    return tuple((len(found[one]), len(found[one] & mended)) for one in sorted(found))


def _added(some: Iterable[tuple[tuple[int, int], ...]]) -> tuple[tuple[int, int], ...]:
    totals = list[tuple[int, int]]()
    for rounds in some:
        for at, (demanded, fixed) in enumerate(rounds):
            if at == len(totals):
                totals.append((0, 0))
            totals[at] = totals[at][0] + demanded, totals[at][1] + fixed
    return tuple(totals)


def _fixed(happened: Happened, ledger: CaseBook) -> set[str]:
    """The ids of what companies and districts mended, by the runs."""
    found = set[str]()
    for run in happened.runs:
        gone = ledger.content(run.id).get("gone", {})
        found |= {key for key, why in gone.items() if why == Gone.FIXED.value}
    return found


def _faults(decided: Summary, signed: Sequence[Section]) -> Iterator[Fault]:
    by_code = dict[str, list[tuple[str, Finding]]]()
    for section in signed:
        for finding in section.findings:
            if finding.severity is not Severity.INFO and not finding.unsure:
                by_code.setdefault(finding.code, []).append((section.key, finding))
    names = sorted(names_in(decided), key=len, reverse=True)
    places = sorted({section.name for section in decided.sections if section.name}, key=len, reverse=True)
    for code, some in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_FAULTS]:
        first = some[0][1]
        example = nameless(first.message.zh, names, places)
        suggestion = first.suggestion.zh if first.suggestion else ""
        yield Fault(
            code, first.title.zh, len(some), len({key for key, _ in some}), example, nameless(suggestion, names, places)
        )


def names_in(summary: Summary) -> set[str]:
    """Of companies, with their codes."""
    found = set[str]()
    for section in summary.sections:
        for company in section.companies:
            found |= {company.applicant, company.credit_code or ""}
        found |= {paper.applicant or "" for paper in section.papers}
    return found - {""}


def nameless(sentence: str, names: Sequence[str], places: Sequence[str]) -> str:
    """The sentence without who and where; of what it quotes, only dates and figures stay: names of persons, other
    companies and files may stand there."""
    for name in names:
        sentence = sentence.replace(name, _SOMEBODY)
    sentence = _QUOTED.sub(lambda quoted: quoted[0] if _DAY.fullmatch(quoted[1]) else _LEFT_OUT, sentence)
    for place in places:
        sentence = sentence.replace(place, _SOMEWHERE)
    return sentence
