"""Every rule on every subject of a batch: outcomes, each of one of five kinds. Nothing is silently skipped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from checks.grouping.whose import papers_of
from checks.outcomes import Rule, paper_id
from checks.own_rules import own_rules
from checks.pack.model import Policy
from checks.records import Batch, District, Dossier, FileCase, Outcome, Paper, Scope, Verdict
from checks.rules import (
    BATCH_RULES,
    COMPANY_RULES,
    DISTRICT_RULES,
    FILE_RULES,
    PAPER_RULES,
    POLICY_RULES,
    RULES,
    RuleModule,
)
from extractor.records import Box, Document, Words

Doubts = frozenset[tuple[str, int, Box]]  # file, page and box of readings that a second engine read differently

_LOG = logging.getLogger(__name__)
_SECOND_READING = Words("两种识别引擎的结果不一致", "two engines read it differently")

Record = TypeVar("Record")
Whose = Paper | Dossier | District | None  # whom a rule was to judge, where it broke


def judge(
    batch: Batch,
    policy: Policy,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Outcome, ...]:
    """All outcomes, in the order of files, papers, companies, districts, batch, policy. `select` and `ignore` are codes
    or their beginnings."""
    return tuple(_all(_whole(batch, policy), policy, _chosen(policy, select, ignore)))


@dataclass(frozen=True, slots=True)
class Affected:
    """Some companies of a batch: their files, themselves (district and name), their districts."""

    files: frozenset[str]
    companies: frozenset[tuple[str | None, str]]
    districts: frozenset[str | None]


def judge_again(
    batch: Batch,
    policy: Policy,
    part: Affected,
    before: Sequence[Outcome],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Outcome, ...]:
    """`before`, the outcomes of the whole batch, with those on `part` judged anew: what its papers, companies and
    districts say by themselves, and whatever compares the whole batch. The same as `judge`, in another order, where
    nothing else changed."""
    fresh = _all(_part(_whole(batch, policy), part), policy, _chosen(policy, select, ignore))
    kept = (outcome for outcome in before if not _covers(part, outcome))
    return (*kept, *fresh)


def judge_district(
    batch: Batch,
    policy: Policy,
    district: str | None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Outcome, ...]:
    """What `judge` says of one district of a larger batch, in the same order; of None: of what belongs to none, and of
    the policy. `batch` holds all of the district's own papers, and of others' those that they meet
    (`checks.meeting`)."""
    fresh = _all(_district(_whole(batch, policy), district), policy, _chosen(policy, select, ignore))
    return tuple(one for one in fresh if one.district == district or _is_broken_batch_rule(one, policy))


def _is_broken_batch_rule(outcome: Outcome, policy: Policy) -> bool:
    return (outcome.verdict, outcome.scope, outcome.subject) == (Verdict.NOT_CHECKABLE, Scope.BATCH, policy.id)


def _covers(part: Affected, outcome: Outcome) -> bool:
    if outcome.code in _codes(POLICY_RULES):
        return False
    if outcome.code in _codes(BATCH_RULES):
        return True
    if outcome.code in _codes(DISTRICT_RULES):
        return outcome.district in part.districts
    if outcome.code in _codes(COMPANY_RULES):
        return (outcome.district, outcome.applicant) in part.companies
    return (outcome.file or outcome.subject) in part.files  # of a rule that broke on a file only the subject says which


@cache
def _codes(modules: tuple[RuleModule, ...]) -> frozenset[str]:
    return frozenset(module.RULE.code for module in modules)


def judge_policy(policy: Policy) -> tuple[Outcome, ...]:
    """What the rules say of the policy itself, without any paper."""
    nothing = _Subjects(Batch((), (), ()), (), (), (), (), True)
    return tuple(_all(nothing, policy, _codes(POLICY_RULES)))


def _chosen(policy: Policy, select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    wanted, unwanted = (tuple(code.upper() for code in codes) for codes in (select, ignore))
    codes = (module.RULE.code for module in (*RULES, *own_rules(policy)))
    return frozenset(
        code
        for code in codes
        if (not wanted or code.startswith(wanted)) and not (unwanted and code.startswith(unwanted))
    )


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What is judged: all of a batch, or a part of it beside the whole, with which it is compared."""

    batch: Batch
    cases: tuple[FileCase, ...]
    papers: tuple[Paper, ...]
    dossiers: tuple[Dossier, ...]
    districts: tuple[District, ...]
    policy: bool


def _whole(batch: Batch, policy: Policy) -> _Subjects:
    cases = tuple(FileCase(reading, home) for reading, home in zip(batch.files, batch.homes, strict=True))
    dossiers = tuple(dossier for district in batch.districts for dossier in district.dossiers)
    return _Subjects(batch, cases, tuple(papers_of(batch, policy)), dossiers, batch.districts, True)


def _part(whole: _Subjects, part: Affected) -> _Subjects:
    return replace(
        whole,
        cases=tuple(case for case in whole.cases if case.reading.file in part.files),
        papers=tuple(paper for paper in whole.papers if paper.document.file in part.files),
        dossiers=tuple(one for one in whole.dossiers if (one.district, one.applicant) in part.companies),
        districts=tuple(district for district in whole.districts if district.name in part.districts),
        policy=False,
    )


def _district(whole: _Subjects, name: str | None) -> _Subjects:
    return replace(
        whole,
        cases=tuple(case for case in whole.cases if case.home.district == name),
        papers=tuple(paper for paper in whole.papers if paper.district == name),
        dossiers=tuple(dossier for dossier in whole.dossiers if dossier.district == name),
        districts=tuple(district for district in whole.districts if district.name == name),
        policy=name is None,
    )


def _all(subjects: _Subjects, policy: Policy, chosen: frozenset[str]) -> Iterator[Outcome]:
    """What the chosen rules say, each with the severity that the policy gives it."""
    for outcome in _said(subjects, policy, chosen):
        severity = policy.severities.get(outcome.code)
        yield replace(outcome, severity=severity) if severity and severity != outcome.severity else outcome


def _said(subjects: _Subjects, policy: Policy, chosen: frozenset[str]) -> Iterator[Outcome]:
    def those(modules: tuple[Any, ...], record: Any, subject: str, whose: Whose = None) -> Iterator[Outcome]:
        for module in modules:
            if module.RULE.code in chosen:
                yield from _guarded(module.RULE, module.check, record, policy, subject, whose)

    for case in subjects.cases:
        yield from those(FILE_RULES, case, case.reading.file)
    for paper in subjects.papers:
        yield from those((*PAPER_RULES, *own_rules(policy)), paper, paper_id(paper.document), paper)
    for dossier in subjects.dossiers:
        yield from those(COMPANY_RULES, dossier, dossier.applicant, dossier)
    for district in subjects.districts:
        yield from those(DISTRICT_RULES, district, district.name or "?", district)
    yield from those(BATCH_RULES, subjects.batch, policy.id)
    if subjects.policy:
        yield from those(POLICY_RULES, policy, policy.id)


def _guarded(
    rule: Rule,
    check: Callable[[Record, Policy], Iterator[Outcome]],
    record: Record,
    policy: Policy,
    subject: str,
    whose: Whose = None,
) -> list[Outcome]:
    """What the rule says; a rule that breaks costs its own verdict on this subject and says so."""
    try:
        return list(check(record, policy))
    except Exception as error:  # noqa: BLE001  # the documented edge: one broken rule must not end the run
        _LOG.warning("rule %s failed on %s", rule.code, subject, exc_info=error)
        because = Words(f"规则运行出错（{type(error).__name__}）", f"the rule failed ({type(error).__name__})")
        return [_broken(rule, subject, because, whose)]


def _broken(rule: Rule, subject: str, because: Words, whose: Whose) -> Outcome:
    district = whose.name if isinstance(whose, District) else whose.district if whose else None
    applicant = None if whose is None or isinstance(whose, District) else whose.applicant
    code = None if whose is None or isinstance(whose, District) else whose.credit_code
    document: Document | None = whose.document if isinstance(whose, Paper) else None
    return Outcome(
        rule.code,
        Verdict.NOT_CHECKABLE,
        rule.scope,
        subject,
        because,
        rule.severity,
        district,
        applicant,
        code,
        document.kind if document else None,
        document.file if document else None,
        failed=True,
    )


def doubted(outcomes: Iterable[Outcome], doubts: Doubts) -> tuple[Outcome, ...]:
    """The same outcomes; a defect that rests on one of `doubts` is unsure."""
    return tuple(_doubted(outcome, doubts) for outcome in outcomes)


def _doubted(outcome: Outcome, doubts: Doubts) -> Outcome:
    if outcome.verdict is not Verdict.DEFECT or not doubts:
        return outcome
    if not any((one.file, one.place.page, one.place.box) in doubts for one in outcome.evidence):
        return outcome
    message = outcome.message
    if message:
        message = Words(
            f"{message.zh}（存疑：{_SECOND_READING.zh}，请人工核对。）",
            f"{message.en} (Doubtful: {_SECOND_READING.en}; please look at it.)",
        )
    return replace(outcome, verdict=Verdict.UNSURE, because=_SECOND_READING, message=message)
