"""清单中的企业重复。

判断：同一家企业（代码相同；没有代码的，名称相同）在一份清单里出现两次，在两份清单里都有，或既在清单里、又自行申报。一份清单报一条，列明行号。
为什么：同一家企业会得到两次扶持。
不判断：同一份清单的两份副本（DC005）；代码不同的同名企业。
存疑：代码或名称识别把握不足。
---
A company that is listed twice.

What: one company (by code; by name where there is no code) twice in a list, in two lists, or in a list and among those
that apply themselves. One finding a list, with the rows.
Why: it would be paid twice.
Not judged: second copies of one list (DC005); companies of one name with different codes.
Unsure: where code or name were not read with certainty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from checks.facts.codes import is_valid, plain
from checks.facts.lists.rosters import NO_ROWS, RowFault, roster_of, row_code, row_name, told
from checks.facts.names import fold_name
from checks.facts.papers import forms_of
from checks.grouping.whose import papers_of
from checks.meeting import Meeting
from checks.outcomes import Case, Rule, paper_id
from checks.pack.model import Policy, Roster
from checks.records import Batch, Dossier, Outcome, Paper, Scope, Severity
from extractor.records import Field, Row, Words

RULE = Rule(
    "LS003",
    "listed-twice",
    Severity.ERROR,
    Scope.BATCH,
    Words("清单企业重复", "listed twice"),
    Words("清单企业没有重复", "listed once"),
)

Spot = tuple[Paper, int]


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    if not policy.rosters:
        return
    lists = [(one, roster) for one in papers_of(record, policy) if (roster := roster_of(one.document, policy))]
    spots = defaultdict[str, list[Spot]](list)
    for paper, roster in lists:
        for at, row in enumerate(paper.document.rows, start=1):
            if key := _key(row, roster):
                spots[key].append((paper, at))
    applied = {key: dossier for dossier in _applicants(record, policy) for key in [_applicant_key(dossier)]}
    for paper, roster in lists:
        yield from _of_list(paper, roster, spots, applied, policy)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    if not policy.rosters:
        return
    for dossier in _applicants(record, policy):
        yield Meeting(dossier, _applicant_key(dossier))
    for paper in papers_of(record, policy):
        if roster := roster_of(paper.document, policy):
            keys = {key for row in paper.document.rows if (key := _key(row, roster))}
            yield from (Meeting(paper.document, key) for key in sorted(keys))


def _applicants(record: Batch, policy: Policy) -> Iterator[Dossier]:
    for district in record.districts:
        yield from (dossier for dossier in district.dossiers if forms_of(dossier, policy))


def _key(row: Row, roster: Roster) -> str:
    code = row_code(row, roster)
    return code if is_valid(code) else fold_name(row_name(row, roster))


def _applicant_key(dossier: Dossier) -> str:
    code = plain(dossier.credit_code or "")
    return code if is_valid(code) else fold_name(dossier.applicant)


def _of_list(
    paper: Paper,
    roster: Roster,
    spots: Mapping[str, Sequence[Spot]],
    applied: Mapping[str, Dossier],
    policy: Policy,
) -> Iterator[Outcome]:
    case = Case.paper(RULE, paper)
    if not paper.document.rows:
        yield case.not_checkable(NO_ROWS)
        return
    faults = list[RowFault]()
    for at, row in enumerate(paper.document.rows, start=1):
        key = _key(row, roster)
        others = [(other, there) for other, there in spots.get(key, ()) if (other, there) != (paper, at)]
        if others or key in applied:
            faults.append(RowFault(at, row, _cells(row, roster), _where(others, applied.get(key), paper)))
    if not faults:
        yield case.passes(Words("没有重复的企业", "no company is listed twice"))
    expected = Words("每家企业只列一次，且没有自行申报", "each company once, and none that applied itself")
    remedy = Words("请核实后只保留一处。", "Find out which is right and keep one.")
    yield from told(case, paper, faults, policy, expected, remedy)


def _cells(row: Row, roster: Roster) -> tuple[Field, ...]:
    code = row.get(roster.code) if roster.code and is_valid(row_code(row, roster)) else None
    found = code or row.get(roster.name)
    return (found,) if found else ()


def _where(others: Sequence[Spot], applicant: Dossier | None, paper: Paper) -> Words:
    zh, en = list[str](), list[str]()
    for other, at in others[:3]:
        there = "" if other is paper else paper_id(other.document)
        zh.append(f"又见{there}第{at}行")
        en.append(f"also {there + ' ' if there else ''}row {at}")
    if applicant is not None:
        where = applicant.district or "未知区（市）"
        zh.append(f"又在{where}自行申报")
        en.append(f"also applied itself in {where}")
    return Words("，".join(zh), ", ".join(en))
