"""同一家企业申报了两次。

判断：统一社会信用代码相同（名称不同也算），或名称完全相同而没有代码的，在同一区（市）或不同区（市）各有申请表；
或同一套材料里有两份内容不同的申请表；或历年台账（--ledger）里已按同一政策申报过。每一处各报一条。
为什么：重复申报会重复拨付。
不判断：同一份材料的两份副本（DC005）；代码不同的同名企业。
---
One company has applied twice.

What: the same credit code (under another name too), or the very same name where there is no code, with a form in two
sets, also
in two districts; or two different forms in one set; or an application under this policy in the ledger (--ledger). One
finding at each place.
Why: it would be paid twice.
Not judged: second copies of one paper (DC005); companies of one name with different codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from checks.certainty import doubt
from checks.facts.codes import passes_check, plain
from checks.facts.lists.registers import KnownCompanies, is_same_company
from checks.facts.names import fold_name
from checks.facts.papers import code_field, forms_of, has_check_character, name_field, own_papers
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Batch, Dossier, Known, Outcome, Scope, Severity
from extractor.records import Document, Words

RULE = Rule(
    "CX006",
    "duplicate-application",
    Severity.ERROR,
    Scope.BATCH,
    Words("重复申报", "duplicate application"),
    Words("没有重复申报", "no duplicate application"),
)


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    dossiers = [dossier for district in record.districts for dossier in district.dossiers if forms_of(dossier, policy)]
    groups = defaultdict[str, list[Dossier]](list)
    for dossier in dossiers:
        groups[_key(dossier, policy)].append(dossier)
    known = KnownCompanies(one for one in record.known if one.policy == policy.id)
    for dossier in dossiers:
        others = [other for other in groups[_key(dossier, policy)] if other is not dossier]
        forms = own_papers(dossier, policy.applicants.form, policy)
        before = [one for one in known.like(dossier) if is_same_company(dossier, one)]
        for one in before:
            yield _applied_before(dossier, one, policy)
        if others:
            yield _found(dossier, others, forms, policy)
        elif len(forms) > 1:
            yield _twice_here(dossier, forms, policy)
        elif not before:
            yield Case.company(RULE, dossier).passes(Words("只申报了一次", "it has applied once"))


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    for district in record.districts:
        for dossier in district.dossiers:
            if forms_of(dossier, policy):
                yield Meeting(dossier, _key(dossier, policy))


def _key(dossier: Dossier, policy: Policy) -> str:
    code = plain(dossier.credit_code or "")
    return code if code and (passes_check(code) or not has_check_character(policy)) else fold_name(dossier.applicant)


def _found(dossier: Dossier, others: Sequence[Dossier], forms: Sequence[Document], policy: Policy) -> Outcome:
    form = forms[0] if forms else forms_of(dossier, policy)[0]
    where_zh = "、".join(f"{other.district or '未知区（市）'}（{other.applicant}，{other.folder}）" for other in others)
    where_en = ", ".join(
        f"{other.district or 'an unknown district'} ({other.applicant}, {other.folder})" for other in others
    )
    evidence = tuple(
        of_field(document, field)
        for document in (form, *(one for other in others for one in forms_of(other, policy)[:1]))
        for field in (code_field(document, policy) or name_field(document, policy),)
        if field is not None
    )
    key = f"统一社会信用代码{dossier.credit_code}" if dossier.credit_code else "企业名称"
    finding = Particulars(
        Words(
            f"{dossier.applicant}重复申报：{key}相同的申请另见{where_zh}。",
            f"{dossier.applicant} has applied more than once: see also {where_en}.",
        ),
        Words("每家企业只申报一次", "one application for each company"),
        Words(f"共{len(others) + 1}处申请", f"{len(others) + 1} applications"),
        Words("请核实后只保留一份申请。", "Find out which is right and keep one."),
        evidence[0].place if evidence else None,
        None,
        evidence,
    )
    return Case.company(RULE, dossier, form.kind, form).finds(finding, doubt(evidence))


def _applied_before(dossier: Dossier, known: Known, policy: Policy) -> Outcome:
    form = forms_of(dossier, policy)[0]
    field = code_field(form, policy) or name_field(form, policy)
    evidence = (of_field(form, field),) if field else ()
    amount = Words(f"，金额{known.amount}", f", amount {known.amount}") if known.amount else Words("", "")
    finding = Particulars(
        Words(
            f"{dossier.applicant}已在“{known.source}”申报过{amount.zh}。",
            f"{dossier.applicant} has applied before, in “{known.source}”{amount.en}.",
        ),
        Words("每家企业只申报一次", "one application for each company"),
        Words(f"台账：“{known.source}”", f"the ledger: “{known.source}”"),
        Words("请核实是否已经得到支持。", "Find out whether it was supported already."),
        field.place if field else None,
        None,
        evidence,
    )
    return Case.company(RULE, dossier, form.kind, form).finds(finding, doubt(evidence))


def _twice_here(dossier: Dossier, forms: Sequence[Document], policy: Policy) -> Outcome:
    files = "、".join(f"{form.file} 第{form.pages[0]}页" for form in forms)
    fields = [(form, name_field(form, policy)) for form in forms]
    evidence = tuple(of_field(form, field) for form, field in fields if field is not None)
    finding = Particulars(
        Words(
            f"{dossier.applicant}的材料里有{len(forms)}份内容不同的申请表：{files}。",
            f"{dossier.applicant} has {len(forms)} different application forms: "
            f"{', '.join(form.file for form in forms)}.",
        ),
        Words("一份申请表", "one application form"),
        Words(f"{len(forms)}份", f"{len(forms)} forms"),
        Words("请确认以哪一份为准，撤回其余。", "Say which one counts and withdraw the others."),
        evidence[1].place if len(evidence) > 1 else None,
        None,
        evidence,
    )
    # Two readings of one form, scanned twice, differ where either was misread.
    why = Words("也可能是同一份申请表扫描了两次", "it may be one form scanned twice")
    return Case.company(RULE, dossier, forms[1].kind, forms[1]).finds(
        finding, why if _nearly_same(forms) else doubt(evidence)
    )


def _nearly_same(forms: Sequence[Document]) -> bool:
    """Do at least nine of ten fields agree?"""
    one, two = ({field.name: field.value for field in form.fields} for form in forms[:2])
    shared = [name for name in one if name in two]
    return bool(shared) and sum(one[name] == two[name] for name in shared) * 10 >= 9 * len(shared)
