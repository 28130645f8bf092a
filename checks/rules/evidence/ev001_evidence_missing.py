"""缺少必须提交的材料。

判断：对每家企业，逐项核对政策要求的材料；对每个区（市），核对其自己应报送的材料。写明要求的依据。
主管部门一份文件列明多家企业的，视为其中每家都已提交。
为什么：材料不齐，不能证明符合条件。
政策只要求一部分企业提交的（when），按申请表判断；几种材料有一种即可的（instead）、不少于几份的（at_least）、名单上每人
一份的（each），按政策包的规定。
不判断：该企业或该区（市）有文件读不出来时，不判断是否缺少；另有一份同类材料写着别家企业的，报 EV004 或 CX001，
不再报缺少。
存疑：有一份没有识别出种类的材料，题名与所缺材料相近，或扫描质量差，可能就是它。
---
A required paper is not there.

What: for each company the list of evidence in the pack, for each district its own papers; the basis is named. An
office's
letter that names several companies proves each of them.
A paper may be required of some only (`when`, by the form), do instead of another (`instead`), be wanted several times
(`at_least`) or for each that a list names (`each`).
Why: what is not there proves nothing.
Not judged: while a file of that company or district could not be read; where a paper of the kind is there but about
another company (EV004, CX001).
Unsure: where a paper of unknown kind bears the missing one's title or something like it, or is a poor scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.papers import listed, name_field
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Each, EvidenceSpec, Policy
from checks.records import District, Dossier, Outcome, Scope, Severity
from checks.rules.evidence._required import is_asked, named_doubt, papers_for, unproved
from extractor.language.matching import fold_label, title_likeness
from extractor.records import Document, Words

RULE = Rule(
    "EV001",
    "evidence-missing",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("缺少材料", "evidence missing"),
    Words("材料齐全", "evidence complete"),
)

HEADING_LINES = 5  # as many as a title may be read in
NEAR_TITLE = 0.6  # likeness: four of ten characters misread, and still no other paper's title

_UNREAD = Words("有文件未能读出，不能断定缺少材料", "a file could not be read, so nothing can be said to be missing")
_CONDITION = Words(
    "申请表上决定是否须交该材料的内容没有读出来", "what decides on the form whether it is required could not be read"
)
_NAMELESS = Words(
    "本区（市）有一份同类材料未读出企业名称", "a paper of this kind in the district names nobody that could be read"
)


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    for dossier in record.dossiers:
        for kind, wanted in policy.evidence.items():
            yield _of_company(kind, wanted, dossier, record, policy)
    yield from _of_district(record, policy)


def _of_company(kind: str, wanted: EvidenceSpec, dossier: Dossier, district: District, policy: Policy) -> Outcome:
    case = Case.company(RULE, dossier, kind)
    papers = papers_for(kind, wanted, dossier, policy)
    if wanted.optional:
        return case.not_applicable(Words("该材料可交可不交", "the paper need not be handed in"))
    if len(papers) >= wanted.at_least and wanted.each is None:
        own = papers[0] in dossier.documents
        return case.passes(
            Words("已提交", "it is there") if own else Words(f"见 {papers[0].file}", f"see {papers[0].file}")
        )
    asked = is_asked(wanted, dossier, policy)
    if asked.asked is False and asked.doubt is None:
        return case.not_applicable(Words("不属于须提交该材料的情形", "this applicant need not hand it in"))
    if not papers and any(document.kind == kind for document in dossier.documents):
        return case.not_applicable(
            Words("该材料写的是其他企业，另行报告", "such a paper names another; reported as that")
        )
    if dossier.unread or district.unread:
        return case.not_checkable(_UNREAD)
    if any(document.kind == kind and name_field(document, policy) is None for document in district.documents):
        return case.not_checkable(_NAMELESS)
    if asked.asked is not True:
        return case.not_checkable(_CONDITION)
    if wanted.each is not None and papers:
        return _for_each(case, wanted.each, papers, dossier, policy)
    doubt = first_doubt(asked.doubt, _unclear(kind, dossier.documents, policy))
    return case.finds(_missing(kind, wanted, dossier.applicant, policy, len(papers)), doubt)


def _for_each(case: Case, each: Each, papers: tuple[Document, ...], dossier: Dossier, policy: Policy) -> Outcome:
    missing = unproved(each, papers, dossier)
    if missing is None:
        return case.not_checkable(Words("名单或材料上的姓名没有读出来", "names could not be read"))
    if not missing:
        return case.passes(Words("名单上的每一个都有", "it is there for each that is named"))
    names, kind = listed(one.name for one in missing), policy.kind_name(case.kind)
    finding = Particulars(
        Words(
            f"{dossier.applicant}没有为名单上的{names}提交{kind.zh}。",
            f"{dossier.applicant} has handed in no {kind.en} for {names}.",
        ),
        Words(f"名单上的每一个都有{kind.zh}", f"a {kind.en} for each that is named"),
        Words(f"缺{len(missing)}份", f"{len(missing)} missing"),
        Words(f"请补交{names}的{kind.zh}。", f"Hand in the {kind.en} of {names}."),
        None,
        None,
        tuple(one.reading for one in missing),
    )
    return case.finds(finding, named_doubt(each, papers, missing))


def _unclear(kind: str, documents: Sequence[Document], policy: Policy) -> Words | None:
    """A page of unknown kind may be the missing paper: a poor one, or one that bears the title or something like it."""
    for document in documents:
        if document.kind is not None:
            continue
        if document.poor:
            return POOR_PAPER
        heading = "".join(line.text for _, line in document.lines[:HEADING_LINES])
        for title in policy.kinds[kind].titles:
            near = max(title_likeness(document.title, title), title_likeness(heading, title))
            if near >= NEAR_TITLE or fold_label(title.replace("...", "")) in fold_label(heading):
                return Words(
                    f"有一份没有识别出种类的材料题为“{document.title or heading}”，可能就是它",
                    f"a paper of unknown kind bears the title “{document.title or heading}” and may be it",
                )
    return None


def _of_district(district: District, policy: Policy) -> Iterator[Outcome]:
    for kind, wanted in policy.district_evidence.items():
        case = Case(RULE, district.name or "?", district.name, kind=kind)
        found = _first(kind, district)
        if found is not None:
            yield case.passes(Words(f"见 {found.file}", f"see {found.file}"))
        elif district.name is None or not district.from_folder or not district.dossiers:
            yield case.not_applicable(Words("没有该区（市）的文件夹", "the district's folder is not part of this run"))
        elif district.unread:
            yield case.not_checkable(_UNREAD)
        else:
            yield case.finds(_missing(kind, wanted, district.name, policy), _unclear(kind, district.documents, policy))


def _first(kind: str, district: District) -> Document | None:
    return next((document for document in district.documents if document.kind == kind), None)


def _missing(kind: str, wanted: EvidenceSpec, who: str, policy: Policy, there: int = 0) -> Particulars:
    name = _any_of(kind, wanted, policy)
    proves = (
        Words(f"，不能证明其{wanted.proves.zh}", f" ({wanted.proves.en} is not proved)")
        if wanted.proves
        else Words("", "")
    )
    most = wanted.at_least
    count = Words(f"不少于{most}份", f" (at least {most})") if most > 1 else Words("", "")
    found = Words(f"只有{there}份", f"only {there}") if there else Words("未提交", "not handed in")
    return Particulars(
        Words(
            f"{who}没有提交{count.zh}{name.zh}{proves.zh}。要求的依据：{wanted.basis.zh}。",
            f"{who} has not handed in the {name.en}{count.en}{proves.en}. Required by: {wanted.basis.en}.",
        ),
        Words(f"{name.zh}{count.zh}", f"{name.en}{count.en}"),
        found,
        Words(f"请补交{name.zh}。", f"Hand in the {name.en}."),
    )


def _any_of(kind: str, wanted: EvidenceSpec, policy: Policy) -> Words:
    names = [policy.kind_name(one) for one in (kind, *wanted.instead)]
    return Words("或".join(name.zh for name in names), " or ".join(name.en for name in names))
